"""From the paths of the command line to sheets: folders are walked, what cannot be read is said in one line each."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reports.visible import visible
from sheets.source.reading import read_sheet, read_text
from sheets.source.sheet import Sheet, SheetError

SUFFIXES = frozenset({".md", ".markdown", ".tex", ".txt", ".ipynb"})
STANDARD_INPUT = "-"


@dataclass(frozen=True)
class Found:
    """The sheets of a command line in reading order, and a message for each path that gave none."""

    sheets: tuple[Sheet, ...]
    faults: tuple[str, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """What keeps parts of the sheets from being read, each with its place."""
        places = ((f"{p.path}:{p.line}:{p.column}", p.message) for sheet in self.sheets for p in sheet.problems)
        return tuple(f"{place}: {visible(message)}" for place, message in places)


def find_sheets(paths: Sequence[str]) -> Found:
    """Read the sheets at these paths: files, folders, and `-` for standard input; each file once.

    A LaTeX file that lies in a walked folder and is included by another sheet is not a sheet of its own.
    """
    sheets: dict[str, Sheet] = {}
    walked: set[str] = set()
    faults: list[str] = []
    for path in paths:
        names, fault = _files(path)
        faults += [fault] if fault else []
        for name in names:
            key = name if name == STANDARD_INPUT else os.path.realpath(name)
            if name == path:
                walked.discard(key)
            if key in sheets:
                continue
            try:
                sheets[key] = _read(name)
            except SheetError as error:
                faults.append(str(error))
                continue
            if name != path:
                walked.add(key)
    for key in _included(sheets, walked):
        del sheets[key]
    return Found(tuple(sheets.values()), tuple(faults))


def _read(name: str) -> Sheet:
    return _read_standard_input() if name == STANDARD_INPUT else read_sheet(Path(name))


def _files(path: str) -> tuple[list[str], str]:
    """The file of a path, or those of a folder, sorted; and what is the matter if there are none."""
    if path == STANDARD_INPUT or not os.path.isdir(path):
        return [path], ""
    names = sorted(_walk(path), key=lambda name: Path(name).parts)
    if not names:
        return [], f"{path}: no sheet in this folder. Sheets end in {' '.join(sorted(SUFFIXES))}."
    return names, ""


def _walk(folder: str) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith(".") and os.path.splitext(name)[1].lower() in SUFFIXES:
                yield os.path.normpath(os.path.join(place, name)) if folder == "." else os.path.join(place, name)


def _read_standard_input() -> Sheet:
    data = sys.stdin.buffer.read()
    if b"\0" in data:
        raise SheetError("-: standard input is binary, not text. Give it the sheet's source.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SheetError(f"-: standard input is not UTF-8 at byte {error.start}. Convert it to UTF-8.") from None
    return read_text(text, STANDARD_INPUT, _suffix(text))


def _suffix(text: str) -> str:
    """How to read a text without a name: as LaTeX or as a notebook if it says so, else as Markdown."""
    if "\\documentclass" in text or "\\begin{document}" in text:
        return ".tex"
    return ".ipynb" if text.lstrip().startswith("{") and '"cells"' in text else ".md"


def _included(sheets: dict[str, Sheet], walked: set[str]) -> Iterator[str]:
    """The walked LaTeX files that another sheet of these brings in; of two that include one another the first stays."""
    parts = {key: _parts(sheet) for key, sheet in sheets.items()}
    by_size = sorted(sheets, key=lambda key: ("\\documentclass" not in sheets[key].text, -len(parts[key])))
    kept: list[str] = []
    for key in by_size:
        if key in walked and any(key in parts[other] for other in kept):
            yield key
        else:
            kept.append(key)


def _parts(sheet: Sheet) -> frozenset[str]:
    """The other files that a sheet has formulas from."""
    own = os.path.realpath(sheet.path)
    return frozenset(os.path.realpath(path) for path in {span.path for span in sheet.spans}) - {own}
