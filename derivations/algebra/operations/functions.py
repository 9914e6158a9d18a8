"""Functions of numbers, entry by entry; softmax and log-sum-exp, which take whole arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from derivations.algebra.operations.arithmetic import add, divide, hadamard, integers, negate, number, subtract
from derivations.algebra.values import Algebra, Value
from derivations.algebra.worlds import Undefined


def _elementary(name: str) -> Callable[[Algebra, Value], Value]:
    def operation(algebra: Algebra, a: Value) -> Value:
        return algebra.elementwise(lambda data: algebra.world.function(name, data), a)

    operation.__doc__ = f"The function {name}, entry by entry."
    return operation


exp = _elementary("exp")
log = _elementary("log")
sqrt = _elementary("sqrt")
sin = _elementary("sin")
cos = _elementary("cos")
gamma = _elementary("gamma")
erf = _elementary("erf")


def pi(algebra: Algebra) -> Value:
    """The number pi."""
    return Value(algebra.world.pi())


def absolute(algebra: Algebra, a: Value) -> Value:
    """The absolute value, entry by entry."""
    if a.kind == "integer":
        return replace(a, data=np.abs(a.data))
    return algebra.elementwise(lambda data: algebra.world.function("abs", data), a)


def sign(algebra: Algebra, a: Value) -> Value:
    """The sign (-1, 0 or 1), entry by entry."""
    if a.kind == "integer":
        return replace(a, data=np.sign(a.data))
    return algebra.elementwise(lambda data: algebra.world.function("sign", data), a)


def floor(algebra: Algebra, a: Value) -> Value:
    """The largest integer not above, entry by entry."""
    return a if a.kind == "integer" else algebra.elementwise(lambda data: algebra.world.function("floor", data), a)


def ceil(algebra: Algebra, a: Value) -> Value:
    """The smallest integer not below, entry by entry."""
    return negate(algebra, floor(algebra, negate(algebra, a)))


def modulo(algebra: Algebra, a: Value, b: Value) -> Value:
    """The remainder with the sign of the divisor."""
    if integers(a, b):
        if (b.data == 0).any():
            raise Undefined("a remainder modulo zero")
        return algebra.integerwise(np.mod, a, b)
    return subtract(algebra, a, hadamard(algebra, b, floor(algebra, divide(algebra, a, b))))


def sigmoid(algebra: Algebra, a: Value) -> Value:
    """The logistic function 1 / (1 + exp(-z))."""
    one = number(algebra, 1)
    return divide(algebra, one, add(algebra, one, exp(algebra, negate(algebra, a))))


def tanh(algebra: Algebra, a: Value) -> Value:
    """The hyperbolic tangent."""
    doubled = sigmoid(algebra, hadamard(algebra, number(algebra, 2), a))
    return subtract(algebra, hadamard(algebra, number(algebra, 2), doubled), number(algebra, 1))


def sinh(algebra: Algebra, a: Value) -> Value:
    """The hyperbolic sine."""
    difference = subtract(algebra, exp(algebra, a), exp(algebra, negate(algebra, a)))
    return divide(algebra, difference, number(algebra, 2))


def cosh(algebra: Algebra, a: Value) -> Value:
    """The hyperbolic cosine."""
    return divide(algebra, add(algebra, exp(algebra, a), exp(algebra, negate(algebra, a))), number(algebra, 2))


def tan(algebra: Algebra, a: Value) -> Value:
    """The tangent."""
    return divide(algebra, sin(algebra, a), cos(algebra, a))


def softplus(algebra: Algebra, a: Value) -> Value:
    """log(1 + exp(z))."""
    return log(algebra, add(algebra, number(algebra, 1), exp(algebra, a)))


def logit(algebra: Algebra, a: Value) -> Value:
    """log(p / (1 - p)), the inverse of the logistic function."""
    return log(algebra, divide(algebra, a, subtract(algebra, number(algebra, 1), a)))


def artanh(algebra: Algebra, a: Value) -> Value:
    """The inverse of the hyperbolic tangent."""
    one = number(algebra, 1)
    quotient = divide(algebra, add(algebra, one, a), subtract(algebra, one, a))
    return divide(algebra, log(algebra, quotient), number(algebra, 2))


def softmax(algebra: Algebra, a: Value) -> Value:
    """exp(z) divided by its sum."""
    powers = exp(algebra, a)
    return divide(algebra, powers, algebra.total(powers))


def logsumexp(algebra: Algebra, a: Value) -> Value:
    """The logarithm of the sum of exp(z)."""
    return log(algebra, algebra.total(exp(algebra, a)))
