"""The world of SymPy entries, for proofs at explicit sizes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy

from derivations.algebra.worlds import Array, ObjectWorld, Undecided, Undefined, Unsupported, objects


class SymbolicWorld(ObjectWorld):
    """SymPy expressions as scalars; equality is decided later, by `proof`."""

    name = "SymPy entries"

    def scalar(self, value: Fraction) -> Any:
        """See `ObjectWorld.scalar`."""
        return sympy.Rational(value.numerator, value.denominator)

    def pi(self) -> Array:
        """See `World.pi`."""
        return objects([sympy.pi], (1,))

    def scalar_divide(self, a: Any, b: Any) -> Any:
        """The quotient; `Undefined` for a divisor that is zero."""
        if b.is_zero:
            raise Undefined("division by zero")
        return a / b

    def scalar_function(self, name: str, value: Any) -> Any:
        """See `ObjectWorld.scalar_function`."""
        functions = {
            "exp": sympy.exp,
            "log": sympy.log,
            "sqrt": sympy.sqrt,
            "sin": sympy.sin,
            "cos": sympy.cos,
            "abs": sympy.Abs,
            "sign": sympy.sign,
            "floor": sympy.floor,
            "gamma": sympy.gamma,
            "erf": sympy.erf,
            "digamma": sympy.digamma,
        }
        if name not in functions:
            raise Unsupported(f"{name} of a SymPy expression")
        result = functions[name](value)
        if result.has(sympy.zoo, sympy.nan, sympy.oo):
            raise Undefined(f"{name} has no finite value here")
        return result

    def scalar_power(self, base: Any, exponent: Any) -> Any:
        """See `ObjectWorld.scalar_power`."""
        return base**exponent

    def scalar_compare(self, operator: str, a: Any, b: Any) -> bool:
        """See `ObjectWorld.scalar_compare`; `Undecided` where it depends on the symbols."""
        difference = sympy.expand(a - b)
        if difference.is_zero and operator in ("==", "<=", ">="):
            return True
        if difference.is_zero:
            return False
        truth = {
            "<": difference.is_negative,
            "<=": difference.is_nonpositive,
            ">": difference.is_positive,
            ">=": difference.is_nonnegative,
            "==": difference.is_zero,
            "!=": difference.is_nonzero,
        }[operator]
        if truth is None:
            raise Undecided("a comparison that depends on the symbols")
        return bool(truth)
