"""Subgradients of the rectifier and of the absolute value.

A number c is a subgradient of f at z_0 if f(z) - f(z_0) >= c (z - z_0) for all z. Where f has a derivative it is the
only one; at the kink of the rectifier every c between 0 and 1 is one, at that of the absolute value every c between -1
and 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sympy import Abs, Eq, Gt, Integer, Lt, Max, Piecewise, sign

from derivations.operators import at_least, relu
from derivations.vocabulary import PROBABILITY, Domain, Formula, Kind, Notation, Quantity, Source, Step, Topic, integers

boyd = "Boyd and Vandenberghe, Subgradients (lecture notes, Stanford)"
anywhere = Quantity("z", "any number")
origin = Quantity("z_0", "where the subgradient is taken", domain=integers(-2, 2))
z, z_0 = anywhere.symbol, origin.symbol
share = Quantity("g", "a number from 0 to 1", domain=PROBABILITY)
g = share.symbol
between = Quantity("g", "a number from -1 to 1", domain=Domain("from -1 to 1", low=Fraction(-1), high=Fraction(1)))
of_relu = Piecewise((1, Gt(z_0, 0)), (share.symbol, Eq(z_0, 0)), (0, True))
of_absolute = Piecewise((1, Gt(z_0, 0)), (between.symbol, Eq(z_0, 0)), (-1, True))
relu_choice = Quantity("c", "a subgradient of the rectifier at z_0", value=of_relu)
absolute_choice = Quantity("c", "a subgradient of the absolute value at z_0", value=of_absolute)
c, k = relu_choice.symbol, absolute_choice.symbol


def derive_rectifier() -> Iterator[Step]:
    """Both arguments of the maximum lie below it, and c mixes them."""
    yield Step(c * z - relu(z_0), because="max(0, z) is at least any mixture of 0 and z", relation=">=")
    yield Step(c * (z - z_0), because="c z_0 is the value at z_0, also where it is 0")


rectifier = Formula(
    title="Subgradients of the rectified linear unit",
    kind=Kind.BOUND,
    statement=at_least(relu(z) - relu(z_0), c * (z - z_0)),
    quantities=(anywhere, origin, share, relu_choice),
    assumptions=(),
    notations=(
        Notation(r"(z)_+ - (z_0)_+ \geq c (z - z_0)"),
        Notation(r"\max(0, z) - \max(0, z_0) \geq c (z - z_0)"),
    ),
    words=("subgradient", "subderivative", "relu", "rectified"),
    derivation=derive_rectifier,
    source=Source(boyd, "section 1"),
)


def derive_absolute() -> Iterator[Step]:
    """Both signs of z lie below the absolute value, and c mixes them."""
    yield Step(k * z - Abs(z_0), because="|z| is at least c z for a c from -1 to 1", relation=">=")
    yield Step(k * (z - z_0), because="c z_0 is the value at z_0, also where it is 0")


absolute = Formula(
    title="Subgradients of the absolute value",
    kind=Kind.BOUND,
    statement=at_least(Abs(z) - Abs(z_0), k * (z - z_0)),
    quantities=(anywhere, origin, between, absolute_choice),
    assumptions=(),
    notations=(
        Notation(r"|z| - |z_0| \geq c (z - z_0)"),
        Notation(r"|x| - |y| \geq c (x - y)", letters=(("x", "z"), ("y", "z_0"))),
    ),
    words=("subgradient", "subderivative", "absolute value"),
    derivation=derive_absolute,
    source=Source(boyd, "section 1"),
)

slope = Quantity("c", "a number outside 0 to 1", domain=Domain("from -3 to 4", low=Fraction(-3), high=Fraction(4)))
steep = Quantity("c", "a number outside -1 to 1", domain=Domain("from -3 to 3", low=Fraction(-3), high=Fraction(3)))
s, t = slope.symbol, steep.symbol
side = Quantity("z", "the side on which the line is too high", value=sign(s - Integer(1) / 2))
way = Quantity("z", "the side on which the line is too high", value=sign(t))


def derive_no_other() -> Iterator[Step]:
    """Beyond 1 the line is too steep on the right, below 0 on the left."""
    yield Step(Max(0, side.symbol, evaluate=False), because="definition of the rectifier")
    yield Step(s * side.symbol, because="c > 1 at z = 1 for a c above 1, else -c > 0 at z = -1", relation="<")


no_other_of_rectifier = Formula(
    title="No number outside 0 to 1 is a subgradient of the rectified linear unit at 0",
    kind=Kind.BOUND,
    statement=Lt(relu(side.symbol), s * side.symbol, evaluate=False),
    quantities=(slope, side),
    assumptions=(Lt(s * (1 - s), 0),),
    notations=(
        Notation(r"(z)_+ < c z"),
        Notation(r"\max(0, z) < c z"),
    ),
    words=("subgradient", "subderivative", "relu", "rectified"),
    derivation=derive_no_other,
    source=Source(boyd, "section 1"),
)


def derive_no_other_of_absolute() -> Iterator[Step]:
    """The line is too steep on the side of its sign."""
    yield Step(Integer(1), because="z is 1 or -1")
    yield Step(t * way.symbol, because="this is |c|, which is above 1", relation="<")


no_other_of_absolute = Formula(
    title="No number outside -1 to 1 is a subgradient of the absolute value at 0",
    kind=Kind.BOUND,
    statement=Lt(Abs(way.symbol), t * way.symbol, evaluate=False),
    quantities=(steep, way),
    assumptions=(Gt(t**2, 1),),
    notations=(
        Notation(r"|z| < c z"),
        Notation(r"|x| < c \cdot x", letters=(("x", "z"),)),
    ),
    words=("subgradient", "subderivative", "absolute value"),
    derivation=derive_no_other_of_absolute,
    source=Source(boyd, "section 1"),
)

TOPIC = Topic("Subgradients", formulas=(rectifier, no_other_of_rectifier, absolute, no_other_of_absolute))
