"""Corrections: only verified, unique ones; the diff applies and gives the corrected text."""

import json
import subprocess
from dataclasses import replace

import pytest
from hypothesis import given
from made_results import CLEAN, MENDED, SLIP, TEXT, located, made_result, sheet_results, wrong_finding

from reports.diff import corrected, corrections, render_diff
from sheets.judging.results import SheetResult, Verdict


def test_a_unique_correction_is_made_in_its_place():
    assert corrected(made_result()) == TEXT.replace(SLIP, MENDED)


@pytest.mark.parametrize(
    "fields",
    [{"unique": False}, {"suggestion": None}, {"ignored": True}, {"verdict": Verdict.PROVED}, {"latex": "something"}],
)
def test_nothing_else_is_corrected(fields):
    result = replace(made_result(), findings=(replace(wrong_finding(), **fields),))
    assert corrections(result) == ()
    assert corrected(result) == TEXT
    assert render_diff([result]) == ""


def test_of_two_that_overlap_the_first_is_made():
    whole = located("a = b = c", "a = b", Verdict.WRONG, code="EQV101", suggestion="a = a", unique=True)
    later = located("a = b = c", "b = c", Verdict.WRONG, code="EQV101", suggestion="b = b", unique=True)
    assert corrected(SheetResult("x.md", "a = b = c", 1, 0, (later, whole))) == "a = a = c"


def test_the_diff_is_a_patch_that_applies(tmp_path):
    results = [made_result("one.md"), replace(made_result("two.md"), text=TEXT.rstrip("\n")), CLEAN]
    for result in results:
        (tmp_path / result.path).write_text(result.text, encoding="utf-8", newline="")
    patch = render_diff(results)
    assert patch.count("--- a/") == 2
    subprocess.run(["git", "apply", "-"], input=patch, text=True, cwd=tmp_path, check=True)
    assert [(tmp_path / r.path).read_text(encoding="utf-8") for r in results] == [corrected(r) for r in results]


def test_a_notebook_keeps_its_escapes():
    cell = json.dumps({"cells": [{"cell_type": "markdown", "source": [f"${SLIP}$"]}]})
    written = json.dumps(SLIP)[1:-1]
    finding = located(cell, written, Verdict.WRONG, code="EQV101", suggestion=MENDED, unique=True)
    mended = json.loads(corrected(SheetResult("x.ipynb", cell, 1, 0, (finding,))))
    assert mended["cells"][0]["source"] == [f"${MENDED}$"]


@given(sheet_results())
def test_outside_the_corrections_nothing_changes(result):
    made = corrections(result)
    kept, at = [], 0
    for finding in made:
        kept.append(result.text[at : finding.start])
        at = finding.end
    assert (render_diff([result]) == "") == (corrected(result) == result.text)
    position = 0
    for piece in [*kept, result.text[at:]]:
        position = corrected(result).index(piece, position) + len(piece)
