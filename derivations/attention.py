"""Attention for one query: weights from similarities, a convex combination of values, and why the scores are scaled.

A query ξ is compared with the keys x^1, …, x^s by the similarity φ, here the inner product; the softmax of the
similarities weighs the values z^1, …, z^s.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Integer, Lambda, MatrixSymbol, Sum, exp, sqrt

from derivations.gaussian_vectors import white_vector
from derivations.operators import at, at_most, dot, equal, largest_over, mean, row, softmax, vector_mean, vector_sum
from derivations.vocabulary import (
    ORTHOGONAL,
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

bahdanau = "Bahdanau, Cho and Bengio 2015, Neural machine translation by jointly learning to align and translate"
vaswani = "Vaswani et al. 2017, Attention is all you need"

entries = Size("n", "entries of a key", largest=4)
positions = Size("s", "positions", largest=5)
channels = Size("p", "entries of a value", largest=3)
n, s, p = entries.symbol, positions.symbol, channels.symbol

query = Quantity("xi", "query", shape=(entries,))
keys = Quantity("x", "keys, one row for each position", shape=(positions, entries))
values = Quantity("z", "values, one row for each position", shape=(positions, channels))
xi, x, z = query.symbol, keys.symbol, values.symbol
u, v = MatrixSymbol("u", n, 1), MatrixSymbol("v", n, 1)
similarity = Quantity("phi", "similarity of a query and a key", value=Lambda((u, v), dot(u, v)))
phi = similarity.symbol
weights = Quantity("alpha", "attention weights", shape=(positions,), value=softmax(x * xi))
alpha = weights.symbol
position, channel = free_index("t", positions), free_index("k", channels)
t, k = position.symbol, channel.symbol
j, i = bound_index("j i")
given = (weights, query, keys)
d2l = (("a", "alpha"), ("q", "xi"), ("k", "x"), ("i", "t"))


def derive_gating() -> Iterator[Step]:
    """The softmax of the similarities."""
    yield Step(exp(at(x * xi, t)) / Sum(exp(at(x * xi, j)), (j, 1, s)), because="definition of the softmax")
    yield Step(
        exp(phi(xi, row(x, t))) / Sum(exp(phi(xi, row(x, j))), (j, 1, s)),
        because="each score is the similarity of the query with a key",
    )


gating = Formula(
    title="Attention weights: the softmax of the similarities",
    kind=Kind.DEFINITION,
    statement=equal(at(alpha, t), exp(phi(xi, row(x, t))) / Sum(exp(phi(xi, row(x, j))), (j, 1, s))),
    quantities=(*given, similarity, position),
    assumptions=(),
    notations=(
        Notation(r"\alpha_t = \frac{\exp[\phi(\xi, x^t)]}{\sum_{j=1}^s \exp[\phi(\xi, x^j)]}"),
        Notation(r"a_i = \frac{\exp(q^\top k_i)}{\sum_{j=1}^s \exp(q^\top k_j)}", d2l),
        Notation(r"\alpha_t = \operatorname{softmax}(K q)_t", (("K", "x"), ("q", "xi"))),
    ),
    words=("attention", "softmax", "similarity", "query"),
    derivation=derive_gating,
    source=Source(bahdanau, "section 3.1, equation 6"),
)


def derive_sum() -> Iterator[Step]:
    """The weights are a softmax."""
    yield Step(
        Sum(exp(at(x * xi, i)) / Sum(exp(at(x * xi, j)), (j, 1, s)), (i, 1, s)), because="definition of the weights"
    )
    yield Step(Integer(1), because="the numerators add up to the denominator that they share")


sum_to_one = Formula(
    title="Attention weights sum to one",
    kind=Kind.IDENTITY,
    statement=equal(Sum(at(alpha, i), (i, 1, s)), Integer(1)),
    quantities=given,
    assumptions=(),
    notations=(
        Notation(r"\sum_{t=1}^s \alpha_t = 1"),
        Notation(r"\sum_j a_j = 1", (("a", "alpha"),)),
    ),
    words=("attention", "weights", "convex combination"),
    derivation=derive_sum,
    source=Source(bahdanau, "section 3.1"),
)

result = Quantity("F", "what the attention returns", shape=(channels,), value=z.T * alpha)
F = result.symbol


def derive_transfer() -> Iterator[Step]:
    """A matrix times a vector combines columns."""
    yield Step(z.T * alpha, because="the values as columns, weighed by the attention")
    yield Step(vector_sum(at(alpha, i) * row(z, i), i, 1, s), because="a product with a vector combines the columns")


transfer = Formula(
    title="Attention returns a weighted sum of the values",
    kind=Kind.DEFINITION,
    statement=equal(F, vector_sum(at(alpha, i) * row(z, i), i, 1, s)),
    quantities=(result, *given, values),
    assumptions=(),
    notations=(
        Notation(r"F = \sum_{t=1}^s \alpha_t z^t"),
        Notation(r"c = \sum_{i=1}^s \alpha_i v_i", (("c", "F"), ("v", "z"))),
        Notation(r"F = Z^\top \alpha", (("Z", "z"),)),
    ),
    words=("attention", "values", "context vector", "weighted sum"),
    derivation=derive_transfer,
    source=Source(bahdanau, "section 3.1, equation 5"),
)


def derive_upper_bound() -> Iterator[Step]:
    """Replace each value by the largest."""
    top = largest_over(at(z, i, k), i, 1, s)
    yield Step(Sum(at(alpha, i) * at(z, i, k), (i, 1, s)), because="a weighted sum of the values")
    yield Step(Sum(at(alpha, i), (i, 1, s)) * top, because="the weights are positive", relation="<=")
    yield Step(top, because="the weights sum to one")


upper_bound = Formula(
    title="Attention returns nothing above the largest value",
    kind=Kind.BOUND,
    statement=at_most(at(F, k), largest_over(at(z, i, k), i, 1, s)),
    quantities=(result, *given, values, channel),
    assumptions=(),
    notations=(
        Notation(r"F_k \leq \max_{1 \leq t \leq s} z_{t,k}"),
        Notation(r"F_k \leq \max_t z_k^t"),
    ),
    words=("attention", "convex combination", "values"),
    derivation=derive_upper_bound,
    source=Source(bahdanau, "section 3.1, equation 5"),
    survivors=(("the lower bound 1 becomes 0 in max_", "there is no value before the first"),),
)

dimensions = Size("d", "entries of a query", largest=3)
d = dimensions.symbol
axis, *axis_draw = white_vector("epsilon", dimensions)
random_key, *key_draw = white_vector("k", dimensions)
turn = Quantity("R", "a rotation", shape=(dimensions, dimensions), domain=ORTHOGONAL)
random_query = Quantity(
    "q", "random query with mean 0 and covariance I", shape=(dimensions,), value=turn.symbol * axis.symbol
)
q, key = random_query.symbol, random_key.symbol
white = (random_query, turn, axis, *axis_draw, random_key, *key_draw)


def derive_variance() -> Iterator[Step]:
    """The second moments meet in a trace."""
    second_moments = vector_mean(q * q.T), vector_mean(key * key.T)
    yield Step(dot(*second_moments), because="the square is a double sum; query and key are independent")
    yield Step(d, because="both second moments are the identity, whose entries have d squares of 1")


variance = Formula(
    title="The variance of an inner product grows with the dimension",
    kind=Kind.IDENTITY,
    statement=equal(mean(dot(q, key) ** 2), d),
    quantities=white,
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}(q \cdot k) = d"),
        Notation(r"\mathbb{E}[(q^\top k)^2] = d"),
        Notation(r"\operatorname{Var}[q^\top k] = d_k", (("d_k", "d"),)),
    ),
    words=("attention", "variance", "scaled dot-product"),
    derivation=derive_variance,
    source=Source(vaswani, "section 3.2.1, footnote 4"),
)


def derive_scaled_variance() -> Iterator[Step]:
    """A factor comes out of a variance squared."""
    yield Step(mean(dot(q, key) ** 2) / d, because="the factor comes out of the mean of the square")
    yield Step(Integer(1), because="the variance of the inner product is d")


scaled_variance = Formula(
    title="The scaled inner product has variance one",
    kind=Kind.IDENTITY,
    statement=equal(mean((dot(q, key) / sqrt(d)) ** 2), Integer(1)),
    quantities=white,
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}\left(\frac{q \cdot k}{\sqrt{d}}\right) = 1"),
        Notation(r"\mathbb{E}\left[\left(\frac{q^\top k}{\sqrt{d_k}}\right)^2\right] = 1", (("d_k", "d"),)),
    ),
    words=("attention", "variance", "scaled dot-product"),
    derivation=derive_scaled_variance,
    source=Source(vaswani, "section 3.2.1"),
)

TOPIC = Topic("Attention", formulas=(gating, sum_to_one, transfer, upper_bound, variance, scaled_variance))
