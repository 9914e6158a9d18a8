"""Attention in the letters of papers: matrices of queries, keys and values, scores, weights, context vectors.

Queries, keys and values are rows; the softmax of a matrix acts on each row. The scores are scaled inner products, or
additive, bilinear, masked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Lambda, Le, MatrixSymbol, Piecewise, Sum, exp, sqrt, tanh

from derivations.operators import at, dot, entrywise, equal, evaluated, row, tabulated, vector_sum
from derivations.vocabulary import (
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

vaswani = "Vaswani et al. 2017, Attention is all you need"
bahdanau = Source("Bahdanau, Cho and Bengio 2015, Neural machine translation by jointly learning to align", "3.1")
luong = Source("Luong, Pham and Manning 2015, Effective approaches to attention-based translation", "section 3.1")

asked = Size("L", "queries", largest=2)
stored = Size("M", "keys", largest=3)
width = Size("d", "entries of a query", largest=4)
channels = Size("p", "entries of a value", largest=5)
L, M, d, p = asked.symbol, stored.symbol, width.symbol, channels.symbol
queries = Quantity("Q", "queries, one row for each", shape=(asked, width))
keys = Quantity("K", "keys, one row for each", shape=(stored, width))
values = Quantity("V", "values, one row for each key", shape=(stored, channels))
Q, K, V = queries.symbol, keys.symbol, values.symbol
query, key = free_index("i", asked), free_index("j", stored)
i, j = query.symbol, key.symbol
a, c, s = bound_index("a c s")
B = MatrixSymbol("B", L, M)
by_rows = tabulated(exp(at(B, a, c)) / Sum(exp(at(B, a, s)), (s, 1, M)), a, L, c, M)
row_softmax = Quantity("softmax", "softmax of each row", shape=(asked, stored), value=Lambda((B,), by_rows))
answer = Quantity("Y", "what attention returns, a row for each query", shape=(asked, channels))
words = ("attention", "transformer", "query", "key")


def softmax_of(scores: Any) -> Any:
    """The softmax of each row of a matrix of scores."""
    return evaluated(row_softmax.symbol(scores), L, M)


def derive_attention() -> Iterator[Step]:
    """The definition."""
    yield Step(softmax_of(Q * K.T / sqrt(d)) * V, because="every query weighs the values by the softmax of its scores")


attention = Formula(
    title="Scaled dot-product attention",
    kind=Kind.DEFINITION,
    statement=equal(answer.symbol, softmax_of(Q * K.T / sqrt(d)) * V),
    quantities=(answer, queries, keys, values, row_softmax),
    assumptions=(),
    notations=(
        Notation(
            r"\operatorname{Attention}(Q, K, V) = \operatorname{softmax}\left(\frac{Q K^\top}{\sqrt{d_k}}\right) V",
            (("d_k", "d"),),
        ),
        Notation(r"Y = \operatorname{softmax}(Q K^T / \sqrt{d}) V"),
        Notation(r"Y = \operatorname{softmax}\left(\frac{1}{\sqrt{d}} Q K^\top\right) V"),
    ),
    words=words,
    derivation=derive_attention,
    source=Source(vaswani, "equation 1"),
)

mask = Quantity("A", "mask: what is added to the scores", shape=(asked, stored))


def derive_masked() -> Iterator[Step]:
    """The definition."""
    yield Step(softmax_of(Q * K.T / sqrt(d) + mask.symbol) * V, because="the mask is added to the scores")


masked = Formula(
    title="Scaled dot-product attention with a mask",
    kind=Kind.DEFINITION,
    statement=equal(answer.symbol, softmax_of(Q * K.T / sqrt(d) + mask.symbol) * V),
    quantities=(answer, queries, keys, values, mask, row_softmax),
    assumptions=(),
    notations=(
        Notation(
            r"\operatorname{Attention}(Q, K, V) = "
            r"\operatorname{softmax}\left(\frac{Q K^\top}{\sqrt{d_k}} + M\right) V",
            (("d_k", "d"), ("M", "A")),
        ),
        Notation(r"Y = \operatorname{softmax}(Q K^T / \sqrt{d} + A) V"),
    ),
    words=(*words, "mask", "causal"),
    derivation=derive_masked,
    source=Source(vaswani, "section 3.2.3"),
)

score_table = Quantity("e", "scores", shape=(asked, stored))
weight_table = Quantity("alpha", "attention weights", shape=(asked, stored))
e, alpha = score_table.symbol, weight_table.symbol


def derive_score() -> Iterator[Step]:
    """The definition."""
    yield Step(dot(row(Q, i), row(K, j)) / sqrt(d), because="the inner product, scaled to variance 1")


score = Formula(
    title="Scaled score of a query and a key",
    kind=Kind.DEFINITION,
    statement=equal(at(e, i, j), dot(row(Q, i), row(K, j)) / sqrt(d)),
    quantities=(score_table, queries, keys, query, key),
    assumptions=(),
    notations=(
        Notation(r"e_{ij} = \frac{q_i^\top k_j}{\sqrt{d_k}}", (("q", "Q"), ("k", "K"), ("d_k", "d"))),
        Notation(r"e_{ij} = \frac{q_i \cdot k_j}{\sqrt{d}}", (("q", "Q"), ("k", "K"))),
        Notation(r"e_{i,j} = \frac{1}{\sqrt{d}} q_i^\top k_j", (("q", "Q"), ("k", "K"))),
    ),
    words=(*words, "score", "scaled"),
    derivation=derive_score,
    source=Source(vaswani, "section 3.2.1"),
)


def derive_weights() -> Iterator[Step]:
    """The definition."""
    yield Step(exp(at(e, i, j)) / Sum(exp(at(e, i, s)), (s, 1, M)), because="the softmax of the scores of one query")


weights = Formula(
    title="Attention weights from scores",
    kind=Kind.DEFINITION,
    statement=equal(at(alpha, i, j), exp(at(e, i, j)) / Sum(exp(at(e, i, s)), (s, 1, M))),
    quantities=(weight_table, score_table, query, key),
    assumptions=(),
    notations=(
        Notation(r"\alpha_{ij} = \frac{\exp(e_{ij})}{\sum_{k=1}^M \exp(e_{ik})}"),
        Notation(r"\alpha_{ij} = \frac{\exp(e_{ij})}{\sum_{k} \exp(e_{ik})}"),
        Notation(r"a_{ij} = \frac{e^{s_{ij}}}{\sum_{k} e^{s_{ik}}}", (("a", "alpha"), ("s", "e"))),
    ),
    words=(*words, "softmax", "alignment", "weights"),
    derivation=derive_weights,
    source=bahdanau,
)


def derive_column_weights() -> Iterator[Step]:
    """The definition, with the keys as rows."""
    yield Step(exp(at(e, i, j)) / Sum(exp(at(e, s, j)), (s, 1, L)), because="the softmax of the scores of one column")


column_weights = Formula(
    title="Attention weights from scores, the tokens as columns",
    kind=Kind.DEFINITION,
    statement=equal(at(alpha, i, j), exp(at(e, i, j)) / Sum(exp(at(e, s, j)), (s, 1, L))),
    quantities=(weight_table, score_table, query, key),
    assumptions=(),
    notations=(
        Notation(r"\alpha_{ij} = \frac{\exp(e_{ij})}{\sum_{k=1}^L \exp(e_{kj})}"),
        Notation(r"\alpha_{ij} = \frac{\exp(e_{ij})}{\sum_{k} \exp(e_{kj})}"),
        Notation(r"a_{ij} = \frac{e^{s_{ij}}}{\sum_{k} e^{s_{kj}}}", (("a", "alpha"), ("s", "e"))),
    ),
    words=("tokens as columns", "columns of scores", "each column"),
    derivation=derive_column_weights,
    source=bahdanau,
)


def derive_context() -> Iterator[Step]:
    """The definition."""
    yield Step(vector_sum(at(alpha, i, s) * row(V, s), s, 1, M), because="the values, weighted")


context = Formula(
    title="Context vector: the sum of the values, weighted by attention",
    kind=Kind.DEFINITION,
    statement=equal(evaluated(at(answer.symbol, i), p, 1), vector_sum(at(alpha, i, s) * row(V, s), s, 1, M)),
    quantities=(answer, weight_table, values, query),
    assumptions=(),
    notations=(
        Notation(r"c_i = \sum_{j=1}^M \alpha_{ij} h_j", (("c", "Y"), ("h", "V"))),
        Notation(r"c_i = \sum_{j} \alpha_{ij} h_j", (("c", "Y"), ("h", "V"))),
        Notation(r"y_i = \sum_{j} \alpha_{i,j} v_j", (("y", "Y"), ("v", "V"))),
    ),
    words=(*words, "context", "value"),
    derivation=derive_context,
    source=bahdanau,
)

hidden = Size("m", "units of the score", largest=5)
project_query = Quantity("W", "weights of the query", shape=(hidden, width))
project_key = Quantity("U", "weights of the key", shape=(hidden, width))
readout = Quantity("v", "weights of the score", shape=(hidden,))
W, U, v = project_query.symbol, project_key.symbol, readout.symbol
before = Quantity("Q", "states of the decoder, from step 0 on", shape=(asked, width), origins=(0, 1))


def derive_additive() -> Iterator[Step]:
    """The definition."""
    yield Step(
        dot(v, entrywise(tanh, W * row(before.symbol, i - 1) + U * row(K, j))), because="a network of one hidden layer"
    )


additive = Formula(
    title="Additive score (Bahdanau)",
    kind=Kind.DEFINITION,
    statement=equal(at(e, i, j), dot(v, entrywise(tanh, W * row(before.symbol, i - 1) + U * row(K, j)))),
    quantities=(score_table, readout, project_query, project_key, before, keys, query, key),
    assumptions=(),
    notations=(
        Notation(r"e_{ij} = v^\top \tanh(W s_{i-1} + U h_j)", (("s", "Q"), ("h", "K"))),
        Notation(
            r"e_{ij} = v_a^\top \tanh(W_a s_{i-1} + U_a h_j)",
            (("s", "Q"), ("h", "K"), ("v_a", "v"), ("W_a", "W"), ("U_a", "U")),
        ),
    ),
    words=(*words, "additive", "bahdanau", "alignment", "score"),
    derivation=derive_additive,
    source=bahdanau,
)


def derive_additive_now() -> Iterator[Step]:
    """The definition."""
    yield Step(dot(v, entrywise(tanh, W * row(Q, i) + U * row(K, j))), because="a network with one hidden layer")


additive_now = Formula(
    title="Additive score of a query and a key",
    kind=Kind.DEFINITION,
    statement=equal(at(e, i, j), dot(v, entrywise(tanh, W * row(Q, i) + U * row(K, j)))),
    quantities=(score_table, readout, project_query, project_key, queries, keys, query, key),
    assumptions=(),
    notations=(
        Notation(r"e_{ij} = v^\top \tanh(W q_i + U k_j)", (("q", "Q"), ("k", "K"))),
        Notation(
            r"e_{ij} = w_v^\top \tanh(W_q q_i + W_k k_j)",
            (("q", "Q"), ("k", "K"), ("w_v", "v"), ("W_q", "W"), ("W_k", "U")),
        ),
    ),
    words=(*words, "additive", "score"),
    derivation=derive_additive_now,
    source=bahdanau,
)

bilinear_form = Quantity("W", "weights of the score", shape=(width, width))


def derive_bilinear() -> Iterator[Step]:
    """The definition."""
    yield Step(dot(row(Q, i), bilinear_form.symbol * row(K, j)), because="an inner product after a linear map")


bilinear = Formula(
    title="Bilinear score (Luong)",
    kind=Kind.DEFINITION,
    statement=equal(at(e, i, j), dot(row(Q, i), bilinear_form.symbol * row(K, j))),
    quantities=(score_table, bilinear_form, queries, keys, query, key),
    assumptions=(),
    notations=(
        Notation(r"e_{ij} = s_i^\top W h_j", (("s", "Q"), ("h", "K"))),
        Notation(r"e_{ij} = s_i^\top W_a h_j", (("s", "Q"), ("h", "K"), ("W_a", "W"))),
    ),
    words=(*words, "bilinear", "general", "luong", "score"),
    derivation=derive_bilinear,
    source=luong,
)

square = Quantity("e", "scores", shape=(stored, stored))
causal_table = Quantity("alpha", "attention weights", shape=(stored, stored))
later = free_index("i", stored)


def derive_causal() -> Iterator[Step]:
    """The definition."""
    yield Step(causal_value, because="the softmax over the tokens up to the own")


share = exp(at(square.symbol, i, j)) / Sum(exp(at(square.symbol, i, s)), (s, 1, i))
causal_value = Piecewise((share, Le(j, i)), (0, True))

causal = Formula(
    title="Causal attention weights: only tokens up to the own",
    kind=Kind.DEFINITION,
    statement=equal(at(causal_table.symbol, i, j), causal_value),
    quantities=(causal_table, square, later, key),
    assumptions=(),
    notations=(
        Notation(
            r"\alpha_{ij} = \begin{cases} \frac{\exp(e_{ij})}{\sum_{k=1}^i \exp(e_{ik})} & j \leq i \\ "
            r"0 & j > i \end{cases}"
        ),
        Notation(
            r"\alpha_{ij} = \begin{cases} 0 & j > i \\ "
            r"\frac{\exp(e_{ij})}{\sum_{k=1}^i \exp(e_{ik})} & \text{otherwise} \end{cases}"
        ),
    ),
    words=(*words, "causal", "mask", "autoregressive"),
    derivation=derive_causal,
    source=Source(vaswani, "section 3.2.3"),
)

TOPIC = Topic(
    "Attention in the letters of papers",
    formulas=(attention, masked, score, weights, column_weights, context, additive, additive_now, bilinear, causal),
)
