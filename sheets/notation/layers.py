"""Marks behind the label of a layer or sample: `A^{[l-1]T}` is a transpose, `g^{[l]'}` a derivative, and a star between
the slopes of layers a product entry by entry."""

from __future__ import annotations

from dataclasses import replace

from sheets.notation.tree import EMPTY, Node


def with_marks(tree: Node) -> Node:
    """The tree with each such mark beside its label, and not in the same script."""
    return tree.transformed(_marked) if any(_marked(node) is not node for node in tree.walk()) else tree


def _marked(node: Node) -> Node:
    if node.kind != "script":
        return node
    base, sub, sup = node.children
    transpose = EMPTY
    if sup.kind == "infix" and sup.value == "juxt" and sup.children[1].is_name("T", "top"):
        sup, transpose = sup.children
    primes = 0
    if sup.kind == "script" and sup.value and sup.children[1:] == (EMPTY, EMPTY):
        sup, primes = sup.children[0], int(sup.value)
    if sup.kind != "group" or (transpose is EMPTY and not primes):
        return node
    inside = replace(node, value=str(int(node.value or 0) + primes or ""), children=(base, sub, sup))
    return inside if transpose is EMPTY else replace(node, value="", children=(inside, EMPTY, transpose))
