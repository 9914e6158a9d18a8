"""The headings of Markdown and of notes: `# Title`, a title over `===`, a short title line between blank lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sheets.source.lines import each_line
from sheets.source.page import Region
from sheets.source.prose import plain
from sheets.source.scan import Heading

PLAIN_LEVEL = 7
_LONGEST = 200
_HASHES = re.compile(r"[ \t>]{0,12}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]|[|>:=~`]|!\[|\[[^\]]*\]:")
_BOLD = re.compile(r"(\*\*|__)(?!\s)[^*_]{1,80}\1")


def read_headings(text: str, regions: Sequence[Region], hidden: Sequence[tuple[int, int]]) -> list[Heading]:
    """Find the headings outside of formulas and code; the text has its blocks blanked out."""
    found: list[Heading] = []
    covered = sorted([(region.opens, region.closes) for region in regions] + list(hidden))
    k = 0
    lines = [(-1, -1), *each_line(text), (-1, -1)]
    for before, (start, end), after in zip(lines, lines[1:], lines[2:], strict=False):
        while k < len(covered) and covered[k][1] <= start:
            k += 1
        if end - start > _LONGEST or end == start or (k < len(covered) and covered[k][0] < start):
            continue
        formula = k < len(covered) and covered[k][0] < end
        heading = _heading(
            text[slice(*before)],
            text[start:end],
            text[slice(*after)] if after[1] - after[0] <= _LONGEST else "?",
            formula,
        )
        if heading is not None:
            found.append(Heading(start, *heading))
    return found


def _heading(before: str, line: str, after: str, formula: bool) -> tuple[int, str] | None:
    hashes = _HASHES.fullmatch(line)
    if hashes is not None:
        title = plain(hashes.group(2) or "")
        return (len(hashes.group(1)), title) if title else None
    if before.strip():
        return None
    underline = _UNDERLINE.fullmatch(after)
    if underline is not None and plain(line) and not _ITEM.match(line.lstrip()):
        return (1 if after.strip()[0] == "=" else 2), plain(line)
    return (PLAIN_LEVEL, plain(line)) if not after.strip() and not formula and is_title(line) else None


def is_title(line: str) -> bool:
    """Say whether a line between blank lines reads as a title: short, capitalised, no item, no sentence; or bold."""
    line = line.strip()
    if _BOLD.fullmatch(line):
        return True
    if len(line) > 60 or len(line.split()) > 8 or _ITEM.match(line) or "$" in line or "\\" in line:
        return False
    first = next((c for c in line if c.isalpha()), "")
    return (
        bool(first) and first == first.upper() and not line.startswith(first.lower()) and line[-1] not in ".,:;!?=-+*/"
    )
