"""`twofold check`: read sheets and say of every formula whether it is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from twofold.options import Common, shared_options

if TYPE_CHECKING:
    from sheets.judging.ignores import Selection
    from sheets.judging.results import Settings, SheetResult
    from sheets.source.sheet import Sheet


@click.command(short_help="Say which formulas of a sheet are right.")
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]...")
@shared_options("text", "json", "sarif", "github", "html")
@click.option("--select", metavar="CODES", help="Report these codes or families alone: EQV101,IDX.")
@click.option("--ignore", metavar="CODES", help="Do not report these codes or families.")
@click.option("--strict", is_flag=True, help="Exit with 1 also for what was not checked.")
@click.option("--diff", is_flag=True, help="Print the verified, unique corrections as a diff; change nothing.")
@click.option("--fix", is_flag=True, help="Make the verified, unique corrections in the sheets, and check them again.")
@click.option("--show-reading", is_flag=True, help="List every formula with what was read.")
@click.option("--line", type=click.IntRange(min=1), metavar="N", help="Check the formulas on this line alone.")
@click.pass_context
def check(
    context: click.Context,
    common: Common,
    paths: tuple[str, ...],
    select: str | None,
    ignore: str | None,
    strict: bool,
    diff: bool,
    fix: bool,
    show_reading: bool,
    line: int | None,
) -> None:
    """Say of every formula of a sheet whether it is right.

    PATH is a sheet (.md, .markdown, .tex, .txt, .ipynb), a folder of sheets (the current one if none is named), or
    - for standard input. Exit status: 0 nothing is wrong, 1 something is, 2 it could not run.
    """
    from reports.coverage import fails
    from sheets.judging.ignores import apply_selection
    from sheets.judging.results import Settings
    from twofold.device import chosen_device
    from twofold.discovery import find_sheets

    if diff and fix:
        raise click.UsageError("--diff changes nothing and --fix does: choose one of them.")
    selection = _selection(select, ignore)
    found = find_sheets(paths or (".",))
    for message in (*found.faults, *found.problems):
        click.echo(f"twofold: {message}", err=True)
    settings = Settings(
        seed=common.seed,
        samples=common.samples,
        device=chosen_device(common.device),
        time_limit=common.time_limit,
        line=line,
    )
    results = [apply_selection(result, selection) for result in _checked(found.sheets, settings, common)]
    if fix:
        from twofold.fixing import fix_sheets

        again = fix_sheets(results)
        results = [
            apply_selection(_checked([again[result.path]], settings, common)[0], selection)
            if result.path in again
            else result
            for result in results
        ]
    if results:
        _write(results, settings, common, selection, strict=strict, diff=diff, readings=show_reading)
    context.exit(2 if found.faults else 1 if any(fails(result, strict) for result in results) else 0)


def _selection(select: str | None, ignore: str | None) -> Selection:
    from sheets.judging.codes import UnknownCode, check_prefix
    from sheets.judging.ignores import Selection

    def codes(option: str, given: str | None) -> tuple[str, ...]:
        try:
            return tuple(check_prefix(name) for name in (given or "").replace(",", " ").split())
        except UnknownCode as error:
            raise click.BadParameter(str(error), param_hint=option) from None

    return Selection(codes("--select", select), codes("--ignore", ignore))


def _checked(sheets: list[Sheet] | tuple[Sheet, ...], settings: Settings, common: Common) -> list[SheetResult]:
    from twofold.cache import Cache, default_folder
    from twofold.checking import check_sheets
    from twofold.progress import Progress

    cache = Cache(default_folder()) if common.cache else None
    with Progress("sheets", len(sheets), common.quiet) as done:
        return check_sheets(sheets, settings, common.jobs, cache, done)


def _write(
    results: list[SheetResult],
    settings: Settings,
    common: Common,
    selection: Selection,
    *,
    strict: bool,
    diff: bool,
    readings: bool,
) -> None:
    from twofold.output import write, write_lines
    from twofold.version import __version__

    if diff:
        from reports.diff import render_diff

        write(render_diff(results), common.output)
    elif common.format == "json":
        from reports.json import render_json

        write(render_json(results, settings, __version__), common.output)
    elif common.format == "sarif":
        from reports.sarif import render_sarif

        write(render_sarif(results, __version__, strict=strict, selection=selection), common.output)
    elif common.format == "github":
        from reports.github import render_github

        write(render_github(results, strict=strict), common.output)
    elif common.format == "html":
        from reports.html import render_sheets

        write(render_sheets(results), common.output)
    else:
        from reports.text import text_lines

        lines = text_lines(
            results, verbose=common.verbose, strict=strict, quiet=common.quiet, readings=readings
        )
        write_lines(lines, common.output)
