"""Comments silence a formula on their line or the line after; what silences nothing is told."""

import pytest

from sheets.judging.ignores import Selection, apply_ignores, apply_selection
from sheets.judging.results import Finding, SheetResult, Verdict
from sheets.source.reading import read_text


def judged(text, suffix=".md", verdict=Verdict.WRONG, code="EQV101", **options):
    """Every span of a sheet is one wrong finding; then its comments are applied."""
    sheet = read_text(text, f"sheet{suffix}", suffix)
    findings = []
    for span in sheet.spans:
        latex = text[span.start : span.end]
        start = span.start + len(latex) - len(latex.lstrip())
        end = span.start + len(latex.rstrip())
        line, end_line = text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 1
        findings.append(Finding(sheet.path, line, 1, end_line, 2, start, end, text[start:end], verdict, code))
    return apply_ignores(SheetResult(sheet.path, text, len(findings), 0, tuple(findings)), sheet, **options)


@pytest.mark.parametrize(
    "text",
    [
        "$a = b$ <!-- twofold: ignore EQV101 -->",
        "$a = b$ <!-- twofold: ignore EQV -->",
        "$a = b$ <!-- twofold: ignore -->",
        "<!-- twofold: ignore IDX101, EQV101 -->\n$a = b$",
        "<!-- twofold: ignore EQV101 -->\n$$\na = b\n$$",
        "$$\na = b  % twofold: ignore EQV101\n$$",
    ],
)
def test_a_comment_silences(text):
    result = judged(text)
    assert [finding.ignored for finding in result.findings] == [True]
    assert not result.failing


@pytest.mark.parametrize(
    "text",
    ["% twofold: ignore EQV101\n\\(a = b\\)", "\\(a = b\\) % twofold: ignore EQV101"],
)
def test_a_comment_silences_in_latex(text):
    assert [finding.ignored for finding in judged(text, ".tex").findings] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "$a = b$ <!-- twofold: ignore IDX101 -->",
        "$a = b$\n\n<!-- twofold: ignore EQV101 -->",
        "<!-- twofold: ignore EQV101 -->\n\n$a = b$",
        "$a = b$ <!-- twofold: ignore EQ -->",
    ],
)
def test_a_comment_elsewhere_silences_nothing_and_is_told(text):
    findings = judged(text).findings
    assert [f.code for f in findings if f.ignored] == []
    (unused,) = (f for f in findings if f.code == "IGN101")
    assert unused.verdict is Verdict.UNCHECKED
    assert unused.latex == text[unused.start : unused.end]
    assert unused.latex.startswith("twofold: ignore")
    assert "Remove it." in unused.message


def test_one_comment_silences_one_row():
    text = "$a = b$\n$a = b$ <!-- twofold: ignore EQV101 -->\n$a = b$\n\n$a = b$"
    assert [finding.ignored for finding in judged(text).findings] == [False, True, True, False]


def test_a_right_formula_needs_no_comment():
    found = judged("$a = a$ <!-- twofold: ignore -->", verdict=Verdict.PROVED, code=None)
    assert [finding.code for finding in found.findings] == [None, "IGN101"]


def test_in_a_part_of_a_sheet_no_comment_is_superfluous():
    assert judged("$a = b$ <!-- twofold: ignore IDX -->", whole=False).findings[0].code == "EQV101"


def test_a_selection_keeps_what_it_does_not_report():
    result = judged("$a = b$")
    assert apply_selection(result, Selection()).failing
    assert apply_selection(result, Selection(select=("EQV",))).failing
    assert not apply_selection(result, Selection(select=("IDX",))).failing
    dropped = apply_selection(result, Selection(ignore=("EQV101",)))
    assert not dropped.failing
    assert len(dropped.findings) == 1
