"""Comparisons, what is chosen by them, and what is said with truth values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial, reduce

import numpy as np

from derivations.algebra.operations.arithmetic import integers, number
from derivations.algebra.values import Algebra, Value
from derivations.algebra.worlds import Undefined


def compare(algebra: Algebra, operator: str, a: Value, b: Value) -> Value:
    """The truth values of a comparison."""
    if a.kind != "number" and b.kind != "number":
        return algebra.integerwise(_INTEGER_COMPARISONS[operator], a, b, kind="truth")
    return algebra.elementwise(lambda x, y: algebra.world.compare(operator, x, y), a, b, kind="truth")


_INTEGER_COMPARISONS: dict[str, Callable[..., np.ndarray]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


def maximum(algebra: Algebra, a: Value, b: Value) -> Value:
    """The larger of two, entry by entry."""
    if integers(a, b):
        return algebra.integerwise(np.maximum, a, b)
    return algebra.choose(compare(algebra, ">=", a, b), a, b)


def minimum(algebra: Algebra, a: Value, b: Value) -> Value:
    """The smaller of two, entry by entry."""
    if integers(a, b):
        return algebra.integerwise(np.minimum, a, b)
    return algebra.choose(compare(algebra, "<=", a, b), a, b)


def relu(algebra: Algebra, a: Value) -> Value:
    """max(0, z), entry by entry."""
    return maximum(algebra, a, number(algebra, 0))


def heaviside(algebra: Algebra, a: Value) -> Value:
    """1 for positive arguments, else 0."""
    return algebra.scalars(compare(algebra, ">", a, number(algebra, 0)))


def largest(algebra: Algebra, a: Value) -> Value:
    """The largest entry of an array."""
    return _fold(algebra, maximum, a)


def smallest(algebra: Algebra, a: Value) -> Value:
    """The smallest entry of an array."""
    return _fold(algebra, minimum, a)


def _fold(algebra: Algebra, operation: Callable[[Algebra, Value, Value], Value], a: Value) -> Value:
    if a.rank == 0:
        return a
    count = int(np.prod(algebra.shape(a)))
    if count == 0:
        raise Undefined("the largest of no values")
    rank = a.rank
    flat = algebra.reshaped(a, 1, lambda array: array.reshape(*array.shape[: array.ndim - rank], -1))
    entries = [algebra.reshaped(flat, 0, partial(np.take, indices=k, axis=-1)) for k in range(count)]
    return reduce(lambda x, y: operation(algebra, x, y), entries)


def delta(algebra: Algebra, a: Value, b: Value) -> Value:
    """Kronecker's delta."""
    return compare(algebra, "==", a, b)


def indicator(algebra: Algebra, truth: Value) -> Value:
    """1 where the condition holds, else 0."""
    return algebra.scalars(truth)


def both(algebra: Algebra, a: Value, b: Value) -> Value:
    """Logical and."""
    return algebra.integerwise(np.logical_and, a, b, kind="truth")


def either(algebra: Algebra, a: Value, b: Value) -> Value:
    """Logical or."""
    return algebra.integerwise(np.logical_or, a, b, kind="truth")


def opposite(algebra: Algebra, a: Value) -> Value:
    """Logical not."""
    return replace(a, data=np.logical_not(a.data))
