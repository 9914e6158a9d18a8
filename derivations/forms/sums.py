"""Sums and products over an index: contraction with deltas, known sums, and canonical names of what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import permutations, product
from math import comb, factorial, prod
from typing import TYPE_CHECKING

from derivations.forms.binding import closure, opened
from derivations.forms.facts import Unprovable
from derivations.forms.forms import ONE, ZERO, Factor, Form, Monomial, name, number, single

if TYPE_CHECKING:
    from derivations.forms.calculus import Calculus

EXPLICIT = 8  # terms of a sum over a known number of positions that is written out
ORDERS = 240  # orders of the indices of one sum that are compared
SHIFT = 3  # terms by which a range may differ from that of a size


def sum_over(calculus: Calculus, form: Form, index: str, low: Form, high: Form) -> Form:
    """The sum while the index runs from low to high, both included."""
    facts = calculus.facts
    span = calculus.subtract(high, low).constant
    if span is not None:
        if span.denominator != 1 or span >= EXPLICIT:
            raise Unprovable("a sum over a known number of positions that is too large")
        places = (calculus.add(low, number(k)) for k in range(int(span) + 1))
        return calculus.add(*(calculus.rebuild(form, {index: place}) for place in places))
    if low.constant is None:
        least = facts.least(low)
        if least is None or least < 1:
            raise Unprovable("a range that may start anywhere")
        after = calculus.positive(calculus.add(name(index), ONE, calculus.scale(low, -1)))
        facts.ranges[index] = (ONE, high)
        return sum_over(calculus, calculus.multiply(form, after), index, ONE, high)
    if low != ONE:
        shift = calculus.subtract(low, ONE)
        moved = facts.fresh(ONE, calculus.subtract(high, shift))
        form = calculus.rebuild(form, {index: calculus.add(name(moved), shift)})
        return sum_over(calculus, form, moved, ONE, calculus.subtract(high, shift))
    offset = sum((c for m, c in high.terms if not m), Fraction(0))
    end = calculus.subtract(high, number(offset))
    last = end.factor
    if last is None or offset.denominator != 1 or abs(offset) > SHIFT:
        facts.ranges[index] = (ONE, high)
        return summed(calculus, form, (index,))
    if last.head == "name" and last.label in facts.ranges and facts.ranges[last.label][0] == ONE:
        whole = facts.ranges[last.label][1]
        hull = calculus.add(whole, number(max(offset, Fraction(0))))
        facts.ranges[index] = (ONE, hull)
        before = calculus.positive(calculus.add(high, ONE, calculus.scale(name(index), -1)))
        return sum_over(calculus, calculus.multiply(form, before), index, ONE, hull)
    least = facts.least(end)
    if least is None or least + min(offset, Fraction(0)) < 0:
        raise Unprovable("a range that may be too short")
    facts.ranges[index] = (ONE, end)
    beyond = range(1, int(offset) + 1) if offset > 0 else range(int(offset) + 1, 1)
    ends = [calculus.rebuild(form, {index: calculus.add(end, number(k))}) for k in beyond]
    total = summed(calculus, form, (index,))
    return calculus.add(total, *(calculus.scale(one, 1 if offset > 0 else -1) for one in ends))


def summed(calculus: Calculus, form: Form, indices: Sequence[str]) -> Form:
    """The sum over all of the indices, whose ranges the facts know."""
    terms = []
    for monomial, coefficient in form.terms:
        calculus.facts.spend()
        terms.append(calculus.scale(_summed_monomial(calculus, monomial, tuple(indices)), coefficient))
    return calculus.add(*terms)


def _summed_monomial(calculus: Calculus, monomial: Monomial, indices: tuple[str, ...]) -> Form:
    """The sum of a product: opened, contracted, and split into parts without a common index."""
    names = frozenset().union(*(factor.names for factor, _ in monomial))
    for index in indices:
        if index not in names:
            rest = tuple(other for other in indices if other != index)
            return calculus.multiply(_summed_monomial(calculus, monomial, rest), _count(calculus, index))
    if not indices:
        return Form(((monomial, Fraction(1)),))
    touched = set(indices)
    for factor, exponent in monomial:
        if factor.head == "sum" and touched & factor.names and exponent.denominator == 1 and 1 <= exponent <= 4:
            without = Form((((tuple(pair for pair in monomial if pair[0] != factor)), Fraction(1)),))
            copies = [opened(calculus, factor) for _ in range(int(exponent))]
            inside = calculus.multiply(without, *(forms[0] for _, forms in copies))
            return summed(calculus, inside, (*indices, *(label for labels, _ in copies for label in labels)))
    contracted = _contracted(calculus, monomial, indices)
    if contracted is not None:
        return contracted
    result = ONE
    for part, own in _parts(monomial, indices):
        result = calculus.multiply(result, _closed(calculus, part, own) if own else Form(((part, Fraction(1)),)))
    return result


def _count(calculus: Calculus, index: str) -> Form:
    """How many positions an index has."""
    low, high = calculus.facts.ranges[index]
    count = calculus.add(high, ONE, calculus.scale(low, -1))
    least = calculus.facts.least(count)
    if least is None or least < 0:
        raise Unprovable("a range whose length may be negative")
    return count


def _within(calculus: Calculus, place: Form, index: str) -> bool:
    low, high = calculus.facts.ranges[index]
    above = calculus.facts.least(calculus.subtract(place, low))
    below = calculus.facts.least(calculus.subtract(high, place))
    return above is not None and above >= 0 and below is not None and below >= 0


def _contracted(calculus: Calculus, monomial: Monomial, indices: tuple[str, ...]) -> Form | None:
    """The sum after one index is gone by a rule, or `None`."""
    for index in indices:
        others = tuple(other for other in indices if other != index)
        own = [(f, e) for f, e in monomial if index in f.names]
        rest = Form(((tuple(pair for pair in monomial if index not in pair[0].names), Fraction(1)),))
        for factor, _ in own:
            place = _solved(calculus, factor, index) if factor.head == "delta" else None
            if place is not None and _within(calculus, place, index):
                left = Form(((tuple(pair for pair in monomial if pair[0] != factor), Fraction(1)),))
                return summed(calculus, calculus.rebuild(left, {index: place}), others)
        known = _known(calculus, own, index)
        if known is not None:
            return summed(calculus, calculus.multiply(rest, known), others)
    return None


def _solved(calculus: Calculus, factor: Factor, index: str) -> Form | None:
    """The value of the index at which a delta is not zero."""
    difference = calculus.subtract(*factor.arguments)
    for monomial, coefficient in difference.terms:
        if monomial == ((Factor("name", index), Fraction(1)),) and abs(coefficient) == 1:
            rest = Form(tuple((m, -c / coefficient) for m, c in difference.terms if m != monomial))
            return None if index in rest.names else rest
    return None


def _known(calculus: Calculus, own: list[tuple[Factor, Fraction]], index: str) -> Form | None:
    """Sums that a domain fixes: weights, simplex and one-hot vectors, unit vectors, orthogonal matrices, inverses."""
    (first, exponent), *others = own
    at = name(index)
    facts = calculus.facts
    structure = facts.structure(first)
    if not others and first.head == "weight":
        return ONE if exponent == 1 else None
    if not others and first == Factor("name", index) and exponent.denominator == 1 and 0 < exponent < len(_BERNOULLI):
        return _sum_of_powers(calculus, facts.ranges[index], int(exponent))
    if not others and first.head == "power" and first.arguments[1] == at and index not in first.arguments[0].names:
        return _geometric(calculus, calculus.power(first.arguments[0], exponent), facts.ranges[index])
    if not others and first.head == "entry" and first.arguments and first.arguments[-1] == at:
        vector = len(first.arguments) == 1
        if exponent == 1 and (structure == "one hot" or (structure == "simplex" and vector)):
            return ONE
        if exponent == 2 and structure == "unit" and vector:
            return ONE
    if structure == "orthogonal" and len(others) <= 1:
        second = others[0][0] if others else first
        if facts.structure(second) == "orthogonal" and second.label == first.label and exponent == 2 - len(others):
            for side in (0, 1):
                if first.arguments[side] == second.arguments[side] == at:
                    a, b = first.arguments[1 - side], second.arguments[1 - side]
                    return None if index in a.names | b.names else calculus.equal(a, b)
    if len(others) == 1 and exponent == others[0][1] == 1:
        for inverse, matrix in ((first, others[0][0]), (others[0][0], first)):
            known = _cancelled(calculus, inverse, matrix, index)
            if known is not None:
                return known
    return None


_BERNOULLI = (Fraction(1), Fraction(1, 2), Fraction(1, 6), Fraction(0), Fraction(-1, 30))


def _sum_of_powers(calculus: Calculus, ends: tuple[Form, Form], exponent: int) -> Form | None:
    """Faulhaber's formula for 1 + 2**p + … + n**p."""
    low, high = ends
    if low != ONE:
        return None
    shares = [Fraction(comb(exponent + 1, k), exponent + 1) * _BERNOULLI[k] for k in range(exponent + 1)]
    terms = (calculus.scale(calculus.power(high, exponent + 1 - k), share) for k, share in enumerate(shares))
    return calculus.add(*terms)


