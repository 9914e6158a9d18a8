"""The result of a check for people: what is not right and why, and how much was judged.

Lines are made of styled pieces; `plain` joins them for files and pipes, the command colours them for a terminal.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reports.coverage import coverage_line, state
from reports.visible import on_one_line, visible
from sheets.judging.ignores import UNUSED
from sheets.judging.results import Finding, SheetResult, Verdict


@dataclass(frozen=True)
class Piece:
    """A stretch of a line and its style: a name of `STYLES`, or nothing."""

    text: str
    style: str = ""


Line = tuple[Piece, ...]

STYLES: dict[str, str] = {
    "place": "bold",
    "bad": "bold red",
    "doubt": "yellow",
    "good": "green",
    "label": "dim",
    "formula": "cyan",
    "total": "bold",
}
"""What the styles look like, in the words of rich."""

_WIDTH = 11
_COLOURS = {
    Verdict.PROVED: "good",
    Verdict.CONFIRMED: "good",
    Verdict.DEFINITION: "good",
    Verdict.WRONG: "bad",
    Verdict.MALFORMED: "bad",
    Verdict.CONDITIONAL: "doubt",
    Verdict.WEAK: "doubt",
    Verdict.UNCHECKED: "doubt",
}


def render_text(
    results: Sequence[SheetResult], *, verbose: bool = False, strict: bool = False, quiet: bool = False,
    readings: bool = False,
) -> str:
    """The result of a check as plain text; see `text_lines`."""
    return plain(text_lines(results, verbose=verbose, strict=strict, quiet=quiet, readings=readings))


def text_lines(
    results: Sequence[SheetResult], *, verbose: bool = False, strict: bool = False, quiet: bool = False,
    readings: bool = False,
) -> Iterator[Line]:
    """Each finding that is not right in full, the places of what was not checked, and the coverage line.

    With `verbose` every relation in full, with `readings` the right ones too, each with what was read; with `strict`
    what was not checked in full; with `quiet` the coverage lines alone.
    """
    for result in results:
        if not quiet:
            unchecked: list[Finding] = []
            for finding in result.findings:
                if verbose or _is_listed(finding, strict, readings):
                    yield from _finding_lines(finding, verbose)
                    yield ()
                elif finding.verdict is Verdict.UNCHECKED and not finding.ignored:
                    unchecked.append(finding)
            yield from _unchecked_lines(unchecked)
        if len(results) > 1:
            yield Piece(f"{visible(result.path)}: ", "place"), Piece(coverage_line([result]))
    if len(results) == 1:
        yield (Piece(coverage_line(results), "total"),)
    else:
        yield (Piece(f"{len(results)} sheets, {coverage_line(results)}", "total"),)


def plain(lines: Iterable[Line]) -> str:
    """The lines without their styles."""
    return "".join("".join(piece.text for piece in line) + "\n" for line in lines)


def _is_listed(finding: Finding, strict: bool, readings: bool) -> bool:
    if readings:
        return True
    if finding.ignored:
        return False
    return finding.verdict.is_finding or finding.code == UNUSED or (strict and finding.verdict is Verdict.UNCHECKED)


def _finding_lines(finding: Finding, verbose: bool) -> Iterator[Line]:
    name = "superfluous comment" if finding.code == UNUSED else finding.verdict.value
    title = f"{name} {finding.code}" if finding.code else name
    head = [
        Piece(f"{visible(finding.path)}:{finding.line}:{finding.column}: ", "place"),
        Piece(title, _COLOURS[finding.verdict]),
    ]
    if finding.ignored:
        head.append(Piece(" (ignored)", "label"))
    yield tuple(head)
    yield from _field("written", finding.latex, "formula")
    if finding.reading:
        yield from _field("read as", finding.reading, "formula")
    if finding.formula:
        yield from _field("formula", finding.formula)
    if finding.message:
        yield from _field("because" if finding.verdict.is_finding else "", finding.message)
    if finding.reason and finding.reason != finding.message:
        yield from _field("reason", finding.reason)
    if finding.assumption:
        yield from _field("true if", finding.assumption, "formula")
    point = finding.counterexample
    if point is not None:
        at = ", ".join(f"{symbol} = {value}" for symbol, value in point.at)
        if at:
            yield from _field("fails at", at)
        yield from _field("left", point.sides[0])
        yield from _field("right", point.sides[1])
    if finding.suggestion:
        yield from _field("should be" if finding.unique else "perhaps", finding.suggestion, "good")
    if verbose or finding.verdict in (Verdict.PROVED, Verdict.CONFIRMED):
        for evidence in finding.evidence:
            points = f"{evidence.points} point{'' if evidence.points == 1 else 's'}" if evidence.points else ""
            yield from _field("evidence", ", ".join(part for part in (evidence.method, evidence.scope, points) if part))
    if point is not None and point.replay:
        yield from _field("replay", point.replay, "label")


def _field(label: str, text: str, style: str = "") -> Iterator[Line]:
    yield Piece(f"  {label:<{_WIDTH}}", "label"), Piece(on_one_line(text), style)


def _unchecked_lines(findings: list[Finding]) -> Iterator[Line]:
    """The places of what was not checked, by code, so that many of them do not hide one that is wrong."""
    lines: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for finding in findings:
        places = lines[finding.path, state(finding), finding.code or ""]
        if finding.line not in places:
            places.append(finding.line)
    for (path, name, code), places in lines.items():
        start = f"{visible(path)}: {name} {code}".rstrip()
        text = f"on line{'' if len(places) == 1 else 's'} {', '.join(str(place) for place in places)}"
        for n, part in enumerate(textwrap.wrap(text, 100)):
            yield Piece(f"{start} " if n == 0 else "  ", "doubt"), Piece(part)
    if lines:
        yield (Piece("  --verbose says why; this says nothing about whether they are right.", "label"),)
        yield ()
