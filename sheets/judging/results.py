"""What the judge says of a sheet: frozen values that the renderers print and nobody changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """The verdict on one relation; the values are the names of the command's contract."""

    PROVED = "proved"
    CONFIRMED = "confirmed"
    WRONG = "wrong"
    CONDITIONAL = "conditional"
    WEAK = "weak"
    MALFORMED = "malformed"
    DEFINITION = "definition"
    UNCHECKED = "unchecked"

    @property
    def is_finding(self) -> bool:
        """Whether a sheet with such a relation is not right as it stands."""
        return self in (Verdict.WRONG, Verdict.CONDITIONAL, Verdict.WEAK, Verdict.MALFORMED)


@dataclass(frozen=True)
class Evidence:
    """One way in which a relation was looked at: the method, the sizes or values that it covers, the number of
    points."""

    method: str
    scope: str
    points: int


@dataclass(frozen=True)
class Counterexample:
    """A certified point: each symbol with its value, the two sides there, and the command that evaluates it again."""

    at: tuple[tuple[str, str], ...]
    sides: tuple[str, str]
    replay: str


@dataclass(frozen=True)
class Finding:
    """One relation of a sheet and what is said of it.

    `path` is the file in which it stands: the sheet's own, or one that the sheet includes. Offsets count characters of
    that file, lines and columns count from 1.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    start: int
    end: int
    latex: str
    verdict: Verdict
    code: str | None = None
    formula: str | None = None
    reading: str | None = None
    message: str = ""
    counterexample: Counterexample | None = None
    suggestion: str | None = None
    unique: bool = False
    assumption: str | None = None
    reason: str | None = None
    evidence: tuple[Evidence, ...] = ()
    ignored: bool = False


@dataclass(frozen=True)
class Included:
    """A file that a sheet includes: its path and text, and how many of the sheet's spans and fragments stand in it."""

    path: str
    text: str
    spans: int
    fragments: int


@dataclass(frozen=True)
class SheetResult:
    """All relations of one sheet, with the number of math spans and of bare expressions (fragments).

    `text` is the text of the file `path`, so that renderers can quote it and `--fix` can edit it. A LaTeX document of
    several files is one sheet: its findings, spans and fragments are those of all of them, the file's own first and
    then those of the files that it includes, in reading order.
    """

    path: str
    text: str
    spans: int
    fragments: int
    findings: tuple[Finding, ...]
    included: tuple[Included, ...] = ()

    @property
    def files(self) -> tuple[SheetResult, ...]:
        """The result file by file, the sheet's own first: each with its text, its findings and its counts."""
        if not self.included:
            return (self,)
        spans = self.spans - sum(part.spans for part in self.included)
        fragments = self.fragments - sum(part.fragments for part in self.included)
        parts = (Included(self.path, self.text, spans, fragments), *self.included)
        return tuple(
            SheetResult(file.path, file.text, file.spans, file.fragments, self._findings_in(file.path))
            for file in parts
        )

    def _findings_in(self, path: str) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.path == path)

    @property
    def counts(self) -> Counter[Verdict]:
        """The number of relations with each verdict."""
        return Counter(finding.verdict for finding in self.findings)

    @property
    def failing(self) -> tuple[Finding, ...]:
        """The findings that make the sheet exit with 1: neither ignored nor right."""
        return tuple(finding for finding in self.findings if finding.verdict.is_finding and not finding.ignored)


@dataclass(frozen=True)
class Settings:
    """What a check depends on besides the sheet."""

    seed: int = 0
    samples: int = 4096
    device: str = "cpu"
    time_limit: float = 5.0
    line: int | None = None
