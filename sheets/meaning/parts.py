"""What a tree shows of itself: its parts with names apart and presentational differences evened out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sheets.meaning.features import WORDS_FIXED, Scope, scope_of
from sheets.meaning.index import Fused, Token
from sheets.meaning.names import key_of, label_of, numbers_e
from sheets.meaning.steps import STEP
from sheets.notation.tree import EMPTY, Node

SAME = {"juxt": "*", "·": "*", "×": "*", "÷": "/"}
"""Signs of one operation."""

CLEAR = frozenset({"group", "list", "statements", "empty", "set"})
"""Kinds of nodes that show only what stands in them."""


@dataclass(frozen=True)
class Part:
    """One part of a relation: its shape, its name where it is one, what it consists of, and its place in the text; a
    part without a shape shows only what stands in it."""

    shape: str
    name: str
    below: tuple[Part, ...]
    start: int
    end: int

    def walk(self) -> Iterator[Part]:
        """This part and all below, parents first."""
        yield self
        for part in self.below:
            yield from part.walk()

    def tokens(self) -> Iterator[Token]:
        """Shapes and names in reading order."""
        return ((part.shape, part.name) for part in self.walk() if part.shape)

    @property
    def core(self) -> Part:
        """The part without the brackets around it."""
        part = self
        while not part.shape and len(part.below) == 1:
            part = part.below[0]
        return part


def parts_of(node: Node, fused: Fused) -> Part:
    """The parts of a tree; `fused` are the scripts that belong to names."""
    return _parts(node, fused, scope_of(node))


def _parts(node: Node, fused: Fused, scope: Scope) -> Part:
    children = node.children
    if node.kind in ("name", "accent") and (key := key_of(node)) is not None:
        return _name(key, node)
    if node.kind == "script" and _is_exponential(node):
        return Part("exp", "", (_parts(children[2], fused, scope),), node.start, node.end)
    if node.kind == "script" and children[1] is EMPTY and _is_half(children[2]):
        return Part("root", "", (_parts(children[0], fused, scope),), node.start, node.end)
    if node.kind == "script":
        return _script(node, fused, scope)
    if node.kind == "beside" and children[0].kind == "script" and children[0].value:
        head, argument = children
        scripted = head.children[1:] != (EMPTY, EMPTY)
        bare = _parts(replace(head, value="") if scripted else head.children[0], fused, scope)
        primed = Part(f"script{head.value}", "", (bare,), head.start, head.end)
        return Part("beside", "", (primed, _parts(argument, fused, scope)), node.start, node.end)
    if node.kind == "beside" and _carries_arguments(children[1]):
        return Part("", "", (_parts(children[0], fused, scope),), node.start, node.end)
    if node.kind == "call" and children[0].kind == "name":
        children = children[1:]
    return Part(_shape(node), "", tuple(_parts(child, fused, scope) for child in children), node.start, node.end)


def _is_exponential(node: Node) -> bool:
    """Whether a power is one of the number e: `e^{-x}`, and neither a square nor a letter with a label."""
    base, sub, sup = node.children
    if not base.is_name("e") or node.value or sub is not EMPTY or sup is EMPTY or numbers_e(node):
        return False
    return sup.kind != "number" and not sup.is_name("T", "top", "star", "dagger")


def _is_half(power: Node) -> bool:
    """Whether a power is one half."""
    half = power.kind == "frac" or (power.kind == "infix" and power.value == "/")
    return half and power.children == (Node("number", "1"), Node("number", "2"))


def tokens_of(node: Node, fused: Fused = frozenset()) -> tuple[Token, ...]:
    """The preorder of a tree with names erased."""
    return tuple(parts_of(node, fused).tokens())


def _shape(node: Node) -> str:
    if node.kind in CLEAR:
        return ""
    if node.kind in ("number", "call"):
        return node.value
    if node.kind in ("infix", "frac"):
        return SAME.get(node.value, node.value) if node.kind == "infix" else "/"
    if node.kind in ("chain", "big", "derivative", "prefix"):
        return f"{node.kind} {node.value}"
    return node.kind


def _carries_arguments(group: Node) -> bool:
    """Whether a bracket only lists what a quantity depends on, `l(x, y; θ)`, which others leave out."""
    if group.kind != "group" or group.children[0].kind not in ("list", "given"):
        return False
    inner = [node for node in group.children[0].walk() if node.kind not in ("list", "given")]
    names = all(node.kind in ("name", "accent") for node in inner)
    return names and (len(inner) > 2 or any(node.value == ";" for node in group.walk()))


def _name(key: str, node: Node) -> Part:
    head, _, label = key.partition("_")
    fixed = key in WORDS_FIXED or key == "delta" or (head == "I" and not label.startswith(STEP))
    shape, name = (head if head == "I" else key, "") if fixed else ("name", key)
    return Part(shape, name, (), node.start, node.end)


def _script(node: Node, fused: Fused, scope: Scope) -> Part:
    base, sub, sup = node.children
    key = key_of(base)
    if key is not None:
        key, sub, sup = labelled(key + "_prime" * int(node.value or 0), sub, sup, fused, scope)
    extent = node if sub is EMPTY and sup is EMPTY else base
    if (key == "pi" and sub is not EMPTY) or numbers_e(node):
        head = Part("name", key or "", (), base.start, base.end)  # the weight of a part or an error, and not the number
    elif key is not None:
        head = _name(key, extent)
    else:
        head = _parts(base, fused, scope)
    if extent is node:
        return head
    raised = Part("T", "", (), sup.start, sup.end) if sup.is_name("T", "top", "dagger") else _parts(sup, fused, scope)
    return Part("script", "", (head, _parts(sub, fused, scope), raised), node.start, node.end)


def labelled(key: str, sub: Node, sup: Node, fused: Fused, scope: Scope) -> tuple[str, Node, Node]:
    """The name with the scripts that belong to it, and those that do not: what runs is no label."""
    below, above = label_of(sub) or "", label_of(sup) or ""
    for pattern in ((below, above), ("", above), (below, "")):
        if pattern in fused and pattern != ("", ""):
            name = f"{key}_{pattern[0]}" if pattern[0] else key
            name = f"{name}^{pattern[1]}" if pattern[1] else name
            return name, EMPTY if pattern[0] else sub, EMPTY if pattern[1] else sup
    if above == "star":
        key, sup = f"{key}_star", EMPTY
    elif sup.kind == "name" and len(sup.value) > 1 and sup.value not in ("top", "dagger", "plus", "prime"):
        key, sup = f"{key}^{above}", EMPTY
    if sub is not EMPTY and scope.has_label(sub):
        key, sub = f"{key}_{below}", EMPTY
    return key, sub, sup
