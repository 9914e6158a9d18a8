"""What compares a form: absolute value, sign, indicators of order and equality, floor."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from derivations.forms.facts import Unprovable
from derivations.forms.forms import ONE, ZERO, Factor, Form, form_of, number, single

if TYPE_CHECKING:
    from derivations.forms.calculus import Calculus


def absolute_of(calculus: Calculus, form: Form) -> Form:
    """The absolute value."""
    if not form.terms:
        return ZERO
    if calculus.facts.is_nonnegative_form(form):
        return form
    content, primitive = calculus.content(form, True)
    ((monomial, coefficient),) = content.terms
    result = number(abs(coefficient))
    for factor, exponent in monomial:
        if calculus.facts.is_nonnegative(factor, exponent):
            result = calculus.multiply(result, single(factor, exponent))
        else:
            size = Factor("abs", arguments=(single(factor),))
            result = calculus.multiply(result, calculus.monomial({size: exponent}))
    if primitive != ONE and not calculus.facts.is_nonnegative_form(primitive):
        primitive = calculus.monomial({Factor("abs", arguments=(primitive,)): Fraction(1)})
    return calculus.multiply(result, primitive)


def sign_of(calculus: Calculus, form: Form) -> Form:
    """-1, 0 or 1."""
    constant = form.constant
    if constant is not None:
        return number((constant > 0) - (constant < 0))
    content, primitive = calculus.content(form, True)
    ((monomial, coefficient),) = content.terms
    result = number(1 if coefficient > 0 else -1)
    for factor, exponent in monomial:
        if exponent.denominator != 1:
            raise Unprovable("the sign of a root")
        certain = factor.head in ("exp", "prime", "pi")
        if not certain:
            parity = Fraction(int(exponent) % 2 or 2)
            result = calculus.multiply(result, calculus.monomial({_sign_factor(single(factor)): parity}))
    if primitive != ONE:
        result = calculus.multiply(result, calculus.monomial({_sign_factor(primitive): Fraction(1)}))
    return result


def positive_of(calculus: Calculus, form: Form) -> Form:
    """1 where the form is positive, else 0."""
    constant = form.constant
    if constant is not None:
        return number(int(constant > 0))
    if calculus.facts.is_integer(form):
        low, high = calculus.facts.least(form), calculus.facts.least(calculus.scale(form, -1))
        if low is not None and low >= 1:
            return ONE
        if high is not None and high >= 0:
            return ZERO
        other = calculus.subtract(ONE, form)  # of integers, either d or 1 - d is positive
        if other.key < form.key:
            return calculus.subtract(ONE, single(Factor("positive", arguments=(other,))))
        return single(Factor("positive", arguments=(form,)))
    content, primitive = calculus.content(form, False)
    ((monomial, coefficient),) = content.terms
    kept = ONE if calculus.facts.is_positive_form(primitive) else primitive
    for factor, exponent in monomial:
        if not calculus.facts.is_positive(factor):
            inner = factor.arguments[0] if factor.head == "base" else single(factor)
            odd = exponent.denominator == 1 and exponent.numerator % 2 == 1
            kept = calculus.multiply(kept, inner if odd else calculus.power(inner, abs(exponent)))
    if coefficient < 0:
        kept = calculus.scale(kept, -1)
    return single(Factor("positive", arguments=(kept,))) if kept.constant is None else calculus.positive(kept)


def equal_of(calculus: Calculus, a: Form, b: Form) -> Form:
    """1 where the two are equal, else 0."""
    difference = calculus.subtract(a, b)
    constant = difference.constant
    if constant is not None:
        return number(int(constant == 0))
    if not (calculus.facts.is_integer(a) and calculus.facts.is_integer(b)):
        above, below = calculus.positive(difference), calculus.positive(calculus.scale(difference, -1))
        return calculus.subtract(ONE, calculus.add(above, below))
    low, high = calculus.facts.least(difference), calculus.facts.least(calculus.scale(difference, -1))
    if (low is not None and low > 0) or (high is not None and high > 0):
        return ZERO
    left, right = sorted((a, b), key=lambda form: form.key)
    return single(Factor("delta", arguments=(left, right)))


def floor_of(calculus: Calculus, form: Form) -> Form:
    """The largest integer that is not above."""
    whole = form_of(
        (m, c) for m, c in form.terms if c.denominator == 1 and calculus.facts.is_integer(Form(((m, Fraction(1)),)))
    )
    rest = calculus.subtract(form, whole)
    constant = rest.constant
    if constant is not None:
        return calculus.add(whole, number(constant.numerator // constant.denominator))
    return calculus.add(whole, single(Factor("floor", arguments=(rest,))))


def _sign_factor(form: Form) -> Factor:
    return Factor("sign", arguments=(form,))
