"""Other checkers: what they are handed, how they answer, and how their answers are counted."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.corpora import RIGHT, Plant
from benchmarks.page import Corpus
from benchmarks.peers import table
from benchmarks.peers.answers import Answers, read_answers, write_answers
from benchmarks.peers.asking import asked
from benchmarks.peers.checkers import CHECKERS, REQUIREMENTS, ROWS, RUNNERS, Checker
from benchmarks.peers.relations import change_of, relations_of
from benchmarks.planting import Fate, Outcome
from benchmarks.slips import Slip
from sheets.judging.results import Finding, SheetResult, Verdict
from sheets.source.reading import read_text

RUNNER = """
import time
from answering import answer

def read(side):
    if side == "unread":
        raise ValueError(side)
    while side == "slow to read":
        pass
    return side

def same(left, right):
    if right == "fault":
        raise ZeroDivisionError
    while right == "slow":
        pass
    if right == "stuck":
        raise SystemExit(3)
    return "=" if left == right else "!"

answer(read, [same, lambda left, right: "?"])
"""
SHEET = r"""$\newcommand{\vx}{\mathbf{x}}$
$\vx_1 = a$, $x \leq y$. If $z = 1$, then:
$$\begin{aligned} a + b &= b + a \\ &= 2c \end{aligned}$$
"""


@pytest.fixture
def checker(monkeypatch, tmp_path):
    """A peer whose runner is the one above, in this process's own environment."""
    (tmp_path / "made_runner.py").write_text(RUNNER)
    (tmp_path / "answering.py").write_text((RUNNERS / "answering.py").read_text())
    monkeypatch.setattr("benchmarks.peers.asking.RUNNERS", tmp_path)
    monkeypatch.setattr("benchmarks.peers.asking.LIMIT", 0.2)
    monkeypatch.setattr("benchmarks.peers.asking.python_of", lambda checker: sys.executable)
    return Checker("made_runner", "none", "none", ("one", "two"))


def test_equations_are_handed_as_two_plain_sides():
    relations = relations_of(read_text(SHEET, "sheet.md", ".md"))
    sides = [(" ".join(one.left.split()), " ".join(one.right.split()), one.is_claim) for one in relations]
    assert sides == [(r"\mathbf{x}_1", "a", False), ("a + b", "b + a", True), ("b + a", "2c", True)]


def test_a_slip_hands_over_what_it_changes(tmp_path):
    path = tmp_path / "sheet.md"
    path.write_text(SHEET)
    start = SHEET.index("2c")
    change = change_of(Plant(str(path), start, start, start + 2, Slip("sign", "", "2c", "2d")))
    assert [one.right for one in change.before] == ["2c"]
    assert [one.right for one in change.after] == ["2d"]


def test_a_peer_answers_in_letters_whatever_happens(checker):
    sides = [("a", "a"), ("a", "b"), ("unread", "b"), ("slow to read", "b"), ("a", "slow"), ("a", "fault"), ("a", "a")]
    items = [(str(number), *pair) for number, pair in enumerate(sides)]
    answers = dict(asked(checker, items))
    assert [answers[str(number)] for number in range(len(sides))] == ["=?", "!?", "--", "tt", "t?", "??", "=?"]


def test_a_peer_that_ends_on_a_relation_goes_on_with_the_next(checker):
    items = [("0", "a", "a"), ("1", "a", "stuck"), ("2", "a", "b")]
    assert list(asked(checker, items)) == [("0", "=?"), ("1", "tt"), ("2", "!?")]


def test_a_peer_that_cannot_run_says_why(checker, tmp_path):
    (tmp_path / "made_runner.py").write_text("import no_such_module")
    with pytest.raises(RuntimeError, match="no_such_module"):
        list(asked(checker, [("0", "a", "a")]))


@pytest.mark.parametrize("checker", CHECKERS, ids=lambda checker: checker.runner)
def test_each_peer_has_a_runner_and_pinned_requirements(checker):
    subprocess.run([sys.executable, "-m", "py_compile", str(RUNNERS / f"{checker.runner}.py")], check=True)
    pins = (REQUIREMENTS / f"{checker.environment}.txt").read_text().split()
    assert all(pin.count("==") == 1 for pin in pins)
    assert checker.version in pins


def test_answers_are_kept_for_the_versions_that_gave_them(tmp_path):
    path = tmp_path / "answers.json"
    write_answers(Answers({"b": "=!", "a": "??"}), path)
    assert read_answers(path).letters == {"a": "??", "b": "=!"}
    kept = json.loads(path.read_text())
    kept["settings"]["peers"]["scieqlint_runner"] = "scieqlint==0.0"
    path.write_text(json.dumps(kept))
    assert read_answers(path).letters == {}


def test_a_slip_is_told_apart_only_if_the_right_equation_passes(monkeypatch, tmp_path):
    path = RIGHT / "worked.md"
    relations = table.relations_at(str(path))[:2]
    monkeypatch.setattr(table, "is_asked", lambda item: isinstance(item, Plant) or item in relations)
    findings = [Finding(str(path), 1, 1, 1, 1, one.start, one.end, "", Verdict.PROVED) for one in relations]
    fates = [Fate.SEEN, Fate.MISSED]
    outcomes = [slip_of(str(path), one, fate) for one, fate in zip(relations, fates, strict=True)]
    right = [one.digest for one in relations]
    wrong = [change_of(outcome.plant).after[0].digest for outcome in outcomes]
    letters = {right[0]: "=", right[1]: "!", wrong[0]: "!", wrong[1]: "!"}
    answers = Answers({digest: letter * len(ROWS) for digest, letter in letters.items()})
    monkeypatch.setattr(table, "read_answers", lambda: answers)
    result = SheetResult(str(path), "", 1, 0, tuple(findings))
    lines = table.render_peers([Corpus("Own sheets", [result], outcomes)], jobs=1).splitlines()
    rows = {line.split(" | ")[0]: line.split(" | ")[1:] for line in lines if line.startswith("| ")}
    assert rows["| **Twofold**"][1:3] == ["100.0 %", "0.0 %"]
    assert rows["| **Twofold**"][-2:] == ["50.0 %", "**50.0 %** |"]
    assert rows["| Math-Verify"][1:3] == ["50.0 %", "50.0 %"]
    assert rows["| Math-Verify"][-2:] == ["100.0 %", "**50.0 %** |"]


def slip_of(path, relation, fate):
    """What became of a slip in the place of a relation."""
    right = Path(path).read_text(encoding="utf-8")[relation.start : relation.end]
    plant = Plant(path, relation.start, relation.start, relation.end, Slip("number", "", right, f"{right} + 7"))
    return Outcome(plant, fate, "", None, False, "")
