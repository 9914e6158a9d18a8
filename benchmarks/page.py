"""The page of the accuracy: what was measured of the two corpora, side by side and then in detail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import MOST, ONE_OF_CHOSEN, RIGHT
from benchmarks.planting import Fate, Outcome, text_of
from sheets.judging.results import SheetResult, Verdict

INTRODUCTION = """\
What `make accuracy` measures on sheets of right formulas: how many it decides, how many it flags although they are
right, and how many slips it sees when one is planted in a sheet, one at a time, and the lines that it changes are
checked again.

- **Own sheets**, `tests/sheets/right`, were written with the tool. Their slips are made by a program, {most} to a
  formula at most, one edit each: a sign, a number, an exponent, a transpose, an order, a range, an index, a
  neighbouring function, a relation, a factor or a letter. {sample}
- **Strangers' sheets**, `tests/sheets/right/strangers`, are sheets of other hands in other styles, a third of them
  LaTeX with private macros. Their slips were chosen by hand among those that people make, in any formula of the sheet;
  one in {one_of_chosen} is planted, drawn in the same way.

The figures of the own sheets flatter: slips are planted only in formulas that the tool showed to be right, and it
knows these formulas. What to expect on a sheet of one's own is nearer to the column of the strangers, and may lie below
it, since the tool has been mended by what it missed there.

*Decided* is anything but `unchecked`. *Seen* is a finding on the changed text. *Given back* means that the correction,
made in the sheet, restores the right sheet up to white space, macros expanded: no other true formula counts."""
SAMPLED = "Of these, one in {one_of} is planted, drawn by a checksum of its text."
WHOLE = "All of them are planted."


@dataclass(frozen=True)
class Corpus:
    """What was measured of some sheets: their results as they stand, and what became of each planted slip."""

    name: str
    results: Sequence[SheetResult]
    outcomes: Sequence[Outcome]

    @property
    def counts(self) -> Counter[Verdict]:
        """The number of relations with each verdict."""
        return sum((result.counts for result in self.results), Counter[Verdict]())

    @property
    def kinds(self) -> list[str]:
        """The kinds of slips, the most frequent first."""
        planted = Counter(outcome.plant.slip.kind for outcome in self.outcomes)
        return sorted(planted, key=lambda kind: (-planted[kind], kind))


def render(corpora: Sequence[Corpus], one_of: int, peers: str = "") -> str:
    """The page in Markdown; `peers` is its last section, already rendered."""
    sample = WHOLE if one_of == 1 else SAMPLED.format(one_of=one_of)
    introduction = INTRODUCTION.format(most=MOST, sample=sample, one_of_chosen=ONE_OF_CHOSEN)
    sections = ["# Accuracy", introduction, _side_by_side(corpora)]
    for corpus in corpora:
        sections += [f"## {corpus.name}: sheets", _sheets(corpus)]
    for corpus in corpora:
        by_kind = [(kind, [o for o in corpus.outcomes if o.plant.slip.kind == kind]) for kind in corpus.kinds]
        by_sheet = [(_name(r.path), [o for o in corpus.outcomes if o.plant.path == r.path]) for r in corpus.results]
        sections += [f"## {corpus.name}: slips", _slips("kind of slip", by_kind)]
        sections += [_slips("sheet", [(name, outcomes) for name, outcomes in by_sheet if outcomes])]
    return "\n\n".join(section for section in (*sections, peers.strip()) if section) + "\n"


def _side_by_side(corpora: Sequence[Corpus]) -> str:
    rows: list[list[str]] = [[] for _ in range(10)]
    for corpus in corpora:
        counts = corpus.counts
        relations = sum(counts.values())
        claims = relations - counts[Verdict.DEFINITION]
        real, seen, corrected, back = _tally(corpus.outcomes)
        cells = (
            str(len(corpus.results)),
            str(relations),
            share(relations - counts[Verdict.UNCHECKED], relations),
            share(counts[Verdict.PROVED] + counts[Verdict.CONFIRMED], claims),
            f"**{_alarms(counts)}**",
            f"{len(corpus.outcomes)}",
            f"{len(corpus.outcomes) - real}",
            f"**{share(seen, real)}**",
            share(corrected, seen),
            f"**{share(back, seen)}**",
        )
        for row, cell in zip(rows, cells, strict=True):
            row.append(cell)
    titles = (
        "sheets",
        "relations",
        "decided",
        "proved or confirmed, of those that are more than a definition",
        "false alarms",
        "slips planted",
        "of these still true (the changed side is shown to equal the right one), not counted",
        "slips seen",
        "corrected, of those seen",
        "given back, of those seen",
    )
    head = ["", *(corpus.name.lower() for corpus in corpora)]
    return table(head, [[title, *row] for title, row in zip(titles, rows, strict=True)])


def _sheets(corpus: Corpus) -> str:
    shown = (Verdict.DEFINITION, Verdict.PROVED, Verdict.CONFIRMED, Verdict.UNCHECKED)
    rows = []
    for result in corpus.results:
        counts = result.counts
        cells = [len(result.findings), *(counts[verdict] for verdict in shown), _alarms(counts)]
        rows.append([_name(result.path), *map(str, cells)])
    return table(["sheet", "relations", "definitions", "proved", "confirmed", "unchecked", "false alarms"], rows)


def _slips(title: str, groups: Sequence[tuple[str, Sequence[Outcome]]]) -> str:
    rows = []
    for name, outcomes in groups:
        real, seen, corrected, back = _tally(outcomes)
        shares = (share(seen, real), share(corrected, seen), share(back, seen))
        rows.append([name, str(len(outcomes)), str(len(outcomes) - real), str(seen), *shares])
    return table([title, "planted", "still true", "seen", "share seen", "corrected", "given back"], rows)


def _tally(outcomes: Sequence[Outcome]) -> tuple[int, int, int, int]:
    """How many slips count, are seen, are corrected, and are given back."""
    real = [outcome for outcome in outcomes if outcome.fate is not Fate.EQUAL]
    seen = [outcome for outcome in real if outcome.fate is Fate.SEEN]
    corrected = sum(outcome.suggestion is not None for outcome in seen)
    return len(real), len(seen), corrected, sum(outcome.given_back for outcome in seen)


def _alarms(counts: Counter[Verdict]) -> int:
    return sum(counts[verdict] for verdict in Verdict if verdict.is_finding)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown; all columns but the first hold numbers."""
    ruler = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ruler, *rows))


def share(part: int, whole: int) -> str:
    """A share in per cent, or `none` of nothing."""
    return f"{100 * part / whole:.1f} %" if whole else "none"


def _name(path: str) -> str:
    place = Path(path).resolve()
    return place.relative_to(RIGHT).as_posix() if place.is_relative_to(RIGHT) else place.name


def details(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """A line for each slip that was missed or not given back: its kind and place, and what was said."""
    for outcome in outcomes:
        slip = outcome.plant.slip
        if outcome.fate is Fate.SEEN and outcome.given_back:
            continue
        fate = "not given back" if outcome.fate is Fate.SEEN else outcome.fate.value
        place = f"{_name(outcome.plant.path)}:{text_of(outcome.plant.path).count(chr(10), 0, outcome.plant.start) + 1}"
        said = f"{outcome.verdict} {outcome.reason}".strip()
        correction = f" => {outcome.suggestion}" if outcome.suggestion is not None else ""
        line = f"{fate} | {slip.kind} | {place} | {slip.wrong} | was {slip.right} | {slip.words} | {said}{correction}"
        yield " ".join(line.split())
