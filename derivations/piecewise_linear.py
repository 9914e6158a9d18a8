"""Continuous piecewise linear functions as sums of rectified units, of absolute values, and of hinges.

A function of one variable has the slopes a, a + c_1, a + c_1 + c_2 on three pieces that meet at u and at v = u + d,
d > 0; more pieces add one term each. For functions of two variables a maximum of four planes is a signed sum of maxima
of at most three: by Radon's theorem their slopes are in one of the two positions below.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Abs, Le, Max, Piecewise, sign

from derivations.operators import equal, relu
from derivations.vocabulary import (
    POSITIVE,
    PROBABILITY,
    Formula,
    Kind,
    Notation,
    Quantity,
    Source,
    Step,
    Topic,
)

place = Quantity("x", "a number")
slope = Quantity("a", "slope of the first piece")
offset = Quantity("b", "value of the first piece at 0")
first_bend = Quantity("c_1", "how much the slope grows at u")
second_bend = Quantity("c_2", "how much the slope grows at v")
knot = Quantity("u", "where the first two pieces meet")
width = Quantity("d", "length of the second piece", domain=POSITIVE)
x, a, b, c_1, c_2, u, d = (q.symbol for q in (place, slope, offset, first_bend, second_bend, knot, width))
last_knot = Quantity("v", "where the last two pieces meet", value=u + d)
v = last_knot.symbol
function = Quantity(
    "g",
    "the function, piece by piece",
    value=Piecewise(
        (a * x + b, Le(x, u)),
        ((a + c_1) * x + b - c_1 * u, Le(x, v)),
        ((a + c_1 + c_2) * x + b - c_1 * u - c_2 * v, True),
    ),
)
g = function.symbol
three_pieces = (place, slope, offset, first_bend, second_bend, knot, width, last_knot, function)
knots = (("x_1", "u"), ("x_2", "v"))

arora = "Arora, Basu, Mianjy and Mukherjee 2018, Understanding Deep Neural Networks with Rectified Linear Units"
wang = "Wang and Sun 2005, Generalization of Hinging Hyperplanes"


def derive_rectified() -> Iterator[Step]:
    """Each knot bends the line that comes from the left."""
    yield Step(
        a * x + b + Piecewise((0, Le(x, u)), (c_1 * (x - u), True)) + Piecewise((0, Le(x, v)), (c_2 * (x - v), True)),
        because="the first piece goes on; each knot adds its bend to the right of it",
    )
    yield Step(a * x + b + c_1 * relu(x - u) + c_2 * relu(x - v), because="a term that is 0 up to its knot")


rectified_form = Formula(
    title="A piecewise linear function is a line plus one rectified unit for each knot",
    kind=Kind.IDENTITY,
    statement=equal(g, a * x + b + c_1 * relu(x - u) + c_2 * relu(x - v)),
    quantities=three_pieces,
    assumptions=(),
    notations=(
        Notation(r"g = a x + b + c_1 (x - x_1)_+ + c_2 (x - x_2)_+", letters=knots),
        Notation(r"f(x) = a x + b + c_1 \max(0, x - u) + c_2 \max(0, x - v)", letters=(("f", "g"),)),
    ),
    words=("piecewise linear", "relu", "universal", "knots"),
    derivation=derive_rectified,
    source=Source(arora, "theorem 2.2"),
)


def derive_absolute() -> Iterator[Step]:
    """The positive part by the absolute value."""
    yield Step(
        a * x + b + c_1 * ((x - u) + Abs(x - u)) / 2 + c_2 * ((x - v) + Abs(x - v)) / 2,
        because="a rectified unit is half the sum of its argument and its absolute value",
    )
    yield Step(
        (a + (c_1 + c_2) / 2) * x
        + b
        - (c_1 * u + c_2 * v) / 2
        + c_1 / 2 * Abs(x - u)
        + c_2 / 2 * Abs(x - v),
        because="collect the linear terms",
    )


absolute_form = Formula(
    title="A piecewise linear function is a line plus one absolute value for each knot",
    kind=Kind.IDENTITY,
    statement=equal(
        g,
        (a + (c_1 + c_2) / 2) * x
        + b
        - (c_1 * u + c_2 * v) / 2
        + c_1 / 2 * Abs(x - u)
        + c_2 / 2 * Abs(x - v),
    ),
    quantities=three_pieces,
    assumptions=(),
    notations=(
        Notation(
            r"g = \left(a + \frac{c_1 + c_2}{2}\right) x + b - \frac{c_1 x_1 + c_2 x_2}{2} "
            r"+ \frac{c_1}{2} |x - x_1| + \frac{c_2}{2} |x - x_2|",
            letters=knots,
        ),
        Notation(
            r"f(x) = \left(a + \frac{1}{2} (c_1 + c_2)\right) x + b - \frac{1}{2} (c_1 u + c_2 v) "
            r"+ \frac{1}{2} c_1 |x - u| + \frac{1}{2} c_2 |x - v|",
            letters=(("f", "g"),),
        ),
    ),
    words=("piecewise linear", "absolute value", "universal", "knots"),
    derivation=derive_absolute,
    source=Source(arora, "theorem 2.2, with (z)_+ = (z + |z|)/2"),
)


def hinge(bend: Any, argument: Any) -> Any:
    """A maximum of two affine functions, with the sign of the bend."""
    return sign(bend) * Max(0, Abs(bend) * argument, evaluate=False)


def derive_hinges() -> Iterator[Step]:
    """A number is its sign times its absolute value."""
    yield Step(a * x + b + c_1 * relu(x - u) + c_2 * relu(x - v), because="sum of rectified units")
    yield Step(a * x + b + hinge(c_1, x - u) + hinge(c_2, x - v), because="a positive factor goes into a maximum")


hinge_form = Formula(
    title="A piecewise linear function of one variable is a signed sum of hinges of two affine functions",
    kind=Kind.IDENTITY,
    statement=equal(g, a * x + b + hinge(c_1, x - u) + hinge(c_2, x - v)),
    quantities=three_pieces,
    assumptions=(),
    notations=(
        Notation(
            r"g = a x + b + \operatorname{sign}(c_1) \max\{0, |c_1| (x - x_1)\} "
            r"+ \operatorname{sign}(c_2) \max\{0, |c_2| (x - x_2)\}",
            letters=knots,
        ),
        Notation(
            r"f(x) = a x + b + \operatorname{sgn}(c_1) \max(0, |c_1| (x - u)) "
            r"+ \operatorname{sgn}(c_2) \max(0, |c_2| (x - v))",
            letters=(("f", "g"),),
        ),
    ),
    words=("piecewise linear", "hinge", "maxout"),
    derivation=derive_hinges,
    source=Source(wang, "theorem 1, for one variable"),
)

planes = tuple(Quantity(name, "value of an affine function of two variables at a point") for name in "pqrs")
p, q, r, s = (quantity.symbol for quantity in planes)
share, other_share = Quantity("alpha", "a weight", domain=PROBABILITY), Quantity("beta", "a weight", domain=PROBABILITY)
alpha, beta = share.symbol, other_share.symbol


def largest(*numbers: Any) -> Any:
    """The maximum, left as it is written."""
    return Max(*numbers, evaluate=False)


def derive_two_pairs() -> Iterator[Step]:
    """At most one of r and s lies above both p and q."""
    yield Step(
        largest(p, q) + relu(largest(r, s) - largest(p, q)),
        because="what r and s add to the maximum of p and q",
    )
    yield Step(
        largest(p, q) + relu(r - largest(p, q)) + relu(s - largest(p, q)),
        because="a mixture of r and s is at most one of p and q: not both r and s are above p and q",
    )
    yield Step(largest(p, q, r) + largest(p, q, s) - largest(p, q), because="maximum by a rectified unit, twice")


two_pairs = Formula(
    title="Four planes in pairs: their maximum is a signed sum of maxima of three and of two",
    kind=Kind.IDENTITY,
    statement=equal(largest(p, q, r, s), largest(p, q, r) + largest(p, q, s) - largest(p, q)),
    quantities=(*planes, share, other_share),
    assumptions=(Le(alpha * r + (1 - alpha) * s, beta * p + (1 - beta) * q, evaluate=False),),
    notations=(
        Notation(r"\max\{p, q, r, s\} = \max\{p, q, r\} + \max\{p, q, s\} - \max\{p, q\}"),
        Notation(
            r"\max(f, g, h, k) = \max(f, g, h) + \max(f, g, k) - \max(f, g)",
            letters=(("f", "p"), ("g", "q"), ("h", "r"), ("k", "s")),
        ),
    ),
    words=("hinge", "maxout", "signed sum", "piecewise linear"),
    derivation=derive_two_pairs,
    source=Source(wang, "theorem 1, for two variables"),
)
weights = tuple(Quantity(name, "a weight", domain=POSITIVE) for name in ("alpha", "beta", "gamma"))
three = sum(weight.symbol for weight in weights)
mixed = sum(weight.symbol * value for weight, value in zip(weights, (q, r, s), strict=True)) / three


def derive_one_between() -> Iterator[Step]:
    """Inclusion and exclusion for what q, r and s lie above p."""
    pairs = ((q, r), (q, s), (r, s))
    above = [relu(value - p) for value in (q, r, s)]
    yield Step(
        p + sum(largest(relu(a - p), relu(b - p)) for a, b in pairs) - sum(above),
        because="inclusion and exclusion: the smallest of the three excesses over p is 0",
    )
    yield Step(
        sum(largest(p, a, b) for a, b in pairs) - sum(largest(p, value) for value in (q, r, s)) + p,
        because="an excess over p is a maximum with p, less p",
    )


one_between = Formula(
    title="Four planes, one of them above a mixture of the others: a signed sum of maxima of three, two and one",
    kind=Kind.IDENTITY,
    statement=equal(
        largest(p, q, r, s),
        largest(p, q, r)
        + largest(p, q, s)
        + largest(p, r, s)
        - largest(p, q)
        - largest(p, r)
        - largest(p, s)
        + p,
    ),
    quantities=(*planes, *weights),
    assumptions=(Le(mixed, p, evaluate=False),),
    notations=(
        Notation(
            r"\max\{p, q, r, s\} = \max\{p, q, r\} + \max\{p, q, s\} + \max\{p, r, s\} "
            r"- \max\{p, q\} - \max\{p, r\} - \max\{p, s\} + p"
        ),
        Notation(
            r"\max(f, g, h, k) = \max(f, g, h) + \max(f, g, k) + \max(f, h, k) "
            r"- \max(f, g) - \max(f, h) - \max(f, k) + f",
            letters=(("f", "p"), ("g", "q"), ("h", "r"), ("k", "s")),
        ),
    ),
    words=("hinge", "maxout", "signed sum", "piecewise linear"),
    derivation=derive_one_between,
    source=Source(wang, "theorem 1, for two variables"),
)

TOPIC = Topic(
    "Piecewise linear functions",
    formulas=(rectified_form, absolute_form, hinge_form, two_pairs, one_between),
)
