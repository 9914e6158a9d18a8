"""The squared error of a linear model with bias, and its derivatives.

An input stands in each row of X; the prediction for input i is w'x_i + b.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Sum, Transpose
from sympy.matrices.expressions.special import OneMatrix

from derivations.least_squares import L, X, common, data, example, loss, n, squares, w, weights, y
from derivations.operators import at, dot, equal, gradient, norm, partial, row, total, vector_sum
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Source, Step, Topic, bound_index

murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
ng = "Ng and Ma, CS229 Lecture Notes"
i = bound_index("i")
rows = (*example, ("X", "X"))
offset = Quantity("b", "the bias")
b = offset.symbol
moved_squares = Sum((dot(w, row(X, i)) + b - at(y, i)) ** 2, (i, 1, n))


def derive_with_bias() -> Iterator[Step]:
    """Expand each square around the prediction without bias."""
    yield Step(
        (squares + 2 * b * Sum(dot(w, row(X, i)) - at(y, i), (i, 1, n)) + n * b**2) / n, because="expand the squares"
    )
    yield Step(moved_squares / n, because="complete each square")


with_bias = Formula(
    title="Mean squared error of a linear model with bias",
    kind=Kind.DEFINITION,
    statement=equal(L, moved_squares / n),
    quantities=(loss, *data, weights, offset),
    assumptions=(),
    notations=(
        Notation(r"L(w, b) = \frac{1}{n} \sum_{i=1}^n (y_i - (w^\top x_i + b))^2", letters=example),
        Notation(r"J(w, b) = \frac{1}{m} \sum_{i=1}^m (w^T x^{(i)} + b - y^{(i)})^2",
                 letters=(*example, ("m", "n"), ("J", "L"))),
        Notation(r"L = \frac{1}{N} \|Xw + b\mathbf{1} - y\|^2", letters=(("N", "n"),)),
    ),
    words=(*common, "mse", "bias"),
    derivation=derive_with_bias,
    source=Source(murphy, "section 4.2.7"),
)  # fmt: skip


def derive_half_with_bias() -> Iterator[Step]:
    """Expand each square around the prediction without bias."""
    yield Step(
        (squares + 2 * b * Sum(dot(w, row(X, i)) - at(y, i), (i, 1, n)) + n * b**2) / (2 * n),
        because="expand the squares",
    )
    yield Step(moved_squares / (2 * n), because="complete each square")


half_with_bias = Formula(
    title="Mean squared error of a linear model with bias, with the factor 1/2",
    kind=Kind.DEFINITION,
    statement=equal(L, moved_squares / (2 * n)),
    quantities=(loss, *data, weights, offset),
    assumptions=(),
    notations=(
        Notation(r"L(w, b) = \frac{1}{n} \sum_{i=1}^n \frac{1}{2} \left(w^\top x^{(i)} + b - y^{(i)}\right)^2",
                 letters=example),
        Notation(r"J(w, b) = \frac{1}{2m} \sum_{i=1}^m (w^T x^{(i)} + b - y^{(i)})^2",
                 letters=(*example, ("m", "n"), ("J", "L"))),
        Notation(r"L = \frac{1}{2N} \|Xw + b\mathbf{1} - y\|^2", letters=(("N", "n"),)),
    ),
    words=(*common, "bias"),
    derivation=derive_half_with_bias,
    source=Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "equation 3.1.6"),
)  # fmt: skip


moved = X * w + b * OneMatrix(n, 1) - y
biased_loss = Quantity("L", "mean of the squared errors of a model with bias", value=norm(moved) ** 2 / n)
half_biased_loss = Quantity("L", "half of that mean", value=norm(moved) ** 2 / (2 * n))


def derive_bias_total() -> Iterator[Step]:
    """Each prediction has the derivative 1 by the bias."""
    yield Step(2 / n * total(moved), because="chain rule on each square: the bias moves every prediction by as much")
    yield Step(2 / n * Sum(dot(w, row(X, i)) + b - at(y, i), (i, 1, n)), because="the entries of X w + b 1 - y")


bias_derivative = Formula(
    title="Derivative of the mean squared error by the bias",
    kind=Kind.GRADIENT,
    statement=equal(partial(L, b), 2 / n * Sum(dot(w, row(X, i)) + b - at(y, i), (i, 1, n))),
    quantities=(biased_loss, *data, weights, offset),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial b} = \frac{2}{n} \sum_{i=1}^n (w^\top x_i + b - y_i)", letters=rows),
        Notation(r"\frac{\partial L}{\partial b} = -\frac{2}{N} \sum_{i=1}^N (y_i - (w^\top x_i + b))",
                 letters=(*rows, ("N", "n"))),
    ),
    words=(*common, "gradient", "mse", "bias"),
    derivation=derive_bias_total,
    source=Source(murphy, "section 8.2.1"),
)  # fmt: skip


def derive_half_bias() -> Iterator[Step]:
    """Each prediction has the derivative 1 by the bias."""
    yield Step(total(moved) / n, because="chain rule on each half square: the bias moves every prediction by as much")
    yield Step(Sum(dot(w, row(X, i)) + b - at(y, i), (i, 1, n)) / n, because="the entries of X w + b 1 - y")


half_bias_derivative = Formula(
    title="Derivative of half the mean squared error by the bias",
    kind=Kind.GRADIENT,
    statement=equal(partial(L, b), Sum(dot(w, row(X, i)) + b - at(y, i), (i, 1, n)) / n),
    quantities=(half_biased_loss, *data, weights, offset),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial b} = \frac{1}{n} \sum_{i=1}^n (w^\top x_i + b - y_i)", letters=rows),
        Notation(r"\frac{\partial J(w, b)}{\partial b} = \frac{1}{m} \sum_{i=1}^m (w^T x^{(i)} + b - y^{(i)})",
                 letters=(*rows, ("m", "n"), ("J", "L"))),
    ),
    words=(*common, "gradient", "bias"),
    derivation=derive_half_bias,
    source=Source(ng, "section 1.1"),
)  # fmt: skip


def derive_biased_gradient() -> Iterator[Step]:
    """The bias only moves the predictions."""
    yield Step(2 / n * Transpose(X) * moved, because="gradient of the mean squared error, with targets y - b 1")
    yield Step(
        2 / n * vector_sum((dot(w, row(X, i)) + b - at(y, i)) * row(X, i), i, 1, n),
        because="X' r is the sum of r_i x_i",
    )


biased_gradient = Formula(
    title="Gradient of the mean squared error of a linear model with bias",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, w), 2 / n * vector_sum((dot(w, row(X, i)) + b - at(y, i)) * row(X, i), i, 1, n)),
    quantities=(biased_loss, *data, weights, offset),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial w} = \frac{2}{n} \sum_{i=1}^n (w^\top x_i + b - y_i) x_i",
                 letters=rows),
        Notation(r"\nabla_w L = -\frac{2}{n} \sum_{i=1}^n x_i (y_i - (w^\top x_i + b))", letters=rows),
        Notation(r"\nabla_w L = \frac{2}{n} X^\top (Xw + b\mathbf{1} - y)"),
    ),
    words=(*common, "gradient", "mse", "bias"),
    derivation=derive_biased_gradient,
    source=Source(murphy, "section 8.2.1"),
)  # fmt: skip

TOPIC = Topic(
    "Least squares with a bias",
    formulas=(
        with_bias,
        half_with_bias,
        biased_gradient,
        bias_derivative,
        half_bias_derivative,
    ),
)
