"""The notation tree: what is written, before anybody decides what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Node:
    """A node of the notation tree. `start` and `end` are offsets into the text that was parsed; they do not count for equality.

    Kinds, with their value and children:
    name (canonical name) · number (digits) · accent (hat, tilde, …: base) · script (number of primes: base, sub, sup) ·
    group (bracket: body) · beside (head, group: a call or a product) · call (function name: arguments) · infix (operator: left,
    right) · prefix (operator: operand) · postfix (operator: operand) · frac (numerator, denominator) · root (radicand[, index]) ·
    binom (n, k) · big (operator: sub, sup, body) · chain (operators: items) · list (separator: items) · given (left, right) ·
    matrix (rows) · row (cells) · cases (rows) · norm · abs · floor · ceil · angle · set (body) · text (words) · dots ·
    derivative (d, partial, or delta; order: body, variables…) · nabla (order: sub, body) · at (body, sub, sup) · quantified
    (forall, exists: body) · differential (variable) · statements (items) · empty.
    """

    kind: str
    value: str = ""
    children: tuple[Node, ...] = ()
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    def walk(self) -> Iterator[Node]:
        """This node and all below, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def size(self) -> int:
        """The number of nodes."""
        return sum(1 for _ in self.walk())

    def transformed(self, change: Callable[[Node], Node]) -> Node:
        """The tree with a change applied to each node, children first."""
        children = tuple(child.transformed(change) for child in self.children)
        same = all(a is b for a, b in zip(children, self.children, strict=True))
        return change(self if same else replace(self, children=children))

    def is_name(self, *names: str) -> bool:
        """Whether this is a name, one of those given if any are."""
        return self.kind == "name" and (not names or self.value in names)


EMPTY = Node("empty")

_INFIX = {"juxt": "{} {}", "/": "{}/{}", "+": "{} + {}", "-": "{} - {}"}


def read_as(node: Node) -> str:
    """One line of plain text with every grouping made visible: how the formula was read."""
    parts = [read_as(child) for child in node.children]
    value = node.value
    match node.kind:
        case "name" | "number" | "text":
            return value if node.kind != "text" else f"“{value}”"
        case "accent":
            return f"{value}({parts[0]})"
        case "script":
            primes = "'" * int(value or 0)
            sub = f"_{{{parts[1]}}}" if parts[1] else ""
            sup = f"^{{{parts[2]}}}" if parts[2] else ""
            base = parts[0] if node.children[0].kind in ("name", "number", "accent", "call", "beside") else f"({parts[0]})"
            return f"{base}{primes}{sub}{sup}"
        case "group":
            close = {"(": ")", "[": "]", "{": "}", "[)": ")", "(]": "]"}[value]
            return f"{value[0]}{parts[0]}{close}"
        case "beside":
            return f"{parts[0]}⟨{parts[1]}⟩"
        case "call":
            argument = parts[1] if parts[1].startswith(("(", "[")) else f"({parts[1]})"
            return f"{parts[0]}{argument}"
        case "infix":
            return "(" + _INFIX.get(value, f"{{}} {value} {{}}").format(*parts) + ")"
        case "prefix":
            return f"{value}({parts[0]})"
        case "postfix":
            return f"({parts[0]}){value}"
        case "frac":
            return f"({parts[0]})/({parts[1]})"
        case "root":
            return f"sqrt({', '.join(parts)})"
        case "binom":
            return f"binomial({parts[0]}, {parts[1]})"
        case "big":
            bounds = ", ".join(part for part in parts[:2] if part)
            return f"{value}[{bounds}]({parts[2]})" if bounds else f"{value}({parts[2]})"
        case "chain":
            operators = value.split()
            return parts[0] + "".join(f" {op} {part}" for op, part in zip(operators, parts[1:], strict=True))
        case "list":
            return f"{value} ".join(parts)
        case "given":
            return f"{parts[0]} {value} {parts[1]}"
        case "matrix" | "cases":
            return f"{node.kind}[{'; '.join(parts)}]"
        case "row":
            return ", ".join(parts)
        case "derivative":
            kind, order = value.split()
            power = f"^{order}" if order != "1" else ""
            return f"{kind}{power}[{parts[0]}]/[{', '.join(parts[1:])}]"
        case "nabla":
            sub = f"_{{{parts[0]}}}" if parts[0] else ""
            return f"∇{value if value != '1' else ''}{sub}({parts[1]})"
        case "at":
            bounds = ", ".join(part for part in parts[1:] if part)
            return f"({parts[0]})|[{bounds}]"
        case "statements":
            return " ;; ".join(parts)
        case "dots":
            return "…"
        case "empty":
            return ""
        case _:
            return f"{node.kind}({', '.join(parts)})"
