"""The vocabulary of operations: what `Apply` can name. Each takes the algebra of a world and values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial, reduce

import numpy as np

from derivations.algebra.values import Algebra, ShapeError, Value
from derivations.algebra.worlds import Undefined, Unsupported
from derivations.algebra.worlds.counting import binomials, factorials


def _integers(*values: Value) -> bool:
    return all(value.kind == "integer" for value in values)


def _number(algebra: Algebra, value: int | Fraction) -> Value:
    return Value(algebra.world.number(Fraction(value)))


def add(algebra: Algebra, a: Value, b: Value) -> Value:
    """The sum; a scalar spreads over an array."""
    if _integers(a, b):
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


def outer(algebra: Algebra, a: Value, b: Value) -> Value:
    """The outer product of two vectors."""
    return algebra.outer(a, b)


def outer_square(algebra: Algebra, a: Value, b: Value) -> Value:
    """The product of two deviations: of numbers their product, of vectors the outer product."""
    return algebra.outer(a, b) if a.rank == b.rank == 1 else algebra.times(a, b)


def transpose(algebra: Algebra, a: Value) -> Value:
    """The transpose."""
    return algebra.transpose(a)


def inverse(algebra: Algebra, a: Value) -> Value:
    """The inverse of a square matrix, or the reciprocal of a number."""
    if a.rank == 0:
        return divide(algebra, _number(algebra, 1), a)
    return replace(_square(algebra, a), data=algebra.world.inverse(algebra.scalars(a).data), kind="number")


def determinant(algebra: Algebra, a: Value) -> Value:
    """The determinant of a square matrix; a number is its own."""
    if a.rank == 0:
        return a
    return Value(algebra.world.determinant(algebra.scalars(_square(algebra, a)).data), a.axes)


def bars(algebra: Algebra, a: Value) -> Value:
    """What single bars mean: the determinant of a matrix, the absolute value of numbers and of the entries of a
    vector."""
    return determinant(algebra, a) if a.rank == 2 else absolute(algebra, a)


def trace(algebra: Algebra, a: Value) -> Value:
    """The trace of a square matrix; a number is its own."""
    if a.rank == 0:
        return a
    return algebra.total(diagonal(algebra, _square(algebra, a)))


def diagonal(algebra: Algebra, a: Value) -> Value:
    """The diagonal of a matrix as a vector."""
    return algebra.reshaped(_square(algebra, a), 1, lambda array: np.diagonal(array, axis1=-2, axis2=-1))


def diag(algebra: Algebra, a: Value) -> Value:
    """The diagonal matrix of a vector; of a matrix, its diagonal part as a vector."""
    if a.rank == 2:
        return diagonal(algebra, a)
    if a.rank != 1:
        raise ShapeError("diag of something that is neither a vector nor a matrix")
    a = algebra.scalars(a)
    (size,) = algebra.shape(a)
    identity = _identity(algebra, size)
    column = algebra.reshaped(replace(a, row=False), 2, lambda array: np.repeat(array[..., :, None], size, axis=-1))
    return algebra.elementwise(algebra.world.multiply, identity, column)


def identity(algebra: Algebra, size: Value) -> Value:
    """The identity matrix with the given number of rows."""
    return _identity(algebra, _integer(size))


def ones(algebra: Algebra, size: Value) -> Value:
    """The vector of ones with the given number of entries."""
    return algebra.scalars(Value(np.ones((1, _integer(size)), dtype=np.int64), rank=1, kind="integer"))


def _identity(algebra: Algebra, size: int) -> Value:
    return algebra.scalars(Value(np.eye(size, dtype=np.int64)[None], rank=2, kind="integer"))


def _integer(value: Value) -> int:
    if value.kind != "integer" or value.data.size != 1:
        raise ShapeError("a size that is not one integer")
    return int(value.data.reshape(-1)[0])


def _square(algebra: Algebra, a: Value) -> Value:
    shape = algebra.shape(a)
    if a.rank != 2 or shape[0] != shape[1]:
        raise ShapeError("a square matrix is needed")
    return a


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
    return power(algebra, algebra.total(powers), divide(algebra, _number(algebra, 1), p))


def spectral_norm(algebra: Algebra, a: Value) -> Value:
    """The largest singular value; floating point only."""
    compute = getattr(algebra.world, "spectral_norm", None)
    if compute is None or a.rank != 2:
        raise Unsupported("a spectral norm outside floating point")
    return Value(compute(algebra.scalars(a).data), a.axes)


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
    return divide(algebra, _number(algebra, 1), a)


def logit(algebra: Algebra, a: Value) -> Value:
    """log(p / (1 - p)), the inverse of the logistic function."""
    return log(algebra, divide(algebra, a, subtract(algebra, _number(algebra, 1), a)))


def artanh(algebra: Algebra, a: Value) -> Value:
    """The inverse of the hyperbolic tangent."""
    one = _number(algebra, 1)
    quotient = divide(algebra, add(algebra, one, a), subtract(algebra, one, a))
    return divide(algebra, log(algebra, quotient), _number(algebra, 2))


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
    if _integers(a, b):
        if (b.data == 0).any():
            raise Undefined("a remainder modulo zero")
        return algebra.integerwise(np.mod, a, b)
    return subtract(algebra, a, hadamard(algebra, b, floor(algebra, divide(algebra, a, b))))


def sigmoid(algebra: Algebra, a: Value) -> Value:
    """The logistic function 1 / (1 + exp(-z))."""
    one = _number(algebra, 1)
    return divide(algebra, one, add(algebra, one, exp(algebra, negate(algebra, a))))


def tanh(algebra: Algebra, a: Value) -> Value:
    """The hyperbolic tangent."""
    doubled = sigmoid(algebra, hadamard(algebra, _number(algebra, 2), a))
    return subtract(algebra, hadamard(algebra, _number(algebra, 2), doubled), _number(algebra, 1))


def sinh(algebra: Algebra, a: Value) -> Value:
    """The hyperbolic sine."""
    difference = subtract(algebra, exp(algebra, a), exp(algebra, negate(algebra, a)))
    return divide(algebra, difference, _number(algebra, 2))


def cosh(algebra: Algebra, a: Value) -> Value:
    """The hyperbolic cosine."""
    return divide(algebra, add(algebra, exp(algebra, a), exp(algebra, negate(algebra, a))), _number(algebra, 2))


def tan(algebra: Algebra, a: Value) -> Value:
    """The tangent."""
    return divide(algebra, sin(algebra, a), cos(algebra, a))


def softplus(algebra: Algebra, a: Value) -> Value:
    """log(1 + exp(z))."""
    return log(algebra, add(algebra, _number(algebra, 1), exp(algebra, a)))


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
    if _integers(a, b):
        return algebra.integerwise(np.maximum, a, b)
    return algebra.choose(compare(algebra, ">=", a, b), a, b)


def minimum(algebra: Algebra, a: Value, b: Value) -> Value:
    """The smaller of two, entry by entry."""
    if _integers(a, b):
        return algebra.integerwise(np.minimum, a, b)
    return algebra.choose(compare(algebra, "<=", a, b), a, b)


def relu(algebra: Algebra, a: Value) -> Value:
    """max(0, z), entry by entry."""
    return maximum(algebra, a, _number(algebra, 0))


def heaviside(algebra: Algebra, a: Value) -> Value:
    """1 for positive arguments, else 0."""
    return algebra.scalars(compare(algebra, ">", a, _number(algebra, 0)))


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


def total(algebra: Algebra, a: Value) -> Value:
    """The sum of all entries."""
    return algebra.total(a)


def softmax(algebra: Algebra, a: Value) -> Value:
    """exp(z) divided by its sum."""
    powers = exp(algebra, a)
    return divide(algebra, powers, algebra.total(powers))


def logsumexp(algebra: Algebra, a: Value) -> Value:
    """The logarithm of the sum of exp(z)."""
    return log(algebra, algebra.total(exp(algebra, a)))


def factorial(algebra: Algebra, a: Value) -> Value:
    """n! for integers."""
    if a.kind != "integer":
        return gamma(algebra, add(algebra, a, _number(algebra, 1)))
    return replace(a, data=algebra.world.large_integers(factorials(a.data)), kind="number")


def binomial(algebra: Algebra, n: Value, k: Value) -> Value:
    """The number of ways to choose k of n."""
    if not _integers(n, k):
        raise Unsupported("a binomial coefficient of numbers that are not integers")
    exact = algebra.integerwise(binomials, n, k)
    return replace(exact, data=algebra.world.large_integers(exact.data), kind="number")


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


def pi(algebra: Algebra) -> Value:
    """The number pi."""
    return Value(algebra.world.pi())


def rotate(algebra: Algebra, a: Value) -> Value:
    """The matrix turned by 180 degrees: rows and columns reversed."""
    if a.rank != 2:
        raise ShapeError("a rotation of something that is not a matrix")
    return algebra.reshaped(a, 2, lambda array: array[..., ::-1, ::-1])


def convolve(algebra: Algebra, a: Value, b: Value) -> Value:
    """The two-dimensional convolution of an image with a kernel that lies wholly inside it."""
    if a.rank != 2 or b.rank != 2:
        raise ShapeError("a two-dimensional convolution of something that is not a matrix")
    (height, width), (rows, columns) = algebra.shape(a), algebra.shape(b)
    down, across = height - rows + 1, width - columns + 1
    if down < 1 or across < 1:
        raise ShapeError("a kernel that is larger than the image")

    def moved(row: int, column: int) -> Value:
        top, left = rows - 1 - row, columns - 1 - column
        window = algebra.reshaped(a, 2, lambda array: array[..., top : top + down, left : left + across])
        weight = algebra.reshaped(b, 0, lambda array: array[..., row, column])
        return algebra.elementwise(algebra.world.multiply, window, weight)

    terms = [moved(row, column) for row, column in np.ndindex(rows, columns)]
    return reduce(lambda x, y: algebra.elementwise(algebra.world.add, x, y), terms)


def vec(algebra: Algebra, a: Value) -> Value:
    """The entries of an array as one vector, row after row."""
    rank = a.rank
    return algebra.reshaped(a, 1, lambda array: array.reshape(*array.shape[: array.ndim - rank], -1))


def pair(algebra: Algebra, a: Value, b: Value) -> Value:
    """Two vectors (or numbers) one after the other, as in `[h, x]`."""
    a, b = algebra.scalars(a), algebra.scalars(b)
    if a.rank > 1 or b.rank > 1:
        raise ShapeError("the concatenation of arrays that are not vectors")
    left = a if a.rank else algebra.reshaped(a, 1, lambda array: array[..., None])
    right = b if b.rank else algebra.reshaped(b, 1, lambda array: array[..., None])
    (n,), (m,) = algebra.shape(left), algebra.shape(right)
    zeros = algebra.scalars(Value(np.zeros((1, n + m), dtype=np.int64), rank=1, kind="integer"))
    first = Value((np.arange(n + m) < n)[None], rank=1, kind="truth")
    wide_left = algebra.reshaped(left, 1, lambda array: array[..., np.minimum(np.arange(n + m), n - 1)])
    wide_right = algebra.reshaped(right, 1, lambda array: array[..., np.maximum(np.arange(n + m) - n, 0)])
    return algebra.choose(first, algebra.elementwise(algebra.world.add, wide_left, zeros), wide_right)


OPERATIONS: dict[str, Callable[..., Value]] = {
    "add": add,
    "subtract": subtract,
    "negate": negate,
    "times": times,
    "hadamard": hadamard,
    "divide": divide,
    "dot": dot,
    "centred_dot": centred_dot,
    "outer": outer,
    "outer_square": outer_square,
    "transpose": transpose,
    "inverse": inverse,
    "determinant": determinant,
    "bars": bars,
    "trace": trace,
    "diag": diag,
    "identity": identity,
    "ones": ones,
    "norm2": norm2,
    "frobenius": norm2,
    "plain_norm": norm2,
    "two_norm": two_norm,
    "norm1": norm1,
    "norm_max": norm_max,
    "norm_p": norm_p,
    "spectral_norm": spectral_norm,
    "entry_power": entry_power,
    "entry_inverse": entry_inverse,
    "logit": logit,
    "artanh": artanh,
    "exp": exp,
    "log": log,
    "sqrt": sqrt,
    "sin": sin,
    "cos": cos,
    "tan": tan,
    "sinh": sinh,
    "cosh": cosh,
    "tanh": tanh,
    "gamma": gamma,
    "erf": erf,
    "abs": absolute,
    "sign": sign,
    "floor": floor,
    "ceil": ceil,
    "modulo": modulo,
    "sigmoid": sigmoid,
    "softplus": softplus,
    "relu": relu,
    "heaviside": heaviside,
    "maximum": maximum,
    "minimum": minimum,
    "largest": largest,
    "smallest": smallest,
    "total": total,
    "softmax": softmax,
    "logsumexp": logsumexp,
    "factorial": factorial,
    "binomial": binomial,
    "delta": delta,
    "indicator": indicator,
    "and": both,
    "or": either,
    "not": opposite,
    "pi": pi,
    "rotate": rotate,
    "convolve": convolve,
    "vec": vec,
    "pair": pair,
}
