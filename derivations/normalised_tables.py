r"""Normalisation of a table with N examples as rows and D features as columns, entry by entry, and its backward pass.

Batch normalisation takes means over the examples of a column, layer normalisation over the features of a row.
"""

from __future__ import annotations

from sympy import Expr, Sum, sqrt

from derivations import batch_normalization as batch
from derivations.operators import at, gradient
from derivations.stanzas import identity
from derivations.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
)

stanford = "Li, Karpathy and Johnson, CS231n Convolutional Neural Networks"
assignment = Source(stanford, "assignment 2, batch and layer normalization")
ba = Source("Ba, Kiros and Hinton 2016, Layer Normalization", "section 3")
ioffe = batch.backward_pass
examples, features = Size("N", "examples", largest=3), Size("D", "features", largest=4)
N, D = examples.symbol, features.symbol
one, other = free_index("i", examples), free_index("j", features)
i, j = one.symbol, other.symbol
a, b = bound_index("a b")
table = Quantity("x", "a row for each example", shape=(examples, features))
row_means = Quantity("mu", "mean of each row", shape=(examples,))
column_means = Quantity("mu", "mean of each column", shape=(features,))
row_squares = Quantity("v", "variance of each row", shape=(examples,), domain=NONNEGATIVE)
column_squares = Quantity("v", "variance of each column", shape=(features,), domain=NONNEGATIVE)
guard = Quantity("epsilon", "guard against a variance of 0", domain=POSITIVE)
normalised = Quantity("x_hat", "normalised values", shape=(examples, features))
gains = Quantity("gamma", "learned scale of each feature", shape=(features,))
shifts = Quantity("beta", "learned shift of each feature", shape=(features,))
x, mu_row, mu_column, v_row, v_column, eps, x_hat, gamma, beta = (
    q.symbol
    for q in (
        table, row_means, column_means, row_squares, column_squares, guard, normalised, gains, shifts
    )
)  # fmt: skip
layer_words = ("layer norm", "layernorm", "layer normali")
batch_words = ("batch norm", "batchnorm", "batch normali")


def mean_formula(
    title: str, left: Quantity, index: Quantity, right: Expr, why: str, words: tuple[str, ...], *spellings: Notation
) -> Formula:
    """A statistic or a value, place by place."""
    return identity(title, at(left.symbol, index.symbol), ((right, why),), (left, table, index), spellings, words,
                    ba if words is layer_words else ioffe, Kind.DEFINITION)  # fmt: skip


