"""How far the checker can be trusted: coverage and false alarms on right sheets, and how many planted slips it sees.

`make accuracy` checks the sheets of `tests/sheets/right`, those of strangers apart, plants single slips in them, one at
a time, checks the changed lines again, and writes `docs/accuracy.md`. The same commit gives the same bytes. On two
quiet cores it takes about a quarter of an hour.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks.corpora import (
    ONE_OF,
    ONE_OF_CHOSEN,
    ROOT,
    Plant,
    chosen,
    is_drawn,
    is_strangers,
    made,
    own_sheets,
    strangers_sheets,
)
from benchmarks.page import Corpus, details, render
from benchmarks.peers.table import render_peers
from benchmarks.planting import TRUE, checked, planted
from sheets.judging.results import SheetResult
from sheets.source.reading import read_sheet
from twofold.pool import spread

PAGE = ROOT / "docs" / "accuracy.md"
OWN, STRANGERS = "Own sheets", "Strangers' sheets"


def measure(own: Sequence[str], strangers: Sequence[str], one_of: int, jobs: int) -> list[Corpus]:
    """What becomes of the sheets as they stand, and of every planted slip, for each corpus that has sheets."""
    results = list(spread(checked, [*own, *strangers], jobs))
    right, others = results[: len(own)], results[len(own) :]
    made_in_own = spread(partial(_made, one_of=one_of), right, jobs)
    drawn = [plant for plant in chosen(strangers) if is_drawn(plant.slip, ONE_OF_CHOSEN)]
    plants = [[plant for found in made_in_own for plant in found], drawn]
    outcomes = list(spread(planted, [*plants[0], *plants[1]], jobs, together=4))
    corpora = [
        Corpus(OWN, right, outcomes[: len(plants[0])]),
        Corpus(STRANGERS, others, outcomes[len(plants[0]) :]),
    ]
    return [corpus for corpus in corpora if corpus.results]


def _made(result: SheetResult, one_of: int) -> list[Plant]:
    """The slips of the formulas of a sheet that were shown to be right."""
    shown = {(finding.start, finding.end) for finding in result.findings if finding.verdict in TRUE}
    return list(made(read_sheet(Path(result.path)), one_of, shown))


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sheets", nargs="*", type=Path, help="these sheets alone; prints the page")
    parser.add_argument("--one-of", type=int, default=ONE_OF, help="how many of the own slips stand for one planted")
    parser.add_argument("--jobs", type=int, default=2, help="processes that work at the same time")
    parser.add_argument("--details", type=Path, help="a file for the slips that were missed or not given back")
    options = parser.parse_args()
    given = [str(path.resolve()) for path in options.sheets]
    own = [path for path in given if not is_strangers(path)] if given else own_sheets()
    strangers = [path for path in given if is_strangers(path)] if given else strangers_sheets()
    corpora = measure(own, strangers, options.one_of, options.jobs)
    page = render(corpora, options.one_of, render_peers(corpora, options.jobs))
    if options.details is not None:
        options.details.write_text("".join(f"{line}\n" for line in _lines(corpora)), encoding="utf-8")
    if given:
        print(page)
    else:
        PAGE.write_text(page, encoding="utf-8")
        print(f"Wrote {PAGE.relative_to(ROOT)}.")


def _lines(corpora: Sequence[Corpus]) -> Iterator[str]:
    for corpus in corpora:
        yield from sorted(details(corpus.outcomes))


if __name__ == "__main__":
    main()
