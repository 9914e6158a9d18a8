"""Worked values are computed again: digits as far as they are written, functions as the sheet defines them."""

import pytest
from judged import SETTLED, last

from sheets.judging.results import Verdict

COMPUTED = [
    (r"\sigma(-4) = 0.018", r"\sigma(-4) = 0.028"),
    (r"\sigma(-4) = 0.02", r"\sigma(-4) = 0.03"),
    (r"\sigma(4) = 0.982", r"\sigma(4) = 0.892"),
    (r"\tanh(0.5) = 0.462", r"\tanh(0.5) = 0.426"),
    (
        r"-\frac{1}{4} \log_2 \frac{1}{4} - \frac{3}{4} \log_2 \frac{3}{4} = 0.811",
        r"-\frac{1}{4} \log_2 \frac{1}{4} - \frac{3}{4} \log_2 \frac{3}{4} = 0.881",
    ),
    (r"e^{-2} \approx 0.135", r"e^{-2} \approx 0.153"),
    (r"\sqrt{2} \approx 1.41", r"\sqrt{2} \approx 1.42"),
    (r"\binom{5}{2} = 10", r"\binom{5}{2} = 20"),
    (r"\sum_{k=1}^{10} k = 55", r"\sum_{k=1}^{10} k = 54"),
    (r"\log_2 8 = 3", r"\log_2 8 = 4"),
    (r"e^{3{,}0} \approx 20{,}09", r"e^{3{,}0} \approx 21{,}09"),
    (r"\ln 2 \approx 0{,}693", r"\ln 2 \approx 0{,}593"),
    (r"32 \cdot 28 \cdot 28 \cdot 100 = 2{,}508{,}800", r"32 \cdot 28 \cdot 28 \cdot 100 = 2{,}518{,}800"),
    (r"\cos(\pi) = -1", r"\cos(\pi) = 1"),
    (r"2 \cdot 3 - 1 = 5", r"2 \cdot 3 - 1 = 6"),
    (r"3 \cdot 9 C^2 = 27 C^2", r"3 \cdot 9 C^2 = 21 C^2"),
    (
        r"P(D \mid +) = \frac{0.009}{0.0585} \approx 0.154",
        r"P(D \mid +) = \frac{0.009}{0.0585} \approx 0.145",
    ),
    (
        r"\frac{0.99 \cdot 0.01}{0.99 \cdot 0.01 + 0.05 \cdot 0.99} = \frac{1}{6}",
        r"\frac{0.99 \cdot 0.01}{0.99 \cdot 0.01 + 0.05 \cdot 0.99} = \frac{1}{5}",
    ),
    (
        r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} \begin{pmatrix} 5 \\ 6 \end{pmatrix} = "
        r"\begin{pmatrix} 17 \\ 39 \end{pmatrix}",
        r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} \begin{pmatrix} 5 \\ 6 \end{pmatrix} = "
        r"\begin{pmatrix} 23 \\ 34 \end{pmatrix}",
    ),
]
"""A number that comes out, and one that does not."""

DEFINED = [
    ("f(x) = x^2 + 1", "f(3) = 10", "f(3) = 11"),
    ("f(x) = x^2 + 1", "f'(3) = 6", "f'(3) = 7"),
    ("g(t) = 2t - 5", "g(4) = 3", "g(4) = 4"),
    ("h(a, b) = a^2 - b", "h(3, 4) = 5", "h(3, 4) = 6"),
    (r"f(x) = \frac{1}{1 + e^{-x}}", "f(0) = 0.5", "f(0) = 0.4"),
    (r"x = (3, 4)^\top", r"\|x\|_2 = 5", r"\|x\|_2 = 7"),
    (r"H(p) = -p \log_2 p - (1 - p) \log_2 (1 - p)", r"H(0.25) \approx 0.811", r"H(0.25) \approx 0.881"),
    (r"x = (3, 4)^\top", r"\|x\|_1 = 7", r"\|x\|_1 = 5"),
]
"""A definition, a value that follows from it, and one that does not."""


@pytest.mark.parametrize(("right", "wrong"), COMPUTED)
def test_a_number_is_computed_again(right, wrong):
    assert last(f"${right}$").verdict in SETTLED
    finding = last(f"${wrong}$")
    assert (finding.verdict, finding.code) == (Verdict.WRONG, "EQV101")
    assert finding.counterexample is not None


@pytest.mark.parametrize(("definition", "right", "wrong"), DEFINED)
def test_a_value_is_held_to_the_definition_before_it(definition, right, wrong):
    assert last(f"With ${definition}$ we get ${right}$.").verdict in SETTLED
    finding = last(f"With ${definition}$ we get ${wrong}$.")
    assert (finding.verdict, finding.code) == (Verdict.WRONG, "CON101")
    assert finding.message.startswith("By what the sheet says before, the left side is")


@pytest.mark.parametrize("value", ["f(3) = 11", r"\|x\|_2 = 7", "g(4) = 4"])
def test_a_value_of_what_is_not_defined_is_no_mistake(value):
    assert not last(f"Let ${value}$.").verdict.is_finding


def test_a_definition_ends_with_its_section():
    sheet = "# One\n\n$f(x) = x^2 + 1$ gives $f(3) = 10$.\n\n# Two\n\nLet $f(3) = 11$."
    assert not last(sheet).verdict.is_finding


@pytest.mark.parametrize(
    ("value", "holds"),
    [("0.0180", True), ("0.018", True), ("0.02", True), ("0.0179", False), ("0.019", False), ("0.01", False)],
)
def test_a_decimal_stands_for_what_rounds_to_it(value, holds):
    assert (last(rf"$\sigma(-4) = {value}$").verdict in SETTLED) is holds
