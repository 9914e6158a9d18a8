"""Reading a sheet: the two entrances."""

from __future__ import annotations

from pathlib import Path

from sheets.source.assembly import File, Reading, assemble
from sheets.source.comments import is_quoted, without_comments, without_quotes
from sheets.source.expansion import expand
from sheets.source.inputs import Document, Load
from sheets.source.lines import Lines
from sheets.source.macros import Scope
from sheets.source.mapped import Stream, whole
from sheets.source.markdown import scan_markdown
from sheets.source.notebook import NotJson, markdown_cells
from sheets.source.page import Region
from sheets.source.scan import read_ignore
from sheets.source.scope import new_scope
from sheets.source.sheet import Sheet, SheetError

LARGEST = 20_000_000
MARKDOWN = frozenset({".md", ".markdown", ".txt"})


def read_markdown(reading: Reading, file: File, stream: Stream, scope: Scope) -> None:
    """Read a Markdown text into the reading; the scope learns the macros that it defines."""
    scan = scan_markdown(stream.text)

    def math(region: Region) -> Stream:
        content = stream.cut(region.start, region.end)
        if region.display and "\n" in content.text and is_quoted(stream.text, region.opens):
            content = without_quotes(content)
        kept, comments = without_comments(content)
        for at, comment in comments:
            codes = read_ignore(comment)
            if codes is not None:
                reading.ignores.append(file.ignore(content.starts[at], codes))
        expanded, faults = expand(kept, scope)
        reading.problems.extend(file.problem(*fault) for fault in faults)
        return expanded

    assemble(reading, file, stream, scan, math)


def read_text(text: str, path: str, suffix: str, load: Load | None = None) -> Sheet:
    """Read the text of a sheet; nothing is read from the disk, and files that it includes come from `load`.

    The suffix says how to read it. `load` takes a path relative to the sheet's folder and gives the text, or None
    where there is no such file. Raises SheetError if the suffix is unknown.
    """
    reading = Reading()
    file = File(path, Lines(text))
    scope = new_scope(len(text))
    included: dict[str, str] = {}
    if suffix.lower() in MARKDOWN:
        read_markdown(reading, file, whole(text), scope)
    elif suffix.lower() == ".tex":
        document = Document(path, reading, scope, load)
        document.read(text, "")()
        included = document.included
    elif suffix.lower() == ".ipynb":
        _read_notebook(reading, file, text, scope)
    else:
        raise SheetError(
            f"{path}: cannot tell how to read a file that ends in `{suffix}`. "
            "Sheets end in .md, .markdown, .txt, .tex or .ipynb."
        )
    return Sheet(
        path=path,
        text=text,
        spans=tuple(reading.spans),
        problems=tuple(
            sorted(
                reading.problems, key=lambda problem: (problem.path != path, problem.path, problem.start, problem.end)
            )
        ),
        ignores=tuple(sorted(reading.ignores, key=lambda ignore: (ignore.path != path, ignore.path, ignore.line))),
        included=tuple(included.items()),
    )


def _read_notebook(reading: Reading, file: File, text: str, scope: Scope) -> None:
    """Read the Markdown cells of a notebook, which share their macros and headings."""
    try:
        cells = markdown_cells(text)
    except NotJson as error:
        line, column = file.lines.place(error.at)
        raise SheetError(
            f"{file.path}: not a notebook; its JSON breaks off at line {line}, column {column}. Save it anew."
        ) from None
    for cell in cells:
        read_markdown(reading, file, cell, scope)


def read_sheet(path: Path) -> Sheet:
    """Read a sheet from its file.

    Raises SheetError if there is no such file, or it is a folder, binary, not UTF-8, larger than 20 MB or of an
    unknown kind.
    """
    return read_text(_read_file(path), path.as_posix(), path.suffix, _loader(path.parent))


def _loader(folder: Path) -> Load:
    """Give the function that reads a file of a folder, or says None to what is not a text file inside of it."""
    root = folder.resolve()

    def load(name: str) -> str | None:
        try:
            place = (root / name).resolve()
            return _read_file(place) if place.is_relative_to(root) and place.is_file() else None
        except (SheetError, OSError, ValueError):
            return None

    return load


def _read_file(path: Path) -> str:
    try:
        if path.is_dir():
            raise SheetError(f"{path}: this is a folder. Name a sheet in it.")
        if path.stat().st_size > LARGEST:
            raise SheetError(f"{path}: larger than {LARGEST // 1_000_000} MB. Split the sheet.")
        data = path.read_bytes()
    except FileNotFoundError:
        raise SheetError(f"{path}: there is no such file. Check the name.") from None
    except OSError as error:
        raise SheetError(f"{path}: cannot be read ({error.strerror}). Check its permissions.") from None
    if b"\0" in data:
        raise SheetError(f"{path}: a binary file, not text. Name the sheet's source.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SheetError(f"{path}: not UTF-8 at byte {error.start}. Save it as UTF-8.") from None
