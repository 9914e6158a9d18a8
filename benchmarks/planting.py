"""A slip planted in its sheet: what the checker says of the lines that it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

from benchmarks.corpora import Plant, is_strangers
from benchmarks.slips import is_same_relation, sides
from sheets.judging.check import check_sheet
from sheets.judging.results import Finding, Settings, SheetResult, Verdict
from sheets.source.reading import read_sheet, read_text

TRUE = (Verdict.PROVED, Verdict.CONFIRMED)
BOUNDS = ("\\leq", "\\geq", "\\le ", "\\ge ", "\\le\\", "\\ge\\", "<", ">", "≤", "≥")
SEED = Settings().seed


class Fate(Enum):
    """What became of a planted slip: flagged, still a true formula, or passed over."""

    SEEN = "seen"
    EQUAL = "equal"
    MISSED = "missed"


@dataclass(frozen=True)
class Outcome:
    """What the checker said of a slip: fate, verdict, correction, and whether that gives the right text back."""

    plant: Plant
    fate: Fate
    verdict: str
    suggestion: str | None
    given_back: bool
    reason: str


def checked(path: str) -> SheetResult:
    """The result of a whole sheet as it stands."""
    return check_sheet(read_sheet(Path(path)), Settings(seed=SEED))


def planted(plant: Plant) -> Outcome:
    """Plant a slip, check its lines, and hold the correction against the text that stood there.

    Only a slip of the own corpus can turn out to be none: those of the strangers were looked at when they were chosen.
    """
    found = findings_with(plant, plant.slip.wrong)
    flagged = [finding for finding in found if finding.verdict.is_finding]
    if flagged:
        suggestions = [finding for finding in flagged if finding.suggestion is not None]
        back = any(gives_back(plant, finding) for finding in suggestions)
        shown = suggestions[0].suggestion if suggestions else None
        return Outcome(plant, Fate.SEEN, flagged[0].verdict.value, shown, back, "")
    still_true = not is_strangers(plant.path) and _is_still_true(plant, found)
    verdicts = ", ".join(sorted({finding.verdict.value for finding in found})) or "not read"
    reason = next((finding.reason for finding in found if finding.reason is not None), "") or ""
    return Outcome(plant, Fate.EQUAL if still_true else Fate.MISSED, verdicts, None, False, reason)


def findings_with(plant: Plant, formula: str) -> list[Finding]:
    """What is said of a text in the place of the right one, and of the steps of a chain that it touches."""
    changed = with_text(plant, formula)
    stop = plant.start + len(formula)
    sheet = read_text(changed, plant.path, Path(plant.path).suffix)
    first, last = (changed.count("\n", 0, at) + 1 for at in (plant.since, stop))
    found: list[Finding] = []
    for line in range(first, last + 1):
        found += check_sheet(sheet, Settings(seed=SEED, line=line)).findings
    return [finding for finding in found if finding.start < stop and finding.end > plant.start]


def with_text(plant: Plant, formula: str) -> str:
    """The text of a sheet with another text in the place of the right one."""
    text = text_of(plant.path)
    return text[: plant.start] + formula + text[plant.end :]


@cache
def text_of(path: str) -> str:
    """The text of a sheet as it stands."""
    return Path(path).read_text(encoding="utf-8")


def gives_back(plant: Plant, finding: Finding) -> bool:
    """Whether a correction, made in the sheet with the slip, restores the right sheet up to white space.

    Both are compared with their macros expanded, since a correction is given in that form.
    """
    wrong = with_text(plant, plant.slip.wrong)
    corrected = wrong[: finding.start] + (finding.suggestion or "") + wrong[finding.end :]
    return _formulas(corrected, plant.path) == _formulas(text_of(plant.path), plant.path)


def _formulas(text: str, path: str) -> list[str]:
    """The mathematics of a sheet's text, macros expanded, without white space."""
    sheet = read_text(text, path, Path(path).suffix)
    return ["".join(span.math.text.split()) for span in sheet.spans]


def _is_still_true(plant: Plant, found: Sequence[Finding]) -> bool:
    """Whether an accepted slip is no slip: its side equals the right one, or it is a bound and the checker shows it.

    The checker's own word is not enough for an equation: it may have taken a letter for another thing.
    """
    if not found or any(finding.verdict not in TRUE for finding in found):
        return False
    return any(sign in plant.slip.right for sign in BOUNDS) or _is_equal(plant)


def _is_equal(plant: Plant) -> bool:
    """Whether the side that the slip changes is shown to equal the right one."""
    right, wrong = plant.slip.right, plant.slip.wrong
    if is_same_relation(right, wrong):
        return True
    before, after = list(sides(right)), list(sides(wrong))
    if len(before) != 2 or len(after) != 2:
        return False
    changed = [(a, b) for a, b in zip(before, after, strict=True) if "".join(a.split()) != "".join(b.split())]
    if len(changed) != 1:
        return False
    found = findings_with(plant, f"{changed[0][0]} = {changed[0][1]}")
    return any(finding.start == plant.start and finding.verdict in TRUE for finding in found)
