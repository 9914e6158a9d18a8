"""Results of checks as JSON values for the cache, and back; and the keys under which they are kept."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sheets.judging.results import Counterexample, Evidence, Finding, Included, Settings, SheetResult, Verdict
from sheets.source.sheet import Sheet
from twofold.version import __version__

FORMAT = 2
_PACKAGES = ("derivations", "numerics", "sheets", "twofold")
_LIBRARIES = ("sympy", "numpy", "python-flint", "torch")


def sheet_key(sheet: Sheet, settings: Settings) -> str:
    """The key of a sheet's result: its text and that of the files it includes, the settings, and the tool."""
    return key_of("check", repr(sheet), repr(settings))


def key_of(*parts: str) -> str:
    """The key of anything that depends on these parts and on the tool."""
    digest = hashlib.sha256(tool_digest().encode())
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(f"{len(encoded)}:".encode() + encoded)
    return digest.hexdigest()


@lru_cache(maxsize=1)
def tool_digest() -> str:
    """A digest of all that a verdict depends on besides its sheet: this version, its source files, the libraries."""
    digest = hashlib.sha256(f"{FORMAT} {__version__}\n".encode())
    for line in library_versions():
        digest.update(f"{line}\n".encode())
    for package in _PACKAGES:
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
            for file in sorted(Path(folder).rglob("*.py")):
                content = hashlib.sha256(file.read_bytes()).hexdigest()
                digest.update(f"{package}/{file.relative_to(folder).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def library_versions() -> list[str]:
    """The libraries on which a verdict depends, each with its version."""
    return [f"{library} {_version(library)}" for library in _LIBRARIES]


def storable_result(result: SheetResult) -> dict[str, Any]:
    """A result as JSON values, without the texts of the sheet's files."""
    return {
        "spans": result.spans,
        "fragments": result.fragments,
        "findings": [asdict(finding) | {"verdict": finding.verdict.value} for finding in result.findings],
        "included": [[part.path, part.spans, part.fragments] for part in result.included],
    }


def stored_result(value: Any, sheet: Sheet) -> SheetResult | None:
    """The result of a sheet from its JSON values; None if they are not those of a result."""
    try:
        findings = tuple(_finding(stored) for stored in value["findings"])
        texts = dict(sheet.included)
        included = tuple(
            Included(path, texts[path], int(spans), int(fragments)) for path, spans, fragments in value["included"]
        )
        return SheetResult(sheet.path, sheet.text, int(value["spans"]), int(value["fragments"]), findings, included)
    except (KeyError, TypeError, ValueError):
        return None


def _finding(stored: dict[str, Any]) -> Finding:
    point = stored["counterexample"]
    values = {
        **stored,
        "verdict": Verdict(stored["verdict"]),
        "evidence": tuple(Evidence(**evidence) for evidence in stored["evidence"]),
        "counterexample": None
        if point is None
        else Counterexample(
            at=tuple((str(name), str(at)) for name, at in point["at"]),
            sides=(str(point["sides"][0]), str(point["sides"][1])),
            replay=str(point["replay"]),
        ),
    }
    return Finding(**values)


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "absent"
