"""Least squares: the squared error of a linear model in the four usual scalings, and its minimiser.

An input stands in each row of X, so that the predictions are X w. The sum of the squared errors stands plainly, with
1/2, with 1/n and with 1/(2n); the minimiser is the same. The derivatives stand in `least_squares_gradients`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Inverse, MatMul, Rational, Sum, Transpose

from derivations.operators import at, diagonal_matrix, dot, equal, gradient, hessian, norm, row
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
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"
murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
samples = Size("n", "samples", smallest=2, largest=4)
features = Size("d", "features", largest=2)
n, d = samples.symbol, features.symbol
i = bound_index("i")
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
targets = Quantity("y", "the targets", shape=(samples,))
weights = Quantity("w", "the weights", shape=(features,))
X, y, w = inputs.symbol, targets.symbol, weights.symbol
data = (inputs, targets)
loss = Quantity("L", "the squared error")
L = loss.symbol
squares = Sum((dot(w, row(X, i)) - at(y, i)) ** 2, (i, 1, n))
half = Rational(1, 2)
example = (("x", "X"),)
common = ("least squares", "linear regression", "squared error", "squared loss", "sum of squares")


def derive_total() -> Iterator[Step]:
    """The errors are the entries of X w - y."""
    yield Step(norm(X * w - y) ** 2, because="the squared length of the vector of errors")
    yield Step(squares, because="entry i of X w is the inner product of the weights with input i")


total = Formula(
    title="Residual sum of squares",
    kind=Kind.DEFINITION,
    statement=equal(L, squares),
    quantities=(loss, *data, weights),
    assumptions=(),
    notations=(
        Notation(r"L(w) = \sum_{i=1}^n (y_i - w^\top x_i)^2", letters=example),
        Notation(r"J(\theta) = \sum_{i=1}^m (\theta^T x^{(i)} - y^{(i)})^2", letters=(*example, ("m", "n"),
                 ("theta", "w"), ("J", "L"))),
        Notation(r"E = \|Xw - y\|^2", letters=(("E", "L"),)),
        Notation(r"\mathrm{RSS}(\beta) = (y - X\beta)^T (y - X\beta)", letters=(("RSS", "L"), ("beta", "w"))),
        Notation(r"S(\beta) = \sum_{i=1}^n \left(y_i - \sum_{j=1}^p x_{ij} \beta_j\right)^2",
                 letters=(("S", "L"), ("beta", "w"), ("p", "d"), *example)),
    ),
    words=(*common, "rss", "residual"),
    derivation=derive_total,
    source=Source(hastie, "equation 3.2"),
)  # fmt: skip


def derive_half() -> Iterator[Step]:
    """Half of the squared length."""
    yield Step(norm(X * w - y) ** 2 / 2, because="half of the squared length of the vector of errors")
    yield Step(half * squares, because="entry i of X w is the inner product of the weights with input i")


half_total = Formula(
    title="Sum of squared errors with the factor 1/2",
    kind=Kind.DEFINITION,
    statement=equal(L, half * squares),
    quantities=(loss, *data, weights),
    assumptions=(),
    notations=(
        Notation(r"E_D(w) = \frac{1}{2} \sum_{n=1}^N \{t_n - w^\top \phi_n\}^2",
                 letters=(("E_D", "L"), ("t", "y"), ("phi", "X"), ("N", "n"))),
        Notation(r"J(\theta) = \frac{1}{2} \sum_{i=1}^m (\theta^T x^{(i)} - y^{(i)})^2",
                 letters=(*example, ("m", "n"), ("theta", "w"), ("J", "L"))),
        Notation(r"L(w) = \frac{1}{2} \|Xw - y\|_2^2"),
        Notation(r"J(\theta) = \frac{1}{2} (X\theta - y)^T (X\theta - y)", letters=(("theta", "w"), ("J", "L"))),
    ),
    words=common,
    derivation=derive_half,
    source=Source(bishop, "equation 3.12"),
)  # fmt: skip


def derive_mean() -> Iterator[Step]:
    """The mean over the samples."""
    yield Step(norm(X * w - y) ** 2 / n, because="the mean of the squared entries of X w - y")
    yield Step(squares / n, because="entry i of X w is the inner product of the weights with input i")


mean = Formula(
    title="Mean squared error of a linear model",
    kind=Kind.DEFINITION,
    statement=equal(L, squares / n),
    quantities=(loss, *data, weights),
    assumptions=(),
    notations=(
        Notation(r"L(w) = \frac{1}{n} \sum_{i=1}^n (y_i - w^\top x_i)^2", letters=example),
        Notation(r"\mathcal{L}(w) = \frac{1}{n} \|y - Xw\|_2^2", letters=(("calL", "L"),)),
        Notation(r"\mathrm{MSE} = \frac{1}{N} (y - X\theta)^\top (y - X\theta)",
                 letters=(("MSE", "L"), ("N", "n"), ("theta", "w"))),
    ),
    words=(*common, "mse"),
    derivation=derive_mean,
    source=Source(murphy, "section 4.2.7"),
)  # fmt: skip


def derive_half_mean() -> Iterator[Step]:
    """Half of the mean over the samples."""
    yield Step(norm(X * w - y) ** 2 / (2 * n), because="half of the mean of the squared entries of X w - y")
    yield Step(squares / (2 * n), because="entry i of X w is the inner product of the weights with input i")


half_mean = Formula(
    title="Mean squared error with the factor 1/2",
    kind=Kind.DEFINITION,
    statement=equal(L, squares / (2 * n)),
    quantities=(loss, *data, weights),
    assumptions=(),
    notations=(
        Notation(r"J(\theta) = \frac{1}{2m} \sum_{i=1}^m (\theta^T x^{(i)} - y^{(i)})^2",
                 letters=(*example, ("m", "n"), ("theta", "w"), ("J", "L"))),
        Notation(r"L(w) = \frac{1}{n} \sum_{i=1}^n \frac{1}{2} (w^\top x_i - y_i)^2", letters=example),
        Notation(r"J(\theta) = \frac{1}{2m} \|X\theta - y\|^2", letters=(("m", "n"), ("theta", "w"), ("J", "L"))),
        Notation(r"J(\theta) = \frac{1}{2m} (X\theta - y)^T (X\theta - y)",
                 letters=(("m", "n"), ("theta", "w"), ("J", "L"))),
    ),
    words=common,
    derivation=derive_half_mean,
    source=Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "section 3.1.1.2"),
)  # fmt: skip

def derive_expanded() -> Iterator[Step]:
    """Multiply out; the two mixed terms are the same number."""
    yield Step(dot(y, y) - dot(y, X * w) - dot(X * w, y) + dot(X * w, X * w), because="multiply out")
    yield Step(
        dot(y, y) - 2 * dot(w, Transpose(X) * y) + dot(w, Transpose(X) * X * w),
        because="both mixed terms are the number w'X'y; move X to the other side of the last product",
    )


expanded = Formula(
    title="Residual sum of squares multiplied out",
    kind=Kind.IDENTITY,
    statement=equal(
        norm(y - X * w) ** 2, dot(y, y) - 2 * dot(w, Transpose(X) * y) + dot(w, Transpose(X) * X * w)
    ),
    quantities=(*data, weights),
    assumptions=(),
    notations=(
        Notation(r"(y - Xw)^\top (y - Xw) = y^\top y - 2 w^\top X^\top y + w^\top X^\top X w"),
        Notation(r"\|y - X\beta\|_2^2 = y^T y - 2 y^T X \beta + \beta^T X^T X \beta", letters=(("beta", "w"),)),
        Notation(r"(X\theta - y)^T (X\theta - y) = \theta^T X^T X \theta - \theta^T X^T y - y^T X \theta + y^T y",
                 letters=(("theta", "w"),)),
    ),
    words=common,
    derivation=derive_expanded,
    source=Source(hastie, "section 3.2"),
)  # fmt: skip


tall = Size("n", "samples", smallest=3, largest=4)
long_inputs = Quantity("X", "the inputs, one in each row", shape=(tall, features))
long_targets = Quantity("y", "the targets", shape=(tall,))
solved = Quantity("w_hat", "the weights with the least squared error", shape=(features,))
T, t, w_hat = long_inputs.symbol, long_targets.symbol, solved.symbol
tall_data = (long_inputs, long_targets)


def minimum_of(objective: Any) -> Any:
    """The minimiser of a quadratic function of the weights: one Newton step from any weights."""
    return w - Inverse(hessian(objective, w)) * gradient(objective, w)


def derive_solution() -> Iterator[Step]:
    """One Newton step from anywhere."""
    yield Step(minimum_of(norm(T * w - t) ** 2), because="minimise |X w - y|^2: one Newton step")
    yield Step(
        w - Inverse(Transpose(T) * T) * Transpose(T) * (T * w - t), because="gradient and Hessian, the factor 2 cancels"
    )
    yield Step(Inverse(Transpose(T) * T) * Transpose(T) * t, because="the terms in w cancel")


solution = Formula(
    title="Solution of least squares",
    kind=Kind.DEFINITION,
    statement=equal(w_hat, Inverse(Transpose(T) * T) * Transpose(T) * t),
    quantities=(solved, *tall_data, weights),
    assumptions=(),
    notations=(
        Notation(r"w^* = (X^\top X)^{-1} X^\top y", letters=(("w_star", "w_hat"),)),
        Notation(r"\hat{\beta} = (X^T X)^{-1} X^T y", letters=(("beta_hat", "w_hat"),)),
        Notation(r"w_{\mathrm{ML}} = \left(\Phi^T \Phi\right)^{-1} \Phi^T t",
                 letters=(("w_ML", "w_hat"), ("Phi", "X"), ("t", "y"))),
        Notation(r"\theta = \left(\sum_{i=1}^n x_i x_i^\top\right)^{-1} \sum_{i=1}^n x_i y_i",
                 letters=(("theta", "w_hat"), *example)),
        Notation(r"\hat{w} = (X^\top X)^{-1} \sum_{i=1}^n y_i x_i", letters=(*example, ("X", "X"))),
    ),
    words=("least squares", "linear regression", "normal equation", "ols", "closed form", "maximum likelihood"),
    derivation=derive_solution,
    source=Source(bishop, "equation 3.15"),
)  # fmt: skip

minimiser = Quantity(
    "w_hat", "the least-squares solution", shape=(features,), value=Inverse(Transpose(T) * T) * Transpose(T) * t
)


def derive_normal_equations() -> Iterator[Step]:
    """Put the solution in."""
    moment = Transpose(T) * T
    yield Step(
        MatMul(moment, Inverse(moment), Transpose(T), t, evaluate=False), because="put the least-squares solution in"
    )
    yield Step(Transpose(T) * t, because="a matrix meets its inverse")


normal_equations = Formula(
    title="Normal equations",
    kind=Kind.IDENTITY,
    statement=equal(Transpose(T) * T * w_hat, Transpose(T) * t),
    quantities=(minimiser, *tall_data),
    assumptions=(),
    notations=(
        Notation(r"X^\top X \hat{w} = X^\top y"),
        Notation(r"\Phi^T \Phi w^* = \Phi^T t", letters=(("Phi", "X"), ("t", "y"), ("w_star", "w_hat"))),
        Notation(r"\left(\sum_{i=1}^n x_i x_i^\top\right) \hat{w} = \sum_{i=1}^n y_i x_i", letters=example),
    ),
    words=("least squares", "linear regression", "normal equation", "ols"),
    derivation=derive_normal_equations,
    source=Source(bishop, "section 3.1.1"),
)

importance = Quantity("r", "weights of the samples", shape=(tall,), domain=POSITIVE)
r = importance.symbol
spread = Quantity("R", "weights of the samples on the diagonal", shape=(tall, tall), value=diagonal_matrix(r))
R = spread.symbol


def derive_weighted() -> Iterator[Step]:
    """One Newton step on the weighted squares."""
    objective = Sum(at(r, i) * (dot(w, row(T, i)) - at(t, i)) ** 2, (i, 1, n))
    yield Step(minimum_of(objective), because="minimise the sum of r_i (w'x_i - y_i)^2: one Newton step")
    yield Step(
        w - Inverse(Transpose(T) * R * T) * Transpose(T) * R * (T * w - t),
        because="gradient and Hessian, the factor 2 cancels",
    )
    yield Step(Inverse(Transpose(T) * R * T) * Transpose(T) * R * t, because="the terms in w cancel")


weighted_solution = Formula(
    title="Solution of weighted least squares",
    kind=Kind.DEFINITION,
    statement=equal(w_hat, Inverse(Transpose(T) * R * T) * Transpose(T) * R * t),
    quantities=(solved, *tall_data, spread, importance, weights),
    assumptions=(),
    notations=(
        Notation(r"\hat{w} = (X^\top R X)^{-1} X^\top R y"),
        Notation(r"\hat{\beta}_{\mathrm{WLS}} = \left(X^T W X\right)^{-1} X^T W y",
                 letters=(("beta_hat_WLS", "w_hat"), ("W", "R"))),
        Notation(r"w^* = \left(\sum_{i=1}^n r_i x_i x_i^\top\right)^{-1} \sum_{i=1}^n r_i y_i x_i",
                 letters=(("w_star", "w_hat"), *example)),
    ),
    words=("weighted least squares", "locally weighted", "weighted linear regression", "wls", "heteroscedastic"),
    derivation=derive_weighted,
    source=Source(bishop, "exercise 3.3"),
)  # fmt: skip

TOPIC = Topic(
    "Least squares",
    formulas=(
        total,
        half_total,
        mean,
        half_mean,
        expanded,
        solution,
        normal_equations,
        weighted_solution,
    ),
)
