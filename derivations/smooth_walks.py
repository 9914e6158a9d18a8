"""Gradient descent on a smooth function over all steps: sums, means and minima of squared gradients and of gaps.

The bounds hold for every L-smooth function, those of the gap for every convex one. They are held against quadratics
whose curvature lies between mu and L, in which every iterate is known. The step size is at most 1/L.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import Any

from sympy import Lambda, MatrixSymbol, Sum, Symbol, sqrt

from derivations.operators import evaluated, norm, smallest_over
from derivations.stanzas import identity, written
from derivations.telescoped_steps import bounded as any_bounded
from derivations.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    PROBABILITY,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    interval,
)

jaggi = "Gärtner and Jaggi 2020, Optimization for Machine Learning (lecture notes)"
nesterov = "Nesterov, Introductory Lectures on Convex Optimization"
garrigos = "Garrigos and Gower 2023, Handbook of Convergence Theorems for Gradient Methods"
bottou = "Bottou, Curtis and Nocedal 2018, Optimization Methods for Large-Scale Machine Learning"
dimensions = Size("d", "dimensions", largest=2)
steps = Size("T", "steps", largest=3)
d, T = dimensions.symbol, steps.symbol
t = bound_index("t")
k = Symbol("k", integer=True)
v = MatrixSymbol("v", d, 1)
strength = Quantity("mu", "least curvature", domain=POSITIVE)
ratio = Quantity("q", "the condition number less 1", domain=NONNEGATIVE)
mu = strength.symbol
smoothness = Quantity("L", "largest curvature", domain=POSITIVE, value=mu * (1 + ratio.symbol))
L = smoothness.symbol
place = Quantity("s", "where the curvature lies between the bounds", domain=PROBABILITY)
curvature = Quantity("h", "the curvature", domain=POSITIVE, value=mu + (L - mu) * place.symbol)
h = curvature.symbol
goal = Quantity("x_star", "the minimiser", shape=(dimensions,))
least = Quantity("f_star", "the least value")
start = Quantity("x_b", "the first iterate", shape=(dimensions,))
x_star, f_star = goal.symbol, least.symbol
bowl = Quantity("f", "the objective", value=Lambda((v,), h * norm(v - x_star) ** 2 / 2 + f_star))
f = bowl.symbol
share = Quantity("c", "the step size in units of 1/L", domain=interval(Fraction(1, 8), 1))
rate = Quantity("eta", "step size of at most 1/L", domain=POSITIVE, value=share.symbol / L)
unit_rate = Quantity("eta", "the step size 1/L", domain=POSITIVE, value=1 / L)
eta = rate.symbol
walk = Quantity(
    "x",
    "the iterate after k steps",
    shape=(dimensions,),
    value=Lambda((k,), x_star + (1 - eta * h) ** k * (start.symbol - x_star)),
)
family = (curvature, bowl, start, goal, least, place, smoothness, strength, ratio)
run = (walk, rate, share, *family)
short = (walk, unit_rate, *family)
words = ("gradient descent", "smooth", "convergence", "stationary", "nonconvex", "non-convex", "telescop")


def iterate(after: Any) -> Any:
    """The iterate after some steps."""
    return evaluated(walk.symbol(after), d, 1)


def slope(after: Any) -> Any:
    """The gradient at that iterate."""
    return h * (iterate(after) - x_star)


bounded = partial(any_bounded, other_sizes=(steps,))


def over(what: Any, first: int = 0) -> Any:
    """The sum over T steps."""
    return Sum(what, (t, first, T - 1 + first))


square = norm(slope(t)) ** 2
gap_0 = f(iterate(0)) - f(iterate(T))
room = f(iterate(0)) - f_star
telescoping = identity(
    "The falls of the objective telescope",
    over(f(iterate(t)) - f(iterate(t + 1))),
    ((gap_0, "all but the first and the last cancel"),),
    run,
    written(
        r"\sum_{t=0}^{T-1} (f(x_t) - f(x_{t+1})) = f(x_0) - f(x_T)",
        r"\sum_{t=0}^{T-1} \left[f(x_t) - f(x_{t+1})\right] = f(x_0) - f(x_T)",
    ),
    words,
    Source(jaggi, "theorem 2.7"),
    other_sizes=(steps,),
)


def least_gaps(latex: str) -> tuple[Notation, ...]:
    """A bound with the first gap, by f(x^*) and by f^*."""
    return written(latex, latex.replace("f(x^*)", "f^*"))


squares_fall = bounded(
    "Gradient descent: the sum of the squared gradients is bounded by the fall of the objective",
    eta / 2 * over(square),
    ((over(f(iterate(t)) - f(iterate(t + 1))), "the descent lemma at each step"), (gap_0, "the falls telescope")),
    run,
    written(
        r"\frac{\eta}{2} \sum_{t=0}^{T-1} \|\nabla f(x_t)\|^2 \leq f(x_0) - f(x_T)",
        r"\sum_{t=0}^{T-1} \frac{\eta}{2} \|\nabla f(x_t)\|^2 \leq f(x_0) - f(x_T)",
    ),
    words,
    Source(bottou, "theorem 4.8, for the full gradient"),
)
squares_room = bounded(
    "Gradient descent: the sum of the squared gradients is bounded by the first gap",
    eta / 2 * over(square),
    ((gap_0, "the descent lemma at each step; the falls telescope"), (room, "no value lies below the least one")),
    run,
    (
        *least_gaps(r"\frac{\eta}{2} \sum_{t=0}^{T-1} \|\nabla f(x_t)\|^2 \leq f(x_0) - f(x^*)"),
        *written(r"\sum_{t=0}^{T-1} \frac{\eta}{2} \|\nabla f(x_t)\|^2 \leq f(x_0) - f^*"),
    ),
    words,
    Source(bottou, "theorem 4.8, for the full gradient"),
)
squares_total = bounded(
    "Gradient descent: the sum of the squared gradients over the step size",
    over(square),
    ((2 * gap_0 / eta, "the descent lemma at each step"), (2 * room / eta, "no value lies below the least one")),
    run,
    least_gaps(r"\sum_{t=0}^{T-1} \|\nabla f(x_t)\|^2 \leq \frac{2 (f(x_0) - f(x^*))}{\eta}"),
    words,
    Source(bottou, "theorem 4.8, for the full gradient"),
)
unit_squares_fall = bounded(
    "Gradient descent with the step size 1/L: the sum of the squared gradients is bounded by the fall",
    over(square) / (2 * L),
    ((over(f(iterate(t)) - f(iterate(t + 1))), "the descent lemma at each step"), (gap_0, "the falls telescope")),
    short,
    written(
        r"\frac{1}{2L} \sum_{t=0}^{T-1} \|\nabla f(x_t)\|^2 \leq f(x_0) - f(x_T)",
        r"\sum_{t=0}^{T-1} \frac{1}{2L} \|\nabla f(x_t)\|^2 \leq f(x_0) - f(x_T)",
    ),
    words,
    Source(jaggi, "theorem 2.7"),
)
unit_squares_room = bounded(
    "Gradient descent with the step size 1/L: the sum of the squared gradients is bounded by the first gap",
    over(square),
    ((2 * L * gap_0, "the descent lemma at each step"), (2 * L * room, "no value lies below the least one")),
    short,
    least_gaps(r"\sum_{t=0}^{T-1} \|\nabla f(x_t)\|^2 \leq 2L (f(x_0) - f(x^*))"),
    words,
    Source(jaggi, "theorem 6.2"),
)
mean_square = bounded(
    "Gradient descent: the mean squared gradient falls like 1/T",
    over(square) / T,
    ((2 * room / (eta * T), "the sum of the squares over T"),),
    run,
    (
        *least_gaps(r"\frac{1}{T} \sum_{t=0}^{T-1} \|\nabla f(x_t)\|^2 \leq \frac{2 (f(x_0) - f(x^*))}{\eta T}"),
        *written(r"\frac{1}{T} \sum_{t=0}^{T-1} \|\nabla f(x_t)\|^2 \leq \frac{2}{\eta T} (f(x_0) - f^*)"),
    ),
    words,
    Source(bottou, "theorem 4.8, for the full gradient"),
)
unit_mean_square = bounded(
    "Gradient descent with the step size 1/L: the mean squared gradient falls like 1/T",
    over(square) / T,
    ((2 * L * room / T, "the sum of the squares over T"),),
    short,
    (
        *least_gaps(r"\frac{1}{T} \sum_{t=0}^{T-1} \|\nabla f(x_t)\|^2 \leq \frac{2L (f(x_0) - f(x^*))}{T}"),
        *written(r"\frac{1}{T} \sum_{t=0}^{T-1} \|\nabla f(x_t)\|^2 \leq \frac{2L}{T} (f(x_0) - f^*)"),
    ),
    words,
    Source(jaggi, "theorem 6.2"),
)
smallest_mean = bounded(
    "The smallest squared gradient is at most the mean",
    smallest_over(square, t, 0, T - 1),
    ((over(square) / T, "the smallest number is at most the mean"),),
    run,
    written(
        r"\min_{0 \leq t < T} \|\nabla f(x_t)\|^2 \leq \frac{1}{T} \sum_{t=0}^{T-1} \|\nabla f(x_t)\|^2",
        r"\min_{0 \leq t \leq T-1} \|\nabla f(x_t)\|^2 \leq \frac{1}{T} \sum_{t=0}^{T-1} \|\nabla f(x_t)\|^2",
    ),
    words,
    Source(nesterov, "section 1.2.3"),
)
smallest_square = bounded(
    "Gradient descent: the smallest squared gradient falls like 1/T",
    smallest_over(square, t, 0, T - 1),
    (
        (over(square) / T, "the smallest number is at most the mean"),
        (2 * room / (eta * T), "the mean squared gradient"),
    ),
    run,
    (
        *least_gaps(r"\min_{0 \leq t < T} \|\nabla f(x_t)\|^2 \leq \frac{2 (f(x_0) - f(x^*))}{\eta T}"),
        *least_gaps(r"\min_{0 \leq t \leq T-1} \|\nabla f(x_t)\|^2 \leq \frac{2}{\eta T} (f(x_0) - f(x^*))"),
    ),
    words,
    Source(nesterov, "section 1.2.3"),
)
unit_smallest_square = bounded(
    "Gradient descent with the step size 1/L: the smallest squared gradient falls like 1/T",
    smallest_over(square, t, 0, T - 1),
    ((over(square) / T, "the smallest number is at most the mean"), (2 * L * room / T, "the mean squared gradient")),
    short,
    (
        *least_gaps(r"\min_{0 \leq t < T} \|\nabla f(x_t)\|^2 \leq \frac{2L (f(x_0) - f(x^*))}{T}"),
        *least_gaps(r"\min_{0 \leq t \leq T-1} \|\nabla f(x_t)\|^2 \leq \frac{2L}{T} (f(x_0) - f(x^*))"),
    ),
    words,
    Source(nesterov, "section 1.2.3"),
)
smallest_length = bounded(
    "Gradient descent: the smallest gradient falls like the root of 1/T",
    smallest_over(norm(slope(t)), t, 0, T - 1),
    ((sqrt(2 * room / (eta * T)), "the root of the bound on the squares"),),
    run,
    least_gaps(r"\min_{0 \leq t < T} \|\nabla f(x_t)\| \leq \sqrt{\frac{2 (f(x_0) - f(x^*))}{\eta T}}"),
    words,
    Source(nesterov, "section 1.2.3"),
)
unit_smallest_length = bounded(
    "Gradient descent with the step size 1/L: the smallest gradient falls like the root of 1/T",
    smallest_over(norm(slope(t)), t, 0, T - 1),
    ((sqrt(2 * L * room / T), "the root of the bound on the squares"),),
    short,
    least_gaps(r"\min_{0 \leq t < T} \|\nabla f(x_t)\| \leq \sqrt{\frac{2L (f(x_0) - f(x^*))}{T}}"),
    words,
    Source(nesterov, "section 1.2.3"),
)

TOPIC = Topic(
    "Gradient descent on smooth functions, over all steps",
    formulas=(
        telescoping,
        squares_fall,
        squares_room,
        squares_total,
        unit_squares_fall,
        unit_squares_room,
        mean_square,
        unit_mean_square,
        smallest_mean,
        smallest_square,
        unit_smallest_square,
        smallest_length,
        unit_smallest_length,
    ),
)
