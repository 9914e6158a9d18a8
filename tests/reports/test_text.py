"""The result for people: what is listed, what is counted, and nothing of a sheet acts on a terminal."""

import unicodedata
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from made_results import CLEAN, SLIP, made_result, sheet_results, wrong_finding

from reports.coverage import coverage_line
from reports.text import STYLES, render_text, text_lines
from reports.visible import on_one_line, visible
from sheets.judging.results import Verdict

WHOLE = r"""notes/week1.md:3:27: wrong EQV101
  written    \tanh(z) = 2 \sigma(z) - 1
  read as    tanh(z) = 2*sigmoid(z) - 1
  because    The two sides differ.
  fails at   z = 1
  left       0.761594155956
  right      0.462117157260
  should be  \tanh(z) = 2 \sigma(2 z) - 1
  replay     twofold check notes/week1.md --line 3 --seed 0

notes/week1.md: not understood UNK101 on line 4
  --verbose says why; this says nothing about whether they are right.

4 formulas: 1 proved, 1 definition, 1 wrong, 1 not understood
"""


def test_a_wrong_formula_is_told_in_full():
    assert render_text([made_result()]) == WHOLE


def test_verbose_lists_the_right_ones_too():
    text = render_text([made_result()], verbose=True)
    assert "notes/week1.md:3:60: proved\n" in text
    assert "  evidence   symbolic, for all sizes\n" in text
    assert r"  reason     the command \foo is not known" in text


def test_strict_says_why_something_was_not_checked():
    assert "unchecked UNK101" not in render_text([made_result()])
    assert "notes/week1.md:4:6: unchecked UNK101" in render_text([made_result()], strict=True)


def test_quiet_prints_the_coverage_alone():
    assert render_text([made_result()], quiet=True) == coverage_line([made_result()]) + "\n"


def test_readings_lists_every_formula():
    text = render_text([made_result()], readings=True)
    assert text.count("  written ") == 4


def test_several_sheets_have_a_line_each_and_a_total():
    text = render_text([made_result(), CLEAN])
    assert "clean.md: 0 formulas\n" in text
    assert text.endswith(f"2 sheets, {coverage_line([made_result()])}\n")


def test_an_ignored_finding_is_not_listed():
    result = made_result()
    silenced = replace(result, findings=(replace(wrong_finding(), ignored=True),))
    assert SLIP not in render_text([silenced])
    assert "wrong EQV101 (ignored)" in render_text([silenced], verbose=True)


def test_a_suggestion_that_is_not_unique_is_a_guess():
    result = replace(made_result(), findings=(wrong_finding(unique=False),))
    assert "  perhaps    " in render_text([result])


def test_an_assumption_is_named():
    finding = replace(wrong_finding(), verdict=Verdict.CONDITIONAL, code="DOM101", assumption=r"z \geq 0")
    assert "  true if    z \\geq 0\n" in render_text([replace(made_result(), findings=(finding,))])


def test_text_cannot_act_on_a_terminal():
    assert visible("a\x1b[31mb\u202ec\n") == "a\\x1b[31mb\\u202ec "
    assert on_one_line(" a\n\n b ") == "a b"


@given(st.lists(sheet_results(), min_size=1, max_size=2), st.booleans(), st.booleans())
def test_nothing_but_text_in_lines_that_end_with_the_coverage(results, verbose, strict):
    text = render_text(results, verbose=verbose, strict=strict)
    assert text.endswith(f"{coverage_line(results)}\n")
    assert all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in text)
    styles = {piece.style for line in text_lines(results, verbose=verbose, strict=strict) for piece in line}
    assert styles <= {"", *STYLES}
