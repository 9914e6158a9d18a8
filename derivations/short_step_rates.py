"""Rates of gradient descent with the step size 1/L for smooth and strongly convex functions.

The rates hold for L-smooth, mu-strongly convex functions; they are checked on quadratics.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import exp

from derivations.convergence_rates import (
    L,
    bound,
    count,
    f,
    family,
    garrigos,
    iterates,
    k,
    least,
    mu,
    unit_share,
    x_0,
    x_k,
    x_star,
)
from derivations.operators import norm
from derivations.stanzas import written
from derivations.vocabulary import Source, Step, Topic

short = (*iterates, count, unit_share, least, *family)
strong = ("strongly convex", "strong convexity", "linear convergence", "guarantee", "theory")
steps = (("x_t", "x_k"), ("t", "k"))


def derive_distance() -> Iterator[Step]:
    """The rate of any step size up to 1/L, at its end."""
    start = norm(x_0 - x_star) ** 2
    yield Step((1 - mu / L) ** k * start, because="it falls by 1 - eta mu at each step, and eta is 1/L", relation="<=")


distance = bound(
    "Gradient descent with the step size 1/L: the squared distance falls by 1 - mu/L at each step",
    norm(x_k - x_star) ** 2,
    (1 - mu / L) ** k * norm(x_0 - x_star) ** 2,
    short,
    written(
        r"\|x_k - x^*\|^2 \leq \left(1 - \frac{\mu}{L}\right)^k \|x_0 - x^*\|^2",
        r"\|x_k - x^*\|_2^2 \leq (1 - \mu / L)^k \|x_0 - x^*\|_2^2",
    )
    + written(r"\|x_t - x^*\|^2 \leq (1 - \mu / L)^t \|x_0 - x^*\|^2", letters=steps),
    strong,
    derive_distance,
    Source(garrigos, "theorem 3.6"),
)


def derive_exponential() -> Iterator[Step]:
    """The rate of the gap, and 1 - x is at most exp(-x)."""
    start = f(x_0) - f(x_star)
    yield Step((1 - mu / L) ** k * start, because="the gap falls by 1 - mu/L at each step", relation="<=")
    yield Step(exp(-k * mu / L) * start, because="1 - x is at most exp(-x)", relation="<=")


exponential = bound(
    "Gradient descent with the step size 1/L: the gap falls exponentially with k mu/L",
    f(x_k) - f(x_star),
    exp(-k * mu / L) * (f(x_0) - f(x_star)),
    short,
    written(
        r"f(x_k) - f(x^*) \leq \exp\left(-\frac{k \mu}{L}\right) (f(x_0) - f(x^*))",
        r"f(x_k) - f^* \leq e^{-k \mu / L} (f(x_0) - f^*)",
    ),
    strong,
    derive_exponential,
    Source(garrigos, "theorem 3.9"),
)

TOPIC = Topic("Rates with the step size 1/L", formulas=(distance, exponential))
