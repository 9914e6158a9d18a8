"""What a big operator runs over: `\\sum_{ij}` is `\\sum_{i,j}`, and a sum over a set runs over its members, of which
there are as many as the set has."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from sheets.notation.tree import EMPTY, Node


def with_ranges(tree: Node) -> Node:
    """The tree with two letters side by side below an operator as a list of two, and with the members of a set
    numbered: `\\frac{1}{|B|} \\sum_{i \\in B} x_i` is `\\frac{1}{B} \\sum_{i=1}^{B} x_i`."""
    if any(_listed(node) is not node for node in tree.walk()):
        tree = tree.transformed(_listed)
    return tree.transformed(_counted) if any(_set_of(node) is not None for node in tree.walk()) else tree


def _listed(node: Node) -> Node:
    if node.kind != "big" or node.children[0].kind != "infix" or node.children[0].value != "juxt":
        return node
    sub = node.children[0]
    if not all(child.kind == "name" and len(child.value) == 1 for child in sub.children):
        return node
    return replace(node, children=(replace(sub, kind="list", value=","), *node.children[1:]))


def _set_of(node: Node) -> Node | None:
    """The set over which an operator runs: a name, also one with a script or an argument."""
    if node.kind != "big" or node.children[0].kind != "chain" or node.children[0].value != "in":
        return None
    index, members = node.children[0].children
    return members if _head(members).kind == index.kind == "name" else None


def _running(node: Node) -> Node:
    sub = node.children[0]
    return sub.children[0] if sub.kind == "chain" else sub


def _head(members: Node) -> Node:
    while members.kind in ("script", "beside"):
        members = members.children[0]
    return members


def _counted(chain: Node) -> Node:
    """A relation with one set in it, whose members are numbered; one with several sets, or with a set that changes
    while a sum runs, stays as it is."""
    if chain.kind != "chain":
        return chain
    sums = [node for node in chain.walk() if _set_of(node) is not None]
    members = _set_of(sums[0]) if sums else None
    if members is None or any(_set_of(node) != members for node in sums):
        return chain
    inside = {part.value for part in members.walk() if part.kind == "name"} - {_head(members).value}
    running = {part.value for node in chain.walk() if node.kind == "big" for part in _running(node).walk()}
    counts = [node for node in chain.walk() if node.kind == "abs" and node.children[0] == members]
    elsewhere = sum(node == members for node in chain.walk()) > len(sums) + len(counts)
    if elsewhere or inside & running or (members.kind == "name" and not counts):
        return chain
    size = Node("name", _head(members).value, (), members.start, members.end)
    return chain.transformed(partial(_numbered, members=members, size=size, counted=bool(counts)))


def _numbered(node: Node, members: Node, size: Node, counted: bool) -> Node:
    if node.kind == "abs" and node.children[0] == members:
        return replace(size, start=node.start, end=node.end)
    if _set_of(node) is None:
        return node
    sub, sup, body = node.children
    index = sub.children[0]
    if not counted:
        return replace(node, children=(index, sup, body))
    first = Node("number", "1", (), index.end, index.end)
    below = Node("chain", "=", (index, first), sub.start, sub.end)
    return replace(node, children=(below, size if sup is EMPTY else sup, body))
