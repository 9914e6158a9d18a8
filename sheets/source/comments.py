"""What is taken out of a formula of Markdown before its macros are expanded: quote marks of its lines, comments."""

from __future__ import annotations

import re

from sheets.source.mapped import Stream, Weaver

_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+")
_PREFIX = re.compile(r"(?<=\n)[ \t]*(?:>[ \t]?)+")
_PERCENT = re.compile(r"\\.|%[^\n]*", re.DOTALL)


def is_quoted(text: str, at: int) -> bool:
    """Say whether the line of a place begins with the quote mark `>`."""
    start = text.rfind("\n", 0, at) + 1
    return _QUOTE.match(text, start, start + 80) is not None


def without(stream: Stream, ranges: list[tuple[int, int]]) -> Stream:
    """Take some ranges out of a stream."""
    if not ranges:
        return stream
    woven = Weaver()
    at = 0
    for start, end in ranges:
        woven.take(stream, at, start)
        at = end
    woven.take(stream, at, len(stream.text))
    return woven.stream()


def without_quotes(stream: Stream) -> Stream:
    """Take the marks `> ` off the beginnings of the continued lines of a formula that stands in a quote."""
    return without(stream, [match.span() for match in _PREFIX.finditer(stream.text)])


def without_comments(stream: Stream) -> tuple[Stream, list[tuple[int, str]]]:
    """Take the comments out of a formula of Markdown; also give them, with their places.

    A `%` behind a digit, or on the last line, is a per cent sign that somebody forgot to escape.
    """
    text = stream.text
    ranges: list[tuple[int, int]] = []
    comments: list[tuple[int, str]] = []
    for match in _PERCENT.finditer(text) if "%" in text else ():
        if (
            match.group()[0] != "%"
            or match.end() == len(text)
            or text[max(0, match.start() - 9) : match.start()].rstrip(" ")[-1:].isdigit()
        ):
            continue
        comments.append((match.start(), match.group()))
        ranges.append(comment_range(text, match.start(), match.end()))
    return without(stream, ranges), comments


def comment_range(text: str, start: int, end: int) -> tuple[int, int]:
    """Give what goes with a comment: on a line of its own the whole line, so that no blank line is left behind."""
    line = text.rfind("\n", 0, start) + 1
    if end < len(text) and not text[line:start].strip(" \t"):
        return line, end + 1
    return start, end - (text[end - 1] == "\r")
