"""Environments: matrices, cases and alignments, their rows and cells."""

from __future__ import annotations

from sheets.notation.commands import ALIGNMENTS, CASES, MATRICES
from sheets.notation.grammar.rules import Rules
from sheets.notation.tree import Node


class Environments(Rules):
    """Environments, with their rows and cells."""

    def _environment(self) -> Node:
        token = self.take()
        name = token.text
        if name in ALIGNMENTS:
            return self._alignment(name, token.start)
        if name not in MATRICES and name not in CASES:
            raise self.fail(f"the environment {name} is not known")
        rows = self.inside(lambda: self._rows(name))
        if self.token.kind != "end" or self.token.text != name:
            raise self.fail(f"\\begin{{{name}}} is never closed", broken=True)
        self.take()
        kind = "cases" if name in CASES else "matrix"
        return self.node(kind, name, *rows.children, start=token.start)

    def _alignment(self, name: str, start: int) -> Node:
        before, self.in_alignment = self.in_alignment, True
        body = self.inside(self._aligned_statements)
        self.in_alignment = before
        if self.token.kind != "end" or self.token.text != name:
            raise self.fail(f"\\begin{{{name}}} is never closed", broken=True)
        self.take()
        return self.node("statements", "", *body.children, start=start)

    def _aligned_statements(self) -> Node:
        start = self.token.start
        items: list[Node] = []
        while True:
            while self.token.kind in ("cell", "row", "gap"):
                self.take()
            if self.token.kind in ("end", "stop"):
                return self.node("statements", "", *items, start=start)
            before = self.position
            items += self.statements().children
            if self.position == before:
                raise self.fail(f"“{self.token.text}” cannot be read here")

    def _rows(self, name: str) -> Node:
        start = self.token.start
        before, self.in_alignment = self.in_alignment, False
        rows: list[Node] = []
        cells: list[Node] = []
        while True:
            cell = self._cell()
            cells.append(self.node("statements", "", *cell) if len(cell) != 1 else cell[0])
            if self.token.kind == "cell":
                self.take()
                continue
            if any(node.kind != "statements" or node.children for node in cells):
                rows.append(self.node("row", "", *cells, start=cells[0].start))
            cells = []
            if self.token.kind == "row":
                self.take()
                continue
            break
        self.in_alignment = before
        return self.node("list", "", *rows, start=start)

    def _cell(self) -> list[Node]:
        items: list[Node] = []
        while True:
            self._cell_separators(items)
            if self._at_end() or self.token.kind == "row":
                return items
            before = self.position
            items += self._statement()
            if self.position == before:
                raise self.fail(f"“{self.token.text}” cannot be read here")

    def _cell_separators(self, items: list[Node]) -> None:
        while True:
            token = self.token
            if token.kind == "text" and self._is_prose(token.text):
                self.take()
                items.append(self.node("text", token.text.strip(), start=token.start))
            elif token.is_char(",", ";", ".", ":") or token.kind == "gap":
                self.take()
            else:
                return
