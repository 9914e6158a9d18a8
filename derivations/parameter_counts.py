"""How many parameters a layer has, and how many multiplications it makes.

A convolution has one kernel of k_h × k_w entries for each pair of an input and an output channel, and one bias for each
output channel; the size of its input does not matter. Its multiplications are counted for one example, at each of the
h × w places of the output.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Integer, Sum

from derivations.operators import equal
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Source, Step, Topic, bound_index, integers

few = integers(1, 4)
kernel_size = Quantity("k", "kernel size, both ways", domain=few)
kernel_height = Quantity("k_h", "kernel height", domain=few)
kernel_width = Quantity("k_w", "kernel width", domain=few)
channels_in = Quantity("c_in", "number of input channels", domain=few)
channels_out = Quantity("c_out", "number of output channels", domain=few)
units_in = Quantity("n", "number of inputs of the layer", domain=integers(1, 12))
units_out = Quantity("m", "number of units of the layer", domain=integers(1, 12))
height = Quantity("h", "height of the output", domain=few)
width = Quantity("w", "width of the output", domain=few)

k, k_h, k_w, c_in, c_out = (q.symbol for q in (kernel_size, kernel_height, kernel_width, channels_in, channels_out))
n, m, h, w = (q.symbol for q in (units_in, units_out, height, width))
a, b, c, q = bound_index("a b c q")


def count(of: Any, *ranges: tuple[Any, Any]) -> Any:
    """The sum of a number over boxes of positions: a range (index, size) counts from 1 to the size."""
    return Sum(of, *((index, 1, size) for index, size in ranges))


def parameters(value: Any) -> Quantity:
    """The number of parameters, as the sum over everything that has one."""
    return Quantity("P", "number of parameters", value=value)


def multiplications(value: Any) -> Quantity:
    """The number of multiplications, as the sum over everything that is multiplied."""
    return Quantity("M", "number of multiplications", value=value)


taps = count(Integer(1), (a, k_h), (b, k_w), (c, c_in))
P = parameters(taps).symbol
M = multiplications(taps).symbol

cs231n = "Stanford CS231n, course notes"
mobilenet = "Howard et al., MobileNets (2017)"
channels = (("C_in", "c_in"), ("C_out", "c_out"))
mobilenet_letters = (("D_K", "k"), ("M", "c_in"), ("N", "c_out"))


def derive_convolution() -> Iterator[Step]:
    """Each output channel has a kernel over all input channels and one bias."""
    yield Step(count(taps + 1, (q, c_out)), because="an output channel has a weight for each tap, and a bias")
    yield Step(count(k_h * k_w * c_in + 1, (q, c_out)), because="there are k_h k_w taps in each of c_in channels")
    yield Step((k_h * k_w * c_in + 1) * c_out, because="all output channels have as many")


convolution = Formula(
    title="Number of parameters of a convolution layer",
    kind=Kind.COUNTING,
    statement=equal(P, (k_h * k_w * c_in + 1) * c_out),
    quantities=(kernel_height, kernel_width, channels_in, channels_out, parameters(count(taps + 1, (q, c_out)))),
    assumptions=(),
    notations=(
        Notation(r"P = (k_h k_w c_{\text{in}} + 1) c_{\text{out}}"),
        Notation(r"P = k_h \cdot k_w \cdot c_{\text{in}} \cdot c_{\text{out}} + c_{\text{out}}"),
        Notation(r"P = (k_h \cdot k_w \cdot C_{in} + 1) \cdot C_{out}", letters=channels),
        Notation(
            r"P = (n \cdot m \cdot l + 1) \cdot k",
            letters=(("n", "k_h"), ("m", "k_w"), ("l", "c_in"), ("k", "c_out")),
        ),
    ),
    words=("parameters", "convolution", "number of parameters", "weights"),
    derivation=derive_convolution,
    source=Source(cs231n, "Convolutional Networks, parameter sharing"),
)


def derive_square() -> Iterator[Step]:
    """The kernel is as wide as high."""
    yield Step(count(square_taps + 1, (q, c_out)), because="an output channel has a weight for each tap, and a bias")
    yield Step((k * k * c_in + 1) * c_out, because="a convolution layer with k_h = k_w = k")


square_taps = count(Integer(1), (a, k), (b, k), (c, c_in))

square_convolution = Formula(
    title="Number of parameters of a convolution layer with square kernels",
    kind=Kind.COUNTING,
    statement=equal(P, (k**2 * c_in + 1) * c_out),
    quantities=(kernel_size, channels_in, channels_out, parameters(count(square_taps + 1, (q, c_out)))),
    assumptions=(),
    notations=(
        Notation(r"P = (k^2 c_{\text{in}} + 1) c_{\text{out}}"),
        Notation(r"P = (k \cdot k \cdot c_{\text{in}} + 1) \cdot c_{\text{out}}"),
        Notation(r"P = (k \cdot k \cdot C_{in} + 1) \cdot C_{out}", letters=channels),
        Notation(r"P = (K^2 C_{in} + 1) C_{out}", letters=(*channels, ("K", "k"))),
        Notation(r"P = K^2 C_{in} C_{out} + C_{out}", letters=(*channels, ("K", "k"))),
        Notation(r"P = F \cdot F \cdot D_1 \cdot K + K", letters=(("F", "k"), ("D_1", "c_in"), ("K", "c_out"))),
        Notation(
            r"N = (f^{[l]} \cdot f^{[l]} \cdot n_C^{[l-1]} + 1) \cdot n_C^{[l]}",
            letters=(("N", "P"), ("f^l", "k"), ("n_C^l-1", "c_in"), ("n_C^l", "c_out")),
        ),
        Notation(r"P = K (F^2 D_1 + 1)", letters=(("F", "k"), ("D_1", "c_in"), ("K", "c_out"))),
        Notation(r"P = (F^2 D_1) K + K", letters=(("F", "k"), ("D_1", "c_in"), ("K", "c_out"))),
    ),
    words=("parameters", "convolution", "number of parameters", "params", "filter"),
    derivation=derive_square,
    source=Source(cs231n, "Convolutional Networks, summary of the convolution layer"),
)


def derive_without_bias() -> Iterator[Step]:
    """Only the weights of the kernels."""
    yield Step(count(taps, (q, c_out)), because="an output channel has a weight for each tap and channel")
    yield Step(k_h * k_w * c_in * c_out, because="there are k_h k_w taps in each of c_in channels")


without_bias = Formula(
    title="Number of parameters of a convolution layer without bias",
    kind=Kind.COUNTING,
    statement=equal(P, k_h * k_w * c_in * c_out),
    quantities=(kernel_height, kernel_width, channels_in, channels_out, parameters(count(taps, (q, c_out)))),
    assumptions=(),
    notations=(
        Notation(r"P = k_h k_w c_{\text{in}} c_{\text{out}}"),
        Notation(r"P = k_h k_w C_{in} C_{out}", letters=channels),
        Notation(r"P = c_i \times c_o \times k_h \times k_w", letters=(("c_i", "c_in"), ("c_o", "c_out"))),
    ),
    words=("parameters", "convolution", "without bias", "kernel"),
    derivation=derive_without_bias,
    source=Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "section Multiple Input and Output Channels"),
)


def derive_dense() -> Iterator[Step]:
    """Each unit has a weight for each input, and a bias."""
    yield Step(count(count(Integer(1), (a, n)) + 1, (q, m)), because="a unit has a weight for each input, and a bias")
    yield Step((n + 1) * m, because="all units have n + 1")


dense = Formula(
    title="Number of parameters of a fully connected layer",
    kind=Kind.COUNTING,
    statement=equal(P, (n + 1) * m),
    quantities=(units_in, units_out, parameters(count(count(Integer(1), (a, n)) + 1, (q, m)))),
    assumptions=(),
    notations=(
        Notation(r"P = (n + 1) m"),
        Notation(r"P = n \cdot m + m"),
        Notation(r"P = n_{\text{in}} n_{\text{out}} + n_{\text{out}}", letters=(("n_in", "n"), ("n_out", "m"))),
        Notation(r"P = n_{in} n_{out} + n_{out}", letters=(("n_in", "n"), ("n_out", "m"))),
        Notation(r"P = (n_{in} + 1) n_{out}", letters=(("n_in", "n"), ("n_out", "m"))),
    ),
    words=("parameters", "fully connected", "dense", "weights"),
    derivation=derive_dense,
    source=Source(cs231n, "Neural Networks Part 1, example feed-forward computation"),
)


def derive_macs() -> Iterator[Step]:
    """One multiplication for each tap and pair of channels, at each place of the output."""
    yield Step(place_count, because="at each place each weight is used once")
    yield Step(h * w * (k**2 * c_in * c_out), because="there are k^2 c_in c_out weights and h w places")


place_count = count(count(square_taps, (q, c_out)), (a, h), (b, w))

convolution_cost = Formula(
    title="Multiply-accumulate operations of a convolution layer",
    kind=Kind.COUNTING,
    statement=equal(M, k**2 * c_in * c_out * h * w),
    quantities=(kernel_size, channels_in, channels_out, height, width, multiplications(place_count)),
    assumptions=(),
    notations=(
        Notation(r"M = k^2 c_{\text{in}} c_{\text{out}} h w"),
        Notation(r"M = k^2 C_{in} C_{out} H W", letters=(*channels, ("H", "h"), ("W", "w"))),
        Notation(
            r"C = D_K \cdot D_K \cdot M \cdot N \cdot D_F \cdot D_G",
            letters=(*mobilenet_letters, ("C", "M"), ("D_F", "h"), ("D_G", "w")),
        ),
        Notation(
            r"M = H_{\text{out}} W_{\text{out}} C_{\text{out}} K^2 C_{\text{in}}",
            letters=(("H_out", "h"), ("W_out", "w"), ("C_out", "c_out"), ("K", "k"), ("C_in", "c_in")),
        ),
    ),
    words=("multiply-accumulate", "multiplications", "computational cost", "convolution"),
    derivation=derive_macs,
    source=Source(mobilenet, "section 3.1, equation 2"),
)


def derive_separable_cost() -> Iterator[Step]:
    """A depthwise convolution, then one with 1 × 1 kernels."""
    yield Step(separable_count, because="each channel is convolved by itself, then each place is mixed across channels")
    yield Step(h * w * (k**2 * c_in) + h * w * (c_in * c_out), because="count each of the two")


pointwise_products = count(Integer(1), (c, c_in), (q, c_out))
separable_count = count(square_taps + pointwise_products, (a, h), (b, w))

separable_cost = Formula(
    title="Multiply-accumulate operations of a depthwise separable convolution",
    kind=Kind.COUNTING,
    statement=equal(M, k**2 * c_in * h * w + c_in * c_out * h * w),
    quantities=(kernel_size, channels_in, channels_out, height, width, multiplications(separable_count)),
    assumptions=(),
    notations=(
        Notation(r"M = k^2 c_{\text{in}} h w + c_{\text{in}} c_{\text{out}} h w"),
        Notation(
            r"C = D_K \cdot D_K \cdot M \cdot D_F \cdot D_G + M \cdot N \cdot D_F \cdot D_G",
            letters=(*mobilenet_letters, ("C", "M"), ("D_F", "h"), ("D_G", "w")),
        ),
    ),
    words=("depthwise separable", "depthwise", "computational cost"),
    derivation=derive_separable_cost,
    source=Source(mobilenet, "section 3.1, equation 5"),
)


def derive_separable_saving() -> Iterator[Step]:
    """Divide both terms."""
    yield Step((k**2 + c_out) / (k**2 * c_out), because="cancel c_in h w")
    yield Step(1 / c_out + 1 / k**2, because="divide each summand")


separable_saving = Formula(
    title="Cost of a depthwise separable convolution relative to a standard one",
    kind=Kind.COUNTING,
    statement=equal((k**2 * c_in * h * w + c_in * c_out * h * w) / (k**2 * c_in * c_out * h * w), 1 / c_out + 1 / k**2),
    quantities=(kernel_size, channels_in, channels_out, height, width),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{k^2 c_{\text{in}} h w + c_{\text{in}} c_{\text{out}} h w}{k^2 c_{\text{in}} c_{\text{out}} h w} "
            r"= \frac{1}{c_{\text{out}}} + \frac{1}{k^2}"
        ),
        Notation(
            r"\frac{D_K \cdot D_K \cdot M \cdot D_F \cdot D_G + M \cdot N \cdot D_F \cdot D_G}"
            r"{D_K \cdot D_K \cdot M \cdot N \cdot D_F \cdot D_G} = \frac{1}{N} + \frac{1}{D_K^2}",
            letters=(*mobilenet_letters, ("D_F", "h"), ("D_G", "w")),
        ),
    ),
    words=("depthwise separable", "depthwise", "reduction in computation"),
    derivation=derive_separable_saving,
    source=Source(mobilenet, "section 3.1"),
)

TOPIC = Topic(
    "Parameters and operations of layers",
    formulas=(
        convolution,
        square_convolution,
        without_bias,
        dense,
        convolution_cost,
        separable_cost,
        separable_saving,
    ),
)
