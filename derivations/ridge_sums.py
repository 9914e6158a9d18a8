"""Sums of ridge functions: what polynomial units cannot do, and functions of several inputs from those of one.

A product of inputs is a signed sum of powers of linear units, so that polynomials in several variables are sums of
ridge functions; and whatever comes near to a function of one variable comes as near along every direction of the input.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Lambda, Rational, Sum, Symbol

from derivations.approximation import bias, scale
from derivations.operators import at, at_most, dot, equal, norm, partial, sigmoid
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Step, Topic, bound_index

pinkus = "Pinkus 1999, Approximation theory of the MLP model in neural networks"
units = Size("m", "units", largest=3)
m, j, u = units.symbol, bound_index("j"), Symbol("u", real=True)
place, step = Quantity("x", "a number"), Quantity("h", "a step")
x, h = place.symbol, step.symbol
coefficients = tuple(Quantity(name, "coefficient of the activation function") for name in ("p", "q", "r"))
p, q, r = (quantity.symbol for quantity in coefficients)
outer, inner, biases = (
    Quantity(name, meaning, shape=(units,))
    for name, meaning in (("c", "weights of the output"), ("a", "weights of the input"), ("b", "biases"))
)
activation = Quantity("phi", "a quadratic activation function", value=Lambda((u,), p * u**2 + q * u + r))
phi = activation.symbol
network = Quantity(
    "N",
    "a network with one hidden layer",
    value=Lambda((u,), Sum(at(outer.symbol, j) * phi(at(inner.symbol, j) * u + at(biases.symbol, j)), (j, 1, m))),
)
N = network.symbol


def derive_polynomial_units() -> Iterator[Step]:
    """The network is a quadratic polynomial itself."""
    c, a, b = outer.symbol, inner.symbol, biases.symbol
    square = Sum(at(c, j) * p * at(a, j) ** 2, (j, 1, m))
    linear = Sum(at(c, j) * at(a, j) * (2 * p * at(b, j) + q), (j, 1, m))
    constant = Sum(at(c, j) * phi(at(b, j)), (j, 1, m))
    yield Step(square * (x + 3 * h) ** 2 + linear * (x + 3 * h) + constant, because="collect the powers: degree 2")
    yield Step(3 * N(x + 2 * h) - 3 * N(x + h) + N(x), because="of 1, x and x^2 the third differences are 0")


polynomial_units = Formula(
    title="A layer of quadratic units stays a quadratic polynomial, however many there are",
    kind=Kind.IDENTITY,
    statement=equal(N(x + 3 * h), 3 * N(x + 2 * h) - 3 * N(x + h) + N(x)),
    quantities=(place, step, *coefficients, outer, inner, biases, activation, network),
    assumptions=(),
    notations=(
        Notation(r"N(x + 3h) = 3 N(x + 2h) - 3 N(x + h) + N(x)"),
        Notation(r"f(t + 3d) = 3 f(t + 2d) - 3 f(t + d) + f(t)", (("f", "N"), ("t", "x"), ("d", "h"))),
    ),
    words=("polynomial", "universal approximation", "activation", "limited degree"),
    derivation=derive_polynomial_units,
    source=Source(pinkus, "section 3"),
)

first, second, third = (Quantity(name, "an input") for name in ("x", "y", "z"))
X, Y, Z = first.symbol, second.symbol, third.symbol


def derive_two_inputs() -> Iterator[Step]:
    """The square of a sum holds twice the product."""
    yield Step(((X + Y) ** 2 - X**2 - Y**2) / 2, because="binomial theorem for the sum")
    yield Step(
        Rational(1, 4) * ((X + Y) ** 2 - (X - Y) ** 2),
        because="x^2 + y^2 is half the sum of the squares of sum and difference",
    )


two_inputs = Formula(
    title="A product of two inputs is a difference of two ridge functions",
    kind=Kind.IDENTITY,
    statement=equal(X * Y, Rational(1, 4) * ((X + Y) ** 2 - (X - Y) ** 2)),
    quantities=(first, second),
    assumptions=(),
    notations=(
        Notation(r"x y = \frac{1}{4} \left((x + y)^2 - (x - y)^2\right)"),
        Notation(r"a b = \frac{(a + b)^2 - (a - b)^2}{4}", (("a", "x"), ("b", "y"))),
    ),
    words=("ridge function", "polynomial", "product", "dimension lifting"),
    derivation=derive_two_inputs,
    source=Source(pinkus, "section 3"),
)


def derive_three_inputs() -> Iterator[Step]:
    """Two inputs at a time."""
    cubes = (X + Y + Z) ** 3 - (X + Y - Z) ** 3 - (X - Y + Z) ** 3 + (X - Y - Z) ** 3
    yield Step(
        ((6 * (X + Y) ** 2 * Z + 2 * Z**3) - (6 * (X - Y) ** 2 * Z + 2 * Z**3)) / 24,
        because="x y is a difference of squares; (s + z)^3 - (s - z)^3 = 6 s^2 z + 2 z^3",
    )
    yield Step(Rational(1, 24) * cubes, because="the same with s = x + y and s = x - y")


three_inputs = Formula(
    title="A product of three inputs is a signed sum of four ridge functions",
    kind=Kind.IDENTITY,
    statement=equal(
        X * Y * Z,
        Rational(1, 24) * ((X + Y + Z) ** 3 - (X + Y - Z) ** 3 - (X - Y + Z) ** 3 + (X - Y - Z) ** 3),
    ),
    quantities=(first, second, third),
    assumptions=(),
    notations=(
        Notation(
            r"x y z = \frac{1}{24} \left((x + y + z)^3 - (x + y - z)^3 - (x - y + z)^3 + (x - y - z)^3\right)"
        ),
        Notation(
            r"a b c = \frac{(a + b + c)^3 - (a + b - c)^3 - (a - b + c)^3 + (a - b - c)^3}{24}",
            (("a", "x"), ("b", "y"), ("c", "z")),
        ),
    ),
    words=("ridge function", "polynomial", "product", "dimension lifting"),
    derivation=derive_three_inputs,
    source=Source(pinkus, "section 3"),
)

features = Size("n", "inputs", largest=3)
point = Quantity("x", "input", shape=(features,))
direction = Quantity("theta", "weights of the direction", shape=(features,))
v, theta, b, e = point.symbol, direction.symbol, bias.symbol, scale.symbol
rate = partial(sigmoid(b), b)
lifted = Abs((sigmoid(e * dot(v, theta) + b) - sigmoid(-e * dot(v, theta) + b)) / (2 * e) - dot(v, theta) * rate)


def derive_lifted_units() -> Iterator[Step]:
    """One direction is one variable."""
    yield Step(e**2 * Abs(dot(v, theta)) ** 3 / 48, because="the rate for one variable, at x·theta", relation="<=")
    yield Step(e**2 * norm(v) ** 3 * norm(theta) ** 3 / 48, because="Cauchy-Schwarz inequality", relation="<=")


lifted_units = Formula(
    title="Logistic units in n dimensions come as near along a direction as those in one",
    kind=Kind.BOUND,
    statement=at_most(lifted, e**2 * norm(v) ** 3 * norm(theta) ** 3 / 48),
    quantities=(point, direction, bias, scale),
    assumptions=(),
    notations=(
        Notation(
            r"\left| \frac{\sigma(h x \cdot \theta + b) - \sigma(-h x \cdot \theta + b)}{2 h} "
            r"- x \cdot \theta \, \sigma'(b) \right| \leq \frac{h^2 \|x\|^3 \|\theta\|^3}{48}"
        ),
        Notation(
            r"\left| \frac{\sigma(a w^\top x + b) - \sigma(b - a w^\top x)}{2 a} - w^\top x \sigma'(b) \right| "
            r"\leq \frac{1}{48} a^2 \|x\|^3 \|w\|^3",
            (("a", "h"), ("w", "theta")),
        ),
    ),
    words=("dimension lifting", "universal approximator", "ridge function"),
    derivation=derive_lifted_units,
    source=Source(pinkus, "section 3"),
)

TOPIC = Topic("Sums of ridge functions", formulas=(polynomial_units, two_inputs, three_inputs, lifted_units))
