"""Text that knows where each of its characters came from.

A `Stream` is text on its way through the reader: cut, stripped of comments, its macros expanded. A `Mapped` is the
same at rest, inside a span. In both each character keeps the range of the file that it stands for.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Mapped:
    """A text and, for every character of it, the place in the file that it came from.

    `starts[k]` is the file offset at which the source of `text[k]` begins, `ends[k]` is one past its end. A character
    that was typed in the file covers itself; one that a macro put there covers the whole call; one of a notebook
    covers its JSON escape.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def between(self, i: int, j: int) -> tuple[int, int]:
        """Give the file offsets, end exclusive, that `text[i:j]` covers; an empty range is a point."""
        if i < j:
            return min(self.starts[i:j]), max(self.ends[i:j])
        if i < len(self.starts):
            return self.starts[i], self.starts[i]
        end = self.ends[-1] if self.ends else 0
        return end, end


@dataclass(frozen=True)
class Stream:
    """A text with the file range of every character; `range` and `array` keep a large one small."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def cut(self, i: int, j: int) -> Stream:
        """Give the part `text[i:j]`."""
        return Stream(self.text[i:j], self.starts[i:j], self.ends[i:j])

    def hull(self, i: int, j: int) -> tuple[int, int]:
        """Give the smallest file range that covers `text[i:j]`; an empty range is a point."""
        if i < j:
            return min(self.starts[i:j]), max(self.ends[i:j])
        if i < len(self.text):
            return self.starts[i], self.starts[i]
        end = self.ends[-1] if self.text else 0
        return end, end

    def mapped(self) -> Mapped:
        """Give the same at rest."""
        return Mapped(self.text, tuple(self.starts), tuple(self.ends))


def whole(text: str) -> Stream:
    """Give the stream of a file's text, in which each character stands for itself."""
    return Stream(text, range(len(text)), range(1, len(text) + 1))


class Weaver:
    """Puts a stream together piece by piece, and takes it back to an earlier mark."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._starts = array("q")
        self._ends = array("q")

    def __len__(self) -> int:
        return len(self._starts)

    def take(self, stream: Stream, i: int, j: int) -> None:
        """Append `stream.text[i:j]` with its places."""
        if i < j:
            self._pieces.append(stream.text[i:j])
            self._starts.extend(stream.starts[i:j])
            self._ends.extend(stream.ends[i:j])

    def put(self, text: str, start: int, end: int) -> None:
        """Append a text all of which stands for the file range from `start` to `end`."""
        self._pieces.append(text)
        self._starts.extend([start] * len(text))
        self._ends.extend([end] * len(text))

    def mark(self) -> tuple[int, int]:
        """Give the present state, for `back_to`."""
        return len(self._pieces), len(self._starts)

    def back_to(self, mark: tuple[int, int]) -> None:
        """Drop everything that was appended since the mark."""
        pieces, length = mark
        del self._pieces[pieces:]
        del self._starts[length:]
        del self._ends[length:]

    def tail(self, length: int) -> str:
        """Give the last characters, at most so many."""
        text = ""
        for piece in reversed(self._pieces):
            text = piece[-length:] + text
            if len(text) >= length:
                break
        return text[-length:]

    def stream(self) -> Stream:
        """Give what has been put together."""
        return Stream("".join(self._pieces), self._starts, self._ends)
