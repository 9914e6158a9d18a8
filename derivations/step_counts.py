"""Steps that gradient descent needs for an accuracy, and the mean gap of subgradient steps on a Lipschitz function.

The bounds for Lipschitz functions are held against linear ones, whose gradient never changes. A number of steps is
bounded below where the bound on the error, which falls with the steps, has reached the accuracy.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from sympy import Lambda, MatrixSymbol, Sum, exp, log, sqrt

from derivations.operators import at_least, dot, evaluated, norm
from derivations.smooth_walks import T, d, dimensions, goal, jaggi, k, start, steps, t, x_star
from derivations.stanzas import written
from derivations.telescoped_steps import bounded as any_bounded
from derivations.vocabulary import NONNEGATIVE, POSITIVE, UNIT, Formula, Kind, Notation, Quantity, Source, Step, Topic

bubeck = "Bubeck 2015, Convex Optimization: Algorithms and Complexity"
nesterov = "Nesterov, Introductory Lectures on Convex Optimization"
bounded = partial(any_bounded, other_sizes=(steps,))
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


lipschitz_words = ("lipschitz", "bounded gradient", "subgradient", "vanilla analysis", "convex")
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


number = Quantity("T", "number of steps", domain=POSITIVE)
accuracy = Quantity("epsilon", "accuracy", domain=UNIT)
smoothness = Quantity("L", "smoothness", domain=POSITIVE)
strength = Quantity("mu", "strong convexity", domain=POSITIVE)
condition = Quantity("kappa", "condition number", domain=POSITIVE)
distance = Quantity("R", "bound on the distance of the start", domain=POSITIVE)
largest = Quantity("B", "bound on the gradients", domain=POSITIVE)
gap = Quantity("D", "the first gap", domain=POSITIVE)
many, eps, L, mu, kappa, far, steep_, first = (
    q.symbol for q in (number, accuracy, smoothness, strength, condition, distance, largest, gap)
)
counting = ("iteration complexity", "iterations", "number of steps", "accuracy")


def needed(
    title: str, count: Any, error: Any, given: tuple[Quantity, ...], notations: tuple[Notation, ...], source: Source
) -> Formula:
    """A number of steps from which on the bound on the error is at most the accuracy."""

    def derive() -> Iterator[Step]:
        yield Step(count, because="solve the bound on the error for the number of steps", relation=">=")

    return Formula(
        title=title,
        kind=Kind.BOUND,
        statement=at_least(many, count),
        quantities=(number, accuracy, *given),
        assumptions=(error <= eps,),
        notations=notations,
        words=counting,
        derivation=derive,
        source=source,
    )


lipschitz_count = needed(
    "Steps of the subgradient method on a Lipschitz function",
    far**2 * steep_**2 / eps**2,
    far * steep_ / sqrt(many),
    (distance, largest),
    written(r"T \geq \frac{R^2 B^2}{\varepsilon^2}", r"T \geq \left(\frac{RB}{\varepsilon}\right)^2"),
    Source(jaggi, "theorem 2.1"),
)  # fmt: skip
smooth_count = needed(
    "Steps of gradient descent on a smooth convex function",
    far**2 * L / (2 * eps),
    L * far**2 / (2 * many),
    (distance, smoothness),
    written(r"T \geq \frac{R^2 L}{2\varepsilon}", r"T \geq \frac{L R^2}{2 \varepsilon}"),
    Source(jaggi, "theorem 2.7"),
)  # fmt: skip
strong_count = needed(
    "Steps of gradient descent on a smooth, strongly convex function",
    L / mu * log(far**2 * L / (2 * eps)),
    L / 2 * exp(-mu * many / L) * far**2,
    (distance, smoothness, strength),
    written(r"T \geq \frac{L}{\mu} \ln \left( \frac{R^2 L}{2 \varepsilon} \right)",
            r"T \geq \frac{L}{\mu} \log \frac{L R^2}{2 \varepsilon}"),
    Source(jaggi, "theorem 2.10"),
)  # fmt: skip
condition_count = needed(
    "Steps of gradient descent by the condition number",
    kappa * log(first / eps),
    exp(-many / kappa) * first,
    (condition, gap),
    written(r"k \geq \kappa \log \frac{\Delta}{\epsilon}", r"k \geq \kappa \ln(\Delta / \epsilon)",
            letters=(("k", "T"), ("Delta", "D"))),
    Source(bubeck, "theorem 3.10"),
)  # fmt: skip
accelerated_count = needed(
    "Steps of the accelerated method by the condition number",
    sqrt(kappa) * log(first / eps),
    exp(-many / sqrt(kappa)) * first,
    (condition, gap),
    written(r"k \geq \sqrt{\kappa} \log \frac{\Delta}{\epsilon}", r"k \geq \sqrt{\kappa} \ln(\Delta / \epsilon)",
            letters=(("k", "T"), ("Delta", "D"))),
    Source(bubeck, "theorem 3.18"),
)  # fmt: skip
stationary_count = needed(
    "Steps of gradient descent to a small gradient",
    2 * L * first / eps**2,
    sqrt(2 * L * first / many),
    (smoothness, gap),
    written(r"k \geq \frac{2 L \Delta}{\epsilon^2}", r"k \geq 2 L \frac{\Delta}{\epsilon^2}",
            letters=(("k", "T"), ("Delta", "D"))),
    Source(nesterov, "section 1.2.3"),
)  # fmt: skip

TOPIC = Topic(
    "Numbers of steps",
    formulas=(
        lipschitz_gaps,
        lipschitz_mean,
        lipschitz_best,
        lipschitz_count,
        smooth_count,
        strong_count,
        condition_count,
        accelerated_count,
        stationary_count,
    ),
)
