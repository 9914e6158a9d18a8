"""SymPy's LaTeX parser of the ANTLR grammar, as it stands: it may keep a part of a text and drop the rest."""

from answering import answer
from comparing import by_equals, by_simplify, expression
from sympy.parsing.latex import parse_latex

answer(lambda side: expression(parse_latex(side, backend="antlr")), [by_simplify, by_equals])
