"""The squared error of a linear model with bias in its four scalings, and its derivatives by bias and by one weight.

An input stands in each row of X; the prediction for input i is w'x_i + b. What is missing here stands in
`biased_least_squares`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Integer, Sum, Transpose

from derivations.biased_least_squares import b, i, moved, moved_squares, murphy, ng, offset
from derivations.least_squares import L, X, data, half, loss, n, w, weights, y
from derivations.least_squares_gradients import coordinate
from derivations.operators import at, dot, equal, gradient, norm, partial, row, total, vector_sum
from derivations.stanzas import written
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Source, Step, Topic

rows = (("x", "X"), ("X", "X"))
words = ("least squares", "linear regression", "squared error", "squared loss", "mse", "bias", "intercept")
j = coordinate.symbol
error = dot(w, row(X, i)) + b - at(y, i)
one = Integer(1)
known = (*data, weights, offset)


def of(factor: Any) -> Quantity:
    """The sum of the squared errors times a factor."""
    return Quantity("L", "the squared error of a model with bias", value=factor * norm(moved) ** 2)


def objective(title: str, factor: Any, notations: tuple[Notation, ...], place: Source) -> Formula:
    """A scaling of the sum of the squared errors."""

    def derive() -> Iterator[Step]:
        yield Step(factor * norm(moved) ** 2, because="the squared length of the vector of errors")
        yield Step(factor * moved_squares, because="its entries are the errors")

    return Formula(
        title=title,
        kind=Kind.DEFINITION,
        statement=equal(L, factor * moved_squares),
        quantities=(loss, *known),
        assumptions=(),
        notations=notations,
        words=words,
        derivation=derive,
        source=place,
    )


def slope(title: str, factor: Any, by: str, notations: tuple[Notation, ...], place: Source) -> Formula:
    """A derivative of the sum of the squared errors times a factor: by the bias, one weight, or all."""
    back = Transpose(X) * moved
    left, middle, right, drawn = {
        "bias": (partial(L, b), total(moved), Sum(error, (i, 1, n)), known),
        "weight": (at(gradient(L, w), j), at(back, j), Sum(error * at(X, i, j), (i, 1, n)), (*known, coordinate)),
        "weights": (gradient(L, w), back, vector_sum(error * row(X, i), i, 1, n), known),
    }[by]

    def derive() -> Iterator[Step]:
        yield Step(2 * factor * middle, because="chain rule on each square")
        yield Step(2 * factor * right, because="the errors one by one")

    return Formula(
        title=title,
        kind=Kind.GRADIENT,
        statement=equal(left, 2 * factor * right),
        quantities=(of(factor), *drawn),
        assumptions=(),
        notations=notations,
        words=words,
        derivation=derive,
        source=place,
    )


DERIVATIVES = {
    "bias": (r"\frac{\partial L}{\partial b}", ""),
    "weight": (r"\frac{\partial L}{\partial w_j}", " x_{ij}"),
    "weights": (r"\nabla_w L", " x_i"),
}


def spelled(by: str, front: str) -> tuple[Notation, ...]:
    """The derivative with the errors either way round, and with the prediction as a letter left out."""
    left, last = DERIVATIVES[by]
    return written(
        rf"{left} = {front} \sum_{{i=1}}^n (w^\top x_i + b - y_i){last}",
        rf"{left} = -{front} \sum_{{i=1}}^n (y_i - w^\top x_i - b){last}",
        rf"{left} = -{front} \sum_{{i=1}}^n (y_i - (w^\top x_i + b)){last}",
        letters=rows,
    )


handbook = Source(murphy, "section 8.2.1")
notes = Source(ng, "section 1.1")
total_loss = objective(
    "Sum of the squared errors of a linear model with bias",
    one,
    written(
        r"L(w, b) = \sum_{i=1}^n (y_i - (w^\top x_i + b))^2",
        r"L(w, b) = \sum_{i=1}^n (w^\top x_i + b - y_i)^2",
        r"L(w, b) = \sum_i (y_i - w^\top x_i - b)^2",
        letters=rows,
    ),
    handbook,
)
half_loss = objective(
    "Half of the sum of the squared errors of a linear model with bias",
    half,
    written(
        r"L(w, b) = \frac{1}{2} \sum_{i=1}^n (y_i - (w^\top x_i + b))^2",
        r"L(w, b) = \frac{1}{2} \sum_{i=1}^n (w^\top x_i + b - y_i)^2",
        letters=rows,
    ),
    notes,
)
total_bias = slope(
    "Derivative of the sum of the squared errors by the bias", one, "bias", spelled("bias", "2"), handbook
)
half_bias = slope(
    "Derivative of half the sum of the squared errors by the bias", half, "bias", spelled("bias", ""), notes
)
total_weight = slope(
    "Derivative of the sum of the squared errors by one weight, with bias",
    one,
    "weight",
    spelled("weight", "2"),
    handbook,
)
half_weight = slope(
    "Derivative of half the sum of the squared errors by one weight, with bias",
    half,
    "weight",
    spelled("weight", ""),
    notes,
)
mean_weight = slope(
    "Derivative of the mean squared error by one weight, with bias",
    1 / n,
    "weight",
    spelled("weight", r"\frac{2}{n}"),
    handbook,
)
half_mean_weight = slope(
    "Derivative of half the mean squared error by one weight, with bias",
    half / n,
    "weight",
    spelled("weight", r"\frac{1}{n}"),
    notes,
)
total_weights = slope(
    "Gradient of the sum of the squared errors with bias", one, "weights", spelled("weights", "2"), handbook
)
half_weights = slope(
    "Gradient of half the sum of the squared errors with bias", half, "weights", spelled("weights", ""), notes
)
half_mean_weights = slope(
    "Gradient of half the mean squared error with bias",
    half / n,
    "weights",
    spelled("weights", r"\frac{1}{n}"),
    notes,
)

TOPIC = Topic(
    "Least squares with a bias, in all scalings",
    formulas=(
        total_loss,
        half_loss,
        total_bias,
        half_bias,
        total_weight,
        half_weight,
        mean_weight,
        half_mean_weight,
        total_weights,
        half_weights,
        half_mean_weights,
    ),
)
