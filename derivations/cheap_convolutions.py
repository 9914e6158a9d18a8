"""How many weights convolutions of images have that save some: grouped, depthwise separable, factored, bottlenecks.

Kernels are k × k, biases are left out. A convolution with g groups links only the channels of a group.
"""

from __future__ import annotations

from typing import Any

from sympy import Eq, Integer, Mod, Sum

from derivations.operators import equal
from derivations.stanzas import rule
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Source, Step, Topic, bound_index, integers

howard = Source("Howard et al., MobileNets (2017)", "section 3.1")
krizhevsky = Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "section Networks Using Blocks (VGG)")
xie = Source("Xie et al. 2017, Aggregated Residual Transformations for Deep Neural Networks", "section 3.3")
szegedy = Source("Szegedy et al. 2016, Rethinking the Inception Architecture for Computer Vision", "section 3.2")
he = Source("He, Zhang, Ren and Sun 2016, Deep Residual Learning for Image Recognition", "section 4.1")
ioffe = Source("Ioffe and Szegedy 2015, Batch Normalization", "section 3.2")

few = integers(1, 4)
total = Quantity("N", "number of weights")
kernel = Quantity("k", "kernel size", domain=few)
entering = Quantity("c_in", "number of input channels", domain=few)
leaving = Quantity("c_out", "number of output channels", domain=few)
channels = Quantity("C", "number of channels", domain=few)
groups = Quantity("g", "number of groups", domain=integers(1, 2))
deep = Quantity("n", "number of layers", domain=few)
narrow = Quantity("m", "number of channels inside", domain=few)
k, c_in, c_out, C, g, n, m = (q.symbol for q in (kernel, entering, leaving, channels, groups, deep, narrow))
SCHOOLS = (
    (r"C_{in}", r"C_{out}", "k", (("C_in", "c_in"), ("C_out", "c_out"))),
    (r"c_{\text{in}}", r"c_{\text{out}}", "k", ()),
    ("M", "N", "K", (("M", "c_in"), ("N", "c_out"), ("K", "k"))),
    ("M", "N", "D_K", (("M", "c_in"), ("N", "c_out"), ("D_K", "k"))),
)
"""The letters for both numbers of channels and for the kernel size."""
words = ("convolution", "weights", "parameters", "params", "conv layer", "mobilenet", "cheap")


def spelled(*spellings: str, name: str = "P") -> tuple[Notation, ...]:
    """Spellings in which `<i>`, `<o>` and `<k>` are the channels and the kernel size; where no school calls the
    channels N, the count may be called so."""
    return tuple(
        Notation(
            f"{called} = " + spelling.replace("<i>", before).replace("<o>", after).replace("<k>", size),
            ((called, "N"), *letters),
        )
        for before, after, size, letters in SCHOOLS
        for called in dict.fromkeys((name, "N" if after == r"C_{out}" else name))
        for spelling in spellings
    )


standard = rule(
    "Number of weights of a convolution layer with square kernels",
    total,
    k**2 * c_in * c_out,
    (kernel, entering, leaving),
    spelled(r"<k>^2 <i> <o>", r"<k> \cdot <k> \cdot <i> \cdot <o>", r"<k>^2 \cdot <i> \cdot <o>"),
    (*words, "standard"),
    "each output channel has a kernel for each input channel",
    howard,
)
a, b, c, d = bound_index("a b c d")


def derive_grouped() -> Any:
    """Count the groups one by one."""
    yield Step(Sum(k**2 * (c_in / g) * (c_out / g), (a, 1, g)), because="each group links its own channels")
    yield Step(k**2 * c_in * c_out / g, because="there are g of them")


grouped = Formula(
    title="Number of weights of a grouped convolution",
    kind=Kind.DEFINITION,
    statement=equal(total.symbol, k**2 * c_in * c_out / g),
    quantities=(kernel, entering, leaving, groups, total),
    assumptions=(Eq(Mod(c_in, g), 0), Eq(Mod(c_out, g), 0)),
    notations=spelled(
        r"<k>^2 <i> <o> / g",
        r"\frac{<k>^2 <i> <o>}{g}",
        r"<k>^2 \frac{<i> <o>}{g}",
        r"g \cdot <k>^2 \frac{<i>}{g} \frac{<o>}{g}",
        r"<k>^2 \frac{<i>}{g} <o>",
    ),
    words=(*words, "group", "grouped"),
    derivation=derive_grouped,
    source=xie,
)
separable = rule(
    "Number of weights of a depthwise separable convolution",
    total,
    k**2 * c_in + c_in * c_out,
    (kernel, entering, leaving),
    spelled(
        r"<k>^2 <i> + <i> <o>",
        r"<i> (<k>^2 + <o>)",
        r"<k> \cdot <k> \cdot <i> + <i> \cdot <o>",
        r"<k>^2 \cdot <i> + <i> \cdot <o>",
    ),
    (*words, "depthwise", "separable", "pointwise"),
    "one kernel for each input channel, then a 1 × 1 convolution",
    howard,
)
depthwise = rule(
    "Number of weights of a depthwise convolution",
    total,
    k**2 * c_in,
    (kernel, entering),
    spelled(r"<k>^2 <i>", r"<k> \cdot <k> \cdot <i>"),
    (*words, "depthwise"),
    "one kernel for each channel",
    howard,
)


