"""Gated recurrent units: the gates of an LSTM and of a GRU, and the convex combination that a GRU makes.

Every gate is a layer of logistic units of the state before and of the input; its entries lie between 0 and 1. The
weights of a concatenated vector [h, x] are those of h and those of x side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Abs, Eq, Lambda, Max, Piecewise, tanh
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import at, at_most, entrywise, equal, evaluated, hadamard, row, sigmoid
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
    bound_index,
    free_index,
)

hochreiter = "Hochreiter and Schmidhuber 1997, Long short-term memory"
gers = "Gers, Schmidhuber and Cummins 2000, Learning to forget: continual prediction with LSTM"
cho = "Cho et al. 2014, Learning phrase representations using RNN encoder-decoder"
chung = "Chung et al. 2014, Empirical evaluation of gated recurrent neural networks on sequence modeling"
goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"

steps = Size("T", "steps", smallest=3, largest=3)
units = Size("n", "units", largest=2)
features = Size("m", "features of an input", largest=4)
T, n, m = steps.symbol, units.symbol, features.symbol
moment = free_index("t", steps)
t = moment.symbol
a = bound_index("a")

states = Quantity("h", "states, one row for each step, from step 0 on", shape=(steps, units), origins=(0, 1))
sequence = Quantity("x", "inputs, one row for each step", shape=(steps, features))
h, x = states.symbol, sequence.symbol


def layer_of(name: str, output: str, meaning: str) -> tuple[Quantity, Quantity, Quantity, Quantity]:
    """A layer of the state before and the input: weights of both, bias, and what it returns in each step."""
    return (
        Quantity(f"W_{name}", f"weights of the {meaning} from the state", shape=(units, units)),
        Quantity(f"U_{name}", f"weights of the {meaning} from the input", shape=(units, features)),
        Quantity(f"b_{name}", f"bias of the {meaning}", shape=(units,)),
        Quantity(output, meaning, shape=(steps, units)),
    )


def preactivation(layer: tuple[Quantity, ...]) -> Any:
    """The affine part of a layer."""
    W, U, b = (quantity.symbol for quantity in layer[:3])
    return W * row(h, t - 1) + U * row(x, t) + b


forget = layer_of("f", "f", "forget gate")
read = layer_of("i", "i", "input gate")
write = layer_of("o", "o", "output gate")
candidate = layer_of("C", "C_tilde", "candidate of the cell")
replaced = layer_of("z", "z", "update gate")
recalled = layer_of("h", "h_tilde", "candidate of the state")


def derive_forget_gate() -> Iterator[Step]:
    """The definition."""
    yield Step(entrywise(sigmoid, preactivation(forget)), because="a layer of logistic units")


forget_gate = Formula(
    title="Forget gate of an LSTM",
    kind=Kind.DEFINITION,
    statement=equal(evaluated(at(forget[3].symbol, t), n, 1), entrywise(sigmoid, preactivation(forget))),
    quantities=(*forget, states, sequence, moment),
    assumptions=(),
    notations=(
        Notation(r"f_t = \sigma(W_f h_{t-1} + U_f x_t + b_f)"),
        Notation(
            r"\mathbf{f}_t = \sigma(\mathbf{W}_{hf} \mathbf{h}_{t-1} + \mathbf{W}_{xf} \mathbf{x}_t + \mathbf{b}_f)",
            (("W_hf", "W_f"), ("W_xf", "U_f")),
        ),
        Notation(r"f^t = \sigma(W_f h^{t-1} + U_f x^t + b_f)"),
        Notation(r"f_t = \sigma(W_f x_t + U_f h_{t-1} + b_f)", (("W_f", "U_f"), ("U_f", "W_f"))),
        Notation(r"f_t = \sigma(W_{xf} x_t + W_{hf} h_{t-1} + b_f)", (("W_hf", "W_f"), ("W_xf", "U_f"))),
    ),
    words=("lstm", "forget gate", "gate"),
    derivation=derive_forget_gate,
    source=Source(gers, "section 3"),
)


def derive_input_gate() -> Iterator[Step]:
    """The definition."""
    yield Step(entrywise(sigmoid, preactivation(read)), because="a layer of logistic units")


input_gate = Formula(
    title="Input gate of an LSTM",
    kind=Kind.DEFINITION,
    statement=equal(evaluated(at(read[3].symbol, t), n, 1), entrywise(sigmoid, preactivation(read))),
    quantities=(*read, states, sequence, moment),
    assumptions=(),
    notations=(
        Notation(r"i_t = \sigma(W_i h_{t-1} + U_i x_t + b_i)"),
        Notation(r"\mathbf{i}_t = \sigma(W_{hi} h_{t-1} + W_{xi} x_t + b_i)", (("W_hi", "W_i"), ("W_xi", "U_i"))),
        Notation(r"i_t = \sigma(W_i x_t + U_i h_{t-1} + b_i)", (("W_i", "U_i"), ("U_i", "W_i"))),
        Notation(r"i_t = \sigma(W_{xi} x_t + W_{hi} h_{t-1} + b_i)", (("W_hi", "W_i"), ("W_xi", "U_i"))),
    ),
    words=("lstm", "input gate", "gate"),
    derivation=derive_input_gate,
    source=Source(hochreiter, "section 4"),
)


def derive_output_gate() -> Iterator[Step]:
    """The definition."""
    yield Step(entrywise(sigmoid, preactivation(write)), because="a layer of logistic units")


output_gate = Formula(
    title="Output gate of an LSTM",
    kind=Kind.DEFINITION,
    statement=equal(evaluated(at(write[3].symbol, t), n, 1), entrywise(sigmoid, preactivation(write))),
    quantities=(*write, states, sequence, moment),
    assumptions=(),
    notations=(
        Notation(r"o_t = \sigma(W_o h_{t-1} + U_o x_t + b_o)"),
        Notation(r"\mathbf{o}_t = \sigma(W_{ho} h_{t-1} + W_{xo} x_t + b_o)", (("W_ho", "W_o"), ("W_xo", "U_o"))),
        Notation(r"o_t = \sigma(W_o x_t + U_o h_{t-1} + b_o)", (("W_o", "U_o"), ("U_o", "W_o"))),
        Notation(r"o_t = \sigma(W_{xo} x_t + W_{ho} h_{t-1} + b_o)", (("W_ho", "W_o"), ("W_xo", "U_o"))),
    ),
    words=("lstm", "output gate", "gate"),
    derivation=derive_output_gate,
    source=Source(hochreiter, "section 4"),
)


def derive_candidate() -> Iterator[Step]:
    """The definition."""
    yield Step(entrywise(tanh, preactivation(candidate)), because="a layer of tanh units")


cell_candidate = Formula(
    title="Candidate for the cell of an LSTM",
    kind=Kind.DEFINITION,
    statement=equal(evaluated(at(candidate[3].symbol, t), n, 1), entrywise(tanh, preactivation(candidate))),
    quantities=(*candidate, states, sequence, moment),
    assumptions=(),
    notations=(
        Notation(r"\tilde{C}_t = \tanh(W_C h_{t-1} + U_C x_t + b_C)"),
        Notation(
            r"\tilde{c}_t = \tanh(W_c h_{t-1} + U_c x_t + b_c)",
            (("c_tilde", "C_tilde"), ("W_c", "W_C"), ("U_c", "U_C"), ("b_c", "b_C")),
        ),
        Notation(
            r"g_t = \tanh(W_{hg} h_{t-1} + W_{xg} x_t + b_g)",
            (("g", "C_tilde"), ("W_hg", "W_C"), ("W_xg", "U_C"), ("b_g", "b_C")),
        ),
        Notation(
            r"\tilde{c}_t = \tanh(W_c x_t + U_c h_{t-1} + b_c)",
            (("c_tilde", "C_tilde"), ("W_c", "U_C"), ("U_c", "W_C"), ("b_c", "b_C")),
        ),
        Notation(
            r"g_t = \tanh(W_{xg} x_t + W_{hg} h_{t-1} + b_g)",
            (("g", "C_tilde"), ("W_hg", "W_C"), ("W_xg", "U_C"), ("b_g", "b_C")),
        ),
        Notation(
            r"\tilde{C}_t = \tanh(W_{xc} x_t + W_{hc} h_{t-1} + b_c)",
            (("W_hc", "W_C"), ("W_xc", "U_C"), ("b_c", "b_C")),
        ),
    ),
    words=("lstm", "candidate", "cell"),
    derivation=derive_candidate,
    source=Source(goodfellow, "section 10.10.1"),
)



def derive_update_gate() -> Iterator[Step]:
    """The definition."""
    yield Step(entrywise(sigmoid, preactivation(replaced)), because="a layer of logistic units")


update_gate = Formula(
    title="Update gate of a gated recurrent unit",
    kind=Kind.DEFINITION,
    statement=equal(evaluated(at(replaced[3].symbol, t), n, 1), entrywise(sigmoid, preactivation(replaced))),
    quantities=(*replaced, states, sequence, moment),
    assumptions=(),
    notations=(
        Notation(r"z_t = \sigma(W_z h_{t-1} + U_z x_t + b_z)"),
        Notation(
            r"\mathbf{u}_t = \sigma(W_{hu} h_{t-1} + W_{xu} x_t + b_u)",
            (("u", "z"), ("W_hu", "W_z"), ("W_xu", "U_z"), ("b_u", "b_z")),
        ),
        Notation(r"z_t = \sigma(W_z x_t + U_z h_{t-1} + b_z)", (("W_z", "U_z"), ("U_z", "W_z"))),
        Notation(r"z_t = \sigma(W_{xz} x_t + W_{hz} h_{t-1} + b_z)", (("W_hz", "W_z"), ("W_xz", "U_z"))),
    ),
    words=("gru", "gated recurrent unit", "update gate", "gate"),
    derivation=derive_update_gate,
    source=Source(cho, "section 2.3, equation 6"),
)

resets = Quantity("r", "reset gates, one row for each step", shape=(steps, units), domain=UNIT)
W_h, U_h, b_h, h_tilde = (quantity.symbol for quantity in recalled)
recalled_value = entrywise(tanh, W_h * hadamard(row(resets.symbol, t), row(h, t - 1)) + U_h * row(x, t) + b_h)


def derive_state_candidate() -> Iterator[Step]:
    """The definition."""
    yield Step(recalled_value, because="a layer of tanh units that sees the part of the state that r lets through")


state_candidate = Formula(
    title="Candidate for the state of a gated recurrent unit",
    kind=Kind.DEFINITION,
    statement=equal(evaluated(at(h_tilde, t), n, 1), recalled_value),
    quantities=(*recalled, states, sequence, resets, moment),
    assumptions=(),
    notations=(
        Notation(r"\tilde{h}_t = \tanh(W_h (r_t \odot h_{t-1}) + U_h x_t + b_h)"),
        Notation(
            r"\hat{h}_t = \tanh(W_{hh} (r_t \odot h_{t-1}) + W_{xh} x_t + b_h)",
            (("h_hat", "h_tilde"), ("W_hh", "W_h"), ("W_xh", "U_h")),
        ),
        Notation(
            r"\tilde{h}_t = \tanh(W_h x_t + U_h (r_t \odot h_{t-1}) + b_h)", (("W_h", "U_h"), ("U_h", "W_h"))
        ),
        Notation(
            r"\tilde{h}_t = \tanh(W_{xh} x_t + W_{hh} (r_t \odot h_{t-1}) + b_h)", (("W_hh", "W_h"), ("W_xh", "U_h"))
        ),
    ),
    words=("gru", "gated recurrent unit", "reset gate", "candidate"),
    derivation=derive_state_candidate,
    source=Source(cho, "section 2.3, equation 8"),
)

shares = Quantity("z", "update gates, one row for each step", shape=(steps, units), domain=UNIT)
offers = Quantity("h_tilde", "candidates, one row for each step", shape=(steps, units))
start = Quantity("h_0", "state before the first step", shape=(units,))
z, offered, h_0 = shares.symbol, offers.symbol, start.symbol


def combined(state: Any, step: Any) -> Any:
    """The convex combination of a state and the candidate of a step."""
    return hadamard(OneMatrix(n, 1) - row(z, step), state) + hadamard(row(z, step), row(offered, step))


first, second = combined(h_0, 1), combined(combined(h_0, 1), 2)
third = combined(second, 3)
combinations = Quantity(
    "h",
    "state after a step",
    shape=(units,),
    value=Lambda(
        (a,), Piecewise((h_0, Eq(a, 0)), (first, Eq(a, 1)), (second, Eq(a, 2)), (third, True), evaluate=False)
    ),
)
gated = (combinations, shares, offers, start, moment)


def state(step: Any) -> Any:
    """The state after a step, as a vector."""
    return evaluated(combinations.symbol(step), n, 1)


def derive_convex_combination() -> Iterator[Step]:
    """The definition."""
    yield Step(combined(state(t - 1), t), because="a mean of state and candidate with the weights 1 - z and z")


convex_combination = Formula(
    title="State of a gated recurrent unit: a convex combination of old and new",
    kind=Kind.ALGORITHM,
    statement=equal(state(t), combined(state(t - 1), t)),
    quantities=gated,
    assumptions=(),
    notations=(
        Notation(r"h_t = (1 - z_t) \odot h_{t-1} + z_t \odot \tilde{h}_t"),
        Notation(r"h_t = h_{t-1} + z_t \odot (\tilde{h}_t - h_{t-1})"),
        Notation(r"h^t = (1 - u^t) \odot h^{t-1} + u^t \odot \tilde{h}^t", (("u", "z"),)),
    ),
    words=("gru", "gated recurrent unit", "convex combination", "hidden state"),
    derivation=derive_convex_combination,
    source=Source(chung, "section 3.2, equation 5"),
)

unit = free_index("k", units)
k = unit.symbol


before, offer, share = at(h, t - 1, k), at(offered, t, k), at(z, t, k)
mixed = (1 - share) * before + share * offer
largest = Max(Abs(before), Abs(offer), evaluate=False)


def derive_bounded_state() -> Iterator[Step]:
    """Triangle inequality."""
    yield Step(
        (1 - share) * Abs(before) + share * Abs(offer),
        because="triangle inequality; both weights are positive",
        relation="<=",
    )
    yield Step(largest, because="a mean is at most the larger of the two", relation="<=")


bounded_state = Formula(
    title="A convex combination of old and new stays bounded",
    kind=Kind.BOUND,
    statement=at_most(Abs(mixed), largest),
    quantities=(states, shares, offers, moment, unit),
    assumptions=(),
    notations=(
        Notation(
            r"|(1 - z_{t,k}) h_{t-1,k} + z_{t,k} \tilde{h}_{t,k}| \leq \max(|h_{t-1,k}|, |\tilde{h}_{t,k}|)"
        ),
        Notation(
            r"|(1 - z_k^t) h_k^{t-1} + z_k^t \hat{h}_k^t| \leq \max\{|h_k^{t-1}|, |\hat{h}_k^t|\}",
            (("h_hat", "h_tilde"),),
        ),
    ),
    words=("gru", "gated recurrent unit", "convex combination", "bounded"),
    derivation=derive_bounded_state,
    source=Source(chung, "section 3.2, equation 5"),
)

TOPIC = Topic(
    "Gates of recurrent units",
    formulas=(
        forget_gate,
        input_gate,
        output_gate,
        cell_candidate,
        update_gate,
        state_candidate,
        convex_combination,
        bounded_state,
    ),
)
