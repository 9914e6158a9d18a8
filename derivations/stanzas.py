"""Formulas in one call: rules that define a name, identities with the steps of their proof, lists of spellings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from derivations.operators import equal
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Step


def written(*spellings: str, letters: tuple[tuple[str, str], ...] = ()) -> tuple[Notation, ...]:
    """The relation in the given spellings."""
    return tuple(Notation(spelling, letters) for spelling in spellings)


def identity(
    title: str,
    left: Any,
    steps: tuple[tuple[Any, str], ...],
    quantities: tuple[Quantity, ...],
    notations: tuple[Notation, ...],
    words: tuple[str, ...],
    source: Source,
    kind: Kind = Kind.IDENTITY,
    other_sizes: tuple[Size, ...] = (),
) -> Formula:
    """An identity, or a gradient, with the steps of its proof; the last one is its right side."""

    def derive() -> Iterator[Step]:
        for expression, because in steps:
            yield Step(expression, because=because)

    return Formula(
        title=title,
        kind=kind,
        statement=equal(left, steps[-1][0]),
        quantities=quantities,
        assumptions=(),
        notations=notations,
        words=words,
        derivation=derive,
        source=source,
        other_sizes=other_sizes,
    )


def rule(
    title: str,
    left: Quantity,
    right: Any,
    quantities: tuple[Quantity, ...],
    notations: tuple[Notation, ...],
    words: tuple[str, ...],
    because: str,
    source: Source,
    other_sizes: tuple[Size, ...] = (),
) -> Formula:
    """A rule that defines `left`, as one formula; `because` says what its right side does."""

    def derive() -> Iterator[Step]:
        yield Step(right, because=because)

    return Formula(
        title=title,
        kind=Kind.DEFINITION,
        statement=equal(left.symbol, right),
        quantities=(*quantities, left),
        assumptions=(),
        notations=notations,
        words=words,
        derivation=derive,
        source=source,
        other_sizes=other_sizes,
    )
