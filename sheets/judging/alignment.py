"""Where a relation and a notation of the catalogue differ, part by part."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sheets.meaning.parts import Part

Alike = Callable[[str, str], bool]
"""Whether a name of the relation means what a name of the notation means."""

RUNS = (frozenset({"+", "-", "prefix -"}), frozenset({"*"}), frozenset({"⊙"}))
"""Operations whose operands stand one behind another."""

PRIMED = re.compile(r"script\d+")
"""Shapes of names with primes."""

BUILT = frozenset({"beside", "script", "given", "matrix", "row", "cases", "at", "nabla", "jacobian", "quantified"})
"""Shapes with words for names that are no functions."""


@dataclass(frozen=True)
class Gap:
    """What the relation has in one place, where the notation has something else: both as extents of their texts, of
    how many parts they are, and the two names where both are names. One of them may be empty: then something is
    missing, or there is too much."""

    start: int
    end: int
    theirs: tuple[int, int]
    kind: str
    size: int
    names: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Operand:
    """One term of a sum with its sign, or one factor of a product (its sign is then the operator's), and where it
    begins together with its sign."""

    sign: str
    part: Part
    start: int


def gaps(ours: Part, theirs: Part, alike: Alike) -> list[Gap]:
    """The places in which a relation and a notation differ; none where they are one up to the letters."""
    return Alignment(alike).gaps(ours, theirs)


class Alignment:
    """A relation's parts beside a notation's, each two compared once: else what is nested deep would be compared again
    from every level above it. The parts must live as long as this does."""

    def __init__(self, alike: Alike) -> None:
        self.alike = alike
        self._found: dict[tuple[int, int], list[Gap]] = {}

    def gaps(self, ours: Part, theirs: Part) -> list[Gap]:
        """The places in which two parts differ."""
        key = (id(ours), id(theirs))
        if key not in self._found:
            self._found[key] = self._gaps(ours, theirs)
        return self._found[key]

    def are_one(self, ours: Part, theirs: Part) -> bool:
        """Whether two parts differ nowhere."""
        return not self.gaps(ours, theirs)

    def _gaps(self, whole: Part, other: Part) -> list[Gap]:
        ours, theirs = whole.core, other.core
        run = next((run for run in RUNS if ours.shape in run or theirs.shape in run), None)
        if run is not None:
            return self._of_runs(whole, other, run)
        if ours.shape != theirs.shape or len(ours.below) != len(theirs.below):
            return [self._replaced(whole, other)]
        if ours.name or theirs.name:
            return [] if self.alike(ours.name, theirs.name) else [self._replaced(whole, other)]
        if len(ours.below) == 2 and ours.shape in ("/", "beside") and self._are_exchanged(ours.below, theirs.below):
            return [replace(self._replaced(whole, other), kind="order", size=1)]
        found: list[Gap] = []
        for place, (a, b) in enumerate(zip(ours.below, theirs.below, strict=True)):
            inner = self.gaps(a, b)
            if inner and not (_shows(a) and _shows(b)):
                power = ours.shape == "script" and place == 2
                kind = _of_power(a if _shows(a) else b, ours.below[0]) if power else "form"
                kind = "label" if ours.shape == "script" and _is_relabelled(ours, theirs) else kind
                return [replace(self._replaced(whole, other), kind=kind)]
            if ours.shape == "script" and place and inner and (kind := _of_scripts(a, b, inner)):
                inner = [replace(self._replaced(a, b), kind=kind)]
            if inner and ours.shape == "script" and (a.start, a.end) == (ours.start, ours.end):
                return [replace(self._replaced(whole, other), kind=inner[0].kind)]  # `A^{[l]T}` shares its braces
            found += [replace(gap, kind=_inside(ours.shape, place, gap.kind)) for gap in inner]
        return found

    def _of_runs(self, whole: Part, other: Part, run: frozenset[str]) -> list[Gap]:
        """The difference of two products or sums: what stands between the operands that begin and end them alike."""
        ours, theirs = operands(whole, run), operands(other, run)
        before, behind = ends(ours, theirs, self._same)
        mine, notated = ours[before : len(ours) - behind], theirs[before : len(theirs) - behind]
        if not mine and not notated:
            return []
        if len(mine) == len(notated) == 1:
            return self._of_operands(mine[0], notated[0])
        if len(mine) == len(notated) and self._is_moved(mine, notated):
            moved = _between(mine[0].part, mine[-1].part, notated[0].part, notated[-1].part, "order")
            return [replace(moved, size=1)]
        kind = "term" if run & {"+"} else "factor"
        if not mine:
            at = ours[before - 1].part.end if before else ours[0].part.start
            return [Gap(at, at, _extent(theirs, before, len(notated)), kind, _size_of(notated))]
        if not notated:
            start, end = _extent(ours, before, len(mine))
            at = theirs[before - 1].part.end if before else theirs[0].part.start
            return [Gap(start, end, (at, at), kind, _size_of(mine))]
        if len(mine) == len(notated):
            found = [gap for pair in zip(mine, notated, strict=True) for gap in self._of_operands(*pair)]
            if len(found) <= 2:
                return found
        if len(mine) == len(ours) or len(notated) == len(theirs):
            return [self._replaced(whole, other)]
        return [_between(mine[0].part, mine[-1].part, notated[0].part, notated[-1].part, "form")]

    def _same(self, ours: Operand, theirs: Operand) -> bool:
        return _are_of_one_sign(ours, theirs) and self.are_one(ours.part, theirs.part)

    def _of_operands(self, ours: Operand, theirs: Operand) -> list[Gap]:
        """The difference of two operands that stand in the same place: their signs, or what is in them."""
        inner = self.gaps(ours.part, theirs.part)
        if _are_of_one_sign(ours, theirs):
            return inner
        return [Gap(ours.start, ours.part.start, (theirs.start, theirs.part.start), "sign", 1), *inner]

    def _replaced(self, ours: Part, theirs: Part) -> Gap:
        """One part in the place of another."""
        a, b = ours.core, theirs.core
        kind = _kind(a, b, self.are_one) or _kind(b, a, lambda x, y: self.are_one(y, x)) or "form"
        if a.shape.isdigit() and b.name:
            kind = "form"  # a number may stand for any quantity
        return Gap(ours.start, ours.end, (theirs.start, theirs.end), kind, 1, (a.name, b.name))

    def _is_moved(self, ours: list[Operand], theirs: list[Operand]) -> bool:
        """Whether the first of some operands stands last in the notation, or the last first, and the signs stay."""
        if not all(map(_are_of_one_sign, ours, theirs)):
            return False
        turned = (ours[1:] + ours[:1], ours[-1:] + ours[:-1])
        return any(all(self.are_one(a.part, b.part) for a, b in zip(run, theirs, strict=True)) for run in turned)

    def _are_exchanged(self, ours: Sequence[Part], theirs: Sequence[Part]) -> bool:
        return self.are_one(ours[0], theirs[1]) and self.are_one(ours[1], theirs[0])


def operands(part: Part, run: frozenset[str]) -> list[Operand]:
    """The factors of a product, or the terms of a sum with their signs, without the brackets around all of it."""
    part = part.core
    if part.shape not in run:
        return [Operand("", part, part.start)]
    if part.shape == "prefix -":
        return [Operand("-", part.below[0], part.start)]
    left, right = part.below
    first = operands(left, run) if left.shape in run else [Operand("", left, left.start)]
    return [*first, Operand(part.shape, right, left.end)]


def ends(
    ours: Sequence[Operand], theirs: Sequence[Operand], same: Callable[[Operand, Operand], bool]
) -> tuple[int, int]:
    """How many operands are the same from the front, and how many of the others from the back."""
    most = min(len(ours), len(theirs))
    before = next((place for place in range(most) if not same(ours[place], theirs[place])), most)
    rest = most - before
    return before, next((place for place in range(rest) if not same(ours[-1 - place], theirs[-1 - place])), rest)


def _are_of_one_sign(ours: Operand, theirs: Operand) -> bool:
    return (ours.sign == "-") == (theirs.sign == "-")


def _extent(run: Sequence[Operand], place: int, count: int) -> tuple[int, int]:
    """The extent of some operands together with the sign that joins them to the others."""
    end = run[place + count - 1].part.end
    return run[place].start, run[count].part.start if not place and count < len(run) else end


def _between(a: Part, b: Part, c: Part, d: Part, kind: str) -> Gap:
    return Gap(a.start, b.end, (c.start, d.end), kind, max(_size(a) + _size(b), _size(c) + _size(d)))


def _kind(a: Part, b: Part, are_one: Callable[[Part, Part], bool]) -> str:
    """What makes one part of the other, by one stroke: nothing, where they are more than that apart."""
    leaves = (bool(a.name) or a.shape.isdigit(), bool(b.name) or b.shape.isdigit())
    if all(leaves):
        relabelled = any(mark in a.name and a.name.partition(mark)[0] == b.name.partition(mark)[0] for mark in "_^")
        return "label" if relabelled else "letter" if a.name or b.name else "number"
    if a.shape == "script" and not a.below[1].core.shape and are_one(a.below[0], b):
        return _of_power(a.below[2], a.below[0])
    if a.shape == "root" and len(a.below) == 1 and are_one(a.below[0], b):
        return "exponent"
    if a.shape == "/" and a.below[0].core.shape == "1" and are_one(a.below[1], b):
        return "inverse"
    if PRIMED.fullmatch(a.shape) and are_one(a.below[0], b):
        return "function"
    if a.shape == b.shape or not a.below or len(a.below) != len(b.below):
        return ""
    chains = a.shape.startswith("chain ") and b.shape.startswith("chain ")
    functions = all(shape.isalpha() and shape not in BUILT for shape in (a.shape, b.shape))
    alone = all(are_one(x, y) for x, y in zip(a.below, b.below, strict=True))
    return ("relation" if chains else "function" if functions else "") if alone else ""


def _is_relabelled(ours: Part, theirs: Part) -> bool:
    """Whether a name with a subscript stands where the notation has it with a label that is part of the name."""
    return theirs.below[0].name.partition("_")[0] == ours.below[0].name != theirs.below[0].name


def _of_scripts(ours: Part, theirs: Part, inner: Sequence[Gap]) -> str:
    """What one script does in the place of another: a power of another kind, or a label of two letters."""
    if _is_plain(ours) and _is_plain(theirs):
        return "transpose" if "T" in (ours.core.shape, theirs.core.shape) else "exponent"
    return "label" if len(inner) > 1 and all(gap.kind in ("letter", "label") for gap in inner) else ""


def _is_plain(raised: Part) -> bool:
    """Whether a superscript is a transpose or a number with its sign."""
    power = raised.core
    inner = power.below[0].core if power.shape == "prefix -" else power
    return power.shape == "T" or inner.shape.isdigit()


def _shows(part: Part) -> bool:
    """Whether a part is anything at all: a script that is not there is none."""
    return bool(part.core.shape or part.core.below)


def _of_power(raised: Part, base: Part) -> str:
    """What a superscript does that one of two parts has, and the other has not: the label of a name does nothing."""
    power = raised.core
    if power.shape == "T":
        return "transpose"
    inner = power.below[0].core if power.shape == "prefix -" else power
    return "exponent" if inner.shape.isdigit() or not base.core.name else "form"


def _inside(shape: str, place: int, kind: str) -> str:
    """The kind of a difference in a part of a part: a letter in a subscript is an index, in a bound a range."""
    if kind == "form":
        return kind
    if shape == "script" and place == 1:
        return "index"
    if shape.startswith("big ") and place < 2:
        return "range"
    return kind


def _size_of(run: Sequence[Operand]) -> int:
    return sum(_size(operand.part) for operand in run)


def _size(part: Part) -> int:
    return sum(1 for _ in part.tokens())
