"""`twofold verify`: check the catalogue itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from twofold.options import Common, shared_options


@click.command(short_help="Check the catalogue itself.")
@click.argument("formulas", nargs=-1, metavar="[FORMULA]...")
@shared_options("text", "json")
@click.pass_context
def verify(context: click.Context, common: Common, formulas: tuple[str, ...]) -> None:
    """Check formulas of the catalogue: their derivations, their models, and whether mutants are refuted.

    FORMULA is an id (softmax.jacobian_entry) or a topic (softmax); none named means all of them. Exit status: 0 all
    hold, 1 one does not, 2 it could not run.
    """
    from reports.json import as_json
    from reports.verification import verification_data, verification_lines
    from twofold.output import write, write_lines

    found = verified(formulas, common)
    if common.format == "json":
        write(as_json(verification_data(found)), common.output)
    else:
        write_lines(verification_lines(found, verbose=common.verbose, quiet=common.quiet), common.output)
    context.exit(0 if all(one["status"] == "verified" for one in found) else 1)


def verified(names: Sequence[str], common: Common) -> list[dict[str, Any]]:
    """The verifications of the formulas named. Raises Refusal for a name that is none."""
    from twofold.cache import Cache, default_folder
    from twofold.dependencies import known_ids
    from twofold.device import chosen_device
    from twofold.names import UnknownFormula, formula_ids
    from twofold.progress import Progress
    from twofold.refusal import Refusal
    from twofold.verifying import verify_formulas

    cache = Cache(default_folder()) if common.cache else None
    try:
        ids = formula_ids(names, known_ids(cache))
    except UnknownFormula as error:
        raise Refusal(str(error)) from None
    with Progress("formulas", len(ids), common.quiet) as done:
        return verify_formulas(
            ids,
            samples=common.samples,
            seed=common.seed,
            device=chosen_device(common.device),
            time_limit=common.time_limit,
            jobs=common.jobs,
            cache=cache,
            report=done,
        )
