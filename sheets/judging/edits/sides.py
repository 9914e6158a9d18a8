"""Edits of whole sides: a factor, a sign, a one more or less, and the direction of a relation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from sheets.judging.edits.edit import NO_LETTERS, Edit, names_in, spaced
from sheets.meaning.names import key_of
from sheets.notation.tree import EMPTY, Node


def of_sides(text: str, root: Node) -> Iterator[Edit]:
    """Edits of a whole side: a factor, a sign, a one more or less."""
    if root.kind != "chain":
        return
    names = names_in(text, root)
    for position, side in enumerate(root.children[1:]):
        if side is EMPTY:
            continue
        where = "the right side" if len(root.children) == 2 else f"side {position + 2}"
        body = text[side.start : side.end]
        grouped = f"({body})" if side.kind in ("infix", "prefix") and side.value in ("+", "-", "") else body
        yield Edit(side.start, side.end, f"-{grouped}", "sign", f"{where} changes its sign")
        for factor, words in (("2", "twice"), ("\\frac{1}{2}", "half")):
            yield Edit(side.start, side.end, f"{factor} {grouped}", "factor", f"{where} is {words} as large")
        for change in ("+ 1", "- 1"):
            yield Edit(side.end, side.end, f" {change}", "number", f"{change.replace(' ', '')} is missing on {where}")
        yield from _swapped(text, side)
        for term in _terms(side):
            for name in (*names, *_jacobians(text, root, names)):
                yield Edit(
                    term.start, term.start, f"{spaced(name)} ", "factor", f"the factor {name} is missing", cost=3
                )
                yield Edit(term.end, term.end, f" {name}", "factor", f"the factor {name} is missing", cost=3)
            yield Edit(term.start, term.start, "2 ", "factor", "the factor 2 is missing", cost=2)


def _swapped(text: str, side: Node) -> Iterator[Edit]:
    """Two names that stand once on a side, each in the other's place."""
    places: dict[str, list[tuple[int, int]]] = {}
    for start, end in _names(side):
        places.setdefault(text[start:end], []).append((start, end))
    once = [(name, *found[0]) for name, found in places.items() if len(found) == 1]
    for (a, a_start, a_end), (b, b_start, b_end) in combinations(sorted(once, key=lambda place: place[1]), 2):
        if a_end <= b_start:
            words = f"{a} and {b} change places"
            exchanged = f"{spaced(b)}{text[a_end:b_start]}{spaced(a)}"
            yield Edit(a_start, b_end, exchanged, "order", words, cost=3)


def _names(node: Node) -> Iterator[tuple[int, int]]:
    """The places of the names below a node, each with its subscript."""
    subscripted = node.kind == "script" and node.children[1] is not EMPTY and node.children[2] is EMPTY
    plain = node.kind in ("name", "accent") and key_of(node) not in NO_LETTERS and node.end > node.start
    if subscripted or plain:
        yield node.start, node.end
    elif node.kind == "big":
        yield from _names(node.children[2])
    elif node.kind == "script":
        yield from _names(node.children[0])
    else:
        for child in node.children:
            yield from _names(child)


def _jacobians(text: str, root: Node, names: Sequence[str]) -> list[str]:
    """In a chain rule, the Jacobian of each map."""
    if not any(node.kind == "jacobian" for node in root.walk()):
        return []
    return [f"\\cdot \\partial {name}" for name in names]


def _terms(node: Node) -> list[Node]:
    if node.kind == "infix" and node.value in "+-":
        return [*_terms(node.children[0]), node.children[1]]
    return [node]


def relation(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """The other direction of an inequality."""
    opposites = {
        "\\leq": "\\geq",
        "\\geq": "\\leq",
        "\\le": "\\ge",
        "\\ge": "\\le",
        "<": ">",
        ">": "<",
        "≤": "≥",
        "≥": "≤",
    }
    for left, right in zip(node.children, node.children[1:], strict=False):
        between = text[left.end : right.start]
        for sign in ("\\leq", "\\geq", "\\le", "\\ge", "<", ">", "≤", "≥"):
            at = between.find(sign)
            if at >= 0:
                start = left.end + at
                yield Edit(
                    start, start + len(sign), opposites[sign], "relation", f"{sign} becomes {opposites[sign]}", cost=0
                )
                break
