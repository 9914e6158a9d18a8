"""Penalised regression: the objectives of ridge regression and of the lasso, in their usual scalings.

An input stands in each row of X. Soft thresholding and the singular basis stand in `soft_thresholding`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Rational, Sum, Transpose

from derivations.least_squares import L, X, data, features, loss, n, squares, w, weights, y
from derivations.operators import at, equal, gradient, norm, norm1
from derivations.vocabulary import (
    POSITIVE,
    Formula,
    Kind,
    Notation,
    Quantity,
    Source,
    Step,
    Topic,
    bound_index,
)

hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"
murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
bishop = "Bishop, Pattern Recognition and Machine Learning"
strength = Quantity("mu", "strength of the penalty", domain=POSITIVE)
mu = strength.symbol
half = Rational(1, 2)
i, j = bound_index("i j")
d = features.symbol
example = (("x", "X"), ("X", "X"))
lam = (("lambda", "mu"),)
ridge_words = ("ridge", "l2", "tikhonov", "regularized", "regularised", "weight decay")
lasso_words = ("lasso", "l1", "sparse", "sparsity", "soft threshold", "shrinkage")


def derive_ridge() -> Iterator[Step]:
    """Errors and penalty as squared lengths."""
    yield Step(norm(y - X * w) ** 2 + mu * norm(w) ** 2, because="errors and penalty as squared lengths")
    yield Step(squares + mu * Sum(at(w, j) ** 2, (j, 1, d)), because="squared lengths as sums")


ridge_objective = Formula(
    title="Objective of ridge regression",
    kind=Kind.DEFINITION,
    statement=equal(L, squares + mu * Sum(at(w, j) ** 2, (j, 1, d))),
    quantities=(loss, *data, weights, strength),
    assumptions=(),
    notations=(
        Notation(r"L(w) = \|y - Xw\|_2^2 + \lambda \|w\|_2^2", letters=lam),
        Notation(r"L(w) = \sum_{i=1}^n (y_i - w^\top x_i)^2 + \lambda \sum_{j=1}^d w_j^2", letters=(*lam, *example)),
        Notation(r"J(\theta) = (X\theta - y)^T (X\theta - y) + \lambda \theta^T \theta",
                 letters=(*lam, ("J", "L"), ("theta", "w"))),
    ),
    words=ridge_words,
    derivation=derive_ridge,
    source=Source(hastie, "equation 3.41"),
)  # fmt: skip


def derive_half_ridge() -> Iterator[Step]:
    """Errors and penalty as squared lengths."""
    yield Step((norm(y - X * w) ** 2 + mu * norm(w) ** 2) / 2, because="errors and penalty as squared lengths")
    yield Step(half * squares + mu / 2 * Sum(at(w, j) ** 2, (j, 1, d)), because="squared lengths as sums")


half_ridge_objective = Formula(
    title="Objective of ridge regression with the factor 1/2",
    kind=Kind.DEFINITION,
    statement=equal(L, half * squares + mu / 2 * Sum(at(w, j) ** 2, (j, 1, d))),
    quantities=(loss, *data, weights, strength),
    assumptions=(),
    notations=(
        Notation(r"L(w) = \frac{1}{2} \|Xw - y\|^2 + \frac{\lambda}{2} \|w\|^2", letters=lam),
        Notation(r"\tilde{E}(w) = \frac{1}{2} \sum_{n=1}^N \{t_n - w^T \phi_n\}^2 + \frac{\lambda}{2} w^T w",
                 letters=(*lam, ("E_tilde", "L"), ("t", "y"), ("phi", "X"), ("N", "n"))),
        Notation(r"J(w) = \frac{1}{2} \sum_{i=1}^n (y_i - w^\top x_i)^2 + \frac{\lambda}{2} \sum_{j=1}^d w_j^2",
                 letters=(*lam, ("J", "L"), *example)),
    ),
    words=ridge_words,
    derivation=derive_half_ridge,
    source=Source(bishop, "equation 3.27"),
)  # fmt: skip


def derive_mean_ridge() -> Iterator[Step]:
    """Errors and penalty as squared lengths."""
    yield Step(norm(y - X * w) ** 2 / n + mu * norm(w) ** 2, because="errors and penalty as squared lengths")
    yield Step(squares / n + mu * Sum(at(w, j) ** 2, (j, 1, d)), because="squared lengths as sums")


mean_ridge_objective = Formula(
    title="Objective of ridge regression with the mean squared error",
    kind=Kind.DEFINITION,
    statement=equal(L, squares / n + mu * Sum(at(w, j) ** 2, (j, 1, d))),
    quantities=(loss, *data, weights, strength),
    assumptions=(),
    notations=(
        Notation(r"L(w) = \frac{1}{n} \|Xw - y\|^2 + \lambda \|w\|^2", letters=lam),
        Notation(r"L(w) = \frac{1}{n} \sum_{i=1}^n (y_i - w^\top x_i)^2 + \lambda \|w\|_2^2", letters=(*lam, *example)),
        Notation(r"J(\theta) = \frac{1}{m} \sum_{i=1}^m (\theta^T x^{(i)} - y^{(i)})^2 "
                 r"+ \lambda \sum_{j=1}^n \theta_j^2",
                 letters=(*lam, ("J", "L"), ("theta", "w"), ("m", "n"), ("n", "d"), *example)),
    ),
    words=ridge_words,
    derivation=derive_mean_ridge,
    source=Source(murphy, "section 4.5.3"),
)  # fmt: skip


def derive_ng_ridge() -> Iterator[Step]:
    """Errors and penalty as squared lengths."""
    yield Step((norm(y - X * w) ** 2 + mu * norm(w) ** 2) / (2 * n), because="errors and penalty as squared lengths")
    yield Step((squares + mu * Sum(at(w, j) ** 2, (j, 1, d))) / (2 * n), because="squared lengths as sums")


scaled_ridge_objective = Formula(
    title="Objective of ridge regression, all of it over 2n",
    kind=Kind.DEFINITION,
    statement=equal(L, (squares + mu * Sum(at(w, j) ** 2, (j, 1, d))) / (2 * n)),
    quantities=(loss, *data, weights, strength),
    assumptions=(),
    notations=(
        Notation(r"J(\theta) = \frac{1}{2m} \left[\sum_{i=1}^m (\theta^T x^{(i)} - y^{(i)})^2 "
                 r"+ \lambda \sum_{j=1}^n \theta_j^2\right]",
                 letters=(*lam, ("J", "L"), ("theta", "w"), ("m", "n"), ("n", "d"), *example)),
        Notation(r"J(\theta) = \frac{1}{2m} \sum_{i=1}^m (\theta^T x^{(i)} - y^{(i)})^2 "
                 r"+ \frac{\lambda}{2m} \sum_{j=1}^n \theta_j^2",
                 letters=(*lam, ("J", "L"), ("theta", "w"), ("m", "n"), ("n", "d"), *example)),
        Notation(r"L(w) = \frac{1}{2n} \|Xw - y\|^2 + \frac{\lambda}{2n} \|w\|^2", letters=lam),
    ),
    words=ridge_words,
    derivation=derive_ng_ridge,
    source=Source("Ng and Ma, CS229 Lecture Notes", "section 9.1"),
)  # fmt: skip


def derive_plain_gradient() -> Iterator[Step]:
    """Both squares."""
    yield Step(2 * Transpose(X) * X * w - 2 * Transpose(X) * y + 2 * mu * w, because="gradients of both squares")
    yield Step(2 * Transpose(X) * (X * w - y) + 2 * mu * w, because="take X' out")


ridge_loss = Quantity("L", "the ridge objective", value=norm(X * w - y) ** 2 + mu * norm(w) ** 2)
ridge_gradient = Formula(
    title="Gradient of the ridge objective without the factor 1/2",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, w), 2 * Transpose(X) * (X * w - y) + 2 * mu * w),
    quantities=(ridge_loss, *data, weights, strength),
    assumptions=(),
    notations=(
        Notation(r"\nabla_w L = 2 X^\top (Xw - y) + 2 \lambda w", letters=lam),
        Notation(r"\frac{\partial L}{\partial w} = -2 X^\top (y - Xw) + 2 \lambda w", letters=lam),
        Notation(r"\nabla_w \left(\|Xw - y\|^2 + \lambda \|w\|^2\right) = 2 (X^\top X + \lambda I) w - 2 X^\top y",
                 letters=lam),
        Notation(r"\frac{\partial L}{\partial w} = 2 \sum_{i=1}^n (w^\top x_i - y_i) x_i + 2 \lambda w",
                 letters=(*lam, *example)),
    ),
    words=("gradient", *ridge_words),
    derivation=derive_plain_gradient,
    source=Source(hastie, "section 3.4.1"),
)  # fmt: skip


def derive_lasso() -> Iterator[Step]:
    """Half of a squared length and a sum of absolute values."""
    yield Step(norm(y - X * w) ** 2 / 2 + mu * norm1(w), because="the lasso: errors, and the sum of absolute weights")
    yield Step(half * squares + mu * Sum(Abs(at(w, j)), (j, 1, d)), because="written as sums")


lasso_objective = Formula(
    title="Objective of the lasso",
    kind=Kind.DEFINITION,
    statement=equal(L, half * squares + mu * Sum(Abs(at(w, j)), (j, 1, d))),
    quantities=(loss, *data, weights, strength),
    assumptions=(),
    notations=(
        Notation(r"L(w) = \frac{1}{2} \|Xw - y\|_2^2 + \lambda \|w\|_1", letters=lam),
        Notation(r"L(\beta) = \frac{1}{2} \sum_{i=1}^n (y_i - x_i^T \beta)^2 + \lambda \sum_{j=1}^p |\beta_j|",
                 letters=(*lam, *example, ("beta", "w"), ("p", "d"))),
    ),
    words=lasso_words,
    derivation=derive_lasso,
    source=Source(hastie, "equation 3.52"),
)  # fmt: skip


def derive_plain_lasso() -> Iterator[Step]:
    """A squared length and a sum of absolute values."""
    yield Step(norm(y - X * w) ** 2 + mu * norm1(w), because="the lasso: errors, and the sum of absolute weights")
    yield Step(squares + mu * Sum(Abs(at(w, j)), (j, 1, d)), because="written as sums")


plain_lasso_objective = Formula(
    title="Objective of the lasso without the factor 1/2",
    kind=Kind.DEFINITION,
    statement=equal(L, squares + mu * Sum(Abs(at(w, j)), (j, 1, d))),
    quantities=(loss, *data, weights, strength),
    assumptions=(),
    notations=(
        Notation(r"L(w) = \|Xw - y\|_2^2 + \lambda \|w\|_1", letters=lam),
        Notation(r"L(\beta) = \sum_{i=1}^n (y_i - x_i^T \beta)^2 + \lambda \sum_{j=1}^p |\beta_j|",
                 letters=(*lam, *example, ("beta", "w"), ("p", "d"))),
    ),
    words=lasso_words,
    derivation=derive_plain_lasso,
    source=Source(murphy, "section 11.4.1"),
)  # fmt: skip


def derive_half_mean_lasso() -> Iterator[Step]:
    """A mean and a sum of absolute values."""
    yield Step(
        norm(y - X * w) ** 2 / (2 * n) + mu * norm1(w),
        because="half of the mean of the errors, and the penalty",
    )
    yield Step(squares / (2 * n) + mu * Sum(Abs(at(w, j)), (j, 1, d)), because="written as sums")


half_mean_lasso_objective = Formula(
    title="Objective of the lasso with half of the mean squared error",
    kind=Kind.DEFINITION,
    statement=equal(L, squares / (2 * n) + mu * Sum(Abs(at(w, j)), (j, 1, d))),
    quantities=(loss, *data, weights, strength),
    assumptions=(),
    notations=(
        Notation(r"L(w) = \frac{1}{2n} \|Xw - y\|_2^2 + \lambda \|w\|_1", letters=lam),
        Notation(r"L(\beta) = \frac{1}{2N} \sum_{i=1}^N (y_i - x_i^T \beta)^2 + \lambda \sum_{j=1}^p |\beta_j|",
                 letters=(*lam, *example, ("beta", "w"), ("p", "d"), ("N", "n"))),
    ),
    words=lasso_words,
    derivation=derive_half_mean_lasso,
    source=Source("Friedman, Hastie and Tibshirani 2010, Regularization Paths for Generalized Linear Models",
                  "equation 1"),
)  # fmt: skip

TOPIC = Topic(
    "Penalised regression",
    formulas=(
        ridge_objective,
        half_ridge_objective,
        mean_ridge_objective,
        scaled_ridge_objective,
        ridge_gradient,
        lasso_objective,
        plain_lasso_objective,
        half_mean_lasso_objective,
    ),
)
