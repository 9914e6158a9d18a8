"""The delimiters that Markdown and LaTeX share: dollars, round and square brackets with a backslash, environments.

Each rule reads the opening at its place and answers with the region, or with how to go on without one.
"""

from __future__ import annotations

import re

from sheets.source.currency import has_sign, is_escaped_prose, is_formula, is_money, words_in_a_row
from sheets.source.environments import FRAMES, INLINE_FRAMES, PARTS, WITH_ARGUMENT, WITH_OPTIONS
from sheets.source.page import Found, Page, Region

LONE_DOLLAR = (
    "This `$` opens a formula that nothing closes before the paragraph ends. "
    "Close it with `$`, or write `\\$` for a dollar."
)
LONE_DISPLAY = "This `$$` opens a formula that nothing closes. Close it with `$$`."
_WORDS = re.compile(r"\\(?:text\w*|mbox|hbox|intertext)\s*\{")
_NESTED_AT_MOST = 8
_ARGUMENT = re.compile(r"\s*(?:\[[^\[\]\n]{0,80}\])?\s*\{[^{}\n]{0,80}\}")
_OPTIONS = re.compile(r"\s*\[[^\[\]\n]{0,200}\]")
_CLOSING = {"\\(": "\\)", "\\[": "\\]", "\\\\(": "\\\\)", "\\\\[": "\\\\]"}


def read_dollars(page: Page, match: re.Match[str]) -> Found:
    """Read `$...$` and `$$...$$`; three dollars or more at a place where none is open are prose."""
    at, length = match.start(), len(match.group())
    if length == 1:
        return _inline(page, at)
    return _display(page, at) if length == 2 else Found(at + length)


def _inline(page: Page, at: int) -> Found:
    text = page.text
    close = _closing_dollar(page, at)
    if close is not None:
        content = text[at + 1 : close]
        if page.strict:
            return Found(close + 1, Region(at, at + 1, close, close + 1, False) if content.strip() else None)
        twin = text[close + 1 : close + 2] == "$" and content[-1:].isspace()
        if not twin and is_formula(content, text[at - 1 : at] if at else "", text[close + 1 : close + 2]):
            return Found(close + 1, Region(at, at + 1, close, close + 1, False))
    if not page.strict and is_money(text[max(0, at - 1) : at], text[at + 1 : at + 2]):
        return Found(at + 1)
    return Found(at + 1, fault=LONE_DOLLAR)


def _closing_dollar(page: Page, at: int) -> int | None:
    """Find the dollar that closes one, in the same paragraph (in a table: line), stepping over `\\text{if $x$}`."""
    text, seen = page.text, at + 1
    place = page.next_dollars(at)
    for _ in range(_NESTED_AT_MOST):
        if place is None or page.crosses_break(at, place[0]):
            return None
        close = place[0]
        words = [match.start() for match in _WORDS.finditer(text, seen, close)]
        if not words or text.count("{", words[-1], close) <= text.count("}", words[-1], close):
            return None if text.find("\n", at, close) >= 0 and _in_table(text, at) else close
        inner = page.next_dollars(close)
        if inner is None:
            return None
        seen, place = words[-1], page.next_dollars(inner[0])
    return None


def _in_table(text: str, at: int) -> bool:
    line = text.rfind("\n", 0, at) + 1
    return text[line : line + 80].lstrip().startswith("|")


def _display(page: Page, at: int) -> Found:
    singles = 0
    place = page.next_dollars(at)
    while place is not None and place[1] == 1:
        singles += 1
        place = page.next_dollars(place[0])
    if place is None:
        return Found(at + 2, fault=LONE_DISPLAY)
    close = place[0]
    content = page.text[at + 2 : close]
    if not content.strip():
        return Found(close + 2)
    torn = page.crosses_break(at, close) and words_in_a_row(content) >= 3
    wordy = not page.strict and words_in_a_row(content) >= 8
    if torn or wordy or (singles and (singles % 2 or "{" not in content)):
        return Found(at + 2, fault=LONE_DISPLAY)
    return Found(close + 2, Region(at, at + 2, close, close + 2, True))


def read_bracket(page: Page, match: re.Match[str]) -> Found:
    """Read `\\(...\\)` and `\\[...\\]`; in Markdown also with two backslashes, and words in them are prose."""
    opening, at = match.group(), match.start()
    after, closing = at + len(opening), _CLOSING[opening]
    close = page.next_bracket(closing, after)
    again = page.next_bracket(opening, after)
    rest = page.text[after : after + 200].split("\n", 1)[0]
    lone = Found(after, fault=f"This `{opening}` opens a formula that nothing closes. Close it with `{closing}`.")
    if close is None or (again is not None and again < close):
        return lone if page.strict or (len(opening) == 2 and has_sign(rest)) else Found(after)
    content = page.text[after:close]
    if page.crosses_break(after, close) and (opening[-1] == "(" or words_in_a_row(content) >= 3):
        return lone if page.strict or has_sign(rest) else Found(after)
    if not content.strip():
        return Found(close + len(closing))
    if not page.strict and is_escaped_prose(content):
        return Found(after)
    return Found(close + len(closing), Region(at, after, close, close + len(closing), opening[-1] == "["))


def read_environment(page: Page, match: re.Match[str]) -> Found:
    """Read `\\begin{align} ... \\end{align}` as its content, and a stray `\\begin{pmatrix} ...` as a whole."""
    name, at, after = match.group("name"), match.start(), match.end()
    if name not in FRAMES and name not in PARTS:
        return Found(after)
    end = page.environment_ends.get(at)
    if end is None:
        return Found(after, fault=f"`\\begin{{{name}}}` has no `\\end{{{name}}}`. Add it where the formula ends.")
    if name in PARTS:
        return Found(end.end(), Region(at, at, end.end(), end.end(), True))
    head = None
    if name in WITH_ARGUMENT or name in WITH_OPTIONS:
        head = (_ARGUMENT if name in WITH_ARGUMENT else _OPTIONS).match(page.text, after, end.start())
    start = head.end() if head is not None else after
    if not page.text[start : end.start()].strip():
        return Found(end.end())
    return Found(end.end(), Region(at, start, end.start(), end.end(), name not in INLINE_FRAMES))
