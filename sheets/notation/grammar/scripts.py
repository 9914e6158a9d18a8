"""Scripts: primes, subscripts and superscripts, the labels that stand in them, and the calls after a name."""

from __future__ import annotations

from dataclasses import replace

from sheets.notation.grammar.nodes import is_callable, labelled
from sheets.notation.grammar.rules import Rules
from sheets.notation.grammar.stream import ABSENT
from sheets.notation.tokens import Token
from sheets.notation.tree import EMPTY, Node

SYMBOL_LABELS = {"*": "star", "+": "plus", "-": "minus", "/": "slash", "°": "degree"}
_COMMAND_LABELS = {
    "ast": "star", "star": "star", "circ": "degree", "perp": "perp", "dagger": "dagger", "pm": "plusminus", "to": "to",
    "bullet": "bullet", "cdot": "dot", "times": "times", "top": "top", "|": "norm", "parallel": "parallel",
}  # fmt: skip


class Scripts(Rules):
    """A factor with its scripts and calls."""

    def factor(self) -> Node:
        """One operand with its scripts and calls."""
        return self.scripted(self.primary())

    def scripted(self, base: Node) -> Node:
        """A base with its primes, subscript and superscript, calls, and what follows a call."""
        while True:
            token = self.token
            if token.is_char("'", "^", "_") or token.is_command("prime"):
                base = self._scripts(base)
            elif token.is_char("!"):
                self.take()
                base = self.node("postfix", "!", base)
            elif self._call_follows(base):
                base = self.node("beside", "", base, self.bracket())
            elif base.kind == "number" and base.value == "1" and token.is_char("{"):
                base = replace(base, kind="name", value="bb1")  # `1\{x > 0\}` is an indicator
            elif self._evaluation_bar():
                self.take()
                scripted = self._scripts(base)
                base = self.node("at", "", base, scripted.children[1], scripted.children[2])
            else:
                return base

    def _evaluation_bar(self) -> bool:
        """`f|_{x=0}`: a bar that closes nothing and carries a subscript."""
        token = self.token
        bar = token.is_char("|") or token.is_command("vert", "mid")
        return bar and not self.bars[-1] and self.ahead().is_char("_")

    def _call_follows(self, base: Node) -> bool:
        """A bracket directly after a name (with its scripts): a call or a product, which the meaning decides."""
        if base.kind == "beside" and self.in_argument:
            return False
        if self.token.is_char("(", "["):
            return is_callable(base)
        return self.token.is_char("{") and is_callable(base) and base.kind != "beside"

    def _scripts(self, base: Node) -> Node:
        """Primes, one subscript and one superscript, in any order."""
        primes, sub, sup = 0, EMPTY, EMPTY
        while True:
            token = self.token
            if token.is_char("'") or token.is_command("prime"):
                self.take()
                primes += 1
            elif token.is_char("^") and (count := self._raised_primes()):
                primes += count
            elif token.is_char("^"):
                if sup is not EMPTY:
                    raise self.fail("two superscripts", broken=True)
                self.take()
                sup = self.script_argument()
            elif token.is_char("_"):
                if sub is not EMPTY:
                    raise self.fail("two subscripts", broken=True)
                self.take()
                sub = self.script_argument()
            else:
                break
        if sup.kind == "infix" and sup.value == "juxt" and sup.children[0].is_name("star"):
            base = self.node("script", "", base, sub, sup.children[0])
            sub, sup = EMPTY, sup.children[1]
        return self.node("script", str(primes) if primes else "", base, sub, sup)

    def _scripts_of(self, base: Node) -> Node:
        """The base with the scripts that follow it, if any do."""
        return self._scripts(base) if self.token.is_char("'", "^", "_") else base

    def _raised_primes(self) -> int:
        """Take `^\\prime` or `^{\\prime\\prime}`, and count its primes."""
        first = self.position + 1
        braced = self.tokens[first].kind == "open"
        at = first + braced
        while self.tokens[at].is_command("prime") or (braced and self.tokens[at].is_char("'")):
            at += 1
            if not braced:
                break
        count = at - first - braced
        if not count or (braced and self.tokens[at].kind != "close"):
            return 0
        self.position = at + braced
        return count

    def script_argument(self) -> Node:
        """What a `^` or `_` takes: one token, a command with its arguments, or a braced group."""
        token = self.token
        if token.kind == "open":
            label = self._symbol_label(self.position + 1)
            if label == "star" and self.ahead(2).kind != "close":
                return self._starred(token.start)
            if label is not None and self.ahead(2).kind == "close":
                self.position += 3
                return self.node("name", label, start=token.start)
            return labelled(self.braced(self._bracket_body))
        label = self._symbol_label(self.position)
        if label is not None:
            self.take()
            return self.node("name", label, start=token.start)
        if token.kind == "number":
            return self._first_digit()
        if token.kind in ABSENT:
            raise self.fail("a script without content", broken=True)
        return self.primary(bare=True)

    def _starred(self, start: int) -> Node:
        """`w^{*\\top}`: a star, then what follows it."""
        self.position += 2
        star = self.node("name", "star", start=start)
        rest = self.inside(self._bracket_body)
        if self.token.kind != "close":
            raise self.fail("a brace is opened and never closed", broken=True)
        self.take()
        return self.node("infix", "juxt", star, rest, start=start)

    def _symbol_label(self, at: int) -> str | None:
        token = self.tokens[min(at, len(self.tokens) - 1)]
        if token.kind == "char":
            return SYMBOL_LABELS.get(token.text)
        if token.kind == "command":
            return _COMMAND_LABELS.get(token.text)
        return None

    def _first_digit(self) -> Node:
        """`x^23` is x squared times 3: TeX takes one token."""
        token = self.token
        if len(token.text) == 1:
            self.take()
            return self.node("number", token.text, start=token.start)
        first = Token("number", token.text[0], token.start, token.start + 1, token.spaced)
        rest = Token("number", token.text[1:], token.start + 1, token.end)
        self.tokens[self.position : self.position + 1] = [first, rest]
        self.take()
        return self.node("number", first.text, start=first.start)
