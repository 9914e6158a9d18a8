"""Attention from a decoder to an encoder, and from one query to several keys: scores, weights, context, derivatives.

The states of the decoder are s_t (queries), those of the encoder h_i (keys, and what is summed). With one query q the
scores e, the weights α and the keys have one index.
"""

from __future__ import annotations

from typing import Any

from sympy import KroneckerDelta, Sum, Transpose, exp, sqrt, tanh

from derivations.operators import at, dot, entrywise, jacobian, row, softmax, vector_sum
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Topic, bound_index, free_index

luong = Source("Luong, Pham and Manning 2015, Effective approaches to attention-based translation", "section 3.1")
bahdanau = Source("Bahdanau, Cho and Bengio 2015, Neural machine translation by jointly learning to align", "3.1")
vaswani = Source("Vaswani et al. 2017, Attention is all you need", "section 3.2")
bishop = Source("Bishop, Pattern Recognition and Machine Learning", "equation 4.106")

moments = Size("T", "steps of the decoder", largest=2)
places = Size("N", "states of the encoder", largest=3)
width = Size("d", "entries of a state", largest=3)
N, d = places.symbol, width.symbol
asking = Quantity("s", "states of the decoder, a row for each step", shape=(moments, width))
stored = Quantity("h", "states of the encoder, a row for each place", shape=(places, width))
S, H = asking.symbol, stored.symbol
moment, place, other = free_index("t", moments), free_index("i", places), free_index("j", places)
t, i, j = moment.symbol, place.symbol, other.symbol
k = bound_index("k")
score = Quantity("e", "score")
words = ("attention", "alignment", "query", "key", "decoder", "encoder", "transformer", "seq2seq")
plain_words = (*words, "dot-product", "dot product", "score")
dot_score = rule(
    "Score of a query and a key: their inner product",
    score,
    dot(row(S, t), row(H, i)),
    (asking, stored, moment, place),
    (
        *written(r"e_{ti} = s_t^\top h_i", r"e_{t,i} = s_t^\top h_i", r"e_{ti} = s_t \cdot h_i",
                 r"e_{ti} = h_i^\top s_t", r"e_{ti} = \langle s_t, h_i \rangle"),
        *written(r"e_{ij} = q_i^\top k_j", r"e_{ij} = q_i \cdot k_j", r"e_{ij} = \langle q_i, k_j \rangle",
                 letters=(("q", "s"), ("k", "h"), ("i", "t"), ("j", "i"))),
    ),
    plain_words,
    "similar states have a large inner product",
    luong,
)  # fmt: skip
query = Quantity("q", "query", shape=(width,))
q = query.symbol
one_words = (*plain_words, "weights", "softmax")
single_score = rule(
    "Score of one query and a key: their inner product",
    score,
    dot(q, row(H, i)),
    (query, stored, place),
    (
        *written(r"e_i = q^\top k_i", r"e_i = q \cdot k_i", r"e_i = k_i^\top q", letters=(("k", "h"),)),
        *written(r"e_i = s^\top h_i", r"e_i = s \cdot h_i", r"e_i = h_i^\top s", letters=(("s", "q"),)),
        *written(r"a_i = q^\top k_i", letters=(("k", "h"), ("a", "e"))),
    ),
    plain_words,
    "similar vectors have a large inner product",
    luong,
)
scaled_score = rule(
    "Scaled score of one query and a key",
    score,
    dot(q, row(H, i)) / sqrt(d),
    (query, stored, place),
    (
        *written(r"e_i = \frac{q^\top k_i}{\sqrt{d}}", r"e_i = \frac{q \cdot k_i}{\sqrt{d}}",
                 r"e_i = q^\top k_i / \sqrt{d}", letters=(("k", "h"),)),
        *written(r"e_i = \frac{q^\top k_i}{\sqrt{d_k}}", letters=(("k", "h"), ("d_k", "d"))),
    ),
    plain_words,
    "the root of the width keeps the variance of the score at 1",
    vaswani,
)  # fmt: skip
key = Quantity("k", "key", shape=(width,))
mixing = Quantity("W", "weights of the score", shape=(width, width))
outward = Quantity("v", "weights of the hidden units", shape=(width,))
own = Quantity("U", "weights of the key", shape=(width, width))
pair = (query, key)
valued = Quantity("score", "score of a query and a key")
K, W, v, U = key.symbol, mixing.symbol, outward.symbol, own.symbol


