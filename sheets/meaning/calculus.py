"""Derivatives: ∂/∂x, d/dx, ∇, ∂F."""

from __future__ import annotations

from dataclasses import replace

from derivations.algebra.terms import Derivative, Entry, Leaf, Term, leaves
from sheets.meaning.names import Meaning, Unread, key_of
from sheets.meaning.reading import Reading, arguments_of, indices, is_function, resolve
from sheets.notation.tree import EMPTY, Node


def read_derivative(reading: Reading, node: Node) -> Term:
    """`∂f/∂x`, also by an entry (`∂p_i/∂z_j`), also repeated."""
    body, *variables = node.children
    if body is EMPTY:
        raise Unread("a derivative of nothing")
    _, order = node.value.split()
    term = reading.term(body)
    if len(variables) == 1 and variables[0].kind == "script" and order.isdigit() and int(order) > 1:
        base, sub, sup = variables[0].children
        if sup.kind == "number" and sup.value == order:
            single = base if sub is EMPTY else replace(variables[0], children=(base, sub, EMPTY))
            variables = [single] * int(order)
    if order.isdigit() and len(variables) != int(order):
        raise Unread("a derivative whose order does not fit its variables")
    for variable in reversed(variables):
        term = by(reading, term, variable)
    return term


def by(reading: Reading, term: Term, variable: Node, gradient: bool = True) -> Term:
    """The derivative of a term by a written variable: a name, or an entry of one."""
    meaning, found = variable_of(reading, variable)
    if isinstance(term, Leaf) and term.name != meaning.leaf and reading.free(term.name):
        raise Unread(f"nothing says how {term.name} depends on {meaning.leaf}", "UNK102", term.name)
    number_of = Derivative(term, meaning.leaf, gradient=gradient)
    if not found:
        return number_of
    return Entry(number_of, found)


def variable_of(reading: Reading, variable: Node) -> tuple[Meaning, tuple[Term | None, ...]]:
    """The quantity that a derivative is by, and the indices of the entry if it is one."""
    while variable.kind == "group":
        variable = variable.children[0]
    if variable.kind == "script":
        base, sub, sup = variable.children
        found = resolve(reading, base, sub, sup)
        if found is None:
            raise Unread(f"{key_of(base)} has no meaning here", "UNK102", key_of(base) or "")
        meaning, sub, sup = found
        positions = indices(reading, sub) if sub is not EMPTY else ()
        if sup is not EMPTY:
            inner = sup.children[0] if sup.kind == "group" else sup
            positions = (reading.term(inner), *positions)
        if meaning.kind != "quantity" or len(positions) > meaning.rank:
            raise Unread("a derivative by something that is no quantity")
        return meaning, positions
    if variable.kind == "beside":
        raise Unread("a derivative by a function's value")
    key = key_of(variable)
    meaning_of = reading.meaning(key) if key is not None else None
    if meaning_of is None:
        raise Unread(f"{key} has no meaning here", "UNK102", key or "")
    if meaning_of.kind != "quantity":
        raise Unread("a derivative by something that is no quantity")
    return meaning_of, ()


def read_nabla(reading: Reading, node: Node) -> Term:
    """`∇_x f`, `∇f(a)`, `∇²f(a)`."""
    sub, body = node.children
    if body is EMPTY:
        raise Unread("a gradient of nothing")
    order = int(node.value)
    if order > 2:
        raise Unread("∇ of order above 2")
    if sub is not EMPTY:
        term = by(reading, reading.term(body), sub)
        return by(reading, term, sub) if order == 2 else term
    return _at_argument(reading, body, order, gradient=True)


def _at_argument(reading: Reading, body: Node, order: int, gradient: bool) -> Term:
    """The derivative of `f(a)` by the argument of f, at a."""
    if body.kind == "beside" and is_function(reading, body.children[0]):
        head, group = body.children
        arguments = arguments_of(reading, group)
        if len(arguments) != 1:
            raise Unread("a derivative that does not say by which argument")
        return _by_argument(reading, head, arguments[0], order, gradient)
    if reading.implicit is None:
        raise Unread("a derivative that does not say by what")
    variable = reading.fresh_name("u")
    value = replace(reading, implicit=Leaf(variable)).term(body)
    if variable in leaves(value):
        return Derivative(value, variable, at=reading.implicit, gradient=gradient)
    if isinstance(reading.implicit, Leaf):
        return Derivative(value, reading.implicit.name, gradient=gradient)
    raise Unread("a derivative that does not say by what")


def _by_argument(reading: Reading, head: Node, point: Term, order: int, gradient: bool) -> Term:
    """The first or second derivative of a function, with its scripts, at a point."""
    variable = reading.fresh_name("u")
    inner = replace(reading, names={**reading.names, variable: Meaning("quantity", variable)})
    applied = Node("beside", "", (head, Node("group", "(", (Node("name", variable),))))
    if order == 1:
        return Derivative(inner.term(applied), variable, at=point, gradient=gradient)
    return Derivative(_by_argument(inner, head, Leaf(variable), 1, True), variable, at=point)


def read_jacobian(reading: Reading, node: Node) -> Term:
    """`∂F(a)`, and `∂(G ∘ F)` where maps stand without an argument; a number's is a row."""
    sub, body = node.children
    if body is EMPTY:
        raise Unread("a derivative of nothing")
    if sub is not EMPTY:
        return by(reading, reading.term(body), sub, gradient=False)
    return _at_argument(reading, body, 1, gradient=False)
