"""The coverage line counts every relation once and names what became of it."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from made_results import CLEAN, located, made_result, sheet_results

from reports.coverage import coverage_line, fails, relations
from sheets.judging.results import SheetResult, Verdict


def test_the_line_says_what_became_of_each_formula():
    assert coverage_line([made_result()]) == "4 formulas: 1 proved, 1 definition, 1 wrong, 1 not understood"
    assert coverage_line([made_result(), made_result()]).startswith("8 formulas: 2 proved, 2 definitions, 2 wrong")


def test_a_sheet_without_formulas_is_a_normal_result():
    assert coverage_line([CLEAN]) == "0 formulas"
    assert not fails(CLEAN)
    assert not fails(CLEAN, strict=True)


def test_what_was_not_checked_is_told_apart():
    text = "abcdef"
    codes = ("UNK101", "UNK102", "UNK103", "UNK104", "UNK105")
    found = tuple(located(text, text[k], Verdict.UNCHECKED, code=code) for k, code in enumerate(codes))
    result = SheetResult("x.md", text, 5, 0, found)
    assert coverage_line([result]) == "5 formulas: 3 not understood, 1 undecided, 1 over the time limit"
    assert not fails(result)
    assert fails(result, strict=True)


def test_an_ignored_finding_counts_and_does_not_fail():
    result = made_result()
    ignored = tuple(replace(f, ignored=True) if f.code == "EQV101" else f for f in result.findings)
    silenced = replace(result, findings=ignored)
    assert coverage_line([silenced]).endswith("1 wrong, 1 not understood (1 ignored)")
    assert fails(result)
    assert not fails(silenced)


def test_a_superfluous_comment_is_no_formula():
    result = SheetResult("x.md", "abc", 0, 0, (located("abc", "b", Verdict.UNCHECKED, code="IGN101"),))
    assert coverage_line([result]) == "0 formulas"
    assert not fails(result)
    assert fails(result, strict=True)


@given(st.lists(sheet_results(), max_size=3))
def test_the_parts_add_up(results):
    total, _, parts = coverage_line(results).partition(": ")
    counted = re.sub(r" \(\d+ ignored\)$", "", parts)
    numbers = [int(part.split()[0]) for part in counted.split(", ") if part]
    assert sum(numbers) == int(total.split()[0]) == sum(len(relations(result.findings)) for result in results)
