"""Products of factors that are not independent: deltas, indicators, roots, absolute values, one-hot vectors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from derivations.forms.facts import Unprovable
from derivations.forms.forms import ZERO, Factor, Form, monomial_of, number, single

if TYPE_CHECKING:
    from derivations.forms.calculus import Calculus

LARGEST_EXPONENT = 64  # of a number that is multiplied out
Exponents = Mapping[Factor, Fraction]
Rule = Callable[["Calculus", Factor, Fraction, Exponents], Form | None]


def special_product(calculus: Calculus, exponents: Exponents) -> Form | None:
    """The product of powers of factors where a rule applies to one of them; `None` where none does."""
    special = [factor for factor in exponents if factor.head in _RULES]
    for factor in sorted(special, key=lambda factor: factor.key) if len(special) > 1 else special:
        changed = _RULES[factor.head](calculus, factor, exponents[factor], exponents)
        if changed is not None:
            return changed
    return None


def _without(exponents: Exponents, *factors: Factor) -> Form:
    kept = {f: e for f, e in exponents.items() if f not in factors}
    return Form(((monomial_of(kept), Fraction(1)),))


def _delta(calculus: Calculus, factor: Factor, exponent: Fraction, exponents: Exponents) -> Form | None:
    """A delta is idempotent, and puts one of its indices in the place of the other."""
    if exponent < 0:
        raise Unprovable("division by a delta")
    rest = _without(exponents, factor)
    for gone, kept in (factor.arguments[::-1], factor.arguments):
        label = gone.factor.label if gone.factor is not None and gone.factor.head == "name" else None
        if label is not None and label in calculus.facts.ranges and label not in kept.names:
            if label in rest.names:
                return calculus.multiply(single(factor), calculus.rebuild(rest, {label: kept}))
            break
    return calculus.multiply(rest, single(factor)) if exponent != 1 else None


def _indicator(calculus: Calculus, factor: Factor, exponent: Fraction, exponents: Exponents) -> Form | None:
    """An indicator is idempotent, and no number is both positive and negative."""
    if exponent < 0:
        raise Unprovable("division by an indicator")
    opposite = Factor("positive", arguments=(calculus.scale(factor.arguments[0], -1),))
    if opposite in exponents:
        return ZERO
    return calculus.multiply(_without(exponents, factor), single(factor)) if exponent != 1 else None


def _prime(calculus: Calculus, factor: Factor, exponent: Fraction, exponents: Exponents) -> Form | None:
    """Whole powers of a number go into the coefficient."""
    whole = exponent.numerator // exponent.denominator
    if not whole:
        return None
    if abs(whole) > LARGEST_EXPONENT:
        raise Unprovable("a power of a number that is too large")
    rest = calculus.multiply(_without(exponents, factor), single(factor, exponent - whole))
    return calculus.scale(rest, Fraction(int(factor.label)) ** whole)


def _base(calculus: Calculus, factor: Factor, exponent: Fraction, exponents: Exponents) -> Form | None:
    """Whole positive powers of a sum are multiplied out."""
    if exponent < 1:
        return None
    return calculus.multiply(_without(exponents, factor), calculus.power(factor.arguments[0], exponent))


def _absolute(calculus: Calculus, factor: Factor, exponent: Fraction, exponents: Exponents) -> Form | None:
    """Even powers of |f| are those of f; otherwise |f| takes the even powers of f."""
    inner = factor.arguments[0]
    if exponent.denominator == 1 and exponent.numerator % 2 == 0:
        return calculus.multiply(_without(exponents, factor), calculus.power(inner, exponent))
    plain = inner.factor
    own = exponents.get(plain, Fraction(0)) if plain is not None else Fraction(0)
    if plain is None or own.denominator != 1 or abs(own) < 2:
        return None
    even = own - own % 2
    rest = _without(exponents, factor, plain)
    moved = {f: e for f, e in ((factor, exponent + even), (plain, own - even)) if e}
    return calculus.multiply(rest, calculus.monomial(moved))


def _sign(calculus: Calculus, factor: Factor, exponent: Fraction, exponents: Exponents) -> Form | None:
    """sign(f) f = |f| and sign(f) |f| = f; a third power is the sign itself."""
    if exponent >= 3 or exponent < 0:
        power = Fraction(int(exponent) % 2 or 2)
        return calculus.multiply(_without(exponents, factor), single(factor, power))
    inner = factor.arguments[0]
    size = Factor("abs", arguments=(inner,))
    own = exponents.get(size, Fraction(0))
    if own.denominator == 1 and own >= 1:
        rest = _without(exponents, factor, size)
        less = calculus.multiply(single(factor, exponent - 1), single(size, own - 1), inner)
        return calculus.multiply(rest, less)
    plain = inner.factor
    own = exponents.get(plain, Fraction(0)) if plain is not None else Fraction(0)
    if plain is not None and own.denominator == 1 and own >= 1:
        rest = _without(exponents, factor, plain)
        less = calculus.multiply(single(factor, exponent - 1), single(plain, own - 1), single(size))
        return calculus.multiply(rest, less)
    return None


def _sine(calculus: Calculus, factor: Factor, exponent: Fraction, exponents: Exponents) -> Form | None:
    """The square of a sine is one minus that of the cosine."""
    if exponent < 2:
        return None
    square = calculus.subtract(number(1), single(Factor("cos", arguments=factor.arguments), 2))
    return calculus.multiply(_without(exponents, factor), single(factor, exponent - 2), square)


def _entry(calculus: Calculus, factor: Factor, exponent: Fraction, exponents: Exponents) -> Form | None:
    """Powers of bits and signs; two entries of a one-hot vector."""
    quantity = calculus.facts.quantities.get(factor.label)
    if quantity is None or exponent.denominator != 1:
        return None
    one_hot = quantity.domain.structure == "one hot"
    if (one_hot or quantity.domain.values == (0, 1)) and exponent > 1:
        return calculus.multiply(_without(exponents, factor), single(factor))
    if quantity.domain.values == (-1, 1) and exponent not in (0, 1):
        return calculus.multiply(_without(exponents, factor), single(factor, exponent % 2))
    if not one_hot:
        return None
    for other in exponents:
        alike = other.head == "entry" and other.label == factor.label and other != factor
        if alike and other.arguments[:-1] == factor.arguments[:-1]:
            same = calculus.equal(factor.arguments[-1], other.arguments[-1])
            return calculus.multiply(_without(exponents, factor), single(factor, exponent - 1), same)
    return None


def _power(calculus: Calculus, factor: Factor, exponent: Fraction, exponents: Exponents) -> Form | None:
    """Powers of -1 have two values."""
    if factor.arguments[0] != number(-1) or exponent in (0, 1):
        return None
    return calculus.multiply(_without(exponents, factor), single(factor, exponent % 2))


_RULES: Mapping[str, Rule] = {
    "delta": _delta,
    "positive": _indicator,
    "prime": _prime,
    "base": _base,
    "abs": _absolute,
    "sign": _sign,
    "sin": _sine,
    "entry": _entry,
    "power": _power,
}
