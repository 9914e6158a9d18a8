"""k-means: the objective, the centroids that minimise it, and how the variation of the data splits.

An input stands in each row of X; row i of R is one-hot and names the cluster of input i.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Gt, Sum

from derivations.operators import at, dot, equal, gradient, norm, row, vector_sum
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

bishop = "Bishop, Pattern Recognition and Machine Learning"
hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"
samples = Size("n", "samples", smallest=2, largest=4)
clusters = Size("K", "clusters", largest=2)
features = Size("d", "features", largest=3)
n, K, d = samples.symbol, clusters.symbol, features.symbol
i, j, k = bound_index("i j k")
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
assignments = Quantity("R", "clusters of the inputs, one-hot", shape=(samples, clusters), domain=ONE_HOT)
centres = Quantity("M", "the centres, one in each row", shape=(clusters, features))
cost = Quantity("J", "the cost")
X, R, M, J = inputs.symbol, assignments.symbol, centres.symbol, cost.symbol
letters = (("x", "X"), ("r", "R"), ("mu", "M"))
words = ("k-means", "k means", "kmeans", "clustering", "cluster", "centroid")
distances = Sum(at(R, i, k) * norm(row(X, i) - row(M, k)) ** 2, (k, 1, K), (i, 1, n))


def derive_objective() -> Iterator[Step]:
    """Each input has one cluster."""
    nearest = vector_sum(at(R, i, k) * row(M, k), k, 1, K)
    yield Step(Sum(norm(row(X, i) - nearest) ** 2, (i, 1, n)), because="the squared distances from the own centres")
    yield Step(distances, because="one indicator in each row is 1, the others are 0")


objective = Formula(
    title="Objective of k-means",
    kind=Kind.DEFINITION,
    statement=equal(J, distances),
    quantities=(cost, inputs, assignments, centres),
    assumptions=(),
    notations=(
        Notation(r"J = \sum_{n=1}^N \sum_{k=1}^K r_{nk} \|x_n - \mu_k\|^2", letters=(("N", "n"), *letters)),
        Notation(r"J = \sum_{i=1}^n \sum_{j=1}^k z_{ij} \|x_i - \mu_j\|_2^2",
                 letters=(("z", "R"), ("x", "X"), ("mu", "M"), ("k", "K"))),
        Notation(r"J(r, \mu) = \sum_{k=1}^K \sum_{i=1}^n r_{ik} \|x_i - \mu_k\|^2", letters=letters),
    ),
    words=words,
    derivation=derive_objective,
    source=Source(bishop, "equation 9.1"),
)  # fmt: skip

cluster = free_index("c", clusters)
c = cluster.symbol
named_centre = Quantity("C", "the best centres, one in each row", shape=(clusters, features))
members = Sum(at(R, i, c), (i, 1, n))
occupied = (Gt(members, 0),)
centroid_value = vector_sum(at(R, i, c) * row(X, i), i, 1, n) / members


def derive_centroid() -> Iterator[Step]:
    """The gradient vanishes."""
    yield Step(
        row(M, c) + vector_sum(at(R, i, c) * (row(X, i) - row(M, c)), i, 1, n) / members,
        because="Newton's step: the curvature is twice the number of members",
    )
    yield Step(centroid_value, because="the terms in the old centre cancel")


centroid = Formula(
    title="Centroid: the centre that minimises the objective of k-means",
    kind=Kind.DEFINITION,
    statement=equal(at(named_centre.symbol, c), centroid_value),
    quantities=(named_centre, inputs, assignments, centres, cluster),
    assumptions=occupied,
    notations=(
        Notation(r"\mu_k = \frac{\sum_n r_{nk} x_n}{\sum_n r_{nk}}",
                 letters=(("mu", "C"), ("r", "R"), ("x", "X"), ("k", "c"))),
        Notation(r"\mu_j = \frac{\sum_{i=1}^m r_{ij} x^{(i)}}{\sum_{i=1}^m r_{ij}}",
                 letters=(("mu", "C"), ("r", "R"), ("x", "X"), ("j", "c"), ("m", "n"))),
        Notation(r"\mu_k = \frac{1}{\sum_{i=1}^n r_{ik}} \sum_{i=1}^n r_{ik} x_i",
                 letters=(("mu", "C"), ("r", "R"), ("x", "X"), ("k", "c"))),
    ),
    words=words,
    derivation=derive_centroid,
    source=Source(bishop, "equation 9.4"),
)  # fmt: skip

value = Quantity("J", "the cost", value=distances)
slopes = 2 * vector_sum(at(R, i, c) * (row(M, c) - row(X, i)), i, 1, n)


def derive_gradient() -> Iterator[Step]:
    """Only the members depend on a centre."""
    yield Step(row(gradient(distances, M), c), because="the objective of k-means")
    yield Step(slopes, because="only the members of the cluster count, with the gradient 2 (mu - x)")


centre_gradient = Formula(
    title="Gradient of the objective of k-means by a centre",
    kind=Kind.GRADIENT,
    statement=equal(row(gradient(J, M), c), slopes),
    quantities=(value, inputs, assignments, centres, cluster),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial J}{\partial \mu_k} = 2 \sum_{i=1}^n r_{ik} (\mu_k - x_i)",
                 letters=(*letters, ("k", "c"))),
        Notation(r"\nabla_{\mu_k} J = -2 \sum_{n=1}^N r_{nk} (x_n - \mu_k)",
                 letters=(*letters, ("N", "n"), ("k", "c"))),
    ),
    words=words,
    derivation=derive_gradient,
    source=Source(bishop, "equation 9.3"),
)

mean_value = vector_sum(row(X, i), i, 1, n) / n
mean = Quantity("m", "mean of the inputs", shape=(features,), value=mean_value)
m = mean.symbol
fixed = Quantity("v", "any point", shape=(features,))
v = fixed.symbol
about_mean = Sum(norm(row(X, i) - m) ** 2, (i, 1, n))
bar = (("x_bar", "m"), ("x", "X"))


def derive_steiner() -> Iterator[Step]:
    """The deviations from the mean add up to 0."""
    yield Step(
        about_mean + 2 * dot(vector_sum(row(X, i) - m, i, 1, n), m - v) + n * norm(m - v) ** 2,
        because="write x_i - v as (x_i - mean) + (mean - v), and square",
    )
    yield Step(about_mean + n * norm(m - v) ** 2, because="the deviations from the mean add up to 0")


steiner = Formula(
    title="Squared distances from a point: those from the mean, plus n times that of the mean",
    kind=Kind.IDENTITY,
    statement=equal(Sum(norm(row(X, i) - v) ** 2, (i, 1, n)), about_mean + n * norm(m - v) ** 2),
    quantities=(inputs, mean, fixed),
    assumptions=(),
    notations=(
        Notation(r"\sum_{i=1}^n \|x_i - v\|^2 = \sum_{i=1}^n \|x_i - \bar{x}\|^2 + n \|\bar{x} - v\|^2", letters=bar),
        Notation(r"\sum_i \|x_i - z\|_2^2 = n \|z - \mu\|_2^2 + \sum_i \|x_i - \mu\|_2^2",
                 letters=(("x", "X"), ("z", "v"), ("mu", "m"))),
    ),
    words=words,
    derivation=derive_steiner,
    source=Source("Kanungo et al. 2004, A Local Search Approximation Algorithm for k-Means Clustering", "lemma 2.1"),
)  # fmt: skip


def derive_pairs() -> Iterator[Step]:
    """Squared distances from each point in turn."""
    yield Step(
        Sum(about_mean + n * norm(m - row(X, j)) ** 2, (j, 1, n)), because="squared distances from x_j, by the mean"
    )
    yield Step(2 * n * about_mean, because="both terms add up to n times the squared distances from the mean")


pairwise = Formula(
    title="Squared distances of all pairs from those to the mean",
    kind=Kind.IDENTITY,
    statement=equal(Sum(norm(row(X, i) - row(X, j)) ** 2, (j, 1, n), (i, 1, n)), 2 * n * about_mean),
    quantities=(inputs, mean),
    assumptions=(),
    notations=(
        Notation(r"\sum_{i=1}^n \sum_{j=1}^n \|x_i - x_j\|^2 = 2n \sum_{i=1}^n \|x_i - \bar{x}\|^2", letters=bar),
        Notation(r"\sum_{i,j} \|x_i - x_j\|_2^2 = 2n \sum_i \|x_i - \mu\|_2^2", letters=(("x", "X"), ("mu", "m"))),
    ),
    words=("pairwise", "scatter", *words),
    derivation=derive_pairs,
    source=Source(hastie, "equation 14.31"),
)

TOPIC = Topic("k-means", formulas=(objective, centroid, centre_gradient, steiner, pairwise))
