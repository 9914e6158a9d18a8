"""The catalogue as data and as text: every formula prints, every statement becomes MathML."""

import pytest
import sympy

from derivations import softmax
from derivations.catalogue import FORMULAS, TOPICS, formulas_of
from derivations.operators import at
from reports.catalogue import entry_lines, list_lines
from reports.entries import entry, topics, uses
from reports.latex import latex
from reports.mathml import math
from reports.text import plain
from twofold.listing import listing


def test_the_list_names_every_formula_in_order():
    listed = listing(None)
    assert [one["id"] for one in listed] == list(FORMULAS)
    assert all(set(one) == {"id", "topic", "title", "latex", "uses"} for one in listed)
    assert len(plain(list_lines(listed)).splitlines()) == len(FORMULAS)


def test_names_are_printed_as_the_field_writes_them():
    x, theta = sympy.Symbol("x_hat"), sympy.Symbol("theta_star")
    assert latex(x / theta) == r"\frac{\hat{x}}{\theta^{*}}"
    assert latex(sympy.Symbol("c_in") + sympy.Symbol("loss")) == r"c_{\mathrm{in}} + \mathrm{loss}"
    mean = sympy.MatrixSymbol("x_bar", 3, 1)
    i = sympy.Symbol("i")
    assert latex(at(mean, i)) == r"\bar{x}_{i}"
    assert latex(at(sympy.MatrixSymbol("W_2", 3, 3), i, i) ** 2) == "W_{2, i, i}^{2}"
    assert latex(at(sympy.MatrixSymbol("S_z_inv", 3, 3), i, i)) == "S_{z, i, i}^{-1}"
    assert latex(sympy.Symbol("x^max")) == r"x^{\mathrm{max}}"


def test_the_topics_hold_every_formula_once():
    assert [id for _, _, _, ids in topics() for id in ids] == list(FORMULAS)
    assert all(title and introduction for _, title, introduction, _ in topics())


@pytest.mark.parametrize("topic", TOPICS)
def test_formulas_print(topic):
    for id, formula in formulas_of(topic).items():
        shown = entry(id, formula)
        assert str(math(shown["latex"], True)).startswith("<math"), id
        for step in shown["derivation"]:
            assert str(math(step["latex"])).startswith("<math"), id
        text = " ".join(plain(entry_lines(shown)).split())
        assert shown["title"] in text, id
        assert " ".join(shown["source"]["work"].split()) in text, id
        assert all(quantity.meaning in text for quantity in formula.quantities), id


class Derived:
    """Just enough of a formula."""

    def __init__(self, derivation):
        self.derivation = derivation


def borrowed():
    yield softmax.jacobian_entry.statement


def derive_by_borrowing():
    yield from borrowed()
    yield (lambda: softmax.value)()


def test_a_derivation_uses_what_it_names():
    assert uses(Derived(derive_by_borrowing)) == {softmax.jacobian_entry, softmax.value}
    assert uses(Derived("the literature")) == set()


def test_a_derivation_rests_on_the_formulas_that_it_names():
    formulas = set(FORMULAS.values())
    for formula in formulas:
        assert uses(formula) <= formulas - {formula}
