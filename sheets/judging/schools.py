"""Conventions that a sheet states in words: what is a slip elsewhere is its school's way of writing."""

from __future__ import annotations

import re

from sheets.judging.edits import Edit
from sheets.judging.naming import LOSSES, head_of
from sheets.judging.statements import Statement
from sheets.meaning.features import uses

LAYOUT = re.compile(
    r"row (vector|convention|layout)|(per|each|one) column|(as|are|in) (the )?columns|columns? (are|hold|of x)"
    r"|column[- ](distribution|stochastic)|as (its )?rows|transposed(?! conv)|denominator layout|numerator layout"
    r"|zeilenvektor|als zeilen|zeilenweise|vecteurs?[- ]lignes?|en lignes?\b"
)
"""Words of sheets that lay their arrays out in another way than most."""

UPHILL = re.compile(
    r"(?<!negative )log[- ]likelihood|ascent|maximi[sz]|negative (slope|gradient|derivative)|subtract|target minus"
)
"""Words of sheets that climb, or take a difference from its other end."""

OUTGOING = re.compile(r"outgoing|weights (from|between) layer|(counted|numbered) (backwards|from the (output|top|end))")
"""Words of sheets that number weights by the layer from which they lead, or layers from the output."""

SCALED = re.compile(
    r"(half|halves|factor)\b[^.]{0,40}\b(dropped|left out|omitted|absorbed)|without the (one )?half|absorb"
)
"""Words of sheets that leave a factor out of what they minimise."""

EXPLAINED = {
    "transpose": LAYOUT,
    "order": LAYOUT,
    "sign": UPHILL,
    "index": OUTGOING,
    "term": OUTGOING,
    "label": OUTGOING,
    "number": SCALED,
    "factor": SCALED,
    "exponent": re.compile(r"square[- ]root (rule|scaling)"),
    "function": re.compile(r"ceil|\bcosts\b"),
    "range": re.compile(r"affine|with a bias"),
}
"""The words that explain an edit of each kind."""

SCRIPTS = re.compile(r"\{[^{}]*\}")

OF_A_SHEET = re.compile(
    r"row[- ]vector|row convention|zeilenvektor|vecteurs?[- ]lignes?|(numerator|denominator) layout|outgoing weights"
    r"|(examples|samples|tokens|inputs|data points) (are |stand |lie )?(as|in) (the )?columns"
)
"""Words of conventions that hold for all of a sheet after them."""

ANEW = re.compile(r"\b(instead|without|alternative(ly)?|variant|redefine|modif(y|ied)|other authors|another form)\b")
"""Words before what is defined a second time, as something else."""


def is_of_a_school(edit: Edit, statement: Statement, nearby: str) -> bool:
    """Whether the words nearby explain a difference from what the field writes."""
    turned = edit.kind == "order" and "-" in SCRIPTS.sub("", edit.replacement)  # a difference from its other end
    words = UPHILL if turned else EXPLAINED.get(edit.kind)
    if words is UPHILL and not _climbs(statement):
        return False
    return words is not None and words.search(nearby) is not None


def _climbs(statement: Statement) -> bool:
    """Whether a relation is one of those that are turned where one climbs: a gradient, a step, or what is climbed."""
    left, right = statement.left, statement.right
    sloped = any(node.kind in ("derivative", "nabla", "jacobian") for node in statement.pair.walk())
    stepped = head_of(left) in uses(right)
    return sloped or stepped or (head_of(left) or "").lower() in CLIMBED


CLIMBED = LOSSES | {"delta", "g", "d", "call", "w", "theta"}
"""Letters, in small, of what is climbed, of errors and of gradients."""


def said_in(prose: str) -> str:
    """The words of a text that hold for all of a sheet after them; empty where there are none."""
    return " ".join(dict.fromkeys(match.group() for match in OF_A_SHEET.finditer(prose.lower())))


def defines_anew(nearby: str) -> bool:
    """Whether the words nearby say that something is defined in another way than before."""
    return ANEW.search(nearby) is not None
