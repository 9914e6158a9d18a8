r"""Attention as pooling: weights by a function of query and key, values averaged with them (*Dive into Deep Learning*).

The keys k_i and the values v_i are the rows of tables; any function a scores a query and a key.
"""

from __future__ import annotations

from sympy import Sum, exp, sqrt, tanh

from derivations.operators import at, dot, entrywise, norm, row, softmax, tabulated, vector_sum
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
)

zhang = "Zhang, Lipton, Li and Smola, Dive into Deep Learning"
width, units = Size("d", "numbers of a query", largest=2), Size("h", "hidden units", largest=2)
pairs, outputs = Size("m", "keys", largest=3), Size("r", "numbers of a value", largest=2)
d, m = width.symbol, pairs.symbol
i, j = bound_index("i j")
query = Quantity("q", "query", shape=(width,))
keys = Quantity("k", "keys, one in each row", shape=(pairs, width))
values = Quantity("v", "values, one in each row", shape=(pairs, outputs))
kernel = Quantity("alpha", "weight of a query and a key", domain=POSITIVE, arguments=((width,), (width,)))
score = Quantity("a", "score of a query and a key", arguments=((width,), (width,)))
one = free_index("i", pairs)
q, k, v, here = query.symbol, keys.symbol, values.symbol, one.symbol
words = ("attention", "pooling", "nadaraya", "kernel", "query", "keys", "softmax")
shares = Quantity("p", "weights of all keys", shape=(pairs,), value=tabulated(kernel.symbol(q, row(k, i)), i, m))
near = Quantity("q", "query", shape=(width,), domain=UNIT)
near_keys = Quantity("k", "keys, one in each row", shape=(pairs, width), domain=UNIT)
marks = Quantity("z", "scores of all keys", shape=(pairs,), value=tabulated(score.symbol(q, row(k, i)), i, m))
p, z = shares.symbol, marks.symbol
answer = Quantity("f", "what attention returns", shape=(outputs,))
pooled = rule(
    "Attention pooling: the sum of the values, weighted by a function of query and key",
    answer,
    vector_sum(at(p, i) * row(v, i), i, 1, m),
    (kernel, query, keys, values, shares),
    (
        Notation(r"f(q) = \sum_{i=1}^m \alpha(q, k_i) v_i"),
        Notation(r"\operatorname{Attention}(q, D) = \sum_{i=1}^m \alpha(q, k_i) v_i", (("Attention", "f"),)),
        Notation(r"c = \sum_{i=1}^m \alpha(q, k_i) v_i", (("c", "f"),)),
    ),
    words,
    "each value by the weight of its key",
    Source(zhang, "equation 11.1.1"),
)
weight = Quantity("w", "weights", shape=(pairs,))
softmax_weight = identity(
    "Attention weight: the softmax of the scores, as functions of query and key",
    at(weight.symbol, here),
    ((at(softmax(z), here), "the weights add up to 1"),),
    (weight, score, near, near_keys, marks, one),
    (
        Notation(r"w_i = \frac{\exp(a(q, k_i))}{\sum_{j=1}^m \exp(a(q, k_j))}"),
        Notation(r"\alpha_i = \frac{e^{a(q, k_i)}}{\sum_{j=1}^m e^{a(q, k_j)}}", (("alpha", "w"),)),
    ),
    words,
    Source(zhang, "equation 11.1.3"),
    Kind.DEFINITION,
)
normalised = rule(
    "Attention pooling with weights that are divided by their sum (Nadaraya and Watson)",
    answer,
    vector_sum(at(p, i) / Sum(at(p, j), (j, 1, m)) * row(v, i), i, 1, m),
    (kernel, query, keys, values, shares),
    (
        Notation(r"f(q) = \sum_{i=1}^m \frac{\alpha(q, k_i)}{\sum_{j=1}^m \alpha(q, k_j)} v_i"),
        Notation(r"f(q) = \sum_i v_i \frac{\alpha(q, k_i)}{\sum_j \alpha(q, k_j)}"),
    ),
    words,
    "a mean of the values",
    Source(zhang, "equation 11.2.2"),
)
value = Quantity("s", "score")
key = Quantity("k", "key", shape=(width,))
kk = key.symbol
distance = rule(
    "Score of a query and a key by their distance",
    value,
    -(norm(q - kk) ** 2) / 2,
    (query, key),
    written(r"s(q, k) = -\frac{1}{2} \|q - k\|^2", r"s = -\frac{\|q - k\|^2}{2}"),
    words,
    "half the squared distance, with a minus",
    Source(zhang, "equation 11.3.1"),
)
expanded = identity(
    "The squared distance of a query and a key, expanded",
    -(norm(q - kk) ** 2) / 2,
    (
        (-(dot(q, q) - 2 * dot(q, kk) + dot(kk, kk)) / 2, "expand the inner product of the difference with itself"),
        (dot(q, kk) - norm(kk) ** 2 / 2 - norm(q) ** 2 / 2, "take the terms apart"),
    ),
    (query, key),
    (
        *written(r"-\frac{1}{2} \|q - k\|^2 = q^\top k - \frac{1}{2} \|k\|^2 - \frac{1}{2} \|q\|^2"),
        Notation(
            r"-\frac{1}{2} \|q - k_i\|^2 = q^\top k_i - \frac{1}{2} \|k_i\|^2 - \frac{1}{2} \|q\|^2", (("k_i", "k"),)
        ),
    ),
    words,
    Source(zhang, "equation 11.3.1"),
)
scaled = rule(
    "Scaled score of a query and a key, as a function of both",
    value,
    dot(q, kk) / sqrt(d),
    (query, key),
    (
        *written(r"s(q, k) = \frac{q^\top k}{\sqrt{d}}", r"s(q, k) = q^\top k / \sqrt{d}"),
        Notation(r"a(q, k_i) = q^\top k_i / \sqrt{d}", (("a", "s"), ("k_i", "k"))),
        Notation(r"a(q, k_i) = \frac{q^\top k_i}{\sqrt{d}}", (("a", "s"), ("k_i", "k"))),
    ),
    words,
    "an inner product of variance 1",
    Source(zhang, "equation 11.3.2"),
)
to_hidden, from_key = (
    Quantity("W_q", "weights of the query", shape=(units, width)),
    Quantity("W_k", "weights of the key", shape=(units, width)),
)
readout = Quantity("w_v", "weights of the hidden units", shape=(units,))
additive = rule(
    "Additive score of a query and a key, as a function of both",
    value,
    dot(readout.symbol, entrywise(tanh, to_hidden.symbol * q + from_key.symbol * kk)),
    (readout, to_hidden, query, from_key, key),
    (
        *written(r"s(q, k) = w_v^\top \tanh(W_q q + W_k k)"),
        Notation(r"a(q, k) = w_v^\top \tanh(W_q q + W_k k)", (("a", "s"),)),
        Notation(r"a(q, k) = v^\top \tanh(W_1 q + W_2 k)",
                 (("a", "s"), ("v", "w_v"), ("W_1", "W_q"), ("W_2", "W_k"))),
    ),
    (*words, "additive", "bahdanau"),
    "a network with one hidden layer",
    Source(zhang, "equation 11.3.7"),
)  # fmt: skip
gaussian = rule(
    "Gaussian kernel of a query and a key",
    value,
    exp(-(norm(q - kk) ** 2) / 2),
    (query, key),
    written(r"s(q, k) = \exp\left(-\frac{1}{2} \|q - k\|^2\right)", r"s(q, k) = e^{-\frac{1}{2} \|q - k\|^2}")
    + written(r"\alpha(q, k) = \exp\left(-\frac{1}{2} \|q - k\|^2\right)", letters=(("alpha", "s"),)),
    words,
    "the exponential of the score by the distance",
    Source(zhang, "equation 11.2.1"),
)

TOPIC = Topic(
    "Attention pooling",
    formulas=(pooled, softmax_weight, normalised, distance, expanded, scaled, additive, gaussian),
)
