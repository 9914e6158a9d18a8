"""Sums, products and powers, entry by entry, and the products of linear algebra."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from derivations.algebra.values import Algebra, Value


def integers(*values: Value) -> bool:
    """Whether all values are integers, which are computed exactly in every world."""
    return all(value.kind == "integer" for value in values)


def number(algebra: Algebra, value: int | Fraction) -> Value:
    """A number as a value of the algebra's world."""
    return Value(algebra.world.number(Fraction(value)))


def add(algebra: Algebra, a: Value, b: Value) -> Value:
    """The sum; a scalar spreads over an array."""
    if integers(a, b):
        return algebra.integerwise(np.add, a, b)
    return algebra.elementwise(algebra.world.add, a, b)


def negate(algebra: Algebra, a: Value) -> Value:
    """The opposite."""
    if a.kind == "integer":
        return replace(a, data=-a.data)
    return algebra.elementwise(algebra.world.negate, a)


def subtract(algebra: Algebra, a: Value, b: Value) -> Value:
    """The difference."""
    return add(algebra, a, negate(algebra, algebra.scalars(b) if b.kind == "truth" else b))


def times(algebra: Algebra, a: Value, b: Value) -> Value:
    """The product of linear algebra."""
    return algebra.times(a, b)


def hadamard(algebra: Algebra, a: Value, b: Value) -> Value:
    """The product entry by entry."""
    return algebra.elementwise(algebra.world.multiply, a, b)


def divide(algebra: Algebra, a: Value, b: Value) -> Value:
    """The quotient, entry by entry."""
    return algebra.elementwise(algebra.world.divide, a, b)


def dot(algebra: Algebra, a: Value, b: Value) -> Value:
    """The inner product of two arrays of one shape."""
    return algebra.dot(a, b)


def centred_dot(algebra: Algebra, a: Value, b: Value) -> Value:
    """What a centred dot means: the inner product of two vectors of one orientation, else the product of linear
    algebra."""
    if a.rank == 1 and b.rank == 1 and a.row == b.row:
        return algebra.dot(a, b)
    return algebra.times(a, b)


def starred(algebra: Algebra, a: Value, b: Value) -> Value:
    """What a star means: the product entry by entry of two vectors of one orientation, else the product of linear
    algebra."""
    return hadamard(algebra, a, b) if a.rank == b.rank == 1 and a.row == b.row else algebra.times(a, b)


def outer(algebra: Algebra, a: Value, b: Value) -> Value:
    """The outer product of two vectors."""
    return algebra.outer(a, b)


def outer_square(algebra: Algebra, a: Value, b: Value) -> Value:
    """The product of two deviations: of numbers their product, of vectors the outer product."""
    return algebra.outer(a, b) if a.rank == b.rank == 1 else algebra.times(a, b)


def power(algebra: Algebra, a: Value, b: Value) -> Value:
    """The power, entry by entry."""
    return algebra.elementwise(algebra.world.power, a, b)


def entry_power(algebra: Algebra, a: Value, b: Value) -> Value:
    """The power entry by entry, exact for an integer exponent."""
    if b.kind == "integer" and b.data.size == 1:
        exponent = int(b.data.reshape(-1)[0])
        return algebra.elementwise(lambda data: algebra.world.integer_power(data, exponent), a)
    return power(algebra, a, b)


def entry_inverse(algebra: Algebra, a: Value) -> Value:
    """The reciprocal of each entry."""
    return divide(algebra, number(algebra, 1), a)
