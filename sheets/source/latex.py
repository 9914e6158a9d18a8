"""LaTeX documents: which stretches are formulas, once comments are gone and macros expanded."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sheets.source.comments import comment_range
from sheets.source.delimiters import read_bracket, read_dollars, read_environment
from sheets.source.macros import match_braces
from sheets.source.mapped import Stream, Weaver
from sheets.source.page import Found, Page, Rule, page_of
from sheets.source.prose import plain
from sheets.source.scan import Heading, Scan, read_ignore, scan_page

_VERBATIM = r"[vV]erbatim|[BL]Verbatim|lstlisting|minted|comment|alltt|filecontents|tikzpicture|pgfpicture|tikzcd"
_REMOVED = re.compile(
    rf"""
      (?P<comment>%[^\n]*)
    | \\begin[ \t]*\{{(?P<environment>(?:{_VERBATIM})\*?)\}}
    | \\(?:verb|lstinline|mintinline\{{[^{{}}\n]{{0,40}}\}})(?![A-Za-z])\*?(?P<bar>[^\s\w\\*{{])
    | \\(?P<address>url|path|nolinkurl|href|hyperref|includegraphics)[ \t]*(?:\[[^\[\]\n]{{0,300}}\])?\{{[^{{}}\n]*\}}
    | \\(?P<false>iffalse)(?![A-Za-z])
    | (?P<stop>\\end[ \t]*\{{document\}}|\\endinput(?![A-Za-z]))
    | \\.
    """,
    re.VERBOSE | re.DOTALL,
)
_CONDITION = re.compile(r"\\(?:let|newif)\s*\\?[A-Za-z]*\s*=?\s*\Z")
_OPENINGS = re.compile(
    r"""
      (?P<environment>\\begin[ \t]*\{(?P<name>[A-Za-z]+\*?)\})
    | (?P<bracket>\\[(\[])
    | (?P<escape>\\.)
    | (?P<dollars>\$+)
    """,
    re.VERBOSE | re.DOTALL,
)
_BODY = re.compile(r"\\begin\s*\{document\}")
_SECTION = re.compile(
    r"\\(?P<kind>part|chapter|section|subsection|subsubsection|paragraph|subparagraph|frametitle)\*?"
    r"[ \t]*(?:\[[^\[\]\n]{0,200}\][ \t]*)?(?=\{)"
)
_LEVELS = {
    "part": 1,
    "chapter": 2,
    "section": 3,
    "frametitle": 3,
    "subsection": 4,
    "subsubsection": 5,
    "paragraph": 6,
    "subparagraph": 7,
}
_LONGEST_TITLE = 400


def _read_strict_dollars(page: Page, match: re.Match[str]) -> Found:
    """Read dollars two at a time where more than two stand together: `$$$$` is an empty display."""
    if len(match.group()) > 2:
        return Found(match.end() - len(match.group()) % 2)
    return read_dollars(page, match)


# The rule of each opening; what opens first in the text wins.
RULES: Mapping[str, Rule] = {
    "environment": read_environment,
    "bracket": read_bracket,
    "dollars": _read_strict_dollars,
}


def strip_latex(stream: Stream) -> tuple[Stream, list[tuple[int, tuple[str, ...]]]]:
    """Take out what TeX does not read as text: comments, verbatim, addresses, `\\iffalse ... \\fi`, drawings, the rest.

    Also gives the ignore comments, with their places in the stream.
    """
    text = stream.text
    woven = Weaver()
    ignores: list[tuple[int, tuple[str, ...]]] = []
    lost: set[str] = set()
    at = copied = 0
    while (match := _REMOVED.search(text, at)) is not None:
        start, at = match.span()
        if match.group("comment"):
            codes = read_ignore(match.group())
            if codes is not None:
                ignores.append((start, codes))
            start, at = comment_range(text, start, at)
        elif match.group("environment"):
            at = _end_of(text, f"\\end{{{match.group('environment')}}}", at, lost)
        elif match.group("bar"):
            line = text.find("\n", at)
            close = text.find(match.group("bar"), at, line if line >= 0 else len(text))
            at = close + 1 if close >= 0 else at
        elif match.group("false"):
            at = _end_of(text, r"\fi", at, lost) if not _CONDITION.search(text, max(0, start - 60), start) else start
        elif match.group("stop"):
            woven.take(stream, copied, start)
            return woven.stream(), ignores
        elif not match.group("address"):
            continue
        if at > start:
            woven.take(stream, copied, start)
            copied = at
        at = max(at, match.end())
    woven.take(stream, copied, len(text))
    return woven.stream(), ignores


def _end_of(text: str, closing: str, at: int, lost: set[str]) -> int:
    """Find the end of what a closing text ends; without one nothing more than the opening is taken out."""
    close = text.find(closing, at) if closing not in lost else -1
    if close < 0:
        lost.add(closing)
        return at
    return close + len(closing)


def scan_latex(text: str) -> Scan:
    """Find the formulas and sections of the body of a LaTeX text that is stripped and expanded."""
    page = page_of(text, strict=True)
    body = _BODY.search(text)
    begin = body.end() if body is not None else 0
    scan = scan_page(page, _OPENINGS, RULES, begin)
    braces = match_braces(text)
    for match in _SECTION.finditer(text, begin):
        close = braces.get(match.end())
        if close is not None and close - match.end() <= _LONGEST_TITLE:
            title = plain(text[match.end() + 1 : close])
            if title:
                scan.headings.append(Heading(match.start(), _LEVELS[match.group("kind")], title))
    if body is not None:
        scan.begins = begin
        scan.hidden.append((0, begin))
    return scan
