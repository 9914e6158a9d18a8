"""The grammar: tokens to the notation tree, a whole span or a `SyntaxFault`, never a part of it.

Binding, from loose to tight: statements (separators) · given `|` · `,` · `:` · relations · `+ -` · `· × / ⊙` ·
juxtaposition · the argument of a function without brackets · scripts. The body of a sum is one product; minima,
maxima and limits reach over `+ -`. Scripts after `f(x)` belong to its value. A quotient of two numbers binds like a
number, and a quotient of two differentials is a derivative.
"""

from __future__ import annotations

from sheets.notation.grammar.bars import Bars
from sheets.notation.grammar.brackets import Brackets
from sheets.notation.grammar.derivatives import Derivatives
from sheets.notation.grammar.environments import Environments
from sheets.notation.grammar.macros import Macros
from sheets.notation.grammar.nodes import height_of
from sheets.notation.grammar.operators import Operators
from sheets.notation.grammar.primaries import Primaries
from sheets.notation.grammar.products import Products
from sheets.notation.grammar.relations import Relations
from sheets.notation.grammar.scripts import Scripts
from sheets.notation.grammar.statements import Statements
from sheets.notation.tokens import SyntaxFault, read_tokens
from sheets.notation.tree import Node

HIGHEST = 120  # levels of the tree, so that whoever walks it by recursion comes back


def read_notation(text: str) -> Node:
    """The `statements` node of a math span; raises `SyntaxFault` when any part of it cannot be read."""
    try:
        tree = _Parser(read_tokens(text)).whole()
    except RecursionError:
        raise SyntaxFault("operators nested too deeply", 0) from None
    if height_of(tree) > HIGHEST:
        raise SyntaxFault(f"a formula of more than {HIGHEST} levels", 0)
    return tree


class _Parser(
    Statements,
    Relations,
    Products,
    Scripts,
    Primaries,
    Brackets,
    Bars,
    Macros,
    Derivatives,
    Operators,
    Environments,
):
    """All the rules together."""