def compared(right: str, letters: tuple[tuple[str, str], ...] = ()) -> tuple[Notation, ...]:
    """A score as a function of a query and a key, in three schools' letters."""
    schools = (("q", "k", ()), ("h_t", r"\bar{h}_s", (("h_t", "q"), ("h_bar_s", "k"))),
               ("s_t", "h_i", (("s_t", "q"), ("h_i", "k"))), ("s", "h", (("s", "q"), ("h", "k"))))  # fmt: skip
    return tuple(
        Notation(
            rf"\operatorname{{score}}({one}, {two}) = {right.replace('<q>', one).replace('<k>', two)}",
            (*named, *letters),
        )
        for one, two, named in schools
    )


named_dot = rule(
    "Score as a function: inner product of query and key",
    valued,
    dot(q, K),
    pair,
    compared(r"<q>^\top <k>") + compared(r"<q> \cdot <k>"),
    (*plain_words, "luong"),
    "similar vectors have a large inner product",
    luong,
)
named_scaled = rule(
    "Score as a function: scaled inner product of query and key",
    valued,
    dot(q, K) / sqrt(d),
    pair,
    compared(r"\frac{<q>^\top <k>}{\sqrt{d}}")
    + compared(r"<q>^\top <k> / \sqrt{d}")
    + compared(r"\frac{<q> \cdot <k>}{\sqrt{d}}"),
    (*plain_words, "scaled"),
    "the root of the width keeps the variance of the score at 1",
    vaswani,
)
named_general = rule(
    "Score as a function: bilinear",
    valued,
    dot(q, W * K),
    (*pair, mixing),
    compared(r"<q>^\top W <k>") + compared(r"<q>^\top W_a <k>", (("W_a", "W"),)),
    (*plain_words, "luong", "general", "bilinear", "multiplicative"),
    "the inner product after a linear map of the key",
    luong,
)
named_additive = rule(
    "Score as a function: additive",
    valued,
    dot(v, entrywise(tanh, W * q + U * K)),
    (*pair, mixing, own, outward),
    compared(r"v^\top \tanh(W <q> + U <k>)")
    + compared(r"v_a^\top \tanh(W_a <q> + U_a <k>)", (("v_a", "v"), ("W_a", "W"), ("U_a", "U")))
    + compared(r"w_v^\top \tanh(W_q <q> + W_k <k>)", (("w_v", "v"), ("W_q", "W"), ("W_k", "U")))
    + compared(r"v^\top \tanh(W_1 <q> + W_2 <k>)", (("W_1", "W"), ("W_2", "U")))
    + compared(r"v^\top \tanh(W_1 <k> + W_2 <q>)", (("W_1", "U"), ("W_2", "W"))),
    (*plain_words, "bahdanau", "additive", "concat"),
    "a network with one hidden layer on both",
    bahdanau,
)
additive = rule(
    "Additive score of a state of the decoder and one of the encoder",
    score,
    dot(v, entrywise(tanh, W * row(S, t) + U * row(H, i))),
    (asking, stored, mixing, own, outward, moment, place),
    (
        *written(r"e_{ti} = v^\top \tanh(W s_t + U h_i)", r"e_{ti} = v^\top \tanh(U h_i + W s_t)"),
        *written(r"e_{ti} = w^\top \tanh(W_1 h_i + W_2 s_t)", letters=(("w", "v"), ("W_1", "U"), ("W_2", "W"))),
        *written(r"e_{ti} = v^\top \tanh(W_1 h_i + W_2 s_t)", letters=(("W_1", "U"), ("W_2", "W"))),
        *written(r"e_{ti} = v^\top \tanh(W_h h_i + W_s s_t)", letters=(("W_h", "U"), ("W_s", "W"))),
    ),
    (*plain_words, "bahdanau", "additive"),
    "a network with one hidden layer on both states",
    bahdanau,
)

