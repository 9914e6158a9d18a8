"""Gradient descent on a convex function over all steps: the sum of the gaps, and what strong convexity adds to a step.

The bounds hold for every (strongly) convex and L-smooth function; they are held against the quadratics of
`smooth_walks`, and those for Lipschitz functions against linear ones, whose gradient never changes.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from sympy import Lambda, MatrixSymbol, Sum, exp, sqrt

from derivations.operators import dot, evaluated, norm
from derivations.smooth_walks import (
    L,
    T,
    d,
    dimensions,
    eta,
    f,
    f_star,
    goal,
    h,
    iterate,
    jaggi,
    k,
    least_gaps,
    mu,
    over,
    run,
    short,
    slope,
    start,
    steps,
    t,
    x_star,
)
from derivations.stanzas import written
from derivations.telescoped_steps import bounded as any_bounded
from derivations.vocabulary import NONNEGATIVE, POSITIVE, Notation, Quantity, Source, Topic

bubeck = "Bubeck 2015, Convex Optimization: Algorithms and Complexity"
bounded = partial(any_bounded, other_sizes=(steps,))
convex_words = ("vanilla analysis", "convex", "gradient descent", "telescop", "average", "convergence")
gap = f(iterate(t)) - f_star
point = Quantity("x", "the iterate", shape=(dimensions,))
x = point.symbol
downhill = h * (x - x_star)
following = Quantity("x_next", "the iterate after the step", shape=(dimensions,), value=x - eta * downhill)
x_next = following.symbol
one = (following, point, *run[1:])
short_one = (following, point, *short[1:])
stepped = (("x_t+1", "x_next"), ("x_t", "x"))
away, first = norm(iterate(t) - x_star) ** 2, norm(iterate(0) - x_star) ** 2
squares = over(norm(slope(t)) ** 2)


def stepwise(*spellings: str) -> tuple[Notation, ...]:
    """One step, with the least value by f(x^*) and by f^*, and the step counted or not."""
    listed = dict.fromkeys(
        name for one_spelling in spellings for name in (one_spelling, one_spelling.replace("f(x^*)", "f^*"))
    )
    return written(*listed, letters=stepped)


gap_by_slope = bounded(
    "Convexity: the gap at an iterate is at most the inner product of gradient and way",
    f(x) - f_star,
    ((dot(downhill, x - x_star), "the function lies above its tangent"),),
    one,
    (
        *stepwise(r"f(x_t) - f(x^*) \leq \nabla f(x_t)^\top (x_t - x^*)"),
        *stepwise(r"f(x_t) - f(x^*) \leq \langle \nabla f(x_t), x_t - x^* \rangle"),
    ),
    convex_words,
    Source(jaggi, "equation 2.3"),
)
gaps = bounded(
    "Gradient descent on a convex function: the sum of the gaps",
    over(gap),
    (
        (over(dot(slope(t), iterate(t) - x_star)), "convexity at each step"),
        (eta / 2 * squares + first / (2 * eta), "the lines of the steps added up"),
    ),
    run,
    (
        *least_gaps(
            r"\sum_{t=0}^{T-1} (f(x_t) - f(x^*)) \leq \frac{\eta}{2} \sum_{t=0}^{T-1} \|\nabla f(x_t)\|^2 "
            r"+ \frac{1}{2\eta} \|x_0 - x^*\|^2"
        ),
        *written(
            r"\sum_{t=0}^{T-1} (f(x_t) - f(x^*)) \leq \frac{\|x_0 - x^*\|^2}{2\eta} "
            r"+ \frac{\eta}{2} \sum_{t=0}^{T-1} \|\nabla f(x_t)\|^2"
        ),
    ),
    convex_words,
    Source(jaggi, "section 2.2"),
)
unit_gaps = bounded(
    "Gradient descent with the step size 1/L: the sum of the gaps after each step",
    over(gap, 1),
    ((L / 2 * first, "the squared gradients are paid for by the falls"),),
    short,
    least_gaps(r"\sum_{t=1}^{T} (f(x_t) - f(x^*)) \leq \frac{L}{2} \|x_0 - x^*\|^2"),
    convex_words,
    Source(jaggi, "theorem 2.7"),
)
last_gap = bounded(
    "The last gap of gradient descent is at most the mean",
    f(iterate(T)) - f_star,
    ((over(gap, 1) / T, "the gap never grows"),),
    run,
    least_gaps(r"f(x_T) - f(x^*) \leq \frac{1}{T} \sum_{t=1}^{T} (f(x_t) - f(x^*))"),
    convex_words,
    Source(jaggi, "theorem 2.7"),
)
unit_step = bounded(
    "Gradient descent with the step size 1/L: the squared distance never grows",
    norm(iterate(T) - x_star) ** 2,
    ((first, "co-coercivity"),),
    short,
    written(r"\|x_T - x^*\|^2 \leq \|x_0 - x^*\|^2"),
    convex_words,
    Source(bubeck, "proof of theorem 3.3"),
)
strong_words = ("strongly convex", "strong convexity", "linear convergence", "gradient descent", "contraction")
after, before = norm(x_next - x_star) ** 2, norm(x - x_star) ** 2
strong_slope = bounded(
    "Strong convexity at an iterate: gap and squared distance are below the inner product of gradient and way",
    f(x) - f_star + mu / 2 * norm(x - x_star) ** 2,
    ((dot(downhill, x - x_star), "strong convexity between the iterate and the minimiser"),),
    one,
    (
        *stepwise(r"f(x_t) - f(x^*) + \frac{\mu}{2} \|x_t - x^*\|^2 \leq \nabla f(x_t)^\top (x_t - x^*)"),
        *stepwise(r"f(x_t) - f(x^*) + \frac{\mu}{2} \|x_t - x^*\|^2 \leq \langle \nabla f(x_t), x_t - x^* \rangle"),
    ),
    strong_words,
    Source(jaggi, "section 2.6"),
)
strong_step = bounded(
    "A gradient step under strong convexity: distance, gap and squared gradient",
    after,
    (
        (
            2 * eta * (f_star - f(x)) + eta**2 * norm(downhill) ** 2 + (1 - mu * eta) * before,
            "expand the square; strong convexity bounds the inner product",
        ),
    ),
    one,
    (
        *stepwise(
            r"\|x_{t+1} - x^*\|^2 \leq 2\eta (f(x^*) - f(x_t)) + \eta^2 \|\nabla f(x_t)\|^2 "
            r"+ (1 - \mu\eta) \|x_t - x^*\|^2"
        ),
        *stepwise(
            r"\|x_{t+1} - x^*\|^2 \leq (1 - \mu\eta) \|x_t - x^*\|^2 - 2\eta (f(x_t) - f(x^*)) "
            r"+ \eta^2 \|\nabla f(x_t)\|^2"
        ),
    ),
    strong_words,
    Source(jaggi, "equation 2.9"),
)
noise = bounded(
    "A step of at most 1/L: the squared gradient is paid for by the gap",
    2 * eta * (f_star - f(x)) + eta**2 * norm(downhill) ** 2,
    ((0 * mu, "the squared gradient is at most 2L times the gap"),),
    one,
    (
        *stepwise(r"2\eta (f(x^*) - f(x_t)) + \eta^2 \|\nabla f(x_t)\|^2 \leq 0"),
        *stepwise(r"\eta^2 \|\nabla f(x_t)\|^2 - 2\eta (f(x_t) - f(x^*)) \leq 0"),
    ),
    strong_words,
    Source(jaggi, "theorem 2.10"),
)
contraction = bounded(
    "A gradient step of at most 1/L shrinks the squared distance by 1 - eta mu",
    after,
    (((1 - eta * mu) * before, "the squared gradient is paid for by the gap"),),
    one,
    stepwise(
        r"\|x_{t+1} - x^*\|^2 \leq (1 - \eta\mu) \|x_t - x^*\|^2",
        r"\|x_{t+1} - x^*\|_2^2 \leq (1 - \eta\mu) \|x_t - x^*\|_2^2",
    ),
    strong_words,
    Source(jaggi, "theorem 2.10"),
)
unit_contraction = bounded(
    "A gradient step of 1/L shrinks the squared distance by 1 - mu/L",
    after,
    (((1 - mu / L) * before, "the squared gradient is paid for by the gap"),),
    short_one,
    stepwise(
        r"\|x_{t+1} - x^*\|^2 \leq \left(1 - \frac{\mu}{L}\right) \|x_t - x^*\|^2",
        r"\|x_{t+1} - x^*\|_2^2 \leq (1 - \mu / L) \|x_t - x^*\|_2^2",
    ),
    strong_words,
    Source(jaggi, "theorem 2.10"),
)
distance_gap = bounded(
    "Gradient descent with the step size 1/L: the gap falls geometrically with the squared distance",
    f(iterate(T)) - f_star,
    (
        (L / 2 * norm(iterate(T) - x_star) ** 2, "smoothness at the minimiser"),
        (L / 2 * (1 - mu / L) ** T * first, "each step shrinks it"),
    ),
    short,
    written(
        r"f(x_k) - f(x^*) \leq \frac{L}{2} \left(1 - \frac{\mu}{L}\right)^k \|x_0 - x^*\|^2",
        r"f(x_k) - f^* \leq \frac{L}{2} \left(1 - \frac{\mu}{L}\right)^k \|x_0 - x^*\|^2",
        r"f(x_k) - f(x^*) \leq \frac{L}{2} (1 - \mu / L)^k \|x_0 - x^*\|^2",
        letters=(("k", "T"),),
    ),
    strong_words,
    Source(jaggi, "theorem 2.10"),
)
exponential_gap = bounded(
    "Gradient descent with the step size 1/L: the gap falls exponentially with the squared distance",
    f(iterate(T)) - f_star,
    ((L / 2 * exp(-mu * T / L) * first, "1 - x is at most exp(-x)"),),
    short,
    (
        *least_gaps(r"f(x_T) - f(x^*) \leq \frac{L}{2} \exp\left(-\frac{\mu T}{L}\right) \|x_0 - x^*\|^2"),
        *written(r"f(x_T) - f(x^*) \leq \frac{L}{2} e^{-\mu T / L} \|x_0 - x^*\|^2"),
    ),
    strong_words,
    Source(bubeck, "theorem 3.10"),
)

line = Quantity("b", "the slope of the linear function", shape=(dimensions,))
height = Quantity("a", "the value at 0")
v = MatrixSymbol("v", d, 1)
plane = Quantity("f", "a convex function", value=Lambda((v,), dot(line.symbol, v) + height.symbol))
reach = Quantity("r", "how far R lies above the distance", domain=NONNEGATIVE)
steep = Quantity("m", "how far B lies above the slope", domain=NONNEGATIVE)
radius = Quantity("R", "bound on the distance", domain=POSITIVE, value=norm(start.symbol - x_star) + reach.symbol)
bound_ = Quantity("B", "bound on the gradients", domain=POSITIVE, value=norm(line.symbol) + steep.symbol)
R, B = radius.symbol, bound_.symbol
free_rate = Quantity("gamma", "step size", domain=POSITIVE)
best_rate = Quantity("gamma", "the best step size", domain=POSITIVE, value=R / (B * sqrt(T)))
gamma = free_rate.symbol
straight = Quantity(
    "x", "the iterate after k steps", (dimensions,), value=Lambda((k,), start.symbol - k * gamma * line.symbol)
)
linear_family = (straight, plane, line, height, start, goal, radius, bound_, reach, steep)


def linear_gap(after: Any) -> Any:
    """The gap to the point to compare with, of a linear function."""
    return plane.symbol(evaluated(straight.symbol(after), d, 1)) - plane.symbol(x_star)


lipschitz_words = ("lipschitz", "bounded gradient", "subgradient", "vanilla analysis", "convex", "average")
lipschitz_gaps = bounded(
    "Subgradient method on a Lipschitz function: the sum of the gaps",
    Sum(linear_gap(t), (t, 0, T - 1)),
    ((gamma / 2 * B**2 * T + R**2 / (2 * gamma), "no gradient is longer than B, and the start lies within R"),),
    (*linear_family, free_rate),
    written(
        r"\sum_{t=0}^{T-1} (f(x_t) - f(x^*)) \leq \frac{\gamma}{2} B^2 T + \frac{1}{2\gamma} R^2",
        r"\sum_{t=0}^{T-1} (f(x_t) - f(x^*)) \leq \frac{R^2}{2\gamma} + \frac{\gamma B^2 T}{2}",
    ),
    lipschitz_words,
    Source(jaggi, "theorem 2.1"),
)
lipschitz_mean = bounded(
    "Subgradient method on a Lipschitz function: the mean gap",
    Sum(linear_gap(t), (t, 0, T - 1)) / T,
    ((gamma / 2 * B**2 + R**2 / (2 * gamma * T), "the sum of the gaps over T"),),
    (*linear_family, free_rate),
    written(
        r"\frac{1}{T} \sum_{t=0}^{T-1} (f(x_t) - f(x^*)) \leq \frac{\gamma}{2} B^2 + \frac{R^2}{2\gamma T}",
        r"\frac{1}{T} \sum_{t=0}^{T-1} (f(x_t) - f(x^*)) \leq \frac{1}{2\gamma T} R^2 + \frac{\gamma B^2}{2}",
    ),
    lipschitz_words,
    Source(jaggi, "theorem 2.1"),
)
lipschitz_best = bounded(
    "Subgradient method on a Lipschitz function: the mean gap at the best step size",
    Sum(linear_gap(t), (t, 0, T - 1)) / T,
    ((R * B / sqrt(T), "both terms are equal at the best step size"),),
    (*linear_family, best_rate),
    written(
        r"\frac{1}{T} \sum_{t=0}^{T-1} (f(x_t) - f(x^*)) \leq \frac{RB}{\sqrt{T}}",
        r"\frac{1}{T} \sum_{t=0}^{T-1} f(x_t) - f(x^*) \leq \frac{RB}{\sqrt{T}}",
        r"\mathbb{E}\left[\frac{1}{T} \sum_{t=0}^{T-1} f(x_t)\right] - f(x^*) \leq \frac{RB}{\sqrt{T}}",
    ),
    lipschitz_words,
    Source(jaggi, "theorem 2.1"),
)

TOPIC = Topic(
    "Gradient descent on convex functions, over all steps",
    formulas=(
        gap_by_slope,
        gaps,
        unit_gaps,
        last_gap,
        unit_step,
        strong_slope,
        strong_step,
        noise,
        contraction,
        unit_contraction,
        distance_gap,
        exponential_gap,
        lipschitz_gaps,
        lipschitz_mean,
        lipschitz_best,
    ),
)
