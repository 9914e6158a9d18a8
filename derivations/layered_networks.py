"""Networks of layers: what layer l computes from the activations of layer l - 1, for one example and for a batch.

Layers count from 1, and the activations of layer 0 are the inputs. For brevity all layers are equally wide; weights
have a row for each unit, and where examples are rows, a column for each unit. The activation function is arbitrary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sympy import Eq, Piecewise, Sum, tanh
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import at, entrywise, equal, evaluated, relu, row, tabulated
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
goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
bishop = "Bishop, Pattern Recognition and Machine Learning"
zhang = "Zhang, Lipton, Li and Smola, Dive into Deep Learning"

depth = Size("L", "layers", smallest=3, largest=3)
units = Size("n", "units of a layer", largest=2)
batch = Size("m", "examples of a batch", largest=4)
n, m = units.symbol, batch.symbol
layer_index, unit_index = free_index("l", depth), free_index("j", units)
here, j = layer_index.symbol, unit_index.symbol
k, i, c = bound_index("k i c")

weights = Quantity("W", "weights of each layer, a row for each unit", shape=(depth, units, units))
biases = Quantity("b", "biases of each layer", shape=(depth, units))
activations = Quantity("a", "activations of each layer, from the inputs on", shape=(depth, units), origins=(0, 1))
scores = Quantity("z", "pre-activations of each layer", shape=(depth, units))
after = Quantity("h", "activations of a layer", shape=(depth, units))
function = Quantity("g", "activation function", arguments=((),))
W, b, a, z, h, g = (q.symbol for q in (weights, biases, activations, scores, after, function))
given = (weights, activations, biases)
sigma = (("sigma", "g"),)
small = (("w", "W"),)


def matrix(position: Any) -> Any:
    """The weights of the layer at that position, as a matrix."""
    return evaluated(at(W, position), n, n)


def derive_pre_activation() -> Iterator[Step]:
    """The definition."""
    yield Step(matrix(here) * row(a, here - 1) + row(b, here), because="an affine map of the layer below")


pre_activation = Formula(
    title="Pre-activations of a layer",
    kind=Kind.DEFINITION,
    statement=equal(evaluated(at(z, here), n, 1), matrix(here) * row(a, here - 1) + row(b, here)),
    quantities=(scores, *given, layer_index),
    assumptions=(),
    notations=(
        Notation(r"z^{[l]} = W^{[l]} a^{[l-1]} + b^{[l]}"),
        Notation(r"\mathbf{z}_l = \mathbf{W}_l \mathbf{a}_{l-1} + \mathbf{b}_l"),
        Notation(r"a^{(k)} = b^{(k)} + W^{(k)} h^{(k-1)}", (("a", "z"), ("h", "a"), ("k", "l"))),
    ),
    words=("forward", "layer", "pre-activation", "mlp", "perceptron", "feedforward", "affine"),
    derivation=derive_pre_activation,
    source=Source(goodfellow, "section 6.5.4, algorithm 6.3"),
)


def unit_score(unit: Any) -> Any:
    """The pre-activation of a unit of layer l."""
    return Sum(at(W, here, unit, k) * at(a, here - 1, k), (k, 1, n)) + at(b, here, unit)


def derive_unit_pre_activation() -> Iterator[Step]:
    """The definition."""
    yield Step(unit_score(j), because="every unit weighs all activations of the layer below")


unit_pre_activation = Formula(
    title="Pre-activation of a unit",
    kind=Kind.DEFINITION,
    statement=equal(at(z, here, j), unit_score(j)),
    quantities=(scores, *given, layer_index, unit_index),
    assumptions=(),
    notations=(
        Notation(r"z_j^{(l)} = \sum_{k=1}^n w_{jk}^{(l)} a_k^{(l-1)} + b_j^{(l)}", small),
        Notation(r"z_j^l = \sum_k w_{jk}^l a_k^{l-1} + b_j^l", small),
        Notation(r"z_j^{(l)} = \sum_{k=1}^{n_{l-1}} w_{jk}^{(l)} a_k^{(l-1)} + b_j^{(l)}", (*small, ("n_l-1", "n"))),
        Notation(r"z_j^l = b_j^l + \sum_k w_{jk}^l a_k^{l-1}", small),
    ),
    words=("forward", "layer", "pre-activation", "neuron", "mlp", "weighted sum", "feedforward"),
    derivation=derive_unit_pre_activation,
    source=Source(nielsen, "chapter 2, equation 23"),
)

outgoing = Quantity("W", "weights of each layer, a row for each unit below", shape=(depth, units, units))


def derive_incoming() -> Iterator[Step]:
    """The definition."""
    yield Step(
        Sum(at(W, here, i, j) * at(a, here - 1, i), (i, 1, n)) + at(b, here, j),
        because="the first subscript is the unit where the connection starts",
    )


incoming_pre_activation = Formula(
    title="Pre-activation of a unit, weights indexed from the unit below to the unit above",
    kind=Kind.DEFINITION,
    statement=equal(at(z, here, j), Sum(at(W, here, i, j) * at(a, here - 1, i), (i, 1, n)) + at(b, here, j)),
    quantities=(scores, outgoing, activations, biases, layer_index, unit_index),
    assumptions=(),
    notations=(
        Notation(r"z_j^{(l)} = \sum_{i=1}^n w_{ij}^{(l)} a_i^{(l-1)} + b_j^{(l)}", small),
        Notation(r"z_j^l = \sum_i w_{ij}^l a_i^{l-1} + b_j^l", small),
        Notation(r"z_j^{(l)} = \sum_{i=1}^{n_{l-1}} w_{ij}^{(l)} a_i^{(l-1)} + b_j^{(l)}", (*small, ("n_l-1", "n"))),
    ),
    words=("forward", "layer", "pre-activation", "neuron", "mlp", "weighted sum", "feedforward"),
    derivation=derive_incoming,
    source=Source("Bishop, Neural Networks for Pattern Recognition", "section 4.1, with the subscripts swapped"),
)


def derive_activation() -> Iterator[Step]:
    """The definition."""
    yield Step(entrywise(g, row(z, here)), because="the activation function acts on each unit")


activation = Formula(
    title="Activations of a layer",
    kind=Kind.DEFINITION,
    statement=equal(evaluated(at(h, here), n, 1), entrywise(g, row(z, here))),
    quantities=(after, function, scores, layer_index),
    assumptions=(),
    notations=(
        Notation(r"a^{[l]} = g(z^{[l]})", (("a", "h"),)),
        Notation(r"a^{(l)} = g(z^{(l)})", (("a", "h"),)),
        Notation(r"h_l = \sigma(z_l)", sigma),
    ),
    words=("forward", "layer", "activation", "mlp", "feedforward"),
    derivation=derive_activation,
    source=Source(goodfellow, "section 6.5.4, algorithm 6.3"),
)


def network(phi: Callable[[Any], Any]) -> Quantity:
    """The activations of three layers, a row for each layer; row 0 holds the inputs."""
    first = entrywise(phi, matrix(1) * x + row(b, 1))
    second = entrywise(phi, matrix(2) * first + row(b, 2))
    third = entrywise(phi, matrix(3) * second + row(b, 3))
    rows = [(at(value, i), Eq(c, step)) for step, value in enumerate((x, first, second), start=1)]
    table = tabulated(Piecewise(*rows, (at(third, i), True), evaluate=False), c, depth.symbol + 1, i, n)
    return Quantity("h", "activations of each layer, from the inputs on", (depth, units), value=table, origins=(0, 1))


inputs = Quantity("x", "input", shape=(units,))
x = inputs.symbol
general, rectified, squashed = network(g), network(relu), network(tanh)
parameters = (weights, biases, inputs)


def layer_of(network: Quantity, phi: Callable[[Any], Any]) -> Any:
    """A layer of a network: affine map and activation function."""
    return entrywise(phi, matrix(here) * row(network.symbol, here - 1) + row(b, here))


def derive_layer() -> Iterator[Step]:
    """The definition."""
    yield Step(layer_of(general, g), because="the pre-activations, through the activation function")


layer = Formula(
    title="A layer: affine map, then activation function",
    kind=Kind.ALGORITHM,
    statement=equal(row(general.symbol, here), layer_of(general, g)),
    quantities=(*parameters, function, general, layer_index),
    assumptions=(),
    notations=(
        Notation(r"h^{(l)} = g(W^{(l)} h^{(l-1)} + b^{(l)})"),
        Notation(r"h_l = \sigma(W_l h_{l-1} + b_l)", sigma),
        Notation(r"a^{[l]} = g(W^{[l]} a^{[l-1]} + b^{[l]})", (("a", "h"),)),
        Notation(r"h^{(l)} = \sigma(b^{(l)} + W^{(l)} h^{(l-1)})", sigma),
    ),
    words=("forward", "layer", "hidden", "mlp", "perceptron", "feedforward", "activation"),
    derivation=derive_layer,
    source=Source(goodfellow, "section 6.4.1, equations 6.40 and 6.41"),
)


def derive_rectified_layer() -> Iterator[Step]:
    """The definition."""
    yield Step(layer_of(rectified, relu), because="the pre-activations, through the rectifier")


rectified_layer = Formula(
    title="A layer of rectified linear units",
    kind=Kind.ALGORITHM,
    statement=equal(row(rectified.symbol, here), layer_of(rectified, relu)),
    quantities=(*parameters, rectified, layer_index),
    assumptions=(),
    notations=(
        Notation(r"h^{(l)} = \operatorname{ReLU}(W^{(l)} h^{(l-1)} + b^{(l)})"),
        Notation(r"h_l = \max(0, W_l h_{l-1} + b_l)"),
        Notation(r"h_l = \max\{0, W_l h_{l-1} + b_l\}"),
        Notation(r"h_l = (W_l h_{l-1} + b_l)_+"),
    ),
    words=("forward", "layer", "hidden", "relu", "rectif", "mlp", "feedforward"),
    derivation=derive_rectified_layer,
    source=Source(goodfellow, "section 6.3.1, equation 6.36"),
)


def derive_squashed_layer() -> Iterator[Step]:
    """The definition."""
    yield Step(layer_of(squashed, tanh), because="the pre-activations, through the hyperbolic tangent")


squashed_layer = Formula(
    title="A layer of tanh units",
    kind=Kind.ALGORITHM,
    statement=equal(row(squashed.symbol, here), layer_of(squashed, tanh)),
    quantities=(*parameters, squashed, layer_index),
    assumptions=(),
    notations=(
        Notation(r"h^{(l)} = \tanh(W^{(l)} h^{(l-1)} + b^{(l)})"),
        Notation(r"h_l = \tanh(b_l + W_l h_{l-1})"),
    ),
    words=("forward", "layer", "hidden", "tanh", "mlp", "feedforward"),
    derivation=derive_squashed_layer,
    source=Source(goodfellow, "section 6.3.2"),
)


def unit_value() -> Any:
    """The activation of unit j of layer l."""
    below = row(general.symbol, here - 1)
    return g(Sum(at(W, here, j, k) * at(below, k), (k, 1, n)) + at(b, here, j))


def derive_unit() -> Iterator[Step]:
    """An entry of the layer."""
    yield Step(at(layer_of(general, g), j), because="unit j of the layer")
    yield Step(unit_value(), because="an entry of a product of a matrix and a vector")


unit = Formula(
    title="Activation of a unit",
    kind=Kind.ALGORITHM,
    statement=equal(at(row(general.symbol, here), j), unit_value()),
    quantities=(*parameters, function, general, layer_index, unit_index),
    assumptions=(),
    notations=(
        Notation(
            r"a_j^{l} = \sigma\left(\sum_k w_{jk}^{l} a_k^{l-1} + b_j^l\right)", (("a", "h"), *small, *sigma)
        ),
        Notation(r"h_j^{(l)} = g\left(\sum_{k=1}^n w_{jk}^{(l)} h_k^{(l-1)} + b_j^{(l)}\right)", small),
        Notation(r"h_j^{(l)} = g\left(b_j^{(l)} + \sum_{k=1}^n w_{jk}^{(l)} h_k^{(l-1)}\right)", small),
    ),
    words=("forward", "layer", "neuron", "unit", "mlp", "feedforward", "activation"),
    derivation=derive_unit,
    source=Source(nielsen, "chapter 2, equation 23"),
)

examples = Quantity(
    "A", "activations of each layer, a column for each example", (depth, units, batch), origins=(0, 1, 1)
)
columns = Quantity("Z", "pre-activations of each layer, a column for each example", (depth, units, batch))
A, Z = examples.symbol, columns.symbol
mapped = matrix(here) * evaluated(at(A, here - 1), n, m)
drawn_biases = Quantity("beta", "biases of each layer", shape=(depth, units))
spread = Quantity(
    "b",
    "biases of each layer, the same for each example",
    shape=(depth, units, batch),
    value=tabulated(at(drawn_biases.symbol, c, i), c, depth.symbol, i, n, k, m),
)


def derive_batch() -> Iterator[Step]:
    """The definition."""
    yield Step(mapped + row(b, here) * OneMatrix(1, m), because="the same affine map of every column")


batch_pre_activation = Formula(
    title="Pre-activations of a batch, examples as columns",
    kind=Kind.DEFINITION,
    statement=equal(evaluated(at(Z, here), n, m), mapped + row(b, here) * OneMatrix(1, m)),
    quantities=(columns, weights, examples, biases, layer_index),
    assumptions=(),
    notations=(
        Notation(r"Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]} \mathbf{1}^\top"),
        Notation(r"Z_l = W_l A_{l-1} + b_l \mathbf{1}_m^\top"),
    ),
    words=("forward", "batch", "vectorized", "vectorised", "layer", "examples"),
    derivation=derive_batch,
    source=Source("Ng and Katanforoosh, CS230 Deep Learning", "vectorized forward propagation"),
)


def derive_broadcast() -> Iterator[Step]:
    """The definition."""
    yield Step(mapped + evaluated(at(spread.symbol, here), n, m), because="the biases are added to every column")


broadcast_pre_activation = Formula(
    title="Pre-activations of a batch, examples as columns, biases spread over them",
    kind=Kind.DEFINITION,
    statement=equal(evaluated(at(Z, here), n, m), mapped + evaluated(at(spread.symbol, here), n, m)),
    quantities=(columns, weights, examples, drawn_biases, spread, layer_index),
    assumptions=(),
    notations=(
        Notation(r"Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]}"),
        Notation(r"Z_l = W_l A_{l-1} + b_l"),
    ),
    words=("forward", "batch", "vectorized", "vectorised", "layer", "examples"),
    derivation=derive_broadcast,
    source=Source("Ng and Katanforoosh, CS230 Deep Learning", "vectorized forward propagation"),
)

TOPIC = Topic(
    "Networks of layers",
    formulas=(
        pre_activation,
        unit_pre_activation,
        incoming_pre_activation,
        activation,
        layer,
        rectified_layer,
        squashed_layer,
        unit,
        batch_pre_activation,
        broadcast_pre_activation,
    ),
)
