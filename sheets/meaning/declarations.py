"""What a sheet says of its symbols: memberships in math, adjectives in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from derivations.vocabulary import (
    BIT,
    NONNEGATIVE,
    ORTHOGONAL,
    POSITIVE,
    POSITIVE_DEFINITE,
    PROBABILITY,
    SIGN,
    SYMMETRIC,
    UNIT,
    UNIT_VECTOR,
    Domain,
)
from sheets.meaning.hypotheses import Declared
from sheets.meaning.names import key_of, label_of
from sheets.notation.tree import EMPTY, Node

_PROSE: tuple[tuple[str, Domain], ...] = (
    ("positive definite", POSITIVE_DEFINITE),
    ("positive-definite", POSITIVE_DEFINITE),
    ("symmetric", SYMMETRIC),
    ("orthogonal", ORTHOGONAL),
    ("orthonormal", ORTHOGONAL),
)


def declarations_in(tree: Node, before: str, after: str = "") -> dict[str, Declared]:
    """The declarations of one span: `x ∈ R^n`, `W ∈ R^{m×n}`, `y ∈ {0,1}`, `λ > 0`, "symmetric A" and "A is
    symmetric"."""
    found: dict[str, Declared] = {}
    chains = [chain for chain in _said(tree) if len(chain.children) == 2 and EMPTY not in chain.children]
    for chain in chains:
        left, right = chain.children
        if (family := _family(chain)) is not None:
            found |= family
            continue
        for name in _names(left):
            declared = _membership(right) if chain.value == "in" else _sign(chain.value, right)
            if declared is not None:
                found[name] = declared
    for chain in chains:
        found |= _property(chain)
    single = tree.children[0] if len(tree.children) == 1 else EMPTY
    key = key_of(single.children[0]) if single.kind == "chain" else key_of(single)
    if key is not None:
        for word, domain in _PROSE:
            told = re.search(rf"{word}( matrix| matrices)?$", before.lower().rstrip())
            said = re.match(rf"(is|be|are) (an? )?(real |square )?{word}", after.lower().lstrip())
            if told or said:
                found[key] = Declared(None, domain)
    return found


def _said(node: Node) -> Iterator[Node]:
    """The relations that a span states itself; those inside of a formula (the rows of a case distinction, the range of
    a sum) declare nothing."""
    if node.kind == "chain":
        yield node
    elif node.kind in ("statements", "list", "quantified", "group"):
        for child in node.children:
            yield from _said(child)


def _property(chain: Node) -> dict[str, Declared]:
    """What a relation says of one symbol: `A = A^T`, `Q^T Q = I`, `A \\succ 0`, `\\|u\\| = 1`."""
    left, right = chain.children
    key = key_of(left)
    if chain.value == "=" and key is not None and _transposed(right) == key:
        return {key: Declared(None, SYMMETRIC)}
    if chain.value in ("succ", "succeq") and key is not None and right.kind == "number" and right.value == "0":
        return {key: Declared(None, POSITIVE_DEFINITE)}
    if chain.value == "=" and right.is_name("I") and left.kind == "infix" and left.value == "juxt":
        a, b = left.children
        for plain, other in ((a, b), (b, a)):
            if (name := key_of(plain)) is not None and _transposed(other) == name:
                return {name: Declared(None, ORTHOGONAL)}
    if chain.value == "=" and right.kind == "number" and right.value == "1":
        inner = left.children[0] if left.kind == "script" else left
        if inner.kind == "norm" and (name := key_of(inner.children[0])) is not None:
            return {name: Declared(None, UNIT_VECTOR)}
    return {}


def _transposed(node: Node) -> str | None:
    marked = node.kind == "script" and node.children[2].is_name("T", "top") and node.children[1] is EMPTY
    return key_of(node.children[0]) if marked else None


def merged(known: dict[str, Declared], more: dict[str, Declared]) -> dict[str, Declared]:
    """Later declarations over earlier ones, keeping what the later do not say."""
    result = dict(known)
    for name, declared in more.items():
        before = result.get(name, Declared())
        result[name] = replace(
            before,
            shape=declared.shape if declared.shape is not None else before.shape,
            domain=declared.domain if declared.domain is not None else before.domain,
        )
    return result


