"""Planted slips: the single edits that the tool knows as corrections, made in right formulas.

A slip is what an author gets wrong with one stroke: a sign, a number, an exponent, a transpose, an order, a range, an
index, a neighbouring function, a relation, a factor, a letter for another of its kind. What no author would write (a
squared bound, a transposed exponential) is left out.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from sheets.judging.edits import Edit, edits
from sheets.judging.strokes import is_trivial
from sheets.notation.grammar import read_notation
from sheets.notation.tokens import SyntaxFault
from sheets.notation.tree import EMPTY, Node

KINDS = (
    "sign",
    "number",
    "exponent",
    "transpose",
    "order",
    "range",
    "index",
    "function",
    "relation",
    "factor",
    "letter",
)
CONSTANTS = frozenset({"e", "d", "pi", "I", "infinity", "partial", "T", "top", "E", "P", "nabla"})
LETTERS = "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi rho sigma tau phi chi psi omega"
GREEK = frozenset(LETTERS.split())
UNLIKELY = ("the first factor multiplies", "the sum changes its sign")
MOST_LIKE_AN_INDEX = frozenset("ijklmnst")
OF_MATRICES = (
    *("^T", "^\\top", "^{-1}", "\\tr", "\\det", "Tr", "\\intercal"),
    *("\\mathsf{T}", "\\mathrm T", "\\mathbf", "\\boldsymbol"),
)


@dataclass(frozen=True)
class Slip:
    """A right formula with one slip: its kind, what was done, and the text before and after."""

    kind: str
    words: str
    right: str
    wrong: str


def slips(text: str, pair: Node, most: int) -> list[Slip]:
    """Up to `most` slips of the relation of a text that a pair covers, of different kinds where there are as many."""
    right = text[pair.start : pair.end]
    by_kind: dict[str, list[Slip]] = {}
    for edit in edits(text, pair):
        if not pair.start <= edit.start <= edit.end <= pair.end:
            continue
        kind = _kind(text, pair, edit)
        wrong = text[pair.start : edit.start] + edit.replacement + text[edit.end : pair.end]
        if kind is not None and _is_another_relation(right, wrong):
            by_kind.setdefault(kind, []).append(Slip(kind, edit.words, right, wrong))
    chosen = random.Random(right)
    kinds = sorted(by_kind)
    chosen.shuffle(kinds)
    return [chosen.choice(by_kind[kind]) for kind in kinds[:most]]


def _kind(text: str, pair: Node, edit: Edit) -> str | None:
    """The kind of slip that an edit makes, or None where it makes none that an author would make."""
    within = _role(pair, edit)
    kind = {"term": "factor", "inverse": "exponent"}.get(edit.kind, edit.kind)
    removed = text[edit.start : edit.end]
    if kind == "exponent" and any(mark in removed for mark in ("T", "\\top", "\\intercal")):
        kind = "transpose"
    if kind not in KINDS or "*" in removed or "\\text" in removed or "\\mathrm" in removed:
        return None
    if any(edit.words.startswith(words) for words in UNLIKELY) or _spelled(text, edit) in CONSTANTS:
        return None
    if within == "index":
        return _kind_in_an_index(pair, edit, kind)
    if kind == "letter":
        return kind if _same_kind_of_letter(removed, edit.replacement.strip()) else None
    if kind == "number" and (edit.cost > 1 or edit.replacement == "0"):
        return None
    if kind == "sign" and (edit.cost > 2 or removed.strip() == "0"):
        return None
    if kind == "number" and not removed and not _is_of_numbers_and_letters(text, pair):
        return None
    if kind == "exponent" and not removed and _holds_vectors(text, pair):
        return None
    if kind == "factor" and removed.strip() == "0":
        return None
    if kind == "transpose":
        return kind if _may_be_transposed(text, pair, edit, removed) else None
    if kind == "exponent" and not removed and edit.replacement == "^{-1}":
        return None
    if kind == "factor" and not removed and edit.cost > 2:
        return None
    return kind


def _kind_in_an_index(pair: Node, edit: Edit, kind: str) -> str | None:
    if kind in ("index", "range"):
        return kind
    if kind == "number" and edit.cost == 1 and edit.replacement != "0":
        return "index"
    return None


def _role(pair: Node, edit: Edit) -> str:
    """Whether an edit lies in a subscript or a running index, or in the formula proper."""
    for node in pair.walk():
        inner: Node | None = None
        if node.kind == "script":
            inner = node.children[1]
        elif node.kind == "big":
            inner = node.children[0]
        if inner is not None and inner is not EMPTY and inner.start <= edit.start and edit.end <= inner.end:
            return "index"
    return "formula"


def _same_kind_of_letter(removed: str, put: str) -> bool:
    a, b = _bare(removed), _bare(put)
    if a in CONSTANTS or b in CONSTANTS or a.isdigit() or b.isdigit() or _dress(removed) != _dress(put):
        return False
    if len(a) == 1 and len(b) == 1:
        return a.isupper() == b.isupper() and (a in MOST_LIKE_AN_INDEX) == (b in MOST_LIKE_AN_INDEX)
    return a in GREEK and b in GREEK


def _bare(name: str) -> str:
    stripped = name.strip()
    while stripped.startswith("\\") and "{" in stripped:
        stripped = stripped[stripped.index("{") + 1 :].rstrip("}").strip()
    return stripped.lstrip("\\")


def _dress(name: str) -> str:
    """The font or accent of a letter."""
    return name.strip().partition("{")[0] if "{" in name else ""


def _spelled(text: str, edit: Edit) -> str:
    """The name that an edit changes, or behind which it puts something."""
    if edit.start == edit.end:
        before = text[: edit.start].rstrip()
        at = before.rfind("\\")
        return before[at + 1 :] if at >= 0 and before[at + 1 :].isalpha() else before[-1:]
    return _bare(text[edit.start : edit.end])


def _is_of_numbers_and_letters(text: str, pair: Node) -> bool:
    """Whether a one more or less can be forgotten in a relation: it holds letters, and no matrices."""
    written = text[pair.start : pair.end]
    side = text[pair.children[-1].start : pair.children[-1].end]
    return any(c.isalpha() for c in side) and not any(mark in written for mark in OF_MATRICES)


def _holds_vectors(text: str, pair: Node) -> bool:
    """Whether nobody would square a name here: in a formula of vectors, or as the variable of a derivative."""
    written = text[pair.start : pair.end]
    return "\\|" in written or "\\partial" in written or any(mark in written for mark in OF_MATRICES)


def _may_be_transposed(text: str, pair: Node, edit: Edit, removed: str) -> bool:
    """Whether an author could forget, add or confuse a transpose here: a matrix or vector, in a formula of such."""
    if removed:
        base = text[: edit.start].rstrip()[-1:]
        return "T" in removed or "top" in removed or (removed == "^{-1}" and (base.isupper() or base in ")}"))
    written = text[pair.start : pair.end]
    if not any(mark in written for mark in OF_MATRICES):
        return False
    if any(group.start <= edit.start <= group.end for group in _arguments(pair)):
        return False
    if text[edit.end :].lstrip().removeprefix("\\left").startswith(("(", "[")) and text[: edit.start].endswith("}"):
        return False
    before = text[: edit.start].rstrip()
    return before.endswith((")", "]", "}")) or before[-1:].isupper()


def _arguments(pair: Node) -> Iterator[Node]:
    """The brackets that hold the arguments of functions, of densities and expectations among them."""
    for node in pair.walk():
        if node.kind == "beside" or (node.kind == "call" and node.value not in ("tr", "det", "log")):
            yield node.children[1]


def _is_another_relation(right: str, wrong: str) -> bool:
    """Whether both texts are single relations of the same shape that say something, and not the same."""
    before, after = _chain(right), _chain(wrong)
    if before is None or after is None or is_trivial(after):
        return False
    return not all(is_same(a, b) for a, b in zip(before.children, after.children, strict=True))


def is_same(a: Node, b: Node) -> bool:
    """Whether two sides are the same up to brackets and the order of factors and terms."""
    return is_trivial(Node("chain", "=", (a, b), a.start, b.end))


def is_same_relation(a: str, b: str) -> bool:
    """Whether two texts are the same relation up to white space, brackets and the order of factors and terms."""
    if "".join(a.split()) == "".join(b.split()):
        return True
    one, other = _chain(a), _chain(b)
    if one is None or other is None or one.value != other.value:
        return False
    return all(is_same(x, y) for x, y in zip(one.children, other.children, strict=True))


def sides(text: str) -> Iterator[str]:
    """The texts of the two sides of a relation; nothing if it is none."""
    chain = _chain(text)
    if chain is not None:
        yield from (text[side.start : side.end] for side in chain.children)


def _chain(text: str) -> Node | None:
    try:
        tree = read_notation(text)
    except (SyntaxFault, RecursionError):
        return None
    if len(tree.children) != 1 or tree.children[0].kind != "chain":
        return None
    chain = tree.children[0]
    return chain if len(chain.children) == 2 and EMPTY not in chain.children else None
