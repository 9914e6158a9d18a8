"""A form by cases: the signs of its arguments, and the values of quantities that have few."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from derivations.forms.calculus import Calculus
from derivations.forms.forms import ONE, ZERO, Factor, Form, monomial_of, number
from derivations.forms.rebuilding import reopened

FEW = 4  # values of a quantity that are tried one by one
MOST = 8  # positions of an index that are tried one by one


def cases_of(calculus: Calculus, form: Form) -> list[Form] | None:
    """Forms that all vanish only if this one does, each with one question less; `None` where there is no question."""
    for factor in sorted(_questions(calculus, form), key=_rank):
        found: list[dict[Factor, Form]] | None
        if factor.head in ("entry", "name"):
            found = [{factor: number(value)} for value in _values(calculus, factor)]
        else:
            found = _signs(calculus, factor.arguments[0])
        if found is not None:
            return [replaced(calculus, form, values) for values in found]
    return None


def _rank(factor: Factor) -> tuple[bool, str]:
    """Quantities and indices come first: their values settle signs."""
    return factor.head not in ("entry", "name"), factor.key


def _questions(calculus: Calculus, form: Form) -> Iterator[Factor]:
    """The factors with few values, wherever they stand, that do not depend on a bound index."""
    for monomial, _ in form.terms:
        for factor, _ in monomial:
            if any(name.startswith("$") for name in factor.names):
                continue
            if factor.head in ("positive", "abs", "sign") or _positions(calculus, factor):
                yield factor
            if factor.head == "entry":
                quantity = calculus.facts.quantities.get(factor.label)
                if quantity is not None and 0 < len(quantity.domain.values) <= FEW:
                    yield factor
            for argument in factor.arguments:
                yield from _questions(calculus, argument)


def _values(calculus: Calculus, factor: Factor) -> Sequence[int]:
    quantity = calculus.facts.quantities.get(factor.label) if factor.head == "entry" else None
    return _positions(calculus, factor) or (quantity.domain.values if quantity is not None else ())


def _positions(calculus: Calculus, factor: Factor) -> Sequence[int]:
    """The values of an index that runs over a known number of positions, if they are few."""
    ends = calculus.facts.ends(factor)
    if ends is None or factor.label.startswith("~"):
        return ()
    low, high = ends[0].constant, ends[1].constant
    return range(int(low), int(high) + 1) if low is not None and high is not None and high - low < MOST else ()


def _signs(calculus: Calculus, form: Form) -> list[dict[Factor, Form]] | None:
    """What is known where a form is positive, negative and zero."""
    above, below = (calculus.positive(calculus.scale(form, sign)) for sign in (1, -1))
    if calculus.facts.is_integer(form):
        factor = above.factor
        return None if factor is None else [{factor: ONE}, {factor: ZERO}]
    zero = _solved(calculus, form)
    if zero is None:
        return None
    found: list[dict[Factor, Form]] = []
    for sign in (1, -1):
        known: dict[Factor, Form] = {}
        _learn(known, above, number(int(sign > 0)))
        _learn(known, below, number(int(sign < 0)))
        _learn(known, calculus.absolute(form), calculus.scale(form, sign))
        _learn(known, calculus.sign(form), number(sign))
        found.append(known)
    return [*found, zero] if found[0] else None


def _learn(known: dict[Factor, Form], form: Form, value: Form) -> None:
    """Note the value of the factor that a form is, up to its sign."""
    if len(form.terms) == 1:
        ((monomial, coefficient),) = form.terms
        if len(monomial) == 1 and monomial[0][1] == 1 and abs(coefficient) == 1:
            known[monomial[0][0]] = Form(tuple((m, c / coefficient) for m, c in value.terms))


def _solved(calculus: Calculus, form: Form) -> dict[Factor, Form] | None:
    """The value of a factor at which the form is zero."""
    for monomial, coefficient in form.terms:
        if len(monomial) == 1 and monomial[0][1] == 1 and monomial[0][0].head in ("entry", "sum", "call"):
            factor = monomial[0][0]
            rest = Form(tuple((m, -c / coefficient) for m, c in form.terms if m != monomial))
            if factor.key not in rest.key:
                return {factor: rest}
    return None


def replaced(calculus: Calculus, form: Form, values: Mapping[Factor, Form]) -> Form:
    """The form with factors replaced, wherever they stand."""
    total = []
    for monomial, coefficient in form.terms:
        calculus.facts.spend()
        untouched = {f: e for f, e in monomial if not any(known.key in f.key for known in values)}
        result = Form(((monomial_of(untouched), coefficient),))
        for factor, exponent in monomial:
            if factor not in untouched:
                result = calculus.multiply(result, calculus.power(_replaced(calculus, factor, values), exponent))
        total.append(result)
    return calculus.add(*total)


def _replaced(calculus: Calculus, factor: Factor, values: Mapping[Factor, Form]) -> Form:
    if factor in values:
        return values[factor]
    if factor.bound:
        return reopened(calculus, factor, lambda form: replaced(calculus, form, values))
    return calculus.made(factor, [replaced(calculus, argument, values) for argument in factor.arguments])
