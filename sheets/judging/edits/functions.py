"""Edits of calls, roundings, fractions, brackets and distinctions of cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheets.judging.edits.edit import Edit
from sheets.judging.edits.letters import transposed
from sheets.notation.tree import EMPTY, Node

_NEIGHBOURS = {
    "sin": ("cos",),
    "cos": ("sin",),
    "tanh": ("\\sigma",),
    "log": ("exp",),
    "exp": ("log",),
    "tr": ("det",),
    "det": ("tr",),
}


def function(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """Another function, or a sign, square or factor of one."""
    head, argument = node.children
    written = text[node.start : head.end] if head.kind == "name" else ""
    for other in _NEIGHBOURS.get(node.value, ()):
        spelled = other if other.startswith("\\") else f"\\{other}"
        if written.strip().startswith("\\"):
            end = node.start + len(written.rstrip())
            yield Edit(node.start, end, spelled, "function", f"{node.value} becomes {other.lstrip(chr(92))}", cost=2)
    yield Edit(node.start, node.start, "-", "sign", f"{node.value} changes its sign", cost=2)
    if argument.kind == "group":
        inner = argument.children[0]
        if inner is not EMPTY and inner.kind != "prefix":
            yield Edit(inner.start, inner.start, "-", "sign", f"the argument of {node.value} changes its sign", cost=2)
    yield Edit(node.end, node.end, "^2", "exponent", f"{node.value} is squared", cost=2)


def call(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """The arguments of a function, its sign, its square or its slope."""
    group = node.children[1]
    inner = group.children[0] if group.children else EMPTY
    if inner is EMPTY:
        return
    if inner.kind == "list" and inner.value in (",",) and len(inner.children) == 2:
        a, b = (text[child.start : child.end] for child in inner.children)
        yield Edit(inner.start, inner.end, f"{b}, {a}", "order", "the two arguments change places", cost=2)
    elif inner.kind == "given" and inner.value == "|":
        a, b = (text[child.start : child.end].strip() for child in inner.children)
        between = text[inner.children[0].end : inner.children[1].start]
        words = f"{a} and {b} change places"
        yield Edit(inner.start, inner.end, f"{b}{between}{a}", "condition", words, cost=1)
    elif inner.kind != "prefix":
        yield Edit(inner.start, inner.start, "-", "sign", "the argument changes its sign", cost=2)
        yield Edit(inner.start, inner.start, "2 ", "factor", "the argument is doubled", cost=2)
    yield Edit(node.end, node.end, "^2", "exponent", f"{text[node.start : node.end]} is squared", cost=2)
    head = node.children[0]
    if head.kind == "name":
        called = text[head.start : head.end]
        yield Edit(head.end, head.end, "'", "function", f"{called} becomes its derivative", cost=2)


def root_off(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """What stands under a root, without it."""
    inner = node.children[0]
    body = text[inner.start : inner.end]
    yield Edit(node.start, node.end, f"({body})", "exponent", f"the root of {body} goes", cost=2)


def fraction(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """A fraction turned over, or a factor that is none."""
    upper, lower = node.children
    a, b = text[upper.start : upper.end], text[lower.start : lower.end]
    yield Edit(
        upper.start, lower.end, f"{b}{text[upper.end : lower.start]}{a}", "order", "the fraction is turned over", cost=2
    )
    if upper.kind == "infix" and upper.value == "juxt":
        last = upper.children[1]
        c = text[last.start : last.end]
        exchanged = f"{b}{text[last.end : lower.start]}{c}"
        yield Edit(last.start, lower.end, exchanged, "order", f"{c.strip()} and {b.strip()} change places", cost=3)
    if upper.kind == "number" and upper.value == "1":
        yield Edit(node.start, node.end, b, "inverse", f"the factor is {b} and not 1/{b}", cost=2)
        yield Edit(node.start, node.end, "", "factor", f"the factor 1/{b} goes", cost=2)


def wrapped(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """Floor and ceiling for each other."""
    pairs = {
        "floor": (("\\lfloor", "\\lceil"), ("\\rfloor", "\\rceil")),
        "ceil": (("\\lceil", "\\lfloor"), ("\\rceil", "\\rfloor")),
    }
    (a, b), (c, d) = pairs[node.kind]
    inside = text[node.start : node.end]
    replaced = inside.replace(a, b, 1)
    at = replaced.rfind(c)
    if at >= 0:
        yield Edit(
            node.start,
            node.end,
            replaced[:at] + d + replaced[at + len(c) :],
            "function",
            f"{node.kind} is the wrong rounding",
        )
    inner = node.children[0]
    yield Edit(node.start, node.end, text[inner.start : inner.end], "function", "there is no rounding", cost=3)


def group(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """A bracket squared, inverted or transposed."""
    yield from transposed(text, node, names)
    yield Edit(node.end, node.end, "^2", "exponent", "the bracket is squared", cost=2)
    yield Edit(node.end, node.end, "^{-1}", "inverse", "the bracket is inverted", cost=3)


def cases(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """The values of two cases exchanged."""
    values = [row.children[0] for row in node.children if row.children]
    if len(values) == 2:
        first, second = values
        a, b = text[first.start : first.end], text[second.start : second.end]
        middle = text[first.end : second.start]
        yield Edit(first.start, second.end, f"{b}{middle}{a}", "order", "the two cases change places", cost=2)
