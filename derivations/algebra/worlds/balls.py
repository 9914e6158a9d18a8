"""Real numbers in rigorous intervals."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb, fmpq

from derivations.algebra.worlds.objects import COMPARISONS, ObjectWorld, objects
from derivations.algebra.worlds.world import Array, Undecided, Undefined, Unsupported


class BallWorld(ObjectWorld):
    """Real numbers as rigorous intervals (midpoint and radius) of 320 bits."""

    name = "interval arithmetic"
    bits = 320

    def scalar(self, value: Fraction) -> Any:
        """See `ObjectWorld.scalar`."""
        return arb(fmpq(value.numerator, value.denominator))

    def decimal(self, value: Fraction, decimals: int) -> Array:
        """See `World.decimal`; an interval of half a unit of the last digit on both sides."""
        half = fmpq(10 ** max(-decimals, 0), 2 * 10 ** max(decimals, 0))
        return objects([arb(fmpq(value.numerator, value.denominator), arb(half))], (1,))

    def pi(self) -> Array:
        """See `World.pi`."""
        return objects([arb.pi()], (1,))

    def whole(self, a: Array) -> np.ndarray | None:
        """See `World.whole`."""
        if any(not value.is_exact() or value != value.floor() for value in a.ravel()):
            return None
        return np.array([int(float(value)) for value in a.ravel()], dtype=np.int64).reshape(a.shape)

    def scalar_divide(self, a: Any, b: Any) -> Any:
        """The quotient; `Undefined` where the divisor may be zero."""
        if b.contains(0):
            raise Undefined("division by an interval that contains zero")
        return a / b

    def scalar_function(self, name: str, value: Any) -> Any:
        """See `ObjectWorld.scalar_function`."""
        if name in ("log", "sqrt") and value < 0:
            raise Undefined(f"{name} of a negative number")
        if name == "sqrt" and value == 0:
            return value
        if name == "sign":
            return arb(int(_certain(value > 0, value <= 0)) - int(_certain(value < 0, value >= 0)))
        if name == "floor":
            floor = value.floor()
            if not floor.is_exact():
                raise Undecided("the floor of an interval that contains an integer")
            return floor
        method = {
            "exp": "exp",
            "log": "log",
            "sqrt": "sqrt",
            "sin": "sin",
            "cos": "cos",
            "abs": "__abs__",
            "gamma": "gamma",
            "erf": "erf",
            "digamma": "digamma",
        }.get(name)
        if method is None:
            raise Unsupported(f"{name} in interval arithmetic")
        result = getattr(value, method)()
        if not result.is_finite():
            raise Undefined(f"{name} has no finite value here")
        return result

    def scalar_power(self, base: Any, exponent: Any) -> Any:
        """See `ObjectWorld.scalar_power`."""
        result = base**exponent
        if not result.is_finite():
            raise Undefined("a power without a real value")
        return result

    def scalar_compare(self, operator: str, a: Any, b: Any) -> bool:
        """See `ObjectWorld.scalar_compare`; `Undecided` where the intervals overlap."""
        opposite = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "==": "!=", "!=": "=="}[operator]
        return _certain(COMPARISONS[operator](a, b), COMPARISONS[opposite](a, b))


def _certain(holds: bool, fails: bool) -> bool:
    if not holds and not fails:
        raise Undecided("the intervals overlap")
    return bool(holds)
