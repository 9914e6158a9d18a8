"""Gradients and Hessians of the log-loss, written as those of a function of the weights: ∇E(w), ∇²E(w), H.

The sum over the examples and the mean are entries of their own; Bishop's letters are Φ, y, t for X, p, y.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import MatrixSymbol, Sum

from derivations.loss_fields import X, bishop, d, features, field, inputs, murphy, n, samples, targets, v, w, weights
from derivations.operators import (
    at,
    diagonal_matrix,
    dot,
    entrywise,
    equal,
    row,
    sigmoid,
    softplus,
    tabulated,
    vector_sum,
)
from derivations.stanzas import written
from derivations.vocabulary import BIT, Formula, Kind, Quantity, Source, Step, Topic, bound_index

i = bound_index("i")
classes = Quantity("y", "the classes, 0 or 1", shape=(samples,), domain=BIT)
y = classes.symbol
log_words = ("logistic", "cross-entropy", "cross entropy", "log-loss", "gradient", "hessian")
examples = (("x", "X"), ("X", "X"))
answers = entrywise(sigmoid, X * w)
chances = Quantity("p", "probabilities of the class 1", shape=(samples,), value=answers)
p = chances.symbol
spread = Quantity("R", "p_i (1 - p_i) on the diagonal", shape=(samples, samples),
                  value=diagonal_matrix(tabulated(at(p, i) * (1 - at(p, i)), i, n)))  # fmt: skip
score = dot(v, row(X, i))
log_loss = Sum(softplus(score) - at(y, i) * score, (i, 1, n))  # -log(sigmoid) for either class, finite for any score
labelled = (inputs, classes, chances)
bishops = (("phi", "X"), ("Phi", "X"), ("y", "p"), ("t", "y"), ("N", "n"))
weighted = vector_sum((at(p, i) - at(y, i)) * row(X, i), i, 1, n)
log_gradient = field(
    "Gradient of the summed log-loss as a function of the weights",
    log_loss,
    X.T * (p - y),
    labelled,
    (
        *written(r"\nabla E(w) = \sum_{n=1}^N (y_n - t_n) \phi_n", r"\nabla E(w) = \Phi^\top (y - t)",
                 letters=(*bishops, ("E", "J"))),
        *written(r"\nabla J(w) = \sum_{i=1}^n (p_i - y_i) x_i", r"\nabla J(w) = X^\top (p - y)", letters=examples),
        *written(r"\nabla J(w) = \sum_{i=1}^n (\sigma(w^\top x_i) - y_i) x_i",
                 r"\nabla J(w) = X^\top (\sigma(X w) - y)", letters=examples),
    ),
    log_words,
    "the sum of the rows with factors as a product",
    Source(bishop, "equation 4.91"),
    before=weighted,
)  # fmt: skip
mean_log_gradient = field(
    "Gradient of the mean log-loss as a function of the weights",
    log_loss / n,
    X.T * (p - y) / n,
    labelled,
    (
        *written(r"\nabla J(w) = \frac{1}{n} \sum_{i=1}^n (p_i - y_i) x_i", r"\nabla J(w) = \frac{1}{n} X^\top (p - y)",
                 letters=examples),
        *written(r"\nabla J(w) = \frac{1}{n} \sum_{i=1}^n (\sigma(w^\top x_i) - y_i) x_i",
                 r"\nabla J(w) = \frac{1}{n} X^\top (\sigma(X w) - y)", letters=examples),
    ),
    log_words,
    "the sum of the rows with factors as a product",
    Source(murphy, "equation 10.15"),
    before=weighted / n,
)  # fmt: skip
outer = vector_sum((at(p, i) * (1 - at(p, i))) * (row(X, i) * row(X, i).T), i, 1, n)
log_hessian = field(
    "Hessian of the summed log-loss as a function of the weights",
    log_loss,
    X.T * spread.symbol * X,
    (*labelled, spread),
    (
        *written(r"\nabla^2 E(w) = \sum_{n=1}^N y_n (1 - y_n) \phi_n \phi_n^\top", r"\nabla^2 E(w) = \Phi^\top R \Phi",
                 letters=(*bishops, ("E", "J"))),
        *written(r"\nabla^2 J(w) = \sum_{i=1}^n p_i (1 - p_i) x_i x_i^\top", r"\nabla^2 J(w) = X^\top R X",
                 letters=examples),
    ),
    ("newton", "irls", *log_words),
    "the sum of weighted outer products as a product",
    Source(bishop, "equation 4.97"),
    second=True,
    before=outer,
)  # fmt: skip


def named_hessian() -> Iterator[Step]:
    """The sum as a product."""
    yield Step(outer, because="one outer product for each example")
    yield Step(X.T * spread.symbol * X, because="the sum of weighted outer products as a product")


hessian_matrix = Formula(
    title="Hessian of the log-loss as a named matrix",
    kind=Kind.DEFINITION,
    statement=equal(MatrixSymbol("H", d, d), X.T * spread.symbol * X),
    quantities=(Quantity("H", "the Hessian", shape=(features, features)), inputs, chances, spread, weights),
    assumptions=(),
    notations=(
        *written(r"H = \sum_{n=1}^N y_n (1 - y_n) \phi_n \phi_n^\top", r"H = \Phi^\top R \Phi", letters=bishops[:3]
                 + bishops[4:]),
        *written(r"H = \sum_{i=1}^n p_i (1 - p_i) x_i x_i^\top", r"H = X^\top R X", letters=examples),
        *written(r"\nabla \nabla E(w) = \sum_{n=1}^N y_n (1 - y_n) \phi_n \phi_n^\top",
                 letters=(*bishops[:3], bishops[4])),
    ),
    words=("newton", "irls", *log_words),
    derivation=named_hessian,
    source=Source(bishop, "equation 4.97"),
)  # fmt: skip
rows_as_product = Formula(
    title="Rows with the residuals as factors, summed: the transposed matrix times the residuals",
    kind=Kind.IDENTITY,
    statement=equal(vector_sum((at(targets.symbol, i) - at(MatrixSymbol("t", n, 1), i)) * row(X, i), i, 1, n),
                    X.T * (y - MatrixSymbol("t", n, 1))),
    quantities=(inputs, targets, Quantity("t", "targets", shape=(samples,))),
    assumptions=(),
    notations=(
        *written(r"\sum_{n=1}^N (y_n - t_n) \phi_n = \Phi^\top (y - t)",
                 letters=(("phi", "X"), ("Phi", "X"), ("N", "n"))),
        *written(r"\sum_{i=1}^n (p_i - y_i) x_i = X^\top (p - y)", letters=(*examples, ("p", "y"), ("y", "t"))),
    ),
    words=log_words,
    derivation=lambda: iter((Step(X.T * (y - MatrixSymbol("t", n, 1)), because="the columns of the transpose"),)),
    source=Source(bishop, "equation 4.96"),
)  # fmt: skip
curvature_product = Formula(
    title="Outer products of the rows with p (1 - p) as factors, summed, as a product of matrices",
    kind=Kind.IDENTITY,
    statement=equal(outer, X.T * spread.symbol * X),
    quantities=(inputs, chances, spread, weights),
    assumptions=(),
    notations=(
        *written(r"\sum_{n=1}^N y_n (1 - y_n) \phi_n \phi_n^\top = \Phi^\top R \Phi",
                 letters=(*bishops[:3], bishops[4])),
        *written(r"\sum_{i=1}^n p_i (1 - p_i) x_i x_i^\top = X^\top R X", letters=examples),
    ),
    words=log_words,
    derivation=lambda: iter((Step(X.T * spread.symbol * X, because="a diagonal matrix scales the rows"),)),
    source=Source(bishop, "equation 4.97"),
)  # fmt: skip

TOPIC = Topic(
    "Log-loss as a function of the weights",
    formulas=(log_gradient, mean_log_gradient, log_hessian, hessian_matrix, rows_as_product, curvature_product),
)
