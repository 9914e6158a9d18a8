"""Pages: checked sheets, and the derivation report of the catalogue. Each is one file that needs nothing else.

Everything that comes from a sheet is escaped by the template engine; formulas become MathML in `reports.mathml`. No
page holds a date, a machine's path or a script.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports.catalogue import shape_words
from reports.coverage import coverage_line, relations, state
from reports.mathml import math
from reports.verification import evidence_parts, verification_total
from reports.visible import visible
from sheets.judging.codes import BY_NAME
from sheets.judging.ignores import UNUSED
from sheets.judging.results import Finding, SheetResult, Verdict

_BARS = (
    ("good", frozenset({"proved", "confirmed"})),
    ("plain", frozenset({"definition"})),
    ("bad", frozenset({"wrong", "malformed"})),
    ("doubt", frozenset({"conditional", "weak"})),
    ("open", frozenset({"not understood", "undecided", "over the time limit"})),
)
_COLOURS = {name: colour for colour, names in _BARS for name in names}


def render_sheets(results: Sequence[SheetResult]) -> str:
    """One page for the checked sheets: coverage, the findings in full, every formula in reading order."""
    title = _name(results[0].path) if len(results) == 1 else f"{len(results)} sheets"
    return _template("check.html").render(title=title, coverage=coverage_line(results), sheets=_sheets(results))


def render_report(
    topics: Iterable[tuple[str, str, str, tuple[str, ...]]],
    entries: Mapping[str, Mapping[str, Any]],
    results: Sequence[SheetResult] = (),
) -> str:
    """The whole derivation report on one page, with the checked sheets at its end."""
    sections = [_topic(name, title, text, [entries[id] for id in ids]) for name, title, text, ids in topics]
    return _template("report.html").render(
        title="The catalogue and its derivations",
        total=_total(entries),
        topics=sections,
        sheets=_sheets(results),
        coverage=coverage_line(results),
        single=True,
        href=lambda topic: f"#{topic}",
        link=lambda id: f"#{id}",
    )


def render_report_pages(
    topics: Iterable[tuple[str, str, str, tuple[str, ...]]],
    entries: Mapping[str, Mapping[str, Any]],
    results: Sequence[SheetResult] = (),
) -> dict[str, str]:
    """The derivation report as pages by file name: an index, one page a topic, and one for the checked sheets."""
    sections = [_topic(name, title, text, [entries[id] for id in ids]) for name, title, text, ids in topics]
    pages = {
        "index.html": _template("report.html").render(
            title="The catalogue and its derivations",
            total=_total(entries),
            topics=sections,
            sheets=_sheets(results),
            coverage=coverage_line(results),
            single=False,
            href=lambda topic: f"{topic}.html",
            link=_link,
        )
    }
    for section in sections:
        pages[f"{section['name']}.html"] = _template("topic.html").render(
            title=section["title"], topic=section, link=_link
        )
    if results:
        pages["sheet.html"] = render_sheets(results)
    return pages


def _link(id: str) -> str:
    return f"{id.partition('.')[0]}.html#{id}"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["math"] = math
    environment.filters["visible"] = visible
    return environment


def _template(name: str) -> Any:
    return _environment().get_template(name)


def _name(path: str) -> str:
    """A path as a page may show it: as it was given, or the file's name where that says which machine this is."""
    pure = PurePath(path)
    return pure.name if pure.is_absolute() or ".." in pure.parts else path


def _sheets(results: Iterable[SheetResult]) -> list[dict[str, Any]]:
    return [_sheet(file) for result in results for file in result.files]


def _sheet(result: SheetResult) -> dict[str, Any]:
    found = relations(result.findings)
    states = [state(finding) for finding in found]
    bars = [(colour, sum(name in names for name in states)) for colour, names in _BARS]
    cards = [_finding(f) for f in result.findings if not f.ignored and (f.verdict.is_finding or f.code == UNUSED)]
    return {
        "name": _name(result.path),
        "coverage": coverage_line([result]),
        "bars": [(colour, count, round(100 * count / len(found), 2)) for colour, count in bars if count],
        "cards": cards,
        "formulas": [_finding(finding) for finding in found],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    name = "superfluous comment" if finding.code == UNUSED else state(finding)
    code = BY_NAME.get(finding.code or "")
    comment = finding.code == UNUSED
    return {
        "finding": finding,
        "state": name,
        "colour": _COLOURS.get(name, "doubt"),
        "code_title": code.title if code else "",
        "shown": "" if comment else math(finding.latex, display=True),
        "suggestion": math(finding.suggestion, display=True) if finding.suggestion else "",
        "replay": finding.counterexample.replay if finding.counterexample else "",
        "open": finding.verdict is Verdict.UNCHECKED,
    }


def _topic(name: str, title: str, text: str, entries: list[Mapping[str, Any]]) -> dict[str, Any]:
    found = [entry["verification"] for entry in entries if entry["verification"]]
    return {
        "name": name,
        "title": title,
        "paragraphs": [" ".join(part.split()) for part in text.split("\n\n") if part.strip()],
        "total": verification_total(found) if found else f"{len(entries)} formulas",
        "entries": [_entry(entry) for entry in entries],
    }


def _entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    verification = entry["verification"]
    return {
        **entry,
        "shapes": [shape_words(quantity) for quantity in entry["quantities"]],
        "evidence": evidence_parts(verification) if verification else [],
        "status": verification["status"] if verification else "",
        "colour": {"verified": "good", "refuted": "bad", "undecided": "doubt"}.get(
            verification["status"] if verification else "", "plain"
        ),
        "survivors": verification["mutants"]["survivors"] if verification else [],
        "messages": verification.get("messages", []) if verification else [],
    }


def _total(entries: Mapping[str, Mapping[str, Any]]) -> str:
    found = [entry["verification"] for entry in entries.values() if entry["verification"]]
    return verification_total(found) if found else f"{len(entries)} formulas"
