"""Commands with arguments: fonts, accents, fractions, roots, and marks that change the look alone."""

from __future__ import annotations

from dataclasses import replace

from sheets.notation.commands import (
    ACCENTS,
    BIG,
    BINOMIALS,
    FENCES,
    FONTS,
    FRACTIONS,
    FUNCTIONS,
    NAMES,
    OPEN,
    PRODUCTS,
    REACHING,
    RELATIONS,
    SEPARATORS,
    SUMS,
    TRANSPARENT,
)
from sheets.notation.grammar.nodes import styled
from sheets.notation.grammar.rules import Rules
from sheets.notation.grammar.stream import ABSENT
from sheets.notation.tree import Node

_BOLD = frozenset({"mathbf", "boldsymbol", "bm", "pmb", "bold", "symbf", "bf"})


class Macros(Rules):
    """A command, with the arguments that it takes."""

    def _command(self, bare: bool) -> Node:
        token = self.token
        name = token.text
        if name in ("|", "Vert", "vert", "parallel"):
            return self._bars()
        if name in OPEN:
            return self.bracket()
        if name in FENCES:
            return self._fence(name)
        self.take()
        start = token.start
        if name in ("partial", "nabla", "Delta"):
            return self._operator(name, start, bare)
        if name in NAMES:
            return self.node("name", NAMES[name], start=start)
        if name in ("neg", "lnot"):
            return self.node("prefix", "¬", self.factor(), start=start)
        if name == "ldots":
            return self.node("dots", "", start=start)
        if name in FONTS:
            return self._font(name, start, bare)
        if name in ACCENTS:
            return self._accent(ACCENTS[name], start)
        if name in FRACTIONS:
            return self._fraction(start)
        if name in BINOMIALS:
            return self.node("binom", "", self.argument(), self.argument(), start=start)
        if name == "sqrt":
            return self._root(start)
        if name in BIG:
            return self._big(BIG[name], start, reaching=False)
        if name == "arg" and self.token.kind in ("command", "text") and self.token.text in ("max", "min", "sup", "inf"):
            return self._big(REACHING["arg" + self.take().text], start, reaching=True)
        if name in REACHING:
            return self.node("name", name, start=start) if bare else self._big(REACHING[name], start, reaching=True)
        if name in FUNCTIONS:
            return self.node("name", name, start=start) if bare else self._function(name, start)
        if name in TRANSPARENT:
            return self._transparent(name, start)
        if name in ("textcolor", "colorbox"):
            self._skip_argument()
            return self._whole(self.argument(), start)
        if name == "pmod":
            return self.node("call", "mod", self.node("name", "mod", start=start), self.argument(), start=start)
        if name in ("circ", "cdot", "ast", "times", "star"):
            return self.node("name", "dot" if name == "cdot" else NAMES.get(name, name), start=start)
        if name == "not":
            raise self.fail("\\not before something that is no relation")
        if name in RELATIONS or name in SUMS or name in PRODUCTS or name in SEPARATORS:
            if bare:
                return self.node("name", name, start=start)
            self.position -= 1
            raise self.fail("an operand is missing", broken=True)
        self.position -= 1
        raise self.fail(f"the command \\{name} is not known")

    def argument(self) -> Node:
        """The argument of a command: a braced group or one token."""
        token = self.token
        if token.kind == "open":
            return self._group_or_choose()
        if token.kind == "number":
            return self._first_digit()
        if token.kind in ABSENT:
            raise self.fail("an argument is missing", broken=True)
        return self.primary(bare=True)

    def _font(self, name: str, start: int, bare: bool) -> Node:
        """A font and what it covers; a bold 1 is no number but the vector of ones, or an indicator."""
        word = None if bare or FONTS[name] else self._braced_word()
        if word is not None:
            return self._function(word, start)
        inner = self.primary(bare=True) if bare and self.token.kind != "open" else self.argument()
        node = self._whole(styled(inner, FONTS[name]), start)
        if name in _BOLD and node.kind == "number" and node.value == "1":
            return replace(node, kind="name", value="bb1")
        return node

    def _braced_word(self) -> str | None:
        """Take a known function in braces, if one stands here: `\\mathsf{ReLU}`, `{\\rm ReLU}`."""
        close = self._matching(self.position)
        if close is None or self.token.kind != "open":
            return None
        inside = self.tokens[self.position + 1 : close]
        if not inside or any(token.kind != "letter" or (k and token.spaced) for k, token in enumerate(inside)):
            return None
        word = "".join(token.text for token in inside)
        if len(word) > 1 and word in FUNCTIONS:
            self.position = close + 1
            return word
        return None

    def _accent(self, accent: str, start: int) -> Node:
        base = self.argument()
        return self.node("accent", accent, base, start=start) if accent else self._whole(base, start)

    def _root(self, start: int) -> Node:
        if self.token.is_char("["):
            self.take()
            order = self.inside(self.sum)
            if not self.token.is_char("]"):
                raise self.fail("the order of a root is not closed", broken=True)
            self.take()
            return self.node("root", "", self.argument(), order, start=start)
        return self.node("root", "", self.argument(), start=start)

    def _fraction(self, start: int) -> Node:
        derivative = self._derivative(start)
        if derivative is not None:
            return derivative
        return self.node("frac", "", self.argument(), self.argument(), start=start)

    def _transparent(self, name: str, start: int) -> Node:
        """Marks that change the look and not the formula; of two arguments the second is the content."""
        if name in ("overset", "underset", "stackrel"):
            if name == "underset" and self._underset_operator():
                return self._underset(start)
            self._skip_argument()
        node = self.argument()
        if name in ("underbrace", "overbrace"):
            while self.token.is_char("_", "^"):
                self.take()
                self._skip_argument()
        return self._whole(node, start)
