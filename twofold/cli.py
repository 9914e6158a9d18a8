"""The command `twofold`: its parts stand in `twofold.commands`; here is what they share when something goes wrong."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from twofold.commands.check import check
from twofold.commands.explain import explain
from twofold.commands.list import list_formulas
from twofold.commands.report import report
from twofold.commands.show import show
from twofold.commands.verify import verify
from twofold.configuration import defaults
from twofold.options import VERBOSE
from twofold.refusal import Refusal
from twofold.version import __version__

INTERRUPTED = 130


class Command(click.Group):
    """A group of commands that ends with 2 when it cannot run, with 130 when interrupted, never with a traceback."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run the command and exit."""
        os.environ.setdefault("OMP_NUM_THREADS", "1")  # small batches: threads would only wait, and reorder sums
        _let_every_letter_print()
        try:
            status = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.Abort:
            sys.exit(INTERRUPTED)
        except click.ClickException as error:
            error.show()
            sys.exit(2)
        except BrokenPipeError:
            # Whoever read the results has gone; nothing more is to be written, not even at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(2)
        sys.exit(status if isinstance(status, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what it did not expect becomes one line."""
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.Abort, click.ClickException, BrokenPipeError):
            raise
        except Exception as error:
            if ctx.meta.get(VERBOSE):
                traceback.print_exc()
            said = " ".join(str(error).split())[:200]
            message = f"{type(error).__name__}: {said}" if said else type(error).__name__
            remedy = "" if ctx.meta.get(VERBOSE) else " `--verbose` shows the traceback."
            raise Refusal(f"an error of twofold itself ({message}). Please report it.{remedy}") from None


@click.group(cls=Command, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
@click.pass_context
def main(context: click.Context) -> None:
    """Say which formulas of a sheet are wrong, where they fail, and what they should be."""
    context.default_map = defaults(context)


for command in (check, verify, report, list_formulas, show, explain):
    main.add_command(command)


def _let_every_letter_print() -> None:
    """A terminal without σ gets an escape for it, not an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
