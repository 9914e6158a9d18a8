"""Every integer point of a formula: the grid on which counting formulas are held against brute force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from math import prod

import numpy as np

from derivations.algebra.draws import Lattice
from derivations.algebra.points import Context, Points, draw_points
from numerics.inside import inside

MOST = 20_000  # points of a grid beyond which it is sampled instead


def grid(context: Context, most: int = MOST) -> list[Points] | None:
    """All points of the domain, a batch for each choice of sizes; `None` where there are more than `most`."""
    batches: list[Points] = []
    total = 0
    for sizes in _size_grid(context):
        template = draw_points(context, sizes, 1, np.random.default_rng(0))
        if any(lattice.denominator != 1 for lattice in template.weights.values()):
            return None  # generic weights: not a finite domain
        choices = {name: _values(lattice) for name, lattice in template.lattices.items()}
        counts = [len(values or ()) ** _entries(template.lattices[name]) for name, values in choices.items()]
        total += prod(counts)
        if any(values is None for values in choices.values()) or total > most:
            return None
        batches.append(_filled(template, {name: values or () for name, values in choices.items()}))
    return [points for points in (inside(context, batch) for batch in batches) if points.batch]


def _size_grid(context: Context) -> Iterator[dict[str, int]]:
    ranges = [range(size.smallest, size.largest + 1) for size in context.sizes]
    for choice in product(*ranges):
        yield {size.name: value for size, value in zip(context.sizes, choice, strict=True)}


def _values(lattice: Lattice) -> tuple[int, ...] | None:
    """The values that one entry can take; the positions of a sample space stay as they are."""
    domain = lattice.domain
    if lattice.sample_axis and domain.structure == "index":
        return (0,)
    if domain.structure == "index" and domain.high is not None:
        return tuple(range(1, int(domain.high) + 1))
    if domain.values:
        return domain.values
    if domain.integer and domain.low is not None and domain.high is not None:
        return tuple(range(int(domain.low), int(domain.high) + 1))
    return None


def _entries(lattice: Lattice) -> int:
    if lattice.sample_axis and lattice.domain.structure == "index":
        return 1
    return prod(lattice.numerators.shape[1:])


def _filled(template: Points, choices: dict[str, tuple[int, ...]]) -> Points:
    """The template with every combination of values, the last quantity varying fastest."""
    names = [name for name in choices if not _fixed(template.lattices[name])]
    columns = [choices[name] for name in names for _ in range(_entries(template.lattices[name]))]
    rows = list(product(*columns))  # one empty row where no quantity is free
    table = np.array(rows, dtype=np.int64).reshape(len(rows), len(columns))
    lattices = dict(template.lattices)
    start = 0
    for name in names:
        lattice = template.lattices[name]
        stop = start + _entries(lattice)
        values = table[:, start:stop].reshape(len(table), *lattice.numerators.shape[1:])
        lattices[name] = replace(lattice, numerators=values)
        start = stop
    return replace(template, lattices=lattices, batch=len(table))


def _fixed(lattice: Lattice) -> bool:
    return bool(lattice.sample_axis) and lattice.domain.structure == "index"
