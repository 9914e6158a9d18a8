"""What every world has: its errors, and the arithmetic on arrays of one kind of scalar."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from fractions import Fraction
from functools import partial, reduce
from typing import Any

import numpy as np

Array = Any  # an ndarray of a world's scalars, or a `Dual` pair of them
Structural = Callable[[np.ndarray], np.ndarray]


class Unsupported(Exception):
    """This world cannot express the operation; another may."""


class Undefined(ArithmeticError):
    """The operation has no value here: a point outside its domain."""


class Undecided(Exception):
    """A comparison that the precision of this world cannot settle."""


class World(ABC):
    """Arithmetic on arrays of one kind of scalar."""

    name: str
    exact: bool

    @abstractmethod
    def number(self, value: Fraction) -> Array:
        """The number as an array of shape (1,)."""

    def decimal(self, value: Fraction, decimals: int) -> Array:
        """A decimal literal, which stands for every number that rounds to it; here, the number itself."""
        return self.number(value)

    @abstractmethod
    def integers(self, values: np.ndarray) -> Array:
        """An int64 array as scalars of this world."""

    def pi(self) -> Array:
        """The number pi, of shape (1,)."""
        raise Unsupported(f"pi in {self.name}")

    def whole(self, a: Array) -> np.ndarray | None:
        """The array as int64 if each of its scalars is certainly an integer, else `None`."""
        return None

    @abstractmethod
    def function(self, name: str, a: Array) -> Array:
        """An elementary function, elementwise: exp, log, sqrt, sin, cos, abs, sign, floor, gamma, erf, digamma."""

    @abstractmethod
    def power(self, a: Array, b: Array) -> Array:
        """`a**b`, elementwise, for real exponents."""

    @abstractmethod
    def compare(self, operator: str, a: Array, b: Array) -> np.ndarray:
        """Truth values of `a operator b`, elementwise."""

    @abstractmethod
    def structure(self, change: Structural, a: Array) -> Array:
        """Apply a structural change (reshape, transpose, take) that addresses axes from the right."""

    @abstractmethod
    def shape(self, a: Array) -> tuple[int, ...]:
        """The shape of the array, batch first."""

    @abstractmethod
    def where(self, condition: np.ndarray, a: Array, b: Array) -> Array:
        """`a` where the condition holds and `b` elsewhere."""

    @abstractmethod
    def inverse(self, a: Array) -> Array:
        """The inverses of the matrices in the last two axes."""

    @abstractmethod
    def determinant(self, a: Array) -> Array:
        """The determinants of the matrices in the last two axes."""

    def add(self, a: Array, b: Array) -> Array:
        """Elementwise sum."""
        return a + b

    def multiply(self, a: Array, b: Array) -> Array:
        """Elementwise product."""
        return a * b

    def negate(self, a: Array) -> Array:
        """Elementwise opposite."""
        return -a

    @abstractmethod
    def divide(self, a: Array, b: Array) -> Array:
        """Elementwise quotient."""

    def matmul(self, a: Array, b: Array) -> Array:
        """Matrix product over the last two axes."""
        return np.matmul(a, b)

    def total(self, a: Array, axis: int) -> Array:
        """The sum over an axis counted from the right."""
        return np.sum(a, axis=axis)

    def product(self, a: Array, axis: int) -> Array:
        """The product over an axis counted from the right."""
        length = self.shape(a)[axis]
        factors = [self.structure(partial(np.take, indices=k, axis=axis), a) for k in range(length)]
        if not factors:
            shape = list(self.shape(a))
            del shape[axis]
            return self.integers(np.ones(shape, dtype=np.int64))
        return reduce(self.multiply, factors)

    def integer_power(self, a: Array, exponent: int) -> Array:
        """`a**exponent` by repeated multiplication, for any integer exponent."""
        if exponent < 0:
            return self.divide(self.number(Fraction(1)), self.integer_power(a, -exponent))
        if exponent == 0:
            return self.integers(np.ones(self.shape(a), dtype=np.int64))
        half = self.integer_power(a, exponent // 2) if exponent > 1 else None
        if half is None:
            return a
        square = self.multiply(half, half)
        return self.multiply(square, a) if exponent % 2 else square

    def large_integers(self, values: np.ndarray) -> Array:
        """An object array of Python integers of any length as scalars of this world."""
        flat = [self.number(Fraction(int(value))) for value in values.ravel()]
        return np.concatenate(flat).reshape(values.shape)


class ArrayWorld(World):
    """What all worlds on plain NumPy arrays share."""

    def structure(self, change: Structural, a: Array) -> Array:
        """See `World.structure`."""
        return change(a)

    def shape(self, a: Array) -> tuple[int, ...]:
        """See `World.shape`."""
        return tuple(a.shape)

    def where(self, condition: np.ndarray, a: Array, b: Array) -> Array:
        """See `World.where`."""
        return np.where(condition, a, b)
