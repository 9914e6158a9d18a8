"""Strokes of the pen: the single edits of a relation that leave one which says something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sheets.judging.edits import Edit, edits
from sheets.meaning.features import bound_in, running_in
from sheets.meaning.index import Fused, Token
from sheets.meaning.names import key_of
from sheets.meaning.parts import tokens_of
from sheets.meaning.steps import with_steps
from sheets.notation.formulas import read_formula
from sheets.notation.tokens import SyntaxFault
from sheets.notation.tree import EMPTY, Node

MOST_EDITS = 400


@dataclass(frozen=True)
class Stroke:
    """An edit of a relation, with the text and the tree that it makes."""

    edit: Edit
    latex: str
    chain: Node

    def tokens(self, fused: Fused) -> tuple[Token, ...]:
        """The tokens of the edited relation, with the scripts that a notation fuses."""
        return tokens_of(self._compared, fused)

    @cached_property
    def _compared(self) -> Node:
        return with_steps(self.chain)


class Strokes:
    """The strokes of a relation, cheapest first; each is parsed when it is first asked for, and then kept. Their
    budget is a number of edits."""

    def __init__(self, text: str, pair: Node) -> None:
        self._text, self._pair = text, pair
        self._made: dict[int, Stroke | None] = {}

    def __iter__(self) -> Iterator[Stroke]:
        strokes = (self._stroke(place, edit) for place, edit in enumerate(self._edits))
        return (stroke for stroke in strokes if stroke is not None)

    @cached_property
    def _edits(self) -> list[Edit]:
        return edits(self._text, self._pair)[:MOST_EDITS]

    def _stroke(self, place: int, edit: Edit) -> Stroke | None:
        if place not in self._made:
            read = corrected(self._text, self._pair, edit)
            says = read is not None and not is_trivial(read[1]) and strays(read[1]) <= self._strays
            self._made[place] = Stroke(edit, *read) if read is not None and says else None
        return self._made[place]

    @cached_property
    def _strays(self) -> frozenset[str]:
        return strays(self._pair)


def corrected(text: str, pair: Node, edit: Edit) -> tuple[str, Node] | None:
    """The relation's text after an edit, and its chain; `None` where the edit makes no relation of two sides."""
    if edit.start < pair.start or edit.end > pair.end:
        return None
    latex = text[pair.start : edit.start] + edit.replacement + text[edit.end : pair.end]
    chain = relation_of(latex)
    return (latex, chain) if chain is not None else None


@lru_cache(maxsize=2048)
def relation_of(latex: str) -> Node | None:
    """The chain of a text that is one relation of two sides; the same edit is asked for more than once."""
    try:
        tree = read_formula(latex)
    except (SyntaxFault, RecursionError):
        return None
    if len(tree.children) != 1 or tree.children[0].kind != "chain":
        return None
    chain = tree.children[0]
    return chain if len(chain.children) == 2 and EMPTY not in chain.children else None


def strays(chain: Node) -> frozenset[str]:
    """The running letters of sums and products that also stand outside of them."""
    if not any(node.kind == "big" for node in chain.walk()):
        return frozenset()
    running = running_in(chain)
    return frozenset(key for key in _unbound(chain, frozenset()) if key in running)


def _unbound(node: Node, bound: frozenset[str]) -> Iterator[str]:
    """The names that stand where they do not run."""
    if node.kind == "big":
        inner = bound | bound_in(node)
        for part in node.children:
            yield from _unbound(part, inner)
    elif node.kind in ("name", "accent"):
        if (key := key_of(node)) is not None and key not in bound:
            yield key
    else:
        for child in node.children:
            yield from _unbound(child, bound)


def is_trivial(chain: Node) -> bool:
    """Whether a relation says nothing: the same on both sides, up to brackets and the order of factors and terms.

    Under a trace or determinant the order of factors says something: `tr(AB) = tr(BA)`.
    """
    return _normal(chain.children[0]) == _normal(chain.children[1])


def _normal(node: Node) -> object:
    """A form in which bracketing and order do not count."""
    while node.kind == "group" and node.children[0].kind != "list":
        node = node.children[0]
    if node.kind == "call" and node.value in ("tr", "det"):
        return (node.kind, node.value, _ordered(node.children[1]))
    if node.kind == "infix" and node.value in ("+", "juxt", "·", "×", "*"):
        kind = "+" if node.value == "+" else "*"
        return (kind, tuple(sorted(map(repr, _flat(node, kind)))))
    return (node.kind, node.value, tuple(_normal(child) for child in node.children))


def _ordered(node: Node) -> object:
    """A form in which order counts, and places in the text do not."""
    return (node.kind, node.value, tuple(_ordered(child) for child in node.children))


def _flat(node: Node, kind: str) -> list[object]:
    while node.kind == "group" and node.children[0].kind != "list":
        node = node.children[0]
    own = "+" if node.value == "+" else "*"
    if node.kind == "infix" and node.value in ("+", "juxt", "·", "×", "*") and own == kind:
        return [part for child in node.children for part in _flat(child, kind)]
    return [_normal(node)]
