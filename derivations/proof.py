"""Does one side follow from the other? Symbolic proof, with its scope, under a timer; never a refutation."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import Enum
from itertools import product
from typing import Any

import numpy as np
import sympy

from derivations.algebra.draws import Lattice, structured
from derivations.algebra.evaluate import Environment, Unbound, evaluate
from derivations.algebra.points import SUPPORT, Context, size_choices
from derivations.algebra.symbolic import SymbolicWorld
from derivations.algebra.terms import Relation
from derivations.algebra.values import Algebra, ShapeError, Value
from derivations.algebra.worlds import Undecided, Undefined, Unsupported, World
from derivations.vocabulary import Quantity, Size

MOST_OPERATIONS = 600  # of a difference that is simplified: a budget that does not depend on the machine
FINITE = 64  # cases of quantities with finitely many values


class Outcome(Enum):
    """What a proof attempt says."""

    EQUAL = "the two sides are equal, symbolically"
    UNDECIDED = "no symbolic proof was found"


@dataclass(frozen=True)
class Proof:
    """The outcome, the sizes for which it holds, and how it was shown."""

    outcome: Outcome
    scope: str
    method: str


UNDECIDED = Proof(Outcome.UNDECIDED, "", "")


def prove(context: Context, claim: Relation, time_limit: float = 5.0) -> Proof:
    """Try to prove an equation by components in SymPy: for all values, at all sizes or at explicit small ones.

    A claim whose quantities have no axes is proved for all sizes; one with axes at each of a few explicit sizes, all
    distinct, and the scope says which. Arbitrary functions, random draws of integers and inequalities are left
    undecided.
    """
    if claim.operator != "==" or not _provable(context):
        return UNDECIDED
    choices = size_choices(tuple(_small(size) for size in context.sizes), 3)
    try:
        with time_limited(time_limit):
            for sizes in choices:
                if not all(_equal_at(context, claim, sizes, case) for case in _cases(context, sizes)):
                    return UNDECIDED
    except (
        _Late,
        Unsupported,
        Undecided,
        Undefined,
        Unbound,
        ShapeError,
        TypeError,
        ValueError,
        ArithmeticError,
        RecursionError,
    ):
        return UNDECIDED
    if not context.sizes:
        return Proof(Outcome.EQUAL, "all values", "symbolic simplification")
    tried = "; ".join(", ".join(f"{name} = {value}" for name, value in choice.items()) for choice in choices)
    return Proof(Outcome.EQUAL, f"sizes {tried}", "symbolic components at explicit sizes")


def _small(size: Size) -> Size:
    return replace(size, largest=max(size.smallest, min(size.largest, 3)))


def _provable(context: Context) -> bool:
    return not any(
        quantity.arguments is not None
        or quantity.domain.structure == "orthogonal"
        or (quantity.domain.integer and not quantity.domain.values and quantity.value is None)
        for quantity in context.quantities
    )


class _Late(Exception):
    """The time for a proof is over."""


@contextmanager
def time_limited(seconds: float) -> Iterator[None]:
    """Raise inside the block when it takes longer than the seconds (in the main thread of a Unix process; elsewhere
    no limit)."""

    def late(number: int, frame: object) -> None:
        raise _Late

    try:
        before = signal.signal(signal.SIGVTALRM, late)
    except (ValueError, AttributeError):
        yield
        return
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


Case = dict[str, np.ndarray]


def _cases(context: Context, sizes: dict[str, int]) -> Iterator[Case]:
    """Every value of the quantities that have finitely many: signs, bits, one-hot vectors."""
    finite: list[tuple[str, list[np.ndarray]]] = []
    for quantity in context.quantities:
        if quantity.value is not None or quantity.law is not None:
            continue
        shape = tuple(sizes[size.name] for size in quantity.shape)
        if quantity.domain.structure == "one hot":
            finite.append((quantity.name, [row for row in np.eye(shape[-1], dtype=np.int64)]))
        elif quantity.domain.values:
            count = int(np.prod(shape, dtype=np.int64))
            if len(quantity.domain.values) ** count > FINITE:
                raise Unsupported("too many cases")
            options = [np.array(values).reshape(shape) for values in product(quantity.domain.values, repeat=count)]
            finite.append((quantity.name, options))
    total = int(np.prod([len(options) for _, options in finite], dtype=np.int64))
    if total > FINITE:
        raise Unsupported("too many cases")
    for chosen in product(*(options for _, options in finite)):
        yield {name: values for (name, _), values in zip(finite, chosen, strict=True)}


def _equal_at(context: Context, claim: Relation, sizes: dict[str, int], case: Case) -> bool:
    world = SymbolicWorld()
    environment = symbolic_environment(context, sizes, case, world)
    algebra = Algebra(world)
    left = algebra.scalars(evaluate(claim.left, environment))
    right = algebra.scalars(evaluate(claim.right, environment))
    (left, right), _, _, _ = algebra.broadcast(_column(left), _column(right))
    a, b = np.broadcast_arrays(left.data, right.data)
    return all(vanishes(x - y) for x, y in zip(a.ravel(), b.ravel(), strict=True))


def _column(value: Value) -> Value:
    return Value(value.data, value.axes, value.rank, False, value.kind)


def symbolic_environment(context: Context, sizes: dict[str, int], case: Case, world: World) -> Environment:
    """Quantities as arrays of SymPy symbols with the structure of their domains."""
    values: dict[str, Value] = {}
    weights: dict[str, Value] = {}
    ranges: dict[str, tuple[int, int]] = {}
    origins: dict[str, tuple[int, ...]] = {}
    for quantity in context.quantities:
        if quantity.origins:
            origins[quantity.name] = quantity.origins
        if quantity.is_index:
            ranges[quantity.name] = (1, sizes[quantity.domain.axis])
        elif quantity.name in case:
            values[quantity.name] = Lattice(case[quantity.name][None], 1, quantity.domain).value(world)
        elif quantity.value is None and quantity.name not in context.definitions:
            values[quantity.name] = _symbols(quantity, sizes, world, weights)
    return Environment(world, values, dict(context.definitions), sizes, ranges, origins, weights)


def _symbols(quantity: Quantity, sizes: dict[str, int], world: World, weights: dict[str, Value]) -> Value:
    shape = tuple(sizes[size.name] for size in quantity.shape)
    axes: tuple[str, ...] = ()
    if quantity.law is not None:
        axis = f"~{quantity.law.name}"
        support = sizes[quantity.law.uniform.name] if quantity.law.uniform else SUPPORT - 1
        axes, shape = (axis,), (support, *shape)
        weights.setdefault(axis, _weights(quantity, support, axis, world))
        if quantity.domain.structure == "index":
            return Value(np.arange(1, support + 1, dtype=np.int64)[None], axes, kind="integer")
    positive = True if quantity.domain.low is not None and quantity.domain.low >= 0 else None
    entries = np.empty((1, *shape), dtype=object)
    for place in np.ndindex(*shape):
        label = "_".join([quantity.name, *(str(k + 1) for k in place)])
        entries[(0, *place)] = sympy.Symbol(label, real=True, positive=positive)
    raw = Value(entries, axes, len(quantity.shape))
    return structured(quantity.domain.structure, Algebra(world), raw)


def _weights(quantity: Quantity, support: int, axis: str, world: World) -> Value:
    raw = np.empty((1, support), dtype=object)
    for k in range(support):
        uniform = quantity.law is not None and quantity.law.uniform is not None
        raw[0, k] = sympy.Integer(1) if uniform else sympy.Symbol(f"w_{axis[1:]}_{k}", positive=True)
    total = sum(raw[0])
    for k in range(support):
        raw[0, k] = raw[0, k] / total
    return Value(raw, axes=(axis,))


def vanishes(difference: Any) -> bool:
    """Whether a SymPy expression is zero by a proof: expansion, cancellation, then simplification of what is small
    enough."""
    difference = sympy.Integer(0) + difference
    if difference.is_zero:
        return True
    if difference.is_number:
        return bool(sympy.simplify(difference) == 0)
    expanded = sympy.expand(difference)
    if expanded == 0:
        return True
    kernels = sympy.expand(sympy.expand_log(difference.rewrite(sympy.exp)), power_exp=True)
    if kernels.count_ops() > MOST_OPERATIONS:
        raise Unsupported("a difference that is too large to simplify")
    if sympy.cancel(sympy.together(kernels)) == 0:
        return True
    if difference.count_ops() > MOST_OPERATIONS // 4:
        return False
    return bool(sympy.simplify(difference) == 0)
