"""Brackets: groups, norms, roundings and inner products."""

from __future__ import annotations

from derivations.algebra.terms import Number, Stack, Term, apply
from sheets.meaning.conditions import condition
from sheets.meaning.names import Unread
from sheets.meaning.reading import Reading
from sheets.notation.tree import EMPTY, Node


def read_group(reading: Reading, node: Node) -> Term:
    """The term of a group node."""
    body = node.children[0]
    if body.kind == "list" and body.value == ",":
        if node.value == "[" and len(body.children) == 2:
            return apply("pair", reading.term(body.children[0]), reading.term(body.children[1]))
        entries = tuple(reading.term(child) for child in body.children)
        if node.value == "(" and any(isinstance(entry, Number) for entry in entries):
            return Stack((entries,))  # numbers in brackets are a vector; letters may be arguments
        raise Unread("a tuple has no meaning here")
    if body.kind == "chain":
        if node.value == "[":
            return apply("indicator", condition(reading, body))
        raise Unread("a relation in brackets has no meaning here")
    return reading.term(body)


def read_norm(reading: Reading, node: Node, sub: Node = EMPTY) -> Term:
    """The term of a norm or absolute value, with the subscript that names the norm."""
    body = reading.term(node.children[0])
    if node.kind == "abs" and sub is EMPTY:
        return apply("bars", body)
    if sub is EMPTY:
        return apply("plain_norm", body)
    if sub.kind == "number" and sub.value == "2":
        return apply("two_norm", body)
    if sub.is_name("F", "Fro", "fro"):
        return apply("frobenius", body)
    if sub.kind == "number" and sub.value == "1":
        return apply("norm1", body)
    if sub.is_name("infinity", "max"):
        return apply("norm_max", body)
    return apply("norm_p", body, reading.term(sub))


def read_floor(reading: Reading, node: Node) -> Term:
    """The term of a floor node."""
    return apply(node.kind, reading.term(node.children[0]))


def read_angle(reading: Reading, node: Node) -> Term:
    """The term of a angle node."""
    body = node.children[0]
    if body.kind == "list" and len(body.children) == 2:
        return apply("dot", reading.term(body.children[0]), reading.term(body.children[1]))
    raise Unread("angle brackets that hold no two factors")
