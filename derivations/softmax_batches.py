"""Softmax regression on a data set: loss and gradients with an input in each row, for weights in columns and in rows.

The scores are Z = X W (weights of a class in a column) or Z = X W' (in a row); row i of P is the softmax of row i of Z.
Y has a one-hot row for each sample.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Sum, Transpose, exp, log

from derivations.operators import at, equal, gradient, row, tabulated, vector_sum
from derivations.vocabulary import (
    ONE_HOT,
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
d2l = "Zhang, Lipton, Li and Smola, Dive into Deep Learning"
samples = Size("n", "samples", largest=3)
features = Size("d", "features", largest=3)
classes = Size("k", "classes", smallest=2, largest=4)
n, d, K = samples.symbol, features.symbol, classes.symbol
i, j, q = bound_index("i j q")
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
targets = Quantity("Y", "one-hot classes, one in each row", shape=(samples, classes), domain=ONE_HOT)
weights = Quantity("W", "the weights, one column for each class", shape=(features, classes))
row_weights = Quantity("W", "the weights, one row for each class", shape=(classes, features))
scores = Quantity("Z", "the scores, one row for each sample", shape=(samples, classes))
X, Y, W, Z = (q.symbol for q in (inputs, targets, weights, scores))
V = row_weights.symbol


def probabilities(raw: Any) -> Any:
    """The softmax of each row."""
    return tabulated(exp(at(raw, i, j)) / Sum(exp(at(raw, i, q)), (q, 1, K)), i, n, j, K)


def entropy(p: Any) -> Any:
    """The cross-entropy of all samples, summed."""
    return -Sum(at(Y, i, j) * log(at(p, i, j)), (j, 1, K), (i, 1, n))


forecast = Quantity("P", "class probabilities, one row for each sample", (samples, classes), value=probabilities(X * W))
row_forecast = Quantity("P", "class probabilities", (samples, classes), value=probabilities(X * Transpose(V)))
score_forecast = Quantity("P", "class probabilities", (samples, classes), value=probabilities(Z))
P = forecast.symbol
named_loss = Quantity("L", "cross-entropy of the data set")
total_loss = Quantity("L", "cross-entropy, summed", value=entropy(P))
mean_loss = Quantity("L", "cross-entropy, averaged", value=entropy(P) / n)
L = named_loss.symbol
by_columns = (inputs, targets, weights, forecast)
by_rows = (inputs, targets, row_weights, row_forecast)
hats = (("Y_hat", "P"),)
pair = (("y", "Y"), ("p", "P"))
words = ("softmax", "cross-entropy", "cross entropy", "multiclass", "multinomial", "classification")


def derive_total() -> Iterator[Step]:
    """Minus the log-likelihood."""
    normaliser = log(Sum(exp(at(X * W, i, q)), (q, 1, K)))
    yield Step(
        Sum(normaliser, (i, 1, n)) - Sum(at(Y, i, j) * at(X * W, i, j), (j, 1, K), (i, 1, n)),
        because="log-sum-exp of the scores less the score of the class, for each sample",
    )
    yield Step(entropy(P), because="the logarithm of the softmax; the targets add up to 1")


total = Formula(
    title="Cross-entropy of softmax regression on a data set, summed",
    kind=Kind.DEFINITION,
    statement=equal(L, entropy(P)),
    quantities=(named_loss, *by_columns),
    assumptions=(),
    notations=(
        Notation(r"L = -\sum_{i=1}^n \sum_{j=1}^k y_{ij} \log p_{ij}", letters=pair),
        Notation(r"E(W) = -\sum_{n=1}^N \sum_{k=1}^K t_{nk} \ln y_{nk}",
                 letters=(("E", "L"), ("t", "Y"), ("y", "P"), ("N", "n"), ("K", "k"))),
        Notation(r"L = -\sum_i \sum_j Y_{ij} \log \hat{Y}_{ij}", letters=hats),
    ),
    words=words,
    derivation=derive_total,
    source=Source(bishop, "equation 4.108"),
)  # fmt: skip


def derive_mean() -> Iterator[Step]:
    """Minus the mean log-likelihood."""
    normaliser = log(Sum(exp(at(X * W, i, q)), (q, 1, K)))
    yield Step(
        (Sum(normaliser, (i, 1, n)) - Sum(at(Y, i, j) * at(X * W, i, j), (j, 1, K), (i, 1, n))) / n,
        because="log-sum-exp of the scores less the score of the class, for each sample",
    )
    yield Step(entropy(P) / n, because="the logarithm of the softmax; the targets add up to 1")


mean = Formula(
    title="Cross-entropy of softmax regression on a data set, averaged",
    kind=Kind.DEFINITION,
    statement=equal(L, entropy(P) / n),
    quantities=(named_loss, *by_columns),
    assumptions=(),
    notations=(
        Notation(r"L = -\frac{1}{n} \sum_{i=1}^n \sum_{j=1}^k y_{ij} \log p_{ij}", letters=pair),
        Notation(r"J(W) = -\frac{1}{m} \sum_{i=1}^m \sum_{j=1}^K y_j^{(i)} \log \hat{y}_j^{(i)}",
                 letters=(("J", "L"), ("y", "Y"), ("y_hat", "P"), ("m", "n"), ("K", "k"))),
        Notation(r"\mathcal{L} = \frac{1}{N} \sum_{i=1}^N \left(-\sum_{c=1}^C y_{ic} \log \hat{y}_{ic}\right)",
                 letters=(("calL", "L"), ("y", "Y"), ("y_hat", "P"), ("N", "n"), ("C", "k"))),
    ),
    words=words,
    derivation=derive_mean,
    source=Source(d2l, "section 4.1.2"),
)  # fmt: skip


def derive_total_gradient() -> Iterator[Step]:
    """Add the gradients of the samples."""
    yield Step(
        vector_sum(row(X, i) * Transpose(row(P, i) - row(Y, i)), i, 1, n), because="each sample has x_i (p_i - y_i)'"
    )
    yield Step(Transpose(X) * (P - Y), because="a sum of outer products of rows")


total_gradient = Formula(
    title="Gradient of the summed cross-entropy by the weights, a class in each column",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, W), Transpose(X) * (P - Y)),
    quantities=(total_loss, *by_columns),
    assumptions=(),
    notations=(
        Notation(r"\nabla_W L = X^\top (P - Y)"),
        Notation(r"\frac{\partial L}{\partial W} = X^\top (\hat{Y} - Y)", letters=hats),
        Notation(r"\nabla_W L = \sum_{i=1}^n x_i (p_i - y_i)^\top", letters=(("x", "X"), *pair)),
    ),
    words=("gradient", *words),
    derivation=derive_total_gradient,
    source=Source(bishop, "equation 4.109"),
)


def derive_mean_gradient() -> Iterator[Step]:
    """Add the gradients of the samples."""
    yield Step(
        vector_sum(row(X, i) * Transpose(row(P, i) - row(Y, i)), i, 1, n) / n,
        because="each sample has x_i (p_i - y_i)'",
    )
    yield Step(Transpose(X) * (P - Y) / n, because="a sum of outer products of rows")


mean_gradient = Formula(
    title="Gradient of the averaged cross-entropy by the weights, a class in each column",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, W), Transpose(X) * (P - Y) / n),
    quantities=(mean_loss, *by_columns),
    assumptions=(),
    notations=(
        Notation(r"\nabla_W L = \frac{1}{n} X^\top (P - Y)"),
        Notation(r"\frac{\partial L}{\partial W} = \frac{1}{N} X^T (\hat{Y} - Y)", letters=(*hats, ("N", "n"))),
        Notation(r"\nabla_W L = \frac{1}{n} \sum_{i=1}^n x_i (p_i - y_i)^\top", letters=(("x", "X"), *pair)),
    ),
    words=("gradient", *words),
    derivation=derive_mean_gradient,
    source=Source(bishop, "equation 4.109"),
)


def derive_row_gradient() -> Iterator[Step]:
    """Add the gradients of the samples."""
    yield Step(
        vector_sum((row(P, i) - row(Y, i)) * Transpose(row(X, i)), i, 1, n), because="each sample has (p_i - y_i) x_i'"
    )
    yield Step(Transpose(P - Y) * X, because="a sum of outer products of rows")


row_gradient = Formula(
    title="Gradient of the summed cross-entropy by the weights, a class in each row",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, V), Transpose(P - Y) * X),
    quantities=(total_loss, *by_rows),
    assumptions=(),
    notations=(
        Notation(r"\nabla_W L = (P - Y)^\top X"),
        Notation(r"\frac{\partial L}{\partial W} = (\hat{Y} - Y)^\top X", letters=hats),
        Notation(r"\nabla_W L = \sum_{i=1}^n (p_i - y_i) x_i^\top", letters=(("x", "X"), *pair)),
    ),
    words=("gradient", *words),
    derivation=derive_row_gradient,
    source=Source(bishop, "equation 4.109"),
)


def derive_mean_row_gradient() -> Iterator[Step]:
    """Add the gradients of the samples."""
    yield Step(
        vector_sum((row(P, i) - row(Y, i)) * Transpose(row(X, i)), i, 1, n) / n,
        because="each sample has (p_i - y_i) x_i'",
    )
    yield Step(Transpose(P - Y) * X / n, because="a sum of outer products of rows")


mean_row_gradient = Formula(
    title="Gradient of the averaged cross-entropy by the weights, a class in each row",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, V), Transpose(P - Y) * X / n),
    quantities=(mean_loss, *by_rows),
    assumptions=(),
    notations=(
        Notation(r"\nabla_W L = \frac{1}{n} (P - Y)^\top X"),
        Notation(r"\frac{\partial L}{\partial W} = \frac{1}{n} \sum_{i=1}^n (p_i - y_i) x_i^\top",
                 letters=(("x", "X"), *pair)),
    ),
    words=("gradient", *words),
    derivation=derive_mean_row_gradient,
    source=Source(bishop, "equation 4.109"),
)  # fmt: skip

score_loss = Quantity("L", "cross-entropy, averaged", value=entropy(P) / n)
total_score_loss = Quantity("L", "cross-entropy, summed", value=entropy(P))


def derive_scores() -> Iterator[Step]:
    """The gradient of each sample's loss by its own scores."""
    yield Step(
        gradient(Sum(log(Sum(exp(at(Z, i, q)), (q, 1, K))), (i, 1, n)), Z) / n - Y / n,
        because="log-sum-exp of each row of scores, less the score of its class",
    )
    yield Step((P - Y) / n, because="the gradient of log-sum-exp is the softmax")


