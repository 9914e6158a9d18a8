"""Slips: each stands in its sheet, is planted in its lines, and is given back only by the text that stood there."""

import json
from dataclasses import replace

import pytest

from benchmarks import corpora
from benchmarks.corpora import Plant, chosen, is_drawn, made, own_sheets, strangers_sheets
from benchmarks.planting import Fate, checked, findings_with, gives_back, planted
from benchmarks.slips import Slip
from sheets.source.reading import read_text

SHEET = r"""$\newcommand{\vx}{\mathbf{x}}$
# Numbers
$$2 \cdot 3 = 6$$
# Vectors
$$\begin{aligned}
(a + b)^2 &= a^2 + 2ab + b^2 \\
          &= a (a + 2b) + b^2
\end{aligned}$$
$\|\vx\|^2 = \vx^\top \vx$
"""


@pytest.fixture
def plant(tmp_path):
    """Plant a slip in the sheet above: `plant(right, wrong)`."""
    path = tmp_path / "sheet.md"
    path.write_text(SHEET)

    def put(right, wrong):
        start = SHEET.index(right)
        return Plant(str(path), start, start, start + len(right), Slip("sign", "", right, wrong))

    return put


def test_each_slip_of_the_strangers_has_its_place():
    entries = json.loads(corpora.SLIPS.read_text(encoding="utf-8"))
    plants = list(chosen(strangers_sheets()))
    assert [plant.slip.wrong for plant in plants] == [entry["wrong"] for entry in entries]
    assert all(plant.since <= plant.start < plant.end for plant in plants)
    assert all(plant.slip.wrong != plant.slip.right for plant in plants)


def test_a_slip_whose_text_stands_twice_is_refused(monkeypatch, tmp_path):
    sheet, slips = tmp_path / "sheet.md", tmp_path / "slips.json"
    sheet.write_text("$a = b$ and $a = b$")
    slips.write_text(json.dumps([{"file": "sheet.md", "right": "a = b", "wrong": "a = -b", "kind": "sign"}]))
    monkeypatch.setattr(corpora, "SLIPS", slips)
    with pytest.raises(ValueError, match=r"sheet\.md: 2 places for the slip of `a = b`"):
        list(chosen([str(sheet)]))


def test_no_sheet_is_of_both_corpora():
    own, strangers = own_sheets(), strangers_sheets()
    assert own
    assert strangers
    assert not set(own) & set(strangers)


def test_a_smaller_sample_is_part_of_a_larger_one():
    slips = [Slip("number", "", f"x = {n}", f"x = {n + 1}") for n in range(200)]
    third, ninth = ([slip for slip in slips if is_drawn(slip, one_of)] for one_of in (3, 9))
    assert 0 < len(ninth) < len(third) < len(slips)
    assert set(ninth) <= set(third)
    assert [slip for slip in slips if is_drawn(slip, 1)] == slips


def test_slips_are_made_at_the_places_that_are_asked_for():
    sheet = read_text(SHEET, "sheet.md", ".md")
    start = SHEET.index(r"2 \cdot 3")
    place = (start, start + len(r"2 \cdot 3 = 6"))
    plants = list(made(sheet, 1, {place}))
    assert plants
    assert {(plant.start, plant.end) for plant in plants} == {place}
    assert len(plants) < len(list(made(sheet, 1)))


def test_a_slip_is_seen_in_its_line(plant):
    outcome = planted(plant(r"2 \cdot 3 = 6", r"2 \cdot 3 = 5"))
    assert outcome.fate is Fate.SEEN
    assert outcome.verdict == "wrong"


def test_a_slip_that_leaves_a_true_formula_is_none(plant):
    assert planted(plant(r"2 \cdot 3 = 6", r"3 \cdot 2 = 6")).fate is Fate.EQUAL


def test_only_what_overlaps_the_changed_text_is_told(plant):
    put = plant(r"2 \cdot 3 = 6", r"2 \cdot 3 = 5")
    assert [finding.latex for finding in findings_with(put, put.slip.wrong)] == [put.slip.wrong]


def test_a_step_in_a_later_line_is_checked_from_where_it_begins(plant):
    late = plant("a (a + 2b) + b^2", "a (a - 2b) + b^2")
    early = replace(late, since=SHEET.index("a^2 + 2ab"))
    assert planted(early).fate is Fate.SEEN


def test_a_correction_gives_back_only_the_text_that_stood_there(plant):
    put = plant(r"\|\vx\|^2 = \vx^\top \vx", r"\|\vx\|^2 = \vx \vx^\top")
    finding = checked(put.path).findings[-1]
    stop = put.start + len(put.slip.wrong)
    expanded = replace(finding, start=put.start, end=stop, suggestion=r"\|\mathbf{x}\|^2=\mathbf{x}^\top\mathbf{x}")
    assert gives_back(put, expanded)
    assert not gives_back(put, replace(expanded, suggestion=r"\|\mathbf{x}\|^2 = \sum_i x_i^2"))
