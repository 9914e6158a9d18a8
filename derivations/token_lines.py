"""Attention token by token: projections, masks, biases by distance, positional encodings.

A token is a row of X. In `q_i = W_Q x_i` the projection multiplies from the left. Encodings count their entries from 0.
"""

from __future__ import annotations

from typing import Any

from sympy import Abs, Integer, Sum, Transpose, cos, exp, sin, sqrt

from derivations.operators import at, dot, row
from derivations.stanzas import identity, rule
from derivations.vocabulary import (
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
    integers,
    interval,
)

vaswani = "Vaswani et al. 2017, Attention is all you need"
katharopoulos = "Katharopoulos, Vyas, Pappas and Fleuret 2020, Transformers are RNNs"
manning = Source("Hewitt, Stanford CS224n, notes on self-attention and transformers", "section 2")
tokens, others = Size("n", "tokens", largest=3), Size("m", "tokens that are read", largest=3)
width, head = Size("d", "entries of a token", smallest=2, largest=5), Size("k", "entries of a query", largest=2)
outs = Size("v", "entries of a value", largest=2)
n, m = tokens.symbol, others.symbol
position = free_index("i", tokens)
i = position.symbol
key_index = free_index("j", others)
j, r = key_index.symbol, bound_index("r")
words = ("attention", "transformer", "query", "queries", "key", "self-attention")

inputs = Quantity("X", "tokens, as rows", shape=(tokens, width))
projection = Quantity("W", "projection", shape=(head, width))
X, W = inputs.symbol, projection.symbol
projected = Quantity("Q", "projected tokens, as rows", shape=(tokens, head), value=X * Transpose(W))
LETTERS = (("q", "Q"), ("k", "K"), ("v", "V"))
project = identity(
    "A token is projected to its query, key or value",
    row(projected.symbol, i),
    ((W * row(X, i), "a row of the product with the transposed projection"),),
    (inputs, projection, projected, position),
    tuple(
        Notation(f"{small}_i = {weight} {token}_i", ((small, "Q"), (key, "W"), (token, "X")))
        for small, large in LETTERS
        for token in ("x", "h")
        for weight, key in (
            (f"W_{large}", f"W_{large}"),
            (f"W^{large}", f"W^{large}"),
            (f"W_{small}", f"W_{small}"),
            (large, large),
        )
    ),
    words,
    manning,
)

queries, keys = Quantity("Q", "queries", shape=(tokens, width)), Quantity("K", "keys", shape=(others, width))
values = Quantity("V", "values", shape=(others, outs))
Q, K, V = queries.symbol, keys.symbol, values.symbol

scores = Quantity("e", "scores", shape=(tokens, tokens))
e = scores.symbol
seen = free_index("j", tokens)
causal = Quantity("alpha", "weights of the tokens up to the query", shape=(tokens, tokens))
allowed = Sum(exp(at(e, i, r)), (r, 1, i))
causal_weights = identity(
    "Causal attention: weights of the tokens that are no later than the query",
    at(causal.symbol, i, j),
    ((exp(at(e, i, j)) / allowed, "the softmax of the scores of the tokens up to the query"),),
    (scores, causal, position, seen),
    tuple(
        Notation(
            rf"\alpha_{{ij}} = \frac{{\exp(e_{{ij}})}}{{\sum_{{{range_of}}} \exp(e_{{i{bound}}})}}",
        )
        for bound, range_of in (("k", "k=1}^{i"), ("l", "l=1}^{i"))
    ),
    ("causal", "mask", *words),
    Source(vaswani, "section 3.2.3"),
    Kind.DEFINITION,
)

slope_of = Quantity("mu", "slope of the bias", domain=POSITIVE)
mu = slope_of.symbol
biased = Quantity("a", "scores", shape=(tokens, others))
fit = dot(row(Q, i), row(K, j))


def alibi(title: str, value: Any, *spellings: str) -> Formula:
    """A score with a bias by the distance of the tokens."""
    return identity(
        f"{title} with a bias linear in the distance of the tokens (ALiBi)",
        at(biased.symbol, i, j),
        ((value - mu * Abs(i - j), "what lies further away counts less"),),
        (queries, keys, slope_of, biased, position, key_index),
        tuple(
            Notation(spelling, (("q", "Q"), ("k", "K"), ("m", "mu"), (letter, "a")))
            for letter in ("a", "e", "s")
            for spelling in (f"{letter}_{{ij}} = {right}" for right in spellings)
        ),
        ("alibi", "linear bias", "distance", *words),
        Source("Press, Smith and Lewis 2022, Train Short, Test Long", "section 3"),
        Kind.DEFINITION,
    )


distance_bias = alibi(
    "Score", fit, r"q_i^\top k_j - m |i - j|", r"q_i \cdot k_j - m |i - j|", r"q_i^\top k_j - m \cdot |i - j|"
)
scaled_distance_bias = alibi(
    "Scaled score", fit / sqrt(width.symbol), r"\frac{q_i^\top k_j}{\sqrt{d}} - m |i - j|",
    r"\frac{q_i \cdot k_j}{\sqrt{d}} - m |i - j|",
)  # fmt: skip

place = Quantity("t", "position", domain=interval(0, 20))
pair = Quantity("j", "pair of entries", domain=integers(0, 3))
entries = Quantity("w", "entries of an encoding", domain=integers(2, 8))
t, twin, w = place.symbol, pair.symbol, entries.symbol
angle = t / Integer(10000) ** (2 * twin / w)
ENCODINGS = (
    ("p(t, #)", "t", "j", "d", (("d", "w"),)),
    (r"\text{PE}(t, #)", "t", "i", "d", (("PE", "p"), ("d", "w"), ("i", "j"))),
    (
        r"\text{PE}(\text{pos}, #)",
        r"\text{pos}",
        "i",
        r"d_{\text{model}}",
        (("PE", "p"), ("d_model", "w"), ("pos", "t"), ("i", "j")),
    ),
    ("P(k, #)", "k", "i", "d", (("P", "p"), ("d", "w"), ("i", "j"), ("k", "t"))),
)


def wave(title: str, function: Any, name: str, shown: str) -> Formula:
    """Every second entry of an encoding."""
    return rule(
        f"Sinusoidal positional encoding: the {title} entries",
        Quantity("p", "encoding of the position"),
        function(angle),
        (place, pair, entries),
        tuple(
            Notation(f"{left.replace('#', shown.replace('j', second))} = \\{name}\\left({argument}\\right)", letters)
            for left, first, second, width_name, letters in ENCODINGS
            for power in (f"10000^{{2{second}/{width_name}}}",)
            for argument in (rf"\frac{{{first}}}{{{power}}}", f"{first}/{power}", f"{first} / {power}")
        ),
        ("positional encoding", "sinusoidal", "position", "transformer"),
        "a wave whose length grows with the entry",
        Source(vaswani, "section 3.5"),
    )


even_entries = wave("even", sin, "sin", "2j")
odd_entries = wave("odd", cos, "cos", "2j+1")

TOPIC = Topic(
    "Attention token by token",
    formulas=(
        project,
        causal_weights,
        distance_bias,
        scaled_distance_bias,
        even_entries,
        odd_entries,
    ),
)
