"""The content of a form: the monomial that all of its terms share."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING

from derivations.forms.facts import Unprovable
from derivations.forms.forms import ONE, Factor, Form, Monomial, monomial_of

if TYPE_CHECKING:
    from derivations.forms.calculus import Calculus


def content_of(calculus: Calculus, form: Form, signed: bool) -> tuple[Form, Form]:
    """A form as a monomial times a form without common factors and denominators, its coefficients whole, or 1;
    `signed` also turns the sign of the first to plus."""
    if len(form.terms) == 1:
        return form, ONE
    least: dict[Factor, Fraction] = {}
    for position, (monomial, _) in enumerate(form.terms):
        here = dict(monomial)
        for factor in {*least, *here}:
            own = here.get(factor, Fraction(0))
            least[factor] = min(least.get(factor, own if position == 0 else Fraction(0)), own)
    common = {f: e for f, e in least.items() if e}
    coefficients = [c for _, c in form.terms]
    scale = Fraction(gcd(*(c.numerator for c in coefficients)), lcm(*(c.denominator for c in coefficients)))
    primitive = form
    if common or scale != 1:
        primitive = calculus.add(*(_divided(calculus, m, c / scale, common) for m, c in form.terms))
    if signed and primitive.terms and primitive.terms[0][1] < 0:
        primitive, scale = calculus.scale(primitive, -1), -scale
    outer = Form(((monomial_of(common), scale),))
    if any(factor.head == "base" for factor in common):  # multiplied out, the rest may have a content of its own
        if not primitive.terms:
            raise Unprovable("a quotient that vanishes")
        again, primitive = calculus.content(primitive, signed)
        outer = calculus.multiply(outer, again)
    return outer, primitive


def _divided(calculus: Calculus, monomial: Monomial, coefficient: Fraction, divisor: Mapping[Factor, Fraction]) -> Form:
    exponents = dict(monomial)
    for factor, exponent in divisor.items():
        exponents[factor] = exponents.get(factor, Fraction(0)) - exponent
    return calculus.scale(calculus.monomial(exponents), coefficient)
