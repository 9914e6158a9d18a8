"""What a big operator runs over: `\\sum_{ij}` is `\\sum_{i,j}`."""

from __future__ import annotations

from dataclasses import replace

from sheets.notation.tree import Node


def with_ranges(tree: Node) -> Node:
    """The tree with two letters side by side below an operator as a list of two."""
    return tree.transformed(_listed) if any(_listed(node) is not node for node in tree.walk()) else tree


def _listed(node: Node) -> Node:
    if node.kind != "big" or node.children[0].kind != "infix" or node.children[0].value != "juxt":
        return node
    sub = node.children[0]
    if not all(child.kind == "name" and len(child.value) == 1 for child in sub.children):
        return node
    return replace(node, children=(replace(sub, kind="list", value=","), *node.children[1:]))
