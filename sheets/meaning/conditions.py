"""Relations: claims, conditions, and distinctions of cases."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import reduce
from typing import Any

from derivations.algebra.terms import Apply, Cases, Compare, Number, Relation, Term, apply, number
from sheets.meaning.names import Unread
from sheets.meaning.reading import COMPARISONS, Reading
from sheets.notation.tree import Node

SIGNIFICANT = 3  # digits from which a decimal among others looks rounded


def condition(reading: Reading, node: Node) -> Term:
    """The truth value of a relation, a chain of them, or several."""
    if node.kind == "chain":
        truths = []
        for operator, left, right in links(node):
            if operator not in COMPARISONS:
                raise Unread(f"the relation {operator} as a condition")
            truths.append(Compare(COMPARISONS[operator], reading.term(left), reading.term(right)))
        result: Term = truths[0]
        for truth in truths[1:]:
            result = apply("and", result, truth)
        return result
    if node.kind in ("group", "set"):
        return condition(reading, node.children[0])
    if node.kind == "infix" and node.value == "juxt":
        left, right = node.children
        if right.is_name("even", "odd"):
            remainder = apply("modulo", reading.term(left), number(2))
            return Compare("==", remainder, number(0 if right.value == "even" else 1))
    raise Unread("a condition that is no relation")


def links(chain: Node) -> list[tuple[str, Node, Node]]:
    """The steps of a chain: operator, left, right."""
    operators = chain.value.split()
    return [(op, chain.children[k], chain.children[k + 1]) for k, op in enumerate(operators)]


def read_cases(reading: Reading, node: Node) -> Term:
    """The term of a cases node."""
    rows = []
    for row in node.children:
        cells = [cell for cell in row.children if cell.kind != "statements" or cell.children]
        if len(cells) == 1 and cells[0].kind == "statements":
            cells = [child for child in cells[0].children if child.kind != "text"]
        value = reading.term(cells[0])
        truths = [condition(reading, found) for cell in cells[1:] for found in _conditions_in(cell)]
        rows.append((value, reduce(lambda a, b: apply("and", a, b), truths) if truths else None))
    return Cases(tuple(rows))


def _conditions_in(cell: Node) -> list[Node]:
    if cell.kind in ("chain", "group", "infix"):
        return [cell]
    if cell.kind in ("statements", "list"):
        return [found for child in cell.children for found in _conditions_in(child)]
    return []


def read_cases_group(reading: Reading, node: Node) -> Term:
    """`\\{` before an array is a case distinction."""
    body = node.children[0]
    if body.kind == "matrix" and body.value == "array":
        return read_cases(reading, body)
    if body.kind in ("infix", "prefix", "frac", "big", "call"):
        return reading.term(body)  # braces as the outermost brackets of a long formula
    raise Unread("a set has no meaning here")


def claims(reading: Reading, chain: Node) -> list[Relation]:
    """The claims of a chain, one a step."""
    found = []
    for operator, left, right in links(chain):
        name = {"=:": "==", "approx": "=="}.get(operator, COMPARISONS.get(operator))
        if name is None:
            raise Unread(f"the relation {operator} is not checked yet")
        sides = [_side(reading.term(side)) for side in (left, right)]
        found.append(Relation(name, *(map(_about, sides) if operator == "approx" else sides)))
    return found


def _side(term: Term) -> Term:
    """A side whose short decimals are exact, unless it is one literal: results are rounded, and so is what is computed
    on from them."""
    literal = term.arguments[0] if isinstance(term, Apply) and term.operation == "negate" else term
    return term if isinstance(literal, Number) else _exact(term)


def _about(term: Term) -> Term:
    """Behind ≈ a whole number is rounded too, to its last digit that is not 0."""
    if not isinstance(term, Number) or term.decimals is not None or term.value.denominator != 1 or not term.value:
        return term
    digits = str(abs(term.value.numerator))
    return replace(term, decimals=len(digits.rstrip("0")) - len(digits))


def _exact(term: Term) -> Term:
    if isinstance(term, Number):
        digits = abs(int(term.value * 10**term.decimals)) if term.decimals else 0
        return term if len(str(digits)) >= SIGNIFICANT else replace(term, decimals=None)

    def through(value: Any) -> Any:
        if isinstance(value, Term):
            return _exact(value)
        return tuple(through(item) for item in value) if isinstance(value, tuple) else value

    changes: dict[str, Any] = {item.name: through(getattr(term, item.name)) for item in fields(term)}
    return replace(term, **changes)
