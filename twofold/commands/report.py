"""`twofold report`: write the derivation report of the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from twofold.commands.verify import verified
from twofold.options import Common, shared_options

if TYPE_CHECKING:
    from sheets.judging.results import SheetResult


@click.command(short_help="Write the derivation report.")
@shared_options("html", "json")
@click.option("--sheet", "sheets", multiple=True, type=click.Path(), metavar="PATH", help="Check a sheet and add it.")
def report(common: Common, sheets: tuple[str, ...]) -> None:
    """Write the derivation report of the catalogue: statements, derivations, evidence and power of each formula.

    With --output x.html (or to standard output) it is one page; with --output FOLDER an index and a page a topic.
    Exit status: 0, or 2 if it could not run.
    """
    from derivations.catalogue import FORMULAS
    from reports.entries import entry, topics
    from twofold.output import write, write_pages

    results = _checked(sheets, common)
    found = {one["id"]: one for one in verified((), common)}
    entries = {id: entry(id, formula, found[id]) for id, formula in FORMULAS.items()}
    if common.format == "json":
        from reports.json import as_json, sheet_data

        data = {"version": 1, "formulas": list(entries.values()), "sheets": [sheet_data(result) for result in results]}
        write(as_json(data), common.output)
        return
    from reports.html import render_report, render_report_pages

    if common.output is not None and _is_folder(common.output):
        write_pages(render_report_pages(topics(), entries, results), Path(common.output))
    else:
        write(render_report(topics(), entries, results), common.output)


def _is_folder(output: str) -> bool:
    return output != "-" and (Path(output).is_dir() or output.endswith("/") or not Path(output).suffix)


def _checked(paths: tuple[str, ...], common: Common) -> list[SheetResult]:
    if not paths:
        return []
    from sheets.judging.results import Settings
    from twofold.cache import Cache, default_folder
    from twofold.checking import check_sheets
    from twofold.device import chosen_device
    from twofold.discovery import find_sheets
    from twofold.refusal import Refusal

    found = find_sheets(paths)
    if found.faults:
        raise Refusal(found.faults[0])
    device = chosen_device(common.device)
    settings = Settings(seed=common.seed, samples=common.samples, device=device, time_limit=common.time_limit)
    cache = Cache(default_folder()) if common.cache else None
    return check_sheets(found.sheets, settings, common.jobs, cache)
