"""Backward pass of a convolutional layer: gradients by the kernel and the bias, as sums over windows.

The layer is y_ij = Σ_u Σ_v w_uv x_{i+u-1, j+v-1} + b or, where the windows start one place
further on, y_ij = Σ_u Σ_v w_uv x_{i+u, j+v} + b. The loss is taken as linear in y: only its slopes count.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import KroneckerDelta, Sum

from derivations.operators import at, dot, equal, gradient, partial, tabulated
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

gradients = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 9.5")

side = Size("n", "rows of the input", smallest=5, largest=5)
window = Size("k", "rows of the kernel", smallest=2, largest=2)
across = Size("m", "rows of the output", smallest=3, largest=3)
n, k, m = side.symbol, window.symbol, across.symbol
i, j, u, v, s, t = bound_index("i j u v s t")
kernel_row, kernel_column = free_index("a", window), free_index("c", window)
a, c = kernel_row.symbol, kernel_column.symbol

image = Quantity("x", "input", shape=(side, side))
kernel = Quantity("w", "kernel", shape=(window, window))
bias = Quantity("b", "bias")
slopes = Quantity("g", "slopes of the loss by the outputs", shape=(across, across))
x, w, b = image.symbol, kernel.symbol, bias.symbol
words = ("convolution", "backprop", "backward", "gradient", "kernel", "filter", "cnn")


def layer(first: int) -> tuple[Quantity, ...]:
    """Input, kernel, bias, loss and output; weight (1, 1) of output (s, t) meets row s + 1 - `first` of the input."""
    entry = Sum(at(x, s + u - first, t + v - first) * at(w, u, v), (v, 1, k), (u, 1, k)) + b
    output = Quantity("y", "output", shape=(across, across), value=tabulated(entry, s, m, t, m))
    total = Quantity("L", "loss", value=dot(slopes.symbol, output.symbol))
    return image, kernel, bias, slopes, output, total


network = layer(1)
y, L = network[-2].symbol, network[-1].symbol


def error(row: Any, column: Any) -> Any:
    """The derivative of the loss by an output."""
    return at(partial(L, y), row, column)


def derive_kernel() -> Iterator[Step]:
    """Every output uses the weight once."""
    slope = at(gradient(at(y, i, j), w), a, c)
    yield Step(Sum(error(i, j) * slope, (j, 1, m), (i, 1, m)), because="chain rule over all outputs")
    met = Sum(at(x, i + u - 1, j + v - 1) * KroneckerDelta(u, a) * KroneckerDelta(v, c), (v, 1, k), (u, 1, k))
    yield Step(Sum(error(i, j) * met, (j, 1, m), (i, 1, m)), because="each output is linear in the weights")
    yield Step(kernel_sum, because="the deltas keep the entry of the input that weight (a, c) meets")


kernel_sum = Sum(error(i, j) * at(x, i + a - 1, j + c - 1), (j, 1, m), (i, 1, m))

kernel_gradient = Formula(
    title="Gradient of a convolutional layer by its kernel, indices from 1",
    kind=Kind.GRADIENT,
    statement=equal(at(partial(L, w), a, c), kernel_sum),
    quantities=(*network, kernel_row, kernel_column),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial L}{\partial w_{ac}} = \sum_{i=1}^m \sum_{j=1}^m "
            r"\frac{\partial L}{\partial y_{ij}} x_{i+a-1, j+c-1}"
        ),
        Notation(
            r"\frac{\partial L}{\partial w_{a,c}} = \sum_{i} \sum_{j} "
            r"\frac{\partial L}{\partial y_{i,j}} x_{i+a-1, j+c-1}"
        ),
        Notation(
            r"\frac{\partial L}{\partial w_{ac}} = \sum_{i,j} x_{i+a-1, j+c-1} \frac{\partial L}{\partial y_{ij}}"
        ),
    ),
    words=words,
    derivation=derive_kernel,
    source=gradients,
)


def derive_bias() -> Iterator[Step]:
    """The bias is added to every output."""
    yield Step(Sum(error(i, j) * partial(at(y, i, j), b), (j, 1, m), (i, 1, m)), because="chain rule over all outputs")
    yield Step(bias_sum, because="every output has slope 1 in the bias")


bias_sum = Sum(error(i, j), (j, 1, m), (i, 1, m))

bias_gradient = Formula(
    title="Gradient of a convolutional layer by its bias",
    kind=Kind.GRADIENT,
    statement=equal(partial(L, b), bias_sum),
    quantities=network,
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial b} = \sum_{i=1}^m \sum_{j=1}^m \frac{\partial L}{\partial y_{ij}}"),
        Notation(r"\frac{\partial L}{\partial b} = \sum_{i} \sum_{j} \frac{\partial L}{\partial y_{i,j}}"),
        Notation(r"\frac{\partial L}{\partial b} = \sum_{i,j} \frac{\partial L}{\partial y_{ij}}"),
    ),
    words=(*words, "bias"),
    derivation=derive_bias,
    source=gradients,
    survivors=(("the subscripts of dL/dy[i, j] swap", "the sum runs over all entries of a square"),),
)

shifted = layer(0)
y_0, L_0 = shifted[-2].symbol, shifted[-1].symbol
offset_sum = Sum(at(partial(L_0, y_0), i, j) * at(x, i + a, j + c), (j, 1, m), (i, 1, m))


def derive_offset() -> Iterator[Step]:
    """Every output uses the weight once."""
    slope = at(gradient(at(y_0, i, j), w), a, c)
    passed = at(partial(L_0, y_0), i, j)
    yield Step(Sum(passed * slope, (j, 1, m), (i, 1, m)), because="chain rule over all outputs")
    met = Sum(at(x, i + u, j + v) * KroneckerDelta(u, a) * KroneckerDelta(v, c), (v, 1, k), (u, 1, k))
    yield Step(Sum(passed * met, (j, 1, m), (i, 1, m)), because="each output is linear in the weights")
    yield Step(offset_sum, because="the deltas keep the entry of the input that weight (a, c) meets")


offset_kernel_gradient = Formula(
    title="Gradient of a convolutional layer by its kernel, windows at x_{i+a, j+c}",
    kind=Kind.GRADIENT,
    statement=equal(at(partial(L_0, w), a, c), offset_sum),
    quantities=(*shifted, kernel_row, kernel_column),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial L}{\partial w_{ac}} = \sum_{i} \sum_{j} \frac{\partial L}{\partial y_{ij}} x_{i+a, j+c}"
        ),
        Notation(
            r"\frac{\partial L}{\partial w_{a,c}} = \sum_{i=1}^m \sum_{j=1}^m "
            r"\frac{\partial L}{\partial y_{i,j}} x_{i+a, j+c}"
        ),
        Notation(r"\frac{\partial L}{\partial w_{ac}} = \sum_{i,j} x_{i+a, j+c} \frac{\partial L}{\partial y_{ij}}"),
    ),
    words=words,
    derivation=derive_offset,
    source=gradients,
)

TOPIC = Topic("Gradients of a convolutional layer", formulas=(kernel_gradient, offset_kernel_gradient, bias_gradient))
