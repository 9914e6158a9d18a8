"""What a document's control words mean before it defines any: the words that define, and the conventional macros."""

from __future__ import annotations

from functools import cache

from sheets.source.conventional import CONVENTIONAL
from sheets.source.definitions import DEFINERS
from sheets.source.macros import Kind, Macro, Meaning, Parameter, Scope, Shape, Word, body_of, macro

_KINDS = {"m": Kind.ARGUMENT, "g": Kind.GROUP, "b": Kind.BRACKET, "r": Kind.ROUND, "s": Kind.STAR}
_INCLUDING = ("input", "include", "subfile", "usepackage", "RequirePackage", "documentclass", "LoadClass")


def new_scope(length: int) -> Scope:
    """Give the scope in which a document of this length begins."""
    scope = Scope(dict(_beginning()))
    scope.allow(length)
    return scope


@cache
def _beginning() -> dict[str, Meaning]:
    known: dict[str, Meaning] = {
        name: Macro(
            tuple(Shape(tuple(Parameter(_KINDS[kind]) for kind in takes), body_of(body)) for takes, body in shapes)
        )
        for name, shapes in CONVENTIONAL.items()
    }
    known |= {"ensuremath": macro(1, "#1"), "xspace": macro(0, ""), "protect": macro(0, ""), "ifmmode": Word.IF_MATH}
    known |= dict.fromkeys(_INCLUDING, Word.INPUT)
    return known | dict(DEFINERS)
