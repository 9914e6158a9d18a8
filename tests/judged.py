"""Small sheets and what the judge says of them: what the tests of its parts are written in."""

from __future__ import annotations

import re

from sheets.judging.check import check_sheet
from sheets.judging.results import Finding, Settings, Verdict
from sheets.source import read_text

SETTLED = (Verdict.PROVED, Verdict.CONFIRMED)
"""The verdicts on what is shown to be right."""

LETTER = re.compile(r"\\(?:operatorname|mathbb|mathcal|mathrm|text|begin|end)\{[^}]*\}|\\[A-Za-z]+|[A-Za-z]")


def check(text: str, path: str = "sheet.md") -> tuple[Finding, ...]:
    """The findings of a sheet, in reading order; the path says whether it is Markdown or LaTeX."""
    return check_sheet(read_text(text, path, path[path.rindex(".") :]), Settings()).findings


def last(text: str, path: str = "sheet.md") -> Finding:
    """What is said of the last relation of a sheet; what stands before it must not be flagged."""
    *before, finding = check(text, path)
    assert not [told for told in before if told.verdict.is_finding], text
    return finding


def mended(text: str, finding: Finding) -> Finding:
    """What is said of a relation of a sheet once its suggestion stands in its place."""
    assert finding.suggestion is not None, f"no suggestion for {finding.latex}: {finding.message}"
    return last(text[: finding.start] + finding.suggestion + text[finding.end :])


def renamed(latex: str, letters: str) -> str:
    """A formula in other letters, written `a>x \\mu>m`; all are exchanged at once, words and other commands stay."""
    others = dict(pair.split(">") for pair in letters.split())
    return LETTER.sub(lambda found: others.get(found[0], found[0]), latex)
