"""Least squares with an input in each column of X, so that the predictions are X'w.

Many texts lay their data out in this way: the matrices of `least_squares` and `ridge` are transposed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Identity, Inverse, Rational, Sum, Transpose

from derivations.operators import at, column, dot, equal, gradient, hessian, norm, vector_sum
from derivations.vocabulary import (
    POSITIVE,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    free_index,
)

murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
schoelkopf = "Schölkopf and Smola, Learning with Kernels"
samples = Size("n", "samples", smallest=3, largest=4)
features = Size("d", "features", largest=2)
n, d = samples.symbol, features.symbol
i = bound_index("i")
coordinate = free_index("j", features)
j = coordinate.symbol
inputs = Quantity("X", "the inputs, one in each column", shape=(features, samples))
targets = Quantity("y", "the targets", shape=(samples,))
weights = Quantity("w", "the weights", shape=(features,))
solved = Quantity("w_hat", "the weights that minimise the objective", shape=(features,))
penalty = Quantity("mu", "strength of the penalty", domain=POSITIVE)
X, y, w, w_hat, mu = (q.symbol for q in (inputs, targets, weights, solved, penalty))
residual = Transpose(X) * w - y
half_loss = Quantity("L", "half of the sum of the squared errors", value=Rational(1, 2) * norm(residual) ** 2)
mean_loss = Quantity("L", "mean of the squared errors", value=norm(residual) ** 2 / n)
half_mean_loss = Quantity("L", "half of the mean of the squared errors", value=norm(residual) ** 2 / (2 * n))
L = half_loss.symbol
predicted = Quantity("y_hat", "the predictions", shape=(samples,), value=Transpose(X) * w)
data = (inputs, targets)
terms = (dot(w, column(X, i)) - at(y, i)) * at(X, j, i)
example = (("x", "X"), ("X", "X"))
common = ("least squares", "linear regression", "squared error", "squared loss", "gradient")


def minimum_of(objective: Any) -> Any:
    """The minimiser of a quadratic function of the weights: one Newton step from any weights."""
    return w - Inverse(hessian(objective, w)) * gradient(objective, w)


def derive_solution() -> Iterator[Step]:
    """One Newton step from anywhere."""
    yield Step(minimum_of(norm(residual) ** 2), because="minimise |X'w - y|^2: one Newton step")
    yield Step(w - Inverse(X * Transpose(X)) * X * residual, because="gradient and Hessian, the factor 2 cancels")
    yield Step(Inverse(X * Transpose(X)) * X * y, because="the terms in w cancel")


solution = Formula(
    title="Solution of least squares, inputs in columns",
    kind=Kind.DEFINITION,
    statement=equal(w_hat, Inverse(X * Transpose(X)) * X * y),
    quantities=(solved, *data, weights),
    assumptions=(),
    notations=(
        Notation(r"w^* = (X X^\top)^{-1} X y", letters=(("w_star", "w_hat"),)),
        Notation(r"\hat{\beta} = \left(X X^T\right)^{-1} X y", letters=(("beta_hat", "w_hat"),)),
    ),
    words=("least squares", "linear regression", "normal equation", "ols", "closed form"),
    derivation=derive_solution,
    source=Source(murphy, "section 11.2.2"),
)


def derive_ridge() -> Iterator[Step]:
    """One Newton step from anywhere."""
    yield Step(
        minimum_of(norm(residual) ** 2 + mu * norm(w) ** 2), because="minimise |X'w - y|^2 + mu |w|^2: one Newton step"
    )
    yield Step(
        w - Inverse(X * Transpose(X) + mu * Identity(d)) * (X * residual + mu * w),
        because="gradient and Hessian, the factor 2 cancels",
    )
    yield Step(Inverse(X * Transpose(X) + mu * Identity(d)) * X * y, because="the terms in w cancel")


ridge_solution = Formula(
    title="Solution of ridge regression, inputs in columns",
    kind=Kind.DEFINITION,
    statement=equal(w_hat, Inverse(X * Transpose(X) + mu * Identity(d)) * X * y),
    quantities=(solved, *data, penalty, weights),
    assumptions=(),
    notations=(
        Notation(r"w^* = (X X^\top + \lambda I)^{-1} X y", letters=(("w_star", "w_hat"), ("lambda", "mu"))),
        Notation(r"\hat{w} = \left(\lambda I + X X^T\right)^{-1} X y", letters=(("lambda", "mu"),)),
    ),
    words=("ridge", "regularized least squares", "l2", "tikhonov"),
    derivation=derive_ridge,
    source=Source(schoelkopf, "section 4.2"),
)


def derive_half() -> Iterator[Step]:
    """Differentiate each half square."""
    yield Step(vector_sum((dot(w, column(X, i)) - at(y, i)) * column(X, i), i, 1, n), because="differentiate each term")
    yield Step(X * residual, because="a sum of columns with factors is X times the vector of the factors")


half_gradient = Formula(
    title="Gradient of half the squared error, inputs in columns",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, w), X * residual),
    quantities=(half_loss, *data, weights),
    assumptions=(),
    notations=(
        Notation(r"\nabla_w L = X (X^\top w - y)"),
        Notation(r"\frac{\partial L}{\partial w} = X X^\top w - X y"),
        Notation(r"\nabla_w \frac{1}{2} \|X^\top w - y\|^2 = X (X^\top w - y)"),
    ),
    words=common,
    derivation=derive_half,
    source=Source(schoelkopf, "section 4.2"),
)


def derive_mean() -> Iterator[Step]:
    """Differentiate each square."""
    yield Step(2 / n * vector_sum((dot(w, column(X, i)) - at(y, i)) * column(X, i), i, 1, n),
               because="differentiate each term")  # fmt: skip
    yield Step(2 / n * X * residual, because="a sum of columns with factors is X times the vector of the factors")


mean_gradient = Formula(
    title="Gradient of the mean squared error, inputs in columns",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, w), 2 / n * X * residual),
    quantities=(mean_loss, *data, weights),
    assumptions=(),
    notations=(
        Notation(r"\nabla_w L = \frac{2}{n} X (X^\top w - y)"),
        Notation(r"\frac{\partial L}{\partial w} = -\frac{2}{N} X (y - X^\top w)", letters=(("N", "n"),)),
        Notation(r"\nabla_w \frac{1}{n} \|X^\top w - y\|^2 = \frac{2}{n} X (X^\top w - y)"),
    ),
    words=(*common, "mse"),
    derivation=derive_mean,
    source=Source(murphy, "section 8.2.1"),
)


def derive_half_mean() -> Iterator[Step]:
    """Differentiate each half square."""
    yield Step(vector_sum((dot(w, column(X, i)) - at(y, i)) * column(X, i), i, 1, n) / n,
               because="differentiate each term")  # fmt: skip
    yield Step(X * residual / n, because="a sum of columns with factors is X times the vector of the factors")


half_mean_gradient = Formula(
    title="Gradient of half the mean squared error, inputs in columns",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, w), X * residual / n),
    quantities=(half_mean_loss, *data, weights),
    assumptions=(),
    notations=(
        Notation(r"\nabla_w L = \frac{1}{n} X (X^\top w - y)"),
        Notation(r"\frac{\partial J}{\partial \theta} = \frac{1}{m} X (X^T \theta - y)",
                 letters=(("J", "L"), ("m", "n"), ("theta", "w"))),
    ),
    words=common,
    derivation=derive_half_mean,
    source=Source(murphy, "section 8.2.1"),
)  # fmt: skip


def derive_half_entry() -> Iterator[Step]:
    """The prediction for input i has the derivative x_ji."""
    yield Step(Sum((dot(w, column(X, i)) - at(y, i)) * at(gradient(dot(w, column(X, i)), w), j), (i, 1, n)),
               because="chain rule on each half square")  # fmt: skip
    yield Step(Sum(terms, (i, 1, n)), because="the prediction for input i has the derivative x_ji by weight j")


half_entry = Formula(
    title="Derivative of half the squared error by one weight, inputs in columns",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(L, w), j), Sum(terms, (i, 1, n))),
    quantities=(half_loss, *data, weights, predicted, coordinate),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial w_j} = \sum_{i=1}^n (\hat{y}_i - y_i) x_{ji}", letters=example),
        Notation(r"\frac{\partial L}{\partial w_j} = -\sum_{i=1}^n (y_i - \hat{y}_i) x_{ji}", letters=example),
    ),
    words=common,
    derivation=derive_half_entry,
    source=Source(murphy, "section 8.2.1"),
)


def derive_half_mean_entry() -> Iterator[Step]:
    """The prediction for input i has the derivative x_ji."""
    yield Step(Sum((dot(w, column(X, i)) - at(y, i)) * at(gradient(dot(w, column(X, i)), w), j), (i, 1, n)) / n,
               because="chain rule on each half square")  # fmt: skip
    yield Step(Sum(terms, (i, 1, n)) / n, because="the prediction for input i has the derivative x_ji by weight j")


half_mean_entry = Formula(
    title="Derivative of half the mean squared error by one weight, inputs in columns",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(L, w), j), Sum(terms, (i, 1, n)) / n),
    quantities=(half_mean_loss, *data, weights, predicted, coordinate),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial w_j} = \frac{1}{n} \sum_{i=1}^n (\hat{y}_i - y_i) x_{ji}",
                 letters=example),
        Notation(r"\frac{\partial L}{\partial w_j} = -\frac{1}{n} \sum_{i=1}^n (y_i - \hat{y}_i) x_{ji}",
                 letters=example),
    ),
    words=common,
    derivation=derive_half_mean_entry,
    source=Source(murphy, "section 8.2.1"),
)  # fmt: skip


def derive_mean_entry() -> Iterator[Step]:
    """The prediction for input i has the derivative x_ji."""
    yield Step(2 / n * Sum((dot(w, column(X, i)) - at(y, i)) * at(gradient(dot(w, column(X, i)), w), j), (i, 1, n)),
               because="chain rule on each square")  # fmt: skip
    yield Step(2 / n * Sum(terms, (i, 1, n)), because="the prediction for input i has the derivative x_ji by weight j")


mean_entry = Formula(
    title="Derivative of the mean squared error by one weight, inputs in columns",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(L, w), j), 2 / n * Sum(terms, (i, 1, n))),
    quantities=(mean_loss, *data, weights, predicted, coordinate),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial w_j} = \frac{2}{n} \sum_{i=1}^n (\hat{y}_i - y_i) x_{ji}",
                 letters=example),
        Notation(r"\frac{\partial L}{\partial w_j} = -\frac{2}{n} \sum_{i=1}^n (y_i - \hat{y}_i) x_{ji}",
                 letters=example),
    ),
    words=(*common, "mse"),
    derivation=derive_mean_entry,
    source=Source(murphy, "section 8.2.1"),
)  # fmt: skip

TOPIC = Topic(
    "Least squares with inputs in columns",
    formulas=(
        solution,
        ridge_solution,
        half_gradient,
        mean_gradient,
        half_mean_gradient,
        half_entry,
        mean_entry,
        half_mean_entry,
    ),
)
