"""Bars: absolute values and norms, and whether a bar opens, closes or conditions."""

from __future__ import annotations

from sheets.notation.commands import CLOSE, OPEN, RELATIONS
from sheets.notation.grammar.rules import Rules
from sheets.notation.tree import Node

FAR = 400  # tokens within which a bar's partner is looked for


class Bars(Rules):
    """What stands between bars."""

    def _bar_kind(self) -> tuple[str, int]:
        """Whether the bar here is single or double, and how many tokens it takes."""
        token = self.token
        if token.is_command("|", "Vert", "parallel"):
            return "norm", 1
        if token.is_char("|") and self.ahead().is_char("|") and not self.ahead().spaced:
            return "norm", 2
        return "abs", 1

    def _bar_opens(self) -> bool:
        """Whether a bar where an operand may stand opens: none is open, and the bars ahead are even in number."""
        if self.bars[-1] or self.token.is_command("mid", "parallel"):
            return False
        count = self._bars_ahead(self._bar_kind()[0])
        return count % 2 == 0 and count > 0

    def _bars_ahead(self, kind: str) -> int:
        """The bars of a kind from here to the end of the expression, at this level of brackets."""
        count, depth, at = 0, 0, self.position
        while at < min(self.position + FAR, len(self.tokens)):
            token = self.tokens[at]
            marks = token.kind in ("char", "command")
            if token.kind in ("stop", "row") or (token.kind == "gap" and depth == 0):
                break
            depth += (token.kind == "open" or (marks and token.text in OPEN)) - (
                token.kind == "close" or (marks and token.text in CLOSE)
            )
            if depth < 0 or (depth == 0 and marks and (token.is_char(",", ";") or token.text in RELATIONS)):
                break
            width = self._bar_width(at, kind) if depth == 0 else 0
            count += width > 0
            at += max(width, 1)
        return count

    def _bar_width(self, at: int, kind: str) -> int:
        """How many tokens the bar of this kind takes that stands at `at`; 0 where none does."""
        token, after = self.tokens[at], self.tokens[min(at + 1, len(self.tokens) - 1)]
        single = token.is_char("|") or token.is_command("vert")
        if kind == "abs":
            return int(single)
        if token.is_command("|", "Vert"):
            return 1
        return 2 if single and after.is_char("|") and not after.spaced else 0

    def _bars(self) -> Node:
        """`|x|`, `\\|x\\|`, `||x||`: an absolute value, a cardinality, a determinant or a norm."""
        kind, width = self._bar_kind()
        start = self.token.start
        self.position += width
        self.bars[-1].append(kind)
        level = len(self.bars[-1])
        body = self._comma_list_inside_bars()
        if len(self.bars[-1]) != level or not self._closing_bar(kind):
            raise self.fail("a bar is opened and never closed", broken=True)
        self.bars[-1].pop()
        return self.node(kind, "", body, start=start)

    def _comma_list_inside_bars(self) -> Node:
        items = [self.colon()]
        while self.token.is_char(","):
            self.take()
            items.append(self.colon())
        return items[0] if len(items) == 1 else self.node("list", ",", *items)

    def _closing_bar(self, kind: str) -> bool:
        token = self.token
        if kind == "norm":
            if token.is_command("|", "Vert", "rVert", "parallel"):
                self.take()
                return True
            if token.is_char("|") and self.ahead().is_char("|"):
                self.position += 2
                return True
            return False
        if token.is_char("|") or token.is_command("vert", "mid", "rvert"):
            self.take()
            return True
        return False
