"""What is done to nodes alone: joining them, taking them apart, grouping the entries of a list."""

from __future__ import annotations

from functools import partial, reduce

from sheets.notation.tree import EMPTY, Node

_MAPS = frozenset({"∘", "*", "⋆", "⊛"})
_SPREADING = frozenset({"in", "~", "<", ">", "<=", ">=", "to", "subset", "notin"})


def is_callable(node: Node) -> bool:
    """Whether a bracket after this may be its argument: a name with scripts, a curried call, an operator's value."""
    if node.kind in ("name", "accent", "beside", "jacobian", "derivative"):
        return True
    if node.kind == "script":
        return is_callable(node.children[0]) and node.children[0].kind != "beside"
    return node.kind == "group" and _is_map(node.children[0], node.value)


def _is_map(body: Node, bracket: str) -> bool:
    """Whether a bracket holds a map: `(f ∘ g)`, `(f * g)`, `(∇f)`, and `[ρ(g)θ]` in square brackets."""
    if body.kind in ("nabla", "jacobian", "derivative"):
        return True
    return body.kind == "infix" and body.value in (*_MAPS, *(["juxt"] if bracket == "[" else []))


def combined(sign: str, left: Node, right: Node) -> Node:
    """An operation; an empty group is no factor."""
    if sign == "juxt" and EMPTY in (left, right):
        return right if left is EMPTY else left
    return spanning("infix", sign, left, right)


def quotient_of(left: Node, right: Node) -> Node:
    """`1/3 A` is a third of A: a quotient of numbers binds like a number."""
    factors = factors_of(right)
    if left.kind == factors[0].kind == "number" and len(factors) > 1:
        return reduce(partial(combined, "juxt"), factors[1:], combined("/", left, factors[0]))
    return combined("/", left, right)


def differentiated(factors: list[Node]) -> tuple[list[Node], str, int, Node, int] | None:
    """Before the slash of `a ∂²f/∂x²`: the factors before, the sign, the order, what is derived, its start."""
    *before, last = factors
    if last.kind == "jacobian" and last.children[0] is EMPTY:
        return before, "partial", int(last.value), last.children[1], last.start
    if last.kind == "differential":
        return before, "d", 1, last.children[0], last.start
    if order := _order_of_sign(last):
        return before, "d", order, EMPTY, last.start
    if before and (order := _order_of_sign(before[-1])):
        return before[:-1], "d", order, last, before[-1].start
    return None


def _order_of_sign(node: Node) -> int:
    """1 for d, n for d^n, 0 for anything else."""
    if node.kind == "script" and node.children[0].is_name("d") and node.children[1] is EMPTY and not node.value:
        return order_of(node)
    return int(node.is_name("d"))


def order_of(node: Node) -> int:
    """How often a derivative is by this variable: n for x^n."""
    power = node.children[2] if node.kind == "script" else EMPTY
    return int(power.value) if power.kind == "number" and power.value in ("2", "3", "4", "5", "6") else 1


def height_of(root: Node) -> int:
    """The number of levels of a tree, without recursion."""
    level, height = [root], 0
    while level:
        level = [child for node in level for child in node.children]
        height += 1
    return height


def styled(node: Node, prefix: str) -> Node:
    """Put a font's prefix on the letters below: `\\mathcal{L}` is the name calL."""
    if not prefix:
        return node

    def change(inner: Node) -> Node:
        if inner.kind == "name" and len(inner.value) == 1:
            return Node("name", prefix + inner.value, (), inner.start, inner.end)
        if inner.kind == "number" and prefix == "bb":
            return Node("name", f"bb{inner.value}", (), inner.start, inner.end)
        return inner

    return node.transformed(change)


def unwrapped(body: Node, start: int) -> Node:
    """A group of one expression is that expression; of several, their list."""
    if body.kind == "statements":
        if not body.children:
            return EMPTY
        if len(body.children) == 1:
            return body.children[0]
        return Node("list", ",", body.children, start, body.end)
    return body


def labelled(node: Node) -> Node:
    """An operator without operand in a script is a label: `x_{\\max}`."""
    if node.kind == "big" and all(child is EMPTY for child in node.children):
        return Node("name", node.value, (), node.start, node.end)
    return node


def factors_of(node: Node) -> list[Node]:
    """The factors of a juxtaposed run, in order."""
    factors: list[Node] = []
    while node.kind == "infix" and node.value == "juxt":
        factors.append(node.children[1])
        node = node.children[0]
    return [node, *reversed(factors)]


def grouped(items: list[Node]) -> list[Node]:
    """Statements of a comma list: names before a relation share it (`x, y ∈ R`); entries around dots stay together."""
    groups: list[Node] = []
    waiting: list[Node] = []
    for item in items:
        if item.kind == "chain" or (item.kind == "list" and item.value == ":"):
            groups += _shared(waiting, item, first=not groups)
            waiting = []
        elif item.kind == "dots" and groups and not waiting:
            waiting = [groups.pop(), item]
        elif waiting and waiting[-1].kind == "dots" and waiting[0].kind == "chain":
            groups.append(_continued(waiting[0], [*waiting[1:], item]))
            waiting = []
        else:
            waiting.append(item)
    if len(waiting) > 1 and any(node.kind == "dots" for node in waiting):
        chain = waiting[0].kind == "chain"
        return [*groups, _continued(waiting[0], waiting[1:]) if chain else spanning("list", ",", *waiting)]
    return [*groups, *waiting]


def _shared(waiting: list[Node], item: Node, first: bool) -> list[Node]:
    """A relation and the names before it, which share it where its sign or its place says so."""
    if not waiting or item.kind != "chain" or not (first or item.value.split()[0] in _SPREADING):
        return [*waiting, item]
    left = spanning("list", ",", *waiting, item.children[0])
    return [spanning("chain", item.value, left, *item.children[1:])]


def _continued(chain: Node, entries: list[Node]) -> Node:
    """A chain whose last side is a list that goes on: `k = 1, …, K`."""
    last = spanning("list", ",", chain.children[-1], *entries)
    return spanning("chain", chain.value, *chain.children[:-1], last)


def spanning(kind: str, value: str, *children: Node) -> Node:
    """A node as long as its parts."""
    present = [child for child in children if child is not EMPTY] or [EMPTY]
    return Node(kind, value, children, present[0].start, present[-1].end)
