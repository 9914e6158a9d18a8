"""A LaTeX document of several files: each finding belongs to the file in which its formula stands."""

import json
import shutil
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from made_results import project_results

from reports.diff import render_diff
from reports.github import render_github
from reports.html import render_sheets
from reports.json import check_data
from reports.sarif import sarif_data
from reports.text import render_text
from sheets.judging.results import Settings, Verdict
from sheets.source import read_sheet
from twofold.cache import Cache
from twofold.checking import check_sheets, judge_sheet
from twofold.fixing import fix_sheets

HERE = Path(__file__).parent
NETWORKS = HERE.parent / "sheets" / "right" / "networks"
SCHEMA = json.loads((HERE / "check.schema.json").read_text(encoding="utf-8"))
SLIP = r"\frac{d}{dz} \tanh(z) = 1 + \tanh^2(z)"
MENDED = r"\frac{d}{dz} \tanh(z) = 1 - \tanh^2(z)"
MAIN = "\\documentclass{article}\n\\begin{document}\nWe have $1 + 1 = 2$.\n\n"
MAIN += "\\input{parts/first}\n\\input{second}\n\\end{document}\n"
FIRST = f"\\section{{Slopes}}\nThe hyperbolic tangent for $z \\in \\mathbb{{R}}$:\n\na line ${SLIP}$ of text.\n"
SECOND = "Here $2 + 2 = 4$, % twofold: ignore EQV101\nand $2 \\cdot 3 = 6$.\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A document of three files in the current folder, with a slip in the first of those that it includes."""
    (tmp_path / "parts").mkdir()
    for name, text in (("main.tex", MAIN), ("parts/first.tex", FIRST), ("second.tex", SECOND)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def result(project):
    return judge_sheet(read_sheet(Path("main.tex")), Settings(samples=256))


def test_each_finding_has_its_file_and_its_place_in_it(result):
    texts = {"main.tex": MAIN, "parts/first.tex": FIRST, "second.tex": SECOND}
    assert [file.path for file in result.files] == list(texts)
    for file in result.files:
        assert file.text == texts[file.path]
        assert file.findings
        for finding in file.findings:
            assert finding.latex == file.text[finding.start : finding.end]
            assert file.text.split("\n")[finding.line - 1][finding.column - 1 :].startswith(finding.latex)
    (wrong,) = (finding for finding in result.findings if finding.verdict is Verdict.WRONG)
    assert (wrong.path, wrong.line, wrong.latex) == ("parts/first.tex", 4, SLIP)
    assert wrong.counterexample.replay == "twofold check main.tex --line 4 --seed 0"
    assert [(f.path, f.line) for f in result.findings if f.code == "IGN101"] == [("second.tex", 1)]


def test_the_counterexample_replays(result):
    again = judge_sheet(read_sheet(Path("main.tex")), Settings(samples=256, line=4))
    assert again.findings == tuple(f for f in result.findings if f.latex == SLIP)


def test_the_cache_gives_back_the_same(result, tmp_path):
    sheet, settings = read_sheet(Path("main.tex")), Settings(samples=256)
    cache = Cache(tmp_path / "cache")
    assert check_sheets([sheet], settings, cache=cache) == check_sheets([sheet], settings, cache=cache) == [result]


def test_the_diff_names_the_file_and_fix_changes_it_alone(result, project):
    assert render_diff([result]).startswith("--- a/parts/first.tex\n+++ b/parts/first.tex\n")
    fixed = fix_sheets([result, result])
    assert list(fixed) == ["main.tex"]
    assert (project / "parts/first.tex").read_text(encoding="utf-8") == FIRST.replace(SLIP, MENDED)
    assert (project / "main.tex").read_text(encoding="utf-8") == MAIN


def test_every_report_names_the_file(result):
    data = check_data([result], Settings(), "0.1.0")
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    assert [sheet["path"] for sheet in data["sheets"]] == ["main.tex", "parts/first.tex", "second.tex"]
    assert [sheet["summary"]["spans"] for sheet in data["sheets"]] == [1, 2, 2]
    (run,) = sarif_data([result], "0.1.0")["runs"]
    places = {entry["ruleId"]: entry["locations"][0]["physicalLocation"] for entry in run["results"]}
    assert places["DEF101"]["artifactLocation"]["uri"] == "parts/first.tex"
    assert [artifact["length"] for artifact in run["artifacts"]] == [len(MAIN), len(FIRST), len(SECOND)]
    assert "parts/first.tex:4:9: wrong DEF101" in render_text([result])
    assert "::error file=parts/first.tex,line=4," in render_github([result])
    assert "<h2>parts/first.tex</h2>" in render_sheets([result])


def test_a_document_with_packages_lists_its_texts_alone(tmp_path):
    shutil.copytree(NETWORKS, tmp_path / "networks")
    sheet = read_sheet(tmp_path / "networks" / "main.tex")
    assert [Path(path).name for path, _ in sheet.included] == ["layers.tex", "sequences.tex"]
    for span in sheet.spans:
        assert span.start < span.end <= len(sheet.texts[span.path])


@given(project_results())
def test_the_files_share_out_the_whole(result):
    files = result.files
    assert sum(file.spans for file in files) == result.spans
    assert sum(file.fragments for file in files) == result.fragments
    assert tuple(finding for file in files for finding in file.findings) == result.findings
    assert all(file.files == (file,) for file in files)
    counted = [sheet["summary"]["spans"] for sheet in check_data([result], Settings(), "0.1.0")["sheets"]]
    assert sum(counted) == result.spans
