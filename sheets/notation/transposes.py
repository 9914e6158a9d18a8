"""Transpose marks that are no T: a small t, `det A = det A^t`, and a prime, `(X'X)^{-1} X'y`."""

from __future__ import annotations

from dataclasses import replace

from sheets.notation.tree import EMPTY, Node


def with_transposes(tree: Node) -> Node:
    """The tree with its transposes marked by a T."""
    return _of_primes(_of_letters(tree))


def _of_primes(tree: Node) -> Node:
    """`X'` as a transpose in a formula that multiplies some `X'` by its X: there all primes but those of calls are."""
    products = (node.children for node in tree.walk() if node.kind == "infix" and node.value == "juxt")
    if not any(_is_squared(left.children[-1] if left.value == "juxt" else left, right) for left, right in products):
        return tree
    called = {node.children[0].start for node in tree.walk() if node.kind in ("beside", "call")}

    def change(node: Node) -> Node:
        if not _is_primed(node) or node.start in called:
            return node
        mark = Node("name", "T", (), node.children[0].end, node.end)
        return replace(node, value="", children=(node.children[0], EMPTY, mark))

    return tree.transformed(change)


def _is_squared(first: Node, second: Node) -> bool:
    """Whether a factor is the next one with a prime, a capital letter or a bracket."""
    if not _is_primed(first) or first.children[0] != second:
        return False
    return second.kind == "group" or (second.kind == "name" and second.value[:1].isupper())


def _is_primed(node: Node) -> bool:
    return node.kind == "script" and node.value == "1" and node.children[1:] == (EMPTY, EMPTY)


def _of_letters(tree: Node) -> Node:
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
