"""A command in an empty folder, with a cache of its own and a judge that needs no mathematics."""

import sys
from types import ModuleType

import pytest
from click.testing import CliRunner
from made_results import HOSTILE, MENDED, SLIP

from sheets.judging.results import Counterexample, Finding, SheetResult, Verdict
from twofold.cli import main


def finding_of(sheet, span, settings):
    """Wrong if it is the slip, not understood if it is the hostile formula, else proved."""
    text = sheet.text[span.start : span.end]
    line = sheet.text.count("\n", 0, span.start) + 1
    column = span.start - sheet.text.rfind("\n", 0, span.start)
    given = (span.path, line, column, line, column + len(text), span.start, span.end, text)
    if text == SLIP:
        replay = f"twofold check {sheet.path} --line {line} --seed {settings.seed}"
        point = Counterexample((("z", "1"),), ("0.76", "0.46"), replay)
        return Finding(*given, Verdict.WRONG, "EQV101", message="The two sides differ.", counterexample=point,
                       suggestion=MENDED, unique=True)  # fmt: skip
    if text == HOSTILE:
        return Finding(*given, Verdict.UNCHECKED, "UNK101", reason="not known")
    return Finding(*given, Verdict.PROVED)


class Judge:
    """Counts what it judges, and fails where it is told to."""

    def __init__(self):
        self.judged = []
        self.raises = None

    def check_sheet(self, sheet, settings, spread=map):
        self.judged.append(sheet.path)
        if self.raises is not None:
            raise self.raises
        found = [finding_of(sheet, span, settings) for span in sheet.spans if span.path == sheet.path]
        kept = [f for f in found if settings.line in (None, f.line)]
        return SheetResult(sheet.path, sheet.text, len(sheet.spans), 0, tuple(kept))


@pytest.fixture
def judge(monkeypatch):
    made = Judge()
    module = ModuleType("sheets.judging.check")
    module.check_sheet = made.check_sheet
    module.Task = object
    monkeypatch.setitem(sys.modules, "sheets.judging.check", module)
    return made


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "work"


@pytest.fixture
def twofold(folder, judge):
    """Run the command: `twofold("check", "sheet.md")` gives exit status, standard output and standard error."""

    def run(*arguments, given=None):
        alone = ("--jobs", "1") if arguments and not arguments[0].startswith("-") else ()  # with the judge
        return CliRunner().invoke(main, [*arguments, *alone], input=given, prog_name="twofold")

    return run
