"""Rectified units: the positive part (z)_+ = max(0, z), the absolute value unit, maxima, and leaky variants."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Max, Min, Piecewise, exp

from derivations.operators import dot, equal, relu, step
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
)

features = Size("n", "inputs", largest=4)
argument = Quantity("z", "pre-activation")
one = Quantity("f", "value of a function")
other = Quantity("g", "value of another function")
scale = Quantity("a", "positive scale", domain=POSITIVE)
leak = Quantity("epsilon", "slope for negative pre-activations", domain=UNIT)
inputs = Quantity("x", "input", shape=(features,))
weights = Quantity("theta", "weights", shape=(features,))
z, f, g, a, epsilon = argument.symbol, one.symbol, other.symbol, scale.symbol, leak.symbol
x, theta = inputs.symbol, weights.symbol

rudin = Source("Rudin, Principles of Mathematical Analysis", "theorem 7.32, step 2 of the proof")
glorot = Source("Glorot, Bordes and Bengio, Deep Sparse Rectifier Neural Networks", "section 3")
goodfellow = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 6.3")
maas = Source("Maas, Hannun and Ng, Rectifier Nonlinearities Improve Neural Network Acoustic Models", "section 2")


def derive_value() -> Iterator[Step]:
    """The definition."""
    yield Step(Max(0, dot(x, theta)), because="definition of the positive part")


value = Formula(
    title="Rectified linear unit",
    kind=Kind.DEFINITION,
    statement=equal(relu(dot(x, theta)), Max(0, dot(x, theta))),
    quantities=(inputs, weights),
    assumptions=(),
    notations=(
        Notation(r"(x \cdot \theta)_+ = \max(0, x \cdot \theta)"),
        Notation(r"\operatorname{ReLU}(w^\top x) = \max\{0, w^\top x\}", letters=(("w", "theta"),)),
    ),
    words=("ReLU", "rectified linear unit"),
    derivation=derive_value,
    source=goodfellow,
)


def derive_gated() -> Iterator[Step]:
    """Multiply by the step."""
    yield Step(Piecewise((z, z > 0), (0, True)), because="definition of the positive part")
    yield Step(z * step(z), because="the step is 1 where z is positive, else 0")


gated = Formula(
    title="The rectified linear unit is its argument times a step",
    kind=Kind.IDENTITY,
    statement=equal(relu(z), z * step(z)),
    quantities=(argument,),
    assumptions=(),
    notations=(
        Notation(r"\max(0, z) = z \cdot \mathbb{1}[z > 0]"),
        Notation(
            r"\operatorname{ReLU}(x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
            letters=(("x", "z"),),
        ),
    ),
    words=("ReLU", "rectified linear unit", "step"),
    derivation=derive_gated,
    source=glorot,
)


def derive_from_absolute() -> Iterator[Step]:
    """One sign at a time."""
    yield Step(Piecewise((z, z > 0), (0, True)), because="definition of the positive part")
    yield Step((z + Abs(z)) / 2, because="|z| is z for positive z, else -z")


from_absolute = Formula(
    title="The positive part by the absolute value",
    kind=Kind.IDENTITY,
    statement=equal(relu(z), (z + Abs(z)) / 2),
    quantities=(argument,),
    assumptions=(),
    notations=(
        Notation(r"(z)_+ = \frac{z + |z|}{2}"),
        Notation(r"\max(0, x) = \frac{1}{2}(x + |x|)", letters=(("x", "z"),)),
    ),
    words=("ReLU", "absolute value", "positive part"),
    derivation=derive_from_absolute,
    source=glorot,
)


def derive_absolute() -> Iterator[Step]:
    """One sign at a time."""
    yield Step(Piecewise((2 * z - z, z > 0), (-z, True)), because="|z| is z for positive z, else -z")
    yield Step(2 * relu(z) - z, because="twice the positive part is 2z for positive z, else 0")


absolute = Formula(
    title="The absolute value by the positive part",
    kind=Kind.IDENTITY,
    statement=equal(Abs(z), 2 * relu(z) - z),
    quantities=(argument,),
    assumptions=(),
    notations=(
        Notation(r"|z| = 2(z)_+ - z"),
        Notation(r"|x| = 2 \max(0, x) - x", letters=(("x", "z"),)),
    ),
    words=("absolute value", "ReLU", "positive part"),
    derivation=derive_absolute,
    source=glorot,
)


def derive_two_units() -> Iterator[Step]:
    """One of the two units is always inactive."""
    yield Step(2 * relu(z) - z, because="the absolute value by the positive part")
    yield Step(relu(z) + relu(-z), because="z is the difference of its positive and its negative part")


two_units = Formula(
    title="The absolute value is the sum of two rectified units",
    kind=Kind.IDENTITY,
    statement=equal(Abs(z), relu(z) + relu(-z)),
    quantities=(argument,),
    assumptions=(),
    notations=(
        Notation(r"|z| = (z)_+ + (-z)_+"),
        Notation(r"|x| = \max(0, x) + \max(0, -x)", letters=(("x", "z"),)),
    ),
    words=("absolute value", "ReLU", "positive part"),
    derivation=derive_two_units,
    source=glorot,
)


def derive_parts() -> Iterator[Step]:
    """Positive and negative numbers."""
    yield Step(z * step(z) + z * step(-z), because="one of the two steps is 1 unless z is 0")
    yield Step(relu(z) - relu(-z), because="a rectified unit is its argument times a step")


parts = Formula(
    title="A number is the difference of its positive and its negative part",
    kind=Kind.IDENTITY,
    statement=equal(z, relu(z) - relu(-z)),
    quantities=(argument,),
    assumptions=(),
    notations=(
        Notation(r"z = (z)_+ - (-z)_+"),
        Notation(r"x = \max(0, x) - \max(0, -x)", letters=(("x", "z"),)),
    ),
    words=("ReLU", "positive part", "identity map"),
    derivation=derive_parts,
    source=glorot,
)


def derive_maximum() -> Iterator[Step]:
    """One order at a time."""
    yield Step(Piecewise((2 * f, f > g), (2 * g, True)), because="definition of the maximum")
    yield Step(f + g + Abs(f - g), because="the distance is f - g where f is larger, else g - f")


maximum = Formula(
    title="The maximum of two numbers by their distance",
    kind=Kind.IDENTITY,
    statement=equal(2 * Max(f, g), f + g + Abs(f - g)),
    quantities=(one, other),
    assumptions=(),
    notations=(
        Notation(r"2 \max(f, g) = f + g + |f - g|"),
        Notation(r"2 \max\{a, b\} = a + b + |a - b|", letters=(("a", "f"), ("b", "g"))),
    ),
    words=("maximum", "absolute value", "maxout"),
    derivation=derive_maximum,
    source=rudin,
)


def derive_maximum_by_relu() -> Iterator[Step]:
    """The larger exceeds f by the positive part of g - f."""
    yield Step(f + Max(0, g - f), because="take f out of both")
    yield Step(f + relu(g - f), because="definition of the positive part")


maximum_by_relu = Formula(
    title="The maximum of two numbers by a rectified unit",
    kind=Kind.IDENTITY,
    statement=equal(Max(f, g), f + relu(g - f)),
    quantities=(one, other),
    assumptions=(),
    notations=(
        Notation(r"\max(f, g) = f + (g - f)_+"),
        Notation(r"\max(a, b) = a + \operatorname{ReLU}(b - a)", letters=(("a", "f"), ("b", "g"))),
    ),
    words=("maximum", "ReLU", "maxout"),
    derivation=derive_maximum_by_relu,
    source=rudin,
)


def derive_homogeneity() -> Iterator[Step]:
    """A positive factor keeps the sign."""
    yield Step((a * z + a * Abs(z)) / 2, because="the positive part by the absolute value, and a is positive")
    yield Step(a * relu(z), because="take a out of the quotient")


homogeneity = Formula(
    title="The rectified linear unit is positively homogeneous",
    kind=Kind.IDENTITY,
    statement=equal(relu(a * z), a * relu(z)),
    quantities=(argument, scale),
    assumptions=(),
    notations=(
        Notation(r"(a z)_+ = a (z)_+"),
        Notation(r"\max(0, \alpha x) = \alpha \max(0, x)", letters=(("alpha", "a"), ("x", "z"))),
    ),
    words=("ReLU", "positively homogeneous"),
    derivation=derive_homogeneity,
    source=glorot,
)


def derive_leaky_value() -> Iterator[Step]:
    """The line and what the argument has above it."""
    yield Step(epsilon * z + (1 - epsilon) * relu(z), because="above 0 both terms add up to z, below the second is 0")
    yield Step(epsilon * z + relu((1 - epsilon) * z), because="1 - ε is positive: it goes into the positive part")
    yield Step(Max(epsilon * z, z), because="max(a, b) is a + (b - a)_+")


leaky = Formula(
    title="Leaky rectified linear unit as a maximum",
    kind=Kind.IDENTITY,
    statement=equal(Piecewise((z, z >= 0), (epsilon * z, True)), Max(epsilon * z, z)),
    quantities=(argument, leak),
    assumptions=(),
    notations=(
        Notation(r"\begin{cases} z & z \geq 0 \\ \epsilon z & \text{else} \end{cases} = \max(\epsilon z, z)"),
        Notation(
            r"\begin{cases} x & \text{if } x \geq 0 \\ \alpha x & \text{otherwise} \end{cases} = \max(x, \alpha x)",
            letters=(("x", "z"), ("alpha", "epsilon")),
        ),
    ),
    words=("leaky ReLU", "rectified linear unit"),
    derivation=derive_leaky_value,
    source=maas,
)


def derive_leaky_split() -> Iterator[Step]:
    """A leaky unit is two units."""
    yield Step(Max(0, z) + epsilon * Min(0, z), because="one term is 0 for negative z, the other for positive z")
    yield Step(relu(z) - epsilon * relu(-z), because="min(0, z) is -max(0, -z)")


leaky_split = Formula(
    title="Leaky rectified linear unit by two rectified units",
    kind=Kind.IDENTITY,
    statement=equal(Piecewise((z, z >= 0), (epsilon * z, True)), relu(z) - epsilon * relu(-z)),
    quantities=(argument, leak),
    assumptions=(),
    notations=(
        Notation(r"\begin{cases} z & z \geq 0 \\ \epsilon z & \text{else} \end{cases} = (z)_+ - \epsilon (-z)_+"),
        Notation(
            r"\max(\alpha x, x) = \max(0, x) + \alpha \min(0, x)",
            letters=(("x", "z"), ("alpha", "epsilon")),
        ),
    ),
    words=("leaky ReLU", "rectified linear unit"),
    derivation=derive_leaky_split,
    source=maas,
)


def derive_exponential() -> Iterator[Step]:
    """Each side of 0 on its own."""
    yield Step(relu(z) + Piecewise((0, z >= 0), (exp(z) - 1, True)), because="for z < 0 the positive part is 0")
    yield Step(relu(z) + Min(0, exp(z) - 1), because="exp(z) - 1 has the sign of z")


exponential = Formula(
    title="Exponential linear unit: a positive part and a bounded negative one",
    kind=Kind.IDENTITY,
    statement=equal(Piecewise((z, z >= 0), (exp(z) - 1, True)), relu(z) + Min(0, exp(z) - 1)),
    quantities=(argument,),
    assumptions=(),
    notations=(
        Notation(r"\begin{cases} z & z \geq 0 \\ \exp[z] - 1 & \text{else} \end{cases} = (z)_+ + \min(0, e^z - 1)"),
        Notation(
            r"\begin{cases} x & \text{if } x \geq 0 \\ e^x - 1 & \text{otherwise} \end{cases} "
            r"= \max(0, x) + \min(0, e^x - 1)",
            letters=(("x", "z"),),
        ),
    ),
    words=("exponential linear unit", "elu"),
    derivation=derive_exponential,
    source=Source("Clevert, Unterthiner and Hochreiter 2016, Exponential Linear Units", "section 3"),
)

TOPIC = Topic(
    "Rectified units",
    formulas=(
        value,
        gated,
        from_absolute,
        absolute,
        two_units,
        parts,
        maximum,
        maximum_by_relu,
        homogeneity,
        leaky,
        leaky_split,
        exponential,
    ),
)
