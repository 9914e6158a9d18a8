"""Inverses and determinants of matrices whose entries are index forms."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from derivations.forms.binding import closure
from derivations.forms.forms import ONE, Factor, Form, form_of, monomial_of, name, number
from derivations.forms.sums import matrix_entry, product_over

if TYPE_CHECKING:
    from derivations.forms.calculus import Calculus


LARGEST = 4  # rows of a matrix that is inverted entry by entry


def inverse_of(calculus: Calculus, matrix: Form, labels: Sequence[str], place: Sequence[Form]) -> Form:
    """An entry of the inverse of the matrix whose entry at the two labels is given."""
    (row, column), (i, j) = labels, place
    diagonal = diagonal_of(calculus, matrix, row, column)
    if diagonal is not None:
        return calculus.multiply(calculus.equal(i, j), calculus.power(calculus.rebuild(diagonal, {row: i}), -1))
    scale, rest = _scaled(calculus, matrix, labels)
    if scale != ONE:
        return calculus.divide(inverse_of(calculus, rest, labels, place), scale)
    factor = matrix.factor
    if factor is not None:
        turned = factor.arguments[:2] == (name(column), name(row))
        known = turned or factor.arguments[:2] == (name(row), name(column))
        if known and calculus.facts.structure(factor) == "orthogonal":
            return calculus.entry(factor.label, (i, j) if turned else (j, i))
        if known and factor.head == "inverse" and not {row, column} & factor.arguments[-1].names:
            return matrix_entry(calculus, factor, *((j, i) if turned else (i, j)))
    size = _known_size(calculus, row)
    if size is not None:
        entries = _entries(calculus, matrix, labels, size)
        return calculus.divide(_adjugate(calculus, entries, i, j), determinant(calculus, entries))
    straight = closure(calculus, "inverse", "", (i, j), (matrix,), (row, column))
    other = closure(calculus, "inverse", "", (j, i), (matrix,), (column, row))
    return min(straight, other, key=lambda form: (_inside(form), form.key))


def _inside(form: Form) -> str:
    factor = form.factor
    assert factor is not None
    return factor.arguments[-1].key


def determinant_of(calculus: Calculus, matrix: Form, labels: Sequence[str]) -> Form:
    """The determinant of the matrix whose entry at the two labels is given."""
    row, column = labels
    low, high = calculus.facts.ranges[row]
    diagonal = diagonal_of(calculus, matrix, row, column)
    if diagonal is not None:
        return product_over(calculus, diagonal, row, low, high)
    scale, rest = _scaled(calculus, matrix, labels)
    if scale != ONE:
        return calculus.multiply(calculus.to_the(scale, high), determinant_of(calculus, rest, labels))
    factor = matrix.factor
    if factor is not None and set(factor.arguments[:2]) == {name(row), name(column)}:
        if calculus.facts.structure(factor) in ("lower triangular", "upper triangular"):
            entry = calculus.entry(factor.label, (name(row), name(row)))
            return product_over(calculus, entry, row, low, high)
        if factor.head == "inverse" and not {row, column} & factor.arguments[-1].names:
            inner = calculus.rebuild(factor.arguments[-1], dict(zip(factor.bound, map(name, labels), strict=True)))
            return calculus.power(determinant_of(calculus, inner, labels), -1)
    size = _known_size(calculus, row)
    if size is not None:
        return determinant(calculus, _entries(calculus, matrix, labels, size))
    straight = closure(calculus, "determinant", "", (), (matrix,), (row, column))
    other = closure(calculus, "determinant", "", (), (matrix,), (column, row))
    return min(straight, other, key=lambda form: form.key)


def _known_size(calculus: Calculus, label: str) -> int | None:
    """The number of rows, if it is known and small."""
    size = calculus.facts.ranges[label][1].constant
    return int(size) if size is not None and size <= LARGEST else None


def _entries(calculus: Calculus, matrix: Form, labels: Sequence[str], size: int) -> list[list[Form]]:
    def at(i: int, j: int) -> Form:
        return calculus.rebuild(matrix, dict(zip(labels, (number(i), number(j)), strict=True)))

    return [[at(i, j) for j in range(1, size + 1)] for i in range(1, size + 1)]


def determinant(calculus: Calculus, entries: Sequence[Sequence[Form]]) -> Form:
    """The determinant of a matrix whose entries are written out, along its first row."""
    if not entries:
        return ONE
    terms = []
    for column, entry in enumerate(entries[0]):
        minor = [[*row[:column], *row[column + 1 :]] for row in entries[1:]]
        terms.append(calculus.scale(calculus.multiply(entry, determinant(calculus, minor)), (-1) ** column))
    return calculus.add(*terms)


def _adjugate(calculus: Calculus, entries: Sequence[Sequence[Form]], i: Form, j: Form) -> Form:
    """The entry of the adjugate at indices that may be symbols."""
    terms = []
    for row in range(len(entries)):
        for column in range(len(entries)):
            here = calculus.multiply(calculus.equal(i, number(row + 1)), calculus.equal(j, number(column + 1)))
            if here.terms:
                minor = [[*line[:row], *line[row + 1 :]] for k, line in enumerate(entries) if k != column]
                cofactor = calculus.scale(determinant(calculus, minor), (-1) ** (row + column))
                terms.append(calculus.multiply(here, cofactor))
    return calculus.add(*terms)


def diagonal_of(calculus: Calculus, matrix: Form, row: str, column: str) -> Form | None:
    """The diagonal entries at `row` of a matrix that is diagonal: each of its terms has the delta of its two indices.
    """
    delta = Factor("delta", arguments=tuple(sorted((name(row), name(column)), key=lambda form: form.key)))
    terms = []
    for monomial, coefficient in matrix.terms:
        exponents = dict(monomial)
        if exponents.pop(delta, None) != Fraction(1):
            return None
        terms.append((monomial_of(exponents), coefficient))
    return calculus.rebuild(form_of(terms), {column: name(row)})


def _scaled(calculus: Calculus, matrix: Form, labels: Sequence[str]) -> tuple[Form, Form]:
    """What all entries of a matrix have in common, and the rest; a sum is only freed of the content of its terms."""
    if not matrix.terms:
        return ONE, matrix
    content, primitive = calculus.content(matrix, True)
    ((monomial, coefficient),) = content.terms
    touched = set(labels)
    outer = tuple(pair for pair in monomial if not touched & pair[0].names)
    inner = tuple(pair for pair in monomial if touched & pair[0].names)
    scale = Form(((outer, coefficient),))
    if scale == ONE:
        return ONE, matrix
    return scale, calculus.multiply(Form(((inner, Fraction(1)),)), primitive)
