"""Attention of many queries at once: the scaled dot product, self-attention, several heads, and its symmetry.

Queries, keys and values are rows: Q is L×d, K is M×d, V is M×p. The softmax acts on each row of the scores Q K^T / √d.
Self-attention takes all three from one sequence X, by the weights W_q, W_k and W_v.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Identity, Lambda, MatMul, MatrixSymbol, Sum, exp, sqrt

from derivations.operators import at, column, dot, equal, evaluated, row, softmax, tabulated, vector_sum
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Step, Topic, bound_index, free_index

vaswani = "Vaswani et al. 2017, Attention is all you need"

asked = Size("L", "queries", largest=3)
stored = Size("M", "keys", largest=5)
width = Size("d", "entries of a query", largest=4)
channels = Size("p", "entries of a value", largest=2)
L, M, d, p = asked.symbol, stored.symbol, width.symbol, channels.symbol
queries = Quantity("Q", "queries, one row for each", shape=(asked, width))
keys = Quantity("K", "keys, one row for each", shape=(stored, width))
values = Quantity("V", "values, one row for each key", shape=(stored, channels))
Q, K, V = queries.symbol, keys.symbol, values.symbol
i, j, k = free_index("i", asked), free_index("j", asked), free_index("k", channels)
s, r = bound_index("s r")
letters = (("q", "Q"), ("k", "K"), ("v", "V"))


def score(key: Any) -> Any:
    """The scaled inner product of query i with a key."""
    return dot(row(Q, i.symbol), row(K, key)) / sqrt(d)


attention = Quantity(
    "A",
    "attention weights, one row for each query",
    shape=(asked, stored),
    value=tabulated(
        exp(at(Q * K.T, s, r) / sqrt(d)) / Sum(exp(at(Q * K.T, s, k.symbol) / sqrt(d)), (k.symbol, 1, M)), s, L, r, M
    ),
)
A = attention.symbol
result = Quantity("Y", "what attention returns, one row for each query", shape=(asked, channels), value=A * V)
Y = result.symbol
given = (attention, queries, keys, values)


key_index = free_index("l", stored)
chosen = key_index.symbol


def derive_weights() -> Iterator[Step]:
    """Each row is a softmax."""
    yield Step(at(softmax(K * row(Q, i.symbol) / sqrt(d)), chosen), because="the scores of query i, through a softmax")
    yield Step(exp(score(chosen)) / Sum(exp(score(r)), (r, 1, M)), because="definition of the softmax")


attention_weights = Formula(
    title="Weights of the scaled dot-product attention",
    kind=Kind.DEFINITION,
    statement=equal(at(A, i.symbol, chosen), exp(score(chosen)) / Sum(exp(score(r)), (r, 1, M))),
    quantities=(*given[:3], i, key_index),
    assumptions=(),
    notations=(
        Notation(
            r"a_{ij} = \frac{\exp(q_i^\top k_j / \sqrt{d})}{\sum_{l=1}^M \exp(q_i^\top k_l / \sqrt{d})}",
            (("a", "A"), ("q", "Q"), ("k", "K"), ("j", "l")),
        ),
        Notation(
            r"\alpha_{ij} = \frac{\exp(q_i^\top k_j / \sqrt{d_k})}{\sum_{l=1}^M \exp(q_i^\top k_l / \sqrt{d_k})}",
            (("alpha", "A"), ("q", "Q"), ("k", "K"), ("j", "l"), ("d_k", "d")),
        ),
        Notation(
            r"\alpha_{ij} = \operatorname{softmax}\left(\frac{K q_i}{\sqrt{d_k}}\right)_j",
            (("alpha", "A"), ("q", "Q"), ("d_k", "d"), ("j", "l"), ("K", "K")),
        ),
    ),
    words=("attention", "scaled dot-product", "softmax"),
    derivation=derive_weights,
    source=Source(vaswani, "section 3.2.1, equation 1"),
)


def derive_row() -> Iterator[Step]:
    """A row of a product combines the rows of the second factor."""
    yield Step(vector_sum(at(A, i.symbol, r) * row(V, r), r, 1, M), because="row i of the product of A and V")
    yield Step(
        vector_sum(at(softmax(K * row(Q, i.symbol) / sqrt(d)), r) * row(V, r), r, 1, M),
        because="the weights are the softmax of the scores",
    )


row_form = Formula(
    title="Scaled dot-product attention, one query",
    kind=Kind.DEFINITION,
    statement=equal(
        row(Y, i.symbol), vector_sum(at(softmax(K * row(Q, i.symbol) / sqrt(d)), r) * row(V, r), r, 1, M)
    ),
    quantities=(result, *given, i),
    assumptions=(),
    notations=(
        Notation(
            r"y_i = \sum_{j=1}^M \frac{\exp(q_i^\top k_j / \sqrt{d})}{\sum_{l=1}^M \exp(q_i^\top k_l / \sqrt{d})} v_j",
            (("y", "Y"), *letters),
        ),
        Notation(
            r"Y_i = \frac{\sum_{j=1}^M \exp(Q_i \cdot K_j / \sqrt{d_k}) V_j}"
            r"{\sum_{j=1}^M \exp(Q_i \cdot K_j / \sqrt{d_k})}",
            (("d_k", "d"),),
        ),
    ),
    words=("attention", "scaled dot-product", "query", "key", "value"),
    derivation=derive_row,
    source=Source(vaswani, "section 3.2.1, equation 1"),
)


def derive_matrix() -> Iterator[Step]:
    """An entry of a matrix product."""
    yield Step(at(A * V, i.symbol, k.symbol), because="all queries at once")
    yield Step(Sum(at(A, i.symbol, r) * at(V, r, k.symbol), (r, 1, M)), because="an entry of a product")


matrix_entry = Formula(
    title="Scaled dot-product attention, entry by entry",
    kind=Kind.IDENTITY,
    statement=equal(at(Y, i.symbol, k.symbol), Sum(at(A, i.symbol, r) * at(V, r, k.symbol), (r, 1, M))),
    quantities=(result, *given, i, k),
    assumptions=(),
    notations=(
        Notation(r"y_{ik} = \sum_{j=1}^M a_{ij} v_{jk}", (("y", "Y"), ("a", "A"), ("v", "V"))),
        Notation(r"Y_{ik} = (A V)_{ik}"),
    ),
    words=("attention", "scaled dot-product", "values"),
    derivation=derive_matrix,
    source=Source(vaswani, "section 3.2.1, equation 1"),
)

features = Size("n", "features of a token", largest=5)
n = features.symbol
sequence = Quantity("X", "tokens, one row for each", shape=(asked, features))
ask = Quantity("W_q", "weights of the queries", shape=(features, width))
offer = Quantity("W_k", "weights of the keys", shape=(features, width))
tell = Quantity("W_v", "weights of the values", shape=(features, channels))
X, W_q, W_k, W_v = sequence.symbol, ask.symbol, offer.symbol, tell.symbol
B = MatrixSymbol("B", L, n)


def attended(tokens: Any) -> Any:
    """Self-attention of a sequence, as a matrix."""
    scores = MatMul(tokens, W_q, W_k.T, tokens.T)
    powers = exp(at(scores, s, r) / sqrt(d)) / Sum(exp(at(scores, s, k.symbol) / sqrt(d)), (k.symbol, 1, L))
    return tabulated(powers, s, L, r, L) * tokens * W_v


layer = Quantity("f", "self-attention of a sequence", (asked, channels), value=Lambda((B,), attended(B)))
f = layer.symbol
projections = (sequence, ask, offer, tell)


similarity = Quantity(
    "e",
    "scaled similarity of two tokens",
    value=Lambda((r, s), dot(W_q.T * row(X, r), W_k.T * row(X, s)) / sqrt(d)),
)
token_scores = MatMul(X, W_k, W_q.T, row(X, i.symbol)) / sqrt(d)


def derive_self_attention() -> Iterator[Step]:
    """Queries, keys and values are projections of the tokens."""
    yield Step(row(attended(X), i.symbol), because="attention with Q = X W_q, K = X W_k and V = X W_v")
    yield Step(
        vector_sum(at(softmax(token_scores), r) * (W_v.T * row(X, r)), r, 1, L),
        because="row i of X W is the projection of token i",
    )


self_attention = Formula(
    title="Self-attention, one token",
    kind=Kind.DEFINITION,
    statement=equal(
        row(evaluated(f(X), L, p), i.symbol),
        vector_sum(at(softmax(token_scores), r) * (W_v.T * row(X, r)), r, 1, L),
    ),
    quantities=(layer, *projections, similarity, i),
    assumptions=(),
    notations=(
        Notation(
            r"f(X)_i = \sum_{j=1}^L \frac{\exp(x_i^\top W_q W_k^\top x_j / \sqrt{d})}"
            r"{\sum_{l=1}^L \exp(x_i^\top W_q W_k^\top x_l / \sqrt{d})} W_v^\top x_j",
            (("x", "X"), ("X", "X")),
        ),
        Notation(
            r"f(X)_i = \frac{\sum_{j=1}^L \exp(e_{ij}) W_v^\top x_j}{\sum_{j=1}^L \exp(e_{ij})}",
            (("x", "X"), ("X", "X")),
        ),
    ),
    words=("self-attention", "transformer", "query", "key", "value"),
    derivation=derive_self_attention,
    source=Source(vaswani, "section 3.2.3"),
)

apart = column(Identity(L), i.symbol) - column(Identity(L), j.symbol)
exchange = Quantity("P", "exchange of tokens i and j", shape=(asked, asked), value=Identity(L) - apart * apart.T)
P = exchange.symbol


def derive_equivariance() -> Iterator[Step]:
    """The permutation passes through every factor, and rows of weights are permuted with their sums."""
    scores = MatMul(P, X, W_q, W_k.T, X.T, P.T)
    turned = exp(at(scores, s, r) / sqrt(d)) / Sum(exp(at(scores, s, k.symbol) / sqrt(d)), (k.symbol, 1, L))
    yield Step(tabulated(turned, s, L, r, L) * P * X * W_v, because="put P X in the place of X")
    plain = exp(at(P.T * scores * P, s, r) / sqrt(d))
    plain /= Sum(exp(at(P.T * scores * P, s, k.symbol) / sqrt(d)), (k.symbol, 1, L))
    yield Step(
        MatMul(P, tabulated(plain, s, L, r, L), P.T, P, X, W_v),
        because="the softmax of permuted rows and columns is the permuted softmax",
    )
    yield Step(P * evaluated(f(X), L, p), because="the inverse of a permutation is its transpose")


equivariance = Formula(
    title="Self-attention is equivariant under permutations of the tokens",
    kind=Kind.IDENTITY,
    statement=equal(evaluated(f(P * X), L, p), P * evaluated(f(X), L, p)),
    quantities=(layer, *projections, exchange, i, j),
    assumptions=(),
    notations=(
        Notation(r"f(P X) = P f(X)"),
        Notation(r"\operatorname{Attention}(P X) = P \operatorname{Attention}(X)", (("Attention", "f"),)),
    ),
    words=("self-attention", "permutation", "equivariance", "transformer"),
    derivation=derive_equivariance,
    source=Source("Murphy, Probabilistic Machine Learning: An Introduction", "section 15.5"),
)

first_head = Size("a", "entries of the first head", smallest=2, largest=2)
second_head = Size("b", "entries of the second head", smallest=3, largest=3)
both_heads = Size("c", "entries of both heads", smallest=5, largest=5)
outputs = Size("q", "entries of the output", largest=4)
heads = Quantity("F", "outputs of both heads, one after the other", shape=(both_heads,))
mixing = Quantity("W", "weights of the output", shape=(outputs, both_heads))
F, W = heads.symbol, mixing.symbol
a, b, c, q = (size.symbol for size in (first_head, second_head, both_heads, outputs))
F_1 = Quantity("F_1", "output of the first head", shape=(first_head,), value=tabulated(at(F, s), s, a))
F_2 = Quantity("F_2", "output of the second head", shape=(second_head,), value=tabulated(at(F, a + s), s, b))
W_1 = Quantity("W_1", "weights of the first head", (outputs, first_head), value=tabulated(at(W, s, r), s, q, r, a))
W_2 = Quantity(
    "W_2", "weights of the second head", (outputs, second_head), value=tabulated(at(W, s, a + r), s, q, r, b)
)
output = free_index("o", outputs)
o = output.symbol


def derive_heads() -> Iterator[Step]:
    """Split the sum over all entries where the second head begins."""
    yield Step(
        tabulated(Sum(at(W, o, r) * at(F, r), (r, 1, a)) + Sum(at(W, o, a + r) * at(F, a + r), (r, 1, b)), o, q),
        because="the sum over the entries of both heads, in two parts",
    )
    yield Step(W_1.symbol * F_1.symbol + W_2.symbol * F_2.symbol, because="each part is a product with a block of W")


multi_head = Formula(
    title="Several heads: a sum of what each contributes",
    kind=Kind.IDENTITY,
    statement=equal(W * F, W_1.symbol * F_1.symbol + W_2.symbol * F_2.symbol),
    quantities=(heads, mixing, F_1, F_2, W_1, W_2),
    assumptions=(),
    notations=(
        Notation(r"W F = W_1 F_1 + W_2 F_2"),
        Notation(
            r"W^O h = W_1^O h_1 + W_2^O h_2",
            (("W^O", "W"), ("h", "F"), ("W_1^O", "W_1"), ("h_1", "F_1"), ("W_2^O", "W_2"), ("h_2", "F_2")),
        ),
    ),
    words=("multi-head", "attention", "heads", "transformer"),
    derivation=derive_heads,
    source=Source(vaswani, "section 3.2.2"),
)

TOPIC = Topic(
    "Self-attention",
    formulas=(attention_weights, row_form, matrix_entry, self_attention, equivariance, multi_head),
)
