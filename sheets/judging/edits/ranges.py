"""Edits of what a sum, product or maximum runs over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheets.judging.edits.edit import Edit, with_caret
from sheets.notation.tree import EMPTY, Node


def big(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """Another first or last member, and another operation."""
    sub, sup, body = node.children
    if sub.kind == "chain" and sub.value == "=" and sub.children[1].kind == "number":
        first = sub.children[1]
        for value in {"0": ("1",), "1": ("0", "2"), "2": ("1",)}.get(first.value, ()):
            words = f"the {_spoken(node)} starts at {text[sub.children[0].start : sub.children[0].end]} = {value}"
            yield Edit(first.start, first.end, value, "range", words, cost=0)
    if sub.kind == "chain" and sub.value == "=" and sub.children[1].kind == "name":
        first = sub.children[1]
        value = f"{text[first.start : first.end]}+1"
        words = f"the {_spoken(node)} starts at {text[sub.children[0].start : sub.children[0].end]} = {value}"
        yield Edit(first.start, first.end, value, "range", words, cost=1)
    if sup is not EMPTY:
        bound = text[sup.start : sup.end]
        if sup.kind == "infix" and sup.value in "+-" and sup.children[1].kind == "number":
            inner = text[sup.children[0].start : sup.children[0].end]
            yield Edit(sup.start, sup.end, inner, "range", f"the {_spoken(node)} ends at {inner}", cost=0)
        else:
            for shifted in (f"{bound}-1", f"{bound}+1"):
                start, end = with_caret(text, sup, "^")
                yield Edit(start, end, f"^{{{shifted}}}", "range", f"the {_spoken(node)} ends at {shifted}", cost=1)
    opposite = {
        "sum": ("\\sum", "\\prod"),
        "prod": ("\\prod", "\\sum"),
        "max": ("\\max", "\\min"),
        "min": ("\\min", "\\max"),
    }.get(node.value)
    if opposite is not None and text.startswith(opposite[0], node.start):
        yield Edit(
            node.start, node.start + len(opposite[0]), opposite[1], "function", f"{opposite[0]} becomes {opposite[1]}"
        )
    if body is not EMPTY and node.value == "sum":
        yield Edit(node.start, node.start, "-", "sign", "the sum changes its sign", cost=2)


def _spoken(node: Node) -> str:
    return {"sum": "sum", "prod": "product", "max": "maximum", "min": "minimum"}.get(node.value, "range")
