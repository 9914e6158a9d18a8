"""A page is a text with everything found once that the reading rules ask for again and again.

Looking up the next closing delimiter, the next blank line or the end of an environment is then a binary search, which
keeps the reader linear on texts that are full of openings without an end.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from sheets.source.lines import with_plain_breaks
from sheets.source.macros import match_braces

_BLANK = re.compile(r"\n(?=[ \t\r]*(?:\n|\Z))")
_BREAK = re.compile(r"\n(?=[ \t>\r]*(?:\n|\Z)|[ \t>]{0,12}#{1,6}[ \t])")
_DOLLARS = re.compile(r"\\.|\$+", re.DOTALL)
_BRACKET = re.compile(r"(?<!\\)(\\++)([()\[\]])")
_EDGE = re.compile(r"\\(begin|end)[ \t]*\{([A-Za-z]+\*?)\}")
_DEFINES = re.compile(r"\\(?:\w*newcommand|providecommand|DeclareMathOperator|def|let)(?![A-Za-z])")
_TICKS = re.compile(r"`+")
_HTML_END = re.compile(r"-->|</(?:pre|code|script|style|textarea)\s{0,9}>", re.IGNORECASE)


@dataclass(frozen=True)
class Region:
    """A stretch of mathematics: the content from `start` to `end`, with its delimiters from `opens` to `closes`."""

    opens: int
    start: int
    end: int
    closes: int
    display: bool


@dataclass(frozen=True)
class Found:
    """What a rule makes of its place: where to go on, and a region, a hidden stretch or a fault where there is one.

    A hidden stretch is neither mathematics nor prose: code, a comment, a definition. A fault is a sentence about the
    opening at this place.
    """

    resume: int
    region: Region | None = None
    hidden: bool = False
    fault: str | None = None


@dataclass(frozen=True)
class Page:
    """A text with the sorted places of its blank lines, dollars, brackets, backticks, HTML ends and environments.

    `strict` says that the text is LaTeX, where a dollar is always a delimiter; elsewhere it may be money.
    """

    text: str
    strict: bool
    breaks: list[int]
    dollars: list[int]
    runs: list[int]
    brackets: dict[str, list[int]]
    ticks: dict[int, list[int]]
    html_ends: dict[str, list[int]]
    environment_ends: dict[int, re.Match[str]]
    braces: dict[int, int]

    def crosses_break(self, i: int, j: int) -> bool:
        """Say whether a blank line or a heading begins between two places."""
        k = bisect_left(self.breaks, i)
        return k < len(self.breaks) and self.breaks[k] < j

    def next_dollars(self, after: int) -> tuple[int, int] | None:
        """Give the place and the length of the first run of dollars beyond a place."""
        k = bisect_right(self.dollars, after)
        return (self.dollars[k], self.runs[k]) if k < len(self.dollars) else None

    def next_bracket(self, kind: str, at: int) -> int | None:
        """Give the first place from `at` on of a bracket, spelled as in the text."""
        return _first(self.brackets.get(kind, []), at)

    def next_ticks(self, length: int, at: int) -> int | None:
        """Give the first place from `at` on of a run of exactly so many backticks."""
        return _first(self.ticks.get(length, []), at)

    def next_html_end(self, kind: str, at: int) -> int | None:
        """Give the first place from `at` on of `-->` or of a closing tag."""
        return _first(self.html_ends.get(kind, []), at)


Rule = Callable[[Page, re.Match[str]], Found]


def page_of(text: str, strict: bool) -> Page:
    """Find everything once."""
    text = with_plain_breaks(text)
    dollars = [match for match in _DOLLARS.finditer(text) if match.group()[0] == "$"]
    brackets: dict[str, list[int]] = {}
    for match in _BRACKET.finditer(text):
        slashes = 1 if len(match.group(1)) % 2 else 2
        brackets.setdefault("\\" * slashes + match.group(2), []).append(match.end() - 1 - slashes)
    ticks: dict[int, list[int]] = {}
    for match in _TICKS.finditer(text):
        ticks.setdefault(len(match.group()), []).append(match.start())
    html_ends: dict[str, list[int]] = {}
    for match in _HTML_END.finditer(text):
        kind = "-->" if match.group() == "-->" else match.group().rstrip("> \t\n").lower()
        html_ends.setdefault(kind, []).append(match.start())
    return Page(
        text=text,
        strict=strict,
        breaks=[match.start() for match in (_BLANK if strict else _BREAK).finditer(text)],
        dollars=[match.start() for match in dollars],
        runs=[len(match.group()) for match in dollars],
        brackets=brackets,
        ticks=ticks,
        html_ends=html_ends,
        environment_ends=_match_environments(text),
        braces=match_braces(text) if not strict and _DEFINES.search(text) else {},
    )


def _match_environments(text: str) -> dict[int, re.Match[str]]:
    """Pair each `\\begin{x}` with its `\\end{x}`; what was opened between them and not closed has no end."""
    ends: dict[int, re.Match[str]] = {}
    open_places: list[tuple[str, int]] = []
    open_names: dict[str, int] = {}
    for match in _EDGE.finditer(text):
        name = match.group(2)
        if match.group(1) == "begin":
            open_places.append((name, match.start()))
            open_names[name] = open_names.get(name, 0) + 1
        elif open_names.get(name):
            while True:
                opened, place = open_places.pop()
                open_names[opened] -= 1
                if opened == name:
                    ends[place] = match
                    break
    return ends


def _first(places: list[int], at: int) -> int | None:
    k = bisect_left(places, at)
    return places[k] if k < len(places) else None
