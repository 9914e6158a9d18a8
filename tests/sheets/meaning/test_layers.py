"""Marks behind the labels of layers, labels that are words, and ranges of two letters."""

import pytest
from judged import SETTLED, last

from sheets.notation.formulas import read_formula
from sheets.notation.layers import with_labels
from sheets.notation.ranges import with_ranges
from sheets.notation.tree import read_as

SAME = [
    (r"W^{[l]T} x", r"(W^{[l]})^T x"),
    (r"(X'X)^{-1} X'y", r"(X^T X)^{-1} X^T y"),
    (r"S = (y - Xb)'(y - Xb) + b'b", r"S = (y - Xb)^T (y - Xb) + b^T b"),
    (r"x^{(i)\top} w", r"(x^{(i)})^\top w"),
    (r"\sum_{ij} a_{ij}", r"\sum_{i,j} a_{ij}"),
    (r"c^{<t>} = g(a^{<t-1>})", r"c^{(t)} = g(a^{(t-1)})"),
    (r"\tilde c^{\langle t \rangle}", r"\tilde c^{(t)}"),
    (r"\alpha^{<t,u>}", r"\alpha^{(t,u)}"),
    (r"m = \frac{1}{|B|} \sum_{i \in B} x_i", r"m = \frac{1}{B} \sum_{i=1}^{B} x_i"),
    (r"m_k = \frac{1}{|C_k|} \sum_{i \in C_k} x_i", r"m_k = \frac{1}{C} \sum_{i=1}^{C} x_i"),
    (r"h_v = \sum_{u \in N(v)} h_u", r"h_v = \sum_{u} h_u"),
    (r"L = \log p(x) a", r"L = (\log p(x)) a"),
]
"""Two spellings of one thing."""

LABELS = [
    (r"N_{lstm} = 4 (h^2 + h d + h)", {"lstm"}),
    (r"N_{std} = k^2 c", {"std"}),
    (r"y_{nhwc} = x_{nhwc} + b_c", set()),
    (r"a_{ij} = b_i c_j", set()),
]
"""Relations with what is a word below a name; letters that also stand alone are indices."""

COURSE = [
    r"dW^{[l]} = \frac{1}{m} dZ^{[l]} A^{[l-1]T}",
    r"dA^{[l-1]} = W^{[l]T} dZ^{[l]}",
    r"dZ^{[l]} = dA^{[l]} * g^{[l]\prime}(Z^{[l]})",
    r"dZ^{[1]} = W^{[2]T} dZ^{[2]} * g^{[1]'}(Z^{[1]})",
    r"dW^{[l]} = \frac1m dZ^{[l]} (A^{[l-1]})^T",
]
"""The backward pass in the letters of a first course."""


def bare(tree):
    """How a tree reads without brackets."""
    return read_as(tree).replace("(", "").replace(")", "").replace("{", "").replace("}", "").replace(" ", "")


@pytest.mark.parametrize(("one", "other"), SAME)
def test_both_spellings_are_read_alike(one, other):
    assert bare(read_formula(one)) == bare(read_formula(other))


@pytest.mark.parametrize(
    "latex",
    [
        r"s = \sum_k \sum_{i \in C_k} x_i",  # a set that changes while the outer sum runs
        r"s = \sum_{i \in A} x_i + \sum_{i \in B} x_i",
        r"|A| = \sum_{i \in A} 1 + |B \cap A| - A",
        r"y = \sum_{x \in X} p(x)",
    ],
)
def test_sets_that_are_not_counted_alone_stay(latex):
    assert any(node.value == "in" for node in read_formula(latex).walk())


def test_the_logarithm_of_two_calls_is_of_their_product():
    assert bare(read_formula(r"\log p(x) p(y)")) == bare(read_formula(r"\log (p(x) p(y))"))


def test_a_prime_behind_a_label_is_of_the_function():
    tree = with_labels(read_formula(r"g^{[l]\prime}(z)"))
    assert [node.value for node in tree.walk() if node.kind == "script"] == ["1"]


@pytest.mark.parametrize("latex", [r"W' = W - \eta G", r"F'(X) = X f'(X)", r"k(x, x') = x^T x'", r"h = (g(x))' y"])
def test_a_prime_is_no_transpose_elsewhere(latex):
    assert not any(node.is_name("T") for node in read_formula(latex.replace("^T", "")).walk())


def test_what_has_no_marks_stays():
    tree = read_formula(r"x^2 + \sum_{i=1}^n y_i^T z^{(i)}")
    assert with_labels(tree) is tree
    assert with_ranges(tree) is tree


@pytest.mark.parametrize(("latex", "expected"), LABELS)
def test_three_letters_below_a_name_are_a_word(latex, expected):
    words = {node.value for node in read_formula(latex).walk() if node.kind == "name" and len(node.value) > 2}
    assert words == expected


@pytest.mark.parametrize("latex", COURSE)
def test_the_backward_pass_of_a_course_is_known(latex):
    finding = last(f"# Backpropagation\n\nThe backward pass: ${latex}$.")
    assert finding.verdict in SETTLED
    assert finding.formula is not None


def test_a_star_between_vectors_multiplies_entry_by_entry():
    finding = last("# LSTM\n\nThe cell: $c_t = f_t * c_{t-1} + i_t * \\tilde{c}_t$.")
    assert finding.verdict in SETTLED


def test_a_star_is_a_convolution_elsewhere():
    assert not last("$(f * g)(i) = \\sum_a f(a) g(i - a)$").verdict.is_finding
