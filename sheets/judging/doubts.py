"""What keeps a false relation from being called wrong: two ways to read it, or things that nothing here draws."""

from __future__ import annotations

import re

from derivations.algebra.points import Context
from sheets.notation.tree import Node

OF_A_KIND = re.compile(
    r"permutation|(row|column|doubly)[- ]stochastic|stochastic matri|projection matri|projector|idempotent|unitary|skew"
    r"|rotation matri|nilpotent"
)
"""Words of matrices with a structure that nothing here draws."""

OF_OTHERS = re.compile(r"imaginary|complex (number|conjugate|exponential)|dual number")
"""Words of numbers that are not real."""


def is_doubtful(pair: Node, context: Context, nearby: str) -> bool:
    """Whether a relation may be meant in a way in which it holds, for all that can be seen of it."""
    if _mixes_bases(pair) or _is_ambiguous(pair) or OF_OTHERS.search(nearby) is not None:
        return True
    return any(len(quantity.shape) == 2 for quantity in context.quantities) and OF_A_KIND.search(nearby) is not None


def _is_ambiguous(pair: Node) -> bool:
    """Whether a sine or cosine of a bracket stands before a letter, `\\sin(i + 1) \\omega`, which may be inside."""
    runs = [node.children for node in pair.walk() if node.kind == "infix" and node.value == "juxt"]
    return any(
        left.kind == "call"
        and left.value in ("sin", "cos", "tan")
        and left.children[1].kind == "group"
        and right.kind == "name"
        for left, right in runs
    )


def _mixes_bases(pair: Node) -> bool:
    """Whether a relation writes logarithms in a base, and a divergence that is in that base as well."""
    logarithms = (node for node in pair.walk() if node.kind == "call" and node.value == "log")
    based = any(node.children[0].kind == "script" for node in logarithms)
    return based and any(node.kind == "given" and node.value == "||" for node in pair.walk())
