"""Letters side by side that are one name: slopes `dW^{[l]}`, counts `TP`; differentials and products stay."""

import pytest
from judged import SETTLED, last

from sheets.judging.results import Verdict
from sheets.notation.grammar import read_notation
from sheets.notation.joined import with_joined_names

SLOPES = [
    (r"dW^{[l]} = \frac{1}{m} dZ^{[l]} A^{[l-1]T}", {"dW", "dZ"}),
    (r"dZ^{[2]} = A^{[2]} - Y", {"dZ"}),
    (r"dA^{[l-1]} = W^{[l]T} dZ^{[l]}", {"dA", "dZ"}),
    (r"db^{[l]} = \frac{1}{m} \sum_{i=1}^m dZ^{[l](i)}", {"db", "dZ"}),
    (r"dZ^{[l]} = W^{[l+1]T} dZ^{[l+1]} \odot g'(Z^{[l]})", {"dZ"}),
    (r"dz = a - y", {"dz"}),
    (r"v_{dW} = \beta v_{dW} + (1 - \beta) dW", {"dW"}),
    (r"s_{db} = \beta_2 s_{db} + (1 - \beta_2) db^2", {"db"}),
]
"""Relations that define slopes, with the names that they write so."""

DIFFERENTIALS = [
    r"dX = A \, dB",
    r"dX = A \, dB + dA \, B",
    r"d(AB) = (dA) B + A \, dB",
    r"dy = f'(x) dx",
    r"y = \int f(x) \, dx",
    r"d = a - b",
    r"d x_1 = d y_1",
    r"dW^{[l]} = d (A + B)",
]
"""Relations with a d that is a factor or a differential."""


COUNTS = [
    (r"P = \frac{TP}{TP + FP}", {"TP", "FP"}),
    (r"A = \frac{TP + TN}{TP + TN + FP + FN}", {"TP", "TN", "FP", "FN"}),
]
"""Relations of the counts of a confusion matrix."""

PRODUCTS = ["y = TP x", "A = T P", "z = FN + T"]
"""Relations of letters that may well be factors."""


def names(tree):
    return {node.value for node in tree.walk() if node.kind == "name" and len(node.value) > 1}


@pytest.mark.parametrize(("latex", "expected"), SLOPES)
def test_a_slope_is_one_name(latex, expected):
    tree = with_joined_names(read_notation(latex))
    assert names(tree) >= expected
    assert not [node for node in tree.walk() if node.is_name("d")]


@pytest.mark.parametrize("latex", DIFFERENTIALS)
def test_a_differential_stays(latex):
    tree = read_notation(latex)
    assert with_joined_names(tree) == tree


@pytest.mark.parametrize("latex", [latex for latex, _ in SLOPES] + DIFFERENTIALS[:5])
def test_neither_is_flagged(latex):
    assert not last(f"# Backpropagation\n\n${latex}$").verdict.is_finding


@pytest.mark.parametrize("latex", DIFFERENTIALS[:3])
def test_differentials_say_that_they_are_not_checked(latex):
    finding = last(f"${latex}$")
    assert finding.verdict is Verdict.UNCHECKED
    assert finding.reason == "differentials are not checked yet"


def test_a_slope_covers_the_text_of_both_its_letters():
    latex = r"dW^{[l]} = dZ^{[l]} x"
    slopes = [node for node in with_joined_names(read_notation(latex)).walk() if node.value in ("dW", "dZ")]
    assert [latex[node.start : node.end] for node in slopes] == ["dW", "dZ"]


@pytest.mark.parametrize(("latex", "expected"), COUNTS)
def test_counts_are_names(latex, expected):
    assert names(with_joined_names(read_notation(latex))) == expected


@pytest.mark.parametrize("latex", PRODUCTS)
def test_products_stay(latex):
    tree = read_notation(latex)
    assert with_joined_names(tree) == tree


def test_a_slip_among_counts_is_seen():
    score = r"\frac{2 TP}{2 TP + FP + FN}"
    assert last(rf"${score} = \frac{{TP}}{{TP + \frac{{1}}{{2}}(FP + FN)}}$").verdict in SETTLED
    assert last(rf"${score} = \frac{{TP}}{{TP + 2(FP + FN)}}$").verdict is Verdict.WRONG
