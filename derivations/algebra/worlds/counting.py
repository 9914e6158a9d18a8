"""Factorials and binomial coefficients of integer arrays, in Python integers of any length."""

from __future__ import annotations

from math import comb, factorial

import numpy as np

from derivations.algebra.worlds.world import Undefined, Unsupported

MOST_FACTORS = 1000  # of a factorial or a binomial coefficient


def binomials(n: np.ndarray, k: np.ndarray) -> np.ndarray:
    """Binomial coefficients of integer arrays as Python integers: 0 outside `0 <= k <= n`, for `n >= 0`.

    Raises `Undefined` for a negative `n`, and `Unsupported` for a product of too many factors.
    """
    return np.frompyfunc(_binomial, 2, 1)(n, k)


def _binomial(n: int, k: int) -> int:
    if n < 0:
        raise Undefined("a binomial coefficient of a negative number")
    if min(k, n - k) > MOST_FACTORS:
        raise Unsupported(f"a binomial coefficient of more than {MOST_FACTORS} factors")
    return comb(int(n), int(k)) if k >= 0 else 0


def factorials(n: np.ndarray) -> np.ndarray:
    """Factorials of an integer array as Python integers."""
    return np.frompyfunc(_factorial, 1, 1)(n)


def _factorial(n: int) -> int:
    if n < 0 or n > MOST_FACTORS:
        raise Undefined("a factorial outside 0..1000")
    return factorial(int(n))
