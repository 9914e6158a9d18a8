"""Layers and units in the spelling of the book Deep Learning: steps (t) above, entries i below, images as functions.

What stood before the step has the superscript (t - 1). Gates are logistic; the state of a memory cell is s.
"""

from __future__ import annotations

from sympy import Lambda, Max, Min, Sum, cos, exp, symbols, tanh

from derivations.operators import at, column, dot, entrywise, norm, relu, sigmoid
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    Formula,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
    interval,
)

book = "Goodfellow, Bengio and Courville, Deep Learning"
units, inputs = Size("n", "units", largest=3), Size("d", "inputs", largest=3)
n, d = units.symbol, inputs.symbol
j = bound_index("j")
unit = free_index("i", units)
i = unit.symbol
given = Quantity("x", "input of the step", shape=(inputs,))
before = Quantity("h", "hidden units before the step", shape=(units,))
offset = Quantity("b", "offsets", shape=(units,))
into = Quantity("U", "weights of the input", shape=(units, inputs))
back = Quantity("W", "weights of the hidden units", shape=(units, units))
x, h, b, U, W = (one.symbol for one in (given, before, offset, into, back))
steps = (("h^t-1", "h"), ("x^t", "x"))
net = Quantity("a", "input of the units", shape=(units,))
recurrent = ("recurrent", "rnn", "hidden unit", "hidden-to-hidden", "unfold")
all_of = (given, before, offset, into, back)
preactivation = rule(
    "Recurrent network: input of the hidden units",
    net,
    b + W * h + U * x,
    all_of,
    (
        *written(r"a^{(t)} = b + W h^{(t-1)} + U x^{(t)}", r"a^{(t)} = U x^{(t)} + W h^{(t-1)} + b", letters=steps),
        *written(r"a_t = b + W h_{t-1} + U x_t", letters=(("h_t-1", "h"), ("x_t", "x"))),
    ),
    recurrent,
    "offset, the state before, and the input",
    Source(book, "equation 10.8"),
)
sums = at(b, i) + Sum(at(U, i, j) * at(x, j), (j, 1, d)) + Sum(at(W, i, j) * at(h, j), (j, 1, n))
gate = Quantity("f", "the gate")
lstm = ("lstm", "gate", "long short-term memory", "memory cell", "self-loop")


def labelled(label: str) -> tuple[tuple[str, str], ...]:
    """The weights of a gate, with its letter above."""
    return ((f"b^{label}", "b"), (f"U^{label}", "U"), (f"W^{label}", "W"), *steps)


