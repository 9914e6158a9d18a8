"""Backward pass through one step of an LSTM and of a gated recurrent unit: slopes by gates, cells and candidates.

The loss acts through the state h of this step alone; what later steps send back to the cell is added by the chain rule.
"""

from __future__ import annotations

from typing import Any

from sympy import tanh
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import entrywise, entrywise_slope, equal, gradient, hadamard
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Step, Topic

hochreiter = Source("Hochreiter and Schmidhuber 1997, Long Short-Term Memory", "appendix A.1")
cho = Source("Cho et al. 2014, Learning Phrase Representations using RNN Encoder-Decoder", "section 2.3")
units = Size("n", "units", largest=4)
ones = OneMatrix(units.symbol, 1)


def vector(letter: str, meaning: str) -> Quantity:
    """One number for each unit."""
    return Quantity(letter, meaning, shape=(units,))


forget, enter, leave = vector("f", "forget gate"), vector("i", "input gate"), vector("o", "output gate")
candidate, before = vector("g", "candidate"), vector("c_p", "cell one step before")
f, i, o, g, c_p = (q.symbol for q in (forget, enter, leave, candidate, before))
cell = Quantity("c", "cell", shape=(units,), value=hadamard(f, c_p) + hadamard(i, g))
c = cell.symbol
state = Quantity("h", "state", shape=(units,), value=hadamard(o, entrywise(tanh, c)))
loss_of = Quantity("loss", "loss by the state", arguments=((units,),))
loss = Quantity("L", "loss", value=loss_of.symbol(state.symbol))
L = loss.symbol
memory = (forget, enter, leave, candidate, before, cell, state, loss_of, loss)
by_state, by_cell = gradient(L, state.symbol), gradient(L, c)
words = ("lstm", "backward", "backprop", "gradient", "gate", "cell", "through time", "bptt")
LETTERS = (("h_t", "h"), ("c_t", "c"), ("f_t", "f"), ("i_t", "i"), ("o_t", "o"), ("g_t", "g"), ("c_t-1", "c_p"),
           ("z_t", "z"), ("h_t-1", "h_p"), ("h_tilde_t", "k"))  # fmt: skip


def spelled(by: str, *rights: str) -> tuple[Notation, ...]:
    r"""A gradient with the number of the step at each letter: `D{h}` is the gradient by h_t."""
    found = []
    for right in rights:
        latex = rf"D{{{by}}} = {right}"
        for letter in ("h_t", "c_t", "f_t", "i_t", "o_t", "g_t", "z_t", "c_{t-1}", "h_{t-1}", r"\tilde{h}_t"):
            latex = latex.replace(f"D{{{letter}}}", rf"\frac{{\partial L}}{{\partial {letter}}}")
        found.append(Notation(latex, LETTERS))
    return tuple(found)


def back(
    title: str, by: Any, middle: tuple[Any, str], right: tuple[Any, str], notations: tuple[Notation, ...],
    quantities: tuple[Quantity, ...] = memory, named: tuple[str, ...] = words, source: Source = hochreiter,
) -> Formula:  # fmt: skip
    """A gradient by what stands in the step."""

    def derive() -> Any:
        for expression, because in (middle, right):
            yield Step(expression, because=because)

    return Formula(
        title=title,
        kind=Kind.GRADIENT,
        statement=equal(gradient(L if quantities is memory else quantities[-1].symbol, by), right[0]),
        quantities=quantities,
        assumptions=(),
        notations=notations,
        words=named,
        derivation=derive,
        source=source,
    )


squashed = entrywise(tanh, c)
output_gate = back(
    "LSTM, backward: the output gate",
    o,
    (hadamard(squashed, by_state), "the state is linear in the gate, unit by unit"),
    (hadamard(by_state, squashed), "either order"),
    spelled("o_t", r"D{h_t} \odot \tanh(c_t)", r"\tanh(c_t) \odot D{h_t}"),
)
cell_gradient = back(
    "LSTM, backward: the cell, through the state of its step",
    c,
    (hadamard(hadamard(by_state, o), entrywise_slope(tanh, c)), "through the hyperbolic tangent"),
    (hadamard(hadamard(by_state, o), ones - hadamard(squashed, squashed)), "the slope of tanh, by its value"),
    spelled(
        "c_t",
        r"D{h_t} \odot o_t \odot (1 - \tanh^2(c_t))",
        r"D{h_t} \odot o_t \odot (1 - \tanh(c_t)^2)",
        r"o_t \odot (1 - \tanh^2(c_t)) \odot D{h_t}",
    ),
)


def through_cell(title: str, by: Any, factor: Any, written: tuple[str, str]) -> Formula:
    """A gradient by what the cell is linear in."""
    name, other = written
    return back(
        f"LSTM, backward: {title}",
        by,
        (hadamard(factor, by_cell), "the cell is linear in it, unit by unit"),
        (hadamard(by_cell, factor), "either order"),
        spelled(name, rf"D{{c_t}} \odot {other}", rf"{other} \odot D{{c_t}}"),
    )


forget_gate = through_cell("the forget gate", f, c_p, ("f_t", "c_{t-1}"))
input_gate = through_cell("the input gate", i, g, ("i_t", "g_t"))
candidate_gradient = through_cell("the candidate", g, i, ("g_t", "i_t"))
earlier_cell = through_cell("the cell one step before", c_p, f, ("c_{t-1}", "f_t"))

update, old, fresh = vector("z", "update gate"), vector("h_p", "state one step before"), vector("k", "candidate")
z, h_p, k = update.symbol, old.symbol, fresh.symbol
mixed = Quantity("h", "state", shape=(units,), value=hadamard(ones - z, h_p) + hadamard(z, k))
mixed_loss = Quantity("L", "loss", value=loss_of.symbol(mixed.symbol))
gru = (update, old, fresh, mixed, loss_of, mixed_loss)
by_mixed = gradient(mixed_loss.symbol, mixed.symbol)
gru_words = ("gru", "gated recurrent", *words[1:])
update_gate = back(
    "Gated recurrent unit, backward: the update gate",
    z,
    (hadamard(by_mixed, k) - hadamard(by_mixed, h_p), "more of the candidate, less of the old state"),
    (hadamard(by_mixed, k - h_p), "take the slope out"),
    spelled("z_t", r"D{h_t} \odot (\tilde{h}_t - h_{t-1})", r"(\tilde{h}_t - h_{t-1}) \odot D{h_t}"),
    gru,
    gru_words,
    cho,
)
fresh_gradient = back(
    "Gated recurrent unit, backward: the candidate",
    k,
    (hadamard(z, by_mixed), "the state is linear in it, unit by unit"),
    (hadamard(by_mixed, z), "either order"),
    spelled(r"\tilde{h}_t", r"D{h_t} \odot z_t", r"z_t \odot D{h_t}"),
    gru,
    gru_words,
    cho,
)

TOPIC = Topic(
    "Backward pass of gated cells",
    formulas=(
        output_gate,
        cell_gradient,
        forget_gate,
        input_gate,
        candidate_gradient,
        earlier_cell,
        update_gate,
        fresh_gradient,
    ),
)