score_gradient = Formula(
    title="Gradient of the averaged cross-entropy by the scores of a batch",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, Z), (P - Y) / n),
    quantities=(score_loss, scores, targets, score_forecast),
    assumptions=(),
    notations=(
        Notation(r"\nabla_Z L = \frac{1}{n} (P - Y)"),
        Notation(r"\frac{\partial L}{\partial Z} = \frac{1}{N} (\hat{Y} - Y)", letters=(*hats, ("N", "n"))),
        Notation(r"\frac{\partial L}{\partial Z} = \frac{P - Y}{n}"),
    ),
    words=("gradient", "logits", "scores", *words),
    derivation=derive_scores,
    source=Source(d2l, "equation 4.1.9"),
)


def derive_total_scores() -> Iterator[Step]:
    """The gradient of each sample's loss by its own scores."""
    yield Step(
        gradient(Sum(log(Sum(exp(at(Z, i, q)), (q, 1, K))), (i, 1, n)), Z) - Y,
        because="log-sum-exp of each row of scores, less the score of its class",
    )
    yield Step(P - Y, because="the gradient of log-sum-exp is the softmax")


total_score_gradient = Formula(
    title="Gradient of the summed cross-entropy by the scores of a batch",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, Z), P - Y),
    quantities=(total_score_loss, scores, targets, score_forecast),
    assumptions=(),
    notations=(
        Notation(r"\nabla_Z L = P - Y"),
        Notation(r"\frac{\partial L}{\partial Z} = \hat{Y} - Y", letters=hats),
    ),
    words=("gradient", "logits", "scores", *words),
    derivation=derive_total_scores,
    source=Source(d2l, "equation 4.1.9"),
)

TOPIC = Topic(
    "Softmax regression on a data set",
    formulas=(
        total,
        mean,
        total_gradient,
        mean_gradient,
        row_gradient,
        mean_row_gradient,
        score_gradient,
        total_score_gradient,
    ),
)
