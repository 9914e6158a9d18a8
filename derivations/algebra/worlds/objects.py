"""The worlds whose scalars are Python objects: what they share, determinants and inverses by minors."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from derivations.algebra.worlds.world import Array, ArrayWorld, Undefined, Unsupported

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


class ObjectWorld(ArrayWorld):
    """Worlds whose scalars are Python objects with operators: rationals, a prime field, balls, SymPy expressions."""

    exact = True

    @abstractmethod
    def scalar(self, value: Fraction) -> Any:
        """The number as one scalar."""

    @abstractmethod
    def scalar_function(self, name: str, value: Any) -> Any:
        """An elementary function of one scalar."""

    @abstractmethod
    def scalar_power(self, base: Any, exponent: Any) -> Any:
        """`base**exponent` of two scalars."""

    @abstractmethod
    def scalar_compare(self, operator: str, a: Any, b: Any) -> bool:
        """The truth of a comparison of two scalars."""

    def number(self, value: Fraction) -> Array:
        """See `World.number`."""
        return objects([self.scalar(value)], (1,))

    def integers(self, values: np.ndarray) -> Array:
        """See `World.integers`."""
        return objects([self.scalar(Fraction(int(value))) for value in values.ravel()], values.shape)

    def divide(self, a: Array, b: Array) -> Array:
        """See `World.divide`."""
        return np.frompyfunc(self.scalar_divide, 2, 1)(a, b)

    def scalar_divide(self, a: Any, b: Any) -> Any:
        """The quotient of two scalars."""
        if b == 0:
            raise Undefined("division by zero")
        return a / b

    def function(self, name: str, a: Array) -> Array:
        """See `World.function`."""
        return np.frompyfunc(lambda value: self.scalar_function(name, value), 1, 1)(a)

    def power(self, a: Array, b: Array) -> Array:
        """See `World.power`."""
        return np.frompyfunc(self.scalar_power, 2, 1)(a, b)

    def compare(self, operator: str, a: Array, b: Array) -> np.ndarray:
        """See `World.compare`."""
        return np.frompyfunc(lambda x, y: self.scalar_compare(operator, x, y), 2, 1)(a, b).astype(bool)

    def total(self, a: Array, axis: int) -> Array:
        """See `World.total`."""
        if a.shape[axis] == 0:
            shape = list(a.shape)
            del shape[axis]
            return self.integers(np.zeros(shape, dtype=np.int64))
        return np.asarray(np.sum(a, axis=axis), dtype=object)

    def determinant(self, a: Array) -> Array:
        """See `World.determinant`; by cofactors, so that no pivot is compared with zero."""
        leading = a.shape[:-2]
        results = [self._cofactor_determinant(a[index]) for index in np.ndindex(*leading)]
        return objects(results, leading)

    def inverse(self, a: Array) -> Array:
        """See `World.inverse`; the adjugate over the determinant."""
        result = np.empty(a.shape, dtype=object)
        size = a.shape[-1]
        for index in np.ndindex(*a.shape[:-2]):
            matrix = a[index]
            determinant = self._cofactor_determinant(matrix)
            for i in range(size):
                for j in range(size):
                    minor = np.delete(np.delete(matrix, j, axis=0), i, axis=1)
                    cofactor = self._cofactor_determinant(minor)
                    result[(*index, i, j)] = self.scalar_divide(
                        cofactor if (i + j) % 2 == 0 else -cofactor, determinant
                    )
        return result

    def _cofactor_determinant(self, matrix: np.ndarray) -> Any:
        if matrix.shape[0] == 0:
            return self.scalar(Fraction(1))
        if matrix.shape[0] > 7:
            raise Unsupported("an exact determinant of more than 7 rows")
        minors: dict[tuple[int, ...], Any] = {(): self.scalar(Fraction(1))}
        for row in matrix:
            minors = _expand_minors(minors, row)
        return next(iter(minors.values()))


def _expand_minors(minors: dict[tuple[int, ...], Any], row: np.ndarray) -> dict[tuple[int, ...], Any]:
    """The minors of one more row, by Laplace expansion along that row."""
    expanded: dict[tuple[int, ...], Any] = {}
    for columns, value in minors.items():
        for column in range(len(row)):
            if column in columns:
                continue
            at = sum(c < column for c in columns)
            term = row[column] * value if (len(columns) - at) % 2 == 0 else -(row[column] * value)
            key = (*columns[:at], column, *columns[at:])
            expanded[key] = expanded[key] + term if key in expanded else term
    return expanded


def objects(values: Sequence[Any], shape: tuple[int, ...]) -> np.ndarray:
    """An object array that never looks inside its entries."""
    array = np.empty(len(values), dtype=object)
    for position, value in enumerate(values):
        array[position] = value
    return array.reshape(shape)
