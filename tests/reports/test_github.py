"""Workflow commands: a line each, and nothing of a sheet can start another command."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from made_results import made_result, sheet_results, wrong_finding

from reports.github import render_github
from sheets.judging.results import Verdict


def test_a_wrong_formula_is_an_error_of_its_line():
    error, notice = render_github([made_result()]).splitlines()
    assert error.startswith(
        "::error file=notes/week1.md,line=3,endLine=3,col=27,endColumn=53,title=wrong EQV101::The two sides differ.%0A"
    )
    assert notice == "::notice title=twofold::4 formulas: 1 proved, 1 definition, 1 wrong, 1 not understood"


def test_what_holds_under_an_assumption_is_a_warning():
    finding = replace(wrong_finding(), verdict=Verdict.CONDITIONAL, code="DOM101")
    assert render_github([replace(made_result(), findings=(finding,))]).startswith("::warning ")


def test_strict_annotates_what_was_not_checked():
    assert len(render_github([made_result()], strict=True).splitlines()) == 3


def test_a_formula_cannot_start_a_command():
    path = "a,b:c\n::error::.md"
    finding = replace(wrong_finding(path), latex="a\n::error::x", message="100 %\r\n::set-output name=a::b")
    result = replace(made_result(path), findings=(finding,))
    lines = render_github([result]).splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("::error file=a%2Cb%3Ac%0A%3A%3Aerror%3A%3A.md,line=3,")
    assert "100 %25 ::set-output" in lines[0]


@given(st.lists(sheet_results(), min_size=1, max_size=2), st.booleans())
def test_every_line_is_one_command(results, strict):
    lines = render_github(results, strict=strict).split("\n")
    assert lines.pop() == ""
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    assert not any("\r" in line for line in lines)
