"""How far the checker can be trusted: coverage and false alarms on right sheets, and how many planted slips it sees.

`make accuracy` checks the sheets of `tests/sheets/right`, plants single slips in their formulas, one at a time and in
the sheet's context, checks the line again, and writes `docs/accuracy.md`. Same commit, same bytes.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

from benchmarks.slips import KINDS, Slip, is_same_relation, sides, slips
from sheets.judging.check import check_sheet
from sheets.judging.results import Finding, Settings, SheetResult, Verdict
from sheets.judging.statements import statements_of
from sheets.notation.grammar import read_notation
from sheets.notation.tokens import SyntaxFault
from sheets.source.reading import read_sheet, read_text
from twofold.discovery import find_sheets
from twofold.pool import spread

ROOT = Path(__file__).resolve().parent.parent
RIGHT = ROOT / "tests" / "sheets" / "right"
PAGE = ROOT / "docs" / "accuracy.md"
TRUE = (Verdict.PROVED, Verdict.CONFIRMED)
BOUNDS = ("\\leq", "\\geq", "\\le ", "\\ge ", "\\le\\", "\\ge\\", "<", ">", "≤", "≥")
SEED = Settings().seed
INTRODUCTION = """\
What `make accuracy` measures on the sheets of right formulas in `tests/sheets/right`. A slip is one edit of a formula
that was shown to be right: a sign, a number, an exponent, a transpose, an order, a range, an index, a neighbouring
function, a relation, a factor or a letter. At most {most} slips of different kinds are planted in a formula, one at a
time, in its sheet. *Given back* means that the correction is the formula that stood there."""


@dataclass(frozen=True)
class Plant:
    """One slip to plant: the sheet, the range of its text that the formula covers, and the slip.

    `since` is where the chain begins to depend on the formula: the step before shares a side with it.
    """

    path: str
    since: int
    start: int
    end: int
    slip: Slip


class Fate(Enum):
    """What became of a planted slip: flagged, still a true formula, or passed over."""

    SEEN = "seen"
    EQUAL = "equal"
    MISSED = "missed"


@dataclass(frozen=True)
class Outcome:
    """What the checker said of a slip: fate, verdict, correction, and whether that gives the formula back."""

    plant: Plant
    fate: Fate
    verdict: str
    suggestion: str | None
    given_back: bool
    reason: str


@cache
def _text(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


def checked(path: str) -> SheetResult:
    """The result of a whole sheet as it stands."""
    return check_sheet(read_sheet(Path(path)), Settings(seed=SEED))


def plants(result: SheetResult, most: int) -> Iterator[Plant]:
    """The slips of the formulas of a sheet that were shown to be right, at most `most` for each."""
    sheet = read_sheet(Path(result.path))
    shown = {(finding.start, finding.end) for finding in result.findings if finding.verdict in TRUE}
    for span in sheet.spans:
        if span.path != sheet.path:
            continue
        try:
            statements, _ = statements_of(read_notation(span.math.text), span.before)
        except (SyntaxFault, RecursionError):
            continue
        for statement in statements:
            pair = statement.pair
            start, end = span.math.between(pair.start, pair.end)
            before = statement.chain.children[max(statement.step - 1, 0)]
            since, _ = span.math.between(before.start, pair.end)
            if (start, end) in shown:
                made = slips(span.math.text, pair, most)
                yield from (Plant(sheet.path, since, start, end, slip) for slip in made)


def _findings(plant: Plant, formula: str) -> list[Finding]:
    """What is said of a formula in the place of the planted one, and of the steps of its chain that it touches."""
    text = _text(plant.path)
    changed = text[: plant.start] + formula + text[plant.end :]
    stop = plant.start + len(formula)
    sheet = read_text(changed, plant.path, Path(plant.path).suffix)
    first, last = (changed.count("\n", 0, at) + 1 for at in (plant.since, stop))
    found: list[Finding] = []
    for line in range(first, last + 1):
        found += check_sheet(sheet, Settings(seed=SEED, line=line)).findings
    return [finding for finding in found if finding.start < stop and finding.end > plant.start]


def planted(plant: Plant) -> Outcome:
    """Plant a slip, check its line, and hold the correction against the formula that stood there."""
    found = _findings(plant, plant.slip.wrong)
    flagged = [finding for finding in found if finding.verdict.is_finding]
    if flagged:
        first = flagged[0]
        suggestions = [finding.suggestion for finding in flagged if finding.suggestion is not None]
        back = any(_gives_back(plant, suggestion) for suggestion in suggestions)
        return Outcome(plant, Fate.SEEN, first.verdict.value, suggestions[0] if suggestions else None, back, "")
    still_true = bool(found) and all(finding.verdict in TRUE for finding in found) and _is_still_true(plant)
    fate = Fate.EQUAL if still_true else Fate.MISSED
    verdicts = ", ".join(sorted({finding.verdict.value for finding in found})) or "not read"
    reason = next((finding.reason for finding in found if finding.reason is not None), "") or ""
    return Outcome(plant, fate, verdicts, None, False, reason)


def _is_still_true(plant: Plant) -> bool:
    """Whether an accepted slip is no slip: its side equals the right one, or it is a bound and the checker shows it.

    The checker's own word is not enough for an equation: it may have taken a letter for another thing.
    """
    return any(sign in plant.slip.right for sign in BOUNDS) or _gives_back(plant, plant.slip.wrong)


def _gives_back(plant: Plant, formula: str) -> bool:
    """Whether a formula is the one that stood there, or one whose changed side is shown to be equal."""
    right = plant.slip.right
    if is_same_relation(right, formula):
        return True
    before, after = list(sides(right)), list(sides(formula))
    if len(before) != 2 or len(after) != 2:
        return False
    changed = [(a, b) for a, b in zip(before, after, strict=True) if "".join(a.split()) != "".join(b.split())]
    if len(changed) != 1:
        return False
    found = _findings(plant, f"{changed[0][0]} = {changed[0][1]}")
    equal = [finding for finding in found if finding.verdict in TRUE or finding.code == "WEK101"]
    return any(finding.start == plant.start for finding in equal)


def measure(paths: Sequence[str], most: int, jobs: int) -> tuple[list[SheetResult], list[Outcome]]:
    """The results of the sheets as they stand, and of every planted slip."""
    results = list(spread(checked, list(paths), jobs))
    found = [plant for result in results for plant in plants(result, most)]
    return results, list(spread(planted, found, jobs))


def render(results: Sequence[SheetResult], outcomes: Sequence[Outcome], most: int) -> str:
    """The page: one table of the sheets as they stand, one of the slips by kind, one by sheet."""
    counts = sum((result.counts for result in results), Counter[Verdict]())
    relations = sum(counts.values())
    open_claims = relations - counts[Verdict.DEFINITION]
    shown = counts[Verdict.PROVED] + counts[Verdict.CONFIRMED]
    alarms = sum(counts[verdict] for verdict in Verdict if verdict.is_finding)
    lines = [
        "# Accuracy",
        "",
        INTRODUCTION.format(most=most),
        "",
        "## Right sheets",
        "",
        f"{relations} relations in {len(results)} sheets. Decided (anything but `unchecked`): "
        f"**{_share(relations - counts[Verdict.UNCHECKED], relations)}**. "
        f"Of the {open_claims} that are more than a definition, proved or confirmed: **{_share(shown, open_claims)}**. "
        f"False alarms: **{alarms}**.",
        "",
        "| sheet | relations | definitions | proved | confirmed | unchecked | false alarms |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for result in results:
        own = result.counts
        flagged = sum(own[verdict] for verdict in Verdict if verdict.is_finding)
        cells = (own[verdict] for verdict in (Verdict.DEFINITION, Verdict.PROVED, Verdict.CONFIRMED, Verdict.UNCHECKED))
        lines.append(f"| {_name(result.path)} | {len(result.findings)} | {' | '.join(map(str, cells))} | {flagged} |")
    lines += ["", "## Planted slips", "", *_headline(outcomes), ""]
    lines += _table("kind of slip", [(kind, [o for o in outcomes if o.plant.slip.kind == kind]) for kind in KINDS])
    lines += [""]
    by_sheet = [(_name(result.path), [o for o in outcomes if o.plant.path == result.path]) for result in results]
    lines += _table("sheet", [(name, own) for name, own in by_sheet if own])
    return "\n".join(lines) + "\n"


def _headline(outcomes: Sequence[Outcome]) -> list[str]:
    equal = [outcome for outcome in outcomes if outcome.fate is Fate.EQUAL]
    real = [outcome for outcome in outcomes if outcome.fate is not Fate.EQUAL]
    seen = [outcome for outcome in real if outcome.fate is Fate.SEEN]
    corrected = [outcome for outcome in seen if outcome.suggestion is not None]
    back = [outcome for outcome in seen if outcome.given_back]
    return [
        f"{len(outcomes)} slips planted; {len(equal)} of them leave a true formula (the changed side is shown to equal",
        f"the right one) and do not count. Seen: **{_share(len(seen), len(real))}** of {len(real)}. Of those seen, "
        f"corrected: {_share(len(corrected), len(seen))}; given back: **{_share(len(back), len(seen))}**.",
    ]


def _table(title: str, rows: Sequence[tuple[str, Sequence[Outcome]]]) -> list[str]:
    lines = [
        f"| {title} | planted | still true | counted | seen | corrected | given back |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, own in rows:
        real = [outcome for outcome in own if outcome.fate is not Fate.EQUAL]
        seen = [outcome for outcome in real if outcome.fate is Fate.SEEN]
        corrected = sum(outcome.suggestion is not None for outcome in seen)
        back = sum(outcome.given_back for outcome in seen)
        lines.append(
            f"| {name} | {len(own)} | {len(own) - len(real)} | {len(real)} | {_share(len(seen), len(real))} "
            f"| {_share(corrected, len(seen))} | {_share(back, len(seen))} |"
        )
    return lines


def _name(path: str) -> str:
    return Path(path).resolve().relative_to(RIGHT).as_posix()


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "none"


def _details(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        slip = outcome.plant.slip
        if outcome.fate is Fate.SEEN and outcome.given_back:
            continue
        fate = "not given back" if outcome.fate is Fate.SEEN else outcome.fate.value
        place = f"{_name(outcome.plant.path)}:{_text(outcome.plant.path).count(chr(10), 0, outcome.plant.start) + 1}"
        said = f"{outcome.verdict} {outcome.reason}".strip()
        correction = f" => {outcome.suggestion}" if outcome.suggestion is not None else ""
        line = f"{fate} | {slip.kind} | {place} | {slip.wrong} | was {slip.right} | {slip.words} | {said}{correction}"
        yield " ".join(line.split())


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sheets", nargs="*", type=Path, help="these sheets alone; prints the page")
    parser.add_argument("--slips", type=int, default=2, help="the most slips in one formula")
    parser.add_argument("--jobs", type=int, default=2, help="processes that work at the same time")
    parser.add_argument("--details", type=Path, help="a file for the slips that were missed or not given back")
    chosen = parser.parse_args()
    given = [str(path.resolve()) for path in chosen.sheets]
    paths = given or [sheet.path for sheet in find_sheets([str(RIGHT)]).sheets]
    results, outcomes = measure(paths, chosen.slips, chosen.jobs)
    page = render(results, outcomes, chosen.slips)
    if chosen.details is not None:
        chosen.details.write_text("".join(f"{line}\n" for line in sorted(_details(outcomes))), encoding="utf-8")
    if chosen.sheets:
        print(page)
    else:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page, encoding="utf-8")
        print(f"Wrote {PAGE.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