scores = Quantity("e", "scores of one query", shape=(places,))
E = scores.symbol
weighed = Quantity("alpha", "attention weights", shape=(places,), value=softmax(E))
alpha = weighed.symbol
context = Quantity("c", "context vector", shape=(width,), value=Transpose(H) * alpha)
weight = Quantity("a", "attention weight of a place")
weights_of_scores = rule(
    "Attention weights of one query: the softmax of its scores",
    weight,
    exp(at(E, i)) / Sum(exp(at(E, k)), (k, 1, N)),
    (scores, place),
    (
        *written(r"\alpha_i = \frac{\exp(e_i)}{\sum_{j=1}^N \exp(e_j)}",
                 r"\alpha_i = \frac{\exp(e_i)}{\sum_j \exp(e_j)}", r"\alpha_i = \exp(e_i) / \sum_j \exp(e_j)",
                 letters=(("alpha", "a"),)),
        *written(r"\alpha_i = \operatorname{softmax}(e)_i", letters=(("alpha", "a"),)),
    ),
    one_words,
    "positive, and their sum is 1",
    bahdanau,
)  # fmt: skip
attended = Quantity("o", "what attention returns", shape=(width,))
answers = Quantity("v", "values, a row for each place", shape=(places, width))
V = answers.symbol
weighted_sum = rule(
    "Attention returns the sum of the values, weighted",
    attended,
    vector_sum(at(alpha, k) * row(V, k), k, 1, N),
    (scores, weighed, answers),
    (
        *written(r"o = \sum_{i=1}^N \alpha_i v_i", r"o = \sum_i \alpha_i v_i"),
        *written(r"c = \sum_{i=1}^N \alpha_i h_i", r"c = \sum_i \alpha_i h_i", letters=(("c", "o"), ("h", "v"))),
        *written(r"a = \sum_{i=1}^N \alpha_i h_i", letters=(("a", "o"), ("h", "v"))),
        *written(r"z = \sum_i a_i v_i", letters=(("z", "o"), ("a", "alpha"))),
    ),
    (*words, "context", "weighted sum", "value"),
    "a mean with the attention weights",
    bahdanau,
)
from_query = rule(
    "Scaled dot-product attention of one query, written out",
    attended,
    vector_sum(exp(dot(q, row(H, k)) / sqrt(d)) * row(V, k), k, 1, N)
    / Sum(exp(dot(q, row(H, k)) / sqrt(d)), (k, 1, N)),
    (query, stored, answers),
    written(
        r"o = \sum_{i=1}^N \frac{\exp(q^\top k_i / \sqrt{d})}{\sum_{j=1}^N \exp(q^\top k_j / \sqrt{d})} v_i",
        r"o = \frac{\sum_{i=1}^N \exp(q^\top k_i / \sqrt{d}) v_i}{\sum_{j=1}^N \exp(q^\top k_j / \sqrt{d})}",
        letters=(("k", "h"),),
    ),
    (*words, "value", "scaled"),
    "weights by the softmax of the scaled scores",
    vaswani,
)


def derivative(
    title: str, left: Any, steps: tuple[tuple[Any, str], ...], quantities: tuple[Quantity, ...],
    notations: tuple[Notation, ...],
) -> Formula:  # fmt: skip
    """A derivative by the scores."""
    return identity(title, left, steps, quantities, notations, (*words, "jacobian", "softmax"), bishop, Kind.GRADIENT)


delta = KroneckerDelta(i, j)
weight_slope = derivative(
    "Derivative of an attention weight by a score",
    at(jacobian(alpha, E), i, j),
    (
        (at(alpha, i) * delta - at(alpha, i) * at(alpha, j), "an exponential over the sum of all"),
        (at(alpha, i) * (delta - at(alpha, j)), "take the weight out"),
    ),
    (scores, weighed, place, other),
    (
        *written(r"\frac{\partial \alpha_i}{\partial e_j} = \alpha_i (\delta_{ij} - \alpha_j)",
                 r"\frac{\partial \alpha_i}{\partial e_j} = \alpha_i \delta_{ij} - \alpha_i \alpha_j"),
        *written(r"\frac{\partial a_i}{\partial s_j} = a_i (\delta_{ij} - a_j)", letters=(("a", "alpha"), ("s", "e"))),
    ),
)  # fmt: skip
channel = free_index("m", width)
m = channel.symbol
context_slope = derivative(
    "Derivative of the context vector by a score",
    at(jacobian(context.symbol, E), m, i),
    (
        (
            Sum(at(alpha, k) * (KroneckerDelta(i, k) - at(alpha, i)) * at(H, k, m), (k, 1, N)),
            "the slopes of the softmax",
        ),
        (at(alpha, i) * (at(H, i, m) - at(context.symbol, m)), "the sum of the weighted states is the context"),
    ),
    (scores, weighed, context, stored, channel, place),
    (
        *written(r"\frac{\partial c_m}{\partial e_i} = \alpha_i (h_{im} - c_m)"),
        *written(r"\frac{\partial o_m}{\partial e_i} = \alpha_i (v_{im} - o_m)", letters=(("o", "c"), ("v", "h"))),
    ),
)

TOPIC = Topic(
    "Attention of a decoder to an encoder",
    formulas=(
        dot_score,
        single_score,
        scaled_score,
        named_dot,
        named_scaled,
        named_general,
        named_additive,
        additive,
        weights_of_scores,
        weighted_sum,
        from_query,
        weight_slope,
        context_slope,
    ),
)
