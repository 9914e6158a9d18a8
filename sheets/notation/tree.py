"""The notation tree: what is written, before anybody decides what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Node:
    """A node of the notation tree. `start` and `end` are its place in the text that was parsed; equality ignores them.

    Kinds, with their value and children:
    name (canonical name) · number (digits) · accent (hat, tilde, …: base) · script (number of primes: base, sub, sup) ·
    group (bracket: body) · beside (head, group: a call or a product) · call (function name: head, argument) ·
    infix (operator: left, right) · prefix (operator: operand) · postfix (operator: operand) ·
    frac (numerator, denominator) · root (radicand[, index]) · binom (n, k) · big (operator: sub, sup, body) ·
    chain (operators: items) · list (separator: items) · given (| or ||: left, right) · matrix (rows) · row (cells) ·
    cases (rows) · norm · abs · floor · ceil · angle · set (body) · text (words) · dots ·
    derivative (d or partial, order: body, variables…) · nabla (order: sub, body) · jacobian (order: sub, body) ·
    at (body, sub, sup) · quantified (forall, exists: body) · differential (variable) · statements (items) · empty.
    """

    kind: str
    value: str = ""
    children: tuple[Node, ...] = ()
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    def __reduce__(self) -> tuple[Callable[..., Node], tuple[object, ...]]:
        """Nodes that travel between processes keep the one `EMPTY`."""
        return _restored, (self.kind, self.value, self.children, self.start, self.end)

    def walk(self) -> Iterator[Node]:
        """This node and all below, parents first."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    @property
    def size(self) -> int:
        """The number of nodes."""
        return sum(1 for _ in self.walk())

    def transformed(self, change: Callable[[Node], Node]) -> Node:
        """The tree with a change applied to each node, children first."""
        if not self.children:
            return change(self)
        children = tuple([child.transformed(change) for child in self.children])
        for before, after in zip(self.children, children, strict=True):
            if before is not after:
                return change(Node(self.kind, self.value, children, self.start, self.end))
        return change(self)

    def is_name(self, *names: str) -> bool:
        """Whether this is a name, one of those given if any are."""
        return self.kind == "name" and (not names or self.value in names)


EMPTY = Node("empty")


def _restored(kind: str, value: str, children: tuple[Node, ...], start: int, end: int) -> Node:
    return EMPTY if kind == "empty" else Node(kind, value, children, start, end)


_CLOSING = {"(": ")", "[": "]", "{": "}", "[)": ")", "(]": "]"}
_WORDS = {"root": "sqrt", "binom": "binomial"}
_LOOSE = frozenset({"infix", "frac", "chain", "list", "given", "statements", "at"})
_CLOSED = frozenset(
    {"name", "number", "text", "accent", "call", "beside", "group", "norm", "abs", "floor", "ceil", "angle", "set"}
    | {"root", "binom", "matrix", "cases", "dots"}
)
_HEADS = _CLOSED | {"script", "jacobian", "derivative"}
_SUMS = frozenset({"+", "-"})


def read_as(node: Node) -> str:
    """One line of plain text with every grouping made visible: how the formula was read.

    A bracket after a name, which the meaning reads as an argument or as a factor, stands between ⟨ and ⟩.
    """
    value, children = node.value, node.children
    match node.kind:
        case "name" | "number":
            return value
        case "text":
            return f"“{value}”"
        case "script":
            return _operand(children[0], _CLOSED) + "'" * int(value or 0) + _scripts(children[1], children[2])
        case "group":
            return f"{value[0]}{read_as(children[0])}{_CLOSING[value]}"
        case "beside":
            return f"{_operand(children[0], _HEADS)}⟨{read_as(children[1])}⟩"
        case "call":
            return read_as(children[0]) + _argument(children[1])
        case "infix" | "frac":
            return _infix(node)
        case "prefix":
            return f"{value}{_argument(children[0])}"
        case "postfix":
            return f"{_operand(children[0], _CLOSED)}{value}"
        case "big":
            return value + _bounds(children[:2]) + _argument(children[2])
        case "chain":
            items = [read_as(child) for child in children]
            steps = zip(value.split(), items[1:], strict=True)
            return (items[0] + "".join(f" {operator} {item}" for operator, item in steps)).strip()
        case "list":
            return f"{value} ".join(read_as(child) for child in children)
        case "given":
            return f"{read_as(children[0])} {value} {read_as(children[1])}"
        case "row":
            return ", ".join(read_as(child) for child in children)
        case "matrix" | "cases":
            return f"{node.kind}[{'; '.join(read_as(child) for child in children)}]"
        case "derivative":
            sign, order = value.split()
            power = f"^{order}" if order != "1" else ""
            return f"{sign}{power}[{read_as(children[0])}]/[{', '.join(read_as(child) for child in children[1:])}]"
        case "nabla" | "jacobian":
            sign = "∇" if node.kind == "nabla" else "∂"
            return sign + (f"^{value}" if value != "1" else "") + _scripts(children[0], EMPTY) + _argument(children[1])
        case "at":
            return f"({read_as(children[0])})|{_bounds(children[1:])}"
        case "statements":
            return " ;; ".join(read_as(child) for child in children)
        case "dots":
            return "…"
        case "empty":
            return ""
        case _:
            word = value if node.kind in ("accent", "quantified") else _WORDS.get(node.kind, node.kind)
            return f"{word}({', '.join(read_as(child) for child in children)})"


def _infix(node: Node) -> str:
    """An operation; a run of equal operations (or of sums and differences) needs no brackets on its left."""
    left, right = node.children
    value = "/" if node.kind == "frac" else node.value
    alike = left.value == value or {left.value, value} <= _SUMS
    runs_on = left.kind == node.kind == "infix" and value != "/" and alike
    first = read_as(left) if runs_on else _operand(left)
    sign = {"juxt": " ", "/": "/"}.get(value, f" {value} ")
    return first + sign + _operand(right)


def _operand(node: Node, closed: frozenset[str] | None = None) -> str:
    """A part in brackets, unless it ends where its own marks end."""
    text = read_as(node)
    loose = node.kind in _LOOSE if closed is None else node.kind not in closed
    return f"({text})" if loose and node is not EMPTY else text


def _argument(node: Node) -> str:
    text = read_as(node)
    return text if node.kind == "group" or node is EMPTY else f"({text})"


def _scripts(sub: Node, sup: Node) -> str:
    return "".join(f"{sign}{{{read_as(node)}}}" for sign, node in (("_", sub), ("^", sup)) if node is not EMPTY)


def _bounds(nodes: tuple[Node, ...]) -> str:
    bounds = ", ".join(read_as(node) for node in nodes if node is not EMPTY)
    return f"[{bounds}]" if bounds else ""
