"""Repair: the smallest edits of a wrong formula that make it true, in the sheet's own letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sheets.judging.edits import Edit
from sheets.judging.strokes import Stroke, Strokes

RIVALS = 2  # the cost up to which other edits are looked for that would do as well


@dataclass(frozen=True)
class Correction:
    """A verified correction: the corrected text of the relation, the edit that makes it, and whether no other is
    about as small."""

    latex: str
    edit: Edit
    unique: bool


Verify = Callable[[Stroke], bool]


def repair(strokes: Strokes, verify: Verify) -> Correction | None:
    """Try single edits, cheapest first; the first that is verified wins."""
    found: list[tuple[Edit, str]] = []
    widest: int | None = None
    for stroke in strokes:
        if widest is not None and stroke.edit.cost > widest:
            break
        if verify(stroke):
            found.append((stroke.edit, stroke.latex))
            widest = max(found[0][0].cost, RIVALS)
    if not found:
        return None
    edit, latex = found[0]
    return Correction(latex, edit, unique=len({squeezed(latex) for _, latex in found}) == 1)


def squeezed(latex: str) -> str:
    """A text without its blanks."""
    return "".join(latex.split())