gate_unit = rule(
    "Gate of an LSTM, unit by unit",
    gate,
    sigmoid(sums),
    (*all_of, unit),
    (
        *written(
            r"f_i^{(t)} = \sigma\left(b_i^f + \sum_j U_{i,j}^f x_j^{(t)} + \sum_j W_{i,j}^f h_j^{(t-1)}\right)",
            letters=labelled("f"),
        ),
        *written(
            r"g_i^{(t)} = \sigma\left(b_i^g + \sum_j U_{i,j}^g x_j^{(t)} + \sum_j W_{i,j}^g h_j^{(t-1)}\right)",
            letters=labelled("g"),
        ),
        *written(
            r"u_i^{(t)} = \sigma\left(b_i + \sum_j U_{i,j} x_j^{(t)} + \sum_j W_{i,j} h_j^{(t-1)}\right)",
            letters=steps,
        ),
    ),
    (*lstm, "gru", "reset", "update gate", "forget gate"),
    "the logistic function of the unit's input",
    Source(book, "equation 10.40"),
)
state = Quantity("s", "the states before the step", shape=(units,))
forget = Quantity("f", "forget gates", shape=(units,))
entry_gate = Quantity("g", "input gates", shape=(units,))
new_state = Quantity("S", "the state after the step")
s, f, g = state.symbol, forget.symbol, entry_gate.symbol
cell = rule(
    "State of an LSTM, unit by unit",
    new_state,
    at(f, i) * at(s, i) + at(g, i) * sigmoid(sums),
    (*all_of, state, forget, entry_gate, unit),
    written(
        r"s_i^{(t)} = f_i^{(t)} s_i^{(t-1)} + g_i^{(t)} \sigma\left(b_i + \sum_j U_{i,j} x_j^{(t)} "
        r"+ \sum_j W_{i,j} h_j^{(t-1)}\right)",
        r"s_i^{(t)} = g_i^{(t)} \sigma\left(b_i + \sum_j U_{i,j} x_j^{(t)} + \sum_j W_{i,j} h_j^{(t-1)}\right) "
        r"+ f_i^{(t)} s_i^{(t-1)}",
        letters=(("s^t-1", "s"), ("f^t", "f"), ("g^t", "g"), *steps),
    ),
    lstm,
    "what is kept, and what enters",
    Source(book, "equation 10.41"),
)
now = Quantity("s", "the states", shape=(units,))
exit_gate = Quantity("q", "output gates", shape=(units,))
output = Quantity("H", "the hidden unit after the step")
emitted = rule(
    "Output of an LSTM, unit by unit",
    output,
    tanh(at(now.symbol, i)) * at(exit_gate.symbol, i),
    (now, exit_gate, unit),
    written(
        r"h_i^{(t)} = \tanh(s_i^{(t)}) q_i^{(t)}",
        r"h_i^{(t)} = q_i^{(t)} \tanh(s_i^{(t)})",
        letters=(("s^t", "s"), ("q^t", "q")),
    ),
    lstm,
    "the squashed state, as far as the gate is open",
    Source(book, "equation 10.43"),
)
value = Quantity("y", "the value")
first_layer = Quantity("W", "weights of the hidden layer", shape=(inputs, units))
hidden_offset = Quantity("c", "offsets of the hidden layer", shape=(units,))
last = Quantity("w", "weights of the output", shape=(units,))
shift = Quantity("b", "offset of the output")
perceptron = rule(
    "Network with one hidden layer of rectified units",
    value,
    dot(last.symbol, entrywise(relu, first_layer.symbol.T * x + hidden_offset.symbol)) + shift.symbol,
    (given, first_layer, hidden_offset, last, shift),
    written(
        r"f(x; W, c, w, b) = w^\top \max\{0, W^\top x + c\} + b",
        r"f(x) = w^\top \max(0, W^\top x + c) + b",
        r"y = w^\top \operatorname{ReLU}(W^\top x + c) + b",
    ),
    ("feedforward", "xor", "hidden layer", "rectified"),
    "a linear output of rectified units",
    Source(book, "equation 6.3"),
)
widths = Quantity("sigma", "widths of the units", shape=(units,), domain=interval(1, 4))
bump = rule(
    "Radial basis function unit",
    value,
    exp(-(norm(column(first_layer.symbol, i) - x) ** 2) / at(widths.symbol, i) ** 2),
    (given, first_layer, widths, unit),
    (
        *written(r"h_i = \exp\left(-\frac{1}{\sigma_i^2} \|W_{:,i} - x\|^2\right)",
                 r"h_i = \exp\left(-\frac{\|W_{:,i} - x\|^2}{\sigma_i^2}\right)"),
    ),
    ("radial basis", "rbf", "template"),
    "near 1 where the input is like the template",
    Source(book, "section 6.3.3"),
)  # fmt: skip
slopes = Quantity("alpha", "slopes of the negative side", shape=(units,))
rectified = rule(
    "Generalised rectified unit",
    value,
    Max(0, at(net.symbol, i), evaluate=False) + at(slopes.symbol, i) * Min(0, at(net.symbol, i), evaluate=False),
    (net, slopes, unit),
    written(
        r"h_i = \max(0, z_i) + \alpha_i \min(0, z_i)",
        r"f(z_i) = \max(0, z_i) + \alpha_i \min(0, z_i)",
        letters=(("z", "a"),),
    ),
    ("rectified", "relu", "leaky", "prelu", "activation"),
    "the identity on the positive side, a slope on the negative side",
    Source(book, "section 6.3.1"),
)
rows, columns = Size("M", "rows of the kernel", largest=2), Size("N", "columns of the kernel", largest=2)
u, v = symbols("u v")
k, m = bound_index("k m")
TABLE = Quantity("A", "entries of the kernel", shape=(rows, columns))
image = Quantity("F", "image", arguments=((), ()))
kernel = Quantity("K", "kernel", value=Lambda((u, v), at(TABLE.symbol, u, v)))
across, down = Quantity("i", "row of the output"), Quantity("j", "column of the output")
F, K = image.symbol, kernel.symbol
place = (across.symbol, down.symbol)
convolution = ("convolution", "feature map", "kernel", "cross-correlation")


