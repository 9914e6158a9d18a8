"""What the operations share: one function of forms for every entry, entries at new names of the indices."""

from __future__ import annotations

from collections.abc import Callable

from derivations.forms.calculus import Calculus
from derivations.forms.facts import Unprovable
from derivations.forms.forms import ONE, Form, name
from derivations.forms.grids import Grid, elementwise

Operation = Callable[..., Grid]


def each(operation: Callable[..., Callable[..., Form]]) -> Operation:
    """The operation that a function of forms gives entry by entry."""

    def applied(calculus: Calculus, *grids: Grid) -> Grid:
        return elementwise(operation(calculus), *grids)

    return applied


def scaled(factor: int) -> Callable[[Calculus], Callable[[Form], Form]]:
    """The multiple of a form by a factor, for `each`."""
    return lambda calculus: lambda form: calculus.scale(form, factor)


def labelled(calculus: Calculus, a: Grid) -> tuple[Form, tuple[str, ...]]:
    """The entry of an array at new names of its indices, and these."""
    labels = tuple(calculus.facts.fresh(ONE, size) for size in a.shape)
    return a.entry(tuple(name(label) for label in labels)), labels


def check_square(a: Grid) -> None:
    """Raise `Unprovable` unless the array is a square matrix, for all sizes."""
    if a.rank != 2 or a.shape[0] != a.shape[1]:
        raise Unprovable("a square matrix is needed")
