"""Entropies, information, divergences and the evidence lower bound as sums over joint tables."""

import pytest
from judged import SETTLED, last, mended

from sheets.judging.results import Verdict

SLIPS = {
    "joint entropy, a sign": (r"H(X, Y) = H(X) + H(Y \mid X)", r"H(X, Y) = H(X) - H(Y \mid X)"),
    "joint entropy in other letters": (r"H(U, V) = H(V) + H(U \mid V)", r"H(U, V) = H(V) + H(V \mid U)"),
    "conditional entropy, its sign": (
        r"H(X \mid Y) = -\sum_{x, y} p(x, y) \log p(x \mid y)",
        r"H(X \mid Y) = \sum_{x, y} p(x, y) \log p(x \mid y)",
    ),
    "conditional entropy, the conditioning exchanged": (
        r"H(X \mid Y) = -\sum_{x, y} p(x, y) \log p(x \mid y)",
        r"H(X \mid Y) = -\sum_{x, y} p(x, y) \log p(y \mid x)",
    ),
    "information, a sign": (r"I(X; Y) = H(X) - H(X \mid Y)", r"I(X; Y) = H(X) + H(X \mid Y)"),
    "information, the conditioning exchanged": (
        r"I(U; V) = H(V) - H(V \mid U)",
        r"I(U; V) = H(V) - H(U \mid V)",
    ),
    "information by densities, the fraction turned over": (
        r"I(X; Y) = \sum_{x, y} p(x, y) \log \frac{p(x, y)}{p(x) p(y)}",
        r"I(X; Y) = \sum_{x, y} p(x, y) \log \frac{p(x) p(y)}{p(x, y)}",
    ),
    "gap of the evidence lower bound": (
        r"\log p(x) = \mathbb{E}_{q(z \mid x)}\left[\log \frac{p(x, z)}{q(z \mid x)}\right]"
        r" + D_{KL}(q(z \mid x) \| p(z \mid x))",
        r"\log p(x) = \mathbb{E}_{q(z \mid x)}\left[\log \frac{p(x, z)}{q(z \mid x)}\right]"
        r" - D_{KL}(q(z \mid x) \| p(z \mid x))",
    ),
    "conditioning lowers entropy": (r"H(X \mid Y) \le H(X)", r"H(X \mid Y) \ge H(X)"),
    "evidence lower bound": (
        r"\log p(x) \ge \mathbb{E}_{q(z \mid x)}[\log p(x, z) - \log q(z \mid x)]",
        r"\log p(x) \le \mathbb{E}_{q(z \mid x)}[\log p(x, z) - \log q(z \mid x)]",
    ),
}
"""What holds, and the same with a slip."""

RIGHT = {
    "chain rule of entropy": r"H(X, Y, Z) = H(X) + H(Y \mid X) + H(Z \mid X, Y)",
    "information by entropies": r"I(X; Y) = H(X) + H(Y) - H(X, Y)",
    "conditional information": r"I(X; Y \mid Z) = H(X \mid Z) - H(X \mid Y, Z)",
    "information is symmetric": r"I(X; Y) = I(Y; X)",
    "information is not negative": r"I(X; Y) \ge 0",
    "chain rule of divergence": r"D_{KL}(p(x, y) \| q(x, y)) = D_{KL}(p(x) \| q(x))"
    r" + \sum_x p(x) D_{KL}(p(y \mid x) \| q(y \mid x))",
    "divergence": r"D_{KL}(p(x) \| q(x)) = \sum_x p(x) \log \frac{p(x)}{q(x)}",
    "evidence with a posterior of its own": r"\log p(x) = \mathbb{E}_{q(z)}[\log p(x, z)]"
    r" - \mathbb{E}_{q(z)}[\log q(z)] + D_{KL}(q(z) \| p(z \mid x))",
}

ASSUMED = {
    "entropy of independent variables": r"H(X, Y) = H(X) + H(Y)",
    "data processing": r"I(X; Z) \le I(X; Y)",
}
"""What holds of the variables that a sheet speaks of, and not of any."""


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
