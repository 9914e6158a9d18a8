"""`dW^{[l]}` as one name: the slope of the loss by W, as some courses write it."""

from __future__ import annotations

from dataclasses import replace

from sheets.notation.tree import Node


def with_slopes(tree: Node) -> Node:
    """Each relation that defines a slope `dW` with its slopes as names; differentials, `dX = A dB`, stay."""
    return tree.transformed(lambda node: node.transformed(_named) if _defines_a_slope(node) else node)


def _defines_a_slope(node: Node) -> bool:
    """Whether the left side of a relation is a slope, and each d of the relation stands before a name: one of them
    counts layers or samples, `dZ^{[l]}`, or it is the only one."""
    if node.kind != "chain" or not _is_slope(node.children[0]):
        return False
    marks = sum(part.is_name("d") for part in node.walk())
    slopes = [part.children[1] for part in node.walk() if _is_slope(part)]
    slopes += [part.children[1] for part in node.walk() if not _is_slope(part) and _ends_with_d(part)]
    if len(slopes) != marks or not all(_is_thing(slope) for slope in slopes):
        return False
    return marks == 1 or any(slope.kind == "script" and _counts(slope.children[2]) for slope in slopes)


def _is_slope(node: Node) -> bool:
    if node.kind != "infix" or node.value != "juxt":
        return False
    return node.children[0].is_name("d") and _is_thing(node.children[1])


def _ends_with_d(node: Node) -> bool:
    """Whether a product `a d` goes on: `(a d) W` is read from the left."""
    if node.kind != "infix" or node.value != "juxt":
        return False
    before = node.children[0]
    return before.kind == "infix" and before.value == "juxt" and before.children[1].is_name("d")


def _is_thing(node: Node) -> bool:
    base = node.children[0] if node.kind == "script" else node
    return base.kind == "name" and len(base.value) == 1


def _counts(sup: Node) -> bool:
    inner = sup.children[0] if sup.kind == "infix" else sup
    return inner.kind == "group"


def _named(node: Node) -> Node:
    if _is_slope(node):
        return _joined(node.children[0], node.children[1])
    if _ends_with_d(node):
        before, thing = node.children
        return replace(node, children=(before.children[0], _joined(before.children[1], thing)))
    return node


def _joined(mark: Node, thing: Node) -> Node:
    if thing.kind == "script":
        base, sub, sup = thing.children
        return replace(thing, start=mark.start, children=(_joined(mark, base), sub, sup))
    return Node("name", f"d{thing.value}", (), mark.start, thing.end)
