"""Relations that one stroke of the pen makes a notation of the catalogue, letter for letter.

Such a relation was meant to be that notation, whatever its slip makes of its value: no other edit is looked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sheets.judging.edits import Edit
from sheets.judging.repair import squeezed
from sheets.judging.strokes import Stroke, Strokes
from sheets.meaning.features import uses
from sheets.meaning.index import Known, Token
from sheets.meaning.matching import Candidate, tokens_of
from sheets.notation.tree import Node

NEAR = 0.75  # similarity of shapes below which one stroke does not do
REARRANGING = frozenset({"letter", "order", "condition"})
OF_INDICES = ("index", "label")
SIGNS = frozenset({"+", "-", "prefix -"})
STROKE = 5  # nodes that one stroke adds, takes away or changes at most


@dataclass(frozen=True)
class Literal:
    """A stroke, and the candidate with the letters of the relation that it makes."""

    stroke: Stroke
    candidate: Candidate
    unique: bool


def may_become(candidate: Candidate, pair: Node) -> bool:
    """Whether a relation is near enough to a notation to be one stroke away from it."""
    known = candidate.known
    if candidate.similarity < NEAR:
        return False
    return known.distance(tokens_of(pair, known.fused)) <= STROKE


def literal(made: Strokes, pair: Node, candidates: Iterable[Candidate]) -> Iterator[Literal]:
    """The candidates of which a relation becomes a notation by one stroke, in their order. A stroke brings in no
    letter, unless it is the field's own, and puts none away but for another."""
    indices = {name for name, use in uses(pair).items() if use.index}
    for candidate in candidates:
        known = candidate.known
        written = _names(tokens_of(pair, known.fused)) - indices
        differing = known.differing(tokens_of(pair, known.fused))
        undoing = made.where(partial(_may_undo, differing=differing))
        edited = ((stroke, stroke.tokens(known.fused)) for stroke in undoing)
        read = (
            (stroke, _letters_of(tokens, known))
            for stroke, tokens in edited
            if stroke.edit.kind in ("letter", *OF_INDICES) or written <= _names(tokens)
        )
        found = [
            (_own(letters, known), stroke, letters)
            for stroke, letters in read
            if letters is not None and all(known.letters.get(n, n) == letters[n] for n in letters.keys() - written)
        ]
        if not found:
            continue
        most, stroke, letters = max(found, key=lambda item: (item[0], -item[1].edit.cost))
        texts = {squeezed(other.latex) for own, other, _ in found if own == most}
        yield Literal(stroke, replace(candidate, letters=letters), unique=len(texts) == 1)


def _may_undo(edit: Edit, differing: frozenset[str]) -> bool:
    """Whether an edit is of a kind that can take away a difference in these nodes: exchanged names and factors make
    none."""
    rearranges = edit.kind in REARRANGING and not edit.replacement.strip().isdigit()
    if not differing:
        return rearranges or edit.kind in ("transpose", *OF_INDICES)
    if edit.kind == "sign":
        return bool(differing & SIGNS)
    return not rearranges or edit.kind == "transpose"


def _names(tokens: Sequence[Token]) -> set[str]:
    return {name or shape for shape, name in tokens if name or shape == "delta"}


def _letters_of(ours: Sequence[Token], known: Known) -> dict[str, str] | None:
    """The sheet's names in terms of the entry's quantities, where a relation is a notation of it up to a renaming, one
    to one."""
    if len(ours) != len(known.tokens) or any(a != b for (a, _), (b, _) in zip(ours, known.tokens, strict=True)):
        return None
    renamed: dict[str, str] = {}
    for (_, mine), (_, theirs) in zip(ours, known.tokens, strict=True):
        if bool(mine) != bool(theirs) or renamed.setdefault(mine, theirs) != theirs:
            return None
    if len(set(renamed.values())) < len(renamed):
        return None
    return {mine: known.letters.get(theirs, theirs) for mine, theirs in renamed.items() if mine}


def _own(letters: dict[str, str], known: Known) -> int:
    """How many names are the notation's own."""
    return sum(known.letters.get(mine, mine) == theirs for mine, theirs in letters.items())
