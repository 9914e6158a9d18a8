"""Backward pass of a convolution with the errors as letters: gradients by the kernel, the bias and the input.

delta is the slope of the loss by an output of the layer, y_i = Σ_a w_a x_{i+a} + b. The gradient by the input is a
convolution of the errors with the kernel, stated for full padding with zeros; without it, errors beyond the outputs
count as zero.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import KroneckerDelta, Sum, prod

from derivations.operators import at, dot, partial, tabulated
from derivations.stanzas import identity, written
from derivations.vocabulary import Formula, Kind, Quantity, Size, Source, Topic, bound_index, free_index

source = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 9.5")
words = ("convolution", "backprop", "backward", "kernel", "filter", "cnn", "upstream", "conv layer")

inner = Size("q", "entries of the padded input", smallest=2, largest=2)
window = Size("F", "entries of the kernel", smallest=2, largest=2)
reached = Size("m", "outputs", smallest=3, largest=3)
extent = Size("n", "entries of the input", smallest=5, largest=5)
F, m, q = window.symbol, reached.symbol, inner.symbol
i, j, a, c, s, t = bound_index("i j a c s t")
place, other_place = free_index("u", inner), free_index("v", inner)
weight, other_weight = free_index("k", window), free_index("h", window)
u, v, k, h = place.symbol, other_place.symbol, weight.symbol, other_weight.symbol
bias = Quantity("b", "bias")


def layer(axes: int) -> tuple[Quantity, ...]:
    """Input, kernel, bias, errors, outputs and loss of a convolution along one or two axes."""
    x = Quantity("x", "input", shape=(extent,) * axes)
    w = Quantity("w", "kernel", shape=(window,) * axes)
    errors = Quantity("delta", "slopes of the loss by the outputs", shape=(reached,) * axes)
    rows, steps = (s, t)[:axes], (a, c)[:axes]
    met = [r + step for r, step in zip(rows, steps, strict=True)]
    ranges = [(step, 1, F) for step in reversed(steps)]
    entry = Sum(at(w.symbol, *steps) * at(x.symbol, *met), *ranges) + bias.symbol
    y = Quantity("y", "outputs", shape=errors.shape, value=tabulated(entry, *[part for r in rows for part in (r, m)]))
    loss = Quantity("L", "loss", value=dot(errors.symbol, y.symbol))
    return x, w, bias, errors, y, loss


line, plane = layer(1), layer(2)
line_errors, plane_errors = line[3].symbol, plane[3].symbol
x, w, x_2, w_2 = line[0].symbol, line[1].symbol, plane[0].symbol, plane[1].symbol
met = Sum(at(x, i + a) * KroneckerDelta(a, k), (a, 1, F))
line_kernel = identity(
    "Gradient of a convolution along a line by its kernel, with the errors as letters",
    at(partial(line[-1].symbol, w), k),
    (
        (Sum(at(line_errors, i) * met, (i, 1, m)), "chain rule over all outputs"),
        (Sum(at(line_errors, i) * at(x, i + k), (i, 1, m)), "the Kronecker delta keeps what weight k meets"),
    ),
    (*line, weight),
    written(
        r"\frac{\partial L}{\partial w_k} = \sum_i \delta_i x_{i+k}",
        r"\frac{\partial L}{\partial w_k} = \sum_{i=1}^m x_{i+k} \delta_i",
        r"\frac{\partial L}{\partial w_k} = \sum_i \frac{\partial L}{\partial y_i} x_{i+k}",
        r"\nabla_{w_k} L = \sum_i \frac{\partial L}{\partial y_i} x_{i+k}",
    ),
    words,
    source,
    Kind.GRADIENT,
)
met = Sum(at(x_2, i + a, j + c) * KroneckerDelta(a, k) * KroneckerDelta(c, h), (c, 1, F), (a, 1, F))
plane_kernel = identity(
    "Gradient of a two-dimensional convolution by its kernel, with the errors as letters",
    at(partial(plane[-1].symbol, w_2), k, h),
    (
        (Sum(at(plane_errors, i, j) * met, (j, 1, m), (i, 1, m)), "chain rule over all outputs"),
        (
            Sum(at(plane_errors, i, j) * at(x_2, i + k, j + h), (j, 1, m), (i, 1, m)),
            "the Kronecker deltas keep what weight (k, h) meets",
        ),
    ),
    (*plane, weight, other_weight),
    written(
        r"\frac{\partial L}{\partial w_{kh}} = \sum_{i,j} \delta_{ij} x_{i+k,j+h}",
        r"\frac{\partial L}{\partial w_{kh}} = \sum_i \sum_j x_{i+k,j+h} \delta_{ij}",
        r"\frac{\partial L}{\partial w_{k,h}} = \sum_{i=1}^m \sum_{j=1}^m \delta_{i,j} x_{i+k,j+h}",
    ),
    words,
    source,
    Kind.GRADIENT,
)
plane_bias = replace(
    identity(
        "Gradient of a two-dimensional convolution by its bias, with the errors as letters",
        partial(plane[-1].symbol, bias.symbol),
        ((Sum(at(plane_errors, i, j), (j, 1, m), (i, 1, m)), "every output has slope 1 in the bias"),),
        plane,
        written(
            r"\frac{\partial L}{\partial b} = \sum_{i,j} \delta_{ij}",
            r"\frac{\partial L}{\partial b} = \sum_i \sum_j \delta_{ij}",
            r"\frac{\partial L}{\partial b} = \sum_{i=1}^m \sum_{j=1}^m \delta_{i,j}",
        ),
        (*words, "bias"),
        source,
        Kind.GRADIENT,
    ),
    survivors=(("the subscripts of delta[i, j] swap", "the sum runs over all entries of a square"),),
)


def padded(axes: int, first: int) -> tuple[Quantity, ...]:
    """Input, kernel (counted from `first`), errors and loss of a convolution with full padding."""
    x = Quantity("x", "input", shape=(inner,) * axes)
    w = Quantity("w", "kernel", shape=(window,) * axes, origins=(first,) * axes)
    errors = Quantity("delta", "slopes of the loss by the outputs", shape=(reached,) * axes, origins=(-first,) * axes)
    rows, steps, columns = (i, j)[:axes], (a, c)[:axes], (s, t)[:axes]
    met = [KroneckerDelta(r + step, column) for r, step, column in zip(rows, steps, columns, strict=True)]
    term = at(errors.symbol, *rows) * at(w.symbol, *steps) * at(x.symbol, *columns) * prod(met)
    ranges = [(r, -first, m - 1 - first) for r in rows] + [(step, first, F - 1 + first) for step in steps]
    return x, w, errors, Quantity("L", "loss", value=Sum(term, *ranges, *[(column, 1, q) for column in columns]))


def input_gradient(axes: int, first: int, how: str, *spellings: str) -> Formula:
    """The gradient by the input, the kernel counted from `first`."""
    x, w, errors, loss = signal = padded(axes, first)
    indices, rows, steps = (place, other_place)[:axes], (i, j)[:axes], (a, c)[:axes]
    places = [index.symbol for index in indices]
    met = prod([KroneckerDelta(r + step, here) for r, step, here in zip(rows, steps, places, strict=True)])
    over = [(step, first, F - 1 + first) for step in reversed(steps)]
    outputs = [(r, -first, m - 1 - first) for r in reversed(rows)]
    passed = [here - step for here, step in zip(places, steps, strict=True)]
    return identity(
        f"Gradient of a convolution by its input: the errors, convolved with the kernel ({how})",
        at(partial(loss.symbol, x.symbol), *places),
        (
            (
                Sum(at(errors.symbol, *rows) * Sum(at(w.symbol, *steps) * met, *over), *outputs),
                "chain rule over all outputs",
            ),
            (
                Sum(at(w.symbol, *steps) * at(errors.symbol, *passed), *over),
                "each weight meets the entry of the input in one output alone",
            ),
        ),
        (*signal, *indices),
        written(*spellings),
        (*words, "flipped", "full convolution", "transposed convolution"),
        source,
        Kind.GRADIENT,
    )


slope = r"\frac{\partial L}{\partial x_u}"
line_input = input_gradient(
    1,
    0,
    "along a line, indices from 0",
    rf"{slope} = \sum_{{a=0}}^{{F-1}} \delta_{{u-a}} w_a",
    rf"{slope} = \sum_{{a=0}}^{{F-1}} w_a \delta_{{u-a}}",
)
line_whole = input_gradient(
    1,
    1,
    "along a line",
    rf"{slope} = \sum_a \delta_{{u-a}} w_a",
    rf"{slope} = \sum_a w_a \delta_{{u-a}}",
    rf"{slope} = \sum_{{a=1}}^F w_a \delta_{{u-a}}",
)
slope = r"\frac{\partial L}{\partial x_{uv}}"
plane_input = input_gradient(
    2,
    0,
    "two-dimensional, indices from 0",
    rf"{slope} = \sum_{{a=0}}^{{F-1}} \sum_{{c=0}}^{{F-1}} w_{{ac}} \delta_{{u-a,v-c}}",
    rf"{slope} = \sum_{{a=0}}^{{F-1}} \sum_{{c=0}}^{{F-1}} \delta_{{u-a,v-c}} w_{{ac}}",
)
plane_whole = input_gradient(
    2,
    1,
    "two-dimensional",
    rf"{slope} = \sum_{{a,c}} w_{{ac}} \delta_{{u-a,v-c}}",
    rf"{slope} = \sum_a \sum_c w_{{ac}} \delta_{{u-a,v-c}}",
    rf"{slope} = \sum_{{a,c}} \delta_{{u-a,v-c}} w_{{ac}}",
)

TOPIC = Topic(
    "Errors of a convolution",
    formulas=(line_kernel, plane_kernel, plane_bias, line_input, line_whole, plane_input, plane_whole),
)
