"""Gates of recurrent units as layers of the concatenated vector [h_{t-1}, x_t], with one weight matrix each.

The weights of [h, x] have columns for the entries of the state, then columns for those of the input; those of [x, h]
have them the other way round. A gate returns numbers between 0 and 1, a candidate numbers between -1 and 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sympy import Lambda, MatrixSymbol, tanh

from derivations.gated_units import cho, gers, hochreiter
from derivations.operators import at, entrywise, equal, evaluated, hadamard, row, sigmoid
from derivations.vocabulary import (
    UNIT,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    free_index,
)

steps = Size("T", "steps", smallest=3, largest=3)
units = Size("n", "units", largest=2)
features = Size("m", "features of an input", largest=4)
n, m = units.symbol, features.symbol
moment = free_index("t", steps)
t = moment.symbol
state, entry = MatrixSymbol("u", n, 1), MatrixSymbol("v", m, 1)

states = Quantity("h", "states, one row for each step, from step 0 on", shape=(steps, units), origins=(0, 1))
sequence = Quantity("x", "inputs, one row for each step", shape=(steps, features))
resets = Quantity("r", "reset gates, one row for each step", shape=(steps, units), domain=UNIT)
h, x, r = states.symbol, sequence.symbol, resets.symbol
colah = "Olah 2015, Understanding LSTM networks"


def concatenated(letter: str, state_first: bool) -> tuple[Quantity, Quantity, Quantity]:
    """Weights of a concatenated vector: those of the state, those of the input, and the linear map that they make."""
    for_state = Quantity(f"V_{letter}", "columns of the weights for the state", shape=(units, units))
    for_input = Quantity(f"U_{letter}", "columns of the weights for the input", shape=(units, features))
    value = for_state.symbol * state + for_input.symbol * entry
    variables = (state, entry) if state_first else (entry, state)
    linear = Quantity(f"W_{letter}", "linear map of the concatenated vector", (units,), value=Lambda(variables, value))
    return for_state, for_input, linear


def layer(
    letter: str,
    output: str,
    title: str,
    words: tuple[str, ...],
    source: Source,
    *,
    squash: Callable[[Any], Any] = sigmoid,
    state_first: bool = True,
    bias: bool = True,
    reset: bool = False,
    notations: tuple[Notation, ...],
) -> Formula:
    """A layer of the concatenated state and input: a gate, or with `squash` tanh a candidate.

    The weights are W_letter, the bias b_letter; with `reset` the layer sees the part of the state that r lets through.
    """
    for_state, for_input, weights = concatenated(letter, state_first)
    biases = Quantity(f"b_{letter}", "bias", shape=(units,))
    returned = Quantity(output, title, shape=(steps, units))
    seen = hadamard(row(r, t), row(h, t - 1)) if reset else row(h, t - 1)
    arguments = (seen, row(x, t)) if state_first else (row(x, t), seen)
    linear = evaluated(weights.symbol(*arguments), n, 1)
    value = entrywise(squash, linear + biases.symbol if bias else linear)

    def derive() -> Iterator[Step]:
        yield Step(value, because="an affine map of state and input, squashed")

    return Formula(
        title=title,
        kind=Kind.DEFINITION,
        statement=equal(evaluated(at(returned.symbol, t), n, 1), value),
        quantities=(
            returned,
            for_state,
            for_input,
            weights,
            *((biases,) if bias else ()),
            states,
            sequence,
            *((resets,) if reset else ()),
            moment,
        ),
        assumptions=(),
        notations=notations,
        words=words,
        derivation=derive,
        source=source,
    )


def gate_notations(letter: str, inside: str, bias: bool = True) -> tuple[Notation, ...]:
    """A gate, with the time as subscript and as superscript."""
    rest = f" + b_{letter}" if bias else ""
    return (
        Notation(rf"{letter}_t = \sigma(W_{letter} [{inside}]{rest})"),
        Notation(rf"{letter}^t = \sigma(W_{letter} [{inside.replace('_{t-1}', '^{t-1}').replace('_t', '^t')}]{rest})"),
    )


STATE_FIRST, INPUT_FIRST = "h_{t-1}, x_t", "x_t, h_{t-1}"
lstm, gru = ("lstm", "gate"), ("gru", "gated recurrent unit", "gate")
in_colah = Source(colah, "step-by-step walk through")
in_gers, in_cho = Source(gers, "section 3"), Source(cho, "section 2.3")
in_hochreiter = Source(hochreiter, "section 4")


forget_gate = layer(
    "f",
    "f",
    "Forget gate of an LSTM, of the concatenated state and input",
    (*lstm, "forget gate"),
    in_colah,
    notations=gate_notations("f", STATE_FIRST),
)

input_gate = layer(
    "i",
    "i",
    "Input gate of an LSTM, of the concatenated state and input",
    (*lstm, "input gate"),
    in_colah,
    notations=gate_notations("i", STATE_FIRST),
)

output_gate = layer(
    "o",
    "o",
    "Output gate of an LSTM, of the concatenated state and input",
    (*lstm, "output gate"),
    in_colah,
    notations=gate_notations("o", STATE_FIRST),
)

cell_candidate = layer(
    "C",
    "C_tilde",
    "Candidate for the cell of an LSTM, of the concatenated state and input",
    (*lstm, "candidate", "cell"),
    in_colah,
    squash=tanh,
    notations=(
        Notation(r"\tilde{C}_t = \tanh(W_C [h_{t-1}, x_t] + b_C)"),
        Notation(
            r"\tilde{c}_t = \tanh(W_c [h_{t-1}, x_t] + b_c)",
            (("c_tilde", "C_tilde"), ("W_c", "W_C"), ("b_c", "b_C")),
        ),
        Notation(r"g_t = \tanh(W_g [h_{t-1}, x_t] + b_g)", (("g", "C_tilde"), ("W_g", "W_C"), ("b_g", "b_C"))),
    ),
)

update_gate = layer(
    "z",
    "z",
    "Update gate of a gated recurrent unit, of the concatenated state and input",
    (*gru, "update gate"),
    in_cho,
    notations=(
        *gate_notations("z", STATE_FIRST),
        Notation(r"u_t = \sigma(W_u [h_{t-1}, x_t] + b_u)", (("u", "z"), ("W_u", "W_z"), ("b_u", "b_z"))),
    ),
)

reset_gate = layer(
    "r",
    "r",
    "Reset gate of a gated recurrent unit, of the concatenated state and input",
    (*gru, "reset gate"),
    in_cho,
    notations=gate_notations("r", STATE_FIRST),
)

state_candidate = layer(
    "h",
    "h_tilde",
    "Candidate for the state of a gated recurrent unit, of the concatenated state and input",
    (*gru, "candidate"),
    in_cho,
    squash=tanh,
    reset=True,
    notations=(
        Notation(r"\tilde{h}_t = \tanh(W_h [r_t \odot h_{t-1}, x_t] + b_h)"),
        Notation(r"\tilde{h}^t = \tanh(W_h [r^t \odot h^{t-1}, x^t] + b_h)"),
        Notation(
            r"\tilde{c}_t = \tanh(W_c [r_t \odot c_{t-1}, x_t] + b_c)",
            (("c_tilde", "h_tilde"), ("c", "h"), ("W_c", "W_h"), ("b_c", "b_h")),
        ),
    ),
)

unbiased_update_gate = layer(
    "z",
    "z",
    "Update gate of a gated recurrent unit without bias, of the concatenated state and input",
    (*gru, "update gate"),
    in_colah,
    bias=False,
    notations=(
        *gate_notations("z", STATE_FIRST, bias=False),
        Notation(r"u_t = \sigma(W_u [h_{t-1}, x_t])", (("u", "z"), ("W_u", "W_z"))),
    ),
)

unbiased_reset_gate = layer(
    "r",
    "r",
    "Reset gate of a gated recurrent unit without bias, of the concatenated state and input",
    (*gru, "reset gate"),
    in_colah,
    bias=False,
    notations=gate_notations("r", STATE_FIRST, bias=False),
)

unbiased_state_candidate = layer(
    "h",
    "h_tilde",
    "Candidate for the state of a gated recurrent unit without bias, of the concatenated state and input",
    (*gru, "candidate"),
    in_colah,
    squash=tanh,
    bias=False,
    reset=True,
    notations=(
        Notation(r"\tilde{h}_t = \tanh(W_h [r_t \odot h_{t-1}, x_t])"),
        Notation(r"\tilde{h}_t = \tanh(W [r_t \odot h_{t-1}, x_t])", (("W", "W_h"),)),
    ),
)

reversed_forget_gate = layer(
    "f",
    "f",
    "Forget gate of an LSTM, of the concatenated input and state",
    (*lstm, "forget gate"),
    in_gers,
    state_first=False,
    notations=gate_notations("f", INPUT_FIRST),
)

reversed_input_gate = layer(
    "i",
    "i",
    "Input gate of an LSTM, of the concatenated input and state",
    (*lstm, "input gate"),
    in_hochreiter,
    state_first=False,
    notations=gate_notations("i", INPUT_FIRST),
)

reversed_output_gate = layer(
    "o",
    "o",
    "Output gate of an LSTM, of the concatenated input and state",
    (*lstm, "output gate"),
    in_hochreiter,
    state_first=False,
    notations=gate_notations("o", INPUT_FIRST),
)

reversed_candidate = layer(
    "C",
    "C_tilde",
    "Candidate for the cell of an LSTM, of the concatenated input and state",
    (*lstm, "candidate", "cell"),
    in_hochreiter,
    squash=tanh,
    state_first=False,
    notations=(
        Notation(r"\tilde{C}_t = \tanh(W_C [x_t, h_{t-1}] + b_C)"),
        Notation(
            r"\tilde{c}_t = \tanh(W_c [x_t, h_{t-1}] + b_c)",
            (("c_tilde", "C_tilde"), ("W_c", "W_C"), ("b_c", "b_C")),
        ),
    ),
)

TOPIC = Topic(
    "Gates of the concatenated state and input",
    formulas=(
        forget_gate,
        input_gate,
        output_gate,
        cell_candidate,
        update_gate,
        reset_gate,
        state_candidate,
        unbiased_update_gate,
        unbiased_reset_gate,
        unbiased_state_candidate,
        reversed_forget_gate,
        reversed_input_gate,
        reversed_output_gate,
        reversed_candidate,
    ),
)
