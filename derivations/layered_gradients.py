"""Gradients of a network by the weights and biases of its layers: the error of a layer times what enters it.

The error δ^l is the gradient of the cost by the pre-activations z^l. Two ways to count are in use: weights W^l that
lead into layer l, as in Nielsen's book, or out of layer l, as in Stanford's tutorial.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import KroneckerDelta, Sum

from derivations.layered_backpropagation import (
    biases,
    cost,
    depth,
    function,
    here,
    layer_index,
    nielsen,
    slice_of,
    small,
    stanford,
    table,
    unit_index,
    units,
    words,
)
from derivations.operators import at, entrywise, equal, evaluated, gradient, partial, row, tabulated
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Source, Step, Topic, bound_index, free_index

n, b, g, j = units.symbol, biases.symbol, function.symbol, unit_index.symbol
below_index = free_index("k", units)
k = below_index.symbol
i, r, s = bound_index("i r s")
inputs = Quantity("x", "input", shape=(units,))
x = inputs.symbol
every = Quantity("W", "weights into each layer", shape=(depth, units, units))


def downward(offset: int) -> tuple[Quantity, ...]:
    """A network of two layers: its pre-activations, its cost, and the arrays of activations and errors.

    The weights and biases of layer l are counted by l, or with `offset` 1 by l - 1, the layer below.
    """
    lower = Quantity("z_1", "pre-activations of the first layer", (units,), value=slice_of(every, 1) * x + row(b, 1))
    upper = Quantity(
        "z_2",
        "pre-activations of the second layer",
        (units,),
        value=slice_of(every, 2) * entrywise(g, lower.symbol) + row(b, 2),
    )
    total = Quantity("C", "cost", value=cost.symbol(upper.symbol))
    activations = (x, entrywise(g, lower.symbol), entrywise(g, upper.symbol))
    errors = [gradient(total.symbol, vector.symbol) for vector in (lower, upper)]
    return (
        lower,
        upper,
        total,
        table("a", "activations of each layer", activations, offset),
        table("delta", "errors of each layer", errors, 1 + offset),
    )


weighted = (inputs, function, cost, biases, every, *downward(0))
counted_below = (inputs, function, cost, biases, every, *downward(1))
C, a, errors = (quantity.symbol for quantity in weighted[-3:])
a_below, errors_below = (quantity.symbol for quantity in counted_below[-2:])
W = every.symbol


def derive_weight_gradient() -> Iterator[Step]:
    """The pre-activations are linear in the weights."""
    yield Step(
        tabulated(Sum(at(errors, here, i) * KroneckerDelta(i, r) * at(a, here - 1, s), (i, 1, n)), r, n, s, n),
        because="chain rule: weight (r, s) of W^l enters z_i^l for i = r alone, with slope a_s^{l-1}",
    )
    yield Step(row(errors, here) * row(a, here - 1).T, because="the entries of an outer product")


weight_gradient = Formula(
    title="Gradient by the weights of layer l: its error times the activations below (BP4)",
    kind=Kind.GRADIENT,
    statement=equal(evaluated(at(partial(C, W), here), n, n), row(errors, here) * row(a, here - 1).T),
    quantities=(*weighted, layer_index),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial C}{\partial W^{(l)}} = \delta^{(l)} (a^{(l-1)})^\top"),
        Notation(r"\nabla_{W^{(l)}} C = \delta^{(l)} (a^{(l-1)})^T"),
        Notation(r"\frac{\partial C}{\partial W_l} = \delta_l a_{l-1}^\top"),
    ),
    words=(*words, "weights"),
    derivation=derive_weight_gradient,
    source=Source(nielsen, "chapter 2, equation BP4"),
)


def derive_weight_derivative() -> Iterator[Step]:
    """An entry of the outer product."""
    yield Step(at(row(errors, here) * row(a, here - 1).T, j, k), because="gradient by the weights of the layer")
    yield Step(at(errors, here, j) * at(a, here - 1, k), because="an entry of an outer product")


weight_derivative = Formula(
    title="Derivative by a weight of layer l: activation in, error out",
    kind=Kind.GRADIENT,
    statement=equal(at(partial(C, W), here, j, k), at(errors, here, j) * at(a, here - 1, k)),
    quantities=(*weighted, layer_index, unit_index, below_index),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial C}{\partial w_{jk}^l} = a_k^{l-1} \delta_j^l", small),
        Notation(r"\frac{\partial C}{\partial w_{jk}^{(l)}} = \delta_j^{(l)} a_k^{(l-1)}", small),
    ),
    words=(*words, "weight"),
    derivation=derive_weight_derivative,
    source=Source(nielsen, "chapter 2, equation BP4"),
)


def derive_bias_gradient() -> Iterator[Step]:
    """The biases enter with slope 1."""
    yield Step(
        tabulated(Sum(at(errors, here, i) * KroneckerDelta(i, r), (i, 1, n)), r, n),
        because="chain rule: bias r is added to the pre-activation z_r^l alone",
    )
    yield Step(row(errors, here), because="the delta keeps the term i = r")


bias_gradient = Formula(
    title="Gradient by the biases of layer l: its error (BP3)",
    kind=Kind.GRADIENT,
    statement=equal(evaluated(at(partial(C, b), here), n, 1), row(errors, here)),
    quantities=(*weighted, layer_index),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial C}{\partial b^{(l)}} = \delta^{(l)}"),
        Notation(r"\nabla_{b^{(l)}} C = \delta^{(l)}"),
        Notation(r"\frac{\partial C}{\partial b_l} = \delta_l"),
    ),
    words=(*words, "bias"),
    derivation=derive_bias_gradient,
    source=Source(nielsen, "chapter 2, equation BP3"),
)


def derive_bias_derivative() -> Iterator[Step]:
    """The bias enters with slope 1."""
    yield Step(
        Sum(at(errors, here, i) * KroneckerDelta(i, j), (i, 1, n)),
        because="chain rule: the bias of unit j is added to its pre-activation alone",
    )
    yield Step(at(errors, here, j), because="the delta keeps the term i = j")


bias_derivative = Formula(
    title="Derivative by a bias of layer l: the error of its unit",
    kind=Kind.GRADIENT,
    statement=equal(at(partial(C, b), here, j), at(errors, here, j)),
    quantities=(*weighted, layer_index, unit_index),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial C}{\partial b_j^l} = \delta_j^l"),
        Notation(r"\frac{\partial C}{\partial b_j^{(l)}} = \delta_j^{(l)}"),
    ),
    words=(*words, "bias"),
    derivation=derive_bias_derivative,
    source=Source(nielsen, "chapter 2, equation BP3"),
)


def derive_outgoing_weights() -> Iterator[Step]:
    """The next pre-activations are linear in the weights."""
    summand = at(errors_below, here + 1, i) * KroneckerDelta(i, r) * at(a_below, here, s)
    yield Step(
        tabulated(Sum(summand, (i, 1, n)), r, n, s, n),
        because="chain rule: weight (r, s) of W^l enters z_i^{l+1} for i = r alone, with slope a_s^l",
    )
    yield Step(row(errors_below, here + 1) * row(a_below, here).T, because="the entries of an outer product")


outgoing_weight_gradient = Formula(
    title="Gradient by the weights that leave layer l: error of the next layer times its activations",
    kind=Kind.GRADIENT,
    statement=equal(evaluated(at(partial(C, W), here), n, n), row(errors_below, here + 1) * row(a_below, here).T),
    quantities=(*counted_below, layer_index),
    assumptions=(),
    notations=(
        Notation(r"\nabla_{W^{(l)}} C = \delta^{(l+1)} (a^{(l)})^T"),
        Notation(r"\frac{\partial C}{\partial W^{(l)}} = \delta^{(l+1)} (a^{(l)})^\top"),
    ),
    words=(*words, "weights"),
    derivation=derive_outgoing_weights,
    source=stanford,
)


def derive_outgoing_derivative() -> Iterator[Step]:
    """An entry of the outer product."""
    yield Step(
        at(row(errors_below, here + 1) * row(a_below, here).T, j, k),
        because="gradient by the weights that leave the layer",
    )
    yield Step(at(a_below, here, k) * at(errors_below, here + 1, j), because="an entry of an outer product")


outgoing_weight_derivative = Formula(
    title="Derivative by a weight that leaves layer l",
    kind=Kind.GRADIENT,
    statement=equal(at(partial(C, W), here, j, k), at(a_below, here, k) * at(errors_below, here + 1, j)),
    quantities=(*counted_below, layer_index, unit_index, below_index),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial C}{\partial W_{jk}^{(l)}} = a_k^{(l)} \delta_j^{(l+1)}"),
        Notation(r"\frac{\partial C}{\partial w_{jk}^{(l)}} = \delta_j^{(l+1)} a_k^{(l)}", small),
    ),
    words=(*words, "weight"),
    derivation=derive_outgoing_derivative,
    source=stanford,
)


def derive_outgoing_bias() -> Iterator[Step]:
    """The bias enters with slope 1."""
    yield Step(
        tabulated(Sum(at(errors_below, here + 1, i) * KroneckerDelta(i, r), (i, 1, n)), r, n),
        because="chain rule: bias r is added to the next pre-activation z_r^{l+1} alone",
    )
    yield Step(row(errors_below, here + 1), because="the delta keeps the term i = r")


outgoing_bias_gradient = Formula(
    title="Gradient by the biases that leave layer l: the error of the next layer",
    kind=Kind.GRADIENT,
    statement=equal(evaluated(at(partial(C, b), here), n, 1), row(errors_below, here + 1)),
    quantities=(*counted_below, layer_index),
    assumptions=(),
    notations=(
        Notation(r"\nabla_{b^{(l)}} C = \delta^{(l+1)}"),
        Notation(r"\frac{\partial C}{\partial b^{(l)}} = \delta^{(l+1)}"),
        Notation(r"\nabla_{b^{(l)}} J(W, b) = \delta^{(l+1)}", (("J", "C"),)),
        Notation(r"\nabla_{b^{(l)}} J(W, b; x, y) = \delta^{(l+1)}", (("J", "C"),)),
    ),
    words=(*words, "bias"),
    derivation=derive_outgoing_bias,
    source=stanford,
)


def derive_outgoing_bias_derivative() -> Iterator[Step]:
    """The bias enters with slope 1."""
    yield Step(
        Sum(at(errors_below, here + 1, i) * KroneckerDelta(i, j), (i, 1, n)),
        because="chain rule: the bias of unit j is added to its pre-activation alone",
    )
    yield Step(at(errors_below, here + 1, j), because="the delta keeps the term i = j")


outgoing_bias_derivative = Formula(
    title="Derivative by a bias that leaves layer l",
    kind=Kind.GRADIENT,
    statement=equal(at(partial(C, b), here, j), at(errors_below, here + 1, j)),
    quantities=(*counted_below, layer_index, unit_index),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial C}{\partial b_j^{(l)}} = \delta_j^{(l+1)}"),
        Notation(r"\frac{\partial C}{\partial b_j^l} = \delta_j^{l+1}"),
    ),
    words=(*words, "bias"),
    derivation=derive_outgoing_bias_derivative,
    source=stanford,
)

TOPIC = Topic(
    "Gradients of a network by layer",
    formulas=(
        weight_gradient,
        weight_derivative,
        bias_gradient,
        bias_derivative,
        outgoing_weight_gradient,
        outgoing_weight_derivative,
        outgoing_bias_gradient,
        outgoing_bias_derivative,
    ),
)