def _geometric(calculus: Calculus, ratio: Form, ends: tuple[Form, Form]) -> Form | None:
    """r + r**2 + … + r**n, where r is not 1."""
    low, high = ends
    if low != ONE or ratio == ONE:
        return None
    last = calculus.to_the(ratio, calculus.add(high, ONE))
    return calculus.divide(calculus.subtract(last, ratio), calculus.subtract(ratio, ONE))


def _cancelled(calculus: Calculus, inverse: Factor, factor: Factor, index: str) -> Form | None:
    """The product of a matrix of plain entries with its inverse."""
    if inverse.head != "inverse" or factor.head != "entry" or len(factor.arguments) != 2:
        return None
    at = name(index)
    i, j = inverse.arguments[:2]
    a, b = factor.arguments
    for after, row, column in ((True, a, b), (False, b, a), (True, b, a), (False, a, b)):
        outer, inner = (i, j) if after else (j, i)
        if inner != at or row != at or index in outer.names | column.names:
            continue
        place = (at, column) if after else (column, at)
        entry = matrix_entry(calculus, inverse, *place)
        if entry == single(factor):
            return calculus.equal(outer, column)
    return None


def matrix_entry(calculus: Calculus, inverse: Factor, row: Form, column: Form) -> Form:
    """The entry of the matrix of which the factor is an entry of the inverse."""
    return calculus.rebuild(inverse.arguments[-1], dict(zip(inverse.bound, (row, column), strict=True)))


