"""Variants of gated units: reset gate, gates without bias, peepholes, the GRU in the conventions of the libraries.

Two conventions of the update gate are in use: as the share of the new state (Chung et al.), and as the share of the old
one (Cho et al., PyTorch, Dive into Deep Learning). Both are formulas of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Eq, Lambda, Piecewise, tanh
from sympy.matrices.expressions.special import OneMatrix

from derivations.gated_units import (
    cho,
    chung,
    forget,
    h,
    h_0,
    layer_of,
    moment,
    n,
    offered,
    offers,
    preactivation,
    read,
    recalled,
    replaced,
    sequence,
    shares,
    start,
    states,
    steps,
    t,
    units,
    write,
    x,
    z,
)
from derivations.operators import at, entrywise, equal, evaluated, hadamard, row, sigmoid
from derivations.vocabulary import UNIT, Formula, Kind, Notation, Quantity, Source, Step, Topic, bound_index

gers_peephole = Source("Gers and Schmidhuber 2000, Recurrent nets that time and count", "section 2")
in_cho, in_chung = Source(cho, "section 2.3"), Source(chung, "section 3.2")
a = bound_index("a")
gru = ("gru", "gated recurrent unit", "gate")
lstm = ("lstm", "gate")
reset = layer_of("r", "r", "reset gate")


def derive_reset_gate() -> Iterator[Step]:
    """The definition."""
    yield Step(entrywise(sigmoid, preactivation(reset)), because="a layer of logistic units")


reset_gate = Formula(
    title="Reset gate of a gated recurrent unit",
    kind=Kind.DEFINITION,
    statement=equal(evaluated(at(reset[3].symbol, t), n, 1), entrywise(sigmoid, preactivation(reset))),
    quantities=(*reset, states, sequence, moment),
    assumptions=(),
    notations=(
        Notation(r"r_t = \sigma(W_r h_{t-1} + U_r x_t + b_r)"),
        Notation(r"r_t = \sigma(W_r x_t + U_r h_{t-1} + b_r)", (("W_r", "U_r"), ("U_r", "W_r"))),
        Notation(r"r_t = \sigma(W_{xr} x_t + W_{hr} h_{t-1} + b_r)", (("W_hr", "W_r"), ("W_xr", "U_r"))),
    ),
    words=(*gru, "reset gate"),
    derivation=derive_reset_gate,
    source=in_cho,
)


def unbiased(layer: tuple[Quantity, ...]) -> Any:
    """The linear part of a layer."""
    W, U = (quantity.symbol for quantity in layer[:2])
    return W * row(h, t - 1) + U * row(x, t)


def derive_unbiased_update() -> Iterator[Step]:
    """The definition."""
    yield Step(entrywise(sigmoid, unbiased(replaced)), because="a layer of logistic units without bias")


unbiased_update_gate = Formula(
    title="Update gate of a gated recurrent unit without bias",
    kind=Kind.DEFINITION,
    statement=equal(evaluated(at(replaced[3].symbol, t), n, 1), entrywise(sigmoid, unbiased(replaced))),
    quantities=(*replaced[:2], replaced[3], states, sequence, moment),
    assumptions=(),
    notations=(
        Notation(r"z_t = \sigma(W_z x_t + U_z h_{t-1})", (("W_z", "U_z"), ("U_z", "W_z"))),
        Notation(r"z_t = \sigma(U_z h_{t-1} + W_z x_t)", (("W_z", "U_z"), ("U_z", "W_z"))),
        Notation(r"u_t = \sigma(W_u x_t + U_u h_{t-1})", (("u", "z"), ("W_u", "U_z"), ("U_u", "W_z"))),
    ),
    words=(*gru, "update gate"),
    derivation=derive_unbiased_update,
    source=in_chung,
)


def derive_unbiased_reset() -> Iterator[Step]:
    """The definition."""
    yield Step(entrywise(sigmoid, unbiased(reset)), because="a layer of logistic units without bias")


unbiased_reset_gate = Formula(
    title="Reset gate of a gated recurrent unit without bias",
    kind=Kind.DEFINITION,
    statement=equal(evaluated(at(reset[3].symbol, t), n, 1), entrywise(sigmoid, unbiased(reset))),
    quantities=(*reset[:2], reset[3], states, sequence, moment),
    assumptions=(),
    notations=(
        Notation(r"r_t = \sigma(W_r x_t + U_r h_{t-1})", (("W_r", "U_r"), ("U_r", "W_r"))),
        Notation(r"r_t = \sigma(U_r h_{t-1} + W_r x_t)", (("W_r", "U_r"), ("U_r", "W_r"))),
    ),
    words=(*gru, "reset gate"),
    derivation=derive_unbiased_reset,
    source=in_chung,
)

resets = Quantity("r", "reset gates, one row for each step", shape=(steps, units), domain=UNIT)
r = row(resets.symbol, t)
W_h, U_h, b_h, h_tilde = (quantity.symbol for quantity in recalled)


def derive_unbiased_candidate() -> Iterator[Step]:
    """The definition."""
    yield Step(unbiased_value, because="a layer of tanh units that sees the part of the state that r lets through")


unbiased_value = entrywise(tanh, U_h * row(x, t) + W_h * hadamard(r, row(h, t - 1)))

unbiased_candidate = Formula(
    title="Candidate for the state of a gated recurrent unit without bias",
    kind=Kind.DEFINITION,
    statement=equal(evaluated(at(h_tilde, t), n, 1), unbiased_value),
    quantities=(*recalled[:2], recalled[3], states, sequence, resets, moment),
    assumptions=(),
    notations=(
        Notation(r"\tilde{h}_t = \tanh(W x_t + U (r_t \odot h_{t-1}))", (("W", "U_h"), ("U", "W_h"))),
        Notation(r"\tilde{h}_t = \tanh(W_h x_t + U_h (r_t \odot h_{t-1}))", (("W_h", "U_h"), ("U_h", "W_h"))),
        Notation(r"\tilde{h}_t = \tanh(U (r_t \odot h_{t-1}) + W x_t)", (("W", "U_h"), ("U", "W_h"))),
    ),
    words=(*gru, "candidate"),
    derivation=derive_unbiased_candidate,
    source=in_chung,
)


def derive_late_reset() -> Iterator[Step]:
    """The definition."""
    yield Step(late_value, because="the reset gate acts after the recurrent weights")


late_value = entrywise(tanh, U_h * row(x, t) + hadamard(r, W_h * row(h, t - 1)) + b_h)

late_reset = Formula(
    title="Candidate for the state of a gated recurrent unit, reset after the recurrent weights",
    kind=Kind.DEFINITION,
    statement=equal(evaluated(at(h_tilde, t), n, 1), late_value),
    quantities=(*recalled, states, sequence, resets, moment),
    assumptions=(),
    notations=(
        Notation(
            r"\tilde{h}_t = \tanh(W_h x_t + r_t \odot (U_h h_{t-1}) + b_h)", (("W_h", "U_h"), ("U_h", "W_h"))
        ),
        Notation(r"\tilde{h}_t = \tanh(r_t \odot (W_h h_{t-1}) + U_h x_t + b_h)"),
        Notation(
            r"\tilde{h}_t = \tanh(W_h x_t + r_t \odot U_h h_{t-1} + b_h)", (("W_h", "U_h"), ("U_h", "W_h"))
        ),
    ),
    words=(*gru, "candidate"),
    derivation=derive_late_reset,
    source=in_chung,
)

extra = Quantity("c_h", "bias of the recurrent part", shape=(units,))


def derive_library() -> Iterator[Step]:
    """The definition."""
    yield Step(library_value, because="each of the two products has a bias, and the reset gate acts on one of them")


library_value = entrywise(
    tanh, U_h * row(x, t) + b_h + hadamard(r, W_h * row(h, t - 1) + extra.symbol)
)

library_candidate = Formula(
    title="Candidate for the state of a gated recurrent unit, as PyTorch computes it",
    kind=Kind.DEFINITION,
    statement=equal(evaluated(at(h_tilde, t), n, 1), library_value),
    quantities=(*recalled, extra, states, sequence, resets, moment),
    assumptions=(),
    notations=(
        Notation(
            r"n_t = \tanh(W_{in} x_t + b_{in} + r_t \odot (W_{hn} h_{t-1} + b_{hn}))",
            (("n", "h_tilde"), ("W_in", "U_h"), ("b_in", "b_h"), ("W_hn", "W_h"), ("b_hn", "c_h")),
        ),
        Notation(
            r"\tilde{h}_t = \tanh(W_x x_t + b_x + r_t \odot (W_h h_{t-1} + b_h))",
            (("W_x", "U_h"), ("b_x", "b_h"), ("b_h", "c_h")),
        ),
    ),
    words=(*gru, "candidate", "new gate"),
    derivation=derive_library,
    source=Source("PyTorch documentation", "torch.nn.GRU"),
)


def kept(state: Any, step: Any) -> Any:
    """The state after a step, with z as the share of the old one."""
    return hadamard(row(z, step), state) + hadamard(OneMatrix(n, 1) - row(z, step), row(offered, step))


first, second = kept(h_0, 1), kept(kept(h_0, 1), 2)
kept_states = Quantity(
    "h",
    "state after a step",
    shape=(units,),
    value=Lambda(
        (a,),
        Piecewise((h_0, Eq(a, 0)), (first, Eq(a, 1)), (second, Eq(a, 2)), (kept(second, 3), True), evaluate=False),
    ),
)


def state(step: Any) -> Any:
    """The state after a step, as a vector."""
    return evaluated(kept_states.symbol(step), n, 1)


def derive_old_share() -> Iterator[Step]:
    """The definition."""
    yield Step(kept(state(t - 1), t), because="a mean of state and candidate with the weights z and 1 - z")


old_share = Formula(
    title="State of a gated recurrent unit, with the update gate as the share of the old state",
    kind=Kind.ALGORITHM,
    statement=equal(state(t), kept(state(t - 1), t)),
    quantities=(kept_states, shares, offers, start, moment),
    assumptions=(),
    notations=(
        Notation(r"h_t = z_t \odot h_{t-1} + (1 - z_t) \odot \tilde{h}_t"),
        Notation(r"h_t = (1 - z_t) \odot \tilde{h}_t + z_t \odot h_{t-1}"),
        Notation(r"h_t = (1 - z_t) \odot n_t + z_t \odot h_{t-1}", (("n", "h_tilde"),)),
    ),
    words=(*gru, "convex combination", "hidden state"),
    derivation=derive_old_share,
    source=in_cho,
)

cells = Quantity("c", "cells, one row for each step, from step 0 on", shape=(steps, units), origins=(0, 1))
current = Quantity("c", "cells, one row for each step", shape=(steps, units))
peeps = {letter: Quantity(f"p_{letter}", "weights of the peephole", shape=(units,)) for letter in "fio"}


def spied(layer: tuple[Quantity, ...], letter: str, cell: Any) -> Any:
    """A gate that also sees the cell."""
    return entrywise(sigmoid, preactivation(layer) + hadamard(peeps[letter].symbol, cell))


def peephole(layer: tuple[Quantity, ...], letter: str, name: str, *, sees_new: bool) -> Formula:
    """A gate with a peephole to the cell before the step, or for the output gate to the new one."""
    seen = current if sees_new else cells
    value = spied(layer, letter, row(seen.symbol, t if sees_new else t - 1))
    when = "c_t" if sees_new else "c_{t-1}"
    whole = rf"W_{{x{letter}}} x_t + W_{{h{letter}}} h_{{t-1}} + W_{{c{letter}}} \odot {when} + b_{letter}"
    short = rf"W_{letter} x_t + U_{letter} h_{{t-1}} + V_{letter} \odot {when} + b_{letter}"

    def derive() -> Iterator[Step]:
        yield Step(value, because="a layer of logistic units that sees the cell, unit by unit")

    return Formula(
        title=f"{name.capitalize()} of an LSTM with a peephole",
        kind=Kind.DEFINITION,
        statement=equal(evaluated(at(layer[3].symbol, t), n, 1), value),
        quantities=(*layer, peeps[letter], states, sequence, seen, moment),
        assumptions=(),
        notations=(
            Notation(
                rf"{letter}_t = \sigma({whole})",
                ((f"W_x{letter}", f"U_{letter}"), (f"W_h{letter}", f"W_{letter}"), (f"W_c{letter}", f"p_{letter}")),
            ),
            Notation(
                rf"{letter}_t = \sigma({short})",
                ((f"W_{letter}", f"U_{letter}"), (f"U_{letter}", f"W_{letter}"), (f"V_{letter}", f"p_{letter}")),
            ),
        ),
        words=(*lstm, "peephole", name),
        derivation=derive,
        source=gers_peephole,
    )


peephole_forget_gate = peephole(forget, "f", "forget gate", sees_new=False)
peephole_input_gate = peephole(read, "i", "input gate", sees_new=False)
peephole_output_gate = peephole(write, "o", "output gate", sees_new=True)

TOPIC = Topic(
    "Variants of gated units",
    formulas=(
        reset_gate,
        unbiased_update_gate,
        unbiased_reset_gate,
        unbiased_candidate,
        late_reset,
        library_candidate,
        old_share,
        peephole_forget_gate,
        peephole_input_gate,
        peephole_output_gate,
    ),
)
