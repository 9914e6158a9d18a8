"""What a formula takes for granted: named where the sheet must say it, understood where no sheet does."""

import pytest
from judged import SETTLED, last

from sheets.judging.results import Verdict

SPACE = r"Let $A, Q \in \mathbb{R}^{n \times n}$ and $x, y \in \mathbb{R}^n$. "

CONDITIONAL = {
    "variance of a sum": (
        "",
        r"\operatorname{Var}(X + Y) = \operatorname{Var}(X) + \operatorname{Var}(Y)",
        "X and Y are independent",
        "For independent $X$ and $Y$: ",
    ),
    "variance of a difference": (
        "",
        r"\operatorname{Var}(U - V) = \operatorname{Var}(U) + \operatorname{Var}(V)",
        "U and V are independent",
        "If $U$ and $V$ are independent, then ",
    ),
    "variance of three": (
        "",
        r"\operatorname{Var}(X + Y + Z) = \operatorname{Var}(X) + \operatorname{Var}(Y) + \operatorname{Var}(Z)",
        "X and Y and Z are independent",
        "For independent variables ",
    ),
    "mean of a product": (
        "",
        r"\mathbb{E}[U V] = \mathbb{E}[U] \mathbb{E}[V]",
        "U and V are independent",
        "For independent $U$ and $V$: ",
    ),
    "symmetry": (SPACE, "x^T A y = y^T A x", "A is symmetric", r"Let $A = A^T$. Then "),
    "orthogonality": (SPACE, r"\|Q x\|_2 = \|x\|_2", "Q is orthogonal", r"Let $Q^T Q = I$. Then "),
    "Jensen": ("", r"f(\mathbb{E}[X]) \le \mathbb{E}[f(X)]", "f is convex", "For convex $f$: "),
    "Jensen, the other way round": ("", r"\mathbb{E}[g(Z)] \ge g(\mathbb{E}[Z])", "g is convex", "For convex $g$: "),
    "midpoints": ("", r"f(\frac{x + y}{2}) \le \frac{f(x) + f(y)}{2}", "f is convex", "For convex $f$: "),
}
"""What is declared, a formula, the assumption that it lacks, and words that say it."""

UNCONDITIONAL = {
    "variance of a sum": r"\operatorname{Var}(X + Y) = \operatorname{Var}(X) + \operatorname{Var}(Y) "
    r"+ 2 \operatorname{Cov}(X, Y)",
    "variance of a multiple": r"\operatorname{Var}(a X + b) = a^2 \operatorname{Var}(X)",
    "mean of a line": r"\mathbb{E}[a X + b] = a \mathbb{E}[X] + b",
    "gradient of any quadratic form": r"\nabla_x (x^T A x) = (A + A^T) x",
    "length of an image": r"\|A x\|_2^2 = x^T A^T A x",
}
"""What needs no assumption."""

PROPERTIES = [r"Q^{-1} = Q^T", r"(A^{-1})^T = A^{-1}", r"\operatorname{Cov}(X, Y) = 0", r"S^T = S"]
"""What says of its symbols what they are like."""

UNDERSTOOD = {
    "root of a square": (r"\sqrt{a^2 b} = a \sqrt{b}", r"\sqrt{a^2 b} = b \sqrt{a}"),
    "root of a product": (r"\sqrt{ab} = \sqrt{a} \sqrt{b}", r"\sqrt{ab} = \sqrt{a} + \sqrt{b}"),
    "logarithm of a product": (r"\log(ab) = \log a + \log b", r"\log(ab) = \log a - \log b"),
    "logarithm of a ratio": (r"\log \frac{u}{v} = \log u - \log v", r"\log \frac{u}{v} = \log v - \log u"),
    "logarithm of a power": (r"\log x^2 = 2 \log x", r"\log x^2 = 3 \log x"),
    "entropy of a bit": (
        r"-p \log p - (1-p) \log(1-p) \le \log 2",
        r"-p \log p - (1-p) \log(1-p) \ge \log 2",
    ),
    "entropy of a distribution": (r"-\sum_i p_i \log p_i \le \log n", r"-\sum_i p_i \log p_i \ge \log n"),
}
"""What holds of the positive numbers and probabilities that are meant, and a slip."""

SIZES = [
    r"\|x\|_1^2 \le n \|x\|_2^2",
    r"\|x\|_1^2 \le 2 d \|x\|_2^2",
    r"\|z\|_2^2 \le m \|z\|_\infty^2",
    r"\|x\|_1^2 \le d^2 \|x\|_\infty^2",
]
"""Bounds with a number that is the length of a vector."""


@pytest.mark.parametrize("case", CONDITIONAL.values(), ids=CONDITIONAL)
def test_an_assumption_that_is_not_said_is_named(case):
    declared, latex, assumption, said = case
    finding = last(f"{declared}${latex}$")
    assert (finding.verdict, finding.code) == (Verdict.CONDITIONAL, "DOM101")
    assert finding.assumption == assumption
    assert assumption in finding.message
    assert last(f"{declared}{said}${latex}$").verdict in SETTLED


@pytest.mark.parametrize("latex", UNCONDITIONAL.values(), ids=UNCONDITIONAL)
def test_what_needs_none_is_right(latex):
    assert last(f"${latex}$").verdict in SETTLED


@pytest.mark.parametrize("latex", PROPERTIES)
def test_a_property_of_its_symbols_is_no_claim(latex):
    assert not last(f"{SPACE}${latex}$").verdict.is_finding


@pytest.mark.parametrize("case", UNDERSTOOD.values(), ids=UNDERSTOOD)
def test_what_everybody_leaves_unsaid_is_understood(case):
    right, wrong = case
    assert last(f"${right}$").verdict in SETTLED
    assert last(f"${wrong}$").verdict is Verdict.WRONG


@pytest.mark.parametrize("latex", SIZES)
def test_a_number_may_be_the_length_of_a_vector(latex):
    finding = last(f"${latex}$")
    assert finding.verdict in SETTLED
    assert finding.assumption is not None
    assert finding.assumption.endswith("is the number of entries along an axis")


@pytest.mark.parametrize("latex", SIZES)
def test_a_bound_with_a_length_does_not_hold_both_ways(latex):
    assert last(f"${latex.replace('le ', 'ge ')}$").verdict not in SETTLED


@pytest.mark.parametrize("weights", ["p", "q"])
def test_letters_of_probabilities_add_up_to_one(weights):
    assert last(rf"$\sum_i {weights}_i = 1$").verdict in SETTLED
    assert last(rf"$\sum_i {weights}_i = 2$").verdict not in SETTLED
    assert last(r"$\sum_i a_i = 1$").verdict is Verdict.DEFINITION


def test_labels_are_looked_for_under_their_letters_only():
    labels, others = last(r"$(1 - y f)^2 = (y - f)^2$"), last(r"$(1 - a f)^2 = (a - f)^2$")
    assert labels.verdict is Verdict.UNCHECKED
    assert labels.reason == "it holds only where y is -1 or 1"
    assert others.verdict is Verdict.WRONG
