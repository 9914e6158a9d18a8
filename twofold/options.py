"""The options that all commands share."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

VERBOSE = "twofold.verbose"


@dataclass(frozen=True)
class Common:
    """The values of the shared options. `output` is None for standard output; `time_limit` is in seconds."""

    format: str
    output: str | None
    device: str
    seed: int
    samples: int
    jobs: int
    time_limit: float
    cache: bool
    quiet: bool
    verbose: bool


def shared_options(*formats: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the shared options, as a first argument `Common`; its default format is the first one."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def command(**given: Any) -> Any:
            common = Common(**{name: given.pop(name) for name in Common.__dataclass_fields__})
            return function(common, **given)

        result: Callable[..., Any] = command
        for option in reversed(_options(formats)):
            result = option(result)
        return result

    return decorate


def _options(formats: tuple[str, ...]) -> tuple[Callable[[Any], Any], ...]:
    return (
        click.option("--format", "format", type=click.Choice(formats), default=formats[0], show_default=True,
                     help="How the result is written."),
        click.option("--output", "-o", type=click.Path(), metavar="FILE", help="Write the result to a file."),
        click.option("--device", type=click.Choice(("auto", "cpu", "cuda")), default="auto", show_default=True,
                     help="Where batches are computed; verdicts do not depend on it."),
        click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=0, show_default=True,
                     help="Seed of the sampled points."),
        click.option("--samples", type=click.IntRange(1, 1_000_000), default=4096, show_default=True,
                     help="Sampled points for a formula."),
        click.option("--jobs", "-j", type=click.IntRange(1, 4096), default=_cores, show_default="one a core",
                     help="Processes that work at the same time."),
        click.option("--time-limit", type=click.FloatRange(0, 86400, min_open=True), default=5.0, show_default=True,
                     metavar="SECONDS", help="Time for one formula."),
        click.option("--cache/--no-cache", default=True, help="Take known verdicts from the cache, or do not."),
        click.option("--quiet", "-q", is_flag=True, help="Print the totals alone."),
        click.option("--verbose", "-v", is_flag=True, callback=_remember, is_eager=True,
                     help="Print everything, also what is right; a traceback if twofold itself fails."),
    )  # fmt: skip


def _remember(context: click.Context, parameter: click.Parameter, value: bool) -> bool:
    context.meta[VERBOSE] = value
    return value


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1
