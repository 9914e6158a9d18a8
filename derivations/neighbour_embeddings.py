"""Neighbour embeddings: the probabilities of SNE and t-SNE, their loss, and its gradient.

The points x_i are the rows of X, their images y_i the rows of Y. Sums leave out the pairs of a point with itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Ne, Piecewise, Sum, exp, log

from derivations.operators import at, dot, gradient, row, tabulated, vector_sum
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    Formula,
    Kind,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
    integers,
    interval,
)

maaten = "van der Maaten and Hinton 2008, Visualizing Data using t-SNE"
points = Size("n", "points", smallest=2, largest=3)
wide = Size("D", "coordinates of the points", largest=2)
flat = Size("d", "coordinates of the images", largest=2)
n = points.symbol
k, h = bound_index("k h")
inputs = Quantity("X", "points as rows", shape=(points, wide), domain=interval(-2, 2))
images = Quantity("Y", "images as rows", shape=(points, flat), domain=interval(-2, 2))
widths = Quantity("s", "widths of the points", shape=(points,), domain=interval(1, 3))
first, second = free_index("i", points), free_index("j", points)
share = Quantity("u", "the probability")
X, Y, s, i, j = (one.symbol for one in (inputs, images, widths, first, second))
words = ("t-sne", "tsne", "stochastic neighbor", "stochastic neighbour", "embedding", "perplexity")


def apart(table: Any, a: Any, b: Any) -> Any:
    """The squared distance of two rows."""
    gap = row(table, a) - row(table, b)
    return dot(gap, gap)


def others(summand: Any) -> Any:
    """The sum over all pairs of different points."""
    return Sum(Sum(Piecewise((summand, Ne(k, h)), (0, True)), (h, 1, n)), (k, 1, n))


near = exp(-apart(X, i, j) / (2 * at(s, i) ** 2))
conditional = rule(
    "SNE: conditional probability of a neighbour",
    share,
    near / Sum(Piecewise((exp(-apart(X, i, k) / (2 * at(s, i) ** 2)), Ne(k, i)), (0, True)), (k, 1, n)),
    (inputs, widths, first, second),
    written(
        r"p_{j|i} = \frac{\exp(-\|x_i - x_j\|^2 / 2 \sigma_i^2)}"
        r"{\sum_{k \neq i} \exp(-\|x_i - x_k\|^2 / 2 \sigma_i^2)}",
        r"p_{j|i} = \frac{\exp\left(-\frac{\|x_i - x_j\|^2}{2 \sigma_i^2}\right)}"
        r"{\sum_{k \neq i} \exp\left(-\frac{\|x_i - x_k\|^2}{2 \sigma_i^2}\right)}",
        letters=(("x", "X"), ("sigma", "s")),
    ),
    words,
    "a bell curve around the point, over all others",
    Source(maaten, "equation 1"),
)
one_way, other_way = Quantity("a", "probability one way"), Quantity("b", "probability the other way")
count = Quantity("n", "number of points", domain=integers(1, 9))
joint = rule(
    "t-SNE: symmetric probability of a pair",
    share,
    (one_way.symbol + other_way.symbol) / (2 * count.symbol),
    (one_way, other_way, count),
    written(
        r"p_{ij} = \frac{p_{j|i} + p_{i|j}}{2n}",
        r"p_{ij} = \frac{1}{2n} (p_{j|i} + p_{i|j})",
        letters=(("p_j|i", "a"), ("p_i|j", "b")),
    ),
    words,
    "the mean of both ways, over all points",
    Source(maaten, "section 3.1"),
)
heavy = rule(
    "t-SNE: probability of a pair of images",
    share,
    (1 + apart(Y, i, j)) ** -1 / others(1 / (1 + apart(Y, k, h))),
    (images, first, second),
    written(
        r"q_{ij} = \frac{(1 + \|y_i - y_j\|^2)^{-1}}{\sum_{k \neq l} (1 + \|y_k - y_l\|^2)^{-1}}",
        r"q_{ij} = \frac{1 / (1 + \|y_i - y_j\|^2)}{\sum_{k \neq l} 1 / (1 + \|y_k - y_l\|^2)}",
        letters=(("y", "Y"),),
    ),
    (*words, "student"),
    "Student's distribution with one degree of freedom, over all pairs",
    Source(maaten, "equation 4"),
)
normal = rule(
    "Symmetric SNE: probability of a pair of images",
    share,
    exp(-apart(Y, i, j)) / others(exp(-apart(Y, k, h))),
    (images, first, second),
    written(
        r"q_{ij} = \frac{\exp(-\|y_i - y_j\|^2)}{\sum_{k \neq l} \exp(-\|y_k - y_l\|^2)}",
        r"q_{ij} = \frac{e^{-\|y_i - y_j\|^2}}{\sum_{k \neq l} e^{-\|y_k - y_l\|^2}}",
        letters=(("y", "Y"),),
    ),
    words,
    "a bell curve, over all pairs",
    Source(maaten, "equation 3"),
)
wanted = Quantity("P", "probabilities of the pairs", shape=(points, points), domain=POSITIVE)
drawn = Quantity("Q", "probabilities of the pairs of images", shape=(points, points), domain=POSITIVE)
P, Q = wanted.symbol, drawn.symbol
cost = Quantity("C", "the loss")
divergence = rule(
    "Loss of t-SNE",
    cost,
    Sum(Sum(at(P, k, h) * log(at(P, k, h) / at(Q, k, h)), (h, 1, n)), (k, 1, n)),
    (wanted, drawn),
    written(
        r"C = \sum_i \sum_j p_{ij} \log \frac{p_{ij}}{q_{ij}}",
        r"C = \sum_{i,j} p_{ij} \log \frac{p_{ij}}{q_{ij}}",
        r"C = \sum_i \sum_j p_{ij} (\log p_{ij} - \log q_{ij})",
        letters=(("p", "P"), ("q", "Q")),
    ),
    (*words, "kullback", "kl divergence"),
    "the divergence of the images' probabilities from the points'",
    Source(maaten, "section 3"),
)
affinities = Quantity("B", "weights of the pairs", shape=(points, points), domain=interval(0, 2))
weight = at(affinities.symbol, k, h) + at(affinities.symbol, h, k)
own = Piecewise((weight, Ne(k, h)), (0, True))
pairs = Quantity(
    "p", "probabilities of the pairs", shape=(points, points), value=tabulated(own, k, n, h, n) / others(weight)
)
student = tabulated(Piecewise((1 / (1 + apart(Y, k, h)), Ne(k, h)), (0, True)), k, n, h, n)
imaged = Quantity(
    "q",
    "probabilities of the pairs of images",
    shape=(points, points),
    value=student / others(1 / (1 + apart(Y, k, h))),
)
p, q = pairs.symbol, imaged.symbol
loss = Quantity(
    "C",
    "the loss, up to what the images do not change",
    value=others(at(p, k, h) * log(1 + apart(Y, k, h))) + log(others(1 / (1 + apart(Y, k, h)))),
)
pull = (at(p, i, k) - at(q, i, k)) / (1 + apart(Y, i, k))
embedding_gradient = replace(
    identity(
        "Gradient of the loss of t-SNE by one image",
        row(gradient(loss.symbol, Y), i),
        (
            (
                vector_sum(4 * at(p, i, k) / (1 + apart(Y, i, k)) * (row(Y, i) - row(Y, k)), k, 1, n)
                - vector_sum(4 * at(q, i, k) / (1 + apart(Y, i, k)) * (row(Y, i) - row(Y, k)), k, 1, n),
                "each pair counts twice, and a squared distance has twice the difference as slope",
            ),
            (vector_sum(4 * pull * (row(Y, i) - row(Y, k)), k, 1, n), "take both sums together"),
        ),
        (loss, pairs, imaged, affinities, images, first),
        written(
            r"\frac{\partial C}{\partial y_i} = 4 \sum_j (p_{ij} - q_{ij}) (y_i - y_j) (1 + \|y_i - y_j\|^2)^{-1}",
            r"\frac{\partial C}{\partial y_i} = 4 \sum_j \frac{(p_{ij} - q_{ij}) (y_i - y_j)}{1 + \|y_i - y_j\|^2}",
            letters=(("y", "Y"),),
        ),
        words,
        Source(maaten, "equation 5"),
        Kind.GRADIENT,
    ),
    survivors=(("the subscripts of", "the probabilities of pairs are symmetric"),),
)

FORMULAS: tuple[Formula, ...] = (conditional, joint, heavy, normal, divergence, embedding_gradient)
TOPIC = Topic("Neighbour embeddings", formulas=FORMULAS)
