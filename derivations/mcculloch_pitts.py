"""Threshold units of McCulloch and Pitts: Boolean functions of bits, what NAND can do, and what one unit cannot.

A unit with signs σ_i and threshold θ is active, f(x) = 1, where Σ σ_i x_i >= θ, and else f(x) = 0. Inputs are bits.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import And, Eq, Ge, Integer, Lambda, Piecewise, Sum

from derivations.operators import at, at_most, dot, equal, indicator
from derivations.vocabulary import (
    BIT,
    SIGN,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    integers,
)

mcculloch = "McCulloch and Pitts 1943, A logical calculus of the ideas immanent in nervous activity"
turing = "Turing 1948, Intelligent machinery"
goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"

inputs = Size("n", "inputs", largest=3)
n = inputs.symbol
bits = Quantity("x", "input bits", shape=(inputs,), domain=BIT)
signs = Quantity("sigma", "1 for an exciting input, -1 for an inhibiting one", shape=(inputs,), domain=SIGN)
threshold = Quantity("theta", "threshold", domain=integers(-3, 3))
output = Quantity("f", "state of the unit: 1 active, 0 not")
x, sigma, theta, f = (q.symbol for q in (bits, signs, threshold, output))
i, p, q = bound_index("i p q")
fires = Piecewise((1, Ge(Sum(at(sigma, i) * at(x, i), (i, 1, n)), theta)), (0, True))


def derive_unit() -> Iterator[Step]:
    """The definition, with an indicator."""
    yield Step(indicator(Ge(dot(sigma, x), theta)), because="active where the weighted sum reaches the threshold")
    yield Step(fires, because="write the two cases out")


threshold_unit = Formula(
    title="Threshold unit of McCulloch and Pitts",
    kind=Kind.DEFINITION,
    statement=equal(f, fires),
    quantities=(output, bits, signs, threshold),
    assumptions=(),
    notations=(
        Notation(
            r"f(x; \sigma, \theta) = \begin{cases} 1, & \sum_{i=1}^n \sigma_i x_i \geq \theta \\ "
            r"0, & \text{else} \end{cases}"
        ),
        Notation(r"y = \mathbb{1}\left[\sum_{i=1}^n w_i x_i \geq \theta\right]", (("y", "f"), ("w", "sigma"))),
        Notation(r"f(x) = 1[\sigma \cdot x \geq \theta]"),
    ),
    words=("mcculloch", "pitts", "threshold", "neuron"),
    derivation=derive_unit,
    source=Source(mcculloch, "section II"),
)

first = Quantity("x_1", "first bit", domain=BIT)
second = Quantity("x_2", "second bit", domain=BIT)
x_1, x_2 = first.symbol, second.symbol
turing_letters = (("A", "NAND"), ("NAND", "NAND"), ("x", "x_1"))
nand = Quantity("NAND", "not both", value=Lambda((p, q), indicator(Ge(-p - q, -1))))
NAND = nand.symbol
pair = (first, second, nand)


def derive_nand() -> Iterator[Step]:
    """The sum reaches the threshold unless both bits are 1."""
    yield Step(1 - indicator(And(Eq(x_1, 1), Eq(x_2, 1))), because="-x_1 - x_2 >= -1 fails for two ones alone")
    yield Step(1 - x_1 * x_2, because="a product of bits is 1 for two ones alone")


nand_unit = Formula(
    title="NAND: a threshold unit with two inhibiting inputs",
    kind=Kind.COUNTING,
    statement=equal(NAND(x_1, x_2), 1 - x_1 * x_2),
    quantities=pair,
    assumptions=(),
    notations=(
        Notation(r"\operatorname{NAND}(x_1, x_2) = 1 - x_1 x_2"),
        Notation(r"\mathbb{1}[-x_1 - x_2 \geq -1] = 1 - x_1 x_2"),
        Notation(r"y(x_1, x_2) = 1 - x_1 x_2", (("y", "NAND"),)),
    ),
    words=("nand", "turing", "threshold", "boolean"),
    derivation=derive_nand,
    source=Source(turing, "section on unorganised machines"),
)


def derive_negation() -> Iterator[Step]:
    """A bit is its own square."""
    yield Step(1 - x_1 * x_1, because="NAND is 1 minus the product")
    yield Step(1 - x_1, because="a bit is its own square")


negation = Formula(
    title="NOT from NAND",
    kind=Kind.COUNTING,
    statement=equal(NAND(x_1, x_1), 1 - x_1),
    quantities=(first, nand),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{NAND}(x_1, x_1) = 1 - x_1"),
        Notation(r"\operatorname{NAND}(x, x) = 1 - x", (("x", "x_1"),)),
    ),
    words=("nand", "not", "negation", "boolean"),
    derivation=derive_negation,
    source=Source(turing, "section on unorganised machines"),
)


def derive_conjunction() -> Iterator[Step]:
    """Negate the negated product."""
    yield Step(1 - NAND(x_1, x_2), because="NOT from NAND")
    yield Step(x_1 * x_2, because="NAND is 1 minus the product")


conjunction = Formula(
    title="AND from NAND",
    kind=Kind.COUNTING,
    statement=equal(NAND(NAND(x_1, x_2), NAND(x_1, x_2)), x_1 * x_2),
    quantities=pair,
    assumptions=(),
    notations=(
        Notation(r"\operatorname{NAND}(\operatorname{NAND}(x_1, x_2), \operatorname{NAND}(x_1, x_2)) = x_1 x_2"),
        Notation(
            r"\operatorname{NAND}(\operatorname{NAND}(a, b), \operatorname{NAND}(a, b)) = \min(a, b)",
            (("a", "x_1"), ("b", "x_2")),
        ),
    ),
    words=("nand", "and", "conjunction", "boolean"),
    derivation=derive_conjunction,
    source=Source(turing, "section on unorganised machines"),
)


def derive_disjunction() -> Iterator[Step]:
    """De Morgan."""
    yield Step(1 - (1 - x_1) * (1 - x_2), because="NAND of the negated bits")
    yield Step(x_1 + x_2 - x_1 * x_2, because="multiply out")


disjunction = Formula(
    title="OR from NAND",
    kind=Kind.COUNTING,
    statement=equal(NAND(NAND(x_1, x_1), NAND(x_2, x_2)), x_1 + x_2 - x_1 * x_2),
    quantities=pair,
    assumptions=(),
    notations=(
        Notation(
            r"\operatorname{NAND}(\operatorname{NAND}(x_1, x_1), \operatorname{NAND}(x_2, x_2)) = x_1 + x_2 - x_1 x_2"
        ),
        Notation(
            r"\operatorname{NAND}(\operatorname{NAND}(a, a), \operatorname{NAND}(b, b)) = \max(a, b)",
            (("a", "x_1"), ("b", "x_2")),
        ),
    ),
    words=("nand", "or", "disjunction", "boolean"),
    derivation=derive_disjunction,
    source=Source(turing, "section on unorganised machines"),
)


def derive_passing() -> Iterator[Step]:
    """Two negations."""
    yield Step(1 - NAND(x_1, x_1), because="NAND with a 1 negates")
    yield Step(x_1, because="and NAND of a bit with itself is its negation")


passing = Formula(
    title="A connection modifier that lets its input through",
    kind=Kind.COUNTING,
    statement=equal(NAND(1, NAND(x_1, x_1)), x_1),
    quantities=(first, nand),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{NAND}(1, \operatorname{NAND}(x_1, x_1)) = x_1"),
        Notation(r"A(1, \operatorname{NAND}(x, x)) = x", turing_letters),
    ),
    words=("nand", "turing", "type b", "switch"),
    derivation=derive_passing,
    source=Source(turing, "section on unorganised machines"),
)


def derive_blocking() -> Iterator[Step]:
    """A zero decides."""
    yield Step(indicator(Ge(-NAND(x_1, x_1), -1)), because="a unit whose first input is 0")
    yield Step(Integer(1), because="one inhibiting input alone never stays below -1")


blocking = Formula(
    title="A connection modifier that blocks its input",
    kind=Kind.COUNTING,
    statement=equal(NAND(0, NAND(x_1, x_1)), Integer(1)),
    quantities=(first, nand),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{NAND}(0, \operatorname{NAND}(x_1, x_1)) = 1"),
        Notation(r"A(0, \operatorname{NAND}(x, x)) = 1", turing_letters),
    ),
    words=("nand", "turing", "type b", "switch"),
    derivation=derive_blocking,
    source=Source(turing, "section on unorganised machines"),
    survivors=(("the number 0 becomes -1 in NAND(0", "what is below 0 blocks as well"),),
)

first_sign = Quantity("sigma_1", "sign of the first input", domain=SIGN)
second_sign = Quantity("sigma_2", "sign of the second input", domain=SIGN)
two_inputs = Quantity(
    "f",
    "state of a unit with two inputs",
    value=Lambda((p, q), indicator(Ge(first_sign.symbol * p + second_sign.symbol * q, theta))),
)
g = two_inputs.symbol
not_1 = Quantity("not_1", "negation of the first bit", value=1 - x_1)
not_2 = Quantity("not_2", "negation of the second bit", value=1 - x_2)


def derive_expansion() -> Iterator[Step]:
    """Split by the first bit, then by the second."""
    yield Step(x_1 * g(1, x_2) + (1 - x_1) * g(0, x_2), because="x_1 is 1 or 0")
    yield Step(
        g(1, 1) * x_1 * x_2
        + g(1, 0) * x_1 * (1 - x_2)
        + g(0, 1) * (1 - x_1) * x_2
        + g(0, 0) * (1 - x_1) * (1 - x_2),
        because="x_2 is 1 or 0",
    )


expansion = Formula(
    title="Disjunctive normal form of a unit with two inputs",
    kind=Kind.COUNTING,
    statement=equal(
        g(x_1, x_2),
        g(1, 1) * x_1 * x_2
        + g(1, 0) * x_1 * (1 - x_2)
        + g(0, 1) * (1 - x_1) * x_2
        + g(0, 0) * (1 - x_1) * (1 - x_2),
    ),
    quantities=(first, second, first_sign, second_sign, threshold, two_inputs, not_1, not_2),
    assumptions=(),
    notations=(
        Notation(
            r"f(x_1, x_2) = f(1, 1) x_1 x_2 + f(1, 0) x_1 (1 - x_2) "
            r"+ f(0, 1) (1 - x_1) x_2 + f(0, 0) (1 - x_1) (1 - x_2)"
        ),
        Notation(
            r"f(a, b) = f(1, 1) \, a b + f(1, 0) \, a \bar{b} + f(0, 1) \, \bar{a} b + f(0, 0) \, \bar{a} \bar{b}",
            (("a", "x_1"), ("b", "x_2"), ("a_bar", "not_1"), ("b_bar", "not_2")),
        ),
    ),
    words=("disjunctive normal form", "boolean", "mcculloch", "pitts"),
    derivation=derive_expansion,
    source=Source(mcculloch, "section II"),
)

weights = tuple(Quantity(f"w_{k}", f"weight of input {k}") for k in (1, 2))
w_1, w_2 = (weight.symbol for weight in weights)
level = Quantity("theta", "threshold")
linear = Quantity(
    "f",
    "state of a unit with real weights",
    value=Lambda((p, q), indicator(Ge(w_1 * p + w_2 * q, level.symbol))),
)
h = linear.symbol
agreements = Sum(indicator(Eq(h(p, q), (p - q) ** 2)), (p, 0, 1), (q, 0, 1))


def derive_exclusive_or() -> Iterator[Step]:
    """The four conditions contradict each other."""
    yield Step(
        Integer(3),
        because="all four would ask for w_1 >= θ, w_2 >= θ, θ > 0 and w_1 + w_2 < θ: then θ + θ < θ with θ > 0",
        relation="<=",
    )


exclusive_or = Formula(
    title="No linear threshold unit computes XOR: it errs on at least one of four inputs",
    kind=Kind.BOUND,
    statement=at_most(agreements, Integer(3)),
    quantities=(*weights, level, linear),
    assumptions=(),
    notations=(
        Notation(r"\sum_{a=0}^1 \sum_{b=0}^1 \mathbb{1}[f(a, b) = (a - b)^2] \leq 3"),
        Notation(r"\sum_{x=0}^1 \sum_{y=0}^1 \mathbb{1}[f(x, y) = |x - y|] \leq 3"),
    ),
    words=("xor", "linear separability", "perceptron", "threshold"),
    derivation=derive_exclusive_or,
    source=Source(goodfellow, "section 6.1"),
)

TOPIC = Topic(
    "Threshold units",
    formulas=(
        threshold_unit,
        nand_unit,
        negation,
        conjunction,
        disjunction,
        passing,
        blocking,
        expansion,
        exclusive_or,
    ),
)
