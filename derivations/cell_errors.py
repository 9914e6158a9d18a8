"""Slopes in gated cells: an LSTM unit by unit, its cell with the next one, and a gated recurrent unit that keeps.

The gated unit comes here with the update gate as the share of the old state, as PyTorch has it; `gate_gradients` has
the other convention.
"""

from __future__ import annotations

from typing import Any

from sympy import tanh
from sympy.matrices.expressions.special import OneMatrix

from derivations.gate_gradients import LETTERS, gru_words, loss_of, memory, o, spelled, units, vector, words
from derivations.operators import entrywise, entrywise_slope, gradient, hadamard, partial
from derivations.stanzas import identity
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Source, Topic

hochreiter = Source("Hochreiter and Schmidhuber 1997, Long Short-Term Memory", "appendix A.1")
zhang = Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "section Gated Recurrent Units")
ones = OneMatrix(units.symbol, 1)
NUMBERS = tuple((name, letter) for name, letter in LETTERS if letter in ("h", "c", "f", "i", "o", "g", "c_p"))
LARGE = tuple((name.replace("c_", "C_"), letter) for name, letter in NUMBERS)
NEXT = (("h_t", "h"), ("c_t", "c"), ("o_t", "o"), ("f_t+1", "f_n"), ("c_t+1", "c_n"))

single = {letter: Quantity(letter, meaning) for letter, meaning in (
    ("f", "forget gate of a unit"), ("i", "input gate of a unit"), ("o", "output gate of a unit"),
    ("g", "candidate of a unit"), ("c_p", "cell of a unit, one step before"))}  # fmt: skip
F, I_g, O_g, G, C_p = (single[letter].symbol for letter in ("f", "i", "o", "g", "c_p"))
unit_cell = Quantity("c", "cell of a unit", value=F * C_p + I_g * G)
C = unit_cell.symbol
unit_state = Quantity("h", "state of a unit", value=O_g * tanh(C))
H = unit_state.symbol


def by_unit(title: str, of: Any, by: Any, right: Any, because: str, *rights: str) -> Formula:
    """A slope in one unit, the number of the step at each letter."""
    quantities = (*single.values(), unit_cell, *((unit_state,) if of is H else ()))
    left = rf"\frac{{\partial {of}_t}}{{\partial {'c_{t-1}' if by is C_p else f'{by}_t'}}}"
    return identity(
        f"LSTM, one unit: {title}",
        partial(of, by),
        ((right, because),),
        quantities,
        tuple(
            Notation(f"{left} = {written}".replace("c_", f"{cell}_"), numbers)
            for written in rights
            for cell, numbers in (("c", NUMBERS), ("C", LARGE))
        ),
        words,
        hochreiter,
        Kind.GRADIENT,
    )


linear = "the cell is linear in it"
cell_by_cell = by_unit("slope of the cell by the cell before", C, C_p, F, linear, "f_t")
cell_by_forget = by_unit("slope of the cell by the forget gate", C, F, C_p, linear, "c_{t-1}")
cell_by_input = by_unit("slope of the cell by the input gate", C, I_g, G, linear, "g_t")
cell_by_candidate = by_unit("slope of the cell by the candidate", C, G, I_g, linear, "i_t")
state_by_output = by_unit(
    "slope of the state by the output gate", H, O_g, tanh(C), "the state is linear in it", r"\tanh(c_t)"
)
state_by_cell = by_unit(
    "slope of the state by the cell",
    H,
    C,
    O_g * (1 - tanh(C) ** 2),
    "the slope of the hyperbolic tangent is 1 less its square",
    r"o_t (1 - \tanh^2(c_t))",
    r"o_t (1 - \tanh(c_t)^2)",
    r"o_t \cdot (1 - \tanh^2(c_t))",
)

