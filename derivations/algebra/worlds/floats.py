"""Float64 batches in NumPy."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from derivations.algebra.worlds.world import Array, ArrayWorld


class FloatWorld(ArrayWorld):
    """Float64 batches in NumPy. Values outside a domain are NaN."""

    name = "float64"
    exact = False

    def number(self, value: Fraction) -> Array:
        """See `World.number`."""
        return np.array([float(value)])

    def integers(self, values: np.ndarray) -> Array:
        """See `World.integers`."""
        return values.astype(np.float64)

    def large_integers(self, values: np.ndarray) -> Array:
        """See `World.large_integers`."""
        return values.astype(np.float64)

    def pi(self) -> Array:
        """See `World.pi`."""
        return np.array([np.pi])

    def whole(self, a: Array) -> np.ndarray | None:
        """See `World.whole`."""
        return a.astype(np.int64) if np.all(np.isfinite(a)) and np.all(a == np.round(a)) else None

    def divide(self, a: Array, b: Array) -> Array:
        """See `World.divide`."""
        return np.where(b == 0, np.nan, a / np.where(b == 0, 1.0, b))

    def function(self, name: str, a: Array) -> Array:
        """See `World.function`."""
        return _FLOAT_FUNCTIONS[name](a)

    def power(self, a: Array, b: Array) -> Array:
        """See `World.power`."""
        return np.power(a, b)

    def compare(self, operator: str, a: Array, b: Array) -> np.ndarray:
        """See `World.compare`."""
        return _FLOAT_COMPARISONS[operator](a, b)

    def determinant(self, a: Array) -> Array:
        """See `World.determinant`."""
        return np.linalg.det(a)

    def inverse(self, a: Array) -> Array:
        """See `World.inverse`; NaN where the matrix is singular."""
        try:
            return np.linalg.inv(a)
        except np.linalg.LinAlgError:
            singular = np.abs(np.linalg.det(a))[..., None, None] < 1e-12
            return np.where(singular, np.nan, np.linalg.inv(np.where(singular, np.eye(a.shape[-1]), a)))

    def spectral_norm(self, a: Array) -> Array:
        """The largest singular values of the matrices in the last two axes."""
        return np.linalg.norm(a, ord=2, axis=(-2, -1))


_FLOAT_COMPARISONS: dict[str, Callable[[Any, Any], np.ndarray]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


def _special(name: str) -> Callable[[np.ndarray], np.ndarray]:
    def function(a: np.ndarray) -> np.ndarray:
        from scipy import special  # a second to import, and few formulas need it

        return getattr(special, name)(a)

    return function


_FLOAT_FUNCTIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "exp": np.exp,
    "log": lambda a: np.log(np.where(a > 0, a, np.nan)),
    "sqrt": np.sqrt,
    "sin": np.sin,
    "cos": np.cos,
    "abs": np.abs,
    "sign": np.sign,
    "floor": np.floor,
    "gamma": _special("gamma"),
    "erf": _special("erf"),
    "digamma": _special("digamma"),
}
