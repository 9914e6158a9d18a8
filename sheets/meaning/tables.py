"""Functions of a variable that is summed or integrated over, as tables: `Σ_x p(x) log p(x)` reads as `Σ_x p_x log p_x`.

An integral and an expectation under a named density become sums over finitely many values: what holds of sums with any
weights is what such a formula claims.
"""

from __future__ import annotations

from dataclasses import replace

from sheets.meaning.names import key_of
from sheets.notation.tree import EMPTY, Node


def with_tables(chain: Node) -> Node:
    """The chain with the functions of summed variables as arrays; unchanged where one is also applied to something
    else."""
    summed = chain.transformed(_as_sum)
    variables = {name for node in summed.walk() if (name := _variable(node)) is not None}
    heads = {key for node in summed.walk() if _is_entry(node, variables) and (key := key_of(node.children[0]))}
    heads -= {
        key
        for node in summed.walk()
        if node.kind == "beside" and not _is_entry(node, variables) and (key := key_of(node.children[0]))
    }
    if not heads:
        return chain

    def change(node: Node) -> Node:
        if _is_entry(node, variables) and key_of(node.children[0]) in heads:
            head, group = node.children
            return Node("script", "", (head, group.children[0], EMPTY), node.start, node.end)
        if (name := _variable(node)) is not None:
            return replace(node, children=(Node("name", name), *node.children[1:]))
        return node

    return summed.transformed(change)


def _is_entry(node: Node, variables: set[str]) -> bool:
    """`p(x)` with a summed variable x."""
    if node.kind != "beside" or key_of(node.children[0]) is None:
        return False
    group = node.children[1]
    return group.kind == "group" and len(group.children) == 1 and key_of(group.children[0]) in variables


def _variable(node: Node) -> str | None:
    """The letter that runs in `Σ_x` or `Σ_{x ∈ 𝒳}`, a sum without bounds."""
    if node.kind != "big" or node.value not in ("sum", "prod") or node.children[1] is not EMPTY:
        return None
    sub = node.children[0]
    if sub.kind == "chain" and sub.value == "in" and sub.children[1].kind in ("name", "script"):
        sub = sub.children[0]
    return key_of(sub) if sub.kind == "name" else None


def _as_sum(node: Node) -> Node:
    if node.kind == "big" and node.value == "int" and node.children[1] is EMPTY:
        return _of_integral(node)
    if node.kind == "beside" and node.children[0].kind == "script" and node.children[0].children[0].is_name("bbE", "E"):
        return _of_expectation(node)
    return node


def _of_integral(node: Node) -> Node:
    body = node.children[2]
    if body.kind != "infix" or body.value != "juxt" or body.children[1].kind != "differential":
        return node
    variable = body.children[1].children[0]
    return Node("big", "sum", (variable, EMPTY, body.children[0]), node.start, node.end)


def _of_expectation(node: Node) -> Node:
    head, group = node.children
    sub = head.children[1]
    if sub.kind != "chain" or sub.value != "~" or head.children[2] is not EMPTY or group.kind != "group":
        return node
    variable, density = sub.children
    if key_of(variable) is None or key_of(density) is None:
        return node
    weight = Node("beside", "", (density, Node("group", "(", (variable,))), group.start, group.start)
    body = Node("infix", "juxt", (weight, group), group.start, group.end)
    return Node(
        "group", "(", (Node("big", "sum", (variable, EMPTY, body), node.start, node.end),), node.start, node.end
    )
