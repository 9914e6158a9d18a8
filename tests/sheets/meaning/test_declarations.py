"""What a sheet says of its symbols counts: a formula that needs it is right behind it, and not before."""

import pytest
from judged import SETTLED, check, last

from derivations.vocabulary import (
    BIT,
    NONNEGATIVE,
    ORTHOGONAL,
    POSITIVE,
    POSITIVE_DEFINITE,
    SIGN,
    SYMMETRIC,
    UNIT_VECTOR,
)
from sheets.judging.results import Verdict
from sheets.meaning.declarations import declarations_in
from sheets.notation.grammar import read_notation

DECLARED = [
    ("A = A^T", "", "", "A", SYMMETRIC),
    (r"B = B^\top", "", "", "B", SYMMETRIC),
    ("Q^T Q = I", "", "", "Q", ORTHOGONAL),
    (r"U U^\top = I", "", "", "U", ORTHOGONAL),
    (r"\|u\| = 1", "", "", "u", UNIT_VECTOR),
    (r"\|v\|^2 = 1", "", "", "v", UNIT_VECTOR),
    (r"A \succ 0", "", "", "A", POSITIVE_DEFINITE),
    (r"\lambda > 0", "", "", "lambda", POSITIVE),
    (r"\lambda \ge 0", "", "", "lambda", NONNEGATIVE),
    (r"y \in \{0, 1\}", "", "", "y", BIT),
    (r"y \in \{-1, 1\}", "", "", "y", SIGN),
    ("S", "for a symmetric matrix ", "", "S", SYMMETRIC),
    ("S", "where ", " is positive definite", "S", POSITIVE_DEFINITE),
    ("R", "for orthogonal ", "", "R", ORTHOGONAL),
]
"""A span, the words before and after it, and what it says of which symbol."""

SAID_OF_NOTHING = [
    "A = B^T",
    "Q^T P = I",
    r"\|u\| = 2",
    r"\|u + v\| = 1",
    "x = 1",
    "A^T = -A",
    r"f(x) = \begin{cases} x & x > 0 \\ 0 & \text{else} \end{cases}",
]
"""Spans that say nothing of the kind."""

NEEDED = {
    "orthogonal matrices keep lengths": ("Q^T Q = I", r"\|Q x\| = \|x\|"),
    "orthogonal matrices keep inner products": ("U^T U = I", r"(U x)^T (U y) = x^T y"),
    "projection on a unit vector": (r"\|u\| = 1", r"(I - u u^T)^2 = I - u u^T"),
    "reflection at a unit vector": (r"\|v\| = 1", r"(I - 2 v v^T)^2 = I"),
}
"""A declaration, and what holds only by it."""

SLIPS = {
    "a sign in a projection": (r"\|u\| = 1", r"(I - u u^T)^2 = I - u u^T", r"(I - u u^T)^2 = I + u u^T"),
    "a factor in a gradient": ("A = A^T", r"\nabla_x (x^T A x) = 2 A x", r"\nabla_x (x^T A x) = A x"),
    "a sign in a reflection": (r"\|v\| = 1", r"(I - 2 v v^T)^2 = I", r"(I - 2 v v^T)^2 = I + v v^T"),
}
"""A declaration, what holds by it, and what does not even then."""


@pytest.mark.parametrize(("latex", "before", "after", "name", "domain"), DECLARED)
def test_a_span_declares_its_symbol(latex, before, after, name, domain):
    found = declarations_in(read_notation(latex), before, after)
    assert found[name].domain == domain


@pytest.mark.parametrize("latex", SAID_OF_NOTHING)
def test_what_is_no_declaration_says_nothing(latex):
    assert not declarations_in(read_notation(latex), "", "")


def test_a_shape_is_kept_beside_a_property():
    found = declarations_in(read_notation(r"W \in \mathbb{R}^{m \times n}"), "", "")
    assert found["W"].shape == ("m", "n")
    assert found["W"].domain is None


@pytest.mark.parametrize("case", NEEDED.values(), ids=NEEDED)
def test_a_formula_holds_by_what_was_declared(case):
    declaration, latex = case
    assert last(f"Let ${declaration}$. Then ${latex}$.").verdict in SETTLED
    assert last(f"${latex}$").verdict not in SETTLED


@pytest.mark.parametrize("case", SLIPS.values(), ids=SLIPS)
def test_a_slip_is_seen_under_a_declaration(case):
    declaration, right, wrong = case
    assert last(f"Let ${declaration}$. Then ${right}$.").verdict in SETTLED
    finding = last(f"Let ${declaration}$. Then ${wrong}$.")
    assert finding.verdict is Verdict.WRONG
    assert finding.counterexample is not None


@pytest.mark.parametrize("latex", [latex for latex, *_ in DECLARED[:11]])
def test_a_declaration_is_no_mistake(latex):
    assert not [finding for finding in check(f"Let ${latex}$.") if finding.verdict.is_finding]


def test_vectors_of_a_list_are_rows_of_one_array():
    said = declarations_in(read_notation(r"x_1, \dots, x_n \in \mathbb{R}^d"), "", "")
    assert {name: declared.shape for name, declared in said.items()} == {"x": ("n", "d")}
    assert "x" not in declarations_in(read_notation(r"x_1, x_n \in \mathbb{R}^d"), "", "")


VARIANCE = r"Let $v_1, \dots, v_m \in \mathbb{R}^r$ and $C = \frac{1}{m} \sum_{i=1}^m v_i v_i^T$. "


@pytest.mark.parametrize(("factor", "verdict"), [("", SETTLED), ("m ", (Verdict.UNCHECKED, Verdict.WRONG))])
def test_a_form_of_listed_vectors_is_computed_by_what_was_declared(factor, verdict):
    found = last(VARIANCE + rf"$\frac{{1}}{{m}} \sum_{{i=1}}^m (a^T v_i)^2 = {factor}a^T C a$")
    assert found.verdict in verdict
