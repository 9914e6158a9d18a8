"""Relations between densities say something of any joint table; independence is an assumption, and no mistake."""

import pytest
from judged import SETTLED, last, mended

from sheets.judging.results import Verdict
from sheets.meaning.joints import speaks_of_densities
from sheets.notation.grammar import read_notation

SLIPS = {
    "Bayes, the conditioning exchanged": (
        r"p(x \mid y) = \frac{p(y \mid x) p(x)}{p(y)}",
        r"p(x \mid y) = \frac{p(x \mid y) p(x)}{p(y)}",
    ),
    "Bayes under q, prior and evidence exchanged": (
        r"q(u \mid v) = \frac{q(v \mid u) q(u)}{q(v)}",
        r"q(u \mid v) = \frac{q(v \mid u) q(v)}{q(u)}",
    ),
    "Bayes for events": (
        r"P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}",
        r"P(A \mid B) = \frac{P(B \mid A) P(B)}{P(A)}",
    ),
    "product rule": (r"p(x, y) = p(x \mid y) p(y)", r"p(x, y) = p(x \mid y) p(x)"),
    "product rule under r": (r"r(a, b) = r(a \mid b) r(b)", r"r(a, b) = r(a \mid b) r(a)"),
    "product rule for events": (r"P(A \cap B) = P(A \mid B) P(B)", r"P(A \cap B) = P(A \mid B) P(A)"),
    "chain rule with a factor too many": (
        r"p(x, y, z) = p(x) p(y \mid x) p(z \mid x, y)",
        r"p(x, y, z) = p(x) p(y \mid x) p(z \mid x, y) p(z)",
    ),
    "chain rule, a factor conditioned the wrong way": (
        r"q(a, b, c) = q(a) q(b \mid a) q(c \mid a, b)",
        r"q(a, b, c) = q(a) q(a \mid b) q(c \mid a, b)",
    ),
    "chain rule with indices": (
        r"p(x_1, x_2, x_3) = p(x_1) p(x_2 \mid x_1) p(x_3 \mid x_1, x_2)",
        r"p(x_1, x_2, x_3) = p(x_1) p(x_1 \mid x_2) p(x_3 \mid x_1, x_2)",
    ),
    "marginal by an integral": (
        r"p(x) = \int p(x \mid z) p(z) \, dz",
        r"p(x) = \int p(z \mid x) p(z) \, dz",
    ),
    "marginal of a conditional by a sum": (
        r"p(y \mid x) = \sum_z p(y \mid z, x) p(z \mid x)",
        r"p(y \mid x) = \sum_z p(y \mid z, x) p(x \mid z)",
    ),
    "union": (r"P(A \cup B) = P(A) + P(B) - P(A \cap B)", r"P(A \cup B) = P(A) + P(B) + P(A \cap B)"),
    "union of other events": (
        r"P(C \cup D) = P(C) + P(D) - P(C \cap D)",
        r"P(C \cup D) = P(C) - P(D) - P(C \cap D)",
    ),
}
"""What holds, and the same with a slip."""

RIGHT = {
    "marginal by a sum": r"p(x) = \sum_y p(x, y)",
    "marginal over two variables": r"p(x) = \sum_{y, z} p(x, y, z)",
    "product of conditionals": r"p(x, y \mid z) = p(x \mid y, z) p(y \mid z)",
}

ASSUMED = {
    "Markov": r"p(x_t \mid x_{t-1}) = p(x_t \mid x_{t-1}, x_0)",
    "Markov decision process": r"p(s' \mid s, a) = p(s' \mid s)",
    "Markov chain": r"p(x, y, z) = p(x) p(y \mid x) p(z \mid y)",
    "independence": r"p(x, y) = p(x) p(y)",
    "independent events": r"P(A \cap B) = P(A) P(B)",
    "disjoint events": r"P(A \cup B) = P(A) + P(B)",
    "mean field": r"q(z_1, z_2) = q(z_1) q(z_2)",
    "naive Bayes": r"p(y, x_1, x_2) = p(y) p(x_1 \mid y) p(x_2 \mid y)",
    "conditional independence": r"p(x \mid y, z) = p(x \mid z)",
}
"""What holds in the models that a sheet speaks of, and not of any table."""


def cases(table):
    return pytest.mark.parametrize("case", table.values(), ids=table)


@cases(SLIPS)
def test_a_slip_is_seen_and_its_correction_holds(case):
    right, wrong = case
    assert last(f"${right}$").verdict in SETTLED
    finding = last(f"${wrong}$")
    assert finding.verdict is Verdict.WRONG
    assert finding.counterexample is not None
    assert mended(f"${wrong}$", finding).verdict in SETTLED


@cases(RIGHT)
def test_what_holds_of_any_table_is_shown(case):
    assert last(f"${case}$").verdict in SETTLED


@cases(ASSUMED)
def test_an_assumption_is_no_mistake(case):
    assert not last(f"${case}$").verdict.is_finding


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"p(x, y) = p(y \mid x) p(x)", True),
        (r"H(X \mid Y) = H(X, Y) - H(Y)", True),
        (r"p(x) = x^2", False),
        (r"f(x, y) = f(x \mid y) f(y)", False),
        (r"p(x \mid y) = x y", False),
    ],
)
def test_densities_are_told_from_other_functions(latex, expected):
    assert speaks_of_densities(read_notation(latex).children[0]) is expected
