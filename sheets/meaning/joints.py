"""Densities as tables: `p(x | y) p(y) = p(x, y)` says something of any joint table of x and y.

Each density letter stands for one joint table of all variables that it is applied to; `p(x)` is a marginal of it and
`p(x | y)` a ratio of marginals. Expectations under a named density, divergences, entropies and mutual information
become sums over the table. The table is written as the exponential of `logit_p`, so that all its entries are positive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sheets.meaning.names import key_of, label_of
from sheets.notation.tree import EMPTY, Node

LETTERS = frozenset({"p", "q", "P", "bbP", "r", "pi"})
"""Letters of densities."""

MOST_VARIABLES = 4
"""Variables of one joint table."""


class NoDensity(Exception):
    """The formula uses a variable for something that a table has no place for."""


@dataclass(frozen=True)
class Density:
    """`p(left | right)`: the letter, and the identities and indices of its variables."""

    head: str
    left: tuple[tuple[str, Node], ...]
    right: tuple[tuple[str, Node], ...]


def speaks_of_densities(chain: Node) -> bool:
    """Whether a relation is one between densities, and can be evaluated as one of tables."""
    return with_joints(chain) is not chain


def with_joints(chain: Node) -> Node:
    """The chain with its densities as marginals and conditionals of joint tables; unchanged where there is nothing to
    condition on or a variable is used for anything else."""
    try:
        plain = chain.transformed(_spelled_out)
        found = [density for node in plain.walk() if (density := _density(node)) is not None]
        if plain is chain and not any(density.right or len(density.left) > 1 for density in found):
            return chain
        return _Tables(found).replaced(plain)
    except NoDensity:
        return chain


class _Tables:
    """The joint table of each density letter of a formula."""

    def __init__(self, found: Sequence[Density]) -> None:
        self.variables: dict[str, tuple[str, ...]] = {}
        for density in found:
            own = [name for name, _ in (*density.left, *density.right)]
            if len(set(own)) < len(own):
                raise NoDensity
            known = self.variables.get(density.head, ())
            self.variables[density.head] = tuple(sorted({*known, *own}))
        if any(len(names) > MOST_VARIABLES for names in self.variables.values()):
            raise NoDensity
        self.every = {name for names in self.variables.values() for name in names}

    def replaced(self, node: Node) -> Node:
        """The tree with each density as a ratio of marginals."""
        density = _density(node)
        if density is not None:
            joint = dict((*density.left, *density.right))
            upper = self._marginal(density.head, joint)
            lower = self._marginal(density.head, dict(density.right))
            return Node("group", "(", (Node("frac", "", (upper, lower), node.start, node.end),), node.start, node.end)
        if node.kind == "big" and node.children[1] is EMPTY and node.value in ("sum", "int"):
            return self._summed(node)
        if _applied_to_a_variable(node, self.every):
            head, group = node.children
            return Node("script", "", (head, _index(group.children[0]), EMPTY), node.start, node.end)
        if (name := _identity(node)) is not None and name in self.every:
            raise NoDensity
        return replace(node, children=tuple(self.replaced(child) for child in node.children))

    def _summed(self, node: Node) -> Node:
        """`Σ_{x, y}` as a sum over one variable after the other; an integral over what its differential names."""
        sub, _, body = node.children
        if node.value == "int":
            if body.kind != "infix" or body.children[-1].kind != "differential":
                raise NoDensity
            names, body = [body.children[-1].children[0]], body.children[0]
        else:
            names = list(sub.children) if sub.kind == "list" else [_without_set(sub)]
        if any(_identity(name) is None for name in names):
            raise NoDensity
        return _sum_over([_index(name) for name in names], self.replaced(body), node)

    def _marginal(self, head: str, fixed: dict[str, Node]) -> Node:
        places = [fixed.get(name, Node("name", f"{name}@@")) for name in self.variables[head]]
        scripts = places[0] if len(places) == 1 else Node("list", ",", tuple(places))
        entry = Node("script", "", (Node("name", f"logit_{head}"), scripts, EMPTY))
        weight = Node("call", "exp", (Node("name", "exp"), Node("group", "(", (entry,))))
        return _sum_over([place for place in places if place.value.endswith("@@")], weight, EMPTY)


def _sum_over(indices: Iterable[Node], body: Node, at: Node) -> Node:
    for index in indices:
        body = Node("group", "(", (Node("big", "sum", (index, EMPTY, body), at.start, at.end),), at.start, at.end)
    return body


def _without_set(sub: Node) -> Node:
    return sub.children[0] if sub.kind == "chain" and sub.value == "in" else sub


def _identity(node: Node) -> str | None:
    """The variable that a node names, the same for a capital and a small letter."""
    key = key_of(node)
    if key is None and node.kind == "script" and node.children[2] is EMPTY:
        base, label = key_of(node.children[0]), label_of(node.children[1])
        key = None if base is None else base + ("" if node.children[1] is EMPTY else f"_{label}")
        if key is not None and node.value:
            key += "_prime"
        if node.children[1] is not EMPTY and label is None:
            return None
    return key.lower() if key is not None else None


def _index(node: Node) -> Node:
    name = _identity(node) or ""
    return Node("name", name if name.endswith("@") else f"{name}@", (), node.start, node.end)


def _applied_to_a_variable(node: Node, variables: set[str]) -> bool:
    """`f(z)`, a table of its own."""
    if node.kind != "beside" or key_of(node.children[0]) is None:
        return False
    group = node.children[1]
    return group.kind == "group" and len(group.children) == 1 and _identity(group.children[0]) in variables


def _density(node: Node) -> Density | None:
    """The density that a node is, parameters behind a semicolon left out."""
    if node.kind not in ("beside", "call") or node.children[1].kind != "group":
        return None
    head = _head(node.children[0])
    if head is None:
        return None
    body = node.children[1].children[0]
    if body.kind == "list" and body.value == ";":
        body = body.children[0]
    left, right = body.children if body.kind == "given" and body.value == "|" else (body, EMPTY)
    return Density(head, _variables(left), _variables(right))


def _head(node: Node) -> str | None:
    """The letter of a density; Greek parameters below it belong to it, other labels make another density."""
    if node.kind == "script" and node.children[2] is EMPTY and not node.value:
        base, label = key_of(node.children[0]), label_of(node.children[1])
        if base not in LETTERS or label is None:
            return None
        return base.lower() if label in ("theta", "phi", "psi", "w") else f"{base}_{label}".lower()
    key = key_of(node)
    return key.removeprefix("bb").lower() if key in LETTERS else None


def _variables(node: Node) -> tuple[tuple[str, Node], ...]:
    """The variables that a density lists, with the indices that they run over."""
    if node is EMPTY:
        return ()
    parts = [part for child in node.children for part in _parts(child)] if node.kind in ("list", "infix") else [node]
    if node.kind == "infix" and node.value != "∩":
        raise NoDensity
    found = []
    for part in parts:
        name = _identity(part)
        if name is None:
            raise NoDensity
        found.append((name, _index(part)))
    return tuple(found)


def _parts(node: Node) -> Iterator[Node]:
    if node.kind == "infix" and node.value == "∩":
        for child in node.children:
            yield from _parts(child)
    else:
        yield node


def _spelled_out(node: Node) -> Node:
    """Expectations under a density, divergences, entropies and mutual information as sums."""
    if node.kind in ("beside", "call") and node.children[1].kind == "group":
        head, group = node.children
        if head.kind == "script" and head.children[0].is_name("bbE", "E") and head.children[2] is EMPTY:
            return _expectation(head.children[1], group, node)
        if _is_divergence(head) and group.children[0].kind == "given" and group.children[0].value == "||":
            first, second = group.children[0].children
            return _divergence(first, second, node)
        if head.is_name("H") and _of_variables(group.children[0]):
            return _entropy(group.children[0], node)
        body = group.children[0]
        if head.is_name("I") and body.kind == "list" and body.value == ";" and len(body.children) == 2:
            first, second = body.children
            return _information(first, second, node)
    if node.kind == "beside" and _head(node.children[0]) == "p" and node.children[1].kind == "group":
        return _union(node)
    return node


def _expectation(sub: Node, group: Node, node: Node) -> Node:
    """`E_{q(z | x)}[f]` and `E_{z ∼ q(z | x)}[f]`."""
    density = _density(sub.children[1] if sub.kind == "chain" and sub.value == "~" else sub)
    if density is None:
        return node
    weight = sub.children[1] if sub.kind == "chain" else sub
    return _sum_over([index for _, index in density.left], _times(weight, group), node)


def _divergence(first: Node, second: Node, node: Node) -> Node:
    density = _density(first)
    if density is None:
        return node
    return _sum_over([index for _, index in density.left], _times(first, _log(_ratio(first, second))), node)


def _of_variables(body: Node) -> bool:
    """Whether brackets list capital letters: random variables, and no distribution."""
    names = [node for node in body.walk() if node.kind not in ("list", "given")]
    return all(node.kind == "name" and len(node.value) == 1 and node.value.isupper() for node in names)


def _entropy(body: Node, node: Node) -> Node:
    """`H(X, Y | Z) = -Σ p(x, y, z) log p(x, y | z)`."""
    left, right = body.children if body.kind == "given" else (body, EMPTY)
    conditional = _p(left, right)
    joint = _p(_listed(left, right), EMPTY)
    indices = [_index(part) for part in _members(left) + _members(right)]
    total = _sum_over(indices, _times(joint, _log(conditional)), node)
    return Node("group", "(", (Node("prefix", "-", (total,), node.start, node.end),), node.start, node.end)


def _information(first: Node, second: Node, node: Node) -> Node:
    """`I(X; Y | Z) = Σ p(x, y, z) log [p(x, y | z) / (p(x | z) p(y | z))]`."""
    second, given = second.children if second.kind == "given" else (second, EMPTY)
    joint = _p(_listed(_listed(first, second), given), EMPTY)
    apart = _times(_p(first, given), _p(second, given))
    logarithm = _log(_ratio(_p(_listed(first, second), given), apart))
    indices = [_index(part) for part in _members(first) + _members(second) + _members(given)]
    return _sum_over(indices, _times(joint, logarithm), node)


def _union(node: Node) -> Node:
    """`P(A ∪ B)` as the events have it: `P(A) + P(B) - P(A, B)`."""
    body = node.children[1].children[0]
    if body.kind != "infix" or body.value not in ("∪", "cup"):
        return node
    a, b = body.children
    total = Node("infix", "+", (_p(a, EMPTY), _p(b, EMPTY)))
    return Node("group", "(", (Node("infix", "-", (total, _p(_listed(a, b), EMPTY))),), node.start, node.end)


def _is_divergence(head: Node) -> bool:
    if head.kind == "script" and head.children[0].is_name("D"):
        return "".join(part.value for part in head.children[1].walk() if part.kind == "name") in ("KL", "")
    return head.is_name("KL")


def _members(node: Node) -> list[Node]:
    if node is EMPTY:
        return []
    return list(node.children) if node.kind == "list" else [node]


def _listed(left: Node, right: Node) -> Node:
    members = _members(left) + _members(right)
    return members[0] if len(members) == 1 else Node("list", ",", tuple(members))


def _p(left: Node, right: Node) -> Node:
    body = left if right is EMPTY else Node("given", "|", (left, right))
    return Node("beside", "", (Node("name", "p"), Node("group", "(", (body,))))


def _times(a: Node, b: Node) -> Node:
    return Node("infix", "juxt", (a, b))


def _ratio(a: Node, b: Node) -> Node:
    return Node("group", "(", (Node("frac", "", (a, b)),))


def _log(node: Node) -> Node:
    return Node("call", "log", (Node("name", "log"), Node("group", "(", (node,))))
