"""Transposed convolution along one axis: the size of its output.

A transposed convolution with kernel size k, stride s and padding p undoes the sizes of the convolution with the same
numbers: its output size o is the smallest size from which that convolution makes i outputs. Where the stride leaves a
choice, the output padding a (at most s - 1) picks a larger one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Ge, Lt, Max, Sum, floor

from derivations.convolution_arithmetic import (
    d,
    dilation,
    dumoulin,
    i,
    input_size,
    k,
    kernel_size,
    lengths,
    p,
    padding,
    s,
    stride,
)
from derivations.operators import equal, indicator
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Source, Step, Topic, bound_index, integers

output_padding = Quantity("a", "output padding: entries added on one side of the output", domain=integers(0, 3))
a = output_padding.symbol
n = bound_index("n")
reach = d * (k - 1) + 1

pytorch = (
    ("H_out", "o"),
    ("H_in", "i"),
    ("stride", "s"),
    ("padding", "p"),
    ("dilation", "d"),
    ("kernel_size", "k"),
    ("output_padding", "a"),
)


def smallest(window: Any, step: Any, padded: Any, most: Any) -> Any:
    """1 more than the number of sizes n = 1, …, `most` that are too small for i windows."""
    made = floor((n + 2 * padded - window) / step) + 1
    return 1 + Sum(indicator(Lt(Max(made, 0), i)), (n, 1, most))


def output(window: Any, step: Any, padded: Any, most: Any, extra: Any = 0) -> Quantity:
    """The output size: the smallest input size from which a convolution makes i outputs, and the output padding."""
    value = smallest(window, step, padded, most) + extra
    return Quantity("o", "output size: the smallest size from which a convolution makes i outputs", value=value)


o = output(k, s, p, i * s + k).symbol
covered = i * s + d * k


def derive_transposed() -> Iterator[Step]:
    """The last of i windows ends at position s(i - 1) + k of the padded axis."""
    yield Step(smallest(k, s, p, i * s + k), because="the smallest size from which the convolution makes i outputs")
    yield Step((s * (i - 1) + k) - 2 * p, because="i windows reach over s(i - 1) + k positions, 2p of them padding")


output_size = Formula(
    title="Output size of a transposed convolution",
    kind=Kind.COUNTING,
    statement=equal(o, s * (i - 1) + k - 2 * p),
    quantities=(input_size, kernel_size, padding, stride, output(k, s, p, i * s + k)),
    assumptions=(Ge(s * (i - 1) + k, 2 * p + 1),),
    notations=(
        Notation(r"o = s(i - 1) + k - 2p"),
        Notation(r"o' = s (i' - 1) + k - 2p", letters=(("o_prime", "o"), ("i_prime", "i"))),
        Notation(r"n_{\text{out}} = s(n_{\text{in}} - 1) + f - 2p", letters=lengths),
        Notation(r"H_{out} = (H_{in} - 1) s - 2p + k", letters=(("H_out", "o"), ("H_in", "i"))),
        Notation(r"O = (W - 1) S + F - 2P", letters=(("O", "o"), ("W", "i"), ("S", "s"), ("F", "k"), ("P", "p"))),
    ),
    words=("transposed convolution", "deconvolution", "upsampling", "output size"),
    derivation=derive_transposed,
    source=Source(dumoulin, "relationship 13"),
)


def derive_transposed_unit_strides() -> Iterator[Step]:
    """Stride 1 without padding is the full convolution."""
    yield Step(smallest(k, 1, 0, i + k), because="the smallest size from which the convolution makes i outputs")
    yield Step((i - 1) + k, because="i windows at stride 1 reach over (i - 1) + k positions")


unit_strides = Formula(
    title="Output size of a transposed convolution at unit strides without padding",
    kind=Kind.COUNTING,
    statement=equal(o, i + (k - 1)),
    quantities=(input_size, kernel_size, output(k, 1, 0, i + k)),
    assumptions=(),
    notations=(
        Notation(r"o = i + (k - 1)"),
        Notation(r"o' = i' + (k - 1)", letters=(("o_prime", "o"), ("i_prime", "i"))),
        Notation(r"n_{\text{out}} = n_{\text{in}} + f - 1", letters=lengths),
    ),
    words=("transposed convolution", "unit stride"),
    derivation=derive_transposed_unit_strides,
    source=Source(dumoulin, "relationship 8"),
)


def derive_output_padding() -> Iterator[Step]:
    """The output padding is added to the smallest size."""
    yield Step(smallest(k, s, p, i * s + k) + a, because="the smallest size that gives i outputs, and a more")
    yield Step(s * (i - 1) + k - 2 * p + a, because="the output size of a transposed convolution")


with_output_padding = Formula(
    title="Output size of a transposed convolution with output padding",
    kind=Kind.COUNTING,
    statement=equal(o, s * (i - 1) + a + k - 2 * p),
    quantities=(input_size, kernel_size, padding, stride, output_padding, output(k, s, p, i * s + k, a)),
    assumptions=(Ge(s * (i - 1) + k, 2 * p + 1), Lt(a, s)),
    notations=(
        Notation(r"o = s(i - 1) + a + k - 2p"),
        Notation(r"o' = s(i' - 1) + a + k - 2p", letters=(("o_prime", "o"), ("i_prime", "i"))),
    ),
    words=("transposed convolution", "output padding", "deconvolution"),
    derivation=derive_output_padding,
    source=Source(dumoulin, "relationship 14"),
)


def derive_dilated() -> Iterator[Step]:
    """A dilated window reaches over d(k - 1) + 1 positions."""
    yield Step(smallest(reach, s, p, covered) + a, because="a window of k taps at distance d reaches over d(k - 1) + 1")
    yield Step(s * (i - 1) + reach - 2 * p + a, because="i windows reach over s(i - 1) + d(k - 1) + 1 positions")


dilated = Formula(
    title="Output size of a dilated transposed convolution",
    kind=Kind.COUNTING,
    statement=equal(o, (i - 1) * s - 2 * p + d * (k - 1) + a + 1),
    quantities=(
        input_size,
        kernel_size,
        padding,
        stride,
        dilation,
        output_padding,
        output(reach, s, p, covered, a),
    ),
    assumptions=(Ge(s * (i - 1) + reach, 2 * p + 1), Lt(a, s)),
    notations=(
        Notation(
            r"H_{out} = (H_{in} - 1) s - 2p + d(k - 1) + p_{out} + 1",
            letters=(("H_out", "o"), ("H_in", "i"), ("p_out", "a")),
        ),
        Notation(
            r"H_{\text{out}} = (H_{\text{in}} - 1) \times \text{stride} - 2 \times \text{padding} + "
            r"\text{dilation} \times (\text{kernel\_size} - 1) + \text{output\_padding} + 1",
            letters=pytorch,
        ),
        Notation(r"o = (i - 1) s - 2p + d(k - 1) + a + 1"),
    ),
    words=("transposed convolution", "dilation", "output padding"),
    derivation=derive_dilated,
    source=Source("PyTorch, API documentation", "torch.nn.ConvTranspose1d, shape"),
)

TOPIC = Topic("Transposed convolution", formulas=(output_size, unit_strides, with_output_padding, dilated))
