"""Derivatives of index forms by an entry of a quantity, by the rules of calculus."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from derivations.forms.binding import closure, opened, split
from derivations.forms.calculus import Calculus
from derivations.forms.facts import Unprovable
from derivations.forms.forms import ZERO, Factor, Form, monomial_of, name, number, single
from derivations.forms.matrices import inverse_of
from derivations.forms.sums import summed

Place = Sequence[Form]


def slope(calculus: Calculus, form: Form, leaf: str, place: Place) -> Form:
    """The derivative by the entry of the quantity `leaf` at that place."""
    total = []
    for monomial, coefficient in form.terms:
        for factor, exponent in monomial:
            if f"@{leaf}" in factor.names:
                calculus.facts.spend()
                exponents = dict(monomial)
                exponents[factor] = exponent - 1
                rest = Form(((monomial_of(exponents), coefficient * exponent),))
                total.append(calculus.multiply(rest, _slope(calculus, factor, leaf, place)))
    return calculus.add(*total)


def _slope(calculus: Calculus, factor: Factor, leaf: str, place: Place) -> Form:
    if factor.bound or factor.head == "call":
        return _bound_slope(calculus, factor, leaf, place)
    if factor.head == "entry":
        return calculus.multiply(*(calculus.equal(a, b) for a, b in zip(factor.arguments, place, strict=True)))
    inner = factor.arguments[0]
    own = slope(calculus, inner, leaf, place)
    match factor.head:
        case "exp":
            return calculus.multiply(single(factor), own)
        case "log":
            return calculus.divide(own, inner)
        case "sin":
            return calculus.multiply(calculus.sine(inner, True), own)
        case "cos":
            return calculus.multiply(calculus.sine(inner, False), calculus.scale(own, -1))
        case "abs":
            return calculus.multiply(calculus.sign(inner), own)
        case "sign" | "positive" | "floor":
            return ZERO
        case "base":
            return own
        case "power":
            base, exponent = factor.arguments
            up = calculus.multiply(slope(calculus, exponent, leaf, place), calculus.log(base))
            along = calculus.divide(calculus.multiply(exponent, own), base)
            return calculus.multiply(single(factor), calculus.add(up, along))
        case "erf":
            density = calculus.exp(calculus.scale(calculus.power(inner, 2), -1))
            root = calculus.power(single(Factor("pi")), Fraction(-1, 2))
            return calculus.multiply(number(2), root, density, own)
        case _:
            raise Unprovable(f"the derivative of {factor.head}")


def _bound_slope(calculus: Calculus, factor: Factor, leaf: str, place: Place) -> Form:
    labels, inside = opened(calculus, factor)
    outside, _, _ = split(factor)
    match factor.head:
        case "sum":
            return summed(calculus, slope(calculus, inside[0], leaf, place), labels)
        case "product":
            relative = calculus.divide(slope(calculus, inside[0], leaf, place), inside[0])
            return calculus.multiply(single(factor), summed(calculus, relative, labels))
        case "inverse":
            row, column = labels
            inner = slope(calculus, inside[0], leaf, place)
            left = inverse_of(calculus, *_again(calculus, factor), (outside[0], name(row)))
            right = inverse_of(calculus, *_again(calculus, factor), (name(column), outside[1]))
            return calculus.scale(summed(calculus, calculus.multiply(left, inner, right), labels), -1)
        case "determinant":
            row, column = labels
            inner = slope(calculus, inside[0], leaf, place)
            inverse = inverse_of(calculus, *_again(calculus, factor), (name(column), name(row)))
            return calculus.multiply(single(factor), summed(calculus, calculus.multiply(inverse, inner), labels))
        case "call":
            return _call_slope(calculus, factor, leaf, place)
        case _:
            raise Unprovable(f"the derivative of {factor.head}")


def _again(calculus: Calculus, factor: Factor) -> tuple[Form, tuple[str, ...]]:
    labels, inside = opened(calculus, factor)
    return inside[0], labels


def _call_slope(calculus: Calculus, factor: Factor, leaf: str, place: Place) -> Form:
    """The chain rule for an arbitrary function: its own slopes are functions of the same arguments."""
    function, _, spec = factor.label.partition("/")
    out, *ranks = (int(part) for part in spec.split("/")[0].split(","))
    before = spec.partition("/")[2]
    outside, ranges, _ = split(factor)
    total = []
    start = 0
    for position, rank in enumerate(ranks):
        labels, inside = opened(calculus, factor)
        axes = [calculus.facts.fresh(*ends) for ends in ranges[start : start + rank]]
        argument = calculus.rebuild(
            inside[position], {old: name(new) for old, new in zip(labels[start : start + rank], axes, strict=True)}
        )
        start += rank
        inner = slope(calculus, argument, leaf, place)
        if not inner.terms:
            continue
        head, by = _ordered(out, before, outside, position, [name(axis) for axis in axes])
        label = f"{function}/{spec.split('/')[0]}/{head}"
        own = closure(calculus, "call", label, by, inside, labels)
        total.append(summed(calculus, calculus.multiply(own, inner), axes))
    return calculus.add(*total)


def _ordered(
    out: int, before: str, outside: Sequence[Form], position: int, axes: Sequence[Form]
) -> tuple[str, list[Form]]:
    """The slopes of a function in an order that does not depend on that of differentiation."""
    pairs: list[tuple[str, tuple[Form, ...]]] = []
    at = out
    for part in filter(None, before.split(";")):
        argument, _, rank = part.partition(":")
        pairs.append((f"{argument}:{rank}", tuple(outside[at : at + int(rank)])))
        at += int(rank)
    pairs.append((f"{position}:{len(axes)}", tuple(axes)))
    pairs.sort(key=lambda pair: (pair[0], [form.key for form in pair[1]]))
    flat = [form for _, forms in pairs for form in forms]
    return ";".join(kind for kind, _ in pairs), [*outside[:out], *flat]
