r"""Recurrent units on a batch whose examples are rows, `X_t W_{xh} + H_{t-1} W_{hh}`.

The step is a label of each name. The biases are the same for each example.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import tanh
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import at, entrywise, hadamard, relu, sigmoid, tabulated
from derivations.stanzas import rule
from derivations.vocabulary import UNIT, Formula, Notation, Quantity, Size, Source, Topic, bound_index

zhang = "Zhang, Lipton, Li and Smola, Dive into Deep Learning"
examples = Size("m", "examples", largest=3)
features = Size("p", "features", largest=3)
units = Size("n", "units", largest=3)
m, p, n = examples.symbol, features.symbol, units.symbol
i, j = bound_index("i j")
inputs = Quantity("X", "inputs of the step, a row for each example", shape=(examples, features))
before = Quantity("H", "states before, a row for each example", shape=(examples, units))
entering = Quantity("U", "weights of the input", shape=(features, units))
recurrent = Quantity("W", "weights of the state", shape=(units, units))
drawn = Quantity("beta", "biases", shape=(units,))
biases = Quantity("b", "biases, the same for each example", shape=(examples, units),
                  value=tabulated(at(drawn.symbol, j), i, m, j, n))  # fmt: skip
reset = Quantity("R", "reset gates", shape=(examples, units), domain=UNIT)
function = Quantity("g", "activation function", arguments=((),))
state = Quantity("S", "what comes out", shape=(examples, units))
X, H, U, W, b, R = (q.symbol for q in (inputs, before, entering, recurrent, biases, reset))
given = (inputs, before, entering, recurrent, drawn, biases)
words = ("recurrent", "rnn", "hidden state", "gru", "lstm", "gate", "gated recurrent unit", "candidate")
affine = X * U + H * W + b


def layered(left: str, squash: str, gate: str, *letters: tuple[str, str]) -> tuple[Notation, ...]:
    """An affine map of input and state, squashed, with one letter for what it is for; both orders of the terms."""
    left_name = left.replace(r"\tilde{", "").replace("}", "") + ("_tilde" if "tilde" in left else "")
    named = ((f"{left_name}_t", "S"), ("X_t", "X"), ("H_t-1", "H"), (f"W_x{gate}", "U"), (f"W_h{gate}", "W"),
             (f"b_{gate}", "b"), *letters)  # fmt: skip
    return (
        Notation(rf"{left}_t = {squash}(X_t W_{{x{gate}}} + H_{{t-1}} W_{{h{gate}}} + b_{gate})", named),
        Notation(rf"{left}_t = {squash}(H_{{t-1}} W_{{h{gate}}} + X_t W_{{x{gate}}} + b_{gate})", named),
    )


def layer(
    title: str,
    apply: Callable[[Any], Any],
    source: str,
    *notations: tuple[Notation, ...],
    extra: tuple[Quantity, ...] = (),
) -> Formula:
    """A layer of input and state."""
    return rule(title, state, apply(affine), (*given, *extra), sum(notations, ()), words,
                "an affine map of each row, squashed", Source(zhang, source))  # fmt: skip


hidden = layer(
    "State of a recurrent network on a batch with any activation function",
    lambda z: entrywise(function.symbol, z), "section 9.4.2", layered("H", r"\phi", "h", ("phi", "g")),
    extra=(function,),
)  # fmt: skip
gate = layer(
    "Gate of a recurrent unit on a batch",
    lambda z: entrywise(sigmoid, z), "sections 10.1.1 and 10.2.1",
    *(layered(letter, r"\sigma", letter.lower()) for letter in "IFORZ"),
)  # fmt: skip
candidate = layer(
    "Candidate of a recurrent unit on a batch",
    lambda z: entrywise(tanh, z), "section 10.1.1",
    layered(r"\tilde{C}", r"\tanh", "c"), layered("H", r"\tanh", "h"),
)  # fmt: skip
rectified = layer(
    "State of a recurrent network of rectified linear units on a batch",
    lambda z: entrywise(relu, z), "section 9.5.2", layered("H", r"\operatorname{ReLU}", "h"),
)  # fmt: skip
hidden_letters = (("H_tilde_t", "S"), ("X_t", "X"), ("H_t-1", "H"), ("R_t", "R"), ("W_xh", "U"), ("W_hh", "W"),
                  ("b_h", "b"))  # fmt: skip
reset_candidate = rule(
    "Candidate of a gated recurrent unit on a batch",
    state,
    entrywise(tanh, X * U + hadamard(R, H) * W + b),
    (*given, reset),
    (
        Notation(r"\tilde{H}_t = \tanh(X_t W_{xh} + (R_t \odot H_{t-1}) W_{hh} + b_h)", hidden_letters),
        Notation(r"\tilde{H}_t = \tanh((R_t \odot H_{t-1}) W_{hh} + X_t W_{xh} + b_h)", hidden_letters),
    ),
    words,
    "the reset gate lets a part of the state through",
    Source(zhang, "section 10.2.2"),
)
share = Quantity("Z", "update gates", shape=(examples, units), domain=UNIT)
forget = Quantity("F", "forget gates", shape=(examples, units), domain=UNIT)
offer = Quantity("K", "candidates", shape=(examples, units))
Z, F, K = share.symbol, forget.symbol, offer.symbol
gru_letters = (("H_t", "S"), ("Z_t", "Z"), ("H_t-1", "H"), ("H_tilde_t", "K"))
kept = rule(
    "State of a gated recurrent unit on a batch, the update gate for the share that stays",
    state,
    hadamard(Z, H) + hadamard(OneMatrix(m, n) - Z, K),
    (share, before, offer),
    (
        Notation(r"H_t = Z_t \odot H_{t-1} + (1 - Z_t) \odot \tilde{H}_t", gru_letters),
        Notation(r"H_t = (1 - Z_t) \odot \tilde{H}_t + Z_t \odot H_{t-1}", gru_letters),
    ),
    words,
    "the gate says how much of the old state stays",
    Source(zhang, "equation 10.2.3"),
)
cell = rule(
    "Cell of an LSTM on a batch",
    state,
    hadamard(F, H) + hadamard(Z, K),
    (forget, before, share, offer),
    (
        Notation(r"C_t = F_t \odot C_{t-1} + G_t \odot \tilde{C}_t",
                 (("C_t", "S"), ("F_t", "F"), ("C_t-1", "H"), ("G_t", "Z"), ("C_tilde_t", "K"))),
        Notation(r"C_t = G_t \odot \tilde{C}_t + F_t \odot C_{t-1}",
                 (("C_t", "S"), ("F_t", "F"), ("C_t-1", "H"), ("G_t", "Z"), ("C_tilde_t", "K"))),
    ),
    words,
    "one gate keeps the old cell, the other lets the candidate in",
    Source(zhang, "equation 10.1.3"),
)  # fmt: skip
shown = rule(
    "State of an LSTM on a batch",
    state,
    hadamard(Z, entrywise(tanh, K)),
    (share, offer),
    (
        Notation(r"H_t = O_t \odot \tanh(C_t)", (("H_t", "S"), ("O_t", "Z"), ("C_t", "K"))),
        Notation(r"H_t = \tanh(C_t) \odot O_t", (("H_t", "S"), ("O_t", "Z"), ("C_t", "K"))),
    ),
    words,
    "the gate says how much of the cell is shown",
    Source(zhang, "equation 10.1.4"),
)

TOPIC = Topic(
    "Recurrent units on batches of rows",
    formulas=(hidden, gate, candidate, rectified, reset_candidate, kept, cell, shown),
)
