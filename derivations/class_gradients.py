"""Gradients of the cross-entropy of softmax regression by the weights of one class, over a whole data set.

A row of W holds the weights of a class, a row of X an input, a row of Y the one-hot class of a sample.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Sum, Transpose, exp

from derivations.operators import at, dot, equal, gradient, logsumexp, row, tabulated, vector_sum
from derivations.softmax_batches import bishop, words
from derivations.stanzas import written
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
    free_index,
)

samples = Size("n", "samples", largest=2)
features = Size("d", "features", largest=1)
classes = Size("k", "classes", smallest=2, largest=3)
n, K = samples.symbol, classes.symbol
i, j, q = bound_index("i j q")
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
targets = Quantity("Y", "one-hot classes, one in each row", shape=(samples, classes), domain=ONE_HOT)
row_weights = Quantity("W", "the weights, one row for each class", shape=(classes, features))
X, Y, V = inputs.symbol, targets.symbol, row_weights.symbol
each = free_index("r", classes)
r = each.symbol


def score(sample: Any, of: Any) -> Any:
    """The score of a class for a sample."""
    return dot(row(V, of), row(X, sample))


normalised = tabulated(exp(score(i, j)) / Sum(exp(score(i, q)), (q, 1, K)), i, n, j, K)
forecast = Quantity("P", "class probabilities, one row for each sample", (samples, classes), value=normalised)
P = forecast.symbol
surprise = Sum(logsumexp(V * row(X, i)) - Sum(at(Y, i, j) * score(i, j), (j, 1, K)), (i, 1, n))
pulled = vector_sum((at(P, i, r) - at(Y, i, r)) * row(X, i), i, 1, n)


def by_class(title: str, scale: Any, before: str) -> Formula:
    """The gradient of the cross-entropy times a scale by one row of the weights."""
    loss = Quantity("L", "cross-entropy", value=scale * surprise)

    def derive() -> Iterator[Step]:
        yield Step(scale * row(Transpose(P - Y) * X, r), because="the gradient of log-sum-exp is the softmax")
        yield Step(scale * pulled, because="row r of the product, as a sum over the samples")

    total = rf"{before}\sum_{{i=1}}^n (p_{{ir}} - y_{{ir}}) x_i"
    bishops = rf"{before.replace('n', 'N')}\sum_{{n=1}}^N (y_{{nj}} - t_{{nj}}) \phi_n"
    own = (("w", "W"), ("p", "P"), ("y", "Y"), ("x", "X"))
    theirs = (("w", "W"), ("y", "P"), ("t", "Y"), ("phi", "X"), ("j", "r"), ("N", "n"))
    return Formula(
        title=title,
        kind=Kind.GRADIENT,
        statement=equal(row(gradient(loss.symbol, V), r), scale * pulled),
        quantities=(loss, inputs, targets, row_weights, forecast, each),
        assumptions=(),
        notations=(
            *written(rf"\nabla_{{w_r}} L = {total}", rf"\frac{{\partial L}}{{\partial w_r}} = {total}", letters=own),
            Notation(rf"\nabla_{{w_j}} E = {bishops}", (*theirs, ("E", "L"))),
            Notation(rf"\nabla_{{w_j}} L = {bishops}", theirs),
            Notation(rf"\frac{{\partial E}}{{\partial w_j}} = {bishops}", (*theirs, ("E", "L"))),
        ),
        words=words,
        derivation=derive,
        source=Source(bishop, "equation 4.109"),
    )


summed = by_class("Gradient of the summed cross-entropy by the weights of one class", 1, "")
averaged = by_class(
    "Gradient of the averaged cross-entropy by the weights of one class",
    1 / n,
    r"\frac{1}{n} ",
)

TOPIC = Topic("Cross-entropy by the weights of one class", formulas=(summed, averaged))
