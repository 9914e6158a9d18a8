"""The relations that are handed to other checkers: the two sides of each equation, as plain LaTeX.

They are cut out of the sheets by this tool's reader, macros expanded, chains taken apart and conditions left out, which
the other checkers would have to do themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.corpora import ONE_OF, Plant, is_drawn, is_strangers, place_of, statements_in
from benchmarks.planting import text_of, with_text
from sheets.judging.statements import Statement, is_call, is_name
from sheets.notation.tree import EMPTY
from sheets.source.reading import read_text
from sheets.source.sheet import Sheet, Span

SHARE = 3  # of so many relations, and of so many slips, the peers are asked of one


@dataclass(frozen=True)
class Relation:
    """An equation of a sheet: the range of the file that it covers and its two sides.

    `is_claim` says that its left side computes something, so that the equation is not the definition of a name or of
    a function.
    """

    start: int
    end: int
    left: str
    right: str
    is_claim: bool

    @property
    def digest(self) -> str:
        """A short name of the two sides, up to white space."""
        text = "".join(self.left.split()) + "\n" + "".join(self.right.split())
        return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Change:
    """What a planted slip does to the equations of its sheet: those that it touches, and what became of them."""

    plant: Plant
    before: tuple[Relation, ...]
    after: tuple[Relation, ...]


def relations_of(sheet: Sheet) -> list[Relation]:
    """The equations that a sheet states in its own file, in reading order."""
    found = (_relation(span, statement) for span, statement in statements_in(sheet))
    return [relation for relation in found if relation is not None]


def _relation(span: Span, statement: Statement) -> Relation | None:
    left, right = statement.left, statement.right
    if statement.operator != "=" or statement.assumed or EMPTY in (left, right):
        return None
    text = span.math.text
    start, end = place_of(span, statement)
    sides = [_plain(text[side.start : side.end]) for side in (left, right)]
    return Relation(start, end, sides[0], sides[1], is_claim=not is_name(left) and not is_call(left))


def _plain(side: str) -> str:
    """A side without the marks that align it, unless it holds a matrix or cases, to which they belong."""
    if "\\begin" in side:
        return side.strip()
    return side.replace("\\\\", " ").replace("\\&", "\0").replace("&", " ").replace("\0", "\\&").strip()


@cache
def relations_at(path: str) -> tuple[Relation, ...]:
    """The equations of a sheet as it stands."""
    return tuple(relations_of(read_text(text_of(path), path, Path(path).suffix)))


def change_of(plant: Plant) -> Change:
    """The equations that a slip touches, and those that stand in their place with the slip; only what it changes."""
    sheet = read_text(with_text(plant, plant.slip.wrong), plant.path, Path(plant.path).suffix)
    before = _within(relations_at(plant.path), plant.start, plant.end)
    after = _within(relations_of(sheet), plant.start, plant.start + len(plant.slip.wrong))
    old, new = ({relation.digest for relation in relations} for relations in (before, after))
    return Change(
        plant,
        tuple(relation for relation in before if relation.digest not in new),
        tuple(relation for relation in after if relation.digest not in old),
    )


def _within(relations: Sequence[Relation], start: int, stop: int) -> list[Relation]:
    return [relation for relation in relations if relation.start < stop and relation.end > start]


def is_asked(item: Relation | Plant) -> bool:
    """Whether a relation or a planted slip belongs to the sample of which the peers are asked."""
    if isinstance(item, Relation):
        return int(item.digest, 16) % SHARE == 0
    return is_drawn(item.slip, SHARE if is_strangers(item.path) else ONE_OF * SHARE)
