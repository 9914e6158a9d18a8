"""The relations of a span, one by one: what stands on each side, and how the words around introduce it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sheets.notation.commands import CONDITIONAL_WORDS
from sheets.notation.tree import EMPTY, Node

ASSUMING = frozenset(
    [
        "if",
        "when",
        "for",
        "where",
        "assume",
        "setting",
        "choosing",
        "suppose",
        "let",
        "with",
        "provided",
        "s.t.",
        "st.",
        "given",
        "while",
        "unless",
        "under",
        "since",
        "all",
        "every",
    ]
)


RECKONING = frozenset({"number", "name", "script", "infix", "group", "empty", "frac"})
RECKONED_BY = frozenset({"juxt", "·", "×", "*", "/"})
"""The nodes and the signs of a calculation."""


@dataclass(frozen=True)
class Statement:
    """One step of a chain of relations: `chain.children[step]` and the item after it, joined by `operator`.

    `assumed` says that the formula is a condition and no claim (it stands behind "if", "for all", "where x > 0", …).
    """

    chain: Node
    step: int
    operator: str
    assumed: bool

    @property
    def left(self) -> Node:
        """The left side of the step."""
        return self.chain.children[self.step]

    @property
    def right(self) -> Node:
        """The right side of the step."""
        return self.chain.children[self.step + 1]

    @property
    def pair(self) -> Node:
        """The step as a chain of its own."""
        return Node("chain", self.operator, (self.left, self.right), self.left.start, self.right.end)


def statements_of(tree: Node, before: str) -> tuple[list[Statement], int]:
    """The relations of a parsed span in reading order, and the number of bare expressions beside them."""
    found: list[Statement] = []
    fragments = 0
    last_word = before.rstrip(" :,").rsplit(" ", 1)[-1].lower().strip("(,.;:") if before else ""
    assuming = last_word in ASSUMING
    for item in tree.children:
        if item.kind == "text":
            words = item.value.lower().split()
            assuming = bool(words) and (words[0] in CONDITIONAL_WORDS or words[-1] in ASSUMING)
            continue
        chains = list(_chains(item, assuming or item.kind == "quantified"))
        fragments += not chains
        for chain, assumed in chains:
            operators = chain.value.split()
            found += [Statement(chain, step, operator, assumed) for step, operator in enumerate(operators)]
    return found, fragments


def _chains(item: Node, assumed: bool) -> Iterator[tuple[Node, bool]]:
    """The chains of an item: itself, or those behind a colon, a quantifier or in a list."""
    if item.kind == "chain":
        yield item, assumed
    elif item.kind == "quantified":
        inner = item.children[0]
        parts = inner.children if inner.kind == "list" else (inner,)
        for position, part in enumerate(parts):
            yield from _chains(part, position == 0 or inner.value != ":")
    elif item.kind == "list" and item.value == ":":
        for position, part in enumerate(item.children):
            yield from _chains(part, assumed if position else assumed and part.kind == "chain")
    elif item.kind in ("list", "statements"):
        for part in item.children:
            yield from _chains(part, assumed)
    elif item.kind == "group" and item.children[0].kind in ("chain", "list"):
        yield from _chains(item.children[0], assumed)


def is_name(node: Node) -> bool:
    """Whether a side only names something: `x`, `\\hat y_i`, `W^{(l)}`."""
    if node.kind in ("name", "accent"):
        return True
    if node.kind == "script":
        return is_name(node.children[0]) and not node.value and not _is_operation(node.children[2])
    if node.kind == "list":
        return all(is_name(child) for child in node.children)
    return node.kind == "group" and is_name(node.children[0])


def _is_operation(sup: Node) -> bool:
    """Whether a superscript computes something, rather than naming a member or a label."""
    if sup is EMPTY:
        return False
    return sup.kind in ("prefix", "number") or sup.is_name("T", "top")


def is_call(node: Node) -> bool:
    """Whether a side is a function applied to plain arguments: `f(x)`, `p(x | z)`, `l(x, y; θ)`."""
    if node.kind != "beside" or not is_name(node.children[0]):
        return False
    return all(_is_plain(part) for part in _parts(node.children[1]))


def _parts(node: Node) -> list[Node]:
    if node.kind in ("group", "list", "given", "set"):
        return [part for child in node.children for part in _parts(child)]
    return [node]


def _is_plain(node: Node) -> bool:
    if node is EMPTY or is_name(node) or node.kind in ("number", "dots", "chain"):
        return True
    if node.kind == "script":
        return is_name(node.children[0])
    if node.kind == "infix" and node.value in "+-":
        return all(_is_plain(child) for child in node.children)
    return node.kind == "prefix" and _is_plain(node.children[0])


def is_magnitude(node: Node) -> bool:
    """Whether a side is a name or its size: `x`, `|r|`, `\\|x\\|`."""
    if node.kind == "script" and node.children[0].kind in ("abs", "norm"):
        node = node.children[0]
    return is_name(node.children[0]) if node.kind in ("abs", "norm") else is_name(node)


def is_constant(node: Node) -> bool:
    """Whether a side is a plain number, zero, or the identity: what conditions compare with."""
    if node.kind == "number" or node.is_name("I", "infinity", "pi", "emptyset", "bb1"):
        return True
    if node.kind == "script":
        return node.children[0].is_name("I", "bb1")
    if node.kind in ("prefix", "group"):
        return is_constant(node.children[0])
    if node.kind in ("frac",) or (node.kind == "infix" and node.value == "/"):
        return all(is_constant(child) for child in node.children)
    return False


def is_calculation(statement: Statement) -> bool:
    """Whether a relation only works numbers out, with letters along: `3 \\cdot 9 C^2 = 27 C^2`, which is no condition,
    whatever word stands before it."""
    sides = (statement.left, statement.right)
    if not is_constant(statement.left) and not any(node.kind in ("name", "text") for s in sides for node in s.walk()):
        return True
    reckoned = statement.left.kind == "infix" and sum(node.kind == "number" for node in statement.left.walk()) > 1
    products = all(node.kind in RECKONING for side in sides for node in side.walk())
    signs = {node.value for side in sides for node in side.walk() if node.kind == "infix"}
    ours, theirs = ({node.value for node in side.walk() if node.kind == "name"} for side in sides)
    return reckoned and products and signs <= RECKONED_BY and ours == theirs
