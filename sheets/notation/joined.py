"""Letters that stand side by side and are one name: `dW^{[l]}`, `TP`, and a running index with a prime, `s'`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sheets.notation.tree import EMPTY, Node

Join = Callable[[Node, Node], Node | None]

COUNTS = frozenset({"TP", "FP", "TN", "FN"})
"""The counts of a confusion matrix."""


def with_joined_names(tree: Node) -> Node:
    """Each relation with such letters as single names."""
    return tree.transformed(_of_relation)


def _of_relation(node: Node) -> Node:
    if node.kind != "chain":
        return node
    node = node.transformed(lambda part: _joined(part, _count)) if _has_counts(node) else node
    node = node.transformed(lambda part: _joined(part, _slope)) if _defines_a_slope(node) else node
    primed = {name for part in node.walk() if part.kind == "big" for name in _primed_in(part.children[0])}
    return node.transformed(lambda part: _plain(part, primed)) if primed else node


def _joined(node: Node, join: Join) -> Node:
    """A product with a pair of neighbours made one, `(a d) W` read from the left included."""
    if node.kind != "infix" or node.value != "juxt":
        return node
    left, right = node.children
    if left.kind == "infix" and left.value == "juxt":
        made = join(left.children[1], right)
        return node if made is None else replace(node, children=(left.children[0], made))
    return join(left, right) or node


def _neighbours(node: Node) -> tuple[Node, Node] | None:
    """The two factors that meet at a product."""
    if node.kind != "infix" or node.value != "juxt":
        return None
    left, right = node.children
    return (left.children[1] if left.kind == "infix" and left.value == "juxt" else left), right


def _has_counts(chain: Node) -> bool:
    """Whether two counts of a confusion matrix stand in a relation: one alone may be a product."""
    pairs = [pair for part in chain.walk() if (pair := _neighbours(part)) is not None]
    upright = {part.value for part in chain.walk() if part.is_name(*COUNTS)}
    return len(upright | {made.value for pair in pairs if (made := _count(*pair)) is not None}) > 1


def _count(a: Node, b: Node) -> Node | None:
    if a.is_name() and b.is_name() and a.value + b.value in COUNTS:
        return Node("name", a.value + b.value, (), a.start, b.end)
    return None


def _defines_a_slope(chain: Node) -> bool:
    """Whether the left side of a relation is the slope of the loss by something, `dW`, as some courses write it, and
    each d stands before a name: one of them counts layers or samples, `dZ^{[l]}`, or it is the only one.

    Differentials, `dX = A dB`, stay as they are.
    """
    pairs = [pair for part in chain.walk() if (pair := _neighbours(part)) is not None]
    slopes = [thing for mark, thing in pairs if _slope(mark, thing) is not None]
    left = _neighbours(chain.children[0])
    if left is None or _slope(*left) is None or len(slopes) != sum(part.is_name("d") for part in chain.walk()):
        return False
    return len(slopes) == 1 or any(slope.kind == "script" and _counts(slope.children[2]) for slope in slopes)


def _counts(sup: Node) -> bool:
    """Whether a superscript counts layers or samples, a transpose behind it or not."""
    inner = sup.children[0] if sup.kind == "infix" else sup
    return inner.kind == "group"


def _slope(mark: Node, thing: Node) -> Node | None:
    if not mark.is_name("d"):
        return None
    if thing.kind == "script":
        base, sub, sup = thing.children
        made = _slope(mark, base)
        return None if made is None else replace(thing, start=mark.start, children=(made, sub, sup))
    if thing.kind != "name" or len(thing.value) != 1:
        return None
    return Node("name", f"d{thing.value}", (), mark.start, thing.end)


def _primed_in(sub: Node) -> list[str]:
    """The letters that run with a prime."""
    return [part.children[0].value for part in sub.walk() if _is_primed(part)]


def _is_primed(node: Node) -> bool:
    if node.kind != "script" or node.value != "1":
        return False
    base, sub, sup = node.children
    return base.is_name() and sub is EMPTY and sup is EMPTY


def _plain(node: Node, primed: set[str]) -> Node:
    if not _is_primed(node) or node.children[0].value not in primed:
        return node
    return Node("name", f"{node.children[0].value}_prime", (), node.start, node.end)
