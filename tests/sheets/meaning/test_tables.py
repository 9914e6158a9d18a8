"""Functions of a summed variable are tables: what holds of sums with any weights holds of integrals."""

import pytest
from judged import SETTLED, last, mended

from sheets.judging.results import Verdict
from sheets.meaning.tables import with_tables
from sheets.notation.grammar import read_notation
from sheets.notation.tree import read_as

SLIPS = {
    "importance sampling": (
        r"\mathbb{E}_{x \sim p}[f(x)] = \mathbb{E}_{x \sim q}\left[\frac{p(x)}{q(x)} f(x)\right]",
        r"\mathbb{E}_{x \sim p}[f(x)] = \mathbb{E}_{x \sim q}\left[\frac{q(x)}{p(x)} f(x)\right]",
    ),
    "importance sampling in other letters": (
        r"\mathbb{E}_{u \sim r}[g(u)] = \mathbb{E}_{u \sim s}\left[\frac{r(u)}{s(u)} g(u)\right]",
        r"\mathbb{E}_{u \sim r}[g(u)] = \mathbb{E}_{u \sim s}\left[\frac{s(u)}{r(u)} g(u)\right]",
    ),
    "entropy, cross-entropy and divergence": (
        r"\sum_x p(x) \log p(x) = \sum_x p(x) \log q(x) + \sum_x p(x) \log \frac{p(x)}{q(x)}",
        r"\sum_x p(x) \log p(x) = \sum_x p(x) \log q(x) - \sum_x p(x) \log \frac{p(x)}{q(x)}",
    ),
    "sum of integrals": (
        r"\int (f(x) + g(x)) \, dx = \int f(x) \, dx + \int g(x) \, dx",
        r"\int (f(x) + g(x)) \, dx = \int f(x) \, dx - \int g(x) \, dx",
    ),
    "linearity over a set": (
        r"\sum_{x \in \mathcal{X}} (a f(x) + g(x)) = a \sum_{x \in \mathcal{X}} f(x) + \sum_{x \in \mathcal{X}} g(x)",
        r"\sum_{x \in \mathcal{X}} (a f(x) + g(x)) = a \sum_{x \in \mathcal{X}} f(x) - \sum_{x \in \mathcal{X}} g(x)",
    ),
}
"""What holds of any table, and the same with a slip."""

RIGHT = [
    r"\mathbb{E}_{x \sim p}[f(x)] = \sum_x p(x) f(x)",
    r"\mathbb{E}_{x \sim p}[f(x)] = \int p(x) f(x) \, dx",
    r"\int f(x) g(x) \, dx = \int g(x) f(x) \, dx",
]

READ_ALIKE = [
    (r"\sum_x p(x) f(x) = a", r"\sum_x p_x f_x = a"),
    (r"\sum_{x \in \mathcal{X}} p(x) f(x) = a", r"\sum_x p_x f_x = a"),
    (r"\int p(x) f(x) \, dx = a", r"\sum_x p_x f_x = a"),
]
"""A formula of functions, and the one of arrays as which it is read."""

UNCHANGED = [
    r"\sum_{i=1}^n f(i) = a",
    r"\sum_x p(x) = p(0)",
    r"\int_0^1 f(x) \, dx = a",
    r"f(x) = g(x)",
]
"""Sums with bounds, a function that is also applied to something else, and no sum at all."""


@pytest.mark.parametrize("case", SLIPS.values(), ids=SLIPS)
def test_a_slip_is_seen_and_its_correction_holds(case):
    right, wrong = case
    assert last(f"${right}$").verdict in SETTLED
    finding = last(f"${wrong}$")
    assert finding.verdict is Verdict.WRONG
    assert mended(f"${wrong}$", finding).verdict in SETTLED


@pytest.mark.parametrize("latex", RIGHT)
def test_what_holds_of_any_table_is_shown(latex):
    assert last(f"${latex}$").verdict in SETTLED


@pytest.mark.parametrize(("functions", "arrays"), READ_ALIKE)
def test_functions_of_a_summed_variable_read_as_arrays(functions, arrays):
    read, expected = (with_tables(read_notation(latex).children[0]) for latex in (functions, arrays))
    assert read_as(read) == read_as(expected)


@pytest.mark.parametrize("latex", UNCHANGED)
def test_other_functions_stay(latex):
    chain = read_notation(latex).children[0]
    assert with_tables(chain) is chain
