"""Edits of sums and products: signs, terms and factors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheets.judging.edits.edit import Edit, between
from sheets.meaning.names import key_of
from sheets.notation.tree import Node


def sign(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """Plus for minus, and back."""
    if node.value not in "+-":
        return
    found = between(text, node, ("+", "-", "−"))
    if found is not None:
        start, end, sign = found
        other = "-" if sign == "+" else "+"
        yield Edit(start, end, other, "sign", f"the sign {sign} becomes {other}")


def joined(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """A product for a sum of two names."""
    found = between(text, node, ("+",)) if node.value == "+" else None
    if found is not None and all(child.kind in ("name", "script", "accent") for child in node.children):
        start, end, _ = found
        yield Edit(start, end, "\\cdot ", "function", "the sum becomes a product", cost=3)


def drop_term(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """A term that goes."""
    if node.value not in "+-":
        return
    left, right = node.children
    yield Edit(left.end, right.end, "", "term", f"the term {text[right.start : right.end].strip()} goes", cost=3)
    if node.value == "+":
        yield Edit(left.start, right.start, "", "term", f"the term {text[left.start : left.end].strip()} goes", cost=3)


def factor_out(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """`a - bc` becomes `a(1 - bc)`, `ab + c` becomes `a(b - c)`: a factor that was kept in one term only."""
    if node.value not in "+-":
        return
    left, right = node.children
    rest = text[right.start : right.end]
    words = "the first factor multiplies the whole bracket"
    if left.kind in ("name", "script", "accent"):
        yield Edit(
            node.start, node.end, f"{text[left.start : left.end]}(1 {node.value} {rest})", "factor", words, cost=3
        )
    first, inner = _first_factor(text, left)
    if first:
        for sign in "+-":
            yield Edit(node.start, node.end, f"{first} ({inner} {sign} {rest})", "factor", words, cost=3)


def _first_factor(text: str, node: Node) -> tuple[str, str]:
    """The first factor of a product and the text after it."""
    at = node
    while at.kind == "infix" and at.value in ("juxt", "·", "×", "*"):
        at = at.children[0]
    return (
        ("", "")
        if at is node
        else (text[at.start : at.end], text[at.end : node.end].strip().removeprefix("\\cdot").strip())
    )


def swap(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """The factors of a product, or the terms of a difference or quotient, in the other order."""
    left, right = node.children
    if node.value in ("juxt", "·", "×", "*", "-", "/", "⊙"):
        a, b = text[left.start : left.end], text[right.start : right.end]
        gap = text[left.end : right.start] or " "
        yield Edit(left.start, right.end, f"{b}{gap}{a}", "order", f"{a.strip()} and {b.strip()} change places", cost=2)
    if node.value == "juxt" and left.kind == "infix" and left.value == "juxt":
        middle = left.children[1]
        a, b = text[middle.start : middle.end], text[right.start : right.end]
        gap = text[middle.end : right.start] or " "
        yield Edit(
            middle.start, right.end, f"{b}{gap}{a}", "order", f"{a.strip()} and {b.strip()} change places", cost=2
        )


def exchanged(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """`b P + R` for `P + b R`: the last factors of two neighbouring terms."""
    if node.value not in "+-":
        return
    left, right = node.children
    while left.kind == "infix" and left.value in "+-":
        left = left.children[1]
    first, second = _last_factor(left), _last_factor(right)
    if first is left and second is right:
        return
    a, b = text[first.start : first.end], text[second.start : second.end]
    words = f"{a.strip()} and {b.strip()} change places"
    yield Edit(first.start, second.end, f"{b}{text[first.end : second.start]}{a}", "order", words, cost=2)


def _last_factor(term: Node) -> Node:
    while term.kind == "infix" and term.value in ("juxt", "·", "×", "*"):
        term = term.children[1]
    return term


def moved_transpose(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """`X^T X` for `X X^T`, `A^T L A` for `A L A^T`, and back."""
    if node.value != "juxt":
        return
    left, right = node.children
    while left.kind == "infix" and left.value == "juxt":
        left = left.children[0]
    for marked, plain in ((left, right), (right, left)):
        if marked.kind == "script" and marked.children[2].is_name("T", "top") and _alike(marked.children[0], plain):
            a, b = text[left.start : left.end], text[right.start : right.end]
            words = "the transpose moves to the other factor"
            gap = text[left.end : right.start] or " "
            yield Edit(left.start, right.end, f"{b}{gap}{a}", "transpose", words, cost=2)


def _alike(a: Node, b: Node) -> bool:
    return key_of(a) is not None and key_of(a) == key_of(b)


def drop_factor(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """A factor that goes."""
    if node.value not in ("juxt", "·", "×", "*", "/", "⊙"):
        return
    left, right = node.children
    yield Edit(left.end, right.end, "", "factor", f"the factor {text[right.start : right.end].strip()} goes", cost=3)
    if node.value != "/":
        yield Edit(
            left.start, right.start, "", "factor", f"the factor {text[left.start : left.end].strip()} goes", cost=3
        )


def sign_off(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """A minus sign that goes."""
    if node.value == "-":
        operand = node.children[0]
        yield Edit(node.start, operand.start, "", "sign", "the minus sign goes")
        yield Edit(node.start, node.start, "1 ", "number", "1 is missing", cost=2)
