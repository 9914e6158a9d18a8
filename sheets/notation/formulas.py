"""Reading the text of a formula as sheets mean it."""

from __future__ import annotations

from sheets.notation.grammar import read_notation
from sheets.notation.joined import with_joined_names
from sheets.notation.layers import with_labels
from sheets.notation.operators import with_one_spelling
from sheets.notation.ranges import with_ranges
from sheets.notation.scopes import with_scopes
from sheets.notation.transposes import with_transposes
from sheets.notation.tree import Node


def read_formula(text: str) -> Node:
    """The notation tree of a formula, with `A^t` as a transpose, one spelling for each operator and letters that are
    one name joined; raises `SyntaxFault` for what is no notation."""
    return with_joined_names(
        with_scopes(with_ranges(with_transposes(with_one_spelling(with_labels(read_notation(text))))))
    )
