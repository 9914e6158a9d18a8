"""The catalogue as data and as text: every formula prints, every statement becomes MathML."""

import pytest

from derivations.catalogue import FORMULAS
from reports.catalogue import entry_lines, list_lines
from reports.entries import entry, listing, topics, uses
from reports.mathml import math
from reports.text import plain


def test_the_list_names_every_formula_in_order():
    listed = listing()
    assert [one["id"] for one in listed] == list(FORMULAS)
    assert all(set(one) == {"id", "topic", "title", "latex", "uses"} for one in listed)
    assert len(plain(list_lines(listed)).splitlines()) == len(FORMULAS)


def test_the_topics_hold_every_formula_once():
    assert [id for _, _, _, ids in topics() for id in ids] == list(FORMULAS)
    assert all(title and introduction for _, title, introduction, _ in topics())


@pytest.mark.parametrize("id", FORMULAS)
def test_a_formula_prints(id):
    shown = entry(id, FORMULAS[id])
    assert str(math(shown["latex"], True)).startswith("<math")
    for step in shown["derivation"]:
        assert str(math(step["latex"])).startswith("<math")
    text = plain(entry_lines(shown))
    assert shown["title"] in text
    assert shown["source"]["work"] in text
    assert all(quantity.meaning in text for quantity in FORMULAS[id].quantities)


def test_a_derivation_rests_on_the_formulas_that_it_names():
    assert not any(formula in uses(formula) for formula in FORMULAS.values())
    for formula in FORMULAS.values():
        assert uses(formula) <= set(FORMULAS.values())
