"""The notations of the catalogue as rows that are compared with a relation before any topic is imported.

Reading them all takes seconds, so they are kept as JSON in the user's cache folder under a digest of the sources that
they come from: a key that holds the reader's code as well as the formulas is honest and costs a few milliseconds, and
rows of other sources are never looked at. They are not in the repository, where each change of a formula or of the
reader would change the stored rows too, and two such changes would always conflict; instead the first run on a machine
makes them, and processes that make them at the same time write the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import sympy

from derivations.catalogue import FORMULAS
from derivations.vocabulary import Formula, Notation
from sheets.keeping import default_folder, write_whole
from sheets.meaning.catalogued import notation_tree
from sheets.meaning.steps import with_steps
from sheets.notation.tree import Node

PACKAGES = ("derivations", "sheets.notation", "sheets.meaning")
"""The packages whose files decide what the rows are."""

FORMAT = 1
KEPT = 4  # files of rows: of this version, and of the last others that ran here
SETTLED = 30.0  # seconds that a source must have lain unchanged before it was loaded, so that what ran is what is there

Token = tuple[str, str]  # what structure shows, and the name where it is one
Fused = frozenset[tuple[str, str]]  # scripts (subscript, superscript) that are part of a name: the k of `x^k`

_LOADED = time.time()


@dataclass(frozen=True)
class Known:
    """One notation of a formula, ready to be compared: the formula's id and words, what is written, what its letters
    mean, and its tokens with the scripts that are fused in them."""

    identity: str
    words: tuple[str, ...]
    latex: str
    letters: Mapping[str, str]
    fused: Fused
    tokens: tuple[Token, ...]

    @cached_property
    def formula(self) -> Formula:
        """The formula; its topic is imported when it is first asked for."""
        return FORMULAS[self.identity]

    def distance(self, tokens: Sequence[Token]) -> int:
        """How many nodes a relation has that the notation has not, and the other way round; names count as one kind."""
        ours, theirs = Counter(shape for shape, _ in tokens), Counter(shape for shape, _ in self.tokens)
        return ((ours - theirs) + (theirs - ours)).total()

    @cached_property
    def chain(self) -> Node:
        """The notation's tree, with its step letter as all are compared."""
        return with_steps(notation_tree(Notation(self.latex)))


def kept(make: Callable[[], Iterable[Known]]) -> tuple[Known, ...]:
    """All rows: those kept of these very sources, or else those that `make` gives, which are then kept.

    A folder that cannot be read or written is no error; neither is a file in it that says something else than was
    written.
    """
    folder, digest = default_folder() / "notations", source_digest()
    found = _load(folder, digest) if digest is not None else None
    if found is None:
        found = tuple(make())
        if digest is not None and _newest() < _LOADED - SETTLED and source_digest() == digest:
            _store(folder, digest, found)
    return found


def source_digest() -> str | None:
    """A digest of all that the rows depend on; `None` where Python's files are not there to be read."""
    digest = hashlib.sha256(f"{FORMAT} {platform.python_version()} {sympy.__version__}\n".encode())
    try:
        for package in PACKAGES:
            files = sources(package)
            if not files:
                return None
            for name, file in files.items():
                digest.update(f"{package}/{name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    except OSError:
        return None
    return digest.hexdigest()


def sources(package: str) -> dict[str, Path]:
    """The Python files of a package by their path in it, in a fixed order."""
    spec = find_spec(package)
    folders = [Path(folder) for folder in (spec.submodule_search_locations or ())] if spec is not None else []
    return {file.relative_to(folder).as_posix(): file for folder in folders for file in sorted(folder.rglob("*.py"))}


def _newest() -> float:
    """When the last of the sources was changed, or put in its place."""
    times = [file.stat() for package in PACKAGES for file in sources(package).values()]
    return max(max(one.st_mtime, one.st_ctime) for one in times)


def _load(folder: Path, digest: str) -> tuple[Known, ...] | None:
    try:
        written, _, text = (folder / f"{digest}.json").read_text(encoding="utf-8").partition("\n")
        return tuple(_unpacked(json.loads(text))) if written == _checksum(text) else None
    except (OSError, ValueError, KeyError, IndexError, TypeError, RecursionError):
        return None


def _store(folder: Path, digest: str, found: Sequence[Known]) -> None:
    text = json.dumps(_packed(found), ensure_ascii=False, separators=(",", ":"))
    with suppress(OSError, UnicodeError):
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / f"{digest}.json", f"{_checksum(text)}\n{text}")
        files = sorted(folder.glob("*.json"), key=lambda file: -file.stat().st_mtime)
        for file in files[KEPT:]:
            os.unlink(file)


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _packed(found: Sequence[Known]) -> dict[str, Any]:
    """Rows as JSON values, what repeats (words, tokens, fused scripts) written once."""
    words = {known.identity: known.words for known in found}
    tokens = {token: place for place, token in enumerate(dict.fromkeys(t for known in found for t in known.tokens))}
    fused = {scripts: place for place, scripts in enumerate(dict.fromkeys(known.fused for known in found))}
    rows = [
        [known.identity, known.latex, dict(known.letters), fused[known.fused], [tokens[t] for t in known.tokens]]
        for known in found
    ]
    return {"words": words, "tokens": list(tokens), "fused": [sorted(scripts) for scripts in fused], "rows": rows}


def _unpacked(stored: Any) -> Iterator[Known]:
    words = {identity: tuple(found) for identity, found in stored["words"].items()}
    tokens = [(shape, name) for shape, name in stored["tokens"]]
    fused = [frozenset((below, above) for below, above in scripts) for scripts in stored["fused"]]
    for identity, latex, letters, scripts, places in stored["rows"]:
        yield Known(
            identity, words[identity], latex, letters, fused[scripts], tuple(tokens[place] for place in places)
        )
