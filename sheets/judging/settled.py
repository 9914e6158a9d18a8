"""Relations whose form settles them: declarations, settings, conditions, and what is not checked."""

from __future__ import annotations

from dataclasses import replace

from sheets.judging.outcomes import Judgement
from sheets.judging.results import Verdict
from sheets.judging.statements import Statement, is_calculation, is_constant, is_magnitude, is_name
from sheets.meaning.arithmetic import factors_of
from sheets.meaning.probability import SPECIALS
from sheets.meaning.reading import COMPARISONS, FIXED
from sheets.notation.tree import EMPTY, Node

DECLARING = frozenset(
    {"in", "notin", "~", "subset", "supset", "notsubset", "perp", "mapsto", "to", "preceq", "succeq", "ni"}
)
LOOSE = frozenset({"approx", "propto", "<<", ">>", "cong", "lesssim", "gtrsim", "asymp"})
DEFINING = frozenset({":=", "=:"})


def at_once(statement: Statement) -> Judgement | None:
    """Relations whose form settles them: declarations, settings, conditions, and what is not checked."""
    operator, left, right = statement.operator, statement.left, statement.right
    if EMPTY in (left, right):
        return Judgement(Verdict.DEFINITION, reason="the words before it name its left side")
    if "dots" in (left.kind, right.kind):
        return Judgement(Verdict.DEFINITION, reason="a sequence is continued")
    if operator in DECLARING:
        if operator == "to" and not is_name(left) and any(node.kind == "big" for node in statement.pair.walk()):
            return Judgement(Verdict.UNCHECKED, "UNK105", reason="limits are not checked yet")
        return Judgement(Verdict.DEFINITION)
    if statement.assumed and operator not in ("=", ":=", "equiv") and not is_calculation(statement):
        return Judgement(Verdict.DEFINITION, reason="a condition")
    if operator == "approx" and closed(left) and in_digits(right):
        return None
    if operator in LOOSE and all(is_magnitude(side) or is_constant(side) for side in (left, right)):
        return Judgement(Verdict.DEFINITION, reason="a condition")
    if operator in LOOSE:
        return Judgement(Verdict.UNCHECKED, "UNK105", reason=f"the relation {operator} says nothing exact")
    if operator not in COMPARISONS and operator not in DEFINING:
        return Judgement(Verdict.UNCHECKED, "UNK105", reason=f"the relation {operator} is not checked yet")
    if operator in ("<", "<=", ">", ">=", "!=") and (
        (is_constant(right) and is_magnitude(left)) or (is_constant(left) and is_magnitude(right))
    ):
        return Judgement(Verdict.DEFINITION, reason="a condition")
    if _of_differentials(statement.pair):
        return Judgement(Verdict.UNCHECKED, "UNK105", reason="differentials are not checked yet")
    simple = (is_name(statement.left) and (is_constant(statement.right) or is_name(statement.right))) or (
        is_constant(statement.left) and is_name(statement.right)
    )
    if simple:
        return Judgement(Verdict.DEFINITION)
    return None


def in_digits(side: Node) -> bool:
    """Whether a side is written in digits, so that it says how exact it is; `≈ 1/e` does not."""
    return closed(side) and not any(node.kind in ("name", "frac", "root", "call") for node in side.walk())


def closed(side: Node) -> bool:
    """Whether a side is a number without letters: then "about" is a matter of the digits that are written."""
    return not any(
        node.kind == "name" and node.value not in ("e", "pi") and node.value not in FIXED for node in side.walk()
    )


def is_new_function(left: Node) -> bool:
    """Whether a side applies a named function that is none of the fixed ones, `swish(z)`, or to more than one thing."""
    if left.kind != "call":
        return False
    argument = left.children[1]
    several = argument.kind == "group" and argument.children[0].kind == "list"
    primed = left.children[0].kind == "script" and bool(int(left.children[0].value or 0))
    return left.value not in SPECIALS and (several or (left.value not in FIXED and not primed))


def _of_differentials(pair: Node) -> bool:
    """Whether a d stands before other things again and again, `d(AB) = (dA)B + A dB`: a differential, no factor."""
    bare = pair.transformed(_without_subscript)
    uses_of = sum(node.is_name("d") for node in bare.walk())
    runs = [factors_of(node) for node in bare.walk() if node.kind == "infix" and node.value == "juxt"]
    before = {id(factor) for run in runs for factor in run[:-1] if factor.is_name("d")}
    before |= {id(node.children[0]) for node in bare.walk() if _is_of_one(node) and node.children[0].is_name("d")}
    return uses_of > 1 and len(before) == uses_of


def _is_of_one(node: Node) -> bool:
    """Whether a name stands before a bracket with one thing in it: `d(a, b)` is a distance."""
    return node.kind == "beside" and node.children[1].children[0].kind != "list"


def _without_subscript(node: Node) -> Node:
    """The node without what stands below it: the letters of `p_{data}` are no differentials."""
    if node.kind != "script":
        return node
    base, _, sup = node.children
    return replace(node, children=(base, EMPTY, sup))
