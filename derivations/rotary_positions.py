"""Positions in attention beside the sinusoids: rotary pairs, biases of the scores, and the state of linear attention.

A pair of entries is turned by an angle that grows with the position; the linear biases punish distance.
"""

from __future__ import annotations

from typing import Any

from sympy import Identity, Integer, Transpose, cos, sin, sqrt

from derivations.operators import at, dot, evaluated, row
from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, UNIT, Quantity, Size, Source, Topic, free_index, integers, interval

su = "Su et al. 2021, RoFormer: Enhanced Transformer with Rotary Position Embedding"
press = "Press, Smith and Lewis 2022, Train Short, Test Long"
katharopoulos = "Katharopoulos et al. 2020, Transformers are RNNs"
place, angle = Quantity("m", "the position"), Quantity("theta", "angle of one position")
first, second = Quantity("x_1", "first entry of a pair"), Quantity("x_2", "second entry of a pair")
turned = Quantity("y", "the turned entry")
m, theta, x_1, x_2 = (q.symbol for q in (place, angle, first, second))
words = ("rotary", "rope", "roformer", "rotation", "position")
pair = (place, angle, first, second)
queries = (("q_1", "x_1"), ("q_2", "x_2"))
first_turned = rule(
    "Rotary positions: first entry of a pair",
    turned,
    x_1 * cos(m * theta) - x_2 * sin(m * theta),
    pair,
    (
        *written(r"y_1 = x_1 \cos m\theta - x_2 \sin m\theta", r"y_1 = x_1 \cos(m\theta) - x_2 \sin(m\theta)",
                 letters=(("y_1", "y"),)),
        *written(r"\tilde{q}_1 = q_1 \cos m\theta - q_2 \sin m\theta", letters=(("q_tilde_1", "y"), *queries)),
    ),
    words,
    "the rotation of the pair",
    Source(su, "equation 13"),
)  # fmt: skip
second_turned = rule(
    "Rotary positions: second entry of a pair",
    turned,
    x_1 * sin(m * theta) + x_2 * cos(m * theta),
    pair,
    (
        *written(r"y_2 = x_1 \sin m\theta + x_2 \cos m\theta", r"y_2 = x_2 \cos(m\theta) + x_1 \sin(m\theta)",
                 letters=(("y_2", "y"),)),
        *written(r"\tilde{q}_2 = q_1 \sin m\theta + q_2 \cos m\theta", letters=(("q_tilde_2", "y"), *queries)),
    ),
    words,
    "the rotation of the pair",
    Source(su, "equation 13"),
)  # fmt: skip
pairs = Size("p", "pairs of entries", largest=4)
each = free_index("i", pairs)
width = Quantity("d", "entries of a query", domain=interval(1, 9))
frequency = rule(
    "Angles of the rotary positions, counted from 1",
    Quantity("theta", "angles", shape=(pairs,)),
    Integer(10000) ** (-2 * (each.symbol - 1) / width.symbol),
    (width, each),
    written(
        r"\theta_i = 10000^{-2(i - 1)/d}",
        r"\theta_i = \frac{1}{10000^{2(i - 1)/d}}",
        r"\theta_i = 10000^{-\frac{2(i - 1)}{d}}",
    ),
    (*words, "frequenc"),
    "a geometric sequence from 1 on",
    Source(su, "section 3.2.2"),
)
frequency_from_nought = rule(
    "Angles of the rotary positions, counted from 0",
    Quantity("theta", "angles", shape=(pairs,)),
    Integer(10000) ** (-2 * each.symbol / width.symbol),
    (width, each),
    written(
        r"\theta_i = 10000^{-2i/d}",
        r"\theta_i = \frac{1}{10000^{2i/d}}",
        r"\theta_i = 10000^{-\frac{2i}{d}}",
    ),
    (*words, "frequenc"),
    "a geometric sequence",
    Source("Vaswani et al. 2017, Attention is all you need", "section 3.5"),
)
tokens, entries = Size("n", "tokens", largest=3), Size("d", "entries of a query", largest=3)
asked = Quantity("q", "queries, one in each row", shape=(tokens, entries))
stored = Quantity("k", "keys, one in each row", shape=(tokens, entries))
table = Quantity("b", "a bias for each pair of positions", shape=(tokens, tokens))
scores = Quantity("e", "scores", shape=(tokens, tokens))
steepness = Quantity("m", "slope of the head", domain=POSITIVE)
here, there = free_index("i", tokens), free_index("j", tokens)
i, j, d = here.symbol, there.symbol, entries.symbol
fit = dot(row(asked.symbol, i), row(stored.symbol, j))
bias_words = ("relative position", "bias", "alibi", "t5", "attention score", "position")
biased = rule(
    "Score with a bias of the positions",
    scores,
    at(table.symbol, i, j) + fit / sqrt(d),
    (asked, stored, table, here, there),
    written(
        r"e_{ij} = \frac{q_i^\top k_j}{\sqrt{d}} + b_{ij}",
        r"e_{ij} = \frac{q_i \cdot k_j}{\sqrt{d}} + b_{ij}",
        r"e_{ij} = q_i^\top k_j / \sqrt{d} + b_{ij}",
    ),
    bias_words,
    "a number for each pair of positions is added",
    Source("Raffel et al. 2020, Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer",
           "section 2.1"),
)  # fmt: skip
linear_bias = rule(
    "Score with a linear bias (ALiBi)",
    scores,
    fit - steepness.symbol * (i - j),
    (asked, stored, steepness, here, there),
    written(
        r"e_{ij} = q_i^\top k_j - m (i - j)",
        r"e_{ij} = q_i \cdot k_j - m (i - j)",
        r"e_{ij} = q_i^\top k_j + m (j - i)",
    ),
    ("alibi", "linear bias", *bias_words),
    "what lies further back counts less",
    Source(press, "section 3"),
)
scaled_bias = rule(
    "Scaled score with a linear bias (ALiBi)",
    scores,
    fit / sqrt(d) - steepness.symbol * (i - j),
    (asked, stored, steepness, here, there),
    written(
        r"e_{ij} = \frac{q_i^\top k_j}{\sqrt{d}} - m (i - j)",
        r"e_{ij} = q_i \cdot k_j / \sqrt{d} - m (i - j)",
    ),
    ("alibi", "linear bias", *bias_words),
    "what lies further back counts less",
    Source(press, "section 3"),
)
head, heads = Quantity("h", "the head", domain=integers(1, 8)), Quantity("H", "heads", domain=integers(1, 8))
head_slope = rule(
    "Slopes of linear biases (ALiBi)",
    Quantity("s", "slope of the head"),
    Integer(2) ** (-8 * head.symbol / heads.symbol),
    (head, heads),
    written(
        r"m_h = 2^{-8h/H}",
        r"m_h = 2^{-\frac{8h}{H}}",
        r"m_h = \frac{1}{2^{8h/H}}",
        letters=(("m_h", "s"),),
    ),
    ("alibi", "linear bias", "slope", "head"),
    "a geometric sequence that ends at 2^-8",
    Source(press, "section 3"),
)
units, outputs = Size("r", "features of a key", largest=3), Size("p", "entries of a value", largest=2)
key, value = Quantity("k", "a key", shape=(entries,)), Quantity("v", "a value", shape=(outputs,))
query = Quantity("q", "a query", shape=(entries,))
features = Quantity("phi", "feature map", shape=(units,), arguments=((entries,),))
memory = Quantity("S", "what was stored", shape=(units, outputs))
total = Quantity("z", "sum of the features", shape=(units,))
mapped: Any = evaluated(features.symbol(key.symbol), units.symbol, 1)
question: Any = evaluated(features.symbol(query.symbol), units.symbol, 1)
state_words = ("linear attention", "linear transformer", "recurrent", "state", "kernel")
stored_state = rule(
    "State of linear attention after one more token",
    Quantity("S_next", "what is stored then", shape=(units, outputs)),
    memory.symbol + mapped * Transpose(value.symbol),
    (memory, features, key, value),
    written(
        r"S_i = S_{i-1} + \phi(k_i) v_i^\top",
        r"S_t = S_{t-1} + \phi(k_t) v_t^T",
        letters=(("S_i", "S_next"), ("S_i-1", "S"), ("k_i", "k"), ("v_i", "v"),
                 ("S_t", "S_next"), ("S_t-1", "S"), ("k_t", "k"), ("v_t", "v")),
    ),
    state_words,
    "the outer product of features and value is added",
    Source(katharopoulos, "equation 18"),
)  # fmt: skip
normaliser = rule(
    "Normaliser of linear attention after one more token",
    Quantity("z_next", "the sum of the features then", shape=(units,)),
    total.symbol + mapped,
    (total, features, key),
    written(
        r"z_i = z_{i-1} + \phi(k_i)",
        r"z_t = z_{t-1} + \phi(k_t)",
        letters=(("z_i", "z_next"), ("z_i-1", "z"), ("k_i", "k"), ("z_t", "z_next"), ("z_t-1", "z"), ("k_t", "k")),
    ),
    state_words,
    "the features are added",
    Source(katharopoulos, "equation 19"),
)
read_out = rule(
    "Output of linear attention from its state",
    Quantity("y", "the output", shape=(outputs,)),
    Transpose(memory.symbol) * question / dot(question, total.symbol),
    (memory, total, features, query),
    written(
        r"y_i = \frac{S_i^\top \phi(q_i)}{\phi(q_i)^\top z_i}",
        r"y_t = \frac{S_t^\top \phi(q_t)}{z_t^\top \phi(q_t)}",
        letters=(("y_i", "y"), ("S_i", "S"), ("q_i", "q"), ("z_i", "z"),
                 ("y_t", "y"), ("S_t", "S"), ("q_t", "q"), ("z_t", "z")),
    ),
    state_words,
    "what the features of the query find, over what they weigh",
    Source(katharopoulos, "equation 20"),
)  # fmt: skip
plain = Quantity("S", "what was stored", shape=(entries, outputs))
faded = Quantity("gamma", "what is kept", domain=UNIT)
retention = rule(
    "State of retention after one more token",
    Quantity("S_next", "what is stored then", shape=(entries, outputs)),
    faded.symbol * plain.symbol + key.symbol * Transpose(value.symbol),
    (plain, faded, key, value),
    written(
        r"S_t = \gamma S_{t-1} + k_t v_t^\top",
        r"S_n = \gamma S_{n-1} + k_n v_n^\top",
        letters=(("S_t", "S_next"), ("S_t-1", "S"), ("k_t", "k"), ("v_t", "v"),
                 ("S_n", "S_next"), ("S_n-1", "S"), ("k_n", "k"), ("v_n", "v")),
    ),
    ("retnet", "retention", "decay", *state_words),
    "the old state fades, the outer product is added",
    Source("Sun et al. 2023, Retentive Network: A Successor to Transformer for Large Language Models", "equation 6"),
)  # fmt: skip
column_state = Quantity("S", "what was stored", shape=(outputs, entries))
strength = Quantity("beta", "writing strength", domain=UNIT)
k = key.symbol
delta = rule(
    "Delta rule of a linear attention state",
    Quantity("S_next", "what is stored then", shape=(outputs, entries)),
    column_state.symbol * (Identity(d) - strength.symbol * k * Transpose(k))
    + strength.symbol * value.symbol * Transpose(k),
    (column_state, strength, key, value),
    written(
        r"S_t = S_{t-1} (I - \beta_t k_t k_t^\top) + \beta_t v_t k_t^\top",
        r"S_t = S_{t-1} - \beta_t (S_{t-1} k_t - v_t) k_t^\top",
        letters=(("S_t", "S_next"), ("S_t-1", "S"), ("k_t", "k"), ("v_t", "v"), ("beta_t", "beta")),
    ),
    ("deltanet", "delta rule", *state_words),
    "the value under the key is replaced, by a share",
    Source(
        "Schlag, Irie and Schmidhuber 2021, Linear Transformers Are Secretly Fast Weight Programmers", "equation 24"
    ),
)

TOPIC = Topic(
    "Rotary positions, biases and linear attention",
    formulas=(
        first_turned,
        second_turned,
        frequency,
        frequency_from_nought,
        biased,
        linear_bias,
        scaled_bias,
        head_slope,
        stored_state,
        normaliser,
        read_out,
        retention,
        delta,
    ),
)
