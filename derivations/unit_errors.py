"""Errors of units as textbooks number them: one numbering for all units of a network.

The weight w_kj leads from unit j to unit k, as in Bishop's book, or w_jk does, as in Russell and Norvig's. Units 1
and 2 are hidden, 3 and 4 are outputs; an error δ is the slope of the loss by the sum a that enters a unit. The loss is
any function of what enters the outputs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sympy import And, Eq, Integer, Piecewise, Sum, tanh

from derivations.operators import at, entrywise, entrywise_slope, equal, gradient, jacobian, sigmoid, tabulated
from derivations.vocabulary import (
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

bishop = Source("Bishop, Pattern Recognition and Machine Learning", "equation 5.56")
mitchell = Source("Mitchell, Machine Learning", "table 4.2, equation T4.4")
hidden = Size("h", "hidden units", smallest=2, largest=2)
outputs = Size("q", "outputs", smallest=2, largest=2)
units = Size("n", "units", smallest=4, largest=4)
n = units.symbol
unit = free_index("j", hidden)
j = unit.symbol
i, k, r, s = bound_index("i k r s")

into_hidden = Quantity("u", "what enters the hidden units", shape=(hidden,))
links = Quantity("V", "weights from hidden units to outputs", shape=(outputs, hidden))
u, V = into_hidden.symbol, links.symbol
loss_of = Quantity("loss", "loss as a function of what enters the outputs", arguments=((outputs,),))
general = Quantity("g", "activation function", arguments=((),))


def linked(forward: bool) -> Quantity:
    """All weights: w_kj leads from unit j to unit k, or with `forward` w_jk does."""
    cases = tuple(
        (at(V, row - 2, column), And(Eq(s, row), Eq(r, column)) if forward else And(Eq(r, row), Eq(s, column)))
        for row in (3, 4)
        for column in (1, 2)
    )
    value = tabulated(Piecewise(*cases, (Integer(0), True), evaluate=False), r, n, s, n)
    meaning = (
        "weights: from each unit (first index) to each unit" if forward else "weights: to each unit from each unit"
    )
    return Quantity("w", meaning, shape=(units, units), value=value)


words = ("backprop", "hidden unit", "error signal", "delta", "hidden layer", "errors")


def over_units(first: Any, second: Any) -> Any:
    """The entries of two vectors, hidden units first."""
    entries = [at(first, 1), at(first, 2), at(second, 1), at(second, 2)]
    cases = [(entry, Eq(i, position)) for position, entry in enumerate(entries[:-1], start=1)]
    return tabulated(Piecewise(*cases, (entries[-1], True), evaluate=False), i, n)


def network(g: Callable[[Any], Any], weights: Quantity) -> tuple[Quantity, ...]:
    """What enters the units, what they emit, the loss, and the errors."""
    top = Quantity("o_in", "what enters the outputs", shape=(outputs,), value=V * entrywise(g, u))
    loss = Quantity("E", "loss", value=loss_of.symbol(top.symbol))
    sums = Quantity("a", "what enters each unit", shape=(units,), value=over_units(u, top.symbol))
    emitted = Quantity(
        "z", "what each unit emits", (units,), value=over_units(entrywise(g, u), entrywise(g, top.symbol))
    )
    errors = Quantity(
        "delta", "errors", (units,), value=over_units(gradient(loss.symbol, u), gradient(loss.symbol, top.symbol))
    )
    return (into_hidden, links, loss_of, weights, top, loss, sums, emitted, errors)


def recursion(
    title: str,
    g: Callable[[Any], Any],
    factor: Callable[[Any, Any], Any],
    because: str,
    notations: tuple[Notation, ...],
    more: tuple[Quantity, ...] = (),
    named: tuple[str, ...] = (),
    source: Source = bishop,
    forward: bool = False,
) -> Formula:
    """The error of a hidden unit; `factor` is its slope by sums and activations."""
    weights = linked(forward)
    quantities = network(g, weights)
    weight = at(weights.symbol, j, k) if forward else at(weights.symbol, k, j)
    top, loss, sums, emitted, errors = quantities[-5:]
    a, z, delta = sums.symbol, emitted.symbol, errors.symbol
    right = factor(a, z) * Sum(weight * at(delta, k), (k, 1, n))

    def derive() -> Iterator[Step]:
        by_top = gradient(loss.symbol, top.symbol)
        yield Step(
            Sum(at(jacobian(top.symbol, u), r, j) * at(by_top, r), (r, 1, outputs.symbol)),
            because="chain rule: the loss depends on a hidden unit through the outputs",
        )
        yield Step(
            at(entrywise_slope(g, u), j) * Sum(at(V, r, j) * at(by_top, r), (r, 1, outputs.symbol)),
            because="unit j reaches output r with weight w_rj, through its activation function",
        )
        yield Step(right, because=because)

    return Formula(
        title=title,
        kind=Kind.GRADIENT,
        statement=equal(at(delta, j), right),
        quantities=(*quantities, *more, unit),
        assumptions=(),
        notations=notations,
        words=(*words, *named),
        derivation=derive,
        source=source,
    )


def slope_here(a: Any, _z: Any) -> Any:
    """The slope of the activation function."""
    return at(entrywise_slope(general.symbol, a), j)


small = (("h", "g"),)
hidden_error = recursion(
    "Error of a hidden unit from the errors of the units that it feeds",
    general.symbol,
    slope_here,
    "in one numbering: other units have no weight from unit j",
    (
        Notation(r"\delta_j = h'(a_j) \sum_k w_{kj} \delta_k", small),
        Notation(r"\delta_j = g'(a_j) \sum_k w_{kj} \delta_k"),
        Notation(r"\delta_j = \sigma'(a_j) \sum_k \delta_k w_{kj}", (("sigma", "g"),)),
        Notation(r"\delta_j = f'(\mathrm{net}_j) \sum_k w_{kj} \delta_k", (("f", "g"), ("net", "a"))),
        Notation(r"\delta_j = \left(\sum_k w_{kj} \delta_k\right) g'(z_j)", (("z", "a"),)),
    ),
    (general,),
)
tanh_error = recursion(
    "Error of a hidden tanh unit from the errors of the units that it feeds",
    tanh,
    lambda _a, z: 1 - at(z, j) ** 2,
    "the slope of tanh is 1 less its square; other units have no weight from unit j",
    (
        Notation(r"\delta_j = (1 - z_j^2) \sum_k w_{kj} \delta_k"),
        Notation(r"\delta_j = (1 - z_j^2) \sum_{k=1}^K w_{kj} \delta_k", (("K", "n"),)),
        Notation(r"\delta_j = (1 - y_j^2) \sum_k \delta_k w_{kj}", (("y", "z"),)),
    ),
    named=("tanh",),
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 5.65"),
)
logistic_error = recursion(
    "Error of a hidden logistic unit from the errors of the units that it feeds",
    sigmoid,
    lambda _a, z: at(z, j) * (1 - at(z, j)),
    "the slope of the logistic function is z (1 - z); other units have no weight from unit j",
    (
        Notation(r"\delta_j = z_j (1 - z_j) \sum_k w_{kj} \delta_k"),
        Notation(r"\delta_h = o_h (1 - o_h) \sum_k w_{kh} \delta_k", (("o", "z"), ("h", "j"))),
        Notation(r"\delta_j = o_j (1 - o_j) \sum_k \delta_k w_{kj}", (("o", "z"),)),
        Notation(r"\delta_j = y_j (1 - y_j) \sum_k w_{kj} \delta_k", (("y", "z"),)),
    ),
    named=("sigmoid", "logistic"),
    source=mitchell,
)


def turned(notations: tuple[Notation, ...]) -> tuple[Notation, ...]:
    """The same spellings with the indices of the weights swapped."""
    return tuple(
        Notation(notation.latex.replace("w_{kj}", "w_{jk}").replace("w_{kh}", "w_{hk}"), notation.letters)
        for notation in notations
    )


aima = Source("Russell and Norvig, Artificial Intelligence: A Modern Approach", "section 18.7.4")
forward_error = recursion(
    "Error of a hidden unit, weights from the first index to the second",
    general.symbol,
    slope_here,
    "in one numbering: other units have no weight from unit j",
    (*turned(hidden_error.notations), Notation(r"\Delta_j = g'(a_j) \sum_k w_{j,k} \Delta_k", (("Delta", "delta"),))),
    (general,),
    source=aima,
    forward=True,
)
forward_tanh_error = recursion(
    "Error of a hidden tanh unit, weights from the first index to the second",
    tanh,
    lambda _a, z: 1 - at(z, j) ** 2,
    "the slope of tanh is 1 less its square; other units have no weight from unit j",
    turned(tanh_error.notations),
    named=("tanh",),
    source=aima,
    forward=True,
)
forward_logistic_error = recursion(
    "Error of a hidden logistic unit, weights from the first index to the second",
    sigmoid,
    lambda _a, z: at(z, j) * (1 - at(z, j)),
    "the slope of the logistic function is z (1 - z); other units have no weight from unit j",
    turned(logistic_error.notations),
    named=("sigmoid", "logistic"),
    source=aima,
    forward=True,
)

TOPIC = Topic(
    "Errors of units in one numbering",
    formulas=(
        hidden_error,
        tanh_error,
        logistic_error,
        forward_error,
        forward_tanh_error,
        forward_logistic_error,
    ),
)
