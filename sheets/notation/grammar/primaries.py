"""Primaries: one operand without its scripts, by the kind of its first token."""

from __future__ import annotations

from collections.abc import Callable

from sheets.notation.commands import (
    ABBREVIATED_MAPS,
    ABBREVIATIONS,
    CLOSE,
    FUNCTIONS,
    LETTER_WORDS,
    NEEDS_BRACKET,
    OPEN,
    REACHING,
    UNICODE_NAMES,
)
from sheets.notation.grammar.nodes import unwrapped
from sheets.notation.grammar.rules import Rules
from sheets.notation.grammar.scripts import SYMBOL_LABELS
from sheets.notation.grammar.stream import DEEPEST, begins_name
from sheets.notation.tree import Node


class Primaries(Rules):
    """One operand: a number, a letter, a word, a group or a sign."""

    def primary(self, bare: bool = False) -> Node:
        """One operand without its scripts; `bare` operands are single tokens, which call nothing."""
        self.operands += 1
        self.leads = self.position == self.begin
        if self.operands > 2 * DEEPEST:
            raise self.fail(f"operators nested deeper than {2 * DEEPEST}")
        node = self._primary(bare)
        self.operands -= 1
        return node

    def _primary(self, bare: bool) -> Node:
        token = self.token
        if token.kind == "number":
            self.take()
            return self.node("number", token.text, start=token.start)
        if token.kind == "letter":
            return self._letters(bare)
        if token.kind == "open":
            word = None if bare else self._braced_word()
            if word is not None:
                return self._function(word, token.start)
            return self._whole(self._group_or_choose(), token.start)
        if token.kind == "text":
            return self._word(bare)
        if token.kind == "begin":
            return self._environment()
        if token.kind == "null":
            return self._null()
        if token.kind == "char":
            return self._char(bare)
        if token.kind == "command":
            return self._command(bare)
        raise self.fail("an operand is missing", broken=True)

    def _letters(self, bare: bool) -> Node:
        token = self.token
        if not bare:
            if self.integrals and self._differential_at():
                self.take()
                return self.node("differential", "", self.scripted(self.primary(bare=True)), start=token.start)
            word = self._typed_word()
            if word is not None:
                self.position += len(word)
                return self._function(word, token.start)
            word = self._typed_name()
            if word is not None:
                self.position += len(word)
                return self.node("name", word, start=token.start)
        self.take()
        return self.node("name", UNICODE_NAMES.get(token.text, token.text), start=token.start)

    def _run_of_letters(self) -> str:
        """The adjacent letters that begin here; empty where there is only one."""
        if self.ahead().kind != "letter":
            return ""
        letters: list[str] = []
        for at in range(self.position, min(self.position + 10, len(self.tokens))):
            token = self.tokens[at]
            if token.kind != "letter" or not token.text.isascii() or (letters and token.spaced):
                break
            letters.append(token.text)
        return "".join(letters)

    def _typed_name(self) -> str | None:
        """An abbreviation typed as plain adjacent letters: `ELBO`, `MSE`, `BN(x)`."""
        run = self._run_of_letters()
        maps = run in ABBREVIATED_MAPS and self.ahead(len(run)).is_char("(", "[")
        return run if maps or run in ABBREVIATIONS else None

    def _typed_word(self) -> str | None:
        """A function's name typed as plain adjacent letters: `sin(t)`, `diag(x)`."""
        run = self._run_of_letters()
        for word in LETTER_WORDS:
            one_more = len(word) > 2 and len(run) == len(word) + 1 and word not in NEEDS_BRACKET
            if run == word or (one_more and run.startswith(word)):
                after = self.ahead(len(word))
                if word not in NEEDS_BRACKET or after.is_char("(", "[", "_", "^"):
                    return word
        return None

    def braced(self, parse: Callable[[], Node] | None = None) -> Node:
        """The content of a TeX group, which is invisible: one expression, or the list it holds."""
        opened = self.take()
        body = self.inside(parse or self.statements)
        if self.token.kind != "close":
            raise self.fail("a brace is opened and never closed", broken=True)
        self.take()
        return unwrapped(body, opened.start)

    def _group_or_choose(self) -> Node:
        """A braced group; `{n \\choose k}` is a binomial coefficient and `{a \\over b}` a quotient."""
        opened = self.position
        close = self._matching(opened)
        if close is None:
            raise self.fail("a brace is opened and never closed", broken=True)
        depth = 0
        for at in range(opened, close):
            token = self.tokens[at]
            depth += (token.kind == "open") - (token.kind == "close")
            if depth == 1 and token.is_command("choose", "over"):
                return self._infix_command(token.text)
        return self.braced()

    def _infix_command(self, name: str) -> Node:
        start = self.take().start
        upper = self.inside(self.sum)
        if not self.token.is_command(name):
            raise self.fail(f"\\{name} cannot be read here")
        self.take()
        lower = self.inside(self.sum)
        if self.token.kind != "close":
            raise self.fail("a brace is opened and never closed", broken=True)
        self.take()
        return self.node("binom" if name == "choose" else "frac", "", upper, lower, start=start)

    def _word(self, bare: bool) -> Node:
        token = self.take()
        text = token.text.strip()
        joined = text.replace(" ", "").replace("-", "")
        if bare:
            return self.node("name", text.replace(" ", "-") or "text", start=token.start)
        if joined in FUNCTIONS:
            return self._function(joined, token.start)
        if joined in REACHING:
            return self._big(REACHING[joined], token.start, reaching=True)
        if joined == "d" and begins_name(self.token):
            return self.node("differential", "", self.scripted(self.primary(bare=True)), start=token.start)
        return self.node("name", text.replace(" ", "-") or "text", start=token.start)

    def _char(self, bare: bool) -> Node:
        token = self.token
        if token.text in OPEN:
            return self.bracket()
        if token.text == "|":
            return self._bars()
        if token.text in ("?", "□", "…", "°", "%", "@", '"', "`"):
            raise self.fail(f"“{token.text}” cannot be read here")
        if token.text in SYMBOL_LABELS and bare:
            self.take()
            return self.node("name", SYMBOL_LABELS[token.text], start=token.start)
        if token.is_char("*", "·") and self._between_brackets():
            self.take()
            return self.node("name", "dot", start=token.start)
        raise self.fail("an operand is missing", broken=token.text in "+-=<>/*^_,;:)]")

    def _between_brackets(self) -> bool:
        before = self.tokens[self.position - 1] if self.position else self.token
        ahead = self.ahead()
        return (before.text in OPEN or before.text == ",") and (ahead.text in CLOSE or ahead.text in (",", "|", "mid"))
