"""Powers, of matrices and of entries, and inverses."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

from derivations.forms.calculus import Calculus
from derivations.forms.facts import Unprovable
from derivations.forms.forms import Form
from derivations.forms.grids import Grid, elementwise, remembered, scalar, times
from derivations.forms.matrices import diagonal_of, inverse_of
from derivations.forms.operations.entries import check_square, labelled
from derivations.forms.operations.matrices import identity

HIGHEST_POWER = 6  # of a matrix that is multiplied out


def power(calculus: Calculus, base: Grid, exponent: Grid) -> Grid:
    """A power of a square matrix, of anything else entry by entry; the exponent is a number."""
    if exponent.rank:
        raise Unprovable("an exponent that is not a number")
    form = exponent.entry(())
    if base.rank == 2 and base.shape[0] == base.shape[1]:
        if form.constant is None:
            return _symbolic_matrix_power(calculus, base, form)
        return _matrix_power(calculus, base, form.constant)
    return elementwise(lambda entry: calculus.to_the(entry, form), base)


def entry_power(calculus: Calculus, base: Grid, exponent: Grid) -> Grid:
    """The power entry by entry."""
    form = exponent.entry(())
    return elementwise(lambda entry: calculus.to_the(entry, form), base)


def _matrix_power(calculus: Calculus, base: Grid, exponent: Fraction) -> Grid:
    if exponent.denominator != 1 or abs(exponent) > HIGHEST_POWER:
        raise Unprovable("a matrix power with that exponent")
    if exponent < 0:
        return _matrix_power(calculus, inverse(calculus, base), -exponent)
    if exponent == 0:
        return identity(calculus, scalar(base.shape[0]))
    return reduce(lambda a, b: times(calculus, a, b), [base] * int(exponent))


def _symbolic_matrix_power(calculus: Calculus, base: Grid, exponent: Form) -> Grid:
    """A power of a diagonal matrix."""

    def entry(place: tuple[Form, ...]) -> Form:
        matrix, (row, column) = labelled(calculus, base)
        diagonal = diagonal_of(calculus, matrix, row, column)
        if diagonal is None:
            raise Unprovable("a symbolic power of a matrix that is not diagonal")
        power = calculus.to_the(calculus.rebuild(diagonal, {row: place[0]}), exponent)
        return calculus.multiply(calculus.equal(*place), power)

    return Grid(base.shape, remembered(entry))


def inverse(calculus: Calculus, a: Grid) -> Grid:
    """The inverse of a square matrix, or the reciprocal of a number."""
    if not a.rank:
        return elementwise(lambda form: calculus.power(form, -1), a)
    check_square(a)

    def entry(place: tuple[Form, ...]) -> Form:
        matrix, labels = labelled(calculus, a)
        return inverse_of(calculus, matrix, labels, place)

    return Grid(a.shape, remembered(entry))
