"""Repair: the smallest edits of a wrong formula that make it true, in the sheet's own letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sheets.judging.edits import Edit, edits
from sheets.judging.statements import Statement
from sheets.notation.formulas import read_formula
from sheets.notation.tokens import SyntaxFault
from sheets.notation.tree import EMPTY, Node

MOST_EDITS = 400
RIVALS = 2  # the cost up to which other edits are looked for that would do as well


@dataclass(frozen=True)
class Correction:
    """A verified correction: the corrected text of the relation, the edit that makes it, and whether no other is
    about as small."""

    latex: str
    edit: Edit
    unique: bool


Verify = Callable[[Node], bool]


def repair(text: str, statement: Statement, verify: Verify) -> Correction | None:
    """Try single edits, cheapest first; the first that is verified wins. The budget is a number of edits."""
    pair = statement.pair
    found: list[tuple[Edit, str]] = []
    widest: int | None = None
    for tried, edit in enumerate(edits(text, pair)):
        if widest is not None and edit.cost > widest:
            break
        if tried > MOST_EDITS:
            break
        read = corrected(text, pair, edit)
        if read is None:
            continue
        latex, chain = read
        if is_trivial(chain):
            continue
        if verify(chain):
            found.append((edit, latex))
            widest = max(found[0][0].cost, RIVALS)
    if not found:
        return None
    edit, latex = found[0]
    return Correction(latex, edit, unique=len({_squeezed(latex) for _, latex in found}) == 1)


def _squeezed(latex: str) -> str:
    return "".join(latex.split())


def corrected(text: str, pair: Node, edit: Edit) -> tuple[str, Node] | None:
    """The relation's text after an edit, and its chain; `None` where the edit makes no relation of two sides."""
    if edit.start < pair.start or edit.end > pair.end:
        return None
    latex = text[pair.start : edit.start] + edit.replacement + text[edit.end : pair.end]
    try:
        tree = read_formula(latex)
    except (SyntaxFault, RecursionError):
        return None
    if len(tree.children) != 1 or tree.children[0].kind != "chain":
        return None
    chain = tree.children[0]
    if len(chain.children) != 2 or EMPTY in chain.children:
        return None
    return latex, chain


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
