"""The field of integers modulo a large prime."""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import Any

from flint import nmod

from derivations.algebra.worlds.objects import COMPARISONS, ObjectWorld
from derivations.algebra.worlds.world import Undefined, Unsupported


class PrimeFieldWorld(ObjectWorld):
    """The field of integers modulo the prime 2**61 - 1, for exact identity testing of rational functions."""

    name = "a prime field"
    prime = 2**61 - 1

    def scalar(self, value: Fraction) -> Any:
        """See `ObjectWorld.scalar`."""
        if gcd(value.denominator, self.prime) != 1:
            raise Undefined("a denominator that vanishes in the field")
        return nmod(value.numerator % self.prime, self.prime) / nmod(value.denominator, self.prime)

    def scalar_function(self, name: str, value: Any) -> Any:
        """See `ObjectWorld.scalar_function`."""
        raise Unsupported(f"{name} does not exist in a prime field")

    def scalar_power(self, base: Any, exponent: Any) -> Any:
        """See `ObjectWorld.scalar_power`."""
        raise Unsupported("a power with a field element as exponent")

    def scalar_compare(self, operator: str, a: Any, b: Any) -> bool:
        """See `ObjectWorld.scalar_compare`; a field has no order."""
        if operator in ("==", "!="):
            return COMPARISONS[operator](a, b)
        raise Unsupported("a prime field has no order")
