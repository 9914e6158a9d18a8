"""How far a sum reaches: over the terms behind it as well where its own index stands in them, as in
`\\sum_n x_n \\log \\mu + (1 - x_n) \\log(1 - \\mu)`, which authors write without brackets."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from sheets.notation.tree import Node


def with_scopes(tree: Node) -> Node:
    """The tree with each such sum over all terms that its index stands in."""
    if not any(node.kind == "big" and node.value == "sum" for node in tree.walk()):
        return tree
    return tree.transformed(_of_relation)


def _of_relation(chain: Node) -> Node:
    """A relation with such sums, unless an index that runs is also an index of its left side."""
    if chain.kind != "chain":
        return chain
    free = _letters(chain.children[0]) if not _sums(chain.children[0]) else set()
    return chain.transformed(partial(_extended, free=free))


def _extended(node: Node, free: set[str]) -> Node:
    """A sum or difference whose right term belongs to the sum at the end of its left one."""
    if node.kind != "infix" or node.value not in "+-":
        return node
    left, right = node.children
    running = _running(_last(left)) - free
    if not running & _indices(right) or _sums(right) or running & _indices(_before(left)):
        return node
    return _with_term(left, node.value, right)


def _last(node: Node) -> Node:
    """The last factor of the last term."""
    while node.kind in ("infix", "prefix") and node.value in ("+", "-", "juxt", "·"):
        node = node.children[-1]
    return node


def _before(node: Node) -> Node:
    """The terms before the last one."""
    return node.children[0] if node.kind == "infix" and node.value in "+-" else Node("empty")


def _with_term(node: Node, sign: str, term: Node) -> Node:
    """A sum with one more term in the body of its last factor."""
    if node.kind == "big":
        sub, sup, body = node.children
        longer = Node("infix", sign, (body, term), body.start, term.end)
        return replace(node, children=(sub, sup, longer), end=term.end)
    return replace(node, children=(*node.children[:-1], _with_term(node.children[-1], sign, term)), end=term.end)


def _running(node: Node) -> set[str]:
    """The letters that run in a sum."""
    if node.kind != "big" or node.value != "sum":
        return set()
    sub = node.children[0]
    return _letters(sub.children[0] if sub.kind == "chain" else sub)


def _sums(node: Node) -> bool:
    return any(part.kind == "big" for part in node.walk())


def _letters(node: Node) -> set[str]:
    return {part.value for part in node.walk() if part.kind == "name" and len(part.value) == 1}


def _indices(node: Node) -> set[str]:
    """The letters in the scripts of names."""
    return {
        name
        for part in node.walk()
        if part.kind == "script"
        for script in part.children[1:]
        for name in _letters(script)
    }
