"""Values with named axes: what a term evaluates to, and the array algebra over them in any world."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from derivations.algebra.worlds import Array, Undefined, World


class ShapeError(Exception):
    """Two values whose shapes cannot be combined as the term asks."""


@dataclass(frozen=True)
class Value:
    """An array whose axes are: the batch, the named index axes, then `rank` positional axes (rows, columns, …).

    `row` marks a transposed vector. `kind` is "number" (scalars of a world), "integer" (int64 in every world) or
    "truth".
    """

    data: Array
    axes: tuple[str, ...] = ()
    rank: int = 0
    row: bool = False
    kind: str = "number"


@dataclass(frozen=True)
class Algebra:
    """The operations on values, in one world."""

    world: World

    def scalars(self, value: Value) -> Value:
        """The value with its data as scalars of the world, whatever kind it was."""
        if value.kind == "number":
            return value
        integers = value.data.astype(np.int64) if value.kind == "truth" else value.data
        return Value(self.world.integers(integers), value.axes, value.rank, value.row)

    def shape(self, value: Value) -> tuple[int, ...]:
        """The lengths of the positional axes."""
        shape = self.world.shape(value.data) if value.kind == "number" else value.data.shape
        return tuple(shape[len(shape) - value.rank :])

    def change(self, value: Value, change: Callable[[np.ndarray], np.ndarray]) -> Array:
        """The value's data after a structural change that addresses axes from the right."""
        return self.world.structure(change, value.data) if value.kind == "number" else change(value.data)

    def with_axes(self, value: Value, axes: tuple[str, ...]) -> Value:
        """The value laid out on the given index axes (a superset of its own, in this order)."""
        if value.axes == axes:
            return value
        rank = value.rank

        def lay(array: np.ndarray) -> np.ndarray:
            lead = array.ndim - rank - len(value.axes)
            order = [value.axes.index(axis) for axis in axes if axis in value.axes]
            array = np.transpose(
                array, (*range(lead), *(lead + k for k in order), *range(array.ndim - rank, array.ndim))
            )
            for position, axis in enumerate(axes):
                if axis not in value.axes:
                    array = np.expand_dims(array, lead + position)
            return array

        return Value(self.change(value, lay), axes, rank, value.row, value.kind)

    def aligned(self, *values: Value) -> tuple[list[Value], tuple[str, ...]]:
        """The values on the union of their index axes."""
        axes = values[0].axes
        if all([value.axes == axes for value in values]):
            return list(values), axes
        for value in values[1:]:
            axes += tuple(axis for axis in value.axes if axis not in axes)
        return [self.with_axes(value, axes) for value in values], axes

    def broadcast(self, *values: Value) -> tuple[list[Value], tuple[str, ...], int, bool]:
        """The values on common index axes and a common rank: scalars spread over arrays, equal ranks must fit."""
        rank = max([value.rank for value in values])
        if any([value.rank not in (0, rank) for value in values]):
            raise ShapeError("arrays of different rank meet entry by entry")
        full = [value for value in values if value.rank == rank]
        row = full[0].row
        if any([value.row != row for value in full]) or (rank and len({self.shape(value) for value in full}) > 1):
            raise ShapeError("arrays of different shape meet entry by entry")
        aligned, axes = self.aligned(*values)
        if not rank or len(full) == len(values):
            return aligned, axes, rank, row
        spread = [
            replace(value, data=self.change(value, lambda array: array.reshape(*array.shape, *([1] * rank))), rank=rank)
            if value.rank == 0
            else value
            for value in aligned
        ]
        return spread, axes, rank, row

    def elementwise(self, operation: Callable[..., Array], *values: Value, kind: str = "number") -> Value:
        """An operation entry by entry, on scalars of the world."""
        spread, axes, rank, row = self.broadcast(*(self.scalars(value) for value in values))
        return Value(operation(*(value.data for value in spread)), axes, rank, row, kind)

    def integerwise(self, operation: Callable[..., np.ndarray], *values: Value, kind: str = "integer") -> Value:
        """An operation entry by entry on integers, kept exact as integers."""
        spread, axes, rank, row = self.broadcast(*values)
        return Value(operation(*(value.data for value in spread)), axes, rank, row, kind)

    def reshaped(self, value: Value, rank: int, change: Callable[[np.ndarray], np.ndarray], row: bool = False) -> Value:
        """The value after a structural change of its positional axes."""
        return Value(self.change(value, change), value.axes, rank, row, value.kind)

    def transpose(self, value: Value) -> Value:
        """The transpose of a matrix; a vector turns from a column into a row and back."""
        if value.rank == 2:
            return self.reshaped(value, 2, lambda array: np.swapaxes(array, -1, -2))
        if value.rank == 1:
            return replace(value, row=not value.row)
        if value.rank == 0:
            return value
        raise ShapeError("the transpose of an array with more than two axes")

    def times(self, a: Value, b: Value) -> Value:
        """The product of linear algebra: scaling, matrix products, row times column, column times row."""
        if a.rank == 0 or b.rank == 0:
            if a.kind == b.kind == "integer":
                return self.integerwise(np.multiply, a, b)
            return self.elementwise(self.world.multiply, a, b)
        a, b = self.scalars(a), self.scalars(b)
        if a.rank > 2 or b.rank > 2:
            raise ShapeError("a matrix product of an array with more than two axes")
        if a.rank == 1 and b.rank == 1:
            if a.row == b.row:
                raise ShapeError("the product of two vectors without a transpose")
            return self.dot(a, b) if a.row else self.outer(a, b)
        if (b.rank == 1 and b.row) or (a.rank == 1 and not a.row):
            raise ShapeError("a matrix meets a vector of the wrong orientation")
        left = self.reshaped(a, 2, lambda array: array[..., None, :]) if a.rank == 1 else a
        right = self.reshaped(b, 2, lambda array: array[..., :, None]) if b.rank == 1 else b
        if self.shape(left)[1] != self.shape(right)[0]:
            raise ShapeError("the inner sizes of a matrix product differ")
        (left, right), axes = self.aligned(left, right)
        product = Value(self.world.matmul(left.data, right.data), axes, 2)
        if a.rank == 1:
            return self.reshaped(product, 1, lambda array: array[..., 0, :], row=True)
        if b.rank == 1:
            return self.reshaped(product, 1, lambda array: array[..., :, 0])
        return product

    def dot(self, a: Value, b: Value) -> Value:
        """The sum of the entrywise product of two arrays of one shape (numbers multiply)."""
        if a.rank == 0 and b.rank == 0:
            return self.times(a, b)
        product = self.elementwise(self.world.multiply, replace(a, row=False), replace(b, row=False))
        return self.total(product)

    def outer(self, a: Value, b: Value) -> Value:
        """The matrix of products of the entries of two vectors."""
        left = self.reshaped(self.scalars(a), 2, lambda array: array[..., :, None])
        right = self.reshaped(self.scalars(b), 2, lambda array: array[..., None, :])
        (left, right), axes = self.aligned(left, right)
        return Value(self.world.multiply(left.data, right.data), axes, 2)

    def total(self, value: Value) -> Value:
        """The sum of all entries."""
        value = self.scalars(value)
        data = value.data
        for _ in range(value.rank):
            data = self.world.total(data, -1)
        return Value(data, value.axes)

    def reduce(self, value: Value, axis: str, operation: Callable[[Array, int], Array]) -> Value:
        """Reduce one index axis away."""
        position = value.axes.index(axis) - len(value.axes) - value.rank
        axes = tuple(name for name in value.axes if name != axis)
        return replace(value, data=operation(value.data, position), axes=axes)

    def choose(self, condition: Value, a: Value, b: Value) -> Value:
        """`a` where the condition holds, else `b`."""
        a, b = self.scalars(a), self.scalars(b)
        (a, b), axes, rank, row = self.broadcast(a, b)
        spread = self.reshaped(
            condition, rank, lambda array: array.reshape(*array.shape, *([1] * (rank - condition.rank)))
        )
        (spread, a, b), axes = self.aligned(spread, a, b)
        return Value(self.world.where(spread.data, a.data, b.data), axes, rank, row)

    def take(self, base: Value, indices: Sequence[Value | None], origins: Sequence[int]) -> Value:
        """Entries of an array: one integer value an axis, or `None` to keep it. Indices count from the origins."""
        if len(indices) > base.rank:
            raise ShapeError("more subscripts than axes")
        kept = 0
        for index, origin in zip(indices, origins, strict=True):
            if index is None:
                kept += 1
                continue
            base = self._take_axis(base, kept, index, origin)
        return base

    def _take_axis(self, base: Value, axis: int, index: Value, origin: int) -> Value:
        """Gather along one positional axis with an integer value that may have index axes of its own."""
        if index.kind != "integer" or index.rank:
            raise ShapeError("a subscript that is not an integer")
        length = self.shape(base)[axis]
        positions = index.data - origin
        outside = (positions < 0) | (positions >= length)
        if outside.any() and (self.world.exact or base.kind == "integer" or length == 0):
            raise Undefined("a subscript outside its range")
        rank = base.rank
        if positions.size == 1 and not index.axes and not outside.any():
            place = int(positions.reshape(-1)[0])
            return self.reshaped(base, rank - 1, lambda array: np.take(array, place, axis=axis - rank))
        (base, index), _ = self.aligned(base, replace(index, data=np.where(outside, 0, positions)))
        depth = rank - axis

        def gather(array: np.ndarray) -> np.ndarray:
            chosen = index.data.reshape(*index.data.shape, *([1] * rank))
            lead = np.broadcast_shapes(array.shape[: array.ndim - rank], chosen.shape[: chosen.ndim - rank])
            array = np.broadcast_to(array, (*lead, *array.shape[array.ndim - rank :]))
            chosen = np.broadcast_to(chosen, (*lead, *chosen.shape[chosen.ndim - rank :]))
            return np.take_along_axis(array, chosen, axis=-depth).squeeze(-depth)

        taken = self.reshaped(base, rank - 1, gather)
        if outside.any():
            blank = Value(np.where(outside, np.nan, 1.0), axes=index.axes)
            taken = self.elementwise(self.world.multiply, blank, self.scalars(taken))
        return taken
