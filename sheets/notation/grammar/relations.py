"""Relations: their signs, annotated and negated ones, and chains of them over the rows of an alignment."""

from __future__ import annotations

from sheets.notation.commands import RELATIONS, SEPARATORS
from sheets.notation.grammar.rules import Rules
from sheets.notation.tree import EMPTY, Node


class Relations(Rules):
    """Chains of relations."""

    def relation_at(self) -> str | None:
        """The relation that stands here, if one does."""
        token = self.token
        if token.kind == "command" and token.text == "not" and self.ahead().text in RELATIONS:
            return {"=": "!=", "in": "notin"}.get(RELATIONS[self.ahead().text], f"not{RELATIONS[self.ahead().text]}")
        if token.kind == "command" and token.text in ("overset", "stackrel", "underset"):
            return self._annotated_relation()
        if token.is_command("xrightarrow", "xleftarrow", "xlongrightarrow", "xmapsto", "xLeftarrow"):
            return ":=" if "left" in token.text.lower() else "to"
        if token.kind in ("char", "command") and token.text in RELATIONS:
            return RELATIONS[token.text]
        return None

    def _annotated_relation(self) -> str | None:
        """`\\overset{iid}{\\sim}`: the relation in the second argument."""
        close = self._matching(self.position + 1)
        if close is None:
            return None
        after = close + 1
        if after < len(self.tokens) and self.tokens[after].kind == "open":
            after += 1
        token = self.tokens[min(after, len(self.tokens) - 1)]
        if token.kind in ("char", "command") and token.text in RELATIONS:
            return RELATIONS[token.text]
        return None

    def take_relation(self) -> str:
        """The relation that stands here, passed over with what is written over and under its sign."""
        name = self.relation_at()
        assert name is not None
        token = self.take()
        if token.text == "not":
            self.take()
        elif token.text in ("overset", "stackrel", "underset"):
            self._skip_argument()
            self._skip_argument()
        elif token.text.startswith("x"):
            if self.token.is_char("["):
                while not self.token.is_char("]") and self.token.kind != "stop":
                    self.take()
                self.take()
            self._skip_argument()
        while token.is_command("perp") and self.token.is_command("perp"):  # ⫫, made of two signs
            self.take()
        while self.token.is_char("_", "^"):  # an annotation under or over the sign
            self.take()
            self._skip_argument()
        return name

    def relation(self) -> Node:
        """A chain of relations, or the bare expression when there is none."""
        start = self.token.start
        items: list[Node] = []
        operators: list[str] = []
        self._skip_lead()
        first = EMPTY if self.relation_at() else self._conditioned()
        items.append(first)
        while (name := self._relation_next()) is not None:
            operators.append(name)
            self._skip_lead()
            if self._operand_missing():
                items.append(EMPTY)
                break
            items.append(self._conditioned())
        if not operators:
            return first
        return self.node("chain", " ".join(operators), *items, start=start)

    def _conditioned(self) -> Node:
        """`x \\mid h ∼ N(…)`, `X ⊥ Y \\mid Z`: a side of a relation may be given something."""
        left = self.sum()
        if self.depth == 0 and self.token.is_command("mid") and not self.bars[-1]:
            self.take()
            left = self.node("given", "|", left, self.sum())
        return left

    def _skip_lead(self) -> None:
        while self.token.kind in ("cell", "gap") or (self.token.kind == "row" and self.depth == 0):
            self.take()

    def _relation_next(self) -> str | None:
        """Take the relation that continues a chain, also on the next row of an alignment."""
        back = self.position
        while self.token.kind in ("cell", "row", "gap") and self.depth_allows_rows():
            self.take()
        if self.relation_at() is not None:
            return self.take_relation()
        self.position = back
        return None

    def depth_allows_rows(self) -> bool:
        """Whether a row that ends here goes on in the next one."""
        return self.depth == 0 or self.in_alignment

    def _operand_missing(self) -> bool:
        token = self.token
        return (
            self._at_end()
            or token.is_char(",", ";", ".")
            or token.kind in ("row", "gap")
            or (token.kind == "command" and token.text in SEPARATORS)
            or (token.kind == "text" and self._is_prose(token.text) and len(token.text.split()) > 1)
        )
