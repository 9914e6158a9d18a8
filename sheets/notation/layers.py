"""Labels of layers, steps and samples: `c^{<t>}` is numbered like `c^{(t)}`, and a mark may stand behind a label:
`A^{[l-1]T}` is a transpose, `g^{[l]'}` a derivative."""

from __future__ import annotations

from dataclasses import replace

from sheets.notation.tree import EMPTY, Node


def with_labels(tree: Node) -> Node:
    """The tree with each label in round brackets, and with each mark beside its label, and not in the same script."""
    return tree.transformed(_labelled) if any(_labelled(node) is not node for node in tree.walk()) else tree


def _labelled(node: Node) -> Node:
    if node.kind != "script":
        return node
    base, sub, sup = node.children
    if (inner := _in_angles(sup)) is not None:
        return replace(node, children=(base, sub, replace(sup, kind="group", value="(", children=(inner,))))
    return _marked(node, base, sub, sup)


def _in_angles(sup: Node) -> Node | None:
    """What stands in angle brackets: `<t>`, `<t, u>` or `\\langle t \\rangle`."""
    if sup.kind == "angle":
        return sup.children[0]
    if sup.kind == "chain" and sup.value == "< >" and sup.children[0] is sup.children[2] is EMPTY:
        return sup.children[1]
    if sup.kind == "list" and sup.children[0].kind == sup.children[-1].kind == "chain":
        first, last = sup.children[0], sup.children[-1]
        if (first.value, last.value) == ("<", ">") and first.children[0] is last.children[1] is EMPTY:
            return replace(sup, children=(first.children[1], *sup.children[1:-1], last.children[0]))
    return None


def _marked(node: Node, base: Node, sub: Node, sup: Node) -> Node:
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
