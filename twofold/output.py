"""Where results go: standard output or a file; colours only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from reports.text import STYLES, Line, plain
from twofold.cache import write_whole
from twofold.refusal import Refusal


def write(text: str, output: str | None) -> None:
    """Write a result to standard output, or to a file as a whole. Raises Refusal."""
    if output is None or output == "-":
        click.echo(text, nl=False)
        return
    file = Path(output)
    if file.is_dir():
        raise Refusal(f"{output}: this is a folder. Name a file in it.")
    if not file.absolute().parent.is_dir():
        raise Refusal(f"{output}: there is no folder {file.parent}. Make it first.")
    try:
        write_whole(file, text) if _is_plain(file) else file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refusal(f"{output}: cannot be written ({error.strerror}). Check the folder's permissions.") from None


def write_lines(lines: Iterable[Line], output: str | None) -> None:
    """Write styled lines: in colours to a terminal, else without their styles."""
    if output is None and sys.stdout.isatty():
        _write_coloured(lines)
    else:
        write(plain(lines), output)


def write_pages(pages: dict[str, str], folder: Path) -> None:
    """Write pages by file name into a folder, which is made if it is not there. Raises Refusal."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, page in pages.items():
            write_whole(folder / name, page)
    except OSError as error:
        raise Refusal(f"{folder}: cannot be written ({error.strerror}). Name another folder.") from None


def _is_plain(file: Path) -> bool:
    """Whether a file can be replaced as a whole: not a device such as /dev/stdout, and no link to something else."""
    return not file.is_symlink() and (file.is_file() or not file.exists())


def _write_coloured(lines: Iterable[Line]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False)
    for line in lines:
        console.print(Text.assemble(*((piece.text, STYLES.get(piece.style, "")) for piece in line)), soft_wrap=True)
