"""Statements: what separates them, words between them, quantifiers, lists and colons."""

from __future__ import annotations

from sheets.notation.commands import CLOSE, CONNECTIVES, FUNCTIONS, REACHING, SEPARATORS
from sheets.notation.grammar.nodes import grouped
from sheets.notation.grammar.rules import Rules
from sheets.notation.tokens import Token
from sheets.notation.tree import EMPTY, Node


class Statements(Rules):
    """Statements up to the end of a bracket, a cell or the text."""

    def whole(self) -> Node:
        """The statements of the whole text, of which nothing is left over."""
        node = self.statements()
        token = self.token
        if token.kind != "stop":
            closing = token.text in CLOSE or token.is_command("rfloor", "rceil", "rangle")
            broken = closing or token.kind in ("close", "end")
            raise self.fail(f"“{token.text}” {'closes nothing' if broken else 'cannot be read here'}", broken)
        return node

    def statements(self) -> Node:
        """Statements up to the end of the bracket, the cell or the text."""
        start = self.token.start
        items: list[Node] = []
        while True:
            self._separators(items)
            if self._at_end():
                break
            before = self.position
            items += self._statement()
            if self.position == before:
                raise self.fail(f"“{self.token.text}” cannot be read here")
        return self.node("statements", "", *items, start=start)

    def _separators(self, items: list[Node]) -> None:
        while True:
            token = self.token
            if token.kind == "command" and token.text in SEPARATORS:
                self.take()
                items.append(self.node("text", SEPARATORS[token.text], start=token.start))
            elif self._is_separator(token):
                self.take()
            elif token.kind == "text" and self._is_prose(token.text):
                self.take()
                items.append(self.node("text", token.text.strip(), start=token.start))
            else:
                return

    def _is_separator(self, token: Token) -> bool:
        """Punctuation, the marks of an alignment, and an invisible bracket that holds nothing on its row."""
        if token.is_char(",", ";", ".", ":") or token.kind in ("gap", "row"):
            return True
        if token.kind == "null":
            return token.text == "left" and self.ahead().kind in ("gap", "row", "stop")
        return token.kind == "cell" and self.depth == 0

    def _is_prose(self, text: str) -> bool:
        words = text.strip().strip(",.;:()").split()
        if not words:
            return True
        joined = text.strip().replace(" ", "")
        if len(words) > 1 and joined not in FUNCTIONS and joined not in REACHING:
            return True
        return words[0].lower() in CONNECTIVES or joined.lower() in CONNECTIVES

    def _statement(self) -> list[Node]:
        """One statement, or several that share a list: `x, y ∈ R`, `a = b, c = d`."""
        if self.token.is_command("forall", "exists", "nexists"):
            token = self.take()
            self.skip_char("!")
            if self._operand_missing():
                return [self.node("quantified", token.text, EMPTY, start=token.start)]
            body = self._statement()
            merged = body[0] if len(body) == 1 else self.node("list", ",", *body)
            return [self.node("quantified", token.text, merged, start=token.start)]
        items = [self.colon()]
        while self._continues_list():
            self.take()
            self._skip_gaps()
            items.append(self.colon())
        return grouped(items)

    def _continues_list(self) -> bool:
        if not self.token.is_char(","):
            return False
        ahead = self.ahead()
        at = 1
        while ahead.kind == "gap":
            at += 1
            ahead = self.ahead(at)
        quantified = ahead.is_command("forall", "exists")
        ends = quantified or ahead.kind in ("stop", "close", "end", "cell", "row") or ahead.text in CLOSE
        prose = ahead.kind == "text" and self._is_prose(ahead.text)
        return not ends and not prose and ahead.text not in SEPARATORS and not ahead.is_char(",", ";", ".")

    def colon(self) -> Node:
        """`f : X → Y` and `1 : T`; a colon that only introduces is left to the statements."""
        left = self.relation()
        while self.token.is_char(":") and self._operand_follows(1):
            self.take()
            self._skip_gaps()
            if self.token.is_command("forall", "exists"):
                return left
            right = self.relation()
            left = self.node("list", ":", left, right)
        return left

    def _operand_follows(self, count: int) -> bool:
        ahead = self.ahead(count)
        return ahead.kind not in ("stop", "close", "end", "row", "gap") and ahead.text not in (*CLOSE, ",", ";")
