"""Matrices: determinants, traces, diagonals, and the products of vectors."""

from __future__ import annotations

from dataclasses import replace

from derivations.forms.calculus import Calculus
from derivations.forms.facts import Unprovable
from derivations.forms.forms import ONE
from derivations.forms.grids import Grid, elementwise, inner_product, remembered, summed_over, times
from derivations.forms.matrices import determinant_of
from derivations.forms.operations.entries import check_square, labelled


def determinant(calculus: Calculus, a: Grid) -> Grid:
    """The determinant of a square matrix; a number is its own."""
    if not a.rank:
        return a
    check_square(a)
    return Grid((), remembered(lambda _: determinant_of(calculus, *labelled(calculus, a))))


def trace(calculus: Calculus, a: Grid) -> Grid:
    """The trace of a square matrix; a number is its own."""
    if not a.rank:
        return a
    check_square(a)
    return Grid((), remembered(lambda _: summed_over(calculus, a.shape[:1], lambda p: a.entry((*p, *p)))))


def diag(calculus: Calculus, a: Grid) -> Grid:
    """The diagonal matrix of a vector; of a matrix, its diagonal as a vector."""
    if a.rank == 2:
        check_square(a)
        return Grid(a.shape[:1], lambda p: a.entry((*p, *p)))
    if a.rank != 1:
        raise Unprovable("diag of something that is neither a vector nor a matrix")
    return Grid((*a.shape, *a.shape), lambda p: calculus.multiply(a.entry(p[:1]), calculus.equal(*p)))


def identity(calculus: Calculus, size: Grid) -> Grid:
    """The identity matrix with the given number of rows."""
    form = size.entry(())
    return Grid((form, form), lambda p: calculus.equal(*p))


def ones(calculus: Calculus, size: Grid) -> Grid:
    """The vector of ones with the given number of entries."""
    return Grid((size.entry(()),), lambda _: ONE)


def outer(calculus: Calculus, a: Grid, b: Grid) -> Grid:
    """The outer product of two vectors."""
    if a.rank != 1 or b.rank != 1:
        raise Unprovable("the outer product of something that is no vector")
    return times(calculus, replace(a, row=False), replace(b, row=True))


def dot(calculus: Calculus, a: Grid, b: Grid) -> Grid:
    """The inner product of two arrays of one shape."""
    return inner_product(calculus, a, b) if a.rank or b.rank else times(calculus, a, b)


def starred(calculus: Calculus, a: Grid, b: Grid) -> Grid:
    """What a star means: of two vectors of one orientation the product entry by entry, else the matrix product."""
    if a.rank == b.rank == 1 and a.row == b.row:
        return elementwise(calculus.multiply, a, b)
    return times(calculus, a, b)


def centred_dot(calculus: Calculus, a: Grid, b: Grid) -> Grid:
    """What a centred dot means: the inner product of two vectors of one orientation, else the matrix product."""
    return inner_product(calculus, a, b) if a.rank == b.rank == 1 and a.row == b.row else times(calculus, a, b)
