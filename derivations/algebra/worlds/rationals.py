"""Exact rational numbers."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any

import numpy as np
from flint import fmpq

from derivations.algebra.worlds.objects import COMPARISONS, ObjectWorld
from derivations.algebra.worlds.world import Array, Undefined, Unsupported


class RationalWorld(ObjectWorld):
    """Exact rational numbers. Roots exist where they are rational."""

    name = "exact rationals"

    def scalar(self, value: Fraction) -> Any:
        """See `ObjectWorld.scalar`."""
        return fmpq(value.numerator, value.denominator)

    def decimal(self, value: Fraction, decimals: int) -> Array:
        """See `World.decimal`; it is no one rational number."""
        raise Unsupported("a decimal literal as an exact rational")

    def whole(self, a: Array) -> np.ndarray | None:
        """See `World.whole`."""
        if any(value.q != 1 for value in a.ravel()):
            return None
        return np.array([int(value.p) for value in a.ravel()], dtype=np.int64).reshape(a.shape)

    def scalar_function(self, name: str, value: Any) -> Any:
        """See `ObjectWorld.scalar_function`."""
        if name == "abs":
            return abs(value)
        if name == "sign":
            return fmpq((value > 0) - (value < 0))
        if name == "floor":
            return fmpq(value.p // value.q)
        if name == "sqrt":
            return _rational_root(value)
        if name == "exp" and value == 0:
            return fmpq(1)
        if name == "log" and value == 1:
            return fmpq(0)
        raise Unsupported(f"{name} of a rational is not rational")

    def scalar_power(self, base: Any, exponent: Any) -> Any:
        """See `ObjectWorld.scalar_power`."""
        if exponent.q == 1:
            if base == 0 and exponent < 0:
                raise Undefined("0 to a negative power")
            if abs(exponent.p) > 1000:
                raise Unsupported("a power beyond 1000")
            return base ** int(exponent.p)
        if exponent.q == 2:
            return _rational_root(base) ** int(exponent.p)
        raise Unsupported("an irrational power")

    def scalar_compare(self, operator: str, a: Any, b: Any) -> bool:
        """See `ObjectWorld.scalar_compare`."""
        return COMPARISONS[operator](a, b)


def _rational_root(value: Any) -> Any:
    if value < 0:
        raise Undefined("the root of a negative number")
    numerator, denominator = int(value.p), int(value.q)
    p, q = isqrt(numerator), isqrt(denominator)
    if p * p != numerator or q * q != denominator:
        raise Unsupported("an irrational root")
    return fmpq(p, q)
