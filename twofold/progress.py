"""Progress on standard error, and only where that is a terminal."""

from __future__ import annotations

import sys
from types import TracebackType

import click

_WIDTH = 60


class Progress:
    """A line that counts what is done: `with Progress("sheets", 12) as done: … done("week3.md")`."""

    def __init__(self, noun: str, total: int, quiet: bool = False) -> None:
        self.noun = noun
        self.total = total
        self.count = 0
        self.shown = not quiet and total > 0 and sys.stderr.isatty()

    def __enter__(self) -> Progress:
        self._show("")
        return self

    def __call__(self, name: str) -> None:
        """One more is done."""
        self.count += 1
        self._show(name)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.shown:
            click.echo("\r\x1b[K", nl=False, err=True)

    def _show(self, name: str) -> None:
        if self.shown:
            text = f"{self.count} of {self.total} {self.noun} {name}".rstrip()
            click.echo(f"\r\x1b[K{text[:_WIDTH]}", nl=False, err=True)
