"""One spelling for operators that authors spell in several ways: `\\mathbb{V}[X]` is `Var[X]`, and a circle
between two things that are no maps, `(W^T \\delta) \\circ g'(z)`, multiplies entry by entry."""

from __future__ import annotations

from dataclasses import replace

from sheets.notation.tree import Node

SPELLED = {"bbV": "Var"}
"""Names before a bracket, and the operators that they are."""


VALUES = frozenset({"group", "beside", "frac", "matrix"})
"""Kinds of nodes that are values, and no maps."""


def with_one_spelling(tree: Node) -> Node:
    """The tree with each such operator as a call of its usual name."""
    return tree.transformed(_respelled) if any(_respelled(node) is not node for node in tree.walk()) else tree


def _respelled(node: Node) -> Node:
    if node.kind == "infix" and node.value == "∘" and all(part.kind in VALUES for part in node.children):
        return replace(node, value="⊙")
    if node.kind != "beside" or node.children[1].kind != "group":
        return node
    head, group = node.children
    name = SPELLED.get(head.value) if head.kind == "name" else None
    if name is None:
        return node
    return replace(node, kind="call", value=name, children=(replace(head, value=name), group))
