"""Is an index form zero? Denominators are cleared, sums with the same ranges are taken together."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from derivations.forms.binding import opened
from derivations.forms.calculus import Calculus
from derivations.forms.cases import cases_of
from derivations.forms.forms import ONE, Factor, Form, Monomial, single
from derivations.forms.inverses import multiplied_out, without_products

ROUNDS = 8  # rewritings of one form
DEPTH = 7  # questions that are settled by cases, one inside the other
PRODUCTS = 3  # matrices by which a form is multiplied to be rid of their inverses


def vanishes(calculus: Calculus, form: Form, depth: int = DEPTH, products: int = PRODUCTS) -> bool:
    """Whether a form is certainly zero."""
    for _ in range(ROUNDS):
        if not form.terms:
            return True
        calculus.facts.spend(len(form.terms))
        before = form
        form = _without_empty_sums(calculus, cleared_of_denominators(calculus, form), depth, products)
        if form.terms and "inverse:" in form.key:
            form = without_products(calculus, form)
            if form == before and products:
                products -= 1
                form = multiplied_out(calculus, form) or form
        if form == before:
            break
    if not form.terms:
        return True
    cases = cases_of(calculus, form) if depth else None
    return cases is not None and all(vanishes(calculus, case, depth - 1, products) for case in cases)


def cleared_of_denominators(calculus: Calculus, form: Form) -> Form:
    """The form times the largest power of each sum in a denominator: it is zero where the form is."""
    least: dict[Factor, Fraction] = {}
    for monomial, _ in form.terms:
        for factor, exponent in monomial:
            if factor.head == "base" and exponent < 0:
                least[factor] = min(least.get(factor, exponent), exponent)
    for factor in sorted(least, key=lambda factor: factor.key):
        form = calculus.add(*(_raised(calculus, monomial, c, factor, -least[factor]) for monomial, c in form.terms))
    return form


def _raised(calculus: Calculus, monomial: Monomial, coefficient: Fraction, factor: Factor, power: Fraction) -> Form:
    calculus.facts.spend()
    exponents = dict(monomial)
    exponents[factor] = exponents.get(factor, Fraction(0)) + power
    return calculus.scale(calculus.monomial(exponents), coefficient)


def _without_empty_sums(calculus: Calculus, form: Form, depth: int, products: int) -> Form:
    """The form without sums whose bodies, taken together, vanish."""
    groups: dict[str, list[tuple[Monomial, Fraction, Factor]]] = {}
    for monomial, coefficient in form.terms:
        sums = [factor for factor, exponent in monomial if factor.head == "sum" and exponent == 1]
        if len(sums) == 1 and len(sums[0].bound) == 1:
            rest = tuple(pair for pair in monomial if pair[0] != sums[0])
            key = Form(((rest, Fraction(1)),)).key + "|" + sums[0].arguments[1].key
            groups.setdefault(key, []).append((monomial, coefficient, sums[0]))
    gone: set[str] = set()
    for members in groups.values():
        if len(members) > 1 and vanishes(calculus, _together(calculus, members), depth, products):
            gone |= {Form(((monomial, ONE.terms[0][1]),)).key for monomial, _, _ in members}
    return Form(tuple((m, c) for m, c in form.terms if Form(((m, Fraction(1)),)).key not in gone))


def _together(calculus: Calculus, members: Sequence[tuple[Monomial, Fraction, Factor]]) -> Form:
    """The bodies of sums over the same range under one index, with their coefficients."""
    (first,), _ = opened(calculus, members[0][2])
    total = []
    for _, coefficient, factor in members:
        (label,), (body,) = opened(calculus, factor)
        total.append(calculus.scale(calculus.rebuild(body, {label: single(Factor("name", first))}), coefficient))
    return calculus.add(*total)
