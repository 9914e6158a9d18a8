"""Checking sheets: what is in the cache is taken from it, the rest is judged, several sheets in several processes.

The result does not depend on the number of processes or on the cache.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor

from sheets.judging.ignores import apply_ignores
from sheets.judging.results import Settings, SheetResult
from sheets.source.sheet import Sheet
from twofold.cache import Cache
from twofold.storage import sheet_key, storable_result, stored_result

Report = Callable[[str], None]


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
    for k, result in zip(missing, _judged([sheets[k] for k in missing], settings, jobs, report), strict=True):
        found[k] = result
        if cache is not None:
            cache.store(keys[k], storable_result(result))
    return [found[k] for k in range(len(sheets))]


def judge_sheet(sheet: Sheet, settings: Settings) -> SheetResult:
    """Judge one sheet in this process; comments of the sheet silence their findings."""
    from sheets.judging.check import check_sheet

    return apply_ignores(check_sheet(sheet, settings), sheet, whole=settings.line is None)


def _judged(sheets: Sequence[Sheet], settings: Settings, jobs: int, report: Report | None) -> list[SheetResult]:
    results: list[SheetResult] = []
    if jobs <= 1 or len(sheets) <= 1:
        for sheet in sheets:
            results.append(judge_sheet(sheet, settings))
            if report is not None:
                report(sheet.path)
        return results
    # Processes are spawned: a fork of a process that has used torch's threads is not safe.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(jobs, len(sheets)), mp_context=context, initializer=_let_interrupts_end_it)
    try:
        for sheet, result in zip(sheets, pool.map(judge_sheet, sheets, [settings] * len(sheets)), strict=True):
            results.append(result)
            if report is not None:
                report(sheet.path)
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    pool.shutdown()
    return results


def _let_interrupts_end_it() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
