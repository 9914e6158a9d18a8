"""What a formula of the catalogue depends on: the engine, and the files of its topic and of the topics it imports."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from twofold.cache import Cache
from twofold.storage import FORMAT, library_versions
from twofold.version import __version__

_PACKAGES = ("derivations", "numerics")
_IMPORTS = re.compile(r"^\s*(?:from|import)\s[^(\n]*(?:\([^)]*\))?", re.MULTILINE)


def formula_key(id: str, *parts: str) -> str:
    """The key of what was found about a formula; it changes with the engine and with the files of its topic."""
    return _digest(topic_digest(id.partition(".")[0]), id, *parts)


def topic_key(topic: str, *parts: str) -> str:
    """The key of what was found about a topic."""
    return _digest(topic_digest(topic), *parts)


def known_ids(cache: Cache | None) -> Callable[[str], Sequence[str]]:
    """The ids of a topic's formulas: from the cache, or from the topic itself, which is then remembered."""

    def ids(topic: str) -> Sequence[str]:
        key = topic_key(topic, "ids")
        known = cache.load(key) if cache is not None else None
        if isinstance(known, list) and all(isinstance(id, str) for id in known):
            return known
        from derivations.catalogue import formulas_of

        found = list(formulas_of(topic))
        if cache is not None:
            cache.store(key, found)
        return found

    return ids


@cache
def topic_digest(topic: str) -> str:
    """A digest of the engine and of all topic files on which a topic depends."""
    names = sorted(_reached(topic))
    files = [_folder(package) / f"{name}.py" for name in names for package in _PACKAGES]
    return _digest(engine_digest(), topic, *(_content(file) for file in files if file.exists()))


@cache
def engine_digest() -> str:
    """A digest of the version, the libraries, and the files that are no topics."""
    return _digest(f"{FORMAT} {__version__}", *library_versions(), *map(package_digest, _PACKAGES))


@cache
def package_digest(package: str) -> str:
    """A digest of the files of a package that are no topics."""
    folder, parts = _folder(package), []
    for file in sorted(folder.rglob("*.py")):
        if file.parent != folder or file.stem not in _topics():
            parts += [file.relative_to(folder).as_posix(), _content(file)]
    return _digest(*parts)


def _reached(topic: str) -> set[str]:
    found = {topic}
    waiting = [topic]
    while waiting:
        for name in _imported(waiting.pop()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found


@cache
def _imported(topic: str) -> frozenset[str]:
    """The topics that the files of a topic name in an import."""
    files = [_folder(package) / f"{topic}.py" for package in _PACKAGES]
    lines = [line for file in files if file.exists() for line in _IMPORTS.findall(file.read_text(encoding="utf-8"))]
    return frozenset(word for line in lines for word in re.findall(r"\w+", line)) & _topics()


@cache
def _topics() -> frozenset[str]:
    from derivations.catalogue import TOPICS

    return frozenset(TOPICS)


@cache
def _folder(package: str) -> Path:
    spec = find_spec(package)
    folders = (spec.submodule_search_locations or ()) if spec is not None else ()
    return Path(next(iter(folders), package))


def _content(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _digest(*parts: str) -> str:
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(f"{len(encoded)}:".encode() + encoded)
    return digest.hexdigest()
