"""Rates of gradient descent with the step size 1/L for smooth and strongly convex functions.

The rates hold for L-smooth, mu-strongly convex functions; they are checked on quadratics.
"""

from __future__ import annotations

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
from derivations.vocabulary import Cited, Source, Topic

short = (*iterates, count, unit_share, least, *family)
strong = ("strongly convex", "strong convexity", "linear convergence", "guarantee", "theory")
steps = (("x_t", "x_k"), ("t", "k"))
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
    Cited("Garrigos and Gower 2023, theorem 3.6 at the step size 1/L"),
    Source(garrigos, "theorem 3.6"),
)
gap = bound(
    "Gradient descent with the step size 1/L: the gap falls by 1 - mu/L at each step, all steps together",
    f(x_k) - f(x_star),
    (1 - mu / L) ** k * (f(x_0) - f(x_star)),
    short,
    written(
        r"f(x_k) - f(x^*) \leq \left(1 - \frac{\mu}{L}\right)^k (f(x_0) - f(x^*))",
        r"f(x_k) - f^* \leq \left(1 - \frac{\mu}{L}\right)^k (f(x_0) - f^*)",
    )
    + written(r"f(x_t) - f^* \leq (1 - \mu / L)^t [f(x_0) - f^*]", letters=steps),
    (*strong, "polyak", "pl inequality"),
    Cited("Garrigos and Gower 2023, theorem 3.9 at the step size 1/L"),
    Source(garrigos, "theorem 3.9"),
)
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
    Cited("Garrigos and Gower 2023, theorem 3.9, and 1 - x is at most exp(-x)"),
    Source(garrigos, "theorem 3.9"),
)

TOPIC = Topic("Rates with the step size 1/L", formulas=(distance, gap, exponential))