next_forget, next_rest = vector("f_n", "next forget gate"), vector("r", "what comes into the next cell")
cell_here = vector("c", "cell")
c, f_n, r = cell_here.symbol, next_forget.symbol, next_rest.symbol
state = Quantity("h", "state", shape=(units,), value=hadamard(o, entrywise(tanh, c)))
next_cell = Quantity("c_n", "next cell", shape=(units,), value=hadamard(f_n, c) + r)
both = Quantity("loss", "loss by the state and the next cell", arguments=((units,), (units,)))
loss = Quantity("L", "loss", value=both.symbol(state.symbol, next_cell.symbol))
by_state, by_next = gradient(loss.symbol, state.symbol), gradient(loss.symbol, next_cell.symbol)
leave = memory[2]
flat = ones - hadamard(entrywise(tanh, c), entrywise(tanh, c))
through = hadamard(hadamard(by_state, o), flat) + hadamard(by_next, f_n)
cell_recursion = identity(
    "LSTM, backward: the cell, through the state of its step and through the next cell",
    gradient(loss.symbol, c),
    (
        (
            hadamard(hadamard(by_state, o), entrywise_slope(tanh, c)) + hadamard(by_next, f_n),
            "chain rule along both ways, unit by unit",
        ),
        (through, "the slope of the hyperbolic tangent is 1 less its square"),
    ),
    (cell_here, leave, next_forget, next_rest, state, next_cell, both, loss),
    tuple(
        Notation(rf"\frac{{\partial L}}{{\partial c_t}} = {right}", NEXT)
        for right in (
            r"\frac{\partial L}{\partial h_t} \odot o_t \odot (1 - \tanh^2(c_t)) "
            r"+ \frac{\partial L}{\partial c_{t+1}} \odot f_{t+1}",
            r"\frac{\partial L}{\partial c_{t+1}} \odot f_{t+1} "
            r"+ \frac{\partial L}{\partial h_t} \odot o_t \odot (1 - \tanh(c_t)^2)",
        )
    ),
    words,
    hochreiter,
    Kind.GRADIENT,
)

old, share, fresh = vector("h_p", "state one step before"), vector("z", "update gate"), vector("k", "candidate")
h_p, z, k = old.symbol, share.symbol, fresh.symbol
mixed = Quantity("h", "state", shape=(units,), value=hadamard(z, h_p) + hadamard(ones - z, k))
mixed_loss = Quantity("L", "loss", value=loss_of.symbol(mixed.symbol))
gru = (share, old, fresh, mixed, loss_of, mixed_loss)
L, by_mixed = mixed_loss.symbol, gradient(mixed_loss.symbol, mixed.symbol)


def kept(title: str, by: Any, steps: tuple[tuple[Any, str], ...], notations: tuple[Notation, ...]) -> Formula:
    """A gradient where the update gate is the share of the old state."""
    named = f"Gated recurrent unit that keeps the share z, backward: {title}"
    return identity(named, gradient(L, by), steps, gru, notations, gru_words, zhang, Kind.GRADIENT)


kept_update = kept(
    "the update gate",
    z,
    (
        (hadamard(by_mixed, h_p) - hadamard(by_mixed, k), "more of the old state, less of the candidate"),
        (hadamard(by_mixed, h_p - k), "take the slope out"),
    ),
    spelled("z_t", r"D{h_t} \odot (h_{t-1} - \tilde{h}_t)", r"(h_{t-1} - \tilde{h}_t) \odot D{h_t}"),
)
kept_candidate = kept(
    "the candidate",
    k,
    ((hadamard(ones - z, by_mixed), "linear, unit by unit"), (hadamard(by_mixed, ones - z), "either order")),
    spelled(r"\tilde{h}_t", r"D{h_t} \odot (1 - z_t)", r"(1 - z_t) \odot D{h_t}"),
)

TOPIC = Topic(
    "Slopes in gated cells",
    formulas=(
        cell_by_cell,
        cell_by_forget,
        cell_by_input,
        cell_by_candidate,
        state_by_output,
        state_by_cell,
        cell_recursion,
        kept_update,
        kept_candidate,
    ),
)
