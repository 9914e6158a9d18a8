"""What the command says when it cannot run: one line with the remedy, and exit status 2."""

from __future__ import annotations

from typing import IO, Any

import click


class Refusal(click.ClickException):
    """The command cannot do what it was asked; the message says why, and what to do."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message on standard error."""
        click.echo(f"twofold: {self.format_message()}", file=file, err=file is None)
