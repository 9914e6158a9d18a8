"""The one evaluator: a term, an environment and a world give a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import reduce

import numpy as np

from derivations.algebra.dual import Dual, DualWorld
from derivations.algebra.operations.orders import compare
from derivations.algebra.operations.table import OPERATIONS
from derivations.algebra.terms import (
    Apply,
    Call,
    Cases,
    Compare,
    Derivative,
    Entry,
    Expectation,
    Function,
    Index,
    Leaf,
    Let,
    Number,
    Reduce,
    Size,
    Stack,
    Tabulate,
    Term,
    number,
)
from derivations.algebra.values import Algebra, ShapeError, Value
from derivations.algebra.worlds import Undefined, Unsupported, World

MOST_TERMS = 400_000  # of one sum, over all points together
LARGEST_RANGE = 10_000  # positions of one index axis: a sheet may ask for any number


@dataclass(frozen=True)
class Environment:
    """What the names of a term stand for: values, definitions, sizes, index ranges, origins and sample spaces."""

    world: World
    values: Mapping[str, Value] = field(default_factory=dict)
    definitions: Mapping[str, Term] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    ranges: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    origins: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    weights: Mapping[str, Value] = field(default_factory=dict)
    known: dict[str, Value] = field(default_factory=dict, compare=False)
    memory: Memory | None = field(default=None, compare=False)

    def bind(self, values: Mapping[str, Value | Term]) -> Environment:
        """This environment with more names bound, to values or to functions."""
        bound = {name: value for name, value in values.items() if isinstance(value, Value)}
        defined = {name: value for name, value in values.items() if isinstance(value, Term)}
        kept = {name: term for name, term in self.definitions.items() if name not in bound}
        return replace(self, values={**self.values, **bound}, definitions={**kept, **defined}, known={}, memory=None)

    def ranging(self, index: str, low: int, high: int) -> Environment:
        """This environment with an index that runs from low to high."""
        if self.memory is None:
            return replace(self, ranges={**self.ranges, index: (low, high)})
        inner = self.memory.inside.get((index, low, high))
        if inner is None:
            inner = replace(self, ranges={**self.ranges, index: (low, high)}, memory=Memory())
            self.memory.inside[index, low, high] = inner
        return inner

    def remembering(self) -> Environment:
        """This environment with a memory, for many terms that share some of their parts."""
        return replace(self, memory=Memory())


@dataclass
class Memory:
    """What terms were worth in one environment, by identity (each is kept, with its value), and the environments of
    reductions inside it."""

    values: dict[int, tuple[Term, Value]] = field(default_factory=dict)
    inside: dict[tuple[str, int, int], Environment] = field(default_factory=dict)


class Unbound(Exception):
    """A name that the environment does not know."""


def evaluate(term: Term, environment: Environment) -> Value:
    """The value of a term; raises `ShapeError`, `Undefined`, `Unsupported`, `Undecided` or `Unbound`."""
    return _evaluation(environment).value(term)


def _evaluation(environment: Environment) -> _Evaluation:
    return _Evaluation(environment) if environment.memory is None else _Remembering(environment, environment.memory)


class _Evaluation:
    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.world = environment.world
        self.algebra = Algebra(environment.world)

    def value(self, term: Term) -> Value:
        match term:
            case Number(value, decimals):
                if decimals is not None:
                    return Value(self.world.decimal(value, decimals))
                if value.denominator == 1 and abs(value.numerator) < 2**31:
                    return Value(np.array([value.numerator], dtype=np.int64), kind="integer")
                return Value(self.world.number(value))
            case Leaf(name):
                return self._leaf(name)
            case Index(name):
                return self._index(name)
            case Size(name):
                return Value(np.array([self._size(name)], dtype=np.int64), kind="integer")
            case Apply("power", (base, exponent)):
                return self._power(base, exponent)
            case Apply(operation, arguments):
                return self._apply(operation, [self.value(argument) for argument in arguments])
            case Entry(base, indices):
                return self._entry(base, indices)
            case Reduce():
                return self._reduce(term)
            case Compare(operator, left, right):
                return compare(self.algebra, operator, self.value(left), self.value(right))
            case Cases(rows):
                return self._cases(rows)
            case Call(function, arguments):
                return self._call(function, arguments)
            case Derivative():
                return self._derivative(term)
            case Expectation(body, spaces):
                return self._expectation(body, spaces)
            case Stack(rows):
                return self._stack(rows)
            case Tabulate():
                return self._tabulate(term)
            case Let(name, bound, body):
                return evaluate(body, self.environment.bind({name: self.value(bound)}))
            case _:
                raise Unsupported(f"a {type(term).__name__.lower()} has no value")

    def _leaf(self, name: str) -> Value:
        environment = self.environment
        if name in environment.values:
            return environment.values[name]
        if name in environment.known:
            return environment.known[name]
        if name not in environment.definitions:
            raise Unbound(name)
        value = self.value(environment.definitions[name])
        environment.known[name] = value
        return value

    def _index(self, name: str) -> Value:
        if name not in self.environment.ranges:
            raise Unbound(name)
        low, high = self.environment.ranges[name]
        return Value(np.arange(low, high + 1, dtype=np.int64)[None, :], axes=(name,), kind="integer")

    def _size(self, name: str) -> int:
        if name not in self.environment.sizes:
            raise Unbound(name)
        return self.environment.sizes[name]

    def _power(self, base: Term, exponent: Term) -> Value:
        match base:
            case Apply("norm2" | "frobenius" | "plain_norm" | "two_norm" as norm, (inside,)) if exponent == number(2):
                value = self.value(inside)
                if norm != "two_norm" or value.rank < 2:
                    return self.algebra.dot(value, value)
        a, b = self.value(base), self.value(exponent)
        if b.rank:
            raise ShapeError("an exponent that is not a number")
        constant = _constant_integer(b)
        if constant is None:
            if b.kind != "number" and a.kind == "integer":
                return self.algebra.elementwise(self.world.power, a, b)
            half = exponent in (Number(Fraction(1, 2)), Apply("divide", (number(1), number(2))))
            if half and a.rank < 2:
                return self._apply("sqrt", [a])
            return self.algebra.elementwise(self.world.power, a, b)
        if a.rank == 2 and self.algebra.shape(a)[0] == self.algebra.shape(a)[1]:
            return self._matrix_power(a, constant)
        return self.algebra.elementwise(lambda data: self.world.integer_power(data, constant), a)

    def _matrix_power(self, a: Value, exponent: int) -> Value:
        if exponent < 0:
            return self._matrix_power(self._apply("inverse", [a]), -exponent)
        if exponent == 0:
            return Value(self.world.integers(np.eye(self.algebra.shape(a)[0], dtype=np.int64)[None]), rank=2)
        if exponent > 64:
            raise Unsupported("a matrix power beyond 64")
        return reduce(self.algebra.times, [a] * exponent)

    def _apply(self, operation: str, arguments: list[Value]) -> Value:
        if operation not in OPERATIONS:
            raise Unsupported(operation)
        try:
            return OPERATIONS[operation](self.algebra, *arguments)
        except TypeError as error:
            if "positional argument" in str(error):
                raise ShapeError(f"{operation} with {len(arguments)} arguments") from error
            raise

    def _entry(self, base: Term, indices: tuple[Term | None, ...]) -> Value:
        value = self.value(base)
        name = base.name if isinstance(base, Leaf) else ""
        origins = self.environment.origins.get(name, (1,) * len(indices))
        wanted = [None if index is None else self.value(index) for index in indices]
        return self.algebra.take(value, wanted, origins[: len(indices)] + (1,) * (len(indices) - len(origins)))

    def _reduce(self, term: Reduce) -> Value:
        low, high = self._bounds(term)
        down = term.operation == "product_down"
        if down:
            low, high = high, low
        first, last = int(low.data.min()), int(high.data.max())
        if last - first >= LARGEST_RANGE:
            raise Unsupported(f"a range of more than {LARGEST_RANGE} positions")
        drawn = (value.data for value in self.environment.values.values() if isinstance(value, Value))
        points = max((data.shape[0] for data in drawn if isinstance(data, np.ndarray)), default=1)
        if (last - first) * points > MOST_TERMS:
            raise Unsupported(f"a sum of more than {MOST_TERMS} terms over all points")
        if last < first:
            return self._empty(term, first)
        inside = _evaluation(self.environment.ranging(term.index, first, last))
        body = inside.value(term.body)
        mask = inside._mask(term, low, high)
        return self._folded(term.operation, term.index, body, mask, last - first + 1)

    def _bounds(self, term: Reduce) -> tuple[Value, Value]:
        if term.lower is None or term.upper is None:
            if term.index not in self.environment.ranges:
                raise Unbound(term.index)
            first, last = self.environment.ranges[term.index]
            return self.value(number(first)), self.value(number(last))
        low, high = self._whole(self.value(term.lower)), self._whole(self.value(term.upper))
        if low.kind != "integer" or high.kind != "integer" or low.rank or high.rank:
            raise Unsupported("a bound that is not an integer")
        return low, high

    def _whole(self, value: Value) -> Value:
        """A number that is an integer, such as the value of a floor, as one."""
        if value.kind == "integer" or value.rank:
            return value
        integers = self.world.whole(value.data)
        return value if integers is None else replace(value, data=integers, kind="integer")

    def _mask(self, term: Reduce, low: Value, high: Value) -> Value | None:
        index = self._index(term.index)
        masks = []
        if low.data.size > 1 and low.data.min() != low.data.max():
            masks.append(self.algebra.integerwise(np.greater_equal, index, low, kind="truth"))
        if high.data.size > 1 and high.data.min() != high.data.max():
            masks.append(self.algebra.integerwise(np.less_equal, index, high, kind="truth"))
        if term.condition is not None:
            masks.append(self.value(term.condition))
        if not masks:
            return None
        return reduce(lambda a, b: self.algebra.integerwise(np.logical_and, a, b, kind="truth"), masks)

    def _empty(self, term: Reduce, position: int) -> Value:
        if term.operation not in ("sum", "product", "product_down"):
            raise Undefined("the largest of no values")
        if term.operation == "sum":
            return Value(np.zeros(1, dtype=np.int64), kind="integer")
        return Value(np.ones(1, dtype=np.int64), kind="integer")

    def _folded(self, operation: str, index: str, body: Value, mask: Value | None, length: int) -> Value:
        algebra, world = self.algebra, self.world
        body = algebra.scalars(body)
        if index not in body.axes:
            spread = Value(np.zeros((1, length), dtype=np.int64), axes=(index,), kind="integer")
            body = algebra.elementwise(world.add, algebra.scalars(spread), body)
        if operation in ("product", "product_down") and body.rank == 2:
            if mask is not None:
                raise Unsupported("an ordered matrix product under a condition")
            factors = [self._at(body, index, k) for k in range(length)]
            return reduce(algebra.times, factors if operation == "product" else reversed(factors))
        if mask is not None:
            body = self._masked(operation, body, mask)
        if operation == "sum":
            return algebra.reduce(body, index, world.total)
        if operation in ("product", "product_down"):
            return algebra.reduce(body, index, world.product)
        better = {"max": ">=", "min": "<="}[operation]
        entries = [self._at(body, index, k) for k in range(length)]
        return reduce(lambda a, b: algebra.choose(compare(self.algebra, better, a, b), a, b), entries)

    def _masked(self, operation: str, body: Value, mask: Value) -> Value:
        neutral = {"sum": 0, "product": 1, "product_down": 1}.get(operation)
        if neutral is None:
            if self.world.exact:
                raise Unsupported("a largest value under a condition")
            worst = Value(np.array([-np.inf if operation == "max" else np.inf]))
            return self.algebra.choose(mask, body, worst)
        return self.algebra.choose(mask, body, self.value(number(neutral)))

    def _at(self, value: Value, index: str, position: int) -> Value:
        axis = value.axes.index(index) - len(value.axes) - value.rank
        axes = tuple(name for name in value.axes if name != index)
        data = self.algebra.change(value, lambda array: np.take(array, position, axis=axis))
        return replace(value, data=data, axes=axes)

    def _cases(self, rows: tuple[tuple[Term, Term | None], ...]) -> Value:
        result: Value | None = None
        for term, condition in reversed(rows):
            value = self.value(term)
            if condition is None:
                result = value
            elif result is None:
                undefined = Value(np.array([np.nan])) if not self.world.exact else value
                result = self.algebra.choose(self.value(condition), value, undefined)
            else:
                result = self.algebra.choose(self.value(condition), value, result)
        if result is None:
            raise ShapeError("cases without a row")
        return result

    def _call(self, function: Term, arguments: tuple[Term, ...]) -> Value:
        if isinstance(function, Leaf):
            target = self.environment.definitions.get(function.name)
            if target is None:
                raise Unbound(function.name)
            function = target
        if not isinstance(function, Function):
            raise ShapeError("the call of something that is not a function")
        if len(function.parameters) != len(arguments):
            raise ShapeError("a function with the wrong number of arguments")
        values = {name: self.value(term) for name, term in zip(function.parameters, arguments, strict=True)}
        return evaluate(function.body, self.environment.bind(values))

    def _derivative(self, term: Derivative) -> Value:
        by = self.algebra.scalars(self.value(term.at if term.at is not None else Leaf(term.by)))
        if by.axes and term.at is None:
            raise Unsupported("a derivative by a quantity that carries an index")
        shape = () if term.entrywise else self.algebra.shape(by)
        directions = int(np.prod(shape, dtype=np.int64))
        batch = self._batch()
        world = DualWorld(self.world)

        def tile(array: np.ndarray) -> np.ndarray:
            return np.tile(np.broadcast_to(array, (batch, *array.shape[1:])), (directions, *([1] * (array.ndim - 1))))

        def tiled(value: Value) -> Value:
            small = (self.world.shape(value.data) if value.kind == "number" else value.data.shape)[0] == 1
            return value if small else replace(value, data=self.algebra.change(value, tile))

        unit = np.repeat(np.eye(directions, dtype=np.int64), batch, axis=0)
        unit = unit.reshape(directions * batch, *([1] * len(by.axes)), *(shape or [1] * by.rank))
        point = self.world.structure(tile, by.data)
        tangent = self.world.structure(
            lambda array: np.broadcast_to(array, self.world.shape(point)), self.world.integers(unit)
        )
        variable = replace(by, data=Dual(point, tangent))
        environment = replace(
            self.environment,
            world=world,
            values={name: tiled(value) for name, value in self.environment.values.items()},
            weights={name: tiled(value) for name, value in self.environment.weights.items()},
            known={},
        ).bind({term.by: variable})
        body = Algebra(world).scalars(evaluate(term.body, environment))
        if body.row:
            body = replace(body, row=False)
        if not isinstance(body.data, Dual):
            zero = self.world.integers(np.zeros(self.world.shape(body.data), dtype=np.int64))
            body = replace(body, data=Dual(body.data, zero))

        def lay_out(array: np.ndarray) -> np.ndarray:
            array = np.broadcast_to(array, (directions * batch, *array.shape[1:]))
            array = array.reshape(directions, batch, *array.shape[1:])
            array = np.moveaxis(array, 0, -1)
            return array.reshape(*array.shape[:-1], *shape)

        data = self.world.structure(lay_out, body.data.tangent)
        row = body.rank == 0 and len(shape) == 1 and not term.gradient
        return Value(data, body.axes, body.rank + len(shape), row)

    def _batch(self) -> int:
        shapes = [
            self.world.shape(value.data) if value.kind == "number" else value.data.shape
            for value in self.environment.values.values()
        ]
        return max((shape[0] for shape in shapes), default=1)

    def _expectation(self, body: Term, spaces: tuple[str, ...]) -> Value:
        value = self.algebra.scalars(self.value(body))
        for axis in value.axes:
            if axis in self.environment.weights and (not spaces or axis in spaces):
                weighted = self.algebra.elementwise(self.world.multiply, self.environment.weights[axis], value)
                value = self.algebra.reduce(weighted, axis, self.world.total)
        return value

    def _stack(self, rows: tuple[tuple[Term, ...], ...]) -> Value:
        values = [[self.algebra.scalars(self.value(term)) for term in row] for row in rows]
        flat = [value for row in values for value in row]
        if any(value.rank for value in flat):
            raise Unsupported("a matrix of blocks")
        spread, axes, _, _ = self.algebra.broadcast(*flat)
        zero = self.algebra.scalars(Value(np.zeros(1, dtype=np.int64), kind="integer"))
        columns = len(rows[0])
        result: Value | None = None
        for position, value in enumerate(spread):
            place = np.zeros((len(rows), columns), dtype=bool)
            place[divmod(position, columns)] = True
            layer = Value(np.broadcast_to(place, (1, *([1] * len(axes)), *place.shape)), axes, 2, kind="truth")
            filled = self.algebra.choose(layer, self._spread(value, 2), self._spread(zero, 2))
            result = filled if result is None else self.algebra.elementwise(self.world.add, result, filled)
        if result is None:
            raise ShapeError("a matrix without entries")
        if columns == 1:
            return self.algebra.reshaped(result, 1, lambda array: array[..., 0])
        if len(rows) == 1:
            return self.algebra.reshaped(result, 1, lambda array: array[..., 0, :], row=True)
        return result

    def _tabulate(self, term: Tabulate) -> Value:
        environment = self.environment
        for index, size in zip(term.indices, term.sizes, strict=True):
            high = _constant_integer(self.value(size))
            if high is None:
                raise Unsupported("an array whose size is no integer")
            environment = environment.ranging(index, 1, high)
        inner = _evaluation(environment)
        body = self.algebra.scalars(inner.value(term.body))
        zero = [self.algebra.scalars(inner._index(index)) for index in term.indices]
        for running in zero:  # every index becomes an axis, also one that the body does not use
            nothing = self.algebra.elementwise(
                self.world.multiply, running, self.algebra.scalars(self.value(number(0)))
            )
            body = self.algebra.elementwise(self.world.add, body, nothing)
        if body.rank:
            raise Unsupported("an array of arrays")
        kept = tuple(axis for axis in body.axes if axis not in term.indices)
        laid = self.algebra.with_axes(body, (*kept, *term.indices))
        return Value(laid.data, kept, len(term.indices))

    def _spread(self, value: Value, rank: int) -> Value:
        return self.algebra.reshaped(value, rank, lambda array: array.reshape(*array.shape, *([1] * rank)))


class _Remembering(_Evaluation):
    """An evaluation that looks a term up before it evaluates it."""

    def __init__(self, environment: Environment, memory: Memory) -> None:
        super().__init__(environment)
        self.known = memory.values

    def value(self, term: Term) -> Value:
        known = self.known.get(id(term))
        if known is not None:
            return known[1]
        value = super().value(term)
        self.known[id(term)] = (term, value)
        return value


def _constant_integer(value: Value) -> int | None:
    if value.kind == "integer" and value.data.size == 1:
        exponent = int(value.data.reshape(-1)[0])
        return exponent if abs(exponent) <= 1000 else None
    return None
