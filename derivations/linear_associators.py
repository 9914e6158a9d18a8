"""Linear associative memories: what they store and recall; Oja's rule.

The keys are the rows of X, their values the rows of Y; the memory W takes a key to its value and to the crosstalk of
the other keys.
"""

from __future__ import annotations

from sympy import Ne, Piecewise

from derivations.associative_recall import hertz
from derivations.operators import dot, row, vector_sum
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import POSITIVE, Quantity, Size, Source, Topic, bound_index, free_index

units = Size("N", "units", largest=3)
patterns = Size("P", "patterns", largest=3)
outputs = Size("m", "outputs", largest=2)
P = patterns.symbol
mu = bound_index("mu")
keys = Quantity("X", "keys, one row for each", shape=(patterns, units))
values = Quantity("Y", "values, one row for each", shape=(patterns, outputs))
memory = Quantity("W", "memory", (outputs, units), value=values.symbol.T * keys.symbol)
X, Y, W = keys.symbol, values.symbol, memory.symbol
cue = free_index("q", patterns)
q = cue.symbol
linear = ("associative memory", "associator", "hetero-associat", "heteroassociat", "crosstalk", "cross-talk", "recall")
others = vector_sum(Piecewise((1, Ne(mu, q)), (0, True)) * dot(row(X, mu), row(X, q)) * row(Y, mu), mu, 1, P)
associator = rule(
    "Linear associative memory: outer products of values and keys",
    Quantity("W", "memory", shape=(outputs, units)),
    vector_sum(row(Y, mu) * row(X, mu).T, mu, 1, P),
    (keys, values),
    written(
        r"W = \sum_{\mu=1}^P y_\mu x_\mu^\top",
        r"W = \sum_\mu y^\mu (x^\mu)^\top",
        r"W = \sum_{i=1}^P y_i x_i^\top",
        letters=(("y", "Y"), ("x", "X")),
    ),
    linear,
    "each pair adds the outer product",
    Source(hertz, "section 5.4"),
)
recalled = identity(
    "Recall of a linear associative memory: the value, and the crosstalk of the other keys",
    W * row(X, q),
    (
        (vector_sum(dot(row(X, mu), row(X, q)) * row(Y, mu), mu, 1, P), "each value, by the product of the keys"),
        (dot(row(X, q), row(X, q)) * row(Y, q) + others, "split off the pair itself"),
    ),
    (memory, keys, values, cue),
    written(
        r"W x_\nu = \|x_\nu\|^2 y_\nu + \sum_{\mu \neq \nu} (x_\mu^\top x_\nu) y_\mu",
        r"W x^\nu = \|x^\nu\|^2 y^\nu + \sum_{\mu \neq \nu} y^\mu (x^\mu \cdot x^\nu)",
        letters=(("y", "Y"), ("x", "X"), ("nu", "q")),
    ),
    linear,
    Source(hertz, "section 5.4"),
)
inputs = Quantity("x", "input", shape=(units,))
line = Quantity("v", "weights", shape=(units,))
answer = Quantity("y", "output of the linear unit")
rate = Quantity("eta", "step size", domain=POSITIVE)
x, v, y, eta = inputs.symbol, line.symbol, answer.symbol, rate.symbol
oja = rule(
    "Oja's rule",
    Quantity("u", "change of the weights", shape=(units,)),
    eta * y * (x - y * v),
    (rate, answer, inputs, line),
    written(
        r"\Delta w = \eta y (x - y w)",
        r"\Delta w = \eta (y x - y^2 w)",
        r"\dot{w} = \eta y (x - y w)",
        letters=(("w", "v"),),
    ),
    ("oja", "hebb"),
    "Hebb's rule, and a decay that keeps the length of the weights",
    Source("Oja 1982, A Simplified Neuron Model as a Principal Component Analyzer", "equation 3"),
)

TOPIC = Topic("Linear associative memories", formulas=(associator, recalled, oja))