def over_kernel(sign: int) -> Sum:
    """The sum over the kernel of shifted values of the image."""
    shifted = F(place[0] + sign * m, place[1] + sign * k)
    return Sum(Sum(shifted * K(m, k), (k, 1, columns.symbol)), (m, 1, rows.symbol))


flipped = rule(
    "Convolution of an image with a kernel, as functions",
    value,
    over_kernel(-1),
    (image, kernel, TABLE, across, down),
    written(
        r"S(i, j) = \sum_m \sum_n I(i - m, j - n) K(m, n)",
        r"S(i, j) = \sum_{m=1}^M \sum_{n=1}^N I(i - m, j - n) K(m, n)",
        letters=(("I", "F"),),
    ),
    convolution,
    "the kernel is flipped relative to the image",
    Source(book, "equation 9.5"),
)
correlated = rule(
    "Cross-correlation of an image with a kernel, as functions",
    value,
    over_kernel(1),
    (image, kernel, TABLE, across, down),
    written(
        r"S(i, j) = \sum_m \sum_n I(i + m, j + n) K(m, n)",
        r"S(i, j) = \sum_{m=1}^M \sum_{n=1}^N I(i + m, j + n) K(m, n)",
        letters=(("I", "F"),),
    ),
    convolution,
    "the kernel is not flipped",
    Source(book, "equation 9.6"),
)
height, first, second = (
    Quantity("alpha", "height"),
    Quantity("beta", "decay along the wave", domain=POSITIVE),
    Quantity("gamma", "decay across the wave", domain=POSITIVE),
)
along, beside = Quantity("x", "place along the wave"), Quantity("y", "place across the wave")
rate, phase = Quantity("f", "frequency"), Quantity("phi", "phase")
envelope = exp(-first.symbol * along.symbol**2 - second.symbol * beside.symbol**2)
gabor = rule(
    "Gabor function",
    Quantity("w", "the weight"),
    height.symbol * envelope * cos(rate.symbol * along.symbol + phase.symbol),
    (height, first, second, along, beside, rate, phase),
    tuple(
        Notation(latex, (("x_prime", "x"), ("y_prime", "y"), ("beta_x", "beta"), ("beta_y", "gamma")))
        for latex in (
            r"w(x, y) = \alpha \exp(-\beta_x x'^2 - \beta_y y'^2) \cos(f x' + \phi)",
            r"w = \alpha e^{-\beta_x x'^2 - \beta_y y'^2} \cos(f x' + \phi)",
        )
    ),
    ("gabor", "v1", "simple cell"),
    "a wave under a bell",
    Source(book, "equation 9.16"),
)

FORMULAS: tuple[Formula, ...] = (
    preactivation, gate_unit, cell, emitted, perceptron, bump, rectified, flipped, correlated, gabor,
)  # fmt: skip
TOPIC = Topic("Layers and units of the book Deep Learning", formulas=FORMULAS)
