"""The formulas of a real sheet, one row each in notes/coverage.csv, and what states them in the catalogue.

`id` names a formula of the sheet, `check_by` says how it could be held against something (no: there is nothing to
check), `formulas` are ids of the catalogue, `reason` says why there are none.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from derivations.catalogue import FORMULAS
from derivations.vocabulary import Cited

FILE = Path(__file__).parent / "notes" / "coverage.csv"
WAYS = {"no", "symbolic", "numeric", "both", "exhaustive", "simulation"}
ROWS = 502
MOST_CITED = 15


@pytest.fixture(scope="module")
def rows():
    """The rows of the table, in its order."""
    with FILE.open(newline="", encoding="utf-8") as file:
        table = csv.DictReader(file)
        found = list(table)
    assert table.fieldnames == ["id", "check_by", "formulas", "reason"]
    return found


def test_each_formula_of_the_sheet_stands_once(rows):
    """All rows are there, no id is empty, and none is listed twice."""
    assert len(rows) == ROWS
    counts = Counter(row["id"] for row in rows)
    assert [id for id, count in counts.items() if count > 1 or not id] == []
    assert {row["check_by"] for row in rows} <= WAYS


def test_every_formula_that_can_be_checked_is_stated(rows):
    """A row with something to check names a formula of the catalogue."""
    assert [row["id"] for row in rows if row["check_by"] != "no" and not row["formulas"]] == []


def test_a_row_names_a_formula_or_a_reason(rows):
    """There is a reason where there is no formula, and only there."""
    assert [row["id"] for row in rows if bool(row["formulas"]) == bool(row["reason"])] == []


def test_the_formulas_exist(rows):
    """Every id is one of the catalogue, and a row names none twice."""
    named = {row["id"]: row["formulas"].split() for row in rows}
    assert {id: [name for name in names if name not in FORMULAS] for id, names in named.items()} == {
        id: [] for id in named
    }
    assert [id for id, names in named.items() if len(set(names)) < len(names)] == []


def test_few_derivations_are_cited():
    """What is not derived is the exception."""
    cited = [id for id, formula in FORMULAS.items() if isinstance(formula.derivation, Cited)]
    assert len(cited) <= MOST_CITED, cited
