"""Lines and columns of a file, and what counts as a blank line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

_NEWLINE = re.compile(r"\r\n|\n|\r")


class Lines:
    """The line table of a text: `\\n`, `\\r\\n` and a lone `\\r` each end a line."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _NEWLINE.finditer(text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Give the line and the column of an offset, both counted from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def each_line(text: str) -> Iterator[tuple[int, int]]:
    """Yield the range of each line of a text, without its line break."""
    at = 0
    while at <= len(text):
        end = text.find("\n", at)
        if end < 0:
            yield at, len(text)
            return
        yield at, end - (end > at and text[end - 1] == "\r")
        at = end + 1


def with_plain_breaks(text: str) -> str:
    """Give the text at the same length with every lone `\\r` as `\\n`, so that the rules need not know the first."""
    return re.sub(r"\r(?!\n)", "\n", text) if "\r" in text else text
