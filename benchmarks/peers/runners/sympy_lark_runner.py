"""SymPy's LaTeX parser of the Lark grammar."""

from answering import answer
from comparing import by_equals, by_simplify, expression
from sympy.parsing.latex import parse_latex

answer(lambda side: expression(parse_latex(side, backend="lark")), [by_simplify, by_equals])
