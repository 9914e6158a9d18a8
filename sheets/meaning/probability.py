"""Expectations, variances, probabilities and divergences: weighted sums over a sample space."""

from __future__ import annotations

from derivations.algebra.terms import Expectation, Term, apply
from sheets.meaning.conditions import condition
from sheets.meaning.names import Unread
from sheets.meaning.reading import Reading, Special, arguments_of
from sheets.notation.tree import EMPTY, Node


def _bare(head: Node) -> Node:
    return head.children[1] if head.kind == "script" else EMPTY


def read_expectation(reading: Reading, head: Node, group: Node) -> Term:
    """`E[X]`, `E_x[f(x)]`, and `E X` without brackets."""
    value = Expectation(_inside(reading, group))
    sup = head.children[2] if head.kind == "script" else EMPTY
    if sup is not EMPTY:
        raise Unread("a superscript on an expectation")
    return value


def _inside(reading: Reading, group: Node) -> Term:
    if group.kind in ("group", "set"):
        body = group.children[0]
        if body.kind == "given":
            raise Unread("a conditional expectation")
        if body.kind == "list":
            raise Unread("an expectation of several things")
        return reading.term(body)
    return reading.term(group)


def read_variance(reading: Reading, head: Node, group: Node) -> Term:
    """`Var(X)`: the mean squared deviation; of a vector, the covariance matrix."""
    x = _inside(reading, group)
    deviation = apply("subtract", x, Expectation(x))
    return Expectation(apply("outer_square", deviation, deviation))


def read_covariance(reading: Reading, head: Node, group: Node) -> Term:
    """`Cov(X, Y)`: the mean product of the deviations."""
    arguments = arguments_of(reading, group)
    if len(arguments) == 1:
        arguments = (arguments[0], arguments[0])
    if len(arguments) != 2:
        raise Unread("a covariance of more than two quantities")
    x, y = arguments
    return Expectation(
        apply("outer_square", apply("subtract", x, Expectation(x)), apply("subtract", y, Expectation(y)))
    )


def read_probability(reading: Reading, head: Node, group: Node) -> Term:
    """`P(X ≥ a)`: the weight of the event."""
    body = group.children[0] if group.kind == "group" else group
    if body.kind != "chain":
        raise Unread("the probability of something that is no event")
    return Expectation(apply("indicator", condition(reading, body)))


def read_divergence(reading: Reading, head: Node, group: Node) -> Term:
    """`KL(p‖q)` of two probability vectors."""
    body = group.children[0]
    if body.kind == "given" or (body.kind == "list" and len(body.children) == 2):
        p, q = (reading.term(child) for child in body.children)
        logarithm = apply("log", apply("divide", p, q))
        return apply("total", apply("hadamard", p, logarithm))
    raise Unread("a divergence of something that is no pair")


def read_indicator(reading: Reading, head: Node, group: Node) -> Term:
    """`1[i = j]`, `1(x > 0)`."""
    return apply("indicator", condition(reading, group))


SPECIALS: dict[str, Special] = {
    "bbE": read_expectation,
    "Var": read_variance,
    "Cov": read_covariance,
    "P": read_probability,
    "bbP": read_probability,
    "KL": read_divergence,
    "bb1": read_indicator,
}
