"""Products of a matrix with its inverse: recognised inside sums, and made on purpose at a free index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from derivations.forms.binding import opened, split
from derivations.forms.calculus import Calculus
from derivations.forms.forms import Factor, Form, Monomial, form_of, monomial_of, name, single
from derivations.forms.matrices import inverse_of
from derivations.forms.sums import summed


@dataclass(frozen=True)
class Pattern:
    """A term of a matrix: the scale in front, its factors, and the names that stand for indices in them."""

    scale: Form
    factors: tuple[tuple[Factor, Fraction], ...]
    running: tuple[str, ...]
    others: Form


def without_products(calculus: Calculus, form: Form) -> Form:
    """The form after one rewriting of a sum in which a matrix meets its inverse; the same form where there is none."""
    for monomial, coefficient in form.terms:
        for factor, exponent in monomial:
            if factor.head == "sum" and exponent == 1 and "inverse:" in factor.key:
                changed = _rewritten(calculus, factor)
                if changed is not None:
                    rest = Form(((tuple(pair for pair in monomial if pair[0] != factor), coefficient),))
                    others = Form(tuple((m, c) for m, c in form.terms if m != monomial))
                    return calculus.add(others, calculus.multiply(rest, changed))
    return form


def multiplied_out(calculus: Calculus, form: Form) -> Form | None:
    """The form times a matrix whose inverse stands in it, at a free index: it is zero only where the form is."""
    for factor in _inverses(form):
        for side in (0, 1):
            free = factor.arguments[side].factor
            if free is None or free.head != "name" or not _is_whole(calculus, free.label, factor):
                continue
            _, ranges, _ = split(factor)
            moved = calculus.facts.fresh(*ranges[0])
            place = (name(moved), name(free.label)) if side == 0 else (name(free.label), name(moved))
            entry = _entry(calculus, factor, *place)
            return calculus.sum_over(calculus.multiply(entry, form), free.label, *ranges[0])
    return None


def _is_whole(calculus: Calculus, label: str, factor: Factor) -> bool:
    """Whether a free index runs over all rows of the matrix."""
    return calculus.facts.ranges.get(label) == split(factor)[1][0]


def _inverses(form: Form) -> Iterator[Factor]:
    for monomial, _ in form.terms:
        for factor, _ in monomial:
            if factor.head == "inverse":
                yield factor
            elif factor.head == "sum":
                yield from _inverses(factor.arguments[-1])


def _entry(calculus: Calculus, factor: Factor, row: Form, column: Form) -> Form:
    """An entry of the matrix whose inverse the factor is from."""
    return calculus.rebuild(factor.arguments[-1], dict(zip(factor.bound, (row, column), strict=True)))


def _rewritten(calculus: Calculus, factor: Factor) -> Form | None:
    """A sum with the product of a matrix and its inverse, by what the product is."""
    labels, (body,) = opened(calculus, factor)
    if len(body.terms) != 1:
        return None
    ((monomial, coefficient),) = body.terms
    for inverse, exponent in monomial:
        if inverse.head != "inverse" or exponent != 1:
            continue
        for side in (0, 1):
            index = inverse.arguments[side].factor
            if index is None or index.label not in labels or index.head != "name":
                continue
            changed = _matched(calculus, monomial, inverse, side, index.label, labels)
            if changed is not None:
                return calculus.scale(changed, coefficient)
    return None


def _matched(
    calculus: Calculus, monomial: Monomial, inverse: Factor, side: int, index: str, labels: Sequence[str]
) -> Form | None:
    """The sum over `index` of an inverse and the leading term of its matrix, found among the other factors."""
    outer = inverse.arguments[1 - side]
    if index in outer.names:
        return None
    low, high = split(inverse)[1][0]
    beyond = calculus.facts.fresh(low, high)
    place = (name(beyond), name(index)) if side == 0 else (name(index), name(beyond))
    pattern = _leading(calculus, _entry(calculus, inverse, *place), index, beyond)
    if pattern is None:
        return None
    pool = {f: e for f, e in monomial if f != inverse}
    for bound, left in _matches(calculus, list(pattern.factors), pool, {}, (*pattern.running, beyond), labels):
        column = bound.get(beyond)
        used = {form.key for label, form in bound.items() if label != beyond}
        gone = {index, *(form.factor.label for label, form in bound.items() if label != beyond and form.factor)}
        rest = Form(((monomial_of(left), Fraction(1)),))
        if column is None or len(used) != len(pattern.running) or gone & (rest.names | column.names | outer.names):
            continue
        moved = calculus.facts.fresh(low, high)
        again = {index: name(moved), beyond: column}
        inner = (outer, name(moved)) if side == 1 else (name(moved), outer)
        one = inverse_of(calculus, *_reopened(calculus, inverse), inner)
        other = calculus.multiply(one, calculus.rebuild(pattern.others, again))
        product = calculus.subtract(calculus.equal(outer, column), calculus.sum_over(other, moved, low, high))
        known = calculus.divide(product, pattern.scale)
        return summed(calculus, calculus.multiply(rest, known), [label for label in labels if label not in gone])
    return None


def _reopened(calculus: Calculus, inverse: Factor) -> tuple[Form, tuple[str, ...]]:
    labels, (matrix,) = opened(calculus, inverse)
    return matrix, labels


def _leading(calculus: Calculus, entry: Form, index: str, beyond: str) -> Pattern | None:
    """The term of a matrix with the most factors, and the other terms."""
    best: tuple[int, str, Pattern] | None = None
    for monomial, coefficient in entry.terms:
        others = Form(tuple((m, c) for m, c in entry.terms if m != monomial))
        running: tuple[str, ...] = ()
        inside = Form(((monomial, Fraction(1)),))
        for factor, exponent in monomial:
            if factor.head == "sum" and exponent == 1 and {index, beyond} & factor.names:
                labels, (body,) = opened(calculus, factor)
                rest = form_of((tuple(pair for pair in m if pair[0] != factor), c) for m, c in inside.terms)
                running, inside = (*running, *labels), calculus.multiply(rest, body)
        if len(inside.terms) != 1:
            continue
        ((flat, scale),) = inside.terms
        touched = {index, beyond, *running}
        core = tuple(pair for pair in flat if touched & pair[0].names)
        outer = Form(((tuple(pair for pair in flat if not touched & pair[0].names), coefficient * scale),))
        if not core or any(factor.head == "delta" for factor, _ in core):
            continue
        pattern = Pattern(outer, core, running, others)
        rank = (-len(core), inside.key, pattern)
        if best is None or rank[:2] < best[:2]:
            best = rank
    return None if best is None else best[2]


Bound = dict[str, Form]
Pool = Mapping[Factor, Fraction]


def _matches(
    calculus: Calculus,
    wanted: list[tuple[Factor, Fraction]],
    pool: Pool,
    bound: Bound,
    free: Sequence[str],
    labels: Sequence[str],
) -> Iterator[tuple[Bound, dict[Factor, Fraction]]]:
    """The ways to find the wanted factors in a pool, with what the free names then stand for, and what is left."""
    calculus.facts.spend()
    if not wanted:
        yield bound, dict(pool)
        return
    (factor, exponent), *others = wanted
    for candidate, own in pool.items():
        if own.denominator != 1 or own < exponent:
            continue
        for found in _unified(calculus, factor, candidate, bound, free):
            if any(label not in labels for label in _running(found, free[:-1])):
                continue
            left = {f: e for f, e in pool.items() if f != candidate}
            if own > exponent:
                left[candidate] = own - exponent
            yield from _matches(calculus, others, left, found, free, labels)


def _running(bound: Bound, free: Sequence[str]) -> Iterator[str]:
    """The names for which running indices of the pattern stand; nothing that is no name."""
    for label in free:
        if label in bound:
            factor = bound[label].factor
            yield factor.label if factor is not None and factor.head == "name" else ""


def _unified(calculus: Calculus, a: Factor, b: Factor, bound: Bound, free: Sequence[str]) -> Iterator[Bound]:
    """What the free names of one factor stand for if it is the other."""
    if a.head != b.head or a.label != b.label or len(a.arguments) != len(b.arguments):
        return
    orders = [b.arguments]
    if calculus.facts.structure(a) in ("symmetric", "positive definite") or a.head == "inverse":
        orders.append((b.arguments[1], b.arguments[0], *b.arguments[2:]))
    for arguments in orders:
        found = dict(bound)
        for mine, other in zip(a.arguments, arguments, strict=True):
            label = mine.factor.label if mine.factor is not None and mine.factor.head == "name" else ""
            if label in free:
                found.setdefault(label, other)
        renamed = calculus.rebuild(single(a), {label: form for label, form in found.items() if label in free})
        if renamed == single(b):
            yield found
