"""Running a table of rules over a page, from left to right: what opens first wins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sheets.source.page import Page, Region, Rule


@dataclass(frozen=True)
class Heading:
    """A title and its level (1 is outermost) at a place of the text."""

    at: int
    level: int
    title: str


@dataclass
class Scan:
    """What a text holds, in places of that text.

    Regions, hidden stretches, headings, faults with their range, ignore comments, and where the text proper begins
    behind a preamble.
    """

    regions: list[Region] = field(default_factory=list)
    hidden: list[tuple[int, int]] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    faults: list[tuple[int, int, str]] = field(default_factory=list)
    ignores: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    begins: int = 0


MOST_FAULTS = 1_000
_MORE = f"There are more places like this one; only the first {MOST_FAULTS - 1} are listed. Mend those first."


def scan_page(page: Page, openings: re.Pattern[str], rules: Mapping[str, Rule], at: int = 0) -> Scan:
    """Apply to each opening that the pattern finds the rule of the group that matched it."""
    scan = Scan()
    search = openings.search
    while (match := search(page.text, at)) is not None:
        rule = rules.get(match.lastgroup or "")
        if rule is None:
            at = match.end()
            continue
        found = rule(page, match)
        if found.region is not None:
            scan.regions.append(found.region)
        elif found.hidden:
            scan.hidden.append((match.start(), found.resume))
        if found.fault is not None and len(scan.faults) < MOST_FAULTS:
            last = len(scan.faults) == MOST_FAULTS - 1
            scan.faults.append((match.start(), match.end(), _MORE if last else found.fault))
        at = found.resume
    return scan


_IGNORE = re.compile(r"twofold:[ \t]*ignore\b[ \t]*([A-Za-z0-9, \t]*)")


def read_ignore(comment: str) -> tuple[str, ...] | None:
    """Read the codes of `twofold: ignore CODE, CODE` in a comment; no codes mean all, no such words None."""
    match = _IGNORE.search(comment)
    return tuple(re.findall(r"[A-Za-z0-9]+", match.group(1).upper())) if match is not None else None
