"""The result of a check as data, in the form of the command's contract."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from reports.coverage import relations
from sheets.judging.results import Finding, Settings, SheetResult, Verdict


def check_data(results: Iterable[SheetResult], settings: Settings, version: str) -> dict[str, Any]:
    """The whole result of `check` as JSON values."""
    return {
        "version": 1,
        "tool": {"name": "twofold", "version": version},
        "settings": {"seed": settings.seed, "device": settings.device, "samples": settings.samples},
        "sheets": [sheet_data(file) for result in results for file in result.files],
    }


def sheet_data(result: SheetResult) -> dict[str, Any]:
    """One file of a sheet: its path, the counts of its verdicts, its findings in reading order."""
    found = relations(result.findings)
    counts = {verdict.value: sum(finding.verdict is verdict for finding in found) for verdict in Verdict}
    summary = {"spans": result.spans, "fragments": result.fragments, "relations": len(found), **counts}
    summary["ignored"] = sum(finding.ignored for finding in result.findings)
    return {"path": result.path, "summary": summary, "findings": [finding_data(f) for f in result.findings]}


def finding_data(finding: Finding) -> dict[str, Any]:
    """One finding, every field present."""
    point = finding.counterexample
    return {
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "start": finding.start,
        "end": finding.end,
        "latex": finding.latex,
        "verdict": finding.verdict.value,
        "code": finding.code,
        "formula": finding.formula,
        "reading": finding.reading,
        "message": finding.message,
        "counterexample": None
        if point is None
        else {"at": dict(point.at), "sides": list(point.sides), "replay": point.replay},
        "suggestion": finding.suggestion,
        "unique": finding.unique,
        "assumption": finding.assumption,
        "reason": finding.reason,
        "evidence": [{"method": e.method, "scope": e.scope, "points": e.points} for e in finding.evidence],
        "ignored": finding.ignored,
    }


def render_json(results: Iterable[SheetResult], settings: Settings, version: str) -> str:
    """The result of a check as JSON text."""
    return as_json(check_data(results, settings, version))


def as_json(value: Any) -> str:
    """JSON text as the command prints it: two blanks deep, letters as they are, a line break at the end."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"
