"""What a sheet defines: `name = …` and `f(x) = …`, to be used by the formulas after them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sheets.meaning.features import Use, is_label, uses
from sheets.meaning.names import key_of, label_of
from sheets.notation.tree import EMPTY, Node


@dataclass(frozen=True)
class Definition:
    """A definition of a sheet: the parameters of a function or the indices of an array (none for a number), and the
    body as written."""

    parameters: tuple[str, ...]
    body: Node
    indices: tuple[str, ...] = ()


Definitions = Mapping[str, Definition]


def definition_in(chain: Node) -> tuple[str, Definition] | None:
    """The definition that a relation makes, if its left side names something without indices and its right side is
    not that name."""
    if chain.value.split()[0] not in ("=", ":=", "equiv") or EMPTY in chain.children[:2]:
        return None
    left, right = chain.children[0], chain.children[1]
    parameters: tuple[str, ...] = ()
    if left.kind in ("beside", "call"):
        found = _parameters(left.children[1])
        if found is None:
            return None
        parameters, left = found, left.children[0]
    positions: tuple[str, ...] = ()
    name = None if parameters else _squared(left)
    if name is not None:
        right = Node("root", "", (right,), right.start, right.end)
    else:
        name = _defined_name(left)
    if name is None and not parameters:
        name, positions = _indexed(left)
    if name is None or name in uses(right):
        return None
    if right.kind in ("name", "accent", "number", "group", "set", "dots"):
        return None
    return name, Definition(parameters, right, positions)


def _squared(left: Node) -> str | None:
    """The s of `s^2 = …`, which is the positive root."""
    if left.kind != "script" or left.value or left.children[1] is not EMPTY or left.children[2] != Node("number", "2"):
        return None
    name = key_of(left.children[0])
    return name if name is not None and name[:1].islower() else None


def _indexed(node: Node) -> tuple[str | None, tuple[str, ...]]:
    """`p_i`, `W_{ij}`: an array given by its entries."""
    if node.kind != "script" or node.value or node.children[2] is not EMPTY:
        return None, ()
    base, sub, _ = node.children
    letters = [child.value for child in sub.walk() if child.kind == "name"]
    plain = all(child.kind in ("name", "list", "infix") and child.value not in "+-" for child in sub.walk())
    if not plain or not letters or any(len(letter) > 1 for letter in letters) or len(set(letters)) != len(letters):
        return None, ()
    return key_of(base), tuple(letters)


def _defined_name(node: Node) -> str | None:
    if node.kind == "script":
        base, sub, sup = node.children
        key = key_of(base)
        if key is None or node.value:
            return None
        if sup is not EMPTY:
            label = label_of(sup)
            if label is None or not (label == "star" or (len(label) > 1 and sup.kind == "name")) or sub is not EMPTY:
                return None
            return f"{key}_star" if label == "star" else f"{key}^{label}"
        return f"{key}_{label_of(sub)}" if is_label(sub, frozenset()) else None
    return key_of(node)


def _parameters(group: Node) -> tuple[str, ...] | None:
    names: list[str] = []
    stack = [group]
    while stack:
        node = stack.pop(0)
        if node.kind in ("group", "list", "given"):
            stack = [*node.children, *stack]
        elif (key := key_of(node)) is not None:
            names.append(key)
        else:
            return None
    return tuple(names)


def reachable(found: Mapping[str, Use], definitions: Definitions) -> list[str]:
    """The defined names that a formula uses, directly or through others, those without further definitions first."""
    order: list[str] = []
    visiting: set[str] = set()

    def visit(name: str) -> None:
        if name in order or name in visiting or name not in definitions:
            return
        visiting.add(name)
        for inner in uses(definitions[name].body):
            visit(inner)
        visiting.discard(name)
        order.append(name)

    for name in found:
        visit(name)
    return order
