"""Distances of two points by their coordinates, as k-nearest neighbours and clustering use them."""

from __future__ import annotations

from dataclasses import replace

from sympy import Abs, Ne, Sum, sqrt

from derivations.operators import at, indicator, largest_over
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    Formula,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    integers,
    interval,
)

murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
deza = "Deza and Deza, Encyclopedia of Distances"
dimensions = Size("n", "coordinates", largest=4)
n = dimensions.symbol
i = bound_index("i")
first, second = Quantity("x", "a point", shape=(dimensions,)), Quantity("y", "a point", shape=(dimensions,))
distance = Quantity("D", "the distance")
x, y = first.symbol, second.symbol
apart = Abs(at(x, i) - at(y, i))
words = ("distance", "metric", "nearest neighbour", "nearest neighbor", "k-nn", "knn", "cluster")
order = Quantity("p", "order of the distance", domain=interval(1, 4))
p = order.symbol
minkowski = rule(
    "Minkowski distance",
    distance,
    Sum(apart**p, (i, 1, n)) ** (1 / p),
    (first, second, order),
    written(
        r"d(x, y) = \left(\sum_{i=1}^n |x_i - y_i|^p\right)^{1/p}",
        r"d_p(x, y) = \left(\sum_{i=1}^n |x_i - y_i|^p\right)^{\frac{1}{p}}",
        r"d(x, y) = \sqrt[p]{\sum_{i=1}^n |x_i - y_i|^p}",
    ),
    ("minkowski", *words),
    "the p-norm of the difference",
    Source(murphy, "section 16.1"),
)
euclidean = rule(
    "Euclidean distance by coordinates",
    distance,
    sqrt(Sum((at(x, i) - at(y, i)) ** 2, (i, 1, n))),
    (first, second),
    written(
        r"d(x, y) = \sqrt{\sum_{i=1}^n (x_i - y_i)^2}",
        r"d(x, y) = \left(\sum_{i=1}^n (x_i - y_i)^2\right)^{1/2}",
        r"d = \sqrt{\sum_i (x_i - y_i)^2}",
    ),
    ("euclidean", *words),
    "the length of the difference",
    Source(murphy, "section 16.1"),
)
manhattan = rule(
    "Manhattan distance by coordinates",
    distance,
    Sum(apart, (i, 1, n)),
    (first, second),
    written(r"d(x, y) = \sum_{i=1}^n |x_i - y_i|", r"d = \sum_i |x_i - y_i|"),
    ("manhattan", "city block", "cityblock", "taxicab", *words),
    "the way along the axes",
    Source(deza, "section 19.1"),
)
chebyshev = replace(
    rule(
        "Chebyshev distance by coordinates",
        distance,
        largest_over(apart, i, 1, n),
        (first, second),
        written(r"d(x, y) = \max_i |x_i - y_i|", r"d(x, y) = \max_{1 \leq i \leq n} |x_i - y_i|"),
        ("chebyshev", "maximum distance", *words),
        "the largest difference of a coordinate",
        Source(deza, "section 19.1"),
    ),
    survivors=(("the lower bound 1 becomes 0", "a coordinate that is counted twice does not change a maximum"),),
)
weights = Quantity("w", "weights of the coordinates", shape=(dimensions,), domain=POSITIVE)
weighted = rule(
    "Weighted Euclidean distance",
    distance,
    sqrt(Sum(at(weights.symbol, i) * (at(x, i) - at(y, i)) ** 2, (i, 1, n))),
    (first, second, weights),
    written(r"d(x, y) = \sqrt{\sum_{i=1}^n w_i (x_i - y_i)^2}", r"d = \sqrt{\sum_i w_i (x_i - y_i)^2}"),
    ("weighted", *words),
    "coordinates count by their weights",
    Source(deza, "section 17.1"),
)
one_code = Quantity("x", "a word", shape=(dimensions,), domain=integers(0, 2))
other_code = Quantity("y", "a word", shape=(dimensions,), domain=integers(0, 2))
differing = indicator(Ne(at(one_code.symbol, i), at(other_code.symbol, i)))
hamming = rule(
    "Hamming distance",
    distance,
    Sum(differing, (i, 1, n)),
    (one_code, other_code),
    written(
        r"d_H(x, y) = \sum_{i=1}^n \mathbb{1}[x_i \neq y_i]",
        r"d(x, y) = \sum_i \mathbb{1}(x_i \neq y_i)",
    ),
    ("hamming", *words),
    "how many coordinates differ",
    Source(deza, "section 1.1"),
)
share = rule(
    "Relative Hamming distance",
    distance,
    Sum(differing, (i, 1, n)) / n,
    (one_code, other_code),
    written(
        r"d(x, y) = \frac{1}{n} \sum_{i=1}^n \mathbb{1}[x_i \neq y_i]",
        r"d_H = \frac{1}{n} \sum_i \mathbb{1}(x_i \neq y_i)",
    ),
    ("hamming", *words),
    "which share of the coordinates differs",
    Source(deza, "section 1.1"),
)

FORMULAS: tuple[Formula, ...] = (minkowski, euclidean, manhattan, chebyshev, weighted, hamming, share)
TOPIC = Topic("Distances of points", formulas=FORMULAS)
