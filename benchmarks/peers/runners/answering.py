"""What the runners share: relations come in as JSON lines, an answer a line goes out, under a limit of time.

A runner is started by the Python of its peer's own environment and imports nothing of this project but this file. A
line in is `[digest, left, right]`; a line out is the digest, a tab, and one letter for each check of the runner:
`=` right, `!` wrong, `?` undecided, `-` not read, `t` out of time.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Any

RIGHT, WRONG, UNDECIDED, UNREAD, LATE = "=", "!", "?", "-", "t"
MEMORY = 4 << 30  # bytes
STUCK = 120  # seconds on the wall after which a call that no signal interrupts ends the process


class _OutOfTime(BaseException):
    """Not an Exception, so that no library takes it for a fault of its own."""


def _out_of_time(*_: object) -> None:
    raise _OutOfTime


def within(seconds: float, work: Callable[..., Any], *arguments: Any) -> Any:
    """The result of the work, or _OutOfTime after so many seconds of processor time."""
    signal.alarm(STUCK)
    signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)
    try:
        return work(*arguments)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)


def answer(read: Callable[[str], Any], checks: Sequence[Callable[[Any, Any], str]]) -> None:
    """Answer the relations of standard input: read both sides, then let each check decide.

    The first argument of the command is the limit in seconds, for each side and for each check. What raises an
    exception while it reads has not read; what raises one while it decides is undecided.
    """
    limit = float(sys.argv[1])
    signal.signal(signal.SIGPROF, _out_of_time)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    known: dict[str, Any] = {}
    for line in sys.stdin:
        digest, left, right = json.loads(line)
        letters = _answers(known, read, checks, (left, right), limit)
        print(f"{digest}\t{letters}", flush=True)


def _answers(
    known: dict[str, Any],
    read: Callable[[str], Any],
    checks: Sequence[Callable[[Any, Any], str]],
    sides: tuple[str, str],
    limit: float,
) -> str:
    trees = []
    for side in sides:
        if side not in known:
            known[side] = _read(read, side, limit)
        letter, tree = known[side]
        if letter:
            return letter * len(checks)
        trees.append(tree)
    return "".join(_decide(check, trees, limit) for check in checks)


def _read(read: Callable[[str], Any], side: str, limit: float) -> tuple[str, Any]:
    try:
        return "", within(limit, read, side)
    except _OutOfTime:
        return LATE, None
    except Exception:
        return UNREAD, None


def _decide(check: Callable[[Any, Any], str], trees: Sequence[Any], limit: float) -> str:
    try:
        return str(within(limit, check, *trees))
    except _OutOfTime:
        return LATE
    except Exception:
        return UNDECIDED
