"""Checking sheets: what is in the cache is taken from it, the rest is judged, several sheets in several processes.

The result does not depend on the number of processes or on the cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from sheets.judging.ignores import apply_ignores
from sheets.judging.results import Settings, SheetResult
from sheets.source.sheet import Sheet
from twofold.cache import Cache
from twofold.storage import sheet_key, storable_result, stored_result

Report = Callable[[str], None]
SHARED = 80  # relations from which it pays to start other processes for one sheet


def check_sheets(
    sheets: Sequence[Sheet], settings: Settings, jobs: int = 1, cache: Cache | None = None, report: Report | None = None
) -> list[SheetResult]:
    """The results of the sheets in their order; `report` is told the path of each sheet that is finished."""
    found: dict[int, SheetResult] = {}
    keys = {k: sheet_key(sheet, settings) for k, sheet in enumerate(sheets)} if cache is not None else {}
    for k, sheet in enumerate(sheets):
        known = stored_result(cache.load(keys[k]), sheet) if cache is not None else None
        if known is not None:
            found[k] = known
    missing = [k for k in range(len(sheets)) if k not in found]
    if not missing:
        return [found[k] for k in range(len(sheets))]
    from twofold.pool import spread

    if len(missing) == 1:
        judge = partial(judge_sheet, settings=settings, jobs=jobs)
        jobs = 1
    else:
        judge = partial(judge_sheet, settings=settings)
    for k, result in zip(missing, spread(judge, [sheets[k] for k in missing], jobs), strict=True):
        found[k] = result
        if cache is not None:
            cache.store(keys[k], storable_result(result))
        if report is not None:
            report(result.path)
    return [found[k] for k in range(len(sheets))]


def judge_sheet(sheet: Sheet, settings: Settings, jobs: int = 1) -> SheetResult:
    """Judge one sheet, a large one in up to `jobs` processes; comments of the sheet silence their findings."""
    from sheets.judging.check import Task, check_sheet
    from sheets.judging.outcomes import Judgement
    from twofold.pool import spread

    def share(work: Callable[[Task], Judgement], tasks: Sequence[Task]) -> Iterable[Judgement]:
        return spread(work, tasks, jobs if len(tasks) >= SHARED else 1)

    return apply_ignores(check_sheet(sheet, settings, share), sheet, whole=settings.line is None)
