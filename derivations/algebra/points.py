"""Points of a formula: its quantities drawn together, realised as an environment of any world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import islice, product

import numpy as np

from derivations.algebra.draws import Lattice, arbitrary_function, draw
from derivations.algebra.evaluate import Environment, evaluate
from derivations.algebra.terms import Term
from derivations.algebra.values import Value
from derivations.algebra.worlds import FloatWorld, World
from derivations.vocabulary import REAL, SIMPLEX, Domain, Quantity, Size

SUPPORT = 4  # points of a generic finite sample space


@dataclass(frozen=True)
class Context:
    """What the symbols of a claim are: the same for a formula of the catalogue and for a formula read from a sheet.

    `assumptions` are terms with a truth value; points where one fails lie outside the domain.
    """

    quantities: tuple[Quantity, ...]
    sizes: tuple[Size, ...] = ()
    definitions: Mapping[str, Term] = field(default_factory=dict)
    assumptions: tuple[Term, ...] = ()

    def draw(
        self, sizes: Mapping[str, int], batch: int, generator: np.random.Generator, simple: bool = False
    ) -> Points:
        """A batch of points at the given sizes, those outside the assumptions left out (it may be empty)."""
        points = draw_points(self, sizes, batch, generator, simple)
        for assumption in self.assumptions:
            if points.batch == 0:
                break
            truth = evaluate(assumption, points.environment(FloatWorld()))
            holds = truth.data.reshape(truth.data.shape[0], -1).all(axis=1)
            points = points.select(np.broadcast_to(holds, (points.batch,)))
        return points


@dataclass(frozen=True)
class Points:
    """A batch of points: lattices of the drawn quantities, the sizes, and what does not depend on the draw."""

    lattices: Mapping[str, Lattice]
    weights: Mapping[str, Lattice]
    sizes: Mapping[str, int]
    definitions: Mapping[str, Term]
    ranges: Mapping[str, tuple[int, int]]
    origins: Mapping[str, tuple[int, ...]]
    batch: int

    def environment(self, world: World) -> Environment:
        """The points in a world, ready to evaluate terms in."""
        return Environment(
            world=world,
            values={name: lattice.value(world) for name, lattice in self.lattices.items()},
            definitions=dict(self.definitions),
            sizes=dict(self.sizes),
            ranges=dict(self.ranges),
            origins=dict(self.origins),
            weights={name: _weights(lattice, world) for name, lattice in self.weights.items()},
        )

    def at(self, position: int) -> Points:
        """The batch of the one point at that position."""
        return self.select(np.arange(self.batch) == position)

    def select(self, keep: np.ndarray) -> Points:
        """The points where `keep` [batch] holds."""
        return replace(
            self,
            lattices={name: lattice.select(keep) for name, lattice in self.lattices.items()},
            weights={name: lattice.select(keep) for name, lattice in self.weights.items()},
            batch=int(keep.sum()),
        )


def _weights(lattice: Lattice, world: World) -> Value:
    value = replace(lattice, sample_axis="").value(world)
    return Value(value.data, axes=(lattice.sample_axis,))


def size_choices(sizes: Sequence[Size], count: int) -> list[dict[str, int]]:
    """Up to `count` choices of sizes, pairwise distinct within a choice where the limits allow, small ones first.

    The last choice sets every size to its smallest, where degenerate cases live.
    """
    if not sizes:
        return [{}]
    ranges = [range(max(size.smallest, min(2, size.largest)), size.largest + 1) for size in sizes]
    distinct = sorted((c for c in islice(product(*ranges), 20_000) if len(set(c)) == len(c)), key=lambda c: (sum(c), c))
    chosen = distinct or [tuple(r[0] for r in ranges)]
    spaced = chosen[:: max(1, min(len(chosen), 40) // count)][: max(count - 1, 1)]
    smallest = tuple(size.smallest for size in sizes)
    choices = spaced if count == 1 or smallest in spaced else [*spaced, smallest]
    return [{size.name: value for size, value in zip(sizes, choice, strict=True)} for choice in choices]


def draw_points(
    context: Context, sizes: Mapping[str, int], batch: int, generator: np.random.Generator, simple: bool = False
) -> Points:
    """Draw a batch of points of the quantities at the given sizes; free indices run over their whole axes."""
    lattices: dict[str, Lattice] = {}
    weights: dict[str, Lattice] = {}
    defined: dict[str, Term] = dict(context.definitions)
    ranges: dict[str, tuple[int, int]] = {}
    origins: dict[str, tuple[int, ...]] = {}
    for quantity in context.quantities:
        if quantity.origins:
            origins[quantity.name] = quantity.origins
        if quantity.is_index:
            ranges[quantity.name] = (1, sizes[quantity.domain.axis])
            continue
        if quantity.value is not None or quantity.name in defined:
            continue
        shape = tuple(sizes[size.name] for size in quantity.shape)
        if quantity.arguments is not None:
            function, drawn = _function(quantity, sizes, batch, generator, simple)
            defined[quantity.name] = function
            lattices.update(drawn)
            continue
        axis = ""
        if quantity.law is not None:
            axis = f"~{quantity.law.name}"
            support = sizes[quantity.law.uniform.name] if quantity.law.uniform else SUPPORT
            shape = (support, *shape)
            if axis not in weights:
                weights[axis] = _law(quantity.law.uniform is not None, support, batch, axis, generator)
            if quantity.domain.structure == "index":
                every = np.broadcast_to(np.arange(1, support + 1, dtype=np.int64), (1, support))
                lattices[quantity.name] = Lattice(every, 1, quantity.domain, axis)
                continue
        lattices[quantity.name] = draw(_bounded(quantity, sizes), shape, batch, generator, simple, axis)
    return Points(lattices, weights, dict(sizes), defined, ranges, origins, batch)


def _bounded(quantity: Quantity, sizes: Mapping[str, int]) -> Domain:
    """The domain of an index quantity, with the length of its axis as upper bound."""
    if quantity.domain.structure == "index":
        return replace(quantity.domain, high=Fraction(sizes[quantity.domain.axis]))
    return quantity.domain


def _law(uniform: bool, support: int, batch: int, axis: str, generator: np.random.Generator) -> Lattice:
    if uniform:
        ones = np.ones((1, support), dtype=np.int64)
        return Lattice(ones, 1, SIMPLEX, axis)
    return draw(SIMPLEX, (support,), batch, generator, sample_axis=axis)


def _function(
    quantity: Quantity, sizes: Mapping[str, int], batch: int, generator: np.random.Generator, simple: bool
) -> tuple[Term, dict[str, Lattice]]:
    arguments = quantity.arguments or ()
    convex = quantity.domain.structure == "convex"
    function, coefficients = arbitrary_function(quantity.name, [len(a) for a in arguments], len(quantity.shape), convex)
    shapes = (quantity.shape, *arguments)
    lattices = {}
    for name, axes in coefficients.items():
        shape = tuple(sizes[size.name] for axis in axes for size in shapes[axis])
        lattices[name] = draw(REAL, shape, batch, generator, simple)
    return function, lattices
