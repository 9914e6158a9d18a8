"""An edit of a formula, and what all rules use: its names, and where signs and scripts stand in the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sheets.meaning.features import WORDS_FIXED
from sheets.meaning.names import key_of
from sheets.meaning.reading import FIXED
from sheets.notation.tree import EMPTY, Node


@dataclass(frozen=True)
class Edit:
    """Replace `text[start:end]` of the formula by `replacement`; `kind` names the slip it undoes, `cost` how large it
    is."""

    start: int
    end: int
    replacement: str
    kind: str
    words: str
    cost: int = 1

    def applied(self, text: str) -> str:
        """The text after the edit."""
        return text[: self.start] + self.replacement + text[self.end :]


INDEXING = frozenset({"range", "index", "label"})
"""Kinds of edits that change which entries are meant, and not how much."""

NO_LETTERS = (
    WORDS_FIXED
    | set(FIXED)
    | {"T", "top", "star", "plus", "minus", "max", "min", "Var", "Cov", "KL", "d", "delta", "I"}
)
"""Names that are no letters: a slip does not put them in the place of one."""

LOOKS_LIKE = {"0": "oO", "1": "lIi", "2": "zZ", "5": "sS", "6": "b", "8": "B"}
"""Letters that are read or typed for a digit."""

MEMBERS = frozenset(["i", "j", "k", "l", "s", "t"])
"""Letters that as a superscript more often count members of a family than they are powers."""


Rule = Callable[[str, Node, Sequence[str]], Iterator[Edit]]


def names_in(text: str, root: Node) -> tuple[str, ...]:
    """The spellings of the quantities of a formula, each once."""
    spellings: dict[str, str] = {}
    for node in root.walk():
        key = key_of(node)
        if key is not None and key not in NO_LETTERS and node.kind in ("name", "accent") and node.end > node.start:
            spellings.setdefault(key, text[node.start : node.end])
        elif (
            node.kind == "script"
            and EMPTY not in node.children[:2]
            and node.children[2] is EMPTY
            and key_of(node.children[0]) not in NO_LETTERS
        ):
            written = text[node.start : node.end]
            spellings.setdefault(written, written)
    return tuple(spellings.values())


def between(text: str, node: Node, signs: Sequence[str]) -> tuple[int, int, str] | None:
    """Where the sign of an infix node stands in the text."""
    left, right = node.children
    for sign in signs:
        at = text.find(sign, left.end, right.start)
        if at >= 0:
            return at, at + len(sign), sign
    return None


def spaced(name: str) -> str:
    """A name as it can stand before a letter."""
    return name + " " if name.startswith("\\") and name[-1].isalpha() else name


def with_caret(text: str, script: Node, mark: str) -> tuple[int, int]:
    """The extent of a script with its mark and its braces."""
    start = text.rfind(mark, 0, max(script.start, 1) if script.start else 1)
    end = script.end
    if "{" in text[start : script.start + 1]:
        close = closing(text, text.index("{", start))
        end = max(end, close + 1)
    return start, end


def closing(text: str, opened: int) -> int:
    """Where the brace that opens at a place closes."""
    depth = 0
    for at in range(opened, len(text)):
        depth += (text[at] == "{") - (text[at] == "}")
        if depth == 0:
            return at
    return len(text) - 1
