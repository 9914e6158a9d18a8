"""Brackets: groups, sets, intervals, fences and invisible brackets, and the lists and conditions in them."""

from __future__ import annotations

from sheets.notation.commands import CLOSE, FENCES, OPEN, SEPARATORS
from sheets.notation.grammar.nodes import unwrapped
from sheets.notation.grammar.rules import Rules
from sheets.notation.tree import EMPTY, Node


class Brackets(Rules):
    """Bracketed groups and what stands in them."""

    def bracket(self) -> Node:
        """A bracketed group; half-open intervals may close with another bracket than they opened with."""
        token = self.take()
        kind = OPEN[token.text]
        body = self.inside(self._bracket_body)
        closing = self.token
        if closing.kind == "null" and closing.text == "right":
            self.take()
            if kind == "{" and body.kind == "matrix":
                return self.node("cases", body.value, *body.children, start=token.start)
            return self.node("group", kind, body, start=token.start)
        if closing.text not in CLOSE or closing.kind not in ("char", "command"):
            raise self.fail(f"a “{token.text}” is opened and never closed", broken=True)
        if CLOSE[closing.text] != kind and not {kind, CLOSE[closing.text]} <= {"(", "["}:
            raise self.fail(f"“{token.text}” is closed by “{closing.text}”", broken=True)
        self.take()
        if kind == "{":
            return self.node("set", "", body, start=token.start)
        mixed = kind if CLOSE[closing.text] == kind else ("[)" if kind == "[" else "(]")
        return self.node("group", mixed, body, start=token.start)

    def _bracket_body(self) -> Node:
        """What stands in a bracket: statements by `;`, a condition behind a bar, entries by `,`."""
        start = self.token.start
        if self._at_end():
            return EMPTY
        rows: list[Node] = []
        while True:
            rows.append(self._given())
            if self.token.is_char(";"):
                self.take()
                continue
            before = self.position
            self._inner_separator(rows)
            if self.position == before or self._at_end():
                break
        return rows[0] if len(rows) == 1 else self.node("list", ";", *rows, start=start)

    def _inner_separator(self, rows: list[Node]) -> None:
        """Take what stands between two statements of a bracket: a row, words, an implication, a colon."""
        token = self.token
        if token.kind in ("gap", "row", "cell"):
            self.take()
        elif (token.kind == "text" and self._is_prose(token.text)) or token.text in SEPARATORS:
            self.take()
            rows.append(self.node("text", SEPARATORS.get(token.text, token.text.strip()), start=token.start))
        elif token.is_command("forall", "exists"):
            rows += self._statement()
        elif token.is_char(":") or (token.is_char(".", "!") and self.ahead().text in CLOSE):
            self.take()

    def _given(self) -> Node:
        left = self._comma_list()
        while self._given_at():
            token = self.take()
            doubled = token.is_char("|") and self.skip_char("|")
            divergence = doubled or token.is_command("|", "parallel", "Vert")
            right = self._comma_list()
            left = self.node("given", "||" if divergence else "|", left, right)
        return left

    def _given_at(self) -> bool:
        token = self.token
        bar = token.is_char("|") or token.is_command("|", "vert", "Vert", "mid", "parallel")
        return bar and not self.bars[-1]

    def _comma_list(self) -> Node:
        start = self.token.start
        items = [self._entry()]
        while self.token.is_char(","):
            self.take()
            self._skip_gaps()
            if self._at_end() or self.token.is_char(",", ";"):
                continue
            items.append(self._entry())
        return items[0] if len(items) == 1 else self.node("list", ",", *items, start=start)

    def _entry(self) -> Node:
        if self.token.is_command("forall", "exists"):
            return self._statement()[0]
        self._skip_gaps()
        if self.token.is_char(":"):
            token = self.take()
            if self._at_end() or self.token.is_char(","):
                return self.node("name", "colon", start=token.start)
            return self.node("list", ":", EMPTY, self.relation(), start=token.start)
        left = self.colon()
        ahead = self.ahead()
        if self.token.is_char(":") and (ahead.text in CLOSE or ahead.is_char(",") or ahead.kind == "close"):
            self.take()
            left = self.node("list", ":", left, EMPTY)
        return left

    def _null(self) -> Node:
        """`\\left. f \\right|_{x=0}`: what an invisible bracket opens, at the scripts of the bar that closes it."""
        token = self.take()
        if token.text != "left":
            raise self.fail("\\right. closes nothing", broken=True)
        body = self.inside(self._evaluated)
        node = self._whole(unwrapped(body, token.start), token.start)
        closing = self.token
        bar = self._is_bar()
        if bar or closing.kind == "null" or closing.text in CLOSE:
            self.take()
        if self.token.is_char("_") and (bar or closing.text in CLOSE):
            scripted = self._scripts(node)
            return self.node("at", "", node, scripted.children[1], scripted.children[2], start=token.start)
        return self._whole(node, token.start)

    def _evaluated(self) -> Node:
        self.bars[-1].append("at")
        return self.statements()

    def _fence(self, name: str) -> Node:
        kind, closing = FENCES[name]
        start = self.take().start
        body = self.inside(self._bracket_body)
        plain = kind in ("abs", "norm") and self.token.text in ("|", "vert", "Vert")
        if not self.token.is_command(closing) and not plain:
            raise self.fail(f"\\{name} is opened and never closed", broken=True)
        self.take()
        return self.node(kind, "", body, start=start)
