"""The two corpora of right sheets, and the slips that are planted in each.

The own corpus was written with the tool, and its slips are made by `benchmarks.slips`, in formulas that the tool showed
to be right. The strangers' corpus are sheets of other hands in other styles; its slips were chosen by hand among those
that people make, whatever the tool says of the formula.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.slips import Slip, slips
from sheets.judging.statements import Statement, statements_of
from sheets.notation.grammar import read_notation
from sheets.notation.tokens import SyntaxFault
from sheets.source.reading import read_sheet
from sheets.source.sheet import Sheet, Span
from twofold.discovery import find_sheets

ROOT = Path(__file__).resolve().parent.parent
RIGHT = ROOT / "tests" / "sheets" / "right"
STRANGERS = RIGHT / "strangers"
SLIPS = STRANGERS / "slips.json"
MOST = 2  # slips of different kinds in one formula
ONE_OF = 3  # of so many slips that are made, one is planted
ONE_OF_CHOSEN = 3  # … and of so many that were chosen by hand


@dataclass(frozen=True)
class Plant:
    """One slip to plant: the sheet, the range of its text that the right text covers, and the slip.

    `since` is where the sheet begins to depend on it: the first relation that shares a side with the text begins there.
    """

    path: str
    since: int
    start: int
    end: int
    slip: Slip


def own_sheets() -> list[str]:
    """The paths of the sheets of the own corpus."""
    found = [sheet.path for sheet in find_sheets([str(RIGHT)]).sheets]
    return [path for path in found if not is_strangers(path)]


def strangers_sheets() -> list[str]:
    """The paths of the strangers' sheets."""
    return [sheet.path for sheet in find_sheets([str(STRANGERS)]).sheets]


def is_strangers(path: str) -> bool:
    """Whether a sheet is one of the strangers'."""
    return Path(path).resolve().is_relative_to(STRANGERS)


def statements_in(sheet: Sheet) -> Iterator[tuple[Span, Statement]]:
    """The relations of the spans of a sheet's own file that can be parsed, each with its span."""
    for span in sheet.spans:
        if span.path != sheet.path:
            continue
        try:
            statements, _ = statements_of(read_notation(span.math.text), span.before)
        except (SyntaxFault, RecursionError):
            continue
        yield from ((span, statement) for statement in statements)


def place_of(span: Span, statement: Statement) -> tuple[int, int]:
    """The range of the file that a relation covers."""
    return span.math.between(statement.pair.start, statement.pair.end)


def made(sheet: Sheet, one_of: int, places: Container[tuple[int, int]] | None = None) -> Iterator[Plant]:
    """The slips that are made in the formulas of a sheet, or in those at some places, one of so many of them.

    Which ones is a matter of the slip's text alone, so that a formula that is added moves no other slip.
    """
    for span, statement in statements_in(sheet):
        start, end = place_of(span, statement)
        if places is not None and (start, end) not in places:
            continue
        before = statement.chain.children[max(statement.step - 1, 0)]
        since, _ = span.math.between(before.start, statement.pair.end)
        for slip in slips(span.math.text, statement.pair, MOST):
            if is_drawn(slip, one_of):
                yield Plant(sheet.path, since, start, end, slip)


def is_drawn(slip: Slip, one_of: int) -> bool:
    """Whether a slip belongs to the sample that takes one of so many."""
    return zlib.crc32(f"{slip.right}\n{slip.wrong}".encode()) % one_of == 0


def chosen(paths: Sequence[str]) -> Iterator[Plant]:
    """The slips that were chosen by hand, of the strangers' sheets at these paths.

    Raises ValueError if the text that a slip replaces does not stand in its sheet exactly once.
    """
    by_name = {Path(path).name: path for path in paths}
    sheets = {name: read_sheet(Path(path)) for name, path in by_name.items()}
    places = {name: [place_of(*found) for found in statements_in(sheet)] for name, sheet in sheets.items()}
    for entry in json.loads(SLIPS.read_text(encoding="utf-8")):
        name, right = entry["file"], entry["right"]
        if name not in sheets:
            continue
        text = sheets[name].text
        if text.count(right) != 1:
            raise ValueError(f"{name}: {text.count(right)} places for the slip of `{right}`. Quote more of the sheet.")
        start = text.index(right)
        end = start + len(right)
        since = min([start, *(a for a, b in places[name] if a < end and b > start)])
        yield Plant(by_name[name], since, start, end, Slip(entry["kind"], "", right, entry["wrong"]))
