"""Factorials and binomial coefficients."""

from __future__ import annotations

from dataclasses import replace

from derivations.algebra.operations.arithmetic import add, integers, number
from derivations.algebra.operations.functions import gamma
from derivations.algebra.values import Algebra, Value
from derivations.algebra.worlds import Unsupported
from derivations.algebra.worlds.counting import binomials, factorials


def factorial(algebra: Algebra, a: Value) -> Value:
    """n! for integers."""
    if a.kind != "integer":
        return gamma(algebra, add(algebra, a, number(algebra, 1)))
    return replace(a, data=algebra.world.large_integers(factorials(a.data)), kind="number")


def binomial(algebra: Algebra, n: Value, k: Value) -> Value:
    """The number of ways to choose k of n."""
    if not integers(n, k):
        raise Unsupported("a binomial coefficient of numbers that are not integers")
    exact = algebra.integerwise(binomials, n, k)
    return replace(exact, data=algebra.world.large_integers(exact.data), kind="number")
