"""`--fix`: the corrections of a sheet made in its file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import click

from reports.diff import corrected, corrections
from sheets.judging.results import SheetResult
from sheets.source.reading import read_sheet
from sheets.source.sheet import Sheet
from twofold.cache import write_whole
from twofold.discovery import STANDARD_INPUT
from twofold.refusal import Refusal


def fix_sheets(results: Iterable[SheetResult]) -> dict[str, Sheet]:
    """Write each sheet that has corrections, with the files it includes; give the sheets as they are now, by path.

    A file is left alone if it has changed since it was read; one that two sheets include is corrected once. Raises
    Refusal.
    """
    written: set[Path] = set()
    fixed: list[str] = []
    for result in results:
        made = [file for file in result.files if corrections(file)]
        for file in made:
            place = Path(os.path.realpath(file.path))
            if place not in written:
                _fix(file, place)
                written.add(place)
        fixed += [result.path] if made else []
    return {path: read_sheet(Path(path)) for path in fixed}


def _fix(result: SheetResult, place: Path) -> None:
    """Write the corrected text of one file."""
    if result.path == STANDARD_INPUT:
        raise Refusal("--fix: standard input cannot be changed. Use `--diff`, or name a file.")
    try:
        if place.read_bytes() != result.text.encode():
            raise Refusal(f"{result.path}: it has changed since it was read, and was left alone. Check it again.")
        write_whole(place, corrected(result))
    except OSError as error:
        raise Refusal(f"{result.path}: cannot be written ({error.strerror}). Check its permissions.") from None
    made = len(corrections(result))
    click.echo(f"{result.path}: {made} formula{'' if made == 1 else 's'} corrected", err=True)
