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
    """Write each sheet that has corrections, and give the sheets as they are now, by path.

    Nothing is written if a file has changed since it was read. Raises Refusal.
    """
    fixed: dict[str, Sheet] = {}
    for result in results:
        made = corrections(result)
        if not made:
            continue
        if result.path == STANDARD_INPUT:
            raise Refusal("--fix: standard input cannot be changed. Use `--diff`, or name a file.")
        file = Path(os.path.realpath(result.path))
        try:
            if file.read_bytes() != result.text.encode():
                raise Refusal(f"{result.path}: it has changed since it was read, and was left alone. Check it again.")
            write_whole(file, corrected(result))
        except OSError as error:
            raise Refusal(f"{result.path}: cannot be written ({error.strerror}). Check its permissions.") from None
        click.echo(f"{result.path}: {len(made)} formula{'' if len(made) == 1 else 's'} corrected", err=True)
        fixed[result.path] = read_sheet(Path(result.path))
    return fixed
