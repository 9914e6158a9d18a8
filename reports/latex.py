"""SymPy to LaTeX with the names of the field: `x_hat` is an x with a hat, `theta_star` a θ with a star."""

from __future__ import annotations

import re
from typing import Any

from sympy.core.mul import Mul
from sympy.matrices.expressions.matmul import MatMul
from sympy.matrices.expressions.special import Identity, OneMatrix
from sympy.printing.latex import LatexPrinter, translate
from sympy.printing.precedence import PRECEDENCE

from derivations.operators import at, dot, norm, norm1, norm_max, norm_p, spectral_norm

_ACCENTS = {"hat": r"\hat", "bar": r"\bar", "tilde": r"\tilde", "dot": r"\dot", "vec": r"\vec"}
_ABOVE = {"star": "*", "inv": "-1", "plus": "+", "minus": "-", "prime": r"\prime"}
_SIGNS = {"pm": r"\pm", "inf": r"\infty"}
_FENCED = (dot, norm, norm1, norm_max, norm_p, spectral_norm)  # their own fences hold a power
_WORD = re.compile(r"[A-Za-z]{3,}|in|[A-Z]{2,}")
_SUBSCRIPT = re.compile(r"^(.*)_\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}(\^\{[^{}]*\})?$")


def latex(expression: Any) -> str:
    """The LaTeX of a SymPy expression."""
    return str(_Printer().doprint(expression))


class _Printer(LatexPrinter):
    """SymPy's printer, but for names and entries."""

    def _print(self, expr: Any, **options: Any) -> str:
        if isinstance(expr, at):
            return self._entry(expr, **options)
        if isinstance(expr, MatMul):
            return self._product(expr)
        if isinstance(expr, (OneMatrix, Identity)):
            return r"\mathbf{1}" if isinstance(expr, OneMatrix) else "I"
        if isinstance(expr, _FENCED) and options.get("exp") is not None:
            return f"{super()._print(expr)}^{{{options['exp']}}}"
        return str(super()._print(expr, **options))

    def _entry(self, expr: Any, exp: str | None = None) -> str:
        """An entry: its indices join the subscript that the name has."""
        base, *indices = expr.args
        name = self._print(base)
        if not base.is_Symbol and not getattr(base, "is_symbol", False):
            name = rf"\left[{name}\right]"
        written = ", ".join(self._print(index) for index in indices)
        match = _SUBSCRIPT.match(name)
        if match is not None:
            text = f"{match.group(1)}_{{{match.group(2)}, {written}}}{match.group(3) or ''}"
        else:
            text = f"{name}_{{{written}}}"
        if exp is None:
            return text
        return f"{{{text}}}^{{{exp}}}" if "^" in text else f"{text}^{{{exp}}}"

    def _product(self, expr: Any) -> str:
        """A product of matrices as SymPy prints it, which negates the whole product for each factor to learn its sign.
        """
        first, *others = factors = list(expr.args)
        negative = bool(first.is_Number and first.is_extended_negative)
        if negative:
            factors = others if first == -1 else [-first, *others]
        level = PRECEDENCE["Add" if negative else "Mul"]
        text = " ".join(self._factor(factor, level) for factor in factors)
        return f"- {text}" if negative else text

    def _factor(self, factor: Any, level: int) -> str:
        if isinstance(factor, Mul) and not isinstance(factor, MatMul):
            return self._print(factor)
        return str(self.parenthesize(factor, level))

    def _deal_with_super_sub(self, string: str, style: str = "plain") -> str:
        """The LaTeX of a name: accents, subscripts behind `_`, superscripts behind `^`."""
        if "{" in string or "\\" in string:
            return string
        base, *parts = re.split(r"(?=[_^])", string)
        text = _letter(base)
        below: list[str] = []
        above: list[str] = []
        for part in parts:
            mark, name = part[0], part[1:]
            if mark == "_" and name in _ACCENTS:
                text = f"{_ACCENTS[name]}{{{text}}}"
            elif mark == "_" and name in _ABOVE:
                above.append(_ABOVE[name])
            else:
                (below if mark == "_" else above).append(_SIGNS.get(name) or _letter(name))
        if below:
            text += f"_{{{', '.join(below)}}}"
        return f"{text}^{{{', '.join(above)}}}" if above else text


def _letter(name: str) -> str:
    """A letter, a Greek letter by its name, or a word in roman type."""
    greek = translate(name)
    if greek != name:
        return str(greek)
    return rf"\mathrm{{{name}}}" if _WORD.fullmatch(name) else name
