"""Backpropagation through layers: the error of layer l from that of layer l + 1.

The error δ^l is the gradient of the cost by the pre-activations z^l. All layers are equally wide for brevity, and every
formula holds for an arbitrary activation function and an arbitrary cost. Two ways to count are in use: weights W^l that
lead into layer l, as in Nielsen's book, or out of layer l, as in Stanford's tutorial.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sympy import Eq, Piecewise, Sum

from derivations.operators import (
    at,
    diagonal_matrix,
    entrywise,
    entrywise_slope,
    equal,
    evaluated,
    gradient,
    hadamard,
    row,
    tabulated,
)
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

nielsen = "Nielsen, Neural Networks and Deep Learning"
stanford = Source("Ng, Ngiam, Foo, Mai and Suen, UFLDL Tutorial", "Multi-Layer Neural Network, backpropagation")

depth = Size("D", "hidden layers", smallest=2, largest=2)
units = Size("n", "units of a layer", largest=2)
n = units.symbol
layer_index, unit_index = free_index("l", depth), free_index("j", units)
here, j = layer_index.symbol, unit_index.symbol
c, i, s = bound_index("c i s")

function = Quantity("g", "activation function", arguments=((),))
cost = Quantity("cost", "cost as a function of the last pre-activations", arguments=((units,),))
biases = Quantity("b", "biases of each layer", shape=(depth, units))
first = Quantity("z_1", "pre-activations of the first layer", shape=(units,))
g, b, z_1 = function.symbol, biases.symbol, first.symbol
small = (("w", "W"),)
sigma = (("sigma", "g"),)
words = ("backprop", "backward", "error", "delta", "chain rule", "gradient")


def table(name: str, meaning: str, vectors: Sequence[Any], start: int = 1) -> Quantity:
    """One vector for each layer, as the rows of an array that counts from `start`."""
    cases = [(at(vector, i), Eq(c, position)) for position, vector in enumerate(vectors[:-1], start=1)]
    value = tabulated(Piecewise(*cases, (at(vectors[-1], i), True), evaluate=False), c, len(vectors), i, n)
    return Quantity(name, meaning, shape=(depth, units), value=value, origins=(start, 1))


def slice_of(array: Quantity, position: Any) -> Any:
    """The matrix of a layer."""
    return evaluated(at(array.symbol, position), n, n)


into = Quantity("W", "weights into layers 2 and 3", shape=(depth, units, units), origins=(2, 1, 1))
out_of = Quantity("W", "weights out of layers 1 and 2", shape=(depth, units, units))


def upward(weights: Quantity, offset: int) -> tuple[Quantity, ...]:
    """The pre-activations of layers 2 and 3, the cost, and the arrays of all pre-activations and errors."""
    second = Quantity(
        "z_2", "pre-activations of the second layer", (units,), value=slice_of(weights, 1 + offset) * entrywise(g, z_1)
    )
    third = Quantity(
        "z_3",
        "pre-activations of the third layer",
        (units,),
        value=slice_of(weights, 2 + offset) * entrywise(g, second.symbol) + row(b, 2),
    )
    total = Quantity("C", "cost", value=cost.symbol(third.symbol))
    vectors = (z_1, second.symbol, third.symbol)
    errors = [gradient(total.symbol, vector) for vector in vectors]
    scores = table("z", "pre-activations of each layer", vectors)
    return (first, second, third, total, scores, table("delta", "errors of each layer", errors))


nielsen_network = (function, cost, biases, into, *upward(into, 1))
stanford_network = (function, cost, biases, out_of, *upward(out_of, 0))
z, delta = nielsen_network[-2].symbol, nielsen_network[-1].symbol
slopes_here = entrywise_slope(g, row(z, here))


def derive_recursion() -> Iterator[Step]:
    """Back through the affine map, then through the activation function."""
    yield Step(
        (slice_of(into, here + 1) * diagonal_matrix(slopes_here)).T * row(delta, here + 1),
        because="chain rule: the next pre-activations are an affine map of g(z^l); its transposed Jacobian acts",
    )
    yield Step(
        hadamard(slice_of(into, here + 1).T * row(delta, here + 1), slopes_here),
        because="transpose the product; a diagonal matrix multiplies entry by entry",
    )


recursion = Formula(
    title="Error of a layer from the error of the next (BP2)",
    kind=Kind.GRADIENT,
    statement=equal(row(delta, here), hadamard(slice_of(into, here + 1).T * row(delta, here + 1), slopes_here)),
    quantities=(*nielsen_network, layer_index),
    assumptions=(),
    notations=(
        Notation(r"\delta^l = ((w^{l+1})^T \delta^{l+1}) \odot \sigma'(z^l)", (*small, *sigma)),
        Notation(r"\delta^{(l)} = (W^{(l+1)})^\top \delta^{(l+1)} \odot g'(z^{(l)})"),
        Notation(r"\delta^{[l]} = g'(z^{[l]}) \odot (W^{[l+1]})^\top \delta^{[l+1]}"),
        Notation(r"\delta_l = (W_{l+1}^\top \delta_{l+1}) \odot g'(z_l)"),
        Notation(r"\delta^{(l)} = \operatorname{diag}(g'(z^{(l)})) (W^{(l+1)})^\top \delta^{(l+1)}"),
    ),
    words=words,
    derivation=derive_recursion,
    source=Source(nielsen, "chapter 2, equation BP2"),
)


def unit_slope(scores: Any) -> Any:
    """The slope of the activation function at unit j of layer l."""
    return at(entrywise_slope(g, row(scores, here)), j)


def derive_unit_recursion() -> Iterator[Step]:
    """An entry of the recursion."""
    yield Step(
        at(hadamard(slice_of(into, here + 1).T * row(delta, here + 1), slopes_here), j),
        because="recursion of the errors",
    )
    yield Step(
        Sum(at(into.symbol, here + 1, s, j) * at(delta, here + 1, s), (s, 1, n)) * unit_slope(z),
        because="unit j sends its activation to every unit of the next layer",
    )


unit_recursion = Formula(
    title="Error of a unit from the errors of the next layer",
    kind=Kind.GRADIENT,
    statement=equal(
        at(delta, here, j), Sum(at(into.symbol, here + 1, s, j) * at(delta, here + 1, s), (s, 1, n)) * unit_slope(z)
    ),
    quantities=(*nielsen_network, layer_index, unit_index),
    assumptions=(),
    notations=(
        Notation(
            r"\delta_j^l = \sum_k w_{kj}^{l+1} \delta_k^{l+1} \sigma'(z_j^l)", (*small, *sigma)
        ),
        Notation(
            r"\delta_j^{(l)} = g'(z_j^{(l)}) \sum_k w_{kj}^{(l+1)} \delta_k^{(l+1)}", small
        ),
        Notation(
            r"\delta_j^{(l)} = \left(\sum_{k=1}^n w_{kj}^{(l+1)} \delta_k^{(l+1)}\right) g'(z_j^{(l)})", small
        ),
    ),
    words=words,
    derivation=derive_unit_recursion,
    source=Source(nielsen, "chapter 2, equation 45"),
)

z_out, delta_out = stanford_network[-2].symbol, stanford_network[-1].symbol
slopes_out = entrywise_slope(g, row(z_out, here))


def derive_outgoing() -> Iterator[Step]:
    """Back through the affine map, then through the activation function."""
    yield Step(
        (slice_of(out_of, here) * diagonal_matrix(slopes_out)).T * row(delta_out, here + 1),
        because="chain rule: the next pre-activations are an affine map of g(z^l); its transposed Jacobian acts",
    )
    yield Step(
        hadamard(slice_of(out_of, here).T * row(delta_out, here + 1), slopes_out),
        because="transpose the product; a diagonal matrix multiplies entry by entry",
    )


outgoing_recursion = Formula(
    title="Error of a layer from the error of the next, weights counted by the layer that they leave",
    kind=Kind.GRADIENT,
    statement=equal(row(delta_out, here), hadamard(slice_of(out_of, here).T * row(delta_out, here + 1), slopes_out)),
    quantities=(*stanford_network, layer_index),
    assumptions=(),
    notations=(
        Notation(r"\delta^{(l)} = ((W^{(l)})^T \delta^{(l+1)}) \odot g'(z^{(l)})"),
        Notation(r"\delta^{(l)} = (W^{(l)})^T \delta^{(l+1)} \odot \sigma'(z^{(l)})", sigma),
        Notation(r"\delta_l = W_l^\top \delta_{l+1} \odot g'(z_l)"),
    ),
    words=words,
    derivation=derive_outgoing,
    source=stanford,
)


def derive_outgoing_unit() -> Iterator[Step]:
    """An entry of the recursion."""
    yield Step(
        at(hadamard(slice_of(out_of, here).T * row(delta_out, here + 1), slopes_out), j),
        because="recursion of the errors",
    )
    yield Step(
        Sum(at(out_of.symbol, here, s, j) * at(delta_out, here + 1, s), (s, 1, n)) * unit_slope(z_out),
        because="unit j sends its activation to every unit of the next layer",
    )


outgoing_unit_recursion = Formula(
    title="Error of a unit from the errors of the next layer, weights counted by the layer that they leave",
    kind=Kind.GRADIENT,
    statement=equal(
        at(delta_out, here, j),
        Sum(at(out_of.symbol, here, s, j) * at(delta_out, here + 1, s), (s, 1, n)) * unit_slope(z_out),
    ),
    quantities=(*stanford_network, layer_index, unit_index),
    assumptions=(),
    notations=(
        Notation(
            r"\delta_j^{(l)} = \left(\sum_{k=1}^{n} W_{kj}^{(l)} \delta_k^{(l+1)}\right) g'(z_j^{(l)})"
        ),
        Notation(r"\delta_j^{(l)} = g'(z_j^{(l)}) \sum_k W_{kj}^{(l)} \delta_k^{(l+1)}"),
    ),
    words=words,
    derivation=derive_outgoing_unit,
    source=stanford,
)

TOPIC = Topic(
    "Backpropagation through layers",
    formulas=(recursion, unit_recursion, outgoing_recursion, outgoing_unit_recursion),
)
