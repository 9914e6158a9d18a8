"""Tokens, the place among them, and the marks that say where the parser stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sheets.notation.commands import ACCENTS, CLOSE, FONTS, NAMES
from sheets.notation.tokens import SyntaxFault, Token
from sheets.notation.tree import EMPTY, Node

DEEPEST = 40  # brackets in brackets; operators without brackets may nest twice as deep
ABSENT = frozenset({"stop", "close", "row", "cell", "end"})


def begins_name(token: Token) -> bool:
    """Whether a token begins a name: a letter, a Greek one, a font or an accent."""
    command = token.kind == "command" and (token.text in NAMES or token.text in FONTS or token.text in ACCENTS)
    return token.kind == "letter" or command


class Stream:
    """The tokens that are read, and what is open around the place."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.position = 0
        self.depth = 0
        self.operands = 0  # operands that are being read, one inside the other
        self.in_alignment = False
        self.in_argument = False  # of a function without brackets
        self.begin = 0  # the token with which the sum began that is being read
        self.leads = False  # whether the operand that is being read is the first of its sum
        self.bars: list[list[str]] = [[]]  # the open bars of each open bracket
        self.integrals = 0

    @property
    def token(self) -> Token:
        """The token that stands here."""
        return self.tokens[self.position]

    def ahead(self, count: int = 1) -> Token:
        """The token `count` places on; the last one where the text ends before."""
        return self.tokens[min(self.position + count, len(self.tokens) - 1)]

    def take(self) -> Token:
        """The token that stands here, passed over; the end of the text stays."""
        token = self.token
        if token.kind != "stop":
            self.position += 1
        return token

    def fail(self, message: str, broken: bool = False) -> SyntaxFault:
        """The fault to raise here; `broken` where no reading could mend it."""
        return SyntaxFault(message, self.token.start, broken)

    def node(self, kind: str, value: str, *children: Node, start: int | None = None) -> Node:
        """A node that ends where the reading stands, and begins at `start` or with its first child."""
        end = self.tokens[self.position - 1].end if self.position else 0
        begin = start if start is not None else next((child.start for child in children if child is not EMPTY), end)
        return Node(kind, value, children, begin, max(end, begin))

    def inside(self, parse: Callable[[], Node]) -> Node:
        """Parse what stands in a bracket of its own: bars inside pair among themselves."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.fail(f"brackets nested deeper than {DEEPEST}")
        before, self.in_argument = self.in_argument, False
        self.bars.append([])
        result = parse()
        self.bars.pop()
        self.in_argument = before
        self.depth -= 1
        return result

    def skip_char(self, *texts: str) -> bool:
        """Pass over one of these signs, if one stands here."""
        if self.token.is_char(*texts):
            self.take()
            return True
        return False

    def _skip_gaps(self) -> None:
        while self.token.kind in ("gap", "row", "cell"):
            self.take()

    def _matching(self, opened: int) -> int | None:
        """The index of the token that ends the braced group (or single token) at `opened`."""
        if self.tokens[opened].kind != "open":
            return opened
        depth = 0
        for at in range(opened, len(self.tokens)):
            depth += (self.tokens[at].kind == "open") - (self.tokens[at].kind == "close")
            if depth == 0:
                return at
        return None

    def _skip_argument(self) -> None:
        if self.token.kind in ABSENT:
            raise self.fail("an argument is missing", broken=True)
        end = self._matching(self.position)
        if end is None:
            raise self.fail("a brace is opened and never closed", broken=True)
        self.position = end + 1

    def _whole(self, node: Node, start: int) -> Node:
        """The node with the places of the marks around it: its braces, its font."""
        return node if node is EMPTY else replace(node, start=start, end=max(self.tokens[self.position - 1].end, start))

    def _is_bar(self) -> bool:
        return self.token.is_char("|") or self.token.is_command("|", "vert", "Vert")

    def _at_end(self) -> bool:
        token = self.token
        return (
            token.kind in ("stop", "close", "end", "cell")
            or (token.kind == "null" and token.text == "right")
            or (token.text in CLOSE and token.kind in ("char", "command"))
            or token.is_command("rfloor", "rceil", "rangle", "rvert", "rVert")
            or (self.bars[-1] == ["at"] and self._is_bar())
        )
