"""Elaboration: a notation tree and the meanings of its names give a term. The table of rules stands in `rules`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from derivations.algebra.terms import Apply, Call, Index, Leaf, Size, Term
from sheets.meaning.names import Meaning, Names, Unread, key_of, script_keys
from sheets.notation.tree import EMPTY, Node

FIXED: Mapping[str, str] = {
    "log": "log",
    "exp": "exp",
    "sin": "sin",
    "cos": "cos",
    "tan": "tan",
    "sinh": "sinh",
    "cosh": "cosh",
    "tanh": "tanh",
    "det": "determinant",
    "tr": "trace",
    "diag": "diag",
    "sign": "sign",
    "softmax": "softmax",
    "logsumexp": "logsumexp",
    "logit": "logit",
    "artanh": "artanh",
    "sigmoid": "sigmoid",
    "relu": "relu",
    "softplus": "softplus",
    "erf": "erf",
    "vec": "vec",
    "rot": "rotate",
    "abs": "abs",
}
"""Functions whose name fixes their meaning."""
COMPARISONS: Mapping[str, str] = {
    "=": "==",
    "!=": "!=",
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
    ":=": "==",
    "equiv": "==",
}
Rule = Callable[["Reading", Node], Term]
Special = Callable[["Reading", Node, Node], Term]  # a head with its scripts, and its bracket or operand


@dataclass
class Reading:
    """One attempt to read a formula: the meanings of its names, the indices bound so far, and which names are defined.

    `implicit` is the argument of maps that are written without one (`∂(G ∘ F) = …`); `starred` says that a star between
    two vectors multiplies them entry by entry, and is no convolution.
    """

    names: Names
    rules: Mapping[str, Rule]
    specials: Mapping[str, Special]
    bound: frozenset[str] = frozenset()
    implicit: Term | None = None
    defined: frozenset[str] = frozenset()
    starred: bool = False
    fresh: list[int] = field(default_factory=lambda: [0])

    def term(self, node: Node) -> Term:
        """The term of a node; raises `Unread`."""
        rule = self.rules.get(node.kind)
        if rule is None:
            raise Unread(f"a {node.kind} has no meaning here")
        return rule(self, node)

    def binding(self, *indices: str) -> Reading:
        """The reading inside the scope of bound indices."""
        names = {key: meaning for key, meaning in self.names.items() if key not in indices}
        return replace(self, names=names, bound=self.bound | frozenset(indices))

    def free(self, leaf: str) -> bool:
        """Whether a quantity depends on nothing: it is drawn, and not defined."""
        return leaf not in self.defined and "@" not in leaf

    def fresh_name(self, stem: str) -> str:
        """A name that no sheet can write."""
        self.fresh[0] += 1
        return f"{stem}@{self.fresh[0]}"

    def meaning(self, key: str) -> Meaning | None:
        """What a name means, indices bound here included."""
        if key in self.bound:
            return Meaning("index", key)
        return self.names.get(key)


def symbol(reading: Reading, meaning: Meaning) -> Term:
    """The term of a name with a known meaning."""
    if meaning.kind == "index":
        return Index(meaning.leaf)
    if meaning.kind == "size":
        return Size(meaning.leaf)
    if meaning.kind == "function":
        if reading.implicit is not None:
            return call(meaning, (reading.implicit,))
        if meaning.parameters:
            return call(meaning, ())
        raise Unread(f"the function {meaning.leaf} stands without an argument")
    return Leaf(meaning.leaf)


def call(meaning: Meaning, arguments: tuple[Term, ...]) -> Term:
    """A function applied to arguments."""
    if meaning.operation:
        return Apply(meaning.operation, arguments)
    if meaning.parameters and len(arguments) < len(meaning.parameters):
        arguments = _completed(meaning.parameters, arguments)
    return Call(Leaf(meaning.leaf), arguments)


def _completed(parameters: tuple[str, ...], arguments: tuple[Term, ...]) -> tuple[Term, ...]:
    """Arguments left out stand for the parameters themselves; those that are written are matched by name where they
    can be."""
    written = {term.name for term in arguments if isinstance(term, Leaf)}
    if len(written) == len(arguments) and written <= set(parameters):
        return tuple(Leaf(parameter) for parameter in parameters)
    return (*arguments, *(Leaf(parameter) for parameter in parameters[len(arguments) :]))


def resolve(reading: Reading, base: Node, sub: Node, sup: Node) -> tuple[Meaning, Node, Node] | None:
    """The meaning of a scripted name, and the scripts that are not part of the name."""
    key = key_of(base)
    if base.kind == "script" and base.children[2].is_name("star"):
        inner = resolve(reading, *base.children)
        return None if inner is None or inner[1] is not EMPTY or inner[2] is not EMPTY else (inner[0], sub, sup)
    if key is None:
        return None
    for candidate, uses_sub, uses_sup in script_keys(key, sub, sup):
        meaning = reading.meaning(candidate)
        if meaning is not None:
            return meaning, EMPTY if uses_sub else sub, EMPTY if uses_sup else sup
    return None


def is_function(reading: Reading, node: Node) -> bool:
    """Whether a head is a function under this reading."""
    if node.kind == "script":
        if int(node.value or 0):
            return True
        found = resolve(reading, *node.children)
        return found is not None and found[0].kind == "function"
    if node.kind == "group":
        return any(child.kind == "infix" and child.value == "∘" for child in node.children)
    key = key_of(node)
    meaning = reading.meaning(key) if key is not None else None
    return meaning is not None and meaning.kind == "function"


def is_expectation(head: Node, group: Node) -> bool:
    """Whether a plain E before a bracket is the expectation: `E[…]`, `E(X)`."""
    base = head.children[0] if head.kind == "script" else head
    if not base.is_name("E") or group.kind != "group":
        return False
    return group.value == "[" or any(
        node.kind == "name" and len(node.value) == 1 and node.value.isupper() for node in group.walk()
    )


def arguments_of(reading: Reading, node: Node) -> tuple[Term, ...]:
    """The arguments in a bracket, also behind a semicolon or a bar."""
    if node.kind in ("group", "set"):
        return arguments_of(reading, node.children[0]) if node.children else ()
    if node.kind == "list" and node.value in (",", ";"):
        return tuple(term for child in node.children for term in arguments_of(reading, child))
    if node.kind == "given":
        left, right = (arguments_of(reading, child) for child in node.children)
        return right + left if _all_indices(reading, node) else left + right  # a table has its conditions first
    if node is EMPTY:
        return ()
    return (reading.term(node),)


def _all_indices(reading: Reading, node: Node) -> bool:
    """Whether a bracket lists indices alone: `P(s' | s, a)` is an entry of a table."""
    names = [key_of(part) for part in node.walk() if part.kind not in ("given", "list")]
    meanings = [reading.meaning(name) if name is not None else None for name in names]
    return all(meaning is not None and meaning.kind == "index" for meaning in meanings)


def indices(reading: Reading, sub: Node) -> tuple[Term | None, ...]:
    """The index terms of a subscript: `i`, `ij`, `i,j`, `i+1`, `i\\bullet`."""
    if sub.kind == "list" and sub.value == ",":
        return tuple(index for child in sub.children for index in indices(reading, child))
    if sub.kind == "infix" and sub.value == "juxt":
        return indices(reading, sub.children[0]) + indices(reading, sub.children[1])
    if sub.kind == "group":
        return indices(reading, sub.children[0])
    if sub.kind == "name" and sub.value in ("bullet", "dot", "colon", "star"):
        return (None,)
    return (reading.term(sub),)


def head_key(node: Node) -> str:
    """The name under the scripts of a head; empty where it is none."""
    while node.kind == "script":
        node = node.children[0]
    return key_of(node) or ""
