"""Receptive fields of stacked convolutions along one axis: how much of the input one output unit sees.

Layer l = 1, …, L has kernel size k_l and stride s_l; layer 0 is the input. A unit of layer l looks at k_l neighbouring
units of layer l - 1, and the windows of neighbours start s_l apart. Sizes are extents: from the first unit seen to the
last, holes included (a stride larger than the kernel leaves some).

Two indexings are in use. Seen from the top, r_l is the extent in layer l of what one unit of layer L sees (r_L = 1, and
r_0 is the receptive field). Seen from the bottom, it is the extent in the input of what one unit of layer l sees
(r_0 = 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Integer, Lambda, Product, Sum

from derivations.operators import at, equal
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
    integers,
)

layers = Size("L", "layers", smallest=1, largest=3)
kernels = Quantity("k", "kernel size of each layer", shape=(layers,), domain=integers(1, 4))
strides = Quantity("s", "stride of each layer", shape=(layers,), domain=integers(1, 3))
layer = free_index("l", layers)

L, k, s, ell = layers.symbol, kernels.symbol, strides.symbol, layer.symbol
m, i, c, q = bound_index("m i c q")


def distance(first: Any, last: Any) -> Any:
    """The product of the strides of the layers from `first` to `last`: how far apart neighbours begin below them."""
    return Product(at(s, i), (i, first, last))


def extent(first: Any, last: Any) -> Any:
    """The extent, in the layer below `first`, of what one unit of layer `last` sees."""
    return Sum((at(k, m) - 1) * distance(first, m - 1), (m, first, last)) + 1


seen_in = Lambda((c,), extent(c + 1, L))
seen_by = Lambda((c,), extent(1, c))
from_top = Quantity("r", "extent in layer l of what one unit of the last layer sees", value=seen_in)
from_bottom = Quantity("r", "extent in the input of what one unit of layer l sees", value=seen_by)
jumps = Quantity("j", "distance in the input between neighbours of layer l", value=Lambda((c,), distance(1, c)))
field = Quantity("r_0", "receptive field: extent in the input of what one output sees", value=extent(1, L))

r, j, r_0 = from_top.symbol, jumps.symbol, field.symbol

araujo = "Araujo, Norris and Sim, Computing receptive fields of convolutional neural networks (2019)"


def derive_backward() -> Iterator[Step]:
    """Split off the layer that is nearest to the input."""
    rest = Sum((at(k, m) - 1) * distance(ell + 1, m - 1), (m, ell + 1, L))
    yield Step((at(k, ell) - 1) + at(s, ell) * rest + 1, because="layer l comes first; its stride spreads the rest")
    yield Step(at(s, ell) * (r(ell) - 1) + at(k, ell), because="the sum is r_l - 1")
    yield Step(at(s, ell) * r(ell) + (at(k, ell) - at(s, ell)), because="multiply out")


backward = Formula(
    title="Receptive field, recursion from the last layer to the input",
    kind=Kind.COUNTING,
    statement=equal(r(ell - 1), at(s, ell) * r(ell) + (at(k, ell) - at(s, ell))),
    quantities=(kernels, strides, layer, from_top),
    assumptions=(),
    notations=(
        Notation(r"r_{l-1} = s_l \cdot r_l + (k_l - s_l)"),
        Notation(r"r_{l-1} = s_l (r_l - 1) + k_l"),
        Notation(r"r^{l-1} = s^l r^l + (k^l - s^l)"),
    ),
    words=("receptive field", "recursion", "kernel size", "stride"),
    derivation=derive_backward,
    source=Source(araujo, "section Single-path networks, equation 1"),
)


def derive_last() -> Iterator[Step]:
    """No layer lies between."""
    yield Step(extent(L + 1, L), because="no layer lies above the last one")
    yield Step(Integer(1), because="the sum is empty")


last = Formula(
    title="A unit of the last layer sees itself",
    kind=Kind.COUNTING,
    statement=equal(r(L), Integer(1)),
    quantities=(kernels, strides, from_top),
    assumptions=(),
    notations=(Notation(r"r_L = 1"), Notation(r"r^L = 1")),
    words=("receptive field", "recursion"),
    derivation=derive_last,
    source=Source(araujo, "section Single-path networks"),
    survivors=(("L becomes L + 1", "the sum over the layers above is empty beyond the last layer too"),),
)


def derive_closed() -> Iterator[Step]:
    """From the first taps of all layers to the last ones."""
    reach = Sum(at(k, m) * distance(1, m - 1), (m, 1, L)) - Sum(distance(1, m - 1), (m, 1, L)) + 1
    yield Step(reach, because="tap t of layer l adds t s_1 … s_{l-1}: last position less first, and 1")
    yield Step(extent(1, L), because="join the sums")


closed = Formula(
    title="Receptive field in closed form",
    kind=Kind.COUNTING,
    statement=equal(r_0, Sum((at(k, q) - 1) * Product(at(s, i), (i, 1, q - 1)), (q, 1, L)) + 1),
    quantities=(kernels, strides, field),
    assumptions=(),
    notations=(
        Notation(r"r_0 = \sum_{l=1}^{L} \left( (k_l - 1) \prod_{i=1}^{l-1} s_i \right) + 1"),
        Notation(r"r = 1 + \sum_{l=1}^{L} (k_l - 1) \prod_{i=1}^{l-1} s_i", letters=(("r", "r_0"),)),
    ),
    words=("receptive field", "closed form"),
    derivation=derive_closed,
    source=Source(araujo, "section Single-path networks, equation 2"),
)


def derive_forward() -> Iterator[Step]:
    """The layer that is added sees k_l neighbours, which are j_{l-1} apart in the input."""
    yield Step(extent(1, ell - 1) + (at(k, ell) - 1) * distance(1, ell - 1), because="split off the last layer")
    yield Step(r(ell - 1) + (at(k, ell) - 1) * j(ell - 1), because="the sum is r_{l-1}, the product j_{l-1}")


forward = Formula(
    title="Receptive field, recursion from the input upwards",
    kind=Kind.COUNTING,
    statement=equal(r(ell), r(ell - 1) + (at(k, ell) - 1) * j(ell - 1)),
    quantities=(kernels, strides, layer, from_bottom, jumps),
    assumptions=(),
    notations=(
        Notation(r"r_l = r_{l-1} + (k_l - 1) j_{l-1}"),
        Notation(r"R_l = R_{l-1} + (k_l - 1) S_{l-1}", letters=(("R", "r"), ("S", "j"))),
    ),
    words=("receptive field", "jump", "recursion"),
    derivation=derive_forward,
    source=Source("Dang Ha The Hien, A guide to receptive field arithmetic for CNNs (2017)", "formula for r_out"),
)


def derive_jump() -> Iterator[Step]:
    """Distances multiply."""
    yield Step(distance(1, ell), because="neighbours of layer l are s_1 … s_l apart in the input")
    yield Step(j(ell - 1) * at(s, ell), because="split off the last stride")


jump = Formula(
    title="Distance between neighbouring units in the input",
    kind=Kind.COUNTING,
    statement=equal(j(ell), j(ell - 1) * at(s, ell)),
    quantities=(strides, layer, jumps),
    assumptions=(),
    notations=(Notation(r"j_l = j_{l-1} \cdot s_l"), Notation(r"S_l = S_{l-1} s_l", letters=(("S", "j"),))),
    words=("receptive field", "jump", "effective stride"),
    derivation=derive_jump,
    source=Source("Dang Ha The Hien, A guide to receptive field arithmetic for CNNs (2017)", "formula for j_out"),
)

TOPIC = Topic("Receptive fields", formulas=(last, backward, closed, forward, jump))
