"""`twofold list`: the formulas of the catalogue."""

from __future__ import annotations

import click

from twofold.options import Common, shared_options


@click.command("list", short_help="List the formulas of the catalogue.")
@shared_options("text", "json")
def list_formulas(common: Common) -> None:
    """List the formulas of the catalogue, one line each."""
    from reports.catalogue import list_lines
    from reports.json import as_json
    from twofold.cache import Cache, default_folder
    from twofold.listing import listing
    from twofold.output import write, write_lines

    listed = listing(Cache(default_folder()) if common.cache else None)
    if common.format == "json":
        write(as_json(listed), common.output)
    else:
        write_lines(list_lines(listed), common.output)
