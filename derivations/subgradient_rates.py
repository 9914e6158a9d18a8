"""Subgradient and stochastic gradient methods: one step expanded, the bound on the mean iterate, the best step size.

The bound holds for every convex f and any point x* to compare with. It is held against convex quadratics; R is the
distance of the start from x*, G the largest length of a gradient, K the number of steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sympy import Eq, Lambda, MatrixSymbol, Max, Piecewise, sqrt

from derivations.operators import at_most, dot, equal, norm
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    Cited,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    integers,
)

garrigos = "Garrigos and Gower 2023, Handbook of Convergence Theorems for Gradient Methods"
bubeck = "Bubeck 2015, Convex Optimization: Algorithms and Complexity"
dimensions = Size("d", "dimensions", largest=2)
rows = Size("r", "rows of the factor", largest=1)
point = Quantity("x", "the iterate", shape=(dimensions,))
goal = Quantity("x_star", "the point to compare with", shape=(dimensions,))
slope = Quantity("g", "the (sub)gradient", shape=(dimensions,))
rate = Quantity("eta", "step size", domain=POSITIVE)
x, x_star, g, eta = (q.symbol for q in (point, goal, slope, rate))
following = Quantity("x_next", "the iterate after the step", shape=(dimensions,), value=x - eta * g)
x_next = following.symbol
counted = (("x_k+1", "x_next"), ("x_k", "x"), ("g_k", "g"), ("eta_k", "eta"))
stepped = (("x_t+1", "x_next"), ("x_t", "x"), ("g_t", "g"))
words = ("sgd", "stochastic gradient", "subgradient", "convex", "expanding", "step")
expanded = identity(
    "One subgradient step: the squared distance expanded",
    norm(x_next - x_star) ** 2,
    (
        (norm(x - x_star - eta * g) ** 2, "the step"),
        (norm(x - x_star) ** 2 - 2 * eta * dot(g, x - x_star) + eta**2 * norm(g) ** 2, "the square of a difference"),
    ),
    (following, point, goal, slope, rate),
    (
        Notation(
            r"\|x_{k+1} - x^*\|^2 = \|x_k - x^*\|^2 - 2 \eta_k \langle g_k, x_k - x^* \rangle + \eta_k^2 \|g_k\|^2",
            counted,
        ),
        Notation(r"\|x_{t+1} - x^*\|^2 = \|x_t - x^*\|^2 - 2 \eta g_t^\top (x_t - x^*) + \eta^2 \|g_t\|^2", stepped),
    ),
    words,
    Source(garrigos, "proof of theorem 5.3"),
)
base = Quantity("B", "a matrix", shape=(rows, dimensions))
linear = Quantity("b", "slope at 0", shape=(dimensions,))
u = MatrixSymbol("u", dimensions.symbol, 1)
B, b = base.symbol, linear.symbol
bowl = Quantity("f", "a convex function", value=Lambda((u,), norm(B * u) ** 2 / 2 + dot(b, u)))
f = bowl.symbol
start = Quantity("x_0", "the first iterate", shape=(dimensions,))
count = Quantity("K", "number of steps", domain=integers(1, 2))
x_0, K = start.symbol, count.symbol
slope_0 = Quantity("g_0", "gradient at the first iterate", (dimensions,), value=B.T * B * x_0 + b)
second = Quantity("x_1", "the second iterate", (dimensions,), value=x_0 - eta * slope_0.symbol)
slope_1 = Quantity("g_1", "gradient at the second iterate", (dimensions,), value=B.T * B * second.symbol + b)
mean_iterate = Quantity(
    "x_bar",
    "mean of the first K iterates",
    shape=(dimensions,),
    value=Piecewise((x_0, Eq(K, 1)), ((x_0 + second.symbol) / 2, True), evaluate=False),
)
radius = Quantity("R", "distance of the start", domain=POSITIVE, value=norm(x_0 - x_star))
longest = Quantity(
    "G",
    "largest length of a gradient",
    domain=POSITIVE,
    value=Piecewise(
        (norm(slope_0.symbol), Eq(K, 1)), (Max(norm(slope_0.symbol), norm(slope_1.symbol)), True), evaluate=False
    ),
)
R, G, x_bar = radius.symbol, longest.symbol, mean_iterate.symbol
mean_rate = Formula(
    title="Subgradient method: bound on the value at the mean iterate",
    kind=Kind.BOUND,
    statement=at_most(f(x_bar) - f(x_star), R**2 / (2 * eta * K) + eta * G**2 / 2),
    quantities=(mean_iterate, goal, radius, longest, second, slope_0, slope_1, start, bowl, base, linear, rate, count),
    assumptions=(),
    notations=(
        Notation(r"f(\bar{x}) - f(x^*) \leq \frac{R^2}{2 \eta K} + \frac{\eta G^2}{2}"),
        Notation(
            r"f(\bar{x}_K) - f(x^*) \leq \frac{R^2}{2 \eta K} + \frac{\eta G^2}{2}", (("x_bar_K", "x_bar"),)
        ),
        Notation(
            r"\mathbb{E}[f(\bar{x}_T)] - f(x^*) \leq \frac{R^2}{2 \eta T} + \frac{\eta}{2} G^2",
            (("x_bar_T", "x_bar"), ("T", "K")),
        ),
    ),
    words=("mean iterate", "average", *words),
    derivation=Cited("Bubeck 2015, theorem 3.2: expand the squared distance, sum over the steps, use convexity"),
    source=Source(bubeck, "theorem 3.2"),
)
floor = Quantity("f_star", "the value at the point to compare with", value=f(x_star))
mean_rate_floor = replace(
    mean_rate,
    title="Subgradient method: bound on the value at the mean iterate, with a letter for the least value",
    statement=at_most(f(x_bar) - floor.symbol, R**2 / (2 * eta * K) + eta * G**2 / 2),
    quantities=(floor, *mean_rate.quantities),
    notations=(
        Notation(
            r"\mathbb{E}[f(\bar{x}_K)] - f^* \leq \frac{R^2}{2 \eta K} + \frac{\eta G^2}{2}",
            (("x_bar_K", "x_bar"),),
        ),
        Notation(r"f(\bar{x}) - f^* \leq \frac{R^2}{2 \eta K} + \frac{\eta}{2} G^2"),
    ),
)
far = Quantity("R", "distance of the start", domain=POSITIVE)
long = Quantity("G", "largest length of a gradient", domain=POSITIVE)
steps = Quantity("K", "number of steps", domain=POSITIVE)
best = Quantity("eta_best", "the best step size")
tuned_step = rule(
    "Best constant step size of the subgradient method",
    best,
    far.symbol / (long.symbol * sqrt(steps.symbol)),
    (far, long, steps),
    written(
        r"\eta = \frac{R}{G \sqrt{K}}",
        r"\eta = \frac{R}{G} \frac{1}{\sqrt{K}}",
        letters=(("eta", "eta_best"),),
    )
    + written(r"\eta^* = R / (G \sqrt{T})", letters=(("eta_star", "eta_best"), ("T", "K"))),
    ("best step", "optimal", *words),
    "both terms of the bound are equal",
    Source(bubeck, "theorem 3.2"),
)
tuned_rate = Quantity(
    "eta", "the best step size", domain=POSITIVE, value=far.symbol / (long.symbol * sqrt(steps.symbol))
)


def derive_tuned() -> Iterator[Step]:
    """Both terms are equal."""
    yield Step(far.symbol * long.symbol / sqrt(steps.symbol), because="put the step size in: both terms are equal")


tuned = Formula(
    title="Subgradient method: the bound at the best step size",
    kind=Kind.IDENTITY,
    statement=equal(
        far.symbol**2 / (2 * tuned_rate.symbol * steps.symbol) + tuned_rate.symbol * long.symbol**2 / 2,
        far.symbol * long.symbol / sqrt(steps.symbol),
    ),
    quantities=(tuned_rate, far, long, steps),
    assumptions=(),
    notations=written(
        r"\frac{R^2}{2 \eta K} + \frac{\eta G^2}{2} = \frac{R G}{\sqrt{K}}",
        r"\frac{R^2}{2 K \eta} + \frac{1}{2} \eta G^2 = \frac{1}{\sqrt{K}} R G",
    ),
    words=("best step", "optimal", *words),
    derivation=derive_tuned,
    source=Source(bubeck, "theorem 3.2"),
)
value = Quantity("f_x", "value at the iterate")
least = Quantity("f_star", "the least value")
polyak = rule(
    "Polyak's step size",
    best,
    (value.symbol - least.symbol) / norm(g) ** 2,
    (value, least, slope),
    (
        Notation(
            r"\eta_k = \frac{f(x_k) - f^*}{\|g_k\|^2}",
            (("eta_k", "eta_best"), ("f", "f_x"), ("g_k", "g")),
        ),
        Notation(r"\eta = \frac{f - f^*}{\|g\|^2}", (("eta", "eta_best"), ("f", "f_x"))),
        Notation(r"\eta = \frac{f - f^*}{g^\top g}", (("eta", "eta_best"), ("f", "f_x"))),
    )[1:],
    ("polyak", "step size", *words),
    "the step that makes the bound on the distance smallest",
    Source(garrigos, "section 5.6"),
)
tilted = Quantity("g_i", "stochastic gradient at the iterate", shape=(dimensions,))
snapshot = Quantity("g_tilde_i", "gradient of the same term at the snapshot", shape=(dimensions,))
full = Quantity("mu", "full gradient at the snapshot", shape=(dimensions,))
corrected = Quantity("v", "the corrected gradient", shape=(dimensions,))
variance_reduced = rule(
    "Corrected gradient of variance reduction",
    corrected,
    tilted.symbol - snapshot.symbol + full.symbol,
    (tilted, snapshot, full),
    (
        Notation(r"v = g - \tilde{g} + \mu", (("g", "g_i"), ("g_tilde", "g_tilde_i"))),
        Notation(r"v = \mu + g - \tilde{g}", (("g", "g_i"), ("g_tilde", "g_tilde_i"))),
    ),
    ("svrg", "variance reduction", "variance-reduced", "saga"),
    "the noise at the snapshot is taken away",
    Source("Johnson and Zhang 2013, Accelerating Stochastic Gradient Descent", "section 2"),
)

TOPIC = Topic(
    "Rates of subgradient methods",
    formulas=(expanded, mean_rate, mean_rate_floor, tuned_step, tuned, polyak, variance_reduced),
)
