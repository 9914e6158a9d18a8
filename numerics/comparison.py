"""Arrays side by side: the values of a term at a batch of points, laid out as a model's, and how far two lie apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from derivations.algebra.evaluate import Environment, evaluate
from derivations.algebra.points import Points
from derivations.algebra.terms import Term
from derivations.algebra.values import Algebra, ShapeError, Value
from derivations.algebra.worlds import FloatWorld


@dataclass(frozen=True)
class Layout:
    """How the values of a formula are laid out: [batch, index axes…, positional axes…].

    `lengths` are those of the index axes, `shape` is that of the value, `row` whether it is a transposed vector.
    """

    axes: tuple[str, ...]
    lengths: tuple[int, ...]
    shape: tuple[int, ...]
    row: bool


def float_environment(points: Points) -> Environment:
    """The points as float64 arrays, ready to evaluate terms in."""
    return points.environment(FloatWorld())


def value_of(term: Term, environment: Environment) -> Value:
    """The value of a term as float64 scalars; NaN where it is undefined."""
    with np.errstate(all="ignore"):
        return Algebra(environment.world).scalars(evaluate(term, environment))


def layout_of(values: Sequence[Value], indices: Sequence[str], points: Points) -> Layout:
    """The common layout of a formula's sides: free indices in its order, then sample spaces, then the larger shape."""
    algebra = Algebra(FloatWorld())
    others = [axis for value in values for axis in value.axes if axis not in indices]
    axes = (*indices, *dict.fromkeys(others))
    lengths = tuple(_length(axis, values, points) for axis in axes)
    full = max(values, key=lambda value: value.rank)
    return Layout(axes, lengths, algebra.shape(full), full.row)


def laid_out(value: Value, layout: Layout, batch: int) -> np.ndarray:
    """A value as an array [batch, *lengths, *shape]; raises `ShapeError` if it does not fit the layout."""
    algebra = Algebra(FloatWorld())
    if not set(value.axes) <= set(layout.axes):
        raise ShapeError("an index that nothing binds")
    if value.rank not in (0, len(layout.shape)) or (value.rank and algebra.shape(value) != layout.shape):
        raise ShapeError("a value of another shape")
    data = algebra.with_axes(value, layout.axes).data
    if value.rank == 0:
        data = data.reshape(*data.shape, *([1] * len(layout.shape)))
    return np.broadcast_to(data, (batch, *layout.lengths, *layout.shape))


def _length(axis: str, values: Sequence[Value], points: Points) -> int:
    if axis in points.ranges:
        low, high = points.ranges[axis]
        return high - low + 1
    return max(int(value.data.shape[1 + value.axes.index(axis)]) for value in values if axis in value.axes)


def deviation(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The largest difference at each point [batch], relative to the larger of the two and 1.

    It is infinite where one alone is defined, and NaN where neither is.
    """
    a, b = a.reshape(len(a), -1), b.reshape(len(b), -1)
    with np.errstate(all="ignore"):
        scale = np.maximum(1.0, np.maximum(np.abs(a), np.abs(b)))
        apart = np.where(a == b, 0.0, np.abs(a - b) / scale)
    missing_a, missing_b = ~np.isfinite(a).all(axis=1), ~np.isfinite(b).all(axis=1)
    apart = np.where(np.isnan(apart), np.inf, apart)
    largest = apart.max(axis=1, initial=0.0)
    largest = np.where(missing_a ^ missing_b, np.inf, largest)
    return np.where(missing_a & missing_b, np.nan, largest)


def holds(operator: str, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """At which points [batch] of a batch the relation holds, within rounding; undefined points count as held."""
    left, right = left.reshape(len(left), -1), right.reshape(len(right), -1)
    with np.errstate(all="ignore"):
        slack = (right - left) / np.maximum(1.0, np.maximum(np.abs(left), np.abs(right)))
    slack = np.nan_to_num(slack, nan=0.0) if operator in ("==", "<=", ">=") else slack
    rounding = 1e-8
    truth = {
        "==": np.abs(slack) <= rounding,
        "<=": slack >= -rounding,
        "<": slack > -rounding,
        ">=": slack <= rounding,
        ">": slack < rounding,
        "!=": np.abs(slack) > rounding,
    }[operator]
    return np.asarray(truth.all(axis=1))
