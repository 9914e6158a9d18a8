"""What reading a sheet gives: frozen values, every offset a character offset into the file."""

from __future__ import annotations

from dataclasses import dataclass

from sheets.source.mapped import Mapped


class SheetError(Exception):
    """A sheet cannot be read at all; the message names the file, what is the matter and the remedy."""


@dataclass(frozen=True)
class Span:
    """One stretch of mathematics of a sheet.

    `start` and `end` (exclusive) enclose the content between the delimiters in the file `path`; `line` and `column`
    belong to `start` and count from 1. `math` is the content with macros expanded and comments removed. `heading`
    holds the titles above it, outermost first; `before` and `after` hold the prose on both sides up to the
    neighbouring spans, at most 300 characters each.
    """

    start: int
    end: int
    display: bool
    math: Mapped
    line: int
    column: int
    heading: tuple[str, ...]
    before: str
    after: str
    path: str


@dataclass(frozen=True)
class Problem:
    """Something in the file `path` that keeps a part of it from being read; the message says what, and what to do."""

    line: int
    column: int
    start: int
    end: int
    message: str
    path: str


@dataclass(frozen=True)
class Ignore:
    """A comment `twofold: ignore CODE` on a line of the file `path`; no codes means all of them."""

    line: int
    codes: tuple[str, ...]
    path: str


@dataclass(frozen=True)
class Sheet:
    """A sheet as read: its own text and, in reading order, the spans of it and of the files that it includes.

    `included` holds the path and the text of each file that `\\input` or `\\include` brought in, in reading order and
    each once; packages of macros are not among them.
    """

    path: str
    text: str
    spans: tuple[Span, ...]
    problems: tuple[Problem, ...]
    ignores: tuple[Ignore, ...]
    included: tuple[tuple[str, str], ...] = ()

    @property
    def texts(self) -> dict[str, str]:
        """The text of each file by its path, the sheet's own first."""
        return {self.path: self.text, **dict(self.included)}
