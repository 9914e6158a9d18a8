"""`twofold explain`: the page of one finding code."""

from __future__ import annotations

import click

from twofold.options import Common, shared_options


@click.command(short_help="Explain a finding code.")
@click.argument("code")
@shared_options("text", "json")
def explain(common: Common, code: str) -> None:
    """Explain a finding code, with an example that is flagged and one that is fine."""
    from reports.catalogue import code_data, code_lines
    from reports.json import as_json
    from sheets.judging.codes import UnknownCode, find_code
    from twofold.output import write, write_lines
    from twofold.refusal import Refusal

    try:
        found = find_code(code)
    except UnknownCode as error:
        raise Refusal(str(error)) from None
    if common.format == "json":
        write(as_json(code_data(found)), common.output)
    else:
        write_lines(code_lines(found), common.output)