def _parts(monomial: Monomial, indices: Sequence[str]) -> Iterator[tuple[Monomial, tuple[str, ...]]]:
    """The product in parts that share no index, each with its indices; first what has none."""
    touched = set(indices)
    yield tuple(pair for pair in monomial if not touched & pair[0].names), ()
    waiting = list(indices)
    while waiting:
        group = {waiting.pop(0)}
        while True:
            grown = set(group)
            for factor, _ in monomial:
                if factor.names & group:
                    grown |= factor.names & touched
            if grown == group:
                break
            group = grown
        waiting = [index for index in waiting if index not in group]
        yield tuple(pair for pair in monomial if pair[0].names & group), tuple(i for i in indices if i in group)


def _closed(calculus: Calculus, monomial: Monomial, indices: tuple[str, ...]) -> Form:
    """The sum as a factor; of all orders of its indices the one whose text comes first."""
    body = Form(((monomial, Fraction(1)),))
    base = body.height
    best: Factor | None = None
    for order in _orders(calculus, monomial, indices):
        bound = tuple(f"${base + k}" for k in range(len(order)))
        renamed = calculus.rebuild(body, {index: name(new) for index, new in zip(order, bound, strict=True)})
        ranges = [end for index in order for end in calculus.facts.ranges[index]]
        factor = Factor("sum", arguments=(*ranges, renamed), bound=bound, outside=len(ranges))
        if best is None or factor.key < best.key:
            best = factor
    assert best is not None
    return single(best)


