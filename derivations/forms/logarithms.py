"""Exponentials and logarithms of forms."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from derivations.forms.facts import Unprovable
from derivations.forms.forms import ONE, Factor, Form, form_of, number, single
from derivations.forms.powers import primes

if TYPE_CHECKING:
    from derivations.forms.calculus import Calculus


def exp_of(calculus: Calculus, form: Form) -> Form:
    """The exponential: a product over the terms."""
    result = ONE
    for monomial, coefficient in form.terms:
        logs = [f for f, e in monomial if f.head == "log" and e == 1]
        if logs:
            rest = form_of([(tuple(pair for pair in monomial if pair[0] != logs[0]), coefficient)])
            result = calculus.multiply(result, calculus.to_the(logs[0].arguments[0], rest))
        else:
            factor = Factor("exp", arguments=(Form(((monomial, Fraction(1)),)),))
            result = calculus.multiply(result, single(factor, coefficient))
    return result


def log_of(calculus: Calculus, form: Form) -> Form:
    """The logarithm: a sum over the factors whose sign is known."""
    if not form.terms:
        raise Unprovable("the logarithm of zero")
    content, primitive = calculus.content(form, False)
    ((monomial, coefficient),) = content.terms
    total, inside = [], primitive
    if coefficient < 0:
        coefficient, inside = -coefficient, calculus.scale(inside, -1)
    for part, sign in ((coefficient.numerator, 1), (coefficient.denominator, -1)):
        for prime, count in primes(part):
            total.append(calculus.scale(single(Factor("log", arguments=(number(prime),))), count * sign))
    for factor, exponent in monomial:
        if not calculus.facts.is_nonnegative(factor, exponent):
            inside = calculus.multiply(inside, single(factor, exponent))
        elif factor.head == "exp":
            total.append(calculus.scale(factor.arguments[0], exponent))
        elif factor.head == "base" and (exponent.denominator % 2 == 0 or exponent.numerator % 2):
            total.append(calculus.scale(_log_of_base(calculus, factor.arguments[0]), exponent))
        elif exponent.denominator % 2 and not calculus.facts.is_nonnegative(factor, Fraction(1)):
            inner = factor.arguments[0] if factor.head == "base" else single(factor)
            total.append(calculus.scale(calculus.log(calculus.absolute(inner)), exponent))
        elif factor.head == "power":
            base, symbolic = factor.arguments
            total.append(calculus.scale(calculus.multiply(symbolic, calculus.log(base)), exponent))
        elif factor.head == "prime":
            total.append(calculus.scale(single(Factor("log", arguments=(number(int(factor.label)),))), exponent))
        else:
            total.append(calculus.scale(single(Factor("log", arguments=(single(factor),))), exponent))
    if inside != ONE:
        total.append(single(Factor("log", arguments=(inside,))))
    return calculus.add(*total)


def _log_of_base(calculus: Calculus, form: Form) -> Form:
    factor = form.factor
    return calculus.log(form) if factor is None else single(Factor("log", arguments=(form,)))
