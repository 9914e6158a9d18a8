"""How much of a sheet was judged, and how it came out: the line that every result ends with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sheets.judging.ignores import UNUSED
from sheets.judging.results import Finding, SheetResult, Verdict

_WORDS: tuple[tuple[str, str], ...] = (
    ("proved", "proved"),
    ("confirmed", "confirmed"),
    ("definition", "definitions"),
    ("wrong", "wrong"),
    ("malformed", "malformed"),
    ("conditional", "true only under an unstated assumption"),
    ("weak", "too weak"),
    ("not understood", "not understood"),
    ("undecided", "undecided"),
    ("over the time limit", "over the time limit"),
)
_UNCHECKED = {"UNK103": "undecided", "UNK104": "over the time limit"}


def relations(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that are about a relation of the sheet, and not about a comment."""
    return tuple(finding for finding in findings if finding.code != UNUSED)


def state(finding: Finding) -> str:
    """What became of a relation, in the words of the coverage line, singular."""
    if finding.verdict is Verdict.UNCHECKED:
        return _UNCHECKED.get(finding.code or "", "not understood")
    return finding.verdict.value


def coverage_line(results: Iterable[SheetResult]) -> str:
    """`31 formulas: 22 proved, 4 confirmed, 3 wrong, 2 not understood`, over all the sheets together."""
    found = [finding for result in results for finding in relations(result.findings)]
    counts = Counter(state(finding) for finding in found)
    parts = []
    for name, words in _WORDS:
        if counts[name]:
            parts.append(f"{counts[name]} {'definition' if name == 'definition' and counts[name] == 1 else words}")
    total = f"{len(found)} formula{'' if len(found) == 1 else 's'}"
    ignored = sum(finding.ignored for finding in found)
    line = f"{total}: {', '.join(parts)}" if parts else total
    return f"{line} ({ignored} ignored)" if ignored else line


def fails(result: SheetResult, strict: bool = False) -> bool:
    """Whether a sheet makes the command exit with 1; with `strict` also for what was not checked."""
    unchecked = strict and any(f.verdict is Verdict.UNCHECKED and not f.ignored for f in result.findings)
    return bool(result.failing) or unchecked
