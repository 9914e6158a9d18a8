"""Norms of vectors and matrices."""

from __future__ import annotations

from derivations.algebra.operations.arithmetic import divide, number, power
from derivations.algebra.operations.functions import absolute, sqrt
from derivations.algebra.operations.orders import largest
from derivations.algebra.values import Algebra, Value
from derivations.algebra.worlds import Unsupported


def norm2(algebra: Algebra, a: Value) -> Value:
    """The Euclidean norm of a vector, the absolute value of a number."""
    if a.rank == 0:
        return absolute(algebra, a)
    return sqrt(algebra, algebra.dot(a, a))


def two_norm(algebra: Algebra, a: Value) -> Value:
    """What an explicit 2-norm means: of a vector the Euclidean norm, of a matrix the largest singular value."""
    return spectral_norm(algebra, a) if a.rank == 2 else norm2(algebra, a)


def norm1(algebra: Algebra, a: Value) -> Value:
    """The sum of the absolute values of the entries."""
    return algebra.total(absolute(algebra, a))


def norm_max(algebra: Algebra, a: Value) -> Value:
    """The largest absolute value of the entries."""
    return largest(algebra, absolute(algebra, a))


def norm_p(algebra: Algebra, a: Value, p: Value) -> Value:
    """The p-norm of a vector."""
    powers = power(algebra, absolute(algebra, a), p)
    return power(algebra, algebra.total(powers), divide(algebra, number(algebra, 1), p))


def spectral_norm(algebra: Algebra, a: Value) -> Value:
    """The largest singular value; floating point only."""
    compute = getattr(algebra.world, "spectral_norm", None)
    if compute is None or a.rank != 2:
        raise Unsupported("a spectral norm outside floating point")
    return Value(compute(algebra.scalars(a).data), a.axes)
