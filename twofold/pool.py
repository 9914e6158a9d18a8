"""Work spread over processes, its results in order; an interrupt ends all of them at once."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def spread(work: Callable[[T], R], items: Sequence[T], jobs: int, together: int = 1) -> Iterator[R]:
    """The results of the work on each item, in order, from up to `jobs` processes; one job is this process.

    A process takes `together` items at once. The work, the items and the results must be picklable.
    """
    if jobs <= 1 or len(items) <= 1:
        yield from map(work, items)
        return
    # Processes are spawned: a fork of a process that has used CUDA, or torch's threads, is not safe.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(jobs, len(items)), mp_context=context, initializer=_let_interrupts_end_it)
    try:
        yield from pool.map(work, items, chunksize=together)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process ends now: a second one must not interrupt that
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    pool.shutdown()


def _let_interrupts_end_it() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
