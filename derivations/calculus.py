"""Calculus of one variable: the logarithm near 1, and integration by parts.

Integration by parts is stated for polynomials f = Σ a_i x^i and g = Σ b_j x^j, whose integrals from 0 to x are sums; by
Weierstrass' theorem they are as near as wanted to any pair of smooth functions.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sympy import Abs, Integer, Lambda, Sum, Symbol, log

from derivations.operators import at, at_most, equal
from derivations.vocabulary import (
    Domain,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    interval,
)

rudin = "Rudin, Principles of Mathematical Analysis"
near_zero = Domain("between -1/2 and 1/2", low=Fraction(-1, 2), high=Fraction(1, 2))
small = Quantity("x", "a number near 0", domain=near_zero)
x = small.symbol
u = Symbol("u", real=True)


def derive_remainder() -> Iterator[Step]:
    """The remainder of the tangent is at most half the largest curvature times x^2."""
    yield Step(x**2 / 2 + Abs(x) ** 3, because="the series: |x|^k/k <= 2^(3-k) |x|^3/3 from k = 3 on", relation="<=")
    yield Step(x**2, because="|x| <= 1/2", relation="<=")


log_remainder = Formula(
    title="The logarithm near 1: log(1 + x) is x up to x^2",
    kind=Kind.BOUND,
    statement=at_most(Abs(log(1 + x) - x), x**2),
    quantities=(small,),
    assumptions=(),
    notations=(
        Notation(r"|\log(1 + x) - x| \leq x^2"),
        Notation(r"\left| \ln(x + 1) - x \right| \leq x^2"),
    ),
    words=("logarithm", "first order", "approximation", "taylor"),
    derivation=derive_remainder,
    source=Source(rudin, "theorem 5.15"),
    survivors=(("the absolute value", "log(1 + x) is never above x, so that the other sign says less"),),
)

degrees = Size("n", "coefficients of f", largest=3)
other_degrees = Size("m", "coefficients of g", largest=4)
left = Quantity("a", "coefficients of f", shape=(degrees,))
right = Quantity("b", "coefficients of g", shape=(other_degrees,))
end = Quantity("x", "end of the integration from 0", domain=interval(-2, 2))
n, m, X = degrees.symbol, other_degrees.symbol, end.symbol
i, j = bound_index("i j")
f_function = Quantity("f", "a polynomial", value=Lambda((u,), Sum(at(left.symbol, i) * u ** (i - 1), (i, 1, n))))
g_function = Quantity("g", "a polynomial", value=Lambda((u,), Sum(at(right.symbol, j) * u ** (j - 1), (j, 1, m))))
f, g = f_function.symbol, g_function.symbol
power = X ** (i + j - 2) / (i + j - 2)
pair = at(left.symbol, i) * at(right.symbol, j)
first_integral = Quantity("I", "integral of f g' from 0 to x", value=Sum((j - 1) * pair * power, (i, 1, n), (j, 2, m)))
second_integral = Quantity("J", "integral of f' g from 0 to x", value=Sum((i - 1) * pair * power, (i, 2, n), (j, 1, m)))
of_f_slope = second_integral.symbol


def derive_by_parts() -> Iterator[Step]:
    """The two integrals add up to the integral of the derivative of f g."""
    yield Step(
        Sum(pair * X ** (i + j - 2), (i, 1, n), (j, 1, m)) - at(left.symbol, 1) * at(right.symbol, 1) - of_f_slope,
        because="the integral of x^(i+j-3), times i + j - 2, is x^(i+j-2): for each pair but the constants",
    )
    yield Step(f(X) * g(X) - f(Integer(0)) * g(Integer(0)) - of_f_slope, because="expand the product of the two sums")


by_parts = Formula(
    title="Integration by parts",
    kind=Kind.IDENTITY,
    statement=equal(first_integral.symbol, f(X) * g(X) - f(Integer(0)) * g(Integer(0)) - of_f_slope),
    quantities=(end, left, right, f_function, g_function, first_integral, second_integral),
    assumptions=(),
    notations=(
        Notation(r"I = f(x) g(x) - f(0) g(0) - J"),
        Notation(r"F = f(x) \cdot g(x) - f(0) \cdot g(0) - G", letters=(("F", "I"), ("G", "J"))),
    ),
    words=("integration by parts", "integral", "product rule"),
    derivation=derive_by_parts,
    source=Source(rudin, "theorem 6.22"),
)

TOPIC = Topic("Calculus of one variable", formulas=(log_remainder, by_parts))
