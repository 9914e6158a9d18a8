"""Attention with an additive similarity, heads with projections, and self-attention without a scale.

Query and keys may have different sizes; a network compares them. A head projects query, keys and values first, so
that an inner product can. Keys x^t, values z^t and tokens are the rows of their matrices.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Lambda, MatrixSymbol, Sum, Transpose, exp, tanh

from derivations.operators import at, dot, entrywise, equal, row, softmax, vector_sum
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Step, Topic, bound_index, free_index

bahdanau = "Bahdanau, Cho and Bengio 2015, Neural machine translation by jointly learning to align and translate"
vaswani = "Vaswani et al. 2017, Attention is all you need"

query_size = Size("n", "entries of a query", largest=3)
key_size = Size("m", "entries of a key", largest=4)
value_size = Size("p", "entries of a value", largest=2)
positions = Size("s", "positions", largest=3)
s = positions.symbol
query = Quantity("xi", "query", shape=(query_size,))
keys = Quantity("x", "keys, one row for each position", shape=(positions, key_size))
values = Quantity("z", "values, one row for each position", shape=(positions, value_size))
hidden = Size("h", "hidden units of the similarity", largest=2)
query_weights = Quantity("A", "weights of the query", shape=(hidden, query_size))
key_weights = Quantity("B", "weights of the keys", shape=(hidden, key_size))
readout = Quantity("v", "weights of the hidden units", shape=(hidden,))
A, B, v = query_weights.symbol, key_weights.symbol, readout.symbol
one, other = MatrixSymbol("u", query_size.symbol, 1), MatrixSymbol("w", key_size.symbol, 1)
similarity = Quantity(
    "phi",
    "similarity of a query and a key: a network with one hidden layer",
    value=Lambda((one, other), dot(v, entrywise(tanh, A * one + B * other))),
)
weights = Quantity("alpha", "attention weights", shape=(positions,))
position = free_index("t", positions)
xi, x, z, phi, alpha, t = (q.symbol for q in (query, keys, values, similarity, weights, position))
j, r = bound_index("j r")


def score(where: Any) -> Any:
    """The similarity of the query with the key at a position."""
    return phi(xi, row(x, where))


def derive_weights() -> Iterator[Step]:
    """The softmax, with one factor taken out."""
    yield Step(1 / Sum(exp(score(j) - score(t)), (j, 1, s)), because="the softmax sees only how similarities differ")
    yield Step(exp(score(t)) / Sum(exp(score(j)), (j, 1, s)), because="multiply by the exponential of the similarity")


additive_weights = Formula(
    title="Attention weights from an additive similarity: queries and keys may differ in size",
    kind=Kind.DEFINITION,
    statement=equal(at(alpha, t), exp(score(t)) / Sum(exp(score(j)), (j, 1, s))),
    quantities=(weights, query, keys, similarity, query_weights, key_weights, readout, position),
    assumptions=(),
    notations=(
        Notation(r"\alpha_t = \frac{\exp[\phi(\xi, x^t)]}{\sum_{j=1}^s \exp[\phi(\xi, x^j)]}"),
        Notation(
            r"\alpha_i = \frac{\exp(v^\top \tanh(W q + U k_i))}{\sum_{j=1}^m \exp(v^\top \tanh(W q + U k_j))}",
            (("W", "A"), ("U", "B"), ("q", "xi"), ("k", "x"), ("m", "s"), ("i", "t")),
        ),
    ),
    words=("attention", "softmax", "similarity", "alignment", "additive", "query"),
    derivation=derive_weights,
    source=Source(bahdanau, "section 3.1, equation 6"),
)

inner_size = Size("k", "entries after the projection of queries and keys", largest=3)
outer_size = Size("q", "entries after the projection of values", largest=2)
query_map = Quantity("W_q", "projection of the query", shape=(inner_size, query_size))
key_map = Quantity("W_k", "projection of the keys", shape=(inner_size, key_size))
value_map = Quantity("W_v", "projection of the values", shape=(outer_size, value_size))
output = Quantity("F", "output of the head", shape=(outer_size,))
W_q, W_k, W_v, F = query_map.symbol, key_map.symbol, value_map.symbol, output.symbol


def match(where: Any) -> Any:
    """The inner product of the projected query with the projected key at a position."""
    return exp(dot(W_q * xi, W_k * row(x, where)))




def derive_head() -> Iterator[Step]:
    """The projections of the values are linear."""
    attended = softmax(x * (Transpose(W_k) * (W_q * xi)))
    yield Step(W_v * (Transpose(z) * attended), because="attend, then project")
    yield Step(
        vector_sum(match(r) / Sum(match(j), (j, 1, s)) * (W_v * row(z, r)), r, 1, s),
        because="the projection of a weighted sum, and the softmax written out",
    )


head = Formula(
    title="Attention head: query, keys and values are projected first",
    kind=Kind.DEFINITION,
    statement=equal(F, vector_sum(match(r) / Sum(match(j), (j, 1, s)) * (W_v * row(z, r)), r, 1, s)),
    quantities=(output, query_map, key_map, value_map, query, keys, values),
    assumptions=(),
    notations=(
        Notation(
            r"F = \sum_{t=1}^s \frac{\exp((W_q \xi)^\top W_k x^t)}{\sum_{j=1}^s \exp((W_q \xi)^\top W_k x^j)} W_v z^t"
        ),
        Notation(
            r"h = \sum_{i=1}^m \frac{\exp(\langle W_q q, W_k k_i \rangle)}"
            r"{\sum_{j=1}^m \exp(\langle W_q q, W_k k_j \rangle)} W_v v_i",
            (("h", "F"), ("q", "xi"), ("k", "x"), ("v", "z"), ("m", "s")),
        ),
    ),
    words=("attention", "head", "multi-head", "projection", "transformer"),
    derivation=derive_head,
    source=Source(vaswani, "section 3.2.2"),
)

tokens = Size("L", "tokens", largest=3)
width = Size("d", "entries of a token", largest=2)
inner, outer = Size("k", "entries of queries and keys", largest=3), Size("q", "entries of the outputs", largest=2)
sequence = Quantity("X", "tokens, one in each row", shape=(tokens, width))
queries = Quantity("W_q", "weights of the queries", shape=(width, inner))
keyed = Quantity("W_k", "weights of the keys", shape=(width, inner))
valued = Quantity("W_v", "weights of the values", shape=(width, outer))
outputs = Quantity("Y", "outputs, one in each row", shape=(tokens, outer))
token = free_index("i", tokens)
X, Y, i, L = sequence.symbol, outputs.symbol, token.symbol, tokens.symbol
V_q, V_k, V_v = queries.symbol, keyed.symbol, valued.symbol
fit = X * (V_k * (Transpose(V_q) * row(X, i)))


def derive_unscaled() -> Iterator[Step]:
    """The row of a product."""
    yield Step(
        Transpose(V_v) * (Transpose(X) * softmax(fit)), because="the row of softmax(X W_q W_k' X') X W_v, as a column"
    )
    yield Step(
        vector_sum(at(softmax(fit), r) * (Transpose(V_v) * row(X, r)), r, 1, L), because="write the product out"
    )


unscaled = Formula(
    title="Self-attention without a scale, one token",
    kind=Kind.DEFINITION,
    statement=equal(
        row(Y, i), vector_sum(at(softmax(fit), r) * (Transpose(V_v) * row(X, r)), r, 1, L)
    ),
    quantities=(outputs, sequence, queries, keyed, valued, token),
    assumptions=(),
    notations=(
        Notation(
            r"Y_i = \sum_{j=1}^L \frac{\exp(x_i^\top W_q W_k^\top x_j)}{\sum_{l=1}^L \exp(x_i^\top W_q W_k^\top x_l)} "
            r"W_v^\top x_j",
            (("x", "X"),),
        ),
        Notation(r"y_i = \sum_{j=1}^L \operatorname{softmax}(X W_k W_q^\top x_i)_j W_v^\top x_j",
                 (("x", "X"), ("y", "Y"), ("X", "X"))),
    ),
    words=("self-attention", "attention", "transformer", "softmax"),
    derivation=derive_unscaled,
    source=Source("Murphy, Probabilistic Machine Learning: An Introduction", "section 15.5"),
)  # fmt: skip

TOPIC = Topic("Attention heads", formulas=(additive_weights, head, unscaled))
