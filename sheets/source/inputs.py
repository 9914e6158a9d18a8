"""A LaTeX document of several files: what `\\input` and `\\usepackage` bring in, from the sheet's own folder alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePosixPath

from sheets.source.assembly import File, Reading, assemble
from sheets.source.expansion import expand
from sheets.source.latex import scan_latex, strip_latex
from sheets.source.lines import Lines
from sheets.source.macros import Scope
from sheets.source.mapped import Stream, whole
from sheets.source.sheet import Problem

Load = Callable[[str], str | None]
_DEEPEST = 16
_MOST_FILES = 500
_MOST_TEXT = 20_000_000
_ENDINGS = {"usepackage": ".sty", "RequirePackage": ".sty", "documentclass": ".cls", "LoadClass": ".cls"}
_PACKAGES = frozenset(_ENDINGS)
_FOREIGN = re.compile(r"^[/\\~|]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|[|\0\n]")


@dataclass
class Document:
    """A document on its way through the reader: one scope and one reading for all of its files."""

    path: str
    reading: Reading
    scope: Scope
    load: Load | None
    files: int = 0
    characters: int = 0
    texts: dict[str, str | None] = field(default_factory=dict)
    included: dict[str, str] = field(default_factory=dict)

    def read(self, text: str, name: str, above: tuple[str, ...] = ()) -> Callable[[], None]:
        """Expand a file, so that the scope learns its macros; give the function that adds its spans in their turn."""
        file = File(self._path_of(name), Lines(text))
        self.characters += len(text)
        stream, ignores = strip_latex(whole(text))
        children: list[tuple[int, Callable[[], None]]] = []

        def include(word: str, names: str, start: int, end: int, at: int) -> None:
            for each in names.split(",") if word in _PACKAGES else [names]:
                add = self._include(word, each.strip(), (*above, name), partial(file.problem, start, end))
                if add is not None and word not in _PACKAGES:
                    children.append((at, add))

        expanded, faults = expand(stream, self.scope, include)
        self.reading.problems.extend(file.problem(*fault) for fault in faults)
        self.reading.ignores.extend(file.ignore(at, codes) for at, codes in ignores)
        return partial(self._add, file, expanded, children)

    def _add(self, file: File, stream: Stream, children: list[tuple[int, Callable[[], None]]]) -> None:
        scan = scan_latex(stream.text)
        inside = [child for child in children if child[0] >= scan.begins]
        assemble(self.reading, file, stream, scan, lambda region: stream.cut(region.start, region.end), inside)

    def _path_of(self, name: str) -> str:
        return str(PurePosixPath(self.path).parent / name) if name else self.path

    def _include(
        self, word: str, name: str, above: tuple[str, ...], problem: Callable[[str], Problem]
    ) -> Callable[[], None] | None:
        """Read a file that a command names; what keeps it from being read becomes a problem at the command."""
        command = f"`\\{word}{{{name[:80]}}}`"
        if not name:
            return None
        if _FOREIGN.search(name):
            trouble = (
                "leads out of the sheet's folder, and nothing outside of it is read. Put the file beside the sheet."
            )
        elif len(above) > _DEEPEST:
            trouble = f"stands more than {_DEEPEST} files deep. Include it from a file further up."
        elif self.files >= _MOST_FILES or self.characters >= _MOST_TEXT:
            trouble = "is one file too many, or the files together are too large. Split the document."
        else:
            found = self._find(word, name)
            if found is None and word in _PACKAGES:
                return None
            if found is None:
                trouble = "names a file that is not in the sheet's folder. Put it there, or correct the name."
            elif found in above or (found == PurePosixPath(self.path).name and "" in above):
                trouble = "includes a file that is being read already. Break the loop."
            else:
                self.files += 1
                text = self.texts[found] or ""
                if word not in _PACKAGES:
                    self.included[self._path_of(found)] = text
                return self.read(text, found, above)
        self.reading.problems.append(problem(f"{command} {trouble}"))
        return None

    def _find(self, word: str, name: str) -> str | None:
        """Give the name under which a file is there, with the ending that the command implies."""
        name = str(PurePosixPath(name))
        for each in (name + _ENDINGS[word],) if word in _ENDINGS else (name + ".tex", name):
            if each not in self.texts:
                self.texts[each] = self.load(each) if self.load is not None else None
            if self.texts[each] is not None:
                return each
        return None
