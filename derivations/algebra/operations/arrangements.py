"""Arrays put together, taken apart and moved: sums of entries, concatenations, windows."""

from __future__ import annotations

from functools import reduce

import numpy as np

from derivations.algebra.values import Algebra, ShapeError, Value


def total(algebra: Algebra, a: Value) -> Value:
    """The sum of all entries."""
    return algebra.total(a)


def vec(algebra: Algebra, a: Value) -> Value:
    """The entries of an array as one vector, row after row."""
    rank = a.rank
    return algebra.reshaped(a, 1, lambda array: array.reshape(*array.shape[: array.ndim - rank], -1))


def pair(algebra: Algebra, a: Value, b: Value) -> Value:
    """Two vectors (or numbers) one after the other, as in `[h, x]`."""
    a, b = algebra.scalars(a), algebra.scalars(b)
    if a.rank > 1 or b.rank > 1:
        raise ShapeError("the concatenation of arrays that are not vectors")
    left = a if a.rank else algebra.reshaped(a, 1, lambda array: array[..., None])
    right = b if b.rank else algebra.reshaped(b, 1, lambda array: array[..., None])
    (n,), (m,) = algebra.shape(left), algebra.shape(right)
    zeros = algebra.scalars(Value(np.zeros((1, n + m), dtype=np.int64), rank=1, kind="integer"))
    first = Value((np.arange(n + m) < n)[None], rank=1, kind="truth")
    wide_left = algebra.reshaped(left, 1, lambda array: array[..., np.minimum(np.arange(n + m), n - 1)])
    wide_right = algebra.reshaped(right, 1, lambda array: array[..., np.maximum(np.arange(n + m) - n, 0)])
    return algebra.choose(first, algebra.elementwise(algebra.world.add, wide_left, zeros), wide_right)


def rotate(algebra: Algebra, a: Value) -> Value:
    """The matrix turned by 180 degrees: rows and columns reversed."""
    if a.rank != 2:
        raise ShapeError("a rotation of something that is not a matrix")
    return algebra.reshaped(a, 2, lambda array: array[..., ::-1, ::-1])


def convolve(algebra: Algebra, a: Value, b: Value) -> Value:
    """The two-dimensional convolution of an image with a kernel that lies wholly inside it."""
    if a.rank != 2 or b.rank != 2:
        raise ShapeError("a two-dimensional convolution of something that is not a matrix")
    (height, width), (rows, columns) = algebra.shape(a), algebra.shape(b)
    down, across = height - rows + 1, width - columns + 1
    if down < 1 or across < 1:
        raise ShapeError("a kernel that is larger than the image")

    def moved(row: int, column: int) -> Value:
        top, left = rows - 1 - row, columns - 1 - column
        window = algebra.reshaped(a, 2, lambda array: array[..., top : top + down, left : left + across])
        weight = algebra.reshaped(b, 0, lambda array: array[..., row, column])
        return algebra.elementwise(algebra.world.multiply, window, weight)

    terms = [moved(row, column) for row, column in np.ndindex(rows, columns)]
    return reduce(lambda x, y: algebra.elementwise(algebra.world.add, x, y), terms)