def _names(node: Node) -> list[str]:
    if node.kind == "list" and node.value == ",":
        return [name for child in node.children for name in _names(child)]
    if node.kind == "script":
        base, sub, sup = node.children
        key = key_of(base)
        if (
            key is not None
            and sup is EMPTY
            and not node.value
            and (label := label_of(sub)) is not None
            and sub.kind != "name"
        ):
            return [f"{key}_{label}"]
        return []
    key = key_of(node)
    return [key] if key is not None else []


def _family(chain: Node) -> dict[str, Declared] | None:
    """The vectors `x_1, …, x_n ∈ R^d`: rows of one array."""
    left, right = chain.children
    listed = left.kind == "list" and len(left.children) >= 3 and left.children[-2].kind == "dots"
    space = _membership(right) if listed and chain.value == "in" else None
    if space is None or space.shape is None or len(space.shape) > 1:
        return None
    first, last = left.children[0], left.children[-1]
    marked = all(node.kind == "script" and node.children[2] is EMPTY for node in (first, last))
    key = key_of(first.children[0]) if marked else None
    count = last.children[1] if marked else EMPTY
    if key is None or key != key_of(last.children[0]) or count.kind != "name":
        return None
    return {key: replace(space, shape=(count.value, *space.shape))}


def _membership(node: Node) -> Declared | None:
    if node.is_name("bbR"):
        return Declared((), None)
    if node.is_name("bbN", "bbZ"):
        return Declared((), None)
    if node.kind == "script" and node.children[0].is_name("bbR") and node.children[1] is EMPTY:
        return _space(node.children[2])
    if node.kind == "script" and node.children[0].kind in ("set", "group") and node.children[1] is EMPTY:
        entries, space = _membership(node.children[0]), _space(node.children[2])
        return Declared(space.shape, entries.domain) if entries is not None and space is not None else space
    if node.kind == "script" and node.children[0].is_name("bbR") and node.children[1].is_name("plus"):
        return Declared((), NONNEGATIVE)
    if node.kind == "set":
        return _finite(node.children[0])
    if node.kind == "group" and node.children[0].kind == "list":
        texts = [child.value for child in node.children[0].children]
        if texts == ["0", "1"]:
            return Declared((), PROBABILITY if node.value == "[" else UNIT)
    return None


def _space(sup: Node) -> Declared | None:
    parts = _dimensions(sup)
    return Declared(parts, None) if parts else None


def _dimensions(node: Node) -> tuple[str, ...] | None:
    if node.kind == "infix" and node.value in ("×", "*", "·"):
        left, right = (_dimensions(child) for child in node.children)
        return (*left, *right) if left and right else None
    if node.kind == "name" or (node.kind == "number" and node.value.isdigit()):
        return (node.value,)
    if node.kind == "script" and (key := key_of(node.children[0])) and (label := label_of(node.children[1])):
        return (f"{key}_{label}",)
    return None


def _finite(body: Node) -> Declared | None:
    items = list(body.children) if body.kind == "list" else [body]
    values = sorted(value for item in items if (value := _integer(item)) is not None)
    if len(items) == 1 and items[0].kind == "prefix" and items[0].value == "±":
        return Declared((), SIGN)
    if values == [-1, 1]:
        return Declared((), SIGN)
    return Declared((), BIT) if values == [0, 1] else None


def _integer(node: Node) -> int | None:
    if node.kind == "number" and node.value.isdigit():
        return int(node.value)
    if node.kind == "prefix" and node.value in "+-":
        inner = _integer(node.children[0])
        return None if inner is None else inner if node.value == "+" else -inner
    return None


def _sign(operator: str, right: Node) -> Declared | None:
    if operator in (">", ">=") and right.kind == "number" and right.value == "0":
        return Declared(None, POSITIVE if operator == ">" else NONNEGATIVE)
    return None
