"""Small edits of a formula, each with the words that say what it does: slips read backwards.

An edit is a change of the formula's own text, so that a correction stays in the sheet's letters and layout. The same
edits, applied to right formulas, are the slips that the accuracy benchmark plants.
"""

from __future__ import annotations

from sheets.judging.edits.edit import INDEXING, LOOKS_LIKE, Edit, Rule, names_in
from sheets.judging.edits.functions import call, cases, fraction, function, group, root_off, wrapped
from sheets.judging.edits.letters import letter, number, script, transposed
from sheets.judging.edits.products import (
    drop_factor,
    drop_term,
    exchanged,
    factor_out,
    joined,
    moved_transpose,
    sign,
    sign_off,
    swap,
)
from sheets.judging.edits.ranges import big
from sheets.judging.edits.sides import of_sides, relation
from sheets.notation.tree import EMPTY, Node

__all__ = ["INDEXING", "LOOKS_LIKE", "RULES", "Edit", "edits"]

RULES: dict[str, tuple[Rule, ...]] = {
    "chain": (relation,),
    "infix": (sign, moved_transpose, swap, exchanged, drop_factor, drop_term, factor_out, joined),
    "prefix": (sign_off,),
    "number": (number,),
    "name": (letter, transposed),
    "accent": (letter, transposed),
    "script": (script,),
    "root": (root_off,),
    "big": (big,),
    "call": (function,),
    "beside": (call,),
    "frac": (fraction,),
    "floor": (wrapped,),
    "ceil": (wrapped,),
    "group": (group,),
    "cases": (cases,),
}
"""The edits of each kind of node. Reading this table is knowing what the tool can correct."""

OF_VALUES = frozenset({"exponent", "inverse", "complement", "transpose", "factor"})
"""Kinds of edits that nobody would make in a subscript or in the range of a sum."""


def edits(text: str, root: Node) -> list[Edit]:
    """Every edit of the part of the text that a node covers: cheapest first, those of what is defined after those of
    what it is defined as, in reading order."""
    names = names_in(text, root)
    found = [edit for node in root.walk() for rule in RULES.get(node.kind, ()) for edit in rule(text, node, names)]
    found += of_sides(text, root)
    inside = [(part.start, part.end) for node in root.walk() for part in _places(node) if part is not EMPTY]
    found = [
        edit
        for edit in found
        if edit.kind not in OF_VALUES or not any(_is_inside(edit, text, a, b) for a, b in inside)
    ]
    unique = {(edit.start, edit.end, edit.replacement): edit for edit in reversed(found) if edit.applied(text) != text}
    defined = root.children[0].end if root.kind == "chain" else 0
    return sorted(
        unique.values(), key=lambda edit: (edit.cost, edit.start < defined, edit.start, edit.end, edit.replacement)
    )


def _is_inside(edit: Edit, text: str, start: int, end: int) -> bool:
    """Whether an edit changes a part of a formula; behind a part without braces begins what follows."""
    braced = text[:start].rstrip()[-1:] == "{" and text[end:].lstrip()[:1] == "}"
    behind = edit.start == edit.end == end and not braced
    return start <= edit.start and edit.end <= end and not behind


def _places(node: Node) -> tuple[Node, ...]:
    """The parts of a node that say which, and not how much: subscripts and the range of a sum."""
    if node.kind == "big":
        return node.children[:2]
    return (node.children[1],) if node.kind == "script" else ()
