"""What is done with a matrix as a whole: transposes, inverses, determinants, diagonals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from derivations.algebra.operations.arithmetic import divide, number
from derivations.algebra.operations.functions import absolute
from derivations.algebra.values import Algebra, ShapeError, Value


def transpose(algebra: Algebra, a: Value) -> Value:
    """The transpose."""
    return algebra.transpose(a)


def inverse(algebra: Algebra, a: Value) -> Value:
    """The inverse of a square matrix, or the reciprocal of a number."""
    if a.rank == 0:
        return divide(algebra, number(algebra, 1), a)
    return replace(_square(algebra, a), data=algebra.world.inverse(algebra.scalars(a).data), kind="number")


def determinant(algebra: Algebra, a: Value) -> Value:
    """The determinant of a square matrix; a number is its own."""
    if a.rank == 0:
        return a
    return Value(algebra.world.determinant(algebra.scalars(_square(algebra, a)).data), a.axes)


def bars(algebra: Algebra, a: Value) -> Value:
    """What single bars mean: the determinant of a matrix, the absolute value of numbers and of the entries of a
    vector."""
    return determinant(algebra, a) if a.rank == 2 else absolute(algebra, a)


def trace(algebra: Algebra, a: Value) -> Value:
    """The trace of a square matrix; a number is its own."""
    if a.rank == 0:
        return a
    return algebra.total(diagonal(algebra, _square(algebra, a)))


def diagonal(algebra: Algebra, a: Value) -> Value:
    """The diagonal of a matrix as a vector."""
    return algebra.reshaped(_square(algebra, a), 1, lambda array: np.diagonal(array, axis1=-2, axis2=-1))


def diag(algebra: Algebra, a: Value) -> Value:
    """The diagonal matrix of a vector; of a matrix, its diagonal part as a vector."""
    if a.rank == 2:
        return diagonal(algebra, a)
    if a.rank != 1:
        raise ShapeError("diag of something that is neither a vector nor a matrix")
    a = algebra.scalars(a)
    (size,) = algebra.shape(a)
    identity = _identity(algebra, size)
    column = algebra.reshaped(replace(a, row=False), 2, lambda array: np.repeat(array[..., :, None], size, axis=-1))
    return algebra.elementwise(algebra.world.multiply, identity, column)


def identity(algebra: Algebra, size: Value) -> Value:
    """The identity matrix with the given number of rows."""
    return _identity(algebra, _integer(size))


def ones(algebra: Algebra, size: Value) -> Value:
    """The vector of ones with the given number of entries."""
    return algebra.scalars(Value(np.ones((1, _integer(size)), dtype=np.int64), rank=1, kind="integer"))


def _identity(algebra: Algebra, size: int) -> Value:
    return algebra.scalars(Value(np.eye(size, dtype=np.int64)[None], rank=2, kind="integer"))


def _integer(value: Value) -> int:
    if value.kind != "integer" or value.data.size != 1:
        raise ShapeError("a size that is not one integer")
    return int(value.data.reshape(-1)[0])


def _square(algebra: Algebra, a: Value) -> Value:
    shape = algebra.shape(a)
    if a.rank != 2 or shape[0] != shape[1]:
        raise ShapeError("a square matrix is needed")
    return a
