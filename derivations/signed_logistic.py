"""Logistic regression on a data set with labels -1 and 1: the logistic loss of the margins, and its gradient.

An input stands in each row of X; the margin of input i is y_i w'x_i.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Lambda, MatrixSymbol, Sum, Transpose, exp, log

from derivations.logistic import logistic, sigma
from derivations.logistic_batches import L, X, common, i, inputs, murphy, n, named_loss, samples, w, weights, y
from derivations.operators import at, dot, equal, gradient, hessian, row, vector_sum
from derivations.vocabulary import SIGN, Formula, Kind, Notation, Quantity, Source, Step, Topic

example = (("x", "X"), ("X", "X"))
signs = Quantity("y", "the classes, -1 or 1", shape=(samples,), domain=SIGN)
margin = at(y, i) * dot(w, row(X, i))
margin_terms = log(1 + exp(-margin))


def derive_signed() -> Iterator[Step]:
    """The probability of the label that came is the logistic function of the margin."""
    yield Step(-Sum(log(sigma(margin)), (i, 1, n)), because="the label y_i has the probability sigma(y_i w'x_i)")
    yield Step(Sum(margin_terms, (i, 1, n)), because="the logarithm of a reciprocal")


signed_total = Formula(
    title="Logistic loss for labels -1 and 1, summed",
    kind=Kind.DEFINITION,
    statement=equal(L, Sum(margin_terms, (i, 1, n))),
    quantities=(named_loss, inputs, signs, weights, logistic),
    assumptions=(),
    notations=(
        Notation(r"L(w) = \sum_{i=1}^n \log(1 + e^{-y_i w^\top x_i})", letters=example),
        Notation(r"E(w) = -\sum_{i=1}^N \ln \sigma(t_i w^T \phi_i)",
                 letters=(("E", "L"), ("N", "n"), ("t", "y"), ("phi", "X"))),
        Notation(r"L(w) = \sum_i \ln(1 + \exp(-y_i x_i^\top w))", letters=example),
    ),
    words=("logistic loss", *common),
    derivation=derive_signed,
    source=Source(murphy, "equation 10.13"),
)  # fmt: skip


def derive_signed_mean() -> Iterator[Step]:
    """The probability of the label that came is the logistic function of the margin."""
    yield Step(-Sum(log(sigma(margin)), (i, 1, n)) / n, because="the label y_i has the probability sigma(y_i w'x_i)")
    yield Step(Sum(margin_terms, (i, 1, n)) / n, because="the logarithm of a reciprocal")


signed_mean = Formula(
    title="Logistic loss for labels -1 and 1, averaged",
    kind=Kind.DEFINITION,
    statement=equal(L, Sum(margin_terms, (i, 1, n)) / n),
    quantities=(named_loss, inputs, signs, weights, logistic),
    assumptions=(),
    notations=(
        Notation(r"L(w) = \frac{1}{n} \sum_{i=1}^n \log(1 + e^{-y_i w^\top x_i})", letters=example),
        Notation(r"E_{\mathrm{in}}(w) = \frac{1}{N} \sum_{n=1}^N \ln(1 + e^{-y_n w^T x_n})",
                 letters=(("E_in", "L"), ("N", "n"), ("x", "X"))),
        Notation(r"\hat{L}(w) = -\frac{1}{m} \sum_{i=1}^m \log \sigma(y_i w^\top x_i)",
                 letters=(("L_hat", "L"), ("m", "n"), *example)),
    ),
    words=("logistic loss", *common),
    derivation=derive_signed_mean,
    source=Source(murphy, "equation 10.13"),
)  # fmt: skip

signed_loss = Quantity("L", "summed logistic loss", value=Sum(margin_terms, (i, 1, n)))


def derive_signed_gradient() -> Iterator[Step]:
    """Chain rule through the margins."""
    yield Step(
        -vector_sum(at(y, i) * exp(-margin) / (1 + exp(-margin)) * row(X, i), i, 1, n),
        because="chain rule on each term; the margin has the gradient y_i x_i",
    )
    yield Step(-vector_sum(sigma(-margin) * at(y, i) * row(X, i), i, 1, n), because="the logistic function")


signed_gradient = Formula(
    title="Gradient of the summed logistic loss for labels -1 and 1",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, w), -vector_sum(sigma(-margin) * at(y, i) * row(X, i), i, 1, n)),
    quantities=(signed_loss, inputs, signs, weights, logistic),
    assumptions=(),
    notations=(
        Notation(r"\nabla_w L = -\sum_{i=1}^n \sigma(-y_i w^\top x_i) y_i x_i", letters=example),
        Notation(r"\nabla_w L = -\sum_{i=1}^n \frac{y_i x_i}{1 + e^{y_i w^\top x_i}}", letters=example),
        Notation(r"\frac{\partial L}{\partial w} = \sum_{i=1}^n (\sigma(y_i w^\top x_i) - 1) y_i x_i", letters=example),
    ),
    words=("logistic loss", "gradient", *common),
    derivation=derive_signed_gradient,
    source=Source(murphy, "section 10.2.3"),
)

anywhere = MatrixSymbol("v", w.shape[0], 1)
loss_terms = log(1 + exp(-at(y, i) * dot(anywhere, row(X, i))))
mean_loss = Quantity("L", "averaged logistic loss", value=Lambda((anywhere,), Sum(loss_terms, (i, 1, n)) / n))
mean_value = mean_loss.symbol(w)
mean_slope = -vector_sum(sigma(-margin) * at(y, i) * row(X, i), i, 1, n) / n


def derive_mean_gradient() -> Iterator[Step]:
    """Chain rule through the margins."""
    yield Step(
        -vector_sum(at(y, i) * exp(-margin) / (1 + exp(-margin)) * row(X, i), i, 1, n) / n,
        because="chain rule on each term; the margin has the gradient y_i x_i",
    )
    yield Step(mean_slope, because="the logistic function")


signed_mean_gradient = Formula(
    title="Gradient of the averaged logistic loss for labels -1 and 1",
    kind=Kind.GRADIENT,
    statement=equal(gradient(mean_value, w), mean_slope),
    quantities=(mean_loss, inputs, signs, weights, logistic),
    assumptions=(),
    notations=(
        Notation(r"\nabla_w L(w) = -\frac{1}{n} \sum_{i=1}^n \sigma(-y_i w^\top x_i) y_i x_i", letters=example),
        Notation(r"\nabla L(w) = -\frac{1}{n} \sum_{i=1}^n \frac{y_i x_i}{1 + e^{y_i x_i^\top w}}", letters=example),
        Notation(r"\nabla L(w) = -\frac{1}{n} \sum_{i=1}^n y_i (1 - \sigma(y_i w^\top x_i)) x_i", letters=example),
    ),
    words=("logistic loss", "logistic regression", "gradient", *common),
    derivation=derive_mean_gradient,
    source=Source(murphy, "section 10.2.3"),
)
score = dot(row(X, i), w)
curved = vector_sum(sigma(score) * (1 - sigma(score)) * row(X, i) * Transpose(row(X, i)), i, 1, n) / n


def derive_mean_hessian() -> Iterator[Step]:
    """The slope of the gradient; labels of either sign give the same curvature."""
    yield Step(
        vector_sum(sigma(margin) * sigma(-margin) * at(y, i) ** 2 * row(X, i) * Transpose(row(X, i)), i, 1, n) / n,
        because="the logistic function has the slope sigma(z) sigma(-z)",
    )
    yield Step(curved, because="y_i^2 = 1, and the product does not see the sign of the margin")


signed_mean_hessian = Formula(
    title="Hessian of the averaged logistic loss for labels -1 and 1",
    kind=Kind.GRADIENT,
    statement=equal(hessian(mean_value, w), curved),
    quantities=(mean_loss, inputs, signs, weights, logistic),
    assumptions=(),
    notations=(
        Notation(r"\nabla_w^2 L(w) = \frac{1}{n} \sum_{i=1}^n \sigma(w^\top x_i) (1 - \sigma(w^\top x_i))"
                 r" x_i x_i^\top",
                 letters=example),
        Notation(r"\nabla^2 L(w) = \frac{1}{n} \sum_{i=1}^n \sigma(x_i^\top w)(1 - \sigma(x_i^\top w)) x_i x_i^\top",
                 letters=example),
        Notation(r"\nabla^2 L(w) = \frac{1}{n} \sum_{i=1}^n \sigma(y_i x_i^\top w) \sigma(-y_i x_i^\top w)"
                 r" x_i x_i^\top", letters=example),
    ),
    words=("logistic loss", "logistic regression", "hessian", *common),
    derivation=derive_mean_hessian,
    source=Source(murphy, "equation 10.23"),
)  # fmt: skip

TOPIC = Topic(
    "Logistic regression with labels -1 and 1",
    formulas=(signed_total, signed_mean, signed_gradient, signed_mean_gradient, signed_mean_hessian),
)
