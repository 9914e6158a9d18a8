"""The two ways in which SymPy is asked whether two expressions are equal."""

from typing import Any

from answering import RIGHT, UNDECIDED, WRONG
from sympy import Basic, simplify


def by_simplify(left: Any, right: Any) -> str:
    """Whether the difference simplifies to zero; what is left over is taken for a no, as its users do."""
    difference = simplify(left - right)
    return RIGHT if difference == 0 or getattr(difference, "is_zero_matrix", False) else WRONG


def by_equals(left: Any, right: Any) -> str:
    """What `equals` says: yes, no, or nothing."""
    said = left.equals(right)
    return UNDECIDED if said is None else RIGHT if said else WRONG


def expression(tree: Any) -> Any:
    """What a parser gave, if it is an expression of SymPy. Raises ValueError if not."""
    if not isinstance(tree, Basic) and not hasattr(tree, "shape"):
        raise ValueError(repr(tree))
    return tree
