"""Powers of forms: rational exponents, and symbolic ones."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from derivations.forms.facts import Unprovable
from derivations.forms.forms import ONE, ZERO, Factor, Form, number, single

if TYPE_CHECKING:
    from derivations.forms.calculus import Calculus

LARGEST_POWER = 6  # of a sum that is multiplied out
LARGEST_EXPONENT = 64  # of a number


def power_of(calculus: Calculus, form: Form, exponent: Fraction | int) -> Form:
    """A rational power; a sum is multiplied out where the exponent is a small natural number."""
    if exponent == 1:
        return form
    exponent = Fraction(exponent)
    if exponent == 0:
        return ONE
    if not form.terms:
        if exponent < 0:
            raise Unprovable("division by zero")
        return ZERO
    if len(form.terms) == 1:
        return _power_of_monomial(calculus, form, exponent)
    content, primitive = calculus.content(form, exponent.denominator == 1)
    if primitive == ONE:
        return _power_of_monomial(calculus, content, exponent)
    whole = exponent.numerator // exponent.denominator
    if whole > LARGEST_POWER:
        raise Unprovable("a power that is too large to multiply out")
    result = calculus.power(content, exponent)
    if whole >= 1:
        result = calculus.multiply(result, *([primitive] * whole))
        exponent -= whole
    return calculus.multiply(result, single(Factor("base", arguments=(primitive,)), exponent)) if exponent else result


def _power_of_monomial(calculus: Calculus, form: Form, exponent: Fraction) -> Form:
    ((monomial, coefficient),) = form.terms
    result = _power_of_number(calculus, coefficient, exponent)
    for factor, own in monomial:
        inner = factor.arguments[0] if factor.head == "base" else single(factor)
        root = own.denominator % 2 == 0  # it has a value only where the base is not negative
        if exponent.denominator == 1 or root or calculus.facts.is_nonnegative(factor, Fraction(1)):
            power = calculus.power(inner, own * exponent) if factor.head == "base" else None
            result = calculus.multiply(result, power or calculus.monomial({factor: own * exponent}))
        elif calculus.facts.is_nonnegative(factor, own):
            result = calculus.multiply(result, calculus.power(calculus.absolute(inner), own * exponent))
        else:
            base = Factor("base", arguments=(single(factor, own),))
            result = calculus.multiply(result, single(base, exponent))
    return result


def _power_of_number(calculus: Calculus, value: Fraction, exponent: Fraction) -> Form:
    if abs(exponent) > LARGEST_EXPONENT:
        raise Unprovable("a power of a number that is too large")
    if exponent.denominator == 1:
        return number(value ** int(exponent))
    if value < 0:
        raise Unprovable("a root of a negative number")
    result = ONE
    for part, sign in ((value.numerator, 1), (value.denominator, -1)):
        for prime, count in primes(part):
            factor = Factor("prime", str(prime))
            result = calculus.multiply(result, calculus.monomial({factor: exponent * count * sign}))
    return result


def symbolic_power_of(calculus: Calculus, base: Form, exponent: Form) -> Form:
    """A power with any exponent; formal where the base may be zero."""
    constant = exponent.constant
    if constant is not None:
        return calculus.power(base, constant)
    result = ONE
    for monomial, coefficient in exponent.terms:
        if not monomial:
            result = calculus.multiply(result, calculus.power(base, coefficient))
            continue
        unit = Form(((monomial, Fraction(1)),))
        whole = coefficient.denominator == 1 and calculus.facts.is_integer(unit)
        result = calculus.multiply(result, *_symbolic(calculus, base, unit, coefficient, whole))
    return result


def _symbolic(calculus: Calculus, base: Form, unit: Form, coefficient: Fraction, whole: bool) -> Iterable[Form]:
    """The factors of `base**(coefficient * unit)`."""
    if not base.terms:
        raise Unprovable("a symbolic power of zero")
    content, primitive = calculus.content(base, whole)
    ((monomial, scale),) = content.terms
    if primitive != ONE:
        if not whole and not calculus.facts.is_nonnegative_form(primitive):
            raise Unprovable("a real power of a number that may be negative")
        yield calculus.monomial({Factor("power", arguments=(primitive, unit)): coefficient})
    if scale < 0:
        if not whole:
            raise Unprovable("a real power of a negative number")
        yield calculus.monomial({Factor("power", arguments=(number(-1), unit)): coefficient})
    for part, sign in ((abs(scale.numerator), 1), (scale.denominator, -1)):
        for prime, count in primes(part):
            yield calculus.monomial({Factor("power", arguments=(number(prime), unit)): coefficient * count * sign})
    for factor, exponent in monomial:
        if not whole and not calculus.facts.is_nonnegative(factor, Fraction(1)):
            raise Unprovable("a real power of a number that may be negative")
        if factor.head == "exp":
            yield calculus.exp(calculus.multiply(factor.arguments[0], calculus.scale(unit, coefficient * exponent)))
        elif factor.head == "base":
            yield from _symbolic(calculus, factor.arguments[0], unit, coefficient * exponent, whole)
        elif factor.head == "power":
            inner, symbolic = factor.arguments
            yield calculus.to_the(inner, calculus.multiply(symbolic, calculus.scale(unit, coefficient * exponent)))
        elif exponent.denominator != 1 and whole:
            yield calculus.to_the(single(factor), calculus.scale(unit, coefficient * exponent))
        else:
            yield calculus.monomial({Factor("power", arguments=(single(factor), unit)): coefficient * exponent})


def primes(value: int) -> list[tuple[int, int]]:
    """The prime factors of a natural number below a million with their exponents; of a larger one, itself."""
    found: list[tuple[int, int]] = []
    prime = 2
    while value > 1:
        if prime * prime > value or value > 10**6:
            prime = value
        count = 0
        while value % prime == 0:
            value //= prime
            count += 1
        if count:
            found.append((prime, count))
        prime += 1
    return found
