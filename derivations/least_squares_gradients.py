"""Derivatives of the squared error of a linear model, in its usual scalings, and the steps of gradient descent on it.

An input stands in each row of X; the scalings are those of `least_squares`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Rational, Sum, Transpose

from derivations.least_squares import X, data, features, loss, n, samples, w, weights, y
from derivations.operators import at, dot, equal, gradient, hessian, norm, row, vector_sum
from derivations.vocabulary import (
    Formula,
    Kind,
    Notation,
    Quantity,
    Source,
    Step,
    Topic,
    bound_index,
    free_index,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"
murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
ng = "Ng and Ma, CS229 Lecture Notes"
i = bound_index("i")
half = Rational(1, 2)
residual = X * w - y
predicted = Quantity("y_hat", "the predictions", shape=(samples,), value=X * w)
y_hat = predicted.symbol
total_loss = Quantity("L", "sum of the squared errors", value=norm(residual) ** 2)
half_loss = Quantity("L", "half of the sum of the squared errors", value=half * norm(residual) ** 2)
mean_loss = Quantity("L", "mean of the squared errors", value=norm(residual) ** 2 / n)
half_mean_loss = Quantity("L", "half of the mean of the squared errors", value=norm(residual) ** 2 / (2 * n))
L = loss.symbol
back = Transpose(X) * residual
example = (("x", "X"), ("X", "X"))
ng_letters = (("x", "X"), ("X", "X"), ("m", "n"), ("theta", "w"), ("J", "L"))
common = ("least squares", "linear regression", "squared error", "squared loss", "gradient")


def derive_total() -> Iterator[Step]:
    """Differentiate each square."""
    yield Step(vector_sum(2 * (dot(w, row(X, i)) - at(y, i)) * row(X, i), i, 1, n), because="chain rule on each square")
    yield Step(2 * back, because="a sum of inputs with factors is X' times the vector of the factors")


total_gradient = Formula(
    title="Gradient of the residual sum of squares",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, w), 2 * back),
    quantities=(total_loss, *data, weights, predicted),
    assumptions=(),
    notations=(
        Notation(r"\nabla_w L = 2 X^\top (Xw - y)"),
        Notation(r"\frac{\partial \mathrm{RSS}}{\partial \beta} = -2 X^T (y - X\beta)",
                 letters=(("RSS", "L"), ("beta", "w"))),
        Notation(r"\nabla_w L = 2 X^\top X w - 2 X^\top y"),
        Notation(r"\nabla_w \|Xw - y\|^2 = 2 X^\top (Xw - y)"),
        Notation(r"\frac{\partial L(w)}{\partial w} = 2 \sum_{i=1}^n (w^\top x_i - y_i) x_i", letters=example),
        Notation(r"\nabla_w L = -2 \sum_{i=1}^n (y_i - w^\top x_i) x_i", letters=example),
    ),
    words=(*common, "rss"),
    derivation=derive_total,
    source=Source(hastie, "equation 3.4"),
)  # fmt: skip


def derive_half() -> Iterator[Step]:
    """Differentiate each square."""
    yield Step(vector_sum((dot(w, row(X, i)) - at(y, i)) * row(X, i), i, 1, n), because="differentiate each term")
    yield Step(back, because="a sum of inputs with factors is X' times the vector of the factors")


half_gradient = Formula(
    title="Gradient of half the residual sum of squares",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, w), back),
    quantities=(half_loss, *data, weights, predicted),
    assumptions=(),
    notations=(
        Notation(r"\nabla_w L = X^\top (Xw - y)"),
        Notation(r"\nabla_\theta J(\theta) = X^T X \theta - X^T y", letters=ng_letters),
        Notation(r"\nabla_w \frac{1}{2} \|Xw - y\|^2 = X^\top (Xw - y)"),
        Notation(r"\frac{\partial L(w)}{\partial w} = \sum_{i=1}^n (w^\top x_i - y_i) x_i", letters=example),
        Notation(r"\nabla_w L = -\sum_{i=1}^n (y_i - w^\top x_i) x_i", letters=example),
        Notation(r"\frac{\partial L}{\partial w} = X^\top (\hat{y} - y)"),
    ),
    words=common,
    derivation=derive_half,
    source=Source(bishop, "equation 3.13"),
)  # fmt: skip


def derive_mean() -> Iterator[Step]:
    """Differentiate each square."""
    yield Step(
        vector_sum(2 / n * (dot(w, row(X, i)) - at(y, i)) * row(X, i), i, 1, n), because="chain rule on each square"
    )
    yield Step(2 / n * back, because="a sum of inputs with factors is X' times the vector of the factors")


mean_gradient = Formula(
    title="Gradient of the mean squared error of a linear model",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, w), 2 / n * back),
    quantities=(mean_loss, *data, weights, predicted),
    assumptions=(),
    notations=(
        Notation(r"\nabla_w L = \frac{2}{n} X^\top (Xw - y)"),
        Notation(r"\frac{\partial L}{\partial w} = -\frac{2}{n} X^\top (y - Xw)"),
        Notation(r"\nabla_w \frac{1}{n} \|Xw - y\|^2 = \frac{2}{n} X^\top (Xw - y)"),
        Notation(r"\frac{\partial L}{\partial w} = \frac{2}{n} \sum_{i=1}^n (w^\top x_i - y_i) x_i", letters=example),
        Notation(r"\nabla_w L = -\frac{2}{N} \sum_{i=1}^N x_i (y_i - w^\top x_i)", letters=(*example, ("N", "n"))),
        Notation(r"\frac{\partial L}{\partial w} = \frac{2}{n} X^\top (\hat{y} - y)"),
    ),
    words=(*common, "mse"),
    derivation=derive_mean,
    source=Source(murphy, "section 8.2.1"),
)  # fmt: skip


def derive_half_mean() -> Iterator[Step]:
    """Differentiate each square."""
    yield Step(
        vector_sum((dot(w, row(X, i)) - at(y, i)) * row(X, i), i, 1, n) / n, because="chain rule on each half square"
    )
    yield Step(back / n, because="a sum of inputs with factors is X' times the vector of the factors")


half_mean_gradient = Formula(
    title="Gradient of half the mean squared error of a linear model",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, w), back / n),
    quantities=(half_mean_loss, *data, weights, predicted),
    assumptions=(),
    notations=(
        Notation(r"\nabla_\theta J = \frac{1}{m} X^T (X\theta - y)", letters=ng_letters),
        Notation(r"\nabla_w L = \frac{1}{n} X^\top X w - \frac{1}{n} X^\top y"),
        Notation(r"\nabla_w \frac{1}{2n} \|Xw - y\|^2 = \frac{1}{n} X^\top (Xw - y)"),
        Notation(r"\frac{\partial L}{\partial w} = \frac{1}{n} \sum_{i=1}^n (w^\top x_i - y_i) x_i", letters=example),
        Notation(r"\nabla_w L = \frac{1}{n} X^\top (\hat{y} - y)"),
    ),
    words=common,
    derivation=derive_half_mean,
    source=Source(ng, "section 1.1"),
)  # fmt: skip

coordinate = free_index("j", features)
j = coordinate.symbol
slope_sum = Sum((dot(w, row(X, i)) - at(y, i)) * at(X, i, j), (i, 1, n))


def derive_half_entry() -> Iterator[Step]:
    """The prediction for input i has the derivative x_ij."""
    yield Step(Sum((dot(w, row(X, i)) - at(y, i)) * at(gradient(dot(w, row(X, i)), w), j), (i, 1, n)),
               because="chain rule on each half square")  # fmt: skip
    yield Step(slope_sum, because="the prediction for input i has the derivative x_ij by weight j")


half_entry = Formula(
    title="Derivative of half the residual sum of squares by one weight",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(L, w), j), slope_sum),
    quantities=(half_loss, *data, weights, predicted, coordinate),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial w_j} = \sum_{i=1}^n (w^\top x_i - y_i) x_{ij}", letters=example),
        Notation(r"\frac{\partial}{\partial \theta_j} J(\theta) = \sum_{i=1}^m (\theta^T x^{(i)} - y^{(i)}) x_j^{(i)}",
                 letters=ng_letters),
        Notation(r"\frac{\partial L}{\partial w_j} = -\sum_{i=1}^n (y_i - \hat{y}_i) x_{ij}", letters=example),
    ),
    words=common,
    derivation=derive_half_entry,
    source=Source(ng, "section 1.1"),
)  # fmt: skip


def derive_half_mean_entry() -> Iterator[Step]:
    """The prediction for input i has the derivative x_ij."""
    yield Step(Sum((dot(w, row(X, i)) - at(y, i)) * at(gradient(dot(w, row(X, i)), w), j), (i, 1, n)) / n,
               because="chain rule on each half square")  # fmt: skip
    yield Step(slope_sum / n, because="the prediction for input i has the derivative x_ij by weight j")


half_mean_entry = Formula(
    title="Derivative of half the mean squared error by one weight",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(L, w), j), slope_sum / n),
    quantities=(half_mean_loss, *data, weights, predicted, coordinate),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial w_j} = \frac{1}{n} \sum_{i=1}^n (w^\top x_i - y_i) x_{ij}",
                 letters=example),
        Notation(r"\frac{\partial J(\theta)}{\partial \theta_j} "
                 r"= \frac{1}{m} \sum_{i=1}^m (\theta^T x^{(i)} - y^{(i)}) x_j^{(i)}", letters=ng_letters),
        Notation(r"\frac{\partial J}{\partial \theta_j} = \frac{1}{m} \sum_{i=1}^m (\hat{y}_i - y_i) x_{ij}",
                 letters=ng_letters),
    ),
    words=common,
    derivation=derive_half_mean_entry,
    source=Source(ng, "section 1.1"),
)  # fmt: skip


def derive_mean_entry() -> Iterator[Step]:
    """The prediction for input i has the derivative x_ij."""
    yield Step(2 / n * Sum((dot(w, row(X, i)) - at(y, i)) * at(gradient(dot(w, row(X, i)), w), j), (i, 1, n)),
               because="chain rule on each square")  # fmt: skip
    yield Step(2 / n * slope_sum, because="the prediction for input i has the derivative x_ij by weight j")


mean_entry = Formula(
    title="Derivative of the mean squared error by one weight",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(L, w), j), 2 / n * slope_sum),
    quantities=(mean_loss, *data, weights, predicted, coordinate),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial w_j} = \frac{2}{n} \sum_{i=1}^n (w^\top x_i - y_i) x_{ij}",
                 letters=example),
        Notation(r"\frac{\partial L}{\partial w_j} = -\frac{2}{n} \sum_{i=1}^n (y_i - \hat{y}_i) x_{ij}",
                 letters=example),
        Notation(r"\frac{\partial J}{\partial \theta_j} "
                 r"= \frac{2}{m} \sum_{i=1}^m (\theta^T x^{(i)} - y^{(i)}) x_j^{(i)}", letters=ng_letters),
    ),
    words=(*common, "mse"),
    derivation=derive_mean_entry,
    source=Source(murphy, "section 8.2.1"),
)  # fmt: skip


def derive_hessian() -> Iterator[Step]:
    """The gradient is affine in the weights."""
    yield Step(vector_sum(row(X, i) * Transpose(row(X, i)), i, 1, n),
               because="each half square has the Hessian x_i x_i'")  # fmt: skip
    yield Step(Transpose(X) * X, because="the sum of the outer products of the rows")


half_hessian = Formula(
    title="Hessian of half the residual sum of squares",
    kind=Kind.GRADIENT,
    statement=equal(hessian(L, w), Transpose(X) * X),
    quantities=(half_loss, *data, weights),
    assumptions=(),
    notations=(
        Notation(r"\nabla_w^2 L = X^\top X"),
        Notation(r"\nabla_w^2 L(w) = \sum_{i=1}^n x_i x_i^\top", letters=example),
    ),
    words=(*common, "hessian"),
    derivation=derive_hessian,
    source=Source(murphy, "section 11.2.2"),
)  # fmt: skip


def derive_mean_hessian() -> Iterator[Step]:
    """The gradient is affine in the weights."""
    yield Step(vector_sum(row(X, i) * Transpose(row(X, i)), i, 1, n) / n,
               because="each half square has the Hessian x_i x_i'")  # fmt: skip
    yield Step(Transpose(X) * X / n, because="the sum of the outer products of the rows")


half_mean_hessian = Formula(
    title="Hessian of half the mean squared error",
    kind=Kind.GRADIENT,
    statement=equal(hessian(L, w), Transpose(X) * X / n),
    quantities=(half_mean_loss, *data, weights),
    assumptions=(),
    notations=(
        Notation(r"\nabla_w^2 L = \frac{1}{n} X^\top X"),
        Notation(r"\nabla_w^2 L(w) = \frac{1}{n} \sum_{i=1}^n x_i x_i^\top", letters=example),
    ),
    words=(*common, "hessian"),
    derivation=derive_mean_hessian,
    source=Source(murphy, "section 11.2.2"),
)  # fmt: skip

TOPIC = Topic(
    "Derivatives of least squares",
    formulas=(
        total_gradient,
        half_gradient,
        mean_gradient,
        half_mean_gradient,
        half_entry,
        mean_entry,
        half_mean_entry,
        half_hessian,
        half_mean_hessian,
    ),
)
