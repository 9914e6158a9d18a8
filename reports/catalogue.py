"""The catalogue as text: the list of its formulas, one formula in full, and the page of a finding code."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reports.text import Line, Piece
from reports.verification import evidence_parts
from sheets.judging.codes import FAMILIES, Code

_WIDTH = 12
_COLUMN = 96


def list_lines(listing: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    """One line a formula: id and title."""
    width = max((len(one["id"]) for one in listing), default=0)
    for one in listing:
        yield Piece(f"{one['id']:<{width}}  ", "place"), Piece(one["title"])


def entry_lines(entry: Mapping[str, Any]) -> Iterator[Line]:
    """One formula: statement, quantities, notations, derivation, evidence, source."""
    yield Piece(entry["title"], "total"), Piece(f"  {entry['id']}", "label")
    yield ()
    yield Piece("  "), Piece(entry["latex"], "formula")
    yield ()
    yield from _field("kind", f"{entry['kind']}: {entry['checked_by']}")
    for quantity in entry["quantities"]:
        label = "  where".ljust(_WIDTH + 2)
        yield Piece(label, "label"), Piece(quantity["latex"], "formula"), Piece(_meaning(quantity))
    for assumption in entry["assumptions"]:
        yield from _field("assuming", assumption, "formula")
    for notation in entry["notations"]:
        letters = ", ".join(f"{written} is {meant}" for written, meant in notation["letters"].items())
        yield from _field("written", notation["latex"] + (f"   ({letters})" if letters else ""), "formula")
    yield ()
    if entry["cited"]:
        yield from _field("proof", f"not derived here; it stands in {entry['cited']}")
    for number, step in enumerate(entry["derivation"], start=1):
        status = f" [{step['status']}{', ' + step['scope'] if step['scope'] else ''}]" if step["status"] else ""
        yield from _field(f"step {number}", f"{step['because']}{status}")
        yield Piece(" " * (_WIDTH + 2) + f"{step['relation']} "), Piece(step["latex"], "formula")
    if entry["uses"]:
        yield from _field("uses", ", ".join(entry["uses"]))
    if entry["verification"]:
        yield from _field("status", entry["verification"]["status"])
        yield from _field("evidence", "; ".join(evidence_parts(entry["verification"])))
        for survivor in entry["verification"]["mutants"]["survivors"]:
            yield from _field("survivor", f"{survivor['name']}: {survivor['reason'] or 'not explained'}")
        for message in entry["verification"].get("messages", []):
            yield from _field("but", " ".join(message.split()))
    yield from _field("source", ", ".join(part for part in entry["source"].values() if part))


def code_data(code: Code) -> dict[str, Any]:
    """The page of a finding code as JSON values."""
    return {
        "code": code.name,
        "family": code.family,
        "family_meaning": FAMILIES[code.family],
        "title": code.title,
        "meaning": code.meaning,
        "produced": code.produced,
        "flagged": code.flagged,
        "fine": code.fine,
    }


def code_lines(code: Code) -> Iterator[Line]:
    """The page of a finding code: what it means, an example that is flagged and one that is fine."""
    yield Piece(f"{code.name}  ", "place"), Piece(code.title, "total")
    yield (Piece(f"{code.family}: {FAMILIES[code.family]}", "label"),)
    yield ()
    for line in textwrap.wrap(code.meaning, _COLUMN):
        yield (Piece(line),)
    yield ()
    yield (Piece("Flagged:" if code.produced else "Meant for:", "bad"),)
    yield (Piece(f"  {code.flagged}", "formula"),)
    yield (Piece("Fine:", "good"),)
    yield (Piece(f"  {code.fine}", "formula"),)


def _meaning(quantity: Mapping[str, Any]) -> str:
    parts = [f": {quantity['meaning']}"]
    if quantity["shape"]:
        parts.append(f", {shape_words(quantity)}")
    if quantity["arguments"] is not None:
        parts.append(", an arbitrary differentiable function")
    elif quantity["value"] is None:
        parts.append(f", {quantity['domain']}")
    if quantity["random"]:
        parts.append(", random")
    if quantity["value"] is not None:
        parts.append(f" := {quantity['value']}")
    return "".join(parts)


def shape_words(quantity: Mapping[str, Any]) -> str:
    """`k classes`, or `n rows × m columns`; nothing for a number."""
    return " × ".join(f"{size['symbol']} {size['axis']}" for size in quantity["shape"])


def _field(label: str, text: str, style: str = "") -> Iterator[Line]:
    if style:
        yield Piece(f"  {label:<{_WIDTH}}", "label"), Piece(text, style)
        return
    for number, line in enumerate(textwrap.wrap(text, _COLUMN - _WIDTH, break_on_hyphens=False) or [""]):
        yield Piece(f"  {label if number == 0 else '':<{_WIDTH}}", "label"), Piece(line)
