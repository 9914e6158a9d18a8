"""Arrays of any size: a shape of sizes, and the index form of an entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from derivations.forms.calculus import Calculus
from derivations.forms.facts import Unprovable
from derivations.forms.forms import ONE, Form, name

Entry = Callable[[tuple[Form, ...]], Form]


@dataclass(frozen=True)
class Grid:
    """An array: the sizes of its axes, the form of the entry at given indices (from 1), whether it is a row."""

    shape: tuple[Form, ...]
    entry: Entry
    row: bool = False

    @property
    def rank(self) -> int:
        """The number of axes."""
        return len(self.shape)


def scalar(form: Form) -> Grid:
    """A number as an array without axes."""
    return Grid((), lambda _: form)


def remembered(entry: Entry) -> Entry:
    """The same entries, each computed once."""
    known: dict[str, Form] = {}

    def look_up(place: tuple[Form, ...]) -> Form:
        key = ";".join(index.key for index in place)
        if key not in known:
            known[key] = entry(place)
        return known[key]

    return look_up


def elementwise(operation: Callable[..., Form], *grids: Grid) -> Grid:
    """An operation entry by entry; numbers spread over arrays."""
    full = max(grids, key=lambda grid: grid.rank)
    for grid in grids:
        if grid.rank not in (0, full.rank) or (grid.rank and (grid.shape != full.shape or grid.row != full.row)):
            raise Unprovable("arrays of different shape meet entry by entry")

    def entry(place: tuple[Form, ...]) -> Form:
        return operation(*(grid.entry(place if grid.rank else ()) for grid in grids))

    return Grid(full.shape, remembered(entry), full.row)


def transposed(grid: Grid) -> Grid:
    """The transpose; a vector turns from a column into a row and back."""
    if grid.rank > 2:
        raise Unprovable("the transpose of an array with more than two axes")
    if grid.rank < 2:
        return replace(grid, row=not grid.row) if grid.rank else grid
    return Grid(grid.shape[::-1], lambda place: grid.entry(place[::-1]))


def summed_over(calculus: Calculus, shape: Sequence[Form], body: Callable[[tuple[Form, ...]], Form]) -> Form:
    """The sum of a form over all positions of a shape."""
    labels = [calculus.facts.fresh(ONE, size) for size in shape]
    total = body(tuple(name(label) for label in labels))
    for label, size in zip(labels, shape, strict=True):
        total = calculus.sum_over(total, label, ONE, size)
    return total


def inner_product(calculus: Calculus, a: Grid, b: Grid) -> Grid:
    """The sum of the products of the entries of two arrays of one shape."""
    if a.shape != b.shape:
        raise Unprovable("the inner product of arrays of different shape")
    both = remembered(lambda _: summed_over(calculus, a.shape, lambda p: calculus.multiply(a.entry(p), b.entry(p))))
    return Grid((), both)


def times(calculus: Calculus, a: Grid, b: Grid) -> Grid:
    """The product of linear algebra."""
    if not a.rank or not b.rank:
        return elementwise(calculus.multiply, a, b)
    if a.rank > 2 or b.rank > 2:
        raise Unprovable("a matrix product of an array with more than two axes")
    if a.rank == b.rank == 1:
        if a.row == b.row:
            raise Unprovable("the product of two vectors without a transpose")
        if a.row:
            return inner_product(calculus, a, b)
        return Grid((*a.shape, *b.shape), lambda p: calculus.multiply(a.entry(p[:1]), b.entry(p[1:])))
    if (b.rank == 1 and b.row) or (a.rank == 1 and not a.row) or a.shape[-1] != b.shape[0]:
        raise Unprovable("a matrix product whose sizes do not fit")

    def entry(place: tuple[Form, ...]) -> Form:
        left, right = place[: a.rank - 1], place[a.rank - 1 :]
        return summed_over(
            calculus, a.shape[-1:], lambda p: calculus.multiply(a.entry((*left, *p)), b.entry((*p, *right)))
        )

    return Grid((*a.shape[:-1], *b.shape[1:]), remembered(entry), row=a.rank == 1)
