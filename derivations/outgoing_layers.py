"""Networks of layers written from layer l to layer l + 1, with weights counted by the layer that they leave or enter.

Stanford's courses count the weights W^(l) by the layer whose activations they multiply, so that the inputs are layer 1.
Others write the same step with W^(l+1). All layers are equally wide for brevity.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sympy import Eq, Piecewise, Sum

from derivations.operators import at, entrywise, equal, evaluated, row, tabulated
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

stanford = Source("Ng, Ngiam, Foo, Mai and Suen, UFLDL Tutorial", "Multi-Layer Neural Network")
goodfellow = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 6.4.1")

depth = Size("L", "layers of weights", smallest=2, largest=2)
units = Size("n", "units of a layer", largest=3)
n = units.symbol
layer_index, unit_index = free_index("l", depth), free_index("j", units)
here, j = layer_index.symbol, unit_index.symbol
i, k, c = bound_index("i k c")

weights = Quantity("W", "weights of each layer, a row for each unit", shape=(depth, units, units))
biases = Quantity("b", "biases of each layer", shape=(depth, units))
entering = Quantity("W", "weights of each layer", shape=(depth, units, units), origins=(2, 1, 1))
entering_biases = Quantity("b", "biases of each layer", shape=(depth, units), origins=(2, 1))
inputs = Quantity("x", "input", shape=(units,))
function = Quantity("g", "activation function", arguments=((),))
b, x, g = biases.symbol, inputs.symbol, function.symbol
sigma = (("sigma", "g"),)
words = ("forward", "layer", "mlp", "perceptron", "feedforward", "activation")


def table(name: str, meaning: str, vectors: Sequence[Any], start: int) -> Quantity:
    """One vector for each layer, as the rows of an array that counts from `start`."""
    cases = [(at(vector, i), Eq(c, position)) for position, vector in enumerate(vectors[:-1], start=1)]
    value = tabulated(Piecewise(*cases, (at(vectors[-1], i), True), evaluate=False), c, len(vectors), i, n)
    return Quantity(name, meaning, shape=(depth, units), value=value, origins=(start, 1))


def slice_of(array: Quantity, position: Any) -> Any:
    """The weights of a layer."""
    return evaluated(at(array.symbol, position), n, n)


def network(array: Quantity, shifts: Quantity, first: int) -> tuple[Quantity, Quantity]:
    """Pre-activations (layers 2 and 3) and activations (layers 1 to 3); the weights count from `first`."""
    second = slice_of(array, first) * x + row(shifts.symbol, first)
    third = slice_of(array, first + 1) * entrywise(g, second) + row(shifts.symbol, first + 1)
    return (
        table("z", "pre-activations of each layer", (second, third), 2),
        table("a", "activations of each layer", (x, entrywise(g, second), entrywise(g, third)), 1),
    )


leaving_scores, leaving_activations = network(weights, biases, 1)
entering_scores, entering_activations = network(entering, entering_biases, 2)
leaving = (weights, biases, inputs, function, leaving_scores, leaving_activations, layer_index)
entered = (entering, entering_biases, inputs, function, entering_scores, entering_activations, layer_index)
z, a = leaving_scores.symbol, leaving_activations.symbol
z_in, a_in, b_in = entering_scores.symbol, entering_activations.symbol, entering_biases.symbol
affine = slice_of(weights, here) * row(a, here) + row(b, here)
affine_in = slice_of(entering, here + 1) * row(a_in, here) + row(b_in, here + 1)


def derive_pre_activation() -> Iterator[Step]:
    """The definition."""
    yield Step(affine, because="an affine map of the activations of layer l")


pre_activation = Formula(
    title="Pre-activations of the next layer, weights counted by the layer that they leave",
    kind=Kind.ALGORITHM,
    statement=equal(row(z, here + 1), affine),
    quantities=leaving,
    assumptions=(),
    notations=(
        Notation(r"z^{(l+1)} = W^{(l)} a^{(l)} + b^{(l)}"),
        Notation(r"z_{l+1} = W_l a_l + b_l"),
        Notation(r"z^{(l+1)} = b^{(l)} + W^{(l)} a^{(l)}"),
    ),
    words=(*words, "pre-activation"),
    derivation=derive_pre_activation,
    source=stanford,
)


def derive_activation() -> Iterator[Step]:
    """The definition."""
    yield Step(entrywise(g, row(z, here + 1)), because="the activation function acts on each unit")


activation = Formula(
    title="Activations of the next layer from its pre-activations",
    kind=Kind.ALGORITHM,
    statement=equal(row(a, here + 1), entrywise(g, row(z, here + 1))),
    quantities=leaving,
    assumptions=(),
    notations=(
        Notation(r"a^{(l+1)} = g(z^{(l+1)})"),
        Notation(r"a_{l+1} = \sigma(z_{l+1})", sigma),
    ),
    words=words,
    derivation=derive_activation,
    source=stanford,
)


def derive_layer() -> Iterator[Step]:
    """The definition."""
    yield Step(entrywise(g, affine), because="an affine map, then the activation function")


layer = Formula(
    title="The next layer, weights counted by the layer that they leave",
    kind=Kind.ALGORITHM,
    statement=equal(row(a, here + 1), entrywise(g, affine)),
    quantities=leaving,
    assumptions=(),
    notations=(
        Notation(r"h_{l+1} = \sigma(W_l h_l + b_l)", (("h", "a"), *sigma)),
        Notation(r"a^{(l+1)} = g(W^{(l)} a^{(l)} + b^{(l)})"),
        Notation(r"h^{(l+1)} = \sigma(b^{(l)} + W^{(l)} h^{(l)})", (("h", "a"), *sigma)),
    ),
    words=words,
    derivation=derive_layer,
    source=stanford,
)

unit_score = Sum(at(weights.symbol, here, j, k) * at(a, here, k), (k, 1, n)) + at(b, here, j)


def derive_unit() -> Iterator[Step]:
    """An entry of the affine map."""
    yield Step(at(affine, j), because="unit j of the next layer")
    yield Step(unit_score, because="an entry of a product of a matrix and a vector")


unit_pre_activation = Formula(
    title="Pre-activation of a unit of the next layer, weights counted by the layer that they leave",
    kind=Kind.ALGORITHM,
    statement=equal(at(z, here + 1, j), unit_score),
    quantities=(*leaving, unit_index),
    assumptions=(),
    notations=(
        Notation(r"z_j^{(l+1)} = \sum_{k=1}^n W_{jk}^{(l)} a_k^{(l)} + b_j^{(l)}"),
        Notation(r"z_j^{(l+1)} = \sum_{k} w_{jk}^{(l)} a_k^{(l)} + b_j^{(l)}", (("w", "W"),)),
    ),
    words=(*words, "unit", "neuron"),
    derivation=derive_unit,
    source=stanford,
)


def derive_entered_pre_activation() -> Iterator[Step]:
    """The definition."""
    yield Step(affine_in, because="an affine map of the activations of layer l")


entered_pre_activation = Formula(
    title="Pre-activations of the next layer, weights counted by the layer that they enter",
    kind=Kind.ALGORITHM,
    statement=equal(row(z_in, here + 1), affine_in),
    quantities=entered,
    assumptions=(),
    notations=(
        Notation(r"z^{(l+1)} = W^{(l+1)} a^{(l)} + b^{(l+1)}"),
        Notation(r"z_{l+1} = W_{l+1} a_l + b_{l+1}"),
    ),
    words=(*words, "pre-activation"),
    derivation=derive_entered_pre_activation,
    source=goodfellow,
)


def derive_entered_layer() -> Iterator[Step]:
    """The definition."""
    yield Step(entrywise(g, affine_in), because="an affine map, then the activation function")


entered_layer = Formula(
    title="The next layer, weights counted by the layer that they enter",
    kind=Kind.ALGORITHM,
    statement=equal(row(a_in, here + 1), entrywise(g, affine_in)),
    quantities=entered,
    assumptions=(),
    notations=(
        Notation(r"h_{l+1} = \sigma(W_{l+1} h_l + b_{l+1})", (("h", "a"), *sigma)),
        Notation(r"a^{(l+1)} = g(W^{(l+1)} a^{(l)} + b^{(l+1)})"),
    ),
    words=words,
    derivation=derive_entered_layer,
    source=goodfellow,
)

TOPIC = Topic(
    "From one layer to the next",
    formulas=(pre_activation, activation, layer, unit_pre_activation, entered_pre_activation, entered_layer),
)
