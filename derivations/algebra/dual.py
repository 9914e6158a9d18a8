"""Derivatives in any world: numbers that carry their tangents (forward mode)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from derivations.algebra.worlds import Array, Structural, Unsupported, World


@dataclass(frozen=True)
class Dual:
    """An array and its derivative along one direction an element of the batch; both have the same shape."""

    primal: Array
    tangent: Array


class DualWorld(World):
    """A world over another in which each array may carry a tangent; constants are plain arrays of the world below.

    Several directions are several elements of the batch. Worlds nest, so second derivatives are dual numbers over
    dual numbers.
    """

    def __init__(self, below: World) -> None:
        """Differentiate in the world `below`."""
        self.below = below
        self.name = below.name
        self.exact = below.exact

    def number(self, value: Fraction) -> Array:
        """See `World.number`."""
        return self.below.number(value)

    def decimal(self, value: Fraction, decimals: int) -> Array:
        """See `World.decimal`."""
        return self.below.decimal(value, decimals)

    def pi(self) -> Array:
        """See `World.pi`."""
        return self.below.pi()

    def integers(self, values: np.ndarray) -> Array:
        """See `World.integers`."""
        return self.below.integers(values)

    def large_integers(self, values: np.ndarray) -> Array:
        """See `World.large_integers`."""
        return self.below.large_integers(values)

    def add(self, a: Array, b: Array) -> Array:
        """See `World.add`."""
        return self._join(self.below.add(_primal(a), _primal(b)), _tangent(a), _tangent(b))

    def negate(self, a: Array) -> Array:
        """See `World.negate`."""
        if isinstance(a, Dual):
            return Dual(self.below.negate(a.primal), self.below.negate(a.tangent))
        return self.below.negate(a)

    def multiply(self, a: Array, b: Array) -> Array:
        """See `World.multiply`."""
        times = self.below.multiply
        return self._join(times(_primal(a), _primal(b)), self._scale(a, _primal(b)), self._scale(b, _primal(a)))

    def divide(self, a: Array, b: Array) -> Array:
        """See `World.divide`."""
        below = self.below
        quotient = below.divide(_primal(a), _primal(b))
        left = below.divide(a.tangent, _primal(b)) if isinstance(a, Dual) else None
        right = (
            below.negate(below.multiply(quotient, below.divide(b.tangent, b.primal))) if isinstance(b, Dual) else None
        )
        return self._join(quotient, left, right)

    def matmul(self, a: Array, b: Array) -> Array:
        """See `World.matmul`."""
        product = self.below.matmul
        left = product(a.tangent, _primal(b)) if isinstance(a, Dual) else None
        right = product(_primal(a), b.tangent) if isinstance(b, Dual) else None
        return self._join(product(_primal(a), _primal(b)), left, right)

    def power(self, a: Array, b: Array) -> Array:
        """See `World.power`."""
        below, base, exponent = self.below, _primal(a), _primal(b)
        value = below.power(base, exponent)
        left = right = None
        if isinstance(a, Dual):
            slope = below.multiply(exponent, below.power(base, below.add(exponent, below.number(Fraction(-1)))))
            left = below.multiply(slope, a.tangent)
        if isinstance(b, Dual):
            right = below.multiply(below.multiply(value, below.function("log", base)), b.tangent)
        return self._join(value, left, right)

    def function(self, name: str, a: Array) -> Array:
        """See `World.function`."""
        if not isinstance(a, Dual):
            return self.below.function(name, a)
        value = self.below.function(name, a.primal)
        slope = self._slope(name, a.primal, value)
        return self._join(value, self.below.multiply(slope, a.tangent), None)

    def _slope(self, name: str, x: Array, value: Array) -> Array:
        """The derivative of an elementary function at `x`, where it has the given value."""
        below = self.below
        one = below.number(Fraction(1))
        match name:
            case "exp":
                return value
            case "log":
                return below.divide(one, x)
            case "sqrt":
                return below.divide(below.number(Fraction(1, 2)), value)
            case "sin":
                return below.function("cos", x)
            case "cos":
                return below.negate(below.function("sin", x))
            case "abs":
                return below.function("sign", x)
            case "sign" | "floor":
                return below.integers(np.zeros((1,), dtype=np.int64))
            case "gamma":
                return below.multiply(value, below.function("digamma", x))
            case "erf":
                gaussian = below.function("exp", below.negate(below.multiply(x, x)))
                return below.divide(
                    below.multiply(below.number(Fraction(2)), gaussian), below.function("sqrt", below.pi())
                )
            case _:
                raise Unsupported(f"the derivative of {name}")

    def compare(self, operator: str, a: Array, b: Array) -> np.ndarray:
        """See `World.compare`; of the values, not the tangents."""
        return self.below.compare(operator, _primal(a), _primal(b))

    def structure(self, change: Structural, a: Array) -> Array:
        """See `World.structure`."""
        if isinstance(a, Dual):
            return Dual(self.below.structure(change, a.primal), self.below.structure(change, a.tangent))
        return self.below.structure(change, a)

    def shape(self, a: Array) -> tuple[int, ...]:
        """See `World.shape`."""
        return self.below.shape(_primal(a))

    def where(self, condition: np.ndarray, a: Array, b: Array) -> Array:
        """See `World.where`."""
        value = self.below.where(condition, _primal(a), _primal(b))
        if not isinstance(a, Dual) and not isinstance(b, Dual):
            return value
        zero = self.below.integers(np.zeros((1,), dtype=np.int64))
        left = a.tangent if isinstance(a, Dual) else zero
        right = b.tangent if isinstance(b, Dual) else zero
        return self._join(value, self.below.where(condition, left, right), None)

    def total(self, a: Array, axis: int) -> Array:
        """See `World.total`."""
        if isinstance(a, Dual):
            return Dual(self.below.total(a.primal, axis), self.below.total(a.tangent, axis))
        return self.below.total(a, axis)

    def inverse(self, a: Array) -> Array:
        """See `World.inverse`."""
        inverse = self.below.inverse(_primal(a))
        if not isinstance(a, Dual):
            return inverse
        change = self.below.matmul(self.below.matmul(inverse, a.tangent), inverse)
        return Dual(inverse, self.below.negate(change))

    def determinant(self, a: Array) -> Array:
        """See `World.determinant`; by Jacobi's formula, at regular matrices."""
        value = self.below.determinant(_primal(a))
        if not isinstance(a, Dual):
            return value
        relative = self.below.matmul(self.below.inverse(a.primal), a.tangent)
        diagonal = self.below.structure(lambda array: np.diagonal(array, axis1=-2, axis2=-1), relative)
        return Dual(value, self.below.multiply(value, self.below.total(diagonal, -1)))

    def _scale(self, a: Array, factor: Array) -> Array | None:
        return self.below.multiply(a.tangent, factor) if isinstance(a, Dual) else None

    def _join(self, value: Array, left: Array | None, right: Array | None) -> Array:
        """The value with the sum of the tangents, in the value's shape."""
        if left is None and right is None:
            return value
        tangent = left if right is None else right if left is None else self.below.add(left, right)
        assert tangent is not None
        wanted = self.below.shape(value)
        if self.below.shape(tangent) != wanted:
            tangent = self.below.structure(lambda array: np.broadcast_to(array, wanted), tangent)
        return Dual(value, tangent)


def _primal(a: Array) -> Array:
    return a.primal if isinstance(a, Dual) else a


def _tangent(a: Array) -> Array | None:
    return a.tangent if isinstance(a, Dual) else None