def boxes(*sizes: Any) -> Any:
    """The number of places of a box, as a sum."""
    return Sum(Integer(1), *((index, 1, size) for index, size in zip((a, b, c, d), sizes, strict=False)))


plain = Quantity("S", "weights of the standard convolution", value=boxes(k, k, c_in, c_out))
light = Quantity("D", "weights of the separable convolution", value=boxes(k, k, c_in) + boxes(c_in, c_out))


def derive_ratio() -> Any:
    """Count both."""
    yield Step((k**2 * c_in + c_in * c_out) / (k**2 * c_in * c_out), because="count the weights of both")
    yield Step(1 / c_out + 1 / k**2, because="divide both terms")


ratio = Formula(
    title="Weights of a depthwise separable convolution relative to a standard one",
    kind=Kind.IDENTITY,
    statement=equal(light.symbol / plain.symbol, 1 / c_out + 1 / k**2),
    quantities=(light, plain, kernel, entering, leaving),
    assumptions=(),
    notations=(
        Notation(r"\frac{D}{S} = \frac{1}{c_{\text{out}}} + \frac{1}{k^2}"),
        Notation(r"\frac{N_{dws}}{N_{std}} = \frac{1}{C_{out}} + \frac{1}{k^2}",
                 letters=(("N_dws", "D"), ("N_std", "S"), ("C_out", "c_out"))),
        Notation(r"\frac{k^2 C_{in} + C_{in} C_{out}}{k^2 C_{in} C_{out}} = \frac{1}{C_{out}} + \frac{1}{k^2}",
                 letters=(("C_in", "c_in"), ("C_out", "c_out"))),
        Notation(r"\frac{K^2 M + M N}{K^2 M N} = \frac{1}{N} + \frac{1}{K^2}",
                 letters=(("M", "c_in"), ("N", "c_out"), ("K", "k"))),
    ),
    words=(*words, "depthwise", "separable", "ratio", "saving"),
    derivation=derive_ratio,
    source=howard,
)  # fmt: skip
factored = rule(
    "Number of weights of a k × 1 and a 1 × k convolution",
    total,
    2 * k * C**2,
    (kernel, channels),
    tuple(
        Notation(f"P = {right}", (("P", "N"),))
        for right in (r"2 k C^2", r"k C^2 + k C^2", r"2 \cdot k \cdot C^2", r"2 k C \cdot C")
    ),
    (*words, "low rank", "factor", "separable", "asymmetric"),
    "each of both has k weights for each pair of channels",
    szegedy,
)
stacked = rule(
    "Number of weights of equal convolutions in a row",
    total,
    n * k**2 * C**2,
    (deep, kernel, channels),
    tuple(
        Notation(f"P = {right}", (("P", "N"),))
        for right in (r"n k^2 C^2", r"n (k^2 C^2)", r"n \cdot k^2 \cdot C^2", r"n (k \cdot k \cdot C \cdot C)")
    ),
    (*words, "stack", "vgg"),
    "each layer has a kernel for each pair of channels",
    krizhevsky,
)
bottleneck = rule(
    "Number of weights of a bottleneck: 1 × 1, k × k, 1 × 1",
    total,
    C * m + k**2 * m**2 + m * C,
    (channels, narrow, kernel),
    tuple(
        Notation(f"P = {right}", (("P", "N"),))
        for right in (r"C m + k^2 m^2 + m C", r"2 C m + k^2 m^2", r"C m + k^2 m^2 + C m")
    ),
    (*words, "bottleneck", "residual", "resnet"),
    "down to few channels, a convolution there, and up again",
    he,
)
normalised = rule(
    "Number of parameters of batch normalisation of images",
    total,
    2 * C,
    (channels,),
    tuple(Notation(f"{name} = {right}", ((name, "N"),)) for name in ("P", "N") for right in (r"2 C", r"2 \cdot C")),
    ("batch normali", "batchnorm", "layer normali", "learned"),
    "a scale and a shift for each channel",
    ioffe,
)

TOPIC = Topic(
    "Cheap convolutions",
    formulas=(standard, grouped, separable, depthwise, ratio, factored, stacked, bottleneck, normalised),
)