def _orders(calculus: Calculus, monomial: Monomial, indices: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The orders of the indices that are compared: those that look alike in any order, after those that come first."""
    groups: dict[str, list[str]] = {}
    for index in indices:
        shown = sorted(f"{_shown(calculus, f, index, indices)}^{e}" for f, e in monomial if index in f.names)
        groups.setdefault(";".join(shown), []).append(index)
    ordered = [groups[key] for key in sorted(groups)]
    if prod(factorial(len(group)) for group in ordered) > ORDERS:
        raise Unprovable("a sum over too many indices that look alike")
    for chosen in product(*(permutations(group) for group in ordered)):
        yield tuple(index for group in chosen for index in group)


def _shown(calculus: Calculus, factor: Factor, index: str, indices: tuple[str, ...]) -> str:
    """The text of a factor with one of the indices marked; the order of symmetric subscripts does not show."""
    if calculus.facts.structure(factor) in ("symmetric", "positive definite"):
        subscripts = sorted(_marked(argument.key, index, indices) for argument in factor.arguments)
        return f"{factor.label}({','.join(subscripts)})"
    return _marked(factor.key, index, indices)


def _marked(key: str, index: str, indices: tuple[str, ...]) -> str:
    for other in sorted(indices, key=len, reverse=True):
        key = key.replace(f":{other}(", ":this(" if other == index else ":other(")
    return key


def product_over(calculus: Calculus, form: Form, index: str, low: Form, high: Form) -> Form:
    """The product while the index runs from low to high: of each factor alone."""
    span = calculus.subtract(high, low).constant
    if span is not None:
        if span.denominator != 1 or span >= EXPLICIT:
            raise Unprovable("a product over a known number of positions that is too large")
        places = (calculus.add(low, number(k)) for k in range(int(span) + 1))
        return calculus.multiply(*(calculus.rebuild(form, {index: place}) for place in places))
    if not form.terms:
        return ZERO
    if low.constant is not None and low != ONE:
        shift = calculus.subtract(low, ONE)
        moved = calculus.facts.fresh(ONE, calculus.subtract(high, shift))
        form = calculus.rebuild(form, {index: calculus.add(name(moved), shift)})
        return product_over(calculus, form, moved, ONE, calculus.subtract(high, shift))
    calculus.facts.ranges[index] = (low, high)
    if index not in form.names:
        return calculus.to_the(form, _count(calculus, index))
    offset = sum((c for m, c in high.terms if not m), Fraction(0))
    end = calculus.subtract(high, number(offset))
    least = calculus.facts.least(end)
    if low == ONE and offset and abs(offset) <= SHIFT and least is not None and least + min(offset, Fraction(0)) >= 0:
        beyond = range(1, int(offset) + 1) if offset > 0 else range(int(offset) + 1, 1)
        ends = [calculus.rebuild(form, {index: calculus.add(end, number(k))}) for k in beyond]
        whole = product_over(calculus, form, index, low, end)
        return calculus.multiply(whole, calculus.power(calculus.multiply(*ends), 1 if offset > 0 else -1))
    if len(form.terms) > 1:
        return closure(calculus, "product", "", (), (form,), (index,))
    ((monomial, coefficient),) = form.terms
    result = calculus.to_the(number(coefficient), _count(calculus, index)) if coefficient != 1 else ONE
    for factor, exponent in monomial:
        if index not in factor.names:
            power = calculus.to_the(single(factor, exponent), _count(calculus, index))
        elif factor.head == "exp":
            power = calculus.exp(calculus.scale(sum_over(calculus, factor.arguments[0], index, low, high), exponent))
        else:
            power = calculus.power(closure(calculus, "product", "", (), (single(factor),), (index,)), exponent)
        result = calculus.multiply(result, power)
    return result