row_mean = mean_formula(
    "Mean of a row: layer normalisation", row_means, one, Sum(at(x, i, b), (b, 1, D)) / D,
    "the mean over the features", layer_words,
    Notation(r"\mu_i = \frac{1}{D} \sum_{j=1}^D x_{ij}"),
    Notation(r"\mu_i = \frac{1}{d} \sum_{k=1}^d x_{ik}", (("d", "D"),)),
)  # fmt: skip
column_mean = mean_formula(
    "Mean of a column: batch normalisation", column_means, other, Sum(at(x, a, j), (a, 1, N)) / N,
    "the mean over the examples", batch_words,
    Notation(r"\mu_j = \frac{1}{N} \sum_{i=1}^N x_{ij}"),
    Notation(r"\mu_k = \frac{1}{m} \sum_{i=1}^m x_{ik}", (("m", "N"), ("k", "j"))),
)  # fmt: skip
row_variance = identity(
    "Variance of a row: layer normalisation",
    at(v_row, i),
    ((Sum((at(x, i, b) - at(mu_row, i)) ** 2, (b, 1, D)) / D, "the mean squared deviation over the features"),),
    (row_squares, table, row_means, one),
    (
        Notation(r"\sigma_i^2 = \frac{1}{D} \sum_{j=1}^D (x_{ij} - \mu_i)^2", (("sigma^2", "v"),)),
        Notation(r"v_i = \frac{1}{D} \sum_{j=1}^D (x_{ij} - \mu_i)^2"),
    ),
    layer_words,
    ba,
    Kind.DEFINITION,
)
column_variance = identity(
    "Variance of a column: batch normalisation",
    at(v_column, j),
    ((Sum((at(x, a, j) - at(mu_column, j)) ** 2, (a, 1, N)) / N, "the mean squared deviation over the examples"),),
    (column_squares, table, column_means, other),
    (
        Notation(r"\sigma_j^2 = \frac{1}{N} \sum_{i=1}^N (x_{ij} - \mu_j)^2", (("sigma^2", "v"),)),
        Notation(r"v_j = \frac{1}{N} \sum_{i=1}^N (x_{ij} - \mu_j)^2"),
    ),
    batch_words,
    ioffe,
    Kind.DEFINITION,
)
row_entry = identity(
    "Normalised value: layer normalisation",
    at(x_hat, i, j),
    (((at(x, i, j) - at(mu_row, i)) / sqrt(at(v_row, i) + eps), "by the mean and the variance of the row"),),
    (normalised, table, row_means, row_squares, guard, one, other),
    (
        Notation(r"\hat{x}_{ij} = \frac{x_{ij} - \mu_i}{\sqrt{\sigma_i^2 + \epsilon}}", (("sigma^2", "v"),)),
        Notation(r"\hat{x}_{i,j} = \frac{x_{i,j} - \mu_i}{\sqrt{\sigma_i^2 + \epsilon}}", (("sigma^2", "v"),)),
        Notation(r"\hat{x}_{ij} = (x_{ij} - \mu_i) / \sqrt{v_i + \epsilon}"),
    ),
    layer_words,
    ba,
    Kind.DEFINITION,
)
column_entry = identity(
    "Normalised value: batch normalisation",
    at(x_hat, i, j),
    (((at(x, i, j) - at(mu_column, j)) / sqrt(at(v_column, j) + eps), "by the mean and the variance of the column"),),
    (normalised, table, column_means, column_squares, guard, one, other),
    (
        Notation(r"\hat{x}_{ij} = \frac{x_{ij} - \mu_j}{\sqrt{\sigma_j^2 + \epsilon}}", (("sigma^2", "v"),)),
        Notation(r"\hat{x}_{i,j} = \frac{x_{i,j} - \mu_j}{\sqrt{\sigma_j^2 + \epsilon}}", (("sigma^2", "v"),)),
    ),
    batch_words,
    ioffe,
    Kind.DEFINITION,
)
outputs = Quantity("y", "outputs", shape=(examples, features))
scaled = identity(
    "Output of a normalisation, entry by entry",
    at(outputs.symbol, i, j),
    ((at(gamma, j) * at(x_hat, i, j) + at(beta, j), "each feature has a scale and a shift of its own"),),
    (outputs, gains, normalised, shifts, one, other),
    (
        Notation(r"y_{ij} = \gamma_j \hat{x}_{ij} + \beta_j"),
        Notation(r"y_{i,j} = \gamma_j \hat{x}_{i,j} + \beta_j"),
        Notation(r"y_{ik} = \gamma_k \hat{x}_{ik} + \beta_k", (("k", "j"),)),
    ),
    (*layer_words, *batch_words),
    ba,
    Kind.DEFINITION,
)
place, m = batch.j, batch.m
slopes, hats = gradient(batch.L, batch.y), batch.x_hat
whole_sum = Sum(at(slopes, batch.i), (batch.i, 1, m))
hat_sum = Sum(at(slopes, batch.i) * at(hats, batch.i), (batch.i, 1, m))
letters = (("sigma^2", "v"), ("N", "m"), ("i", "j"))
closed_form = identity(
    "Batch normalisation, backward: the value itself, from the slopes by the outputs",
    at(gradient(batch.L, batch.x), place),
    (
        (batch.input_terms, "through the normalised value, the variance and the mean"),
        (
            batch.gamma / (m * batch.root) * (m * at(slopes, place) - whole_sum - at(hats, place) * hat_sum),
            "the slopes by mean and variance are sums over the batch",
        ),
    ),
    (*batch.network, batch.example),
    (
        Notation(
            r"\frac{\partial L}{\partial x_i} = \frac{\gamma}{N \sqrt{\sigma^2 + \epsilon}} "
            r"\left(N \frac{\partial L}{\partial y_i} - \sum_{j=1}^N \frac{\partial L}{\partial y_j} "
            r"- \hat{x}_i \sum_{j=1}^N \frac{\partial L}{\partial y_j} \hat{x}_j\right)",
            letters,
        ),
        Notation(
            r"\frac{\partial L}{\partial x_i} = \frac{1}{N} \gamma (\sigma^2 + \epsilon)^{-1/2} "
            r"\left(N \frac{\partial L}{\partial y_i} - \sum_{k=1}^N \frac{\partial L}{\partial y_k} "
            r"- (x_i - \mu)(\sigma^2 + \epsilon)^{-1} \sum_{k=1}^N \frac{\partial L}{\partial y_k} (x_k - \mu)\right)",
            letters,
        ),
        Notation(
            r"\frac{\partial L}{\partial x_i} = \frac{\gamma}{\sqrt{\sigma^2 + \epsilon}} "
            r"\left(\frac{\partial L}{\partial y_i} - \frac{1}{N} \sum_{j=1}^N \frac{\partial L}{\partial y_j} "
            r"- \hat{x}_i \frac{1}{N} \sum_{j=1}^N \frac{\partial L}{\partial y_j} \hat{x}_j\right)",
            letters,
        ),
    ),
    batch_words,
    assignment,
    Kind.GRADIENT,
)

TOPIC = Topic(
    "Normalisation entry by entry",
    formulas=(
        row_mean,
        column_mean,
        row_variance,
        column_variance,
        row_entry,
        column_entry,
        scaled,
        closed_form,
    ),
)
