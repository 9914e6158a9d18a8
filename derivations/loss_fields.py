"""Gradients and Hessians of squared errors, written as those of a function of the weights: ∇J(w), ∇²J(w).

Each scale of the squared error and of the penalty is an entry of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Identity, Lambda, MatrixSymbol, Rational

from derivations.operators import dot, equal, gradient, hessian, norm
from derivations.stanzas import written
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
)

boyd = "Boyd and Vandenberghe, Convex Optimization"
bishop = "Bishop, Pattern Recognition and Machine Learning"
murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
half = Rational(1, 2)
samples = Size("n", "samples", largest=4)
features = Size("d", "features", largest=3)
n, d = samples.symbol, features.symbol
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
targets = Quantity("y", "targets", shape=(samples,))
weights = Quantity("w", "weights", shape=(features,))
strength = Quantity("mu", "strength of the penalty", domain=POSITIVE)
X, y, w, mu = inputs.symbol, targets.symbol, weights.symbol, strength.symbol
v = MatrixSymbol("v", d, 1)
words = ("gradient", "hessian", "least squares", "linear regression", "squared error")
ridge_words = ("ridge", "regulari", "weight decay", *words)
pull = X.T * (X * w - y)
Spelled = tuple[Notation, ...]


def field(
    title: str, loss: Any, right: Any, data: tuple[Quantity, ...], notations: Spelled, terms: tuple[str, ...],
    because: str, source: Source, second: bool = False, before: Any = None,
) -> Formula:
    """The gradient, or the Hessian, of a function of the weights, whose value at v is `loss`."""
    function = Quantity("J", "the loss as a function of the weights", value=Lambda((v,), loss))
    left = (hessian if second else gradient)(function.symbol(w), w)

    def derive() -> Iterator[Step]:
        if before is not None:
            yield Step(before, because="add the derivatives of the samples")
        yield Step(right, because=because)

    return Formula(
        title=title,
        kind=Kind.GRADIENT,
        statement=equal(left, right),
        quantities=(function, *data, weights),
        assumptions=(),
        notations=notations,
        words=terms,
        derivation=derive,
        source=source,
    )  # fmt: skip


plain = (inputs, targets)
squares = norm(X * v - y) ** 2
whole_gradient = field(
    "Gradient of the squared error as a function of the weights",
    squares,
    2 * pull,
    plain,
    written(r"\nabla J(w) = 2 X^\top (X w - y)", r"\nabla J(w) = 2 X^\top X w - 2 X^\top y",
            r"\nabla J(w) = -2 X^\top (y - X w)"),
    words,
    "chain rule",
    Source(boyd, "section A.4.2"),
)  # fmt: skip
half_gradient = field(
    "Gradient of half the squared error as a function of the weights",
    half * squares,
    pull,
    plain,
    written(r"\nabla J(w) = X^\top (X w - y)", r"\nabla J(w) = X^\top X w - X^\top y",
            r"\nabla J(w) = -X^\top (y - X w)"),
    words,
    "chain rule",
    Source(boyd, "section A.4.2"),
)  # fmt: skip
mean_gradient = field(
    "Gradient of the mean squared error as a function of the weights",
    squares / n,
    2 * pull / n,
    plain,
    (
        *written(r"\nabla J(w) = \frac{2}{n} X^\top (X w - y)"),
        *written(r"\nabla J(w) = \frac{2}{n} \sum_{i=1}^n (w^\top x_i - y_i) x_i", letters=(("x", "X"),)),
    ),
    ("mean squared", *words),
    "chain rule",
    Source(murphy, "section 8.2.1"),
)
half_mean_gradient = field(
    "Gradient of half the mean squared error as a function of the weights",
    half * squares / n,
    pull / n,
    plain,
    (
        *written(r"\nabla J(w) = \frac{1}{n} X^\top (X w - y)"),
        *written(r"\nabla J(w) = \frac{1}{n} \sum_{i=1}^n (w^\top x_i - y_i) x_i", letters=(("x", "X"),)),
    ),
    ("mean squared", *words),
    "chain rule",
    Source(murphy, "section 8.2.1"),
)
whole_hessian = field(
    "Hessian of the squared error as a function of the weights",
    squares,
    2 * X.T * X,
    plain,
    (*written(r"\nabla^2 J(w) = 2 X^\top X"),
     *written(r"\nabla^2 J(w) = 2 \sum_{i=1}^n x_i x_i^\top", letters=(("x", "X"),))),
    words,
    "the gradient is linear",
    Source(boyd, "section A.4.3"),
    second=True,
)  # fmt: skip
half_hessian = field(
    "Hessian of half the squared error as a function of the weights",
    half * squares,
    X.T * X,
    plain,
    (*written(r"\nabla^2 J(w) = X^\top X"),
     *written(r"\nabla^2 J(w) = \sum_{i=1}^n x_i x_i^\top", letters=(("x", "X"),))),
    words,
    "the gradient is linear",
    Source(boyd, "section A.4.3"),
    second=True,
)  # fmt: skip
penalised = (inputs, targets, strength)
lam = (("lambda", "mu"),)
ridge_gradient = field(
    "Gradient of the ridge objective as a function of the weights",
    squares + mu * dot(v, v),
    2 * pull + 2 * mu * w,
    penalised,
    written(r"\nabla J(w) = 2 X^\top (X w - y) + 2 \lambda w",
            r"\nabla J(w) = 2 (X^\top X + \lambda I) w - 2 X^\top y",
            r"\nabla J(w) = -2 X^\top (y - X w) + 2 \lambda w", letters=lam),
    ridge_words,
    "chain rule",
    Source("Hastie, Tibshirani and Friedman, The Elements of Statistical Learning", "section 3.4.1"),
)  # fmt: skip
half_ridge_gradient = field(
    "Gradient of the ridge objective with halves as a function of the weights",
    half * squares + mu / 2 * dot(v, v),
    pull + mu * w,
    penalised,
    written(r"\nabla J(w) = X^\top (X w - y) + \lambda w", r"\nabla J(w) = (X^\top X + \lambda I) w - X^\top y",
            letters=lam),
    ridge_words,
    "chain rule",
    Source(bishop, "equation 3.27"),
)  # fmt: skip
mean_ridge_gradient = field(
    "Gradient of the ridge objective of the mean squared error as a function of the weights",
    squares / n + mu * dot(v, v),
    2 * pull / n + 2 * mu * w,
    penalised,
    (
        *written(r"\nabla J(w) = \frac{2}{n} X^\top (X w - y) + 2 \lambda w", letters=lam),
        *written(r"\nabla J(w) = \frac{2}{n} \sum_{i=1}^n (w^\top x_i - y_i) x_i + 2 \lambda w",
                 letters=(*lam, ("x", "X"))),
    ),
    ridge_words,
    "chain rule",
    Source("Shalev-Shwartz and Ben-David, Understanding Machine Learning", "section 13.1.1"),
)  # fmt: skip
ridge_hessian = field(
    "Hessian of the ridge objective as a function of the weights",
    squares + mu * dot(v, v),
    2 * X.T * X + 2 * mu * Identity(d),
    penalised,
    written(r"\nabla^2 J(w) = 2 X^\top X + 2 \lambda I", r"\nabla^2 J(w) = 2 (X^\top X + \lambda I)",
            r"\nabla^2 J(w) = 2 X^\top X + 2 \lambda I_d", letters=lam),
    ridge_words,
    "the gradient is linear",
    Source("Hastie, Tibshirani and Friedman, The Elements of Statistical Learning", "section 3.4.1"),
    second=True,
)  # fmt: skip
half_ridge_hessian = field(
    "Hessian of the ridge objective with halves as a function of the weights",
    half * squares + mu / 2 * dot(v, v),
    X.T * X + mu * Identity(d),
    penalised,
    written(r"\nabla^2 J(w) = X^\top X + \lambda I", r"\nabla^2 J(w) = X^\top X + \lambda I_d", letters=lam),
    ridge_words,
    "the gradient is linear",
    Source(bishop, "equation 3.27"),
    second=True,
)

TOPIC = Topic(
    "Squared errors as functions of the weights",
    formulas=(
        whole_gradient,
        half_gradient,
        mean_gradient,
        half_mean_gradient,
        whole_hessian,
        half_hessian,
        ridge_gradient,
        half_ridge_gradient,
        mean_ridge_gradient,
        ridge_hessian,
        half_ridge_hessian,
    ),
)
