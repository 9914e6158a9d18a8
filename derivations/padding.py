"""Padding: what no, half, full and same padding do to the size of a convolution's output.

Quantities as in `convolution_arithmetic`: input size i, kernel size k, zero padding p on each side, stride s (1 unless
it is named), output size o.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Add, Le, Lt, Mul, Sum, ceiling, floor

from derivations.convolution_arithmetic import (
    cs231n,
    cs231n_volumes,
    dumoulin,
    i,
    input_size,
    k,
    kernel_size,
    lengths,
    o,
    output,
    p,
    padding,
    s,
    stride,
    windows,
)
from derivations.operators import equal, indicator
from derivations.vocabulary import Domain, Formula, Kind, Notation, Quantity, Source, Step, Topic, bound_index

odd = Domain("odd, from 1 to 7", values=(1, 3, 5, 7), integer=True)
n = bound_index("n")

odd_kernel_size = Quantity("k", "kernel size", domain=odd)


def derive_unit_strides() -> Iterator[Step]:
    """Stride 1: every start counts."""
    yield Step(windows(k, i + 2 * p, 1), because="at stride 1 each start from which the window fits gives an output")
    yield Step(i + 2 * p - k + 1, because="the starts are 0, 1, …, i + 2p - k")


unit_strides = Formula(
    title="Output size at unit strides",
    kind=Kind.COUNTING,
    statement=equal(o, (i - k) + 2 * p + 1),
    quantities=(input_size, kernel_size, padding, output(k, i + 2 * p, 1)),
    assumptions=(Le(k, i + 2 * p),),
    notations=(
        Notation(r"o = (i - k) + 2p + 1"),
        Notation(r"o = i + 2p - k + 1"),
        Notation(r"n_{\text{out}} = n_{\text{in}} + 2p - f + 1", letters=lengths),
        Notation(r"W_2 = W_1 - F + 2P + 1", letters=cs231n_volumes),
    ),
    words=("convolution", "unit stride", "padding", "output size"),
    derivation=derive_unit_strides,
    source=Source(dumoulin, "relationship 2"),
)


def derive_valid() -> Iterator[Step]:
    """No padding: only windows inside the input."""
    yield Step(windows(k, i, 1), because="only windows that lie inside the input give an output")
    yield Step(i - k + 1, because="the starts are 0, 1, …, i - k")


valid = Formula(
    title="Output size without padding, unit strides (valid)",
    kind=Kind.COUNTING,
    statement=equal(o, (i - k) + 1),
    quantities=(input_size, kernel_size, output(k, i, 1)),
    assumptions=(Le(k, i),),
    notations=(
        Notation(r"o = (i - k) + 1"),
        Notation(r"r = d - q + 1", letters=(("r", "o"), ("d", "i"), ("q", "k"))),
        Notation(r"n_{\text{out}} = n_{\text{in}} - f + 1", letters=lengths),
        Notation(r"m_h = n_h - k_h + 1", letters=(("m_h", "o"), ("n_h", "i"), ("k_h", "k"))),
    ),
    words=("valid", "no padding", "convolution", "output size"),
    derivation=derive_valid,
    source=Source(dumoulin, "relationship 1"),
)


def derive_full() -> Iterator[Step]:
    """Padding k - 1: every overlap of kernel and input counts."""
    yield Step(windows(k, i + 2 * (k - 1), 1), because="padding k - 1 on each side")
    yield Step(i + (k - 1), because="unit strides: the padding adds 2(k - 1), the window takes k - 1")


full = Formula(
    title="Output size with full padding, unit strides",
    kind=Kind.COUNTING,
    statement=equal(o, i + (k - 1)),
    quantities=(input_size, kernel_size, output(k, i + 2 * (k - 1), 1)),
    assumptions=(),
    notations=(
        Notation(r"o = i + (k - 1)"),
        Notation(r"o = i + 2(k - 1) - (k - 1)"),
        Notation(r"o = i + k - 1"),
    ),
    words=("full padding", "padding", "convolution"),
    derivation=derive_full,
    source=Source(dumoulin, "relationship 4"),
)


def derive_half() -> Iterator[Step]:
    """Padding floor(k / 2) at unit strides."""
    yield Step(windows(k, i + 2 * floor(k / 2), 1, i + k), because="padding floor(k / 2) on each side")
    yield Step(i + 2 * floor(k / 2) - (k - 1), because="unit strides")


half = Formula(
    title="Output size with half padding, unit strides",
    kind=Kind.COUNTING,
    statement=equal(o, i + 2 * floor(k / 2) - (k - 1)),
    quantities=(input_size, kernel_size, output(k, i + 2 * floor(k / 2), 1, i + k)),
    assumptions=(),
    notations=(
        Notation(r"o = i + 2 \left\lfloor \frac{k}{2} \right\rfloor - (k - 1)"),
        Notation(r"o = i + 2 \lfloor k/2 \rfloor - k + 1"),
    ),
    words=("same", "half padding", "padding"),
    derivation=derive_half,
    source=Source(dumoulin, "relationship 3"),
)


def derive_half_keeps_size() -> Iterator[Step]:
    """An odd kernel has as many taps on either side of its middle."""
    around = Mul(2, (k - 1) / 2, evaluate=False)
    yield Step(Add(i, around, -(k - 1), evaluate=False), because="floor(k / 2) = (k - 1) / 2 for odd k")
    yield Step(i, because="what the padding adds the kernel takes")


half_keeps_size = Formula(
    title="Half padding with an odd kernel keeps the size",
    kind=Kind.COUNTING,
    statement=equal(i + 2 * floor(k / 2) - (k - 1), i),
    quantities=(input_size, odd_kernel_size),
    assumptions=(),
    notations=(
        Notation(r"i + 2 \left\lfloor \frac{k}{2} \right\rfloor - (k - 1) = i"),
        Notation(r"n + 2 \lfloor f/2 \rfloor - f + 1 = n", letters=(("n", "i"), ("f", "k"))),
    ),
    words=("same", "half padding", "odd"),
    derivation=derive_half_keeps_size,
    source=Source(dumoulin, "relationship 3"),
)


def too_small(condition: Any) -> Any:
    """The number of paddings n = 0, 1, … that satisfy a condition; none beyond k does."""
    return Sum(indicator(condition), (n, 0, k))


smaller_than_input = Lt(i + 2 * n - k + 1, i)
keeping = Quantity("p", "smallest padding that does not shrink the output", value=too_small(smaller_than_input))


def derive_same_padding() -> Iterator[Step]:
    """Count the paddings that are too small."""
    yield Step(too_small(Lt(2 * n, k - 1)), because="padding n gives i + 2n - k + 1 outputs: too few if 2n < k - 1")
    yield Step((k - 1) / 2, because="k - 1 is even, and 0, 1, …, (k - 1)/2 - 1 are too small")


same_padding = Formula(
    title="Padding that keeps the size at unit strides (same)",
    kind=Kind.COUNTING,
    statement=equal(p, (k - 1) / 2),
    quantities=(input_size, odd_kernel_size, keeping),
    assumptions=(),
    notations=(
        Notation(r"p = \frac{k - 1}{2}"),
        Notation(r"P = (F - 1)/2", letters=cs231n),
        Notation(r"p = \frac{f - 1}{2}", letters=(("f", "k"),)),
    ),
    words=("same", "padding", "convolution", "conv layer", "size kept", "preserve", "cnn"),
    derivation=derive_same_padding,
    source=Source("Stanford CS231n, course notes", "Convolutional Networks, use of zero-padding"),
)


def derive_same_strided() -> Iterator[Step]:
    """With padding (k - 1) / 2 the kernel size drops out."""
    yield Step(floor((i + (k - 1) - k) / s) + 1, because="the output size of a convolution with 2p = k - 1")
    yield Step(ceiling(i / s), because="floor((i - 1) / s) + 1 counts the multiples of s below i, 0 included")


same_strided = Formula(
    title="Output size of a strided convolution with same padding",
    kind=Kind.COUNTING,
    statement=equal(o, ceiling(i / s)),
    quantities=(input_size, odd_kernel_size, stride, output(k, i + (k - 1), s)),
    assumptions=(),
    notations=(
        Notation(r"o = \left\lceil \frac{i}{s} \right\rceil"),
        Notation(r"n_{\text{out}} = \lceil n_{\text{in}} / s \rceil", letters=lengths),
    ),
    words=("same", "stride", "output size"),
    derivation=derive_same_strided,
    source=Source("TensorFlow, API documentation", "tf.nn, notes on padding: SAME"),
)

TOPIC = Topic(
    "Padding",
    formulas=(unit_strides, valid, full, half, half_keeps_size, same_padding, same_strided),
)
