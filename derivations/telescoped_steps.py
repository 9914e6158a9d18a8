"""Gradient steps added up: the telescoping sum of squared distances, bounds on sum and mean, means of the iterates.

x_{t+1} = x_t - γ g_t for any vectors g_t; x* is any point to compare with. Nothing else is assumed, so that the same
lines serve gradient descent, subgradients, stochastic gradients and online learning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sympy import Lambda, Sum, Symbol

from derivations.operators import at_most, dot, evaluated, norm, row, vector_sum
from derivations.stanzas import identity, rule, written
from derivations.step_squares import bubeck, dimensions, gamma, goal, jaggi, rate, words, x_star
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Step, Topic, bound_index

steps = Size("T", "steps", largest=3)
d, T = dimensions.symbol, steps.symbol
t, s = bound_index("t s")
k = Symbol("k", integer=True)


def bounded(
    title: str,
    left: Any,
    lines: tuple[tuple[Any, str], ...],
    quantities: tuple[Quantity, ...],
    notations: tuple[Notation, ...],
    terms: tuple[str, ...],
    source: Source,
    other_sizes: tuple[Size, ...] = (),
) -> Formula:
    """A bound from above, whose derivation bounds at each line."""

    def derive() -> Iterator[Step]:
        for expression, because in lines:
            yield Step(expression, because=because, relation="<=")

    return Formula(
        title=title,
        kind=Kind.BOUND,
        statement=at_most(left, lines[-1][0]),
        quantities=quantities,
        assumptions=(),
        notations=notations,
        words=terms,
        derivation=derive,
        source=source,
        other_sizes=other_sizes,
    )


EARLIER = (("the number 0 becomes -1 in x(0)", "before the first step there is none: the walk stands at its start"),)
"""A mutant that says the same."""

slopes = Quantity("g", "gradient of each step", shape=(steps, dimensions), origins=(0, 1))
start = Quantity("x_b", "the first iterate", shape=(dimensions,))
G = slopes.symbol
walk = Quantity(
    "x",
    "the iterate after k steps",
    shape=(dimensions,),
    value=Lambda((k,), start.symbol - gamma * vector_sum(row(G, s), s, 0, k - 1)),
)
run = (walk, slopes, start, goal, rate)


def iterate(after: Any) -> Any:
    """The iterate after some steps."""
    return evaluated(walk.symbol(after), d, 1)


products = Sum(dot(row(G, t), iterate(t) - x_star), (t, 0, T - 1))
squares = Sum(norm(row(G, t)) ** 2, (t, 0, T - 1))
first, last = norm(iterate(0) - x_star) ** 2, norm(iterate(T) - x_star) ** 2
telescoping = replace(
    identity(
        "The distances of successive iterates telescope",
        Sum(norm(iterate(t) - x_star) ** 2 - norm(iterate(t + 1) - x_star) ** 2, (t, 0, T - 1)),
        ((first - last, "all but the first and the last cancel"),),
        run,
        written(
            r"\sum_{t=0}^{T-1} (\|x_t - x^*\|^2 - \|x_{t+1} - x^*\|^2) = \|x_0 - x^*\|^2 - \|x_T - x^*\|^2",
            r"\sum_{t=0}^{T-1} \left[\|x_t - x^*\|_2^2 - \|x_{t+1} - x^*\|_2^2\right] "
            r"= \|x_0 - x^*\|_2^2 - \|x_T - x^*\|_2^2",
        ),
        words,
        Source(jaggi, "section 2.2"),
    ),
    survivors=EARLIER,
)
summed = replace(
    identity(
        "The lines of all steps added up",
        products,
        (
            (gamma / 2 * squares + telescoping.statement.lhs / (2 * gamma), "add up the lines of the steps"),
            (gamma / 2 * squares + (first - last) / (2 * gamma), "the distances telescope"),
        ),
        run,
        written(
            r"\sum_{t=0}^{T-1} g_t^\top (x_t - x^*) = \frac{\gamma}{2} \sum_{t=0}^{T-1} \|g_t\|^2 "
            r"+ \frac{1}{2\gamma} \left(\|x_0 - x^*\|^2 - \|x_T - x^*\|^2\right)",
            r"\sum_{t=0}^{T-1} \langle g_t, x_t - x^* \rangle = \frac{\|x_0 - x^*\|^2 - \|x_T - x^*\|^2}{2\gamma} "
            r"+ \frac{\gamma}{2} \sum_{t=0}^{T-1} \|g_t\|^2",
        ),
        words,
        Source(jaggi, "section 2.2"),
    ),
    survivors=EARLIER,
)


summed_bound = replace(
    bounded(
        "The lines of all steps added up, without the last distance",
        products,
        (
            (gamma / 2 * squares + (first - last) / (2 * gamma), "add up the lines; the distances telescope"),
            (gamma / 2 * squares + first / (2 * gamma), "a squared length is not negative"),
        ),
        run,
        written(
            r"\sum_{t=0}^{T-1} g_t^\top (x_t - x^*) \leq \frac{\gamma}{2} \sum_{t=0}^{T-1} \|g_t\|^2 "
            r"+ \frac{1}{2\gamma} \|x_0 - x^*\|^2",
            r"\sum_{t=0}^{T-1} \langle g_t, x_t - x^* \rangle \leq \frac{\|x_0 - x^*\|^2}{2\gamma} "
            r"+ \frac{\gamma}{2} \sum_{t=0}^{T-1} \|g_t\|^2",
        ),
        words,
        Source(jaggi, "section 2.2"),
    ),
    survivors=EARLIER,
)
mean_bound = replace(
    bounded(
        "The lines of all steps on average, without the last distance",
        products / T,
        ((gamma / (2 * T) * squares + first / (2 * gamma * T), "the sum of the lines over T"),),
        run,
        written(
            r"\frac{1}{T} \sum_{t=0}^{T-1} g_t^\top (x_t - x^*) \leq \frac{\gamma}{2T} \sum_{t=0}^{T-1} \|g_t\|^2 "
            r"+ \frac{1}{2\gamma T} \|x_0 - x^*\|^2",
            r"\frac{1}{T} \sum_{t=0}^{T-1} \langle g_t, x_t - x^* \rangle \leq \frac{\|x_0 - x^*\|^2}{2\gamma T} "
            r"+ \frac{\gamma}{2T} \sum_{t=0}^{T-1} \|g_t\|^2",
        ),
        words,
        Source(jaggi, "section 2.3"),
    ),
    survivors=EARLIER,
)
mean_iterate = Quantity("x_bar", "the mean of the iterates", shape=(dimensions,))
averaged = rule(
    "Mean of the iterates from the first on",
    mean_iterate,
    vector_sum(iterate(t), t, 0, T - 1) / T,
    (walk, slopes, start, rate),
    written(r"\bar{x} = \frac{1}{T} \sum_{t=0}^{T-1} x_t")
    + written(r"\bar{x}_T = \frac{1}{T} \sum_{t=0}^{T-1} x_t", letters=(("x_bar_T", "x_bar"),)),
    ("mean iterate", *words),
    "all iterates alike",
    Source(bubeck, "theorem 3.2"),
)
weighted = replace(
    rule(
        "Mean of the iterates with linearly growing weights",
        mean_iterate,
        2 / (T * (T + 1)) * vector_sum(t * iterate(t), t, 1, T),
        (walk, slopes, start, rate),
        written(r"\bar{x} = \frac{2}{T(T+1)} \sum_{t=1}^{T} t x_t", r"\bar{x} = \sum_{t=1}^T \frac{2 t}{T (T + 1)} x_t")
        + written(r"\bar{x}_T = \frac{2}{T(T+1)} \sum_{t=1}^{T} t x_t", letters=(("x_bar_T", "x_bar"),)),
        ("averag", *words),
        "later iterates count more; the weights 2t / (T (T + 1)) add up to 1",
        Source(
            "Lacoste-Julien, Schmidt and Bach 2012, A simpler approach to obtaining an O(1/t) convergence rate",
            "sec. 3",
        ),
    ),
    survivors=(("the lower bound 1 becomes 0", "the weight of the first iterate, t = 0, is nought"),),
)

TOPIC = Topic(
    "Gradient steps added up",
    formulas=(
        telescoping,
        summed,
        summed_bound,
        mean_bound,
        averaged,
        weighted,
    ),
)
