"""Memory cells: what the cell of an LSTM keeps, and the gradients that pass through it.

Products of vectors are entry by entry. The derivatives hold the gates fixed: they are the direct path through time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Eq, Lambda, Piecewise, Product, Sum, tanh

from derivations.gated_units import a, gers, goodfellow, hochreiter, moment, n, steps, t, units
from derivations.operators import at, diagonal_matrix, entrywise, equal, evaluated, hadamard, jacobian, row
from derivations.vocabulary import (
    UNIT,
    Formula,
    Kind,
    Notation,
    Quantity,
    Source,
    Step,
    Topic,
    bound_index,
    free_index,
)

s, r = bound_index("s r")
forgetting = Quantity("f", "forget gates, one row for each step", shape=(steps, units), domain=UNIT)
reading = Quantity("i", "input gates, one row for each step", shape=(steps, units), domain=UNIT)
candidates = Quantity("C_tilde", "candidates, one row for each step", shape=(steps, units))
start = Quantity("C_0", "cell before the first step", shape=(units,))
f, i, C_tilde, C_0 = (q.symbol for q in (forgetting, reading, candidates, start))


def renewed(cell: Any, step: Any) -> Any:
    """The cell after a step."""
    return hadamard(row(f, step), cell) + hadamard(row(i, step), row(C_tilde, step))


first, second = renewed(C_0, 1), renewed(renewed(C_0, 1), 2)
cells = Quantity(
    "C",
    "cell after a step",
    shape=(units,),
    value=Lambda(
        (a,),
        Piecewise((C_0, Eq(a, 0)), (first, Eq(a, 1)), (second, Eq(a, 2)), (renewed(second, 3), True), evaluate=False),
    ),
)


def cell(step: Any) -> Any:
    """The cell after a step, as a vector."""
    return evaluated(cells.symbol(step), n, 1)


def derive_cell_update() -> Iterator[Step]:
    """The definition."""
    yield Step(renewed(cell(t - 1), t), because="keep the share f of the old cell, add the share i of the candidate")


cell_update = Formula(
    title="Cell update of an LSTM",
    kind=Kind.ALGORITHM,
    statement=equal(cell(t), renewed(cell(t - 1), t)),
    quantities=(cells, forgetting, reading, candidates, start, moment),
    assumptions=(),
    notations=(
        Notation(r"C_t = f_t \odot C_{t-1} + i_t \odot \tilde{C}_t"),
        Notation(r"c_t = f_t \odot c_{t-1} + i_t \odot \tilde{c}_t", (("c", "C"), ("c_tilde", "C_tilde"))),
        Notation(r"c^t = f^t \odot c^{t-1} + i^t \odot g^t", (("c", "C"), ("g", "C_tilde"))),
    ),
    words=("lstm", "cell", "memory"),
    derivation=derive_cell_update,
    source=Source(gers, "section 3"),
)

unit = free_index("k", units)
k = unit.symbol


def derive_unrolled_cell() -> Iterator[Step]:
    """Each candidate is kept with the forget gates of all later steps."""
    yield Step(at(renewed(cell(t - 1), t), k), because="the cell update")
    yield Step(
        Product(at(f, s, k), (s, 1, t)) * at(C_0, k)
        + Sum(Product(at(f, r, k), (r, s + 1, t)) * at(i, s, k) * at(C_tilde, s, k), (s, 1, t)),
        because="the same for all steps before",
    )


unrolled_cell = Formula(
    title="The cell of an LSTM as a weighted sum of all candidates",
    kind=Kind.IDENTITY,
    statement=equal(
        at(cell(t), k),
        Product(at(f, s, k), (s, 1, t)) * at(C_0, k)
        + Sum(Product(at(f, r, k), (r, s + 1, t)) * at(i, s, k) * at(C_tilde, s, k), (s, 1, t)),
    ),
    quantities=(cells, forgetting, reading, candidates, start, moment, unit),
    assumptions=(),
    notations=(
        Notation(
            r"(C_t)_k = \left(\prod_{s=1}^t f_{s,k}\right) (C_0)_k "
            r"+ \sum_{s=1}^t \left(\prod_{r=s+1}^t f_{r,k}\right) i_{s,k} \tilde{C}_{s,k}"
        ),
        Notation(
            r"[c_t]_k = [c_0]_k \prod_{s=1}^t f_{sk} "
            r"+ \sum_{s=1}^t i_{sk} g_{sk} \prod_{r=s+1}^t f_{rk}",
            (("c", "C"), ("c_0", "C_0"), ("g", "C_tilde")),
        ),
    ),
    words=("lstm", "cell", "unrolled", "memory"),
    derivation=derive_unrolled_cell,
    source=Source(goodfellow, "section 10.10.1, equation 10.41, unrolled"),
)

C_1 = Quantity("C_1", "cell after the first step", shape=(units,))
f_2, f_3 = (Quantity(f"f_{step}", f"forget gate of step {step}", (units,), domain=UNIT) for step in (2, 3))
i_2, i_3 = (Quantity(f"i_{step}", f"input gate of step {step}", (units,), domain=UNIT) for step in (2, 3))
new_2, new_3 = (Quantity(f"C_tilde_{step}", f"candidate of step {step}", (units,)) for step in (2, 3))
C_2 = Quantity(
    "C_2",
    "cell after the second step",
    shape=(units,),
    value=hadamard(f_2.symbol, C_1.symbol) + hadamard(i_2.symbol, new_2.symbol),
)
C_3 = Quantity(
    "C_3",
    "cell after the third step",
    shape=(units,),
    value=hadamard(f_3.symbol, C_2.symbol) + hadamard(i_3.symbol, new_3.symbol),
)
two_steps = (C_1, f_2, i_2, new_2, C_2)
three_steps = (*two_steps, f_3, i_3, new_3, C_3)
small = (("c_1", "C_1"), ("c_2", "C_2"), ("c_3", "C_3"))


def derive_cell_jacobian() -> Iterator[Step]:
    """Only the kept part depends on the cell before."""
    yield Step(
        jacobian(hadamard(f_2.symbol, C_1.symbol), C_1.symbol), because="gates and candidate are held fixed"
    )
    yield Step(diagonal_matrix(f_2.symbol), because="a product entry by entry is a diagonal matrix")


cell_jacobian = Formula(
    title="Derivative of the cell by the cell one step before: the forget gate",
    kind=Kind.GRADIENT,
    statement=equal(jacobian(C_2.symbol, C_1.symbol), diagonal_matrix(f_2.symbol)),
    quantities=two_steps,
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial C_2}{\partial C_1} = \operatorname{diag}(f_2)"),
        Notation(
            r"\frac{\partial c_t}{\partial c_1} = \operatorname{diag}(f_t)",
            (("c_t", "C_2"), ("c_1", "C_1"), ("f_t", "f_2")),
        ),
        Notation(
            r"\frac{\partial C'}{\partial C} = \operatorname{diag}(f)", (("C_prime", "C_2"), ("C", "C_1"), ("f", "f_2"))
        ),
    ),
    words=("lstm", "cell", "forget gate", "gradient"),
    derivation=derive_cell_jacobian,
    source=Source(gers, "section 3.1"),
)


def derive_carousel() -> Iterator[Step]:
    """Chain rule."""
    yield Step(jacobian(C_3.symbol, C_2.symbol) * jacobian(C_2.symbol, C_1.symbol), because="chain rule")
    yield Step(
        diagonal_matrix(hadamard(f_3.symbol, f_2.symbol)), because="each step multiplies by its forget gate"
    )


carousel = Formula(
    title="Derivative of the cell by a cell several steps before: the product of the forget gates",
    kind=Kind.GRADIENT,
    statement=equal(jacobian(C_3.symbol, C_1.symbol), diagonal_matrix(hadamard(f_3.symbol, f_2.symbol))),
    quantities=three_steps,
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial C_3}{\partial C_1} = \operatorname{diag}(f_3 \odot f_2)"),
        Notation(r"\frac{\partial c_3}{\partial c_1} = \operatorname{diag}(f_3) \operatorname{diag}(f_2)", small),
    ),
    words=("lstm", "cell", "forget gate", "constant error carousel", "gradient"),
    derivation=derive_carousel,
    source=Source(hochreiter, "section 3.2"),
)

output = Quantity("o", "output gates, one row for each step", shape=(steps, units), domain=UNIT)
cell_rows = Quantity("C", "cells, one row for each step", shape=(steps, units))
hidden = Quantity("h", "state", shape=(steps, units))
shown = hadamard(row(output.symbol, t), entrywise(tanh, row(cell_rows.symbol, t)))


def derive_output() -> Iterator[Step]:
    """The definition."""
    yield Step(shown, because="the output gate shows a share of the squashed cell")


state_output = Formula(
    title="State of an LSTM",
    kind=Kind.DEFINITION,
    statement=equal(evaluated(at(hidden.symbol, t), n, 1), shown),
    quantities=(hidden, output, cell_rows, moment),
    assumptions=(),
    notations=(
        Notation(r"h_t = o_t \odot \tanh(C_t)"),
        Notation(r"\mathbf{h}^t = \mathbf{o}^t \odot \tanh(\mathbf{c}^t)", (("c", "C"),)),
    ),
    words=("lstm", "hidden state", "output gate"),
    derivation=derive_output,
    source=Source(goodfellow, "section 10.10.1, equation 10.43"),
)

TOPIC = Topic(
    "Memory cells",
    formulas=(cell_update, unrolled_cell, cell_jacobian, carousel, state_output),
)
