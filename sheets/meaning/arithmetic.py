"""Sums, products, quotients, roots, matrices, and values at a point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from derivations.algebra.terms import Call, Function, Number, Stack, Term, apply, number
from sheets.meaning.calls import function_call
from sheets.meaning.names import Unread, key_of
from sheets.meaning.reading import Reading, head_key, is_function
from sheets.notation.tree import EMPTY, Node

TIMES = frozenset({"·", "×", "*"})
PREFIXES = frozenset({"bbE", "Var", "Cov"})
INFIX: Mapping[str, str] = {
    "+": "add",
    "-": "subtract",
    "·": "centred_dot",
    "×": "times",
    "/": "divide",
    "⊙": "hadamard",
    "*": "times",
    "÷": "divide",
    "mod": "modulo",
    "⊗": "outer",
}


def factors_of(node: Node) -> list[Node]:
    """The factors of a juxtaposed run, in order."""
    if node.kind == "infix" and node.value == "juxt":
        return [*factors_of(node.children[0]), node.children[1]]
    return [node]


def read_infix(reading: Reading, node: Node) -> Term:
    """The term of a infix node."""
    if node.value == "juxt":
        return _run(reading, factors_of(node))
    left, right = node.children
    if node.value == "∘":
        if reading.implicit is None:
            raise Unread("a composition without an argument")
        return replace(reading, implicit=reading.term(right)).term(left)
    operation = "starred" if node.value == "*" and reading.starred else INFIX.get(node.value)
    if operation is None:
        raise Unread(f"the sign {node.value} has no meaning here")
    if node.value in TIMES and (power := _power_of_ten(right)) is not None and left.kind == "number":
        return _shifted(reading.term(left), power)
    if node.value == "/" and right.kind == "infix" and right.value == "juxt":
        return apply("divide", reading.term(left), reading.term(right))
    return apply(operation, reading.term(left), reading.term(right))


def _power_of_ten(node: Node) -> int | None:
    """The k of `10^k` and `10^{-k}`."""
    if node.kind != "script" or node.children[0] != Node("number", "10") or node.children[1] is not EMPTY:
        return None
    power = node.children[2]
    inner = power.children[0] if power.kind == "prefix" and power.value == "-" else power
    if inner.kind != "number" or not inner.value.isdigit() or len(inner.value) > 2:
        return None
    return int(inner.value) if inner is power else -int(inner.value)


def _shifted(term: Term, power: int) -> Term:
    """A number with its point moved: `7.8 \\cdot 10^{-4}` stands for all that rounds to it, as 7.8 does."""
    if not isinstance(term, Number) or term.decimals is None:
        return apply("times", term, apply("power", Number(Fraction(10)), Number(Fraction(power))))
    return Number(term.value * Fraction(10) ** power, term.decimals - power)


def _run(reading: Reading, factors: list[Node]) -> Term:
    """Juxtaposed factors: a product, unless an operator such as an expectation or a composed map stands among them."""
    for position, factor in enumerate(factors):
        rest = factors[position + 1 :]
        if not rest:
            break
        special = reading.specials.get(head_key(factor)) if factor.kind in ("name", "script") else None
        if special is not None and reading.meaning(head_key(factor)) is None and head_key(factor) in PREFIXES:
            body = rest[0]
            for other in rest[1:]:
                body = Node("infix", "juxt", (body, other), body.start, other.end)
            value = special(reading, factor, body)
            return apply("times", _run(reading, factors[:position]), value) if position else value
        if factor.kind == "group" and rest[0].kind == "group" and is_function(reading, factor):
            value = function_call(reading, factor, rest[0])
            terms = [reading.term(f) for f in factors[:position]] + [value] + [reading.term(f) for f in rest[1:]]
            return _multiplied(terms)
    return _multiplied([reading.term(factor) for factor in factors])


def _multiplied(terms: list[Term]) -> Term:
    result = terms[0]
    for term in terms[1:]:
        result = apply("times", result, term)
    return result


def read_prefix(reading: Reading, node: Node) -> Term:
    """The term of a prefix node."""
    term = reading.term(node.children[0])
    if node.value == "-":
        return apply("negate", term)
    if node.value == "+":
        return term
    raise Unread(f"the sign {node.value} has no meaning here")


def read_postfix(reading: Reading, node: Node) -> Term:
    """The term of a postfix node."""
    return apply("factorial", reading.term(node.children[0]))


def read_fraction(reading: Reading, node: Node) -> Term:
    """The term of a fraction node."""
    return apply("divide", reading.term(node.children[0]), reading.term(node.children[1]))


def read_root(reading: Reading, node: Node) -> Term:
    """The term of a root node."""
    radicand = reading.term(node.children[0])
    if len(node.children) == 1:
        return apply("sqrt", radicand)
    return apply("power", radicand, apply("divide", number(1), reading.term(node.children[1])))


def read_binomial(reading: Reading, node: Node) -> Term:
    """The term of a binomial node."""
    return apply("binomial", reading.term(node.children[0]), reading.term(node.children[1]))


def read_matrix(reading: Reading, node: Node) -> Term:
    """The term of a matrix node."""
    rows = []
    for row in node.children:
        if any(cell.kind == "dots" for cell in row.children):
            raise Unread("a matrix with dots")
        rows.append(tuple(reading.term(cell) for cell in row.children))
    if len({len(row) for row in rows}) != 1:
        raise Unread("a matrix with rows of different length")
    stacked = Stack(tuple(rows))
    return apply("determinant", stacked) if node.value == "vmatrix" else stacked


def read_at(reading: Reading, node: Node) -> Term:
    """`f|_{x = a}`: a value or derivative at a point."""
    body, sub, _ = node.children
    if sub.kind != "chain" or sub.value != "=":
        raise Unread("an evaluation without a point")
    key = key_of(sub.children[0])
    meaning = reading.meaning(key) if key else None
    if meaning is None or meaning.kind != "quantity":
        raise Unread("an evaluation at something that is no quantity")
    point = reading.term(sub.children[1])
    return Call(Function((meaning.leaf,), reading.term(body)), (point,))
