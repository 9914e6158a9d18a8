"""Functions of numbers, entry by entry."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from derivations.forms.calculus import Calculus
from derivations.forms.facts import Unprovable
from derivations.forms.forms import ONE, Factor, Form, single
from derivations.forms.grids import Grid, scalar


def sigmoid(calculus: Calculus) -> Callable[[Form], Form]:
    """The logistic function."""

    def value(form: Form) -> Form:
        return calculus.power(calculus.add(ONE, calculus.exp(calculus.scale(form, -1))), -1)

    return value


def tanh(calculus: Calculus) -> Callable[[Form], Form]:
    """The hyperbolic tangent."""

    def value(form: Form) -> Form:
        up, down = calculus.exp(form), calculus.exp(calculus.scale(form, -1))
        return calculus.divide(calculus.subtract(up, down), calculus.add(up, down))

    return value


def hyperbolic(sign: int) -> Callable[[Calculus], Callable[[Form], Form]]:
    """The hyperbolic sine for the sign -1, the cosine for 1."""

    def with_calculus(calculus: Calculus) -> Callable[[Form], Form]:
        def value(form: Form) -> Form:
            down = calculus.scale(calculus.exp(calculus.scale(form, -1)), sign)
            return calculus.scale(calculus.add(calculus.exp(form), down), Fraction(1, 2))

        return value

    return with_calculus


def softplus(calculus: Calculus) -> Callable[[Form], Form]:
    """log(1 + exp(z))."""
    return lambda form: calculus.log(calculus.add(ONE, calculus.exp(form)))


def logit(calculus: Calculus) -> Callable[[Form], Form]:
    """log(p / (1 - p))."""
    return lambda form: calculus.log(calculus.divide(form, calculus.subtract(ONE, form)))


def artanh(calculus: Calculus) -> Callable[[Form], Form]:
    """The inverse of the hyperbolic tangent."""

    def value(form: Form) -> Form:
        quotient = calculus.divide(calculus.add(ONE, form), calculus.subtract(ONE, form))
        return calculus.scale(calculus.log(quotient), Fraction(1, 2))

    return value


def relu(calculus: Calculus) -> Callable[[Form], Form]:
    """The argument where it is positive, else 0."""
    return lambda form: calculus.multiply(form, calculus.positive(form))


def larger(calculus: Calculus) -> Callable[[Form, Form], Form]:
    """The larger of two."""

    def value(a: Form, b: Form) -> Form:
        difference = calculus.subtract(a, b)
        return calculus.add(b, calculus.multiply(difference, calculus.positive(difference)))

    return value


def smaller(calculus: Calculus) -> Callable[[Form, Form], Form]:
    """The smaller of two."""

    def value(a: Form, b: Form) -> Form:
        difference = calculus.subtract(a, b)
        return calculus.subtract(a, calculus.multiply(difference, calculus.positive(difference)))

    return value


def modulo(calculus: Calculus) -> Callable[[Form, Form], Form]:
    """The remainder with the sign of the divisor."""

    def value(a: Form, b: Form) -> Form:
        return calculus.subtract(a, calculus.multiply(b, calculus.floor(calculus.divide(a, b))))

    return value


def ceil(calculus: Calculus) -> Callable[[Form], Form]:
    """The smallest integer not below."""
    return lambda form: calculus.scale(calculus.floor(calculus.scale(form, -1)), -1)


def factorial(calculus: Calculus) -> Callable[[Form], Form]:
    """n!, by the gamma function."""
    return lambda form: calculus.gamma(calculus.add(form, ONE))


def binomial(calculus: Calculus) -> Callable[[Form, Form], Form]:
    """The number of ways to choose k of n; raises `Unprovable` where n may be negative."""

    def value(n: Form, k: Form) -> Form:
        whole = factorial(calculus)
        least = calculus.facts.least(n)
        if least is None or least < 0:
            raise Unprovable("a binomial coefficient of what may be negative")
        return calculus.divide(whole(n), calculus.multiply(whole(k), whole(calculus.subtract(n, k))))

    return value


def either(calculus: Calculus) -> Callable[[Form, Form], Form]:
    """Logical or."""
    return lambda a, b: calculus.subtract(calculus.add(a, b), calculus.multiply(a, b))


def pi(calculus: Calculus) -> Grid:
    """The number pi."""
    return scalar(single(Factor("pi")))
