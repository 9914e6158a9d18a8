"""From a scanned text to spans: places in the file, the headings above, the prose around."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sheets.source.lines import Lines
from sheets.source.mapped import Stream
from sheets.source.page import Region
from sheets.source.prose import words_around
from sheets.source.scan import Heading, Scan
from sheets.source.sheet import Ignore, Problem, Span


@dataclass
class Reading:
    """What has been read of a sheet so far: its parts in reading order, and the titles that hold at this point."""

    spans: list[Span] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignores: list[Ignore] = field(default_factory=list)
    titles: list[Heading] = field(default_factory=list)

    def enter(self, heading: Heading) -> None:
        """Pass a heading: it ends those of its level and below."""
        while self.titles and self.titles[-1].level >= heading.level:
            self.titles.pop()
        self.titles.append(heading)


@dataclass(frozen=True)
class File:
    """A file that is being read: its path and its line table."""

    path: str
    lines: Lines

    def problem(self, start: int, end: int, message: str) -> Problem:
        """Say that something is wrong with a range of this file."""
        return Problem(*self.lines.place(start), start, end, message, self.path)

    def ignore(self, at: int, codes: tuple[str, ...]) -> Ignore:
        """Note an ignore comment at a place of this file."""
        return Ignore(self.lines.place(at)[0], codes, self.path)


def assemble(
    reading: Reading,
    file: File,
    stream: Stream,
    scan: Scan,
    math: Callable[[Region], Stream],
    children: Sequence[tuple[int, Callable[[], None]]] = (),
) -> None:
    """Add the spans of a scanned text to the reading; a child (an included file) adds its own when its place comes."""
    words = _words(_prose(stream.text, scan.hidden), scan.regions)
    todo: list[tuple[int, Callable[[], None]]] = [
        (heading.at, _entering(reading, heading)) for heading in scan.headings
    ]
    todo += children
    todo.sort(key=lambda pair: pair[0])
    k = 0
    for n, region in enumerate(scan.regions):
        while k < len(todo) and todo[k][0] <= region.opens:
            todo[k][1]()
            k += 1
        content = math(region)
        if not content.text.strip():
            continue
        start, end = stream.hull(region.start, region.end)
        line, column = file.lines.place(start)
        reading.spans.append(
            Span(
                start=start,
                end=end,
                display=region.display,
                math=content.mapped(),
                line=line,
                column=column,
                heading=tuple(heading.title for heading in reading.titles),
                before=words[n][1],
                after=words[n + 1][0],
                path=file.path,
            )
        )
    for _, act in todo[k:]:
        act()
    for start, end, message in scan.faults:
        reading.problems.append(file.problem(*stream.hull(start, end), message))
    for at, codes in scan.ignores:
        reading.ignores.append(file.ignore(stream.hull(at, at + 1)[0], codes))


def _entering(reading: Reading, heading: Heading) -> Callable[[], None]:
    return lambda: reading.enter(heading)


def _words(prose: str, regions: Sequence[Region]) -> list[tuple[str, str]]:
    """Give the first and last words of each stretch of prose: before, between and behind the regions."""
    ends = [0, *(region.closes for region in regions)]
    starts = [*(region.opens for region in regions), len(prose)]
    return [words_around(prose[start:end]) for start, end in zip(ends, starts, strict=True)]


def _prose(text: str, hidden: Sequence[tuple[int, int]]) -> str:
    """Blank out what is hidden, at the same length."""
    pieces: list[str] = []
    at = 0
    for start, end in hidden:
        pieces += [text[at:start], "\n" * (end - start)]
        at = max(at, end)
    return "".join([*pieces, text[at:]])
