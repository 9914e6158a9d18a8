"""A relation in the letters of a notation that is built like it.

Which name of the one is which of the other is seen from the places in which they stand. In the notation's own letters a
relation is read as the notation is, however its author names and numbers things.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sheets.judging.alignment import RUNS, Alignment, Operand, ends, gaps, operands
from sheets.judging.strokes import relation_of
from sheets.meaning.matching import Candidate, may_stand_for, places
from sheets.meaning.parts import Part, parts_of
from sheets.meaning.steps import with_steps
from sheets.notation.tree import Node

PLAIN = re.compile(r"\\?[A-Za-z]+|\\math[a-z]+\{\w\}")
"""Names of one sign, in any font."""


def renaming(ours: Part, theirs: Part) -> dict[str, str]:
    """What each name of a relation is in a notation, one to one: what stands most often in its places, and first the
    same name where it stands there too."""
    votes = Counter(_pairs(ours, theirs, Alignment(lambda mine, notated: True)))
    letters: dict[str, str] = {}
    taken: set[str] = set()
    for (mine, notated), _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0][0] != vote[0][1], vote[0])):
        alike = mine == notated or may_stand_for(mine, notated)
        if alike and mine not in letters and notated not in taken:
            letters[mine] = notated
            taken.add(notated)
    return letters


def _pairs(ours: Part, theirs: Part, shapes: Alignment) -> Iterator[tuple[str, str]]:
    """The names that stand in the same places, as often as they do."""
    a, b = ours.core, theirs.core
    run = next((run for run in RUNS if a.shape in run or b.shape in run), None)
    if run is not None:
        for mine, notated in _beside(operands(ours, run), operands(theirs, run), shapes):
            yield from _pairs(mine.part, notated.part, shapes)
    elif a.name and b.name:
        yield a.name, b.name
    elif a.shape == b.shape and len(a.below) == len(b.below):
        for first, second in zip(a.below, b.below, strict=True):
            yield from _pairs(first, second, shapes)


def _beside(
    ours: Sequence[Operand], theirs: Sequence[Operand], shapes: Alignment
) -> Iterator[tuple[Operand, Operand]]:
    """The operands that stand in the same places, counted from the front and then from the back."""
    before, behind = ends(ours, theirs, lambda a, b: shapes.are_one(a.part, b.part))
    yield from zip(ours[:before], theirs[:before], strict=True)
    between = (ours[before : len(ours) - behind], theirs[before : len(theirs) - behind])
    if len(between[0]) == len(between[1]):
        yield from zip(*between, strict=True)
    if behind:
        yield from zip(ours[-behind:], theirs[-behind:], strict=True)


@dataclass(frozen=True)
class Transported:
    """A relation rewritten in a notation's letters: the candidate with what the relation's own names mean, the one with
    what the notation's mean, and the relation."""

    meant: Candidate
    own: Candidate
    pair: Node


def in_its_notation(text: str, pair: Node, candidate: Candidate) -> Transported | None:
    """A relation that is a notation up to its names, in the notation's letters; `None` where it is another one."""
    ours, theirs = parts_of(pair, candidate.known.fused), parts_of(candidate.known.chain, candidate.known.fused)
    letters = renaming(ours, theirs)
    if gaps(ours, theirs, lambda mine, notated: letters.get(mine) == notated):
        return None
    return transported(text, pair, replace(candidate, letters=_meant(letters, candidate)), letters)


def transported(text: str, pair: Node, candidate: Candidate, letters: Mapping[str, str]) -> Transported | None:
    """A relation in a notation's letters, which `letters` gives to its names; `None` where that cannot be read."""
    known = candidate.known
    written = places(known.latex, known.chain, known.fused)
    spelled = {key: known.latex[start:end].strip("|") for key, start, end in written}
    latex, at = "", pair.start
    for key, start, end in sorted(places(text, pair, known.fused), key=lambda place: place[1]):
        if start >= at and letters.get(key) in spelled:
            bar = "|" if text[start] == "|" else ""  # how many a set has
            latex += text[at:start] + bar + _set_apart(spelled[letters[key]], latex + text[at:start]) + bar
            at = end
    rewritten = relation_of(latex + text[at : pair.end])
    if rewritten is None:
        return None
    return Transported(candidate, replace(candidate, letters=known.letters), with_steps(rewritten))


def _set_apart(name: str, before: str) -> str:
    """A name so that it runs into nothing; in braces where a script or a command takes it for its argument."""
    plain = PLAIN.fullmatch(name) is not None and not before.rstrip().endswith(("_", "^", "frac", "sqrt"))
    return f" {name} " if plain else f"{{{name}}}"


def _meant(letters: Mapping[str, str], candidate: Candidate) -> dict[str, str]:
    """What the names of a relation mean."""
    return {name: candidate.known.letters.get(theirs, theirs) for name, theirs in letters.items()}
