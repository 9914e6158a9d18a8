"""Receptive fields of networks whose layers are alike, and of dilated ones.

L layers of kernel size k; a dilated kernel with d - 1 holes between neighbouring taps reaches as far as one of
d(k - 1) + 1 taps. As in `receptive_fields`, sizes are extents from the first input position seen to the last.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Integer, Product, Sum

from derivations.convolution_arithmetic import dilation, dumoulin, kernel_size
from derivations.operators import at, equal
from derivations.receptive_fields import araujo, field, kernels, layers
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Source, Step, Topic, bound_index, integers

stride = Quantity("s", "stride of every layer", domain=integers(2, 3))
dilations = Quantity("d", "dilation of each layer", shape=(layers,), domain=integers(1, 4))

L, k, s = layers.symbol, kernel_size.symbol, stride.symbol
d, taps, spread = dilation.symbol, kernels.symbol, dilations.symbol
m, i, t = bound_index("m i t")


def seen(value: Any) -> Quantity:
    """The receptive field: the positions of the last taps of all layers together, less those of the first, and 1."""
    return Quantity("r_0", "receptive field: extent in the input of what one output sees", value=value)


r_0 = field.symbol
reach = Quantity("k_hat", "effective kernel size: positions from first tap to last", value=Sum(d, (t, 2, k)) + 1)
k_hat = reach.symbol
letter = (("r", "r_0"),)


def derive_unit_strides() -> Iterator[Step]:
    """All products of strides are 1."""
    yield Step(Sum((at(taps, m) - 1) * Product(Integer(1), (i, 1, m - 1)), (m, 1, L)) + 1, because="every stride is 1")
    yield Step(Sum(at(taps, m) - 1, (m, 1, L)) + 1, because="the products are 1")


unit_strides = Formula(
    title="Receptive field of layers with stride 1",
    kind=Kind.COUNTING,
    statement=equal(r_0, Sum(at(taps, m) - 1, (m, 1, L)) + 1),
    quantities=(kernels, seen(Sum(at(taps, m), (m, 1, L)) - L + 1)),
    assumptions=(),
    notations=(
        Notation(r"r_0 = \sum_{l=1}^{L} (k_l - 1) + 1"),
        Notation(r"r = 1 + \sum_{l=1}^{L} (k_l - 1)", letters=letter),
    ),
    words=("receptive field", "stride 1", "unit stride"),
    derivation=derive_unit_strides,
    source=Source(araujo, "section Single-path networks"),
)


def derive_equal_kernels() -> Iterator[Step]:
    """Each layer adds the same."""
    yield Step(Sum(k - 1, (m, 1, L)) + 1, because="each layer of stride 1 adds k - 1")
    yield Step(1 + L * (k - 1), because="there are L layers")


equal_kernels = Formula(
    title="Receptive field of equal layers with stride 1",
    kind=Kind.COUNTING,
    statement=equal(r_0, 1 + L * (k - 1)),
    quantities=(kernel_size, seen(Sum(k, (m, 1, L)) - L + 1)),
    assumptions=(),
    notations=(
        Notation(r"r_0 = 1 + L(k - 1)"),
        Notation(r"r = L(k - 1) + 1", letters=letter),
        Notation(r"r = L \cdot k - (L - 1)", letters=letter),
    ),
    words=("receptive field", "stacked", "stride 1"),
    derivation=derive_equal_kernels,
    source=Source(araujo, "section Single-path networks"),
    other_sizes=(layers,),
)


def derive_equal_layers() -> Iterator[Step]:
    """A geometric sum."""
    yield Step((k - 1) * Sum(s ** (m - 1), (m, 1, L)) + 1, because="take out k - 1")
    yield Step(1 + (k - 1) * (s**L - 1) / (s - 1), because="sum the powers 1, s, …, s^(L-1), for s > 1")


equal_layers = Formula(
    title="Receptive field of equal layers with a stride above 1",
    kind=Kind.COUNTING,
    statement=equal(r_0, 1 + (k - 1) * (s**L - 1) / (s - 1)),
    quantities=(kernel_size, stride, seen(Sum((k - 1) * s ** (m - 1), (m, 1, L)) + 1)),
    assumptions=(),
    notations=(
        Notation(r"r_0 = 1 + (k - 1) \frac{s^L - 1}{s - 1}"),
        Notation(r"r = (k - 1) \frac{1 - s^L}{1 - s} + 1", letters=letter),
    ),
    words=("receptive field", "stacked", "stride"),
    derivation=derive_equal_layers,
    source=Source(araujo, "section Single-path networks"),
    other_sizes=(layers,),
)


def derive_effective_kernel() -> Iterator[Step]:
    """Count positions from the first tap."""
    yield Step(Sum(d, (t, 2, k)) + 1, because="each tap after the first lies d positions further on")
    yield Step(d * (k - 1) + 1, because="there are k - 1 of them")
    yield Step(k + (k - 1) * (d - 1), because="d - 1 holes between neighbouring taps")


effective_kernel = Formula(
    title="Effective size of a dilated kernel",
    kind=Kind.COUNTING,
    statement=equal(k_hat, k + (k - 1) * (d - 1)),
    quantities=(kernel_size, dilation, reach),
    assumptions=(),
    notations=(
        Notation(r"\hat{k} = k + (k - 1)(d - 1)"),
        Notation(r"\hat{k} = d(k - 1) + 1"),
        Notation(r"k_{\text{eff}} = (k - 1) d + 1", letters=(("k_eff", "k_hat"),)),
        Notation(r"\hat{k} = k + (k - 1)(r - 1)", letters=(("r", "d"),)),
    ),
    words=("dilated", "atrous", "effective kernel size", "dilation"),
    derivation=derive_effective_kernel,
    source=Source(dumoulin, "section 5.1"),
)


def derive_dilated() -> Iterator[Step]:
    """Each layer adds the reach of its kernel beyond the first tap."""
    yield Step(Sum(at(spread, m) * (at(taps, m) - 1) + 1, (m, 1, L)) - L + 1, because="effective kernel sizes")
    yield Step(1 + Sum(at(spread, m) * (at(taps, m) - 1), (m, 1, L)), because="the ones sum to L")


dilated = Formula(
    title="Receptive field of dilated layers with stride 1",
    kind=Kind.COUNTING,
    statement=equal(r_0, 1 + Sum((at(taps, m) - 1) * at(spread, m), (m, 1, L))),
    quantities=(
        kernels,
        dilations,
        seen(Sum(at(spread, m) * at(taps, m), (m, 1, L)) - Sum(at(spread, m), (m, 1, L)) + 1),
    ),
    assumptions=(),
    notations=(
        Notation(r"r_0 = 1 + \sum_{l=1}^{L} (k_l - 1) d_l"),
        Notation(r"r = \sum_{l=1}^{L} d_l (k_l - 1) + 1", letters=letter),
    ),
    words=("dilated", "receptive field", "atrous"),
    derivation=derive_dilated,
    source=Source(araujo, "section Single-path networks, with effective kernel sizes"),
)


def derive_doubling() -> Iterator[Step]:
    """A geometric sum."""
    yield Step((k - 1) * Sum(2 ** (m - 1), (m, 1, L)) + 1, because="take out k - 1")
    yield Step(1 + (k - 1) * (2**L - 1), because="1 + 2 + … + 2^(L-1) = 2^L - 1")


doubling = Formula(
    title="Receptive field of layers whose dilation doubles",
    kind=Kind.COUNTING,
    statement=equal(r_0, 1 + (k - 1) * (2**L - 1)),
    quantities=(kernel_size, seen(Sum((k - 1) * 2 ** (m - 1), (m, 1, L)) + 1)),
    assumptions=(),
    notations=(
        Notation(r"r_0 = 1 + (k - 1)(2^L - 1)"),
        Notation(r"r = (2^L - 1)(k - 1) + 1", letters=letter),
    ),
    words=("dilated", "receptive field", "exponential", "causal"),
    derivation=derive_doubling,
    source=Source("Yu and Koltun, Multi-scale context aggregation by dilated convolutions (2016)", "section 2, k = 3"),
    other_sizes=(layers,),
)

TOPIC = Topic(
    "Receptive fields of equal and of dilated layers",
    formulas=(unit_strides, equal_kernels, equal_layers, effective_kernel, dilated, doubling),
)
