"""`twofold show`: one formula of the catalogue in full."""

from __future__ import annotations

import click

from twofold.commands.verify import verified
from twofold.options import Common, shared_options


@click.command(short_help="Show one formula in full.")
@click.argument("formula")
@shared_options("text", "json")
def show(common: Common, formula: str) -> None:
    """Show a formula of the catalogue: statement, quantities, derivation and evidence.

    FORMULA is an id (softmax.jacobian_entry), or its last part where only one formula has it.
    """
    from reports.catalogue import entry_lines
    from reports.entries import entry
    from reports.json import as_json
    from twofold.names import UnknownFormula, formula_id
    from twofold.output import write, write_lines
    from twofold.refusal import Refusal

    try:
        id = formula_id(formula)
    except UnknownFormula as error:
        raise Refusal(str(error)) from None
    from derivations.catalogue import FORMULAS

    (verification,) = verified((id,), common)
    shown = entry(id, FORMULAS[id], verification)
    if common.format == "json":
        write(as_json(shown), common.output)
    else:
        write_lines(entry_lines(shown), common.output)
