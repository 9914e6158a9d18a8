"""The scalar worlds: what a number is while a term is evaluated.

A world knows how to compute with arrays of its scalars; the evaluator knows nothing else about them. Arrays are NumPy
arrays whose leading axis is the batch. Worlds that cannot express an operation raise `Unsupported`; a value outside an
operation's domain raises `Undefined` (or is NaN in floating point).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial, reduce
from math import comb, factorial, gcd, isqrt
from typing import Any

import numpy as np
from flint import arb, fmpq, nmod

Array = Any  # an ndarray of a world's scalars, or a `Dual` pair of them
Structural = Callable[[np.ndarray], np.ndarray]
MOST_FACTORS = 1000  # of a factorial or a binomial coefficient


class Unsupported(Exception):
    """This world cannot express the operation; another may."""


class Undefined(ArithmeticError):
    """The operation has no value here: a point outside its domain."""


class Undecided(Exception):
    """A comparison that the precision of this world cannot settle."""


class World(ABC):
    """Arithmetic on arrays of one kind of scalar."""

    name: str
    exact: bool

    @abstractmethod
    def number(self, value: Fraction) -> Array:
        """The number as an array of shape (1,)."""

    def decimal(self, value: Fraction, decimals: int) -> Array:
        """A decimal literal, which stands for every number that rounds to it; here, the number itself."""
        return self.number(value)

    @abstractmethod
    def integers(self, values: np.ndarray) -> Array:
        """An int64 array as scalars of this world."""

    def pi(self) -> Array:
        """The number pi, of shape (1,)."""
        raise Unsupported(f"pi in {self.name}")

    def whole(self, a: Array) -> np.ndarray | None:
        """The array as int64 if each of its scalars is certainly an integer, else `None`."""
        return None

    @abstractmethod
    def function(self, name: str, a: Array) -> Array:
        """An elementary function, elementwise: exp, log, sqrt, sin, cos, abs, sign, floor, gamma, erf, digamma."""

    @abstractmethod
    def power(self, a: Array, b: Array) -> Array:
        """`a**b`, elementwise, for real exponents."""

    @abstractmethod
    def compare(self, operator: str, a: Array, b: Array) -> np.ndarray:
        """Truth values of `a operator b`, elementwise."""

    @abstractmethod
    def structure(self, change: Structural, a: Array) -> Array:
        """Apply a structural change (reshape, transpose, take) that addresses axes from the right."""

    @abstractmethod
    def shape(self, a: Array) -> tuple[int, ...]:
        """The shape of the array, batch first."""

    @abstractmethod
    def where(self, condition: np.ndarray, a: Array, b: Array) -> Array:
        """`a` where the condition holds and `b` elsewhere."""

    @abstractmethod
    def inverse(self, a: Array) -> Array:
        """The inverses of the matrices in the last two axes."""

    @abstractmethod
    def determinant(self, a: Array) -> Array:
        """The determinants of the matrices in the last two axes."""

    def add(self, a: Array, b: Array) -> Array:
        """Elementwise sum."""
        return a + b

    def multiply(self, a: Array, b: Array) -> Array:
        """Elementwise product."""
        return a * b

    def negate(self, a: Array) -> Array:
        """Elementwise opposite."""
        return -a

    @abstractmethod
    def divide(self, a: Array, b: Array) -> Array:
        """Elementwise quotient."""

    def matmul(self, a: Array, b: Array) -> Array:
        """Matrix product over the last two axes."""
        return np.matmul(a, b)

    def total(self, a: Array, axis: int) -> Array:
        """The sum over an axis counted from the right."""
        return np.sum(a, axis=axis)

    def product(self, a: Array, axis: int) -> Array:
        """The product over an axis counted from the right."""
        length = self.shape(a)[axis]
        factors = [self.structure(partial(np.take, indices=k, axis=axis), a) for k in range(length)]
        if not factors:
            shape = list(self.shape(a))
            del shape[axis]
            return self.integers(np.ones(shape, dtype=np.int64))
        return reduce(self.multiply, factors)

    def integer_power(self, a: Array, exponent: int) -> Array:
        """`a**exponent` by repeated multiplication, for any integer exponent."""
        if exponent < 0:
            return self.divide(self.number(Fraction(1)), self.integer_power(a, -exponent))
        if exponent == 0:
            return self.integers(np.ones(self.shape(a), dtype=np.int64))
        half = self.integer_power(a, exponent // 2) if exponent > 1 else None
        if half is None:
            return a
        square = self.multiply(half, half)
        return self.multiply(square, a) if exponent % 2 else square

    def large_integers(self, values: np.ndarray) -> Array:
        """An object array of Python integers of any length as scalars of this world."""
        flat = [self.number(Fraction(int(value))) for value in values.ravel()]
        return np.concatenate(flat).reshape(values.shape)


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


class ArrayWorld(World):
    """What all worlds on plain NumPy arrays share."""

    def structure(self, change: Structural, a: Array) -> Array:
        """See `World.structure`."""
        return change(a)

    def shape(self, a: Array) -> tuple[int, ...]:
        """See `World.shape`."""
        return tuple(a.shape)

    def where(self, condition: np.ndarray, a: Array, b: Array) -> Array:
        """See `World.where`."""
        return np.where(condition, a, b)


class ObjectWorld(ArrayWorld):
    """Worlds whose scalars are Python objects with operators: rationals, a prime field, balls, SymPy expressions."""

    exact = True

    @abstractmethod
    def scalar(self, value: Fraction) -> Any:
        """The number as one scalar."""

    @abstractmethod
    def scalar_function(self, name: str, value: Any) -> Any:
        """An elementary function of one scalar."""

    @abstractmethod
    def scalar_power(self, base: Any, exponent: Any) -> Any:
        """`base**exponent` of two scalars."""

    @abstractmethod
    def scalar_compare(self, operator: str, a: Any, b: Any) -> bool:
        """The truth of a comparison of two scalars."""

    def number(self, value: Fraction) -> Array:
        """See `World.number`."""
        return objects([self.scalar(value)], (1,))

    def integers(self, values: np.ndarray) -> Array:
        """See `World.integers`."""
        return objects([self.scalar(Fraction(int(value))) for value in values.ravel()], values.shape)

    def divide(self, a: Array, b: Array) -> Array:
        """See `World.divide`."""
        return np.frompyfunc(self.scalar_divide, 2, 1)(a, b)

    def scalar_divide(self, a: Any, b: Any) -> Any:
        """The quotient of two scalars."""
        if b == 0:
            raise Undefined("division by zero")
        return a / b

    def function(self, name: str, a: Array) -> Array:
        """See `World.function`."""
        return np.frompyfunc(lambda value: self.scalar_function(name, value), 1, 1)(a)

    def power(self, a: Array, b: Array) -> Array:
        """See `World.power`."""
        return np.frompyfunc(self.scalar_power, 2, 1)(a, b)

    def compare(self, operator: str, a: Array, b: Array) -> np.ndarray:
        """See `World.compare`."""
        return np.frompyfunc(lambda x, y: self.scalar_compare(operator, x, y), 2, 1)(a, b).astype(bool)

    def total(self, a: Array, axis: int) -> Array:
        """See `World.total`."""
        if a.shape[axis] == 0:
            shape = list(a.shape)
            del shape[axis]
            return self.integers(np.zeros(shape, dtype=np.int64))
        return np.asarray(np.sum(a, axis=axis), dtype=object)

    def determinant(self, a: Array) -> Array:
        """See `World.determinant`; by cofactors, so that no pivot is compared with zero."""
        leading = a.shape[:-2]
        results = [self._cofactor_determinant(a[index]) for index in np.ndindex(*leading)]
        return objects(results, leading)

    def inverse(self, a: Array) -> Array:
        """See `World.inverse`; the adjugate over the determinant."""
        result = np.empty(a.shape, dtype=object)
        size = a.shape[-1]
        for index in np.ndindex(*a.shape[:-2]):
            matrix = a[index]
            determinant = self._cofactor_determinant(matrix)
            for i in range(size):
                for j in range(size):
                    minor = np.delete(np.delete(matrix, j, axis=0), i, axis=1)
                    cofactor = self._cofactor_determinant(minor)
                    result[(*index, i, j)] = self.scalar_divide(
                        cofactor if (i + j) % 2 == 0 else -cofactor, determinant
                    )
        return result

    def _cofactor_determinant(self, matrix: np.ndarray) -> Any:
        if matrix.shape[0] == 0:
            return self.scalar(Fraction(1))
        if matrix.shape[0] > 7:
            raise Unsupported("an exact determinant of more than 7 rows")
        minors: dict[tuple[int, ...], Any] = {(): self.scalar(Fraction(1))}
        for row in matrix:
            minors = _expand_minors(minors, row)
        return next(iter(minors.values()))


def _expand_minors(minors: dict[tuple[int, ...], Any], row: np.ndarray) -> dict[tuple[int, ...], Any]:
    """The minors of one more row, by Laplace expansion along that row."""
    expanded: dict[tuple[int, ...], Any] = {}
    for columns, value in minors.items():
        for column in range(len(row)):
            if column in columns:
                continue
            at = sum(c < column for c in columns)
            term = row[column] * value if (len(columns) - at) % 2 == 0 else -(row[column] * value)
            key = (*columns[:at], column, *columns[at:])
            expanded[key] = expanded[key] + term if key in expanded else term
    return expanded


def objects(values: Sequence[Any], shape: tuple[int, ...]) -> np.ndarray:
    """An object array that never looks inside its entries."""
    array = np.empty(len(values), dtype=object)
    for position, value in enumerate(values):
        array[position] = value
    return array.reshape(shape)


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


class RationalWorld(ObjectWorld):
    """Exact rational numbers. Roots exist where they are rational."""

    name = "exact rationals"

    def scalar(self, value: Fraction) -> Any:
        """See `ObjectWorld.scalar`."""
        return fmpq(value.numerator, value.denominator)

    def decimal(self, value: Fraction, decimals: int) -> Array:
        """See `World.decimal`; it is no one rational number."""
        raise Unsupported("a decimal literal as an exact rational")

    def whole(self, a: Array) -> np.ndarray | None:
        """See `World.whole`."""
        if any(value.q != 1 for value in a.ravel()):
            return None
        return np.array([int(value.p) for value in a.ravel()], dtype=np.int64).reshape(a.shape)

    def scalar_function(self, name: str, value: Any) -> Any:
        """See `ObjectWorld.scalar_function`."""
        if name == "abs":
            return abs(value)
        if name == "sign":
            return fmpq((value > 0) - (value < 0))
        if name == "floor":
            return fmpq(value.p // value.q)
        if name == "sqrt":
            return _rational_root(value)
        if name == "exp" and value == 0:
            return fmpq(1)
        if name == "log" and value == 1:
            return fmpq(0)
        raise Unsupported(f"{name} of a rational is not rational")

    def scalar_power(self, base: Any, exponent: Any) -> Any:
        """See `ObjectWorld.scalar_power`."""
        if exponent.q == 1:
            if base == 0 and exponent < 0:
                raise Undefined("0 to a negative power")
            if abs(exponent.p) > 1000:
                raise Unsupported("a power beyond 1000")
            return base ** int(exponent.p)
        if exponent.q == 2:
            return _rational_root(base) ** int(exponent.p)
        raise Unsupported("an irrational power")

    def scalar_compare(self, operator: str, a: Any, b: Any) -> bool:
        """See `ObjectWorld.scalar_compare`."""
        return _COMPARISONS[operator](a, b)


def _rational_root(value: Any) -> Any:
    if value < 0:
        raise Undefined("the root of a negative number")
    numerator, denominator = int(value.p), int(value.q)
    p, q = isqrt(numerator), isqrt(denominator)
    if p * p != numerator or q * q != denominator:
        raise Unsupported("an irrational root")
    return fmpq(p, q)


class PrimeFieldWorld(ObjectWorld):
    """The field of integers modulo the prime 2**61 - 1, for exact identity testing of rational functions."""

    name = "a prime field"
    prime = 2**61 - 1

    def scalar(self, value: Fraction) -> Any:
        """See `ObjectWorld.scalar`."""
        if gcd(value.denominator, self.prime) != 1:
            raise Undefined("a denominator that vanishes in the field")
        return nmod(value.numerator % self.prime, self.prime) / nmod(value.denominator, self.prime)

    def scalar_function(self, name: str, value: Any) -> Any:
        """See `ObjectWorld.scalar_function`."""
        raise Unsupported(f"{name} does not exist in a prime field")

    def scalar_power(self, base: Any, exponent: Any) -> Any:
        """See `ObjectWorld.scalar_power`."""
        raise Unsupported("a power with a field element as exponent")

    def scalar_compare(self, operator: str, a: Any, b: Any) -> bool:
        """See `ObjectWorld.scalar_compare`; a field has no order."""
        if operator in ("==", "!="):
            return _COMPARISONS[operator](a, b)
        raise Unsupported("a prime field has no order")


class BallWorld(ObjectWorld):
    """Real numbers as rigorous intervals (midpoint and radius) of 320 bits."""

    name = "interval arithmetic"
    bits = 320

    def scalar(self, value: Fraction) -> Any:
        """See `ObjectWorld.scalar`."""
        return arb(fmpq(value.numerator, value.denominator))

    def decimal(self, value: Fraction, decimals: int) -> Array:
        """See `World.decimal`; an interval of half a unit of the last digit on both sides."""
        half = fmpq(1, 2 * 10**decimals)
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
        return _certain(_COMPARISONS[operator](a, b), _COMPARISONS[opposite](a, b))


def _certain(holds: bool, fails: bool) -> bool:
    if not holds and not fails:
        raise Undecided("the intervals overlap")
    return bool(holds)


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
