"""Indexed sums, products, maxima and minima: what runs, from where to where, under which condition."""

from __future__ import annotations

from dataclasses import dataclass

from derivations.algebra.terms import Reduce, Term, apply, number
from sheets.meaning.conditions import condition
from sheets.meaning.names import Unread, key_of
from sheets.meaning.reading import Reading, arguments_of
from sheets.notation.tree import EMPTY, Node

REDUCTIONS = {"sum": "sum", "prod": "product", "max": "max", "min": "min", "sup": "max", "inf": "min"}


@dataclass(frozen=True)
class Running:
    """What the subscript of a big operator says: the running indices, their lower bound, and a condition."""

    indices: tuple[str, ...]
    lower: Node | None = None
    upper: Node | None = None
    condition: Node | None = None


def read_big(reading: Reading, node: Node) -> Term:
    """The term of a sum, product, maximum or minimum."""
    sub, sup, body = node.children
    operation = REDUCTIONS.get(node.value)
    if operation is None:
        raise Unread(f"{node.value} has no meaning here yet")
    if operation in ("max", "min") and sub is EMPTY:
        return _extremum(reading, operation, body)
    if body is EMPTY:
        raise Unread(f"a {node.value} of nothing")
    if body.kind == "set":
        body = body.children[0]
    running = running_of(reading, sub, body)
    inner = reading.binding(*running.indices)
    term = inner.term(body)
    truth = condition(inner, running.condition) if running.condition is not None else None
    lower = reading.term(running.lower) if running.lower is not None else None
    if sup is not EMPTY and lower is None:
        lower = number(1)
    upper = (
        reading.term(sup) if sup is not EMPTY else reading.term(running.upper) if running.upper is not None else None
    )
    if operation == "product" and _descends(lower, upper):
        operation = "product_down"
    for position, index in enumerate(reversed(running.indices)):
        here = truth if position == 0 else None
        term = Reduce(operation, index, lower, upper, term, here)
    return term


def _descends(lower: Term | None, upper: Term | None) -> bool:
    """A product from a symbol down to a number, as in the chain rule."""
    return lower is not None and upper in (number(1), number(0)) and lower not in (number(0), number(1), number(2))


def running_of(reading: Reading, sub: Node, body: Node) -> Running:
    """Read the subscript: `i=1`, `i`, `i,j`, `i,j=1`, `i<j`, `j \\ne i`, `i \\in S`; bare, the one free index of the
    body."""
    if sub is EMPTY:
        return Running((_only_index(reading, body),))
    if sub.kind == "list" and sub.value == "," and sub.children[-1].kind == "chain":
        chain = sub.children[-1]
        names = tuple(_index_name(child) for child in (*sub.children[:-1], chain.children[0]))
        if chain.value == "=":
            return Running(names, lower=chain.children[1])
    if sub.kind == "chain":
        return _from_chain(reading, sub)
    return Running(_names_of(sub))


def _from_chain(reading: Reading, sub: Node) -> Running:
    if sub.value == "in" and sub.children[1].kind == "name":
        return Running(_names_of(sub.children[0]))  # over a whole axis, whatever the set is called
    if sub.value == "=":
        names = _names_of(sub.children[0])
        bound = sub.children[1]
        if bound.kind == "list" and bound.value == ":":
            return Running(names, bound.children[0], bound.children[1])
        if bound.kind == "list" and any(child.kind == "dots" for child in bound.children):
            return Running(names, bound.children[0], bound.children[-1])
        return Running(names, bound)
    if sub.value in ("<", ">", "!=", "<=", ">="):
        left, right = sub.children
        written = [child for child in (left, right) if child.kind == "name"]
        running = tuple(n.value for n in written if n.value not in reading.bound and _unknown(reading, n.value))
        if not running:
            running = (_index_name(left),)
        if len(running) == 2 and sub.value == "!=" and any(reading.meaning(name) is not None for name in running):
            running = tuple(name for name in running if reading.meaning(name) is None) or (running[0],)
        return Running(running, condition=sub)
    if sub.value in ("<= <=", "< <=", "<= <", "< <"):
        low, middle, high = sub.children
        first, last = sub.value.split()
        lower = low if first == "<=" else Node("infix", "+", (low, Node("number", "1")))
        upper = high if last == "<=" else Node("infix", "-", (high, Node("number", "1")))
        return Running((_index_name(middle),), lower, upper)
    raise Unread(f"a subscript with the relation {sub.value}")


def _unknown(reading: Reading, name: str) -> bool:
    meaning = reading.meaning(name)
    return meaning is None or meaning.kind == "index"


def _names_of(node: Node) -> tuple[str, ...]:
    if node.kind == "list" and node.value == ",":
        return tuple(_index_name(child) for child in node.children)
    return (_index_name(node),)


def _index_name(node: Node) -> str:
    key = key_of(node)
    if key is None:
        raise Unread("a running index that is no letter")
    return key


def _only_index(reading: Reading, body: Node) -> str:
    """The index of a sum that names none: the one letter that subscripts something and is not known outside."""
    found: list[str] = []
    for node in body.walk():
        if node.kind == "script" and node.children[1].kind == "name":
            name = node.children[1].value
            if len(name) == 1 and reading.meaning(name) is None and name not in found:
                found.append(name)
    if len(found) != 1:
        raise Unread("a sum that does not say what runs")
    return found[0]


def _extremum(reading: Reading, operation: str, body: Node) -> Term:
    """`max(a, b)`, `min{a, b}`; with a condition after a colon, over the indices that it bounds."""
    inside = body
    scripted: Node | None = None
    if inside.kind == "script":
        scripted = inside
        inside = inside.children[0]
    if inside.kind in ("group", "set"):
        inside = inside.children[0]
    if (
        inside.kind == "list"
        and inside.value == ","
        and inside.children[0].kind == "list"
        and inside.children[0].value == ":"
    ):
        body_part, first = inside.children[0].children
        return _conditional(reading, operation, body_part, [first, *inside.children[1:]])
    if inside.kind == "list" and inside.value == ":":
        return _conditional(reading, operation, inside.children[0], [inside.children[1]])
    terms = arguments_of(reading, inside)
    name = "maximum" if operation == "max" else "minimum"
    if len(terms) < 2:
        raise Unread(f"the {operation} of one thing")
    result = terms[0]
    for term in terms[1:]:
        result = apply(name, result, term)
    if scripted is not None:
        raise Unread(f"scripts on a {operation}")
    return result


def _conditional(reading: Reading, operation: str, body: Node, chains: list[Node]) -> Term:
    """`max{x_{i+k} : 0 <= k < r}`."""
    runs = [running_of(reading, chain, body) for chain in chains]
    inner = reading.binding(*(index for run in runs for index in run.indices))
    term = inner.term(body)
    for run in reversed(runs):
        if run.lower is None or run.upper is None:
            raise Unread("a set whose condition gives no range")
        term = Reduce(operation, run.indices[0], reading.term(run.lower), reading.term(run.upper), term)
    return term
