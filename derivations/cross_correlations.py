"""Sums of convolutional layers, counted from 0 as in programs and from 1 as in books; one dimension and two.

What the field calls a convolution is a cross-correlation: the kernel is not turned. Windows lie inside the input.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Eq, Sum

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

goodfellow = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 9.1")
zhang = Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "section 7.2")
gradients = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 9.5")

side = Size("n", "rows of the input", smallest=3, largest=4)
window = Size("k", "rows of the kernel", smallest=2, largest=2)
across = Size("m", "rows of the output", smallest=2, largest=3)
n, k, m = side.symbol, window.symbol, across.symbol
fits = Eq(m, n - k + 1)
row_index, column_index = free_index("i", across), free_index("j", across)
i, j = row_index.symbol, column_index.symbol
u, v = bound_index("u v")

image = Quantity("x", "input", shape=(side, side))
kernel = Quantity("w", "kernel", shape=(window, window))
bias = Quantity("b", "bias")
output = Quantity("y", "output", shape=(across, across))
x, w, b, y = image.symbol, kernel.symbol, bias.symbol, output.symbol
words = ("convolution", "cross-correlation", "correlation", "kernel", "filter", "cnn")


def derive_from_one() -> Iterator[Step]:
    """The definition."""
    yield Step(from_one_value, because="the window of output (i, j) starts at row i and column j")


from_one_value = Sum(at(x, i + u - 1, j + v - 1) * at(w, u, v), (v, 1, k), (u, 1, k))

from_one = Formula(
    title="Two-dimensional cross-correlation, indices from 1",
    kind=Kind.DEFINITION,
    statement=equal(at(y, i, j), from_one_value),
    quantities=(output, image, kernel, row_index, column_index),
    assumptions=(fits,),
    notations=(
        Notation(r"y_{ij} = \sum_{u=1}^k \sum_{v=1}^k x_{i+u-1, j+v-1} w_{uv}"),
        Notation(r"y_{i,j} = \sum_{u=1}^k \sum_{v=1}^k w_{u,v} x_{i+u-1, j+v-1}"),
        Notation(r"y_{ij} = \sum_{u,v=1}^k w_{uv} x_{i+u-1, j+v-1}"),
    ),
    words=words,
    derivation=derive_from_one,
    source=goodfellow,
)

full_side = Size("n", "rows of the input", smallest=5, largest=5)
shown = Size("m", "rows of the output", smallest=3, largest=3)
shown_row, shown_column = free_index("i", shown), free_index("j", shown)
image_0 = Quantity("x", "input, indices from 0", shape=(full_side, full_side), origins=(0, 0))
output_0 = Quantity("y", "output", shape=(shown, shown))
kernel_0 = Quantity("w", "kernel, indices from 0", shape=(window, window), origins=(0, 0))
x_0, w_0 = image_0.symbol, kernel_0.symbol
from_zero_value = Sum(at(x_0, i + u, j + v) * at(w_0, u, v), (v, 0, k - 1), (u, 0, k - 1))


def derive_from_zero() -> Iterator[Step]:
    """The definition."""
    yield Step(from_zero_value, because="the window of output (i, j) starts at row i and column j")


from_zero = Formula(
    title="Two-dimensional cross-correlation, indices from 0",
    kind=Kind.DEFINITION,
    statement=equal(at(output_0.symbol, i, j), from_zero_value),
    quantities=(output_0, image_0, kernel_0, shown_row, shown_column),
    assumptions=(),
    notations=(
        Notation(r"y_{ij} = \sum_{u=0}^{k-1} \sum_{v=0}^{k-1} x_{i+u, j+v} w_{uv}"),
        Notation(r"y[i, j] = \sum_{u=0}^{k-1} \sum_{v=0}^{k-1} w[u, v] x[i + u, j + v]"),
    ),
    words=words,
    derivation=derive_from_zero,
    source=zhang,
)


def derive_with_bias() -> Iterator[Step]:
    """The definition."""
    yield Step(from_zero_value + b, because="a cross-correlation, moved by a bias")


with_bias = Formula(
    title="Two-dimensional cross-correlation with a bias, indices from 0",
    kind=Kind.DEFINITION,
    statement=equal(at(output_0.symbol, i, j), from_zero_value + b),
    quantities=(output_0, image_0, kernel_0, bias, shown_row, shown_column),
    assumptions=(),
    notations=(
        Notation(r"y_{ij} = \sum_{u=0}^{k-1} \sum_{v=0}^{k-1} w_{uv} x_{i+u, j+v} + b"),
        Notation(r"y_{ij} = b + \sum_{u=0}^{k-1} \sum_{v=0}^{k-1} w_{uv} x_{i+u, j+v}"),
    ),
    words=words,
    derivation=derive_with_bias,
    source=zhang,
)

wide_image = Quantity("x", "input", shape=(full_side, full_side))
offset_value = Sum(at(wide_image.symbol, i + u, j + v) * at(w, u, v), (v, 1, k), (u, 1, k))


def derive_offset() -> Iterator[Step]:
    """The definition."""
    yield Step(offset_value, because="the window of output (i, j) starts one row and one column further on")


offset = Formula(
    title="Two-dimensional cross-correlation, the sums over the whole kernel",
    kind=Kind.DEFINITION,
    statement=equal(at(output_0.symbol, i, j), offset_value),
    quantities=(output_0, wide_image, kernel, shown_row, shown_column),
    assumptions=(),
    notations=(
        Notation(r"y_{ij} = \sum_{u} \sum_{v} x_{i+u, j+v} w_{uv}"),
        Notation(r"y_{i,j} = \sum_{u,v} w_{u,v} x_{i+u, j+v}"),
        Notation(r"y_{ij} = \sum_{u=1}^k \sum_{v=1}^k w_{uv} x_{i+u, j+v}"),
    ),
    words=words,
    derivation=derive_offset,
    source=goodfellow,
)

reach = Size("a", "rows of the kernel above and below its centre", smallest=1, largest=1)
odd_side = Size("q", "rows of the kernel", smallest=3, largest=3)
centred_kernel = Quantity("w", "kernel, indices from its centre", shape=(odd_side, odd_side), origins=(-1, -1))
a = reach.symbol
centred_value = Sum(at(x_0, i + u, j + v) * at(centred_kernel.symbol, u, v), (v, -a, a), (u, -a, a))
turned_value = Sum(at(x_0, i - u, j - v) * at(centred_kernel.symbol, u, v), (v, -a, a), (u, -a, a))


def derive_centred() -> Iterator[Step]:
    """The definition."""
    yield Step(centred_value, because="the window lies around place (i, j)")


centred = Formula(
    title="Two-dimensional cross-correlation with a centred kernel",
    kind=Kind.DEFINITION,
    statement=equal(at(output_0.symbol, i, j), centred_value),
    quantities=(output_0, image_0, centred_kernel, shown_row, shown_column),
    assumptions=(),
    notations=(
        Notation(r"y_{ij} = \sum_{u=-a}^a \sum_{v=-a}^a x_{i+u, j+v} w_{uv}"),
        Notation(r"y_{i,j} = \sum_{u=-a}^{a} \sum_{v=-a}^{a} w_{u,v} x_{i+u, j+v}"),
        Notation(r"y[i, j] = \sum_{u=-a}^{a} \sum_{v=-a}^{a} w[u, v] x[i + u, j + v]"),
    ),
    words=words,
    derivation=derive_centred,
    source=Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "equation 7.1.3"),
    other_sizes=(reach,),
)


def derive_turned() -> Iterator[Step]:
    """The definition."""
    yield Step(turned_value, because="the kernel is turned, then laid around place (i, j)")


turned = Formula(
    title="Two-dimensional convolution with a centred kernel",
    kind=Kind.DEFINITION,
    statement=equal(at(output_0.symbol, i, j), turned_value),
    quantities=(output_0, image_0, centred_kernel, shown_row, shown_column),
    assumptions=(),
    notations=(
        Notation(r"y_{ij} = \sum_{u=-a}^a \sum_{v=-a}^a x_{i-u, j-v} w_{uv}"),
        Notation(r"y_{i,j} = \sum_{u=-a}^{a} \sum_{v=-a}^{a} w_{u,v} x_{i-u, j-v}"),
    ),
    words=words,
    derivation=derive_turned,
    source=goodfellow,
    other_sizes=(reach,),
)

stride = Quantity("s", "stride", domain=integers(1, 2))
long_side = Size("n", "rows of the input", smallest=6, largest=6)
long_image = Quantity("x", "input, indices from 0", shape=(long_side, long_side), origins=(0, 0))
few = Size("m", "rows of the output", smallest=2, largest=2)
strided_output = Quantity("y", "output, indices from 0", shape=(few, few))
step_row, step_column = free_index("i", few), free_index("j", few)
strided_value = Sum(
    at(long_image.symbol, i * stride.symbol + u, j * stride.symbol + v) * at(w_0, u, v), (v, 0, k - 1), (u, 0, k - 1)
)


def derive_strided() -> Iterator[Step]:
    """The definition."""
    yield Step(strided_value, because="the windows start s rows and s columns apart")


strided = Formula(
    title="Two-dimensional cross-correlation with a stride, indices from 0",
    kind=Kind.DEFINITION,
    statement=equal(at(strided_output.symbol, i, j), strided_value),
    quantities=(strided_output, long_image, kernel_0, stride, step_row, step_column),
    assumptions=(),
    notations=(
        Notation(r"y_{ij} = \sum_{u=0}^{k-1} \sum_{v=0}^{k-1} x_{is+u, js+v} w_{uv}"),
        Notation(r"y_{i,j} = \sum_{u=0}^{k-1} \sum_{v=0}^{k-1} w_{u,v} x_{s i + u, s j + v}"),
        Notation(r"y[i, j] = \sum_{u=0}^{k-1} \sum_{v=0}^{k-1} w[u, v] x[i \cdot s + u, j \cdot s + v]"),
    ),
    words=(*words, "stride"),
    derivation=derive_strided,
    source=gradients,
)

signal_side = Size("n", "entries of the input", smallest=3, largest=5)
taps = Size("k", "entries of the kernel", smallest=2, largest=3)
places = Size("m", "entries of the output", smallest=2, largest=3)
place = free_index("i", places)
fixed_side = Size("n", "entries of the input", smallest=6, largest=6)
fixed_taps = Size("k", "entries of the kernel", smallest=3, largest=3)
signal = Quantity("x", "input, indices from 0", shape=(fixed_side,), origins=(0,))
filter_0 = Quantity("w", "kernel, indices from 0", shape=(fixed_taps,), origins=(0,))
answer = Quantity("y", "output", shape=(places,))
line_value = Sum(at(signal.symbol, i + u) * at(filter_0.symbol, u), (u, 0, taps.symbol - 1))


def derive_line() -> Iterator[Step]:
    """The definition."""
    yield Step(line_value, because="the window of output i starts at entry i")


line = Formula(
    title="One-dimensional cross-correlation, indices from 0",
    kind=Kind.DEFINITION,
    statement=equal(at(answer.symbol, i), line_value),
    quantities=(answer, signal, filter_0, place),
    assumptions=(),
    notations=(
        Notation(r"y_i = \sum_{u=0}^{k-1} w_u x_{i+u}"),
        Notation(r"y[i] = \sum_{u=0}^{k-1} w[u] \, x[i + u]"),
    ),
    words=(*words, "one-dimensional", "1d"),
    derivation=derive_line,
    source=goodfellow,
)

signal_1 = Quantity("x", "input", shape=(signal_side,))
filter_1 = Quantity("w", "kernel", shape=(taps,))
line_from_one_value = Sum(at(signal_1.symbol, i + u - 1) * at(filter_1.symbol, u), (u, 1, taps.symbol))


def derive_line_from_one() -> Iterator[Step]:
    """The definition."""
    yield Step(line_from_one_value, because="the window of output i starts at entry i")


line_from_one = Formula(
    title="One-dimensional cross-correlation, indices from 1",
    kind=Kind.DEFINITION,
    statement=equal(at(answer.symbol, i), line_from_one_value),
    quantities=(answer, signal_1, filter_1, place),
    assumptions=(Eq(places.symbol, signal_side.symbol - taps.symbol + 1),),
    notations=(
        Notation(r"y_i = \sum_{u=1}^k w_u x_{i+u-1}"),
        Notation(r"y_i = \sum_{u} w_u x_{i+u-1}"),
    ),
    words=(*words, "one-dimensional", "1d"),
    derivation=derive_line_from_one,
    source=goodfellow,
)

dilation = Quantity("d", "dilation", domain=integers(1, 2))
wide_side = Size("n", "entries of the input", smallest=8, largest=8)
wide_signal = Quantity("x", "input, indices from 0", shape=(wide_side,), origins=(0,))
dilated_value = Sum(at(wide_signal.symbol, i + dilation.symbol * u) * at(filter_0.symbol, u), (u, 0, taps.symbol - 1))


def derive_dilated() -> Iterator[Step]:
    """The definition."""
    yield Step(dilated_value, because="the taps lie d entries apart")


dilated = Formula(
    title="One-dimensional dilated cross-correlation, indices from 0",
    kind=Kind.DEFINITION,
    statement=equal(at(answer.symbol, i), dilated_value),
    quantities=(answer, wide_signal, filter_0, dilation, place),
    assumptions=(),
    notations=(
        Notation(r"y_i = \sum_{u=0}^{k-1} w_u x_{i + d u}"),
        Notation(r"y[i] = \sum_{u=0}^{k-1} w[u] x[i + d \cdot u]"),
    ),
    words=(*words, "dilated", "atrous"),
    derivation=derive_dilated,
    source=Source("Yu and Koltun 2016, Multi-scale context aggregation by dilated convolutions", "section 2"),
)

TOPIC = Topic(
    "Cross-correlations",
    formulas=(from_one, from_zero, with_bias, offset, centred, turned, strided, line, line_from_one, dilated),
)
