"""Applied functions: brackets behind a name, slopes, and functions of a fixed meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from derivations.algebra.terms import Apply, Derivative, Entry, Leaf, Stack, Term, apply
from sheets.meaning.names import Meaning, Unread, key_of
from sheets.meaning.reading import (
    FIXED,
    Reading,
    arguments_of,
    call,
    head_key,
    indices,
    is_expectation,
    is_function,
    resolve,
)
from sheets.meaning.scripts import power
from sheets.notation.tree import EMPTY, Node

INVERSES: Mapping[str, str] = {"sigmoid": "logit", "tanh": "artanh", "exp": "log", "log": "exp"}


def read_beside(reading: Reading, node: Node) -> Term:
    """The term of a beside node."""
    head, group = node.children
    special = reading.specials.get(head_key(head))
    if special is None and is_expectation(head, group):
        special = reading.specials["bbE"]
    if special is not None and reading.meaning(head_key(head)) is None:
        return special(reading, head, group)
    if head.kind == "script" and int(head.value or 0):
        return _prime_call(reading, head, group)
    if is_function(reading, head):
        return function_call(reading, head, group)
    known = resolve(reading, *head.children) if head.kind == "script" else None
    known = known or resolve(reading, head, EMPTY, EMPTY)
    if known is not None and known[0].kind == "quantity" and known[0].leaf in reading.defined and _only_names(group):
        return reading.term(head)
    if head.kind == "jacobian" and _unapplied(reading, head.children[1]):
        return replace(reading, implicit=reading.term(group)).term(head)
    if group.children and group.children[0].kind == "list":
        if group.value == "[" and head.kind in ("name", "accent", "script"):
            return _bracket_index(reading, head, group)
        raise Unread(
            f"{head_key(head)} is applied to several arguments and is no known function", "UNK102", head_key(head)
        )
    meaning = reading.meaning(head_key(head))
    indexed = meaning is not None and meaning.rank and head.kind in ("name", "accent")
    if group.value == "[" and indexed and not _holds_an_array(reading, group):
        return _bracket_index(reading, head, group)
    return apply("times", reading.term(head), reading.term(group))


def _only_names(group: Node) -> bool:
    """Whether a bracket holds nothing but names: arguments that a defined quantity carries along."""
    return all(node.kind in ("name", "accent", "group", "list", "given", "script", "empty") for node in group.walk())


def _unapplied(reading: Reading, body: Node) -> bool:
    """Whether a map stands without its argument: `∂(G ∘ F)` before a bracket."""
    return is_function(reading, body) if body.kind != "beside" else False


def _holds_an_array(reading: Reading, group: Node) -> bool:
    """Whether a bracket holds a vector or matrix, so that it is a factor, `Q[I - D]Q^T`, and no index."""
    meanings = (reading.meaning(key) for node in group.walk() if (key := key_of(node)) is not None)
    return any(meaning is not None and meaning.rank > 0 for meaning in meanings)


def _bracket_index(reading: Reading, head: Node, group: Node) -> Term:
    return Entry(reading.term(head), indices(reading, group.children[0]))


def function_call(reading: Reading, head: Node, group: Node) -> Term:
    """A function applied to a bracket: `f(x)`, `f^2(x)`, `f^{-1}(x)`, `f_i(x)`."""
    if head.kind == "group":
        inner = replace(reading, implicit=reading.term(group))
        return inner.term(head.children[0])
    if head.kind == "script":
        found = resolve(reading, *head.children)
        assert found is not None
        meaning, sub, sup = found
        value = call(meaning, arguments_of(reading, group))
        if sup.kind == "prefix" and sub is EMPTY:
            return _inverse_call(meaning, arguments_of(reading, group))
        if sub is not EMPTY:
            value = Entry(value, indices(reading, sub))
        return power(reading, value, sup)
    meaning = reading.names[key_of(head) or ""]
    return call(meaning, arguments_of(reading, group))


def _inverse_call(meaning: Meaning, arguments: tuple[Term, ...]) -> Term:
    """`σ^{-1}(t)`: the inverse of a function of one argument whose inverse is known."""
    if meaning.operation not in INVERSES or len(arguments) != 1:
        raise Unread("the inverse of a function")
    return Apply(INVERSES[meaning.operation], arguments)


def _prime_call(reading: Reading, head: Node, group: Node) -> Term:
    """`f'(a)`: the derivative of the function at the argument, entry by entry for arrays."""
    base, sub, sup = head.children
    primes = int(head.value)
    key = key_of(base)
    found = resolve(reading, base, sub, sup)
    if key is not None and found is None and reading.meaning(key + "_prime" * primes) is not None:
        return apply("times", reading.term(replace(head, value="")), reading.term(group))
    if found is None or found[0].kind != "function":
        raise Unread(f"the derivative of {key}, which is no known function", "UNK102", key or "")
    meaning, sub, sup = found
    if sub is not EMPTY:
        raise Unread("a subscript on the derivative of a function")
    value = slope(reading, meaning, reading.term(group), primes)
    return power(reading, value, sup)


def slope(reading: Reading, meaning: Meaning, argument: Term, order: int = 1) -> Term:
    """The derivative of a function of one argument, at that argument."""
    variable = reading.fresh_name("u")
    body = call(meaning, (Leaf(variable),))
    if order == 1:
        return Derivative(body, variable, at=argument, entrywise=True)
    if order > 3:
        raise Unread("a derivative of order above 3")
    inner = slope(reading, meaning, Leaf(variable), order - 1)
    return Derivative(inner, variable, at=argument, entrywise=True)


def read_call(reading: Reading, node: Node) -> Term:
    """A named function such as log, det or diag; the head carries its scripts."""
    head, argument = node.children
    name, primes, sub, sup = node.value, 0, EMPTY, EMPTY
    if head.kind == "script":
        _, sub, sup = head.children
        primes = int(head.value or 0)
    if reading.meaning(name) is not None:
        return read_beside(reading, Node("beside", "", (replace(head), argument), node.start, node.end))
    special = reading.specials.get(name)
    if special is not None:
        return special(reading, head, argument)
    if name == "log" and sub is not EMPTY:
        return apply("divide", apply("log", reading.term(argument)), apply("log", reading.term(sub)))
    if name not in FIXED:
        raise Unread(f"the function {name} is not known here")
    meaning = Meaning("function", name, operation=FIXED[name])
    if primes:
        return power(reading, slope(reading, meaning, reading.term(argument), primes), sup)
    if sup.kind == "prefix":
        raise Unread(f"the inverse of {name}")
    arguments = arguments_of(reading, argument)
    if len(arguments) > 1 and name == "diag":
        return apply("diag", Stack(tuple((argument,) for argument in arguments)))
    if len(arguments) != 1:
        raise Unread(f"{name} of {len(arguments)} arguments")
    value = Apply(FIXED[name], arguments)
    if sub is not EMPTY and name in ("softmax", "relu", "sigmoid"):
        return power(reading, Entry(value, indices(reading, sub)), sup)
    return power(reading, value, sup)
