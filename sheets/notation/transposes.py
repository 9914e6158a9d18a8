"""A small t as a transpose mark: `det A = det A^t`."""

from __future__ import annotations

from dataclasses import replace

from sheets.notation.tree import Node


def with_transposes(tree: Node) -> Node:
    """`A^t` as a transpose, where every t of the formula is the superscript of a capital letter or a bracket."""
    used = [node for node in tree.walk() if node.is_name("t")]
    marks = [node for node in tree.walk() if _is_transpose_mark(node)]
    if not used or len(used) != len(marks):
        return tree

    def change(node: Node) -> Node:
        if not _is_transpose_mark(node):
            return node
        base, sub, sup = node.children
        return replace(node, children=(base, sub, replace(sup, value="T")))

    return tree.transformed(change)


def _is_transpose_mark(node: Node) -> bool:
    if node.kind != "script" or not node.children[2].is_name("t"):
        return False
    base = node.children[0]
    return base.kind == "group" or (base.kind == "name" and len(base.value) == 1 and base.value.isupper())
