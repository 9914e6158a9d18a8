"""The arithmetic of convolutions along one axis: how many outputs a window of given size and stride has.

All quantities are integers of one spatial axis: input size i, kernel size k, zero padding p on each side, stride s and
dilation d. The output size o is by definition the number of places where the (dilated) window lies inside the padded
input: the starts 0, s, 2s, … from which it does not reach beyond the end. Every formula here is a closed form of that
count. Pooling has the same arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Eq, Le, Mod, Sum, ceiling, floor

from derivations.operators import equal, indicator
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Source, Step, Topic, bound_index, integers

input_size = Quantity("i", "input size", domain=integers(1, 9))
kernel_size = Quantity("k", "kernel size", domain=integers(1, 5))
padding = Quantity("p", "zero padding on each side", domain=integers(0, 3))
total_padding = Quantity("p", "zero padding, both sides together", domain=integers(0, 5))
stride = Quantity("s", "stride", domain=integers(1, 4))
dilation = Quantity("d", "dilation: the distance between two taps of the kernel", domain=integers(1, 3))

i, k, p, s, d = (q.symbol for q in (input_size, kernel_size, padding, stride, dilation))
t = bound_index("t")


def windows(reach: Any, padded: Any, step: Any, most: Any = None) -> Any:
    """The number of starts t*step, t = 0, 1, …, from which a window of the given reach ends within the padded input.

    `most` is a polynomial that the padded size does not exceed, where it is not one itself.
    """
    return Sum(indicator(Le(step * t + reach, padded)), (t, 0, (padded if most is None else most) - 1))


def output(reach: Any, padded: Any, step: Any, most: Any = None) -> Quantity:
    """The output size: the number of places of the window."""
    return Quantity("o", "output size: the number of places of the window", value=windows(reach, padded, step, most))


o = output(k, i, s).symbol

dumoulin = "Dumoulin and Visin, A guide to convolution arithmetic for deep learning (2016)"
heights = (("H_out", "o"), ("H_in", "i"))
layered = (("n^l", "o"), ("n^l-1", "i"), ("f", "k"))
cs231n = (("W", "i"), ("F", "k"), ("P", "p"), ("S", "s"), ("O", "o"))
cs231n_volumes = (("W_1", "i"), ("W_2", "o"), ("F", "k"), ("P", "p"), ("S", "s"))
lengths = (("n_in", "i"), ("n_out", "o"), ("f", "k"))
torch_names = (
    ("H_out", "o"),
    ("H_in", "i"),
    ("padding", "p"),
    ("dilation", "d"),
    ("kernel_size", "k"),
    ("stride", "s"),
)


def derive_output_size() -> Iterator[Step]:
    """Count the starts that fit."""
    yield Step(windows(k, i + 2 * p, s), because="an output for each start from which the window lies inside")
    yield Step(floor((i + 2 * p - k) / s) + 1, because="the starts are the t >= 0 with t s <= i + 2p - k, 0 included")


output_size = Formula(
    title="Output size of a convolution",
    kind=Kind.COUNTING,
    statement=equal(o, floor((i + 2 * p - k) / s) + 1),
    quantities=(input_size, kernel_size, padding, stride, output(k, i + 2 * p, s)),
    assumptions=(Le(k, i + 2 * p),),
    notations=(
        Notation(r"o = \left\lfloor \frac{i + 2p - k}{s} \right\rfloor + 1"),
        Notation(r"o = \left\lfloor \frac{i + 2p - k}{s} + 1 \right\rfloor"),
        Notation(r"O = \left\lfloor \frac{W - F + 2P}{S} \right\rfloor + 1", letters=cs231n),
        Notation(r"n_{\text{out}} = \lfloor (n_{\text{in}} + 2p - f)/s \rfloor + 1", letters=lengths),
        Notation(r"H_{out} = \left\lfloor \frac{H_{in} + 2p - k}{s} \right\rfloor + 1", letters=heights),
        Notation(r"H_{out} = \left\lfloor \frac{H_{in} + 2p - k}{s} + 1 \right\rfloor", letters=heights),
        Notation(r"H_{\text{out}} = \left\lfloor \frac{H_{\text{in}} + 2p - k}{s} \right\rfloor + 1", letters=heights),
        Notation(r"n^{[l]} = \left\lfloor \frac{n^{[l-1]} + 2p - f}{s} \right\rfloor + 1", letters=layered),
        Notation(r"n_{out} = \left\lfloor \frac{n + 2p - f}{s} \right\rfloor + 1", letters=(("n", "i"), *lengths[1:])),
        *(
            Notation(
                rf"n_{axis}^{{[l]}} = \left\lfloor \frac{{n_{axis}^{{[l-1]}} + 2p^{{[l]}} - f^{{[l]}}}}{{s^{{[l]}}}} "
                r"\right\rfloor + 1",
                letters=((f"n_{axis}^l", "o"), (f"n_{axis}^l-1", "i"), ("p^l", "p"), ("f^l", "k"), ("s^l", "s")),
            )
            for axis in "HW"
        ),
        Notation(r"o = \left\lfloor \frac{i + 2p - k + s}{s} \right\rfloor"),
    ),
    words=("convolution", "output size", "stride", "padding"),
    derivation=derive_output_size,
    source=Source(dumoulin, "relationship 6"),
)


def derive_output_size_exact() -> Iterator[Step]:
    """The floor is not needed where the stride divides."""
    yield Step(floor((i + 2 * p - k) / s) + 1, because="the output size of a convolution")
    yield Step((i + 2 * p - k) / s + 1, because="the stride divides i + 2p - k")


output_size_exact = Formula(
    title="Output size of a convolution whose windows fit exactly",
    kind=Kind.COUNTING,
    statement=equal(o, (i + 2 * p - k) / s + 1),
    quantities=(input_size, kernel_size, padding, stride, output(k, i + 2 * p, s)),
    assumptions=(Le(k, i + 2 * p), Eq(Mod(i + 2 * p - k, s), 0)),
    notations=(
        Notation(r"O = \frac{W - F + 2P}{S} + 1", letters=cs231n),
        Notation(r"W_2 = (W_1 - F + 2P)/S + 1", letters=cs231n_volumes),
        Notation(r"H_{out} = \frac{H_{in} - k + 2p}{s} + 1", letters=heights),
        Notation(r"H_{out} = \frac{H_{in} + 2p - k}{s} + 1", letters=heights),
        Notation(r"o = \frac{i + 2p - k}{s} + 1"),
    ),
    words=("convolution", "output size", "stride", "spatial size"),
    derivation=derive_output_size_exact,
    source=Source("Stanford CS231n, course notes", "Convolutional Networks, spatial arrangement"),
)


def derive_output_size_total_padding() -> Iterator[Step]:
    """Padding counted on both sides together."""
    yield Step(windows(k, i + p, s), because="an output for each start from which the window lies inside")
    yield Step(floor((i + p - k) / s) + 1, because="the starts are the t >= 0 with t s <= i + p - k, 0 included")
    yield Step(floor((i - k + p + s) / s), because="1 = s / s goes under the floor")


output_size_total_padding = Formula(
    title="Output size of a convolution, with the padding of both sides as one number",
    kind=Kind.COUNTING,
    statement=equal(o, floor((i - k + p + s) / s)),
    quantities=(input_size, kernel_size, total_padding, stride, output(k, i + p, s)),
    assumptions=(Le(k, i + p),),
    notations=(
        Notation(
            r"m_h = \lfloor (n_h - k_h + p_h + s_h)/s_h \rfloor",
            letters=(("m_h", "o"), ("n_h", "i"), ("k_h", "k"), ("p_h", "p"), ("s_h", "s")),
        ),
        Notation(r"o = \left\lfloor \frac{i - k + p + s}{s} \right\rfloor"),
        Notation(r"o = \left\lfloor \frac{i - k + p}{s} \right\rfloor + 1"),
    ),
    words=("convolution", "output shape", "stride", "padding"),
    derivation=derive_output_size_total_padding,
    source=Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "section Padding and Stride"),
)


def derive_dilated_output_size() -> Iterator[Step]:
    """A dilated window reaches over d(k - 1) + 1 positions."""
    reach = d * (k - 1) + 1
    yield Step(windows(reach, i + 2 * p, s), because="k taps at distance d reach over d(k - 1) + 1 positions")
    yield Step(floor((i + 2 * p - d * (k - 1) - 1) / s) + 1, because="t s runs up to i + 2p - d(k - 1) - 1, from 0")


dilated_output_size = Formula(
    title="Output size of a dilated convolution",
    kind=Kind.COUNTING,
    statement=equal(o, floor((i + 2 * p - d * (k - 1) - 1) / s) + 1),
    quantities=(input_size, kernel_size, padding, stride, dilation, output(d * (k - 1) + 1, i + 2 * p, s)),
    assumptions=(Le(d * (k - 1) + 1, i + 2 * p),),
    notations=(
        Notation(r"o = \left\lfloor \frac{i + 2p - d(k - 1) - 1}{s} \right\rfloor + 1"),
        Notation(r"o = \left\lfloor \frac{i + 2p - k - (k - 1)(d - 1)}{s} \right\rfloor + 1"),
        Notation(r"H_{out} = \left\lfloor \frac{H_{in} + 2p - d(k - 1) - 1}{s} + 1 \right\rfloor", letters=heights),
        Notation(
            r"H_{\text{out}} = \left\lfloor \frac{H_{\text{in}} + 2p - d(k - 1) - 1}{s} \right\rfloor + 1",
            letters=heights,
        ),
        Notation(
            r"H_{\text{out}} = \left\lfloor \frac{H_{\text{in}} + 2 \times \text{padding} - \text{dilation} \times "
            r"(\text{kernel\_size} - 1) - 1}{\text{stride}} + 1 \right\rfloor",
            letters=torch_names,
        ),
    ),
    words=("dilated", "atrous", "dilation", "output size"),
    derivation=derive_dilated_output_size,
    source=Source(dumoulin, "relationship 15"),
)


def derive_valid_strided() -> Iterator[Step]:
    """Without padding, written with a ceiling."""
    yield Step(floor((i - k) / s) + 1, because="the output size of a convolution without padding")
    yield Step(ceiling((i - k + 1) / s), because="floor(n / s) + 1 = ceil((n + 1) / s) for integers")


valid_strided = Formula(
    title="Output size of a strided convolution without padding",
    kind=Kind.COUNTING,
    statement=equal(o, ceiling((i - k + 1) / s)),
    quantities=(input_size, kernel_size, stride, output(k, i, s)),
    assumptions=(Le(k, i),),
    notations=(
        Notation(r"o = \left\lceil \frac{i - k + 1}{s} \right\rceil"),
        Notation(r"m = \lceil (n - k + 1)/s \rceil", letters=(("n", "i"), ("m", "o"))),
    ),
    words=("valid", "stride", "output size"),
    derivation=derive_valid_strided,
    source=Source("TensorFlow, API documentation", "tf.nn, notes on padding: VALID"),
)


def derive_pooled_size() -> Iterator[Step]:
    """A pooling window moves like a kernel."""
    yield Step(windows(k, i, s), because="an output for each place of the pooling window")
    yield Step(floor((i - k) / s) + 1, because="the starts are the t >= 0 with t s <= i - k, 0 included")


pooled_size = Formula(
    title="Output size of pooling, and of a strided convolution without padding",
    kind=Kind.COUNTING,
    statement=equal(o, floor((i - k) / s) + 1),
    quantities=(input_size, kernel_size, stride, output(k, i, s)),
    assumptions=(Le(k, i),),
    notations=(
        Notation(r"o = \left\lfloor \frac{i - k}{s} \right\rfloor + 1"),
        Notation(r"O = \left\lfloor \frac{W - F}{S} \right\rfloor + 1", letters=cs231n),
        Notation(r"n_{\text{out}} = \left\lfloor \frac{n_{\text{in}} - f}{s} \right\rfloor + 1", letters=lengths),
        Notation(r"H_{out} = \left\lfloor \frac{H_{in} - k}{s} \right\rfloor + 1", letters=heights),
        Notation(
            r"n_H = \left\lfloor \frac{n_{H,prev} - f}{s} \right\rfloor + 1",
            letters=(("n_H", "o"), ("n_H,prev", "i"), ("f", "k")),
        ),
    ),
    words=("pooling", "max pooling", "no padding", "output size"),
    derivation=derive_pooled_size,
    source=Source(dumoulin, "relationships 5 and 7"),
)


def derive_pooled_size_exact() -> Iterator[Step]:
    """The floor is not needed where the stride divides."""
    yield Step(floor((i - k) / s) + 1, because="the output size of pooling")
    yield Step((i - k) / s + 1, because="the stride divides i - k")


pooled_size_exact = Formula(
    title="Output size of pooling, and of a strided convolution without padding, whose windows fit exactly",
    kind=Kind.COUNTING,
    statement=equal(o, (i - k) / s + 1),
    quantities=(input_size, kernel_size, stride, output(k, i, s)),
    assumptions=(Le(k, i), Eq(Mod(i - k, s), 0)),
    notations=(
        Notation(r"W_2 = (W_1 - F)/S + 1", letters=cs231n_volumes),
        Notation(r"o = \frac{i - k}{s} + 1"),
        Notation(r"H_{out} = \frac{H_{in} - k}{s} + 1", letters=heights),
        Notation(r"n_{\text{out}} = (n_{\text{in}} - f)/s + 1", letters=lengths),
    ),
    words=("pooling", "pool layer", "no padding", "without padding", "output size", "downsampl"),
    derivation=derive_pooled_size_exact,
    source=Source("Stanford CS231n, course notes", "Convolutional Networks, pooling layer"),
)

TOPIC = Topic(
    "Convolution arithmetic",
    formulas=(
        output_size,
        output_size_exact,
        output_size_total_padding,
        dilated_output_size,
        valid_strided,
        pooled_size,
        pooled_size_exact,
    ),
)
