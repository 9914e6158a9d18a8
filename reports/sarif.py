"""The result of a check as SARIF 2.1.0, for code scanning and editors."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from reports.diff import as_written
from reports.json import as_json
from reports.sentences import summary
from sheets.judging.codes import CODES, FAMILIES, Code
from sheets.judging.ignores import ALL, UNUSED, Selection
from sheets.judging.results import Finding, SheetResult, Verdict

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"DOM": "warning", "WEK": "warning", "UNK": "none", "IGN": "note"}
_RULES = {code.name: position for position, code in enumerate(CODES)}


def render_sarif(
    results: Sequence[SheetResult], version: str, *, strict: bool = False, selection: Selection = ALL
) -> str:
    """The result of a check as SARIF text; with `strict` what was not checked is an error."""
    return as_json(sarif_data(results, version, strict=strict, selection=selection))


def sarif_data(
    results: Sequence[SheetResult], version: str, *, strict: bool = False, selection: Selection = ALL
) -> dict[str, Any]:
    """The SARIF log as JSON values: a rule for each code, a result for each finding that has one."""
    driver = {
        "name": "twofold",
        "version": version,
        "semanticVersion": version,
        "shortDescription": {"text": "Says which formulas of a sheet are wrong, and what they should be."},
        "rules": [_rule(code) for code in CODES],
    }
    files = [file for result in results for file in result.files]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "artifacts": [{"location": _artifact(file), "length": len(file.text.encode())} for file in files],
        "results": [entry for file in files for entry in _results(file, strict, selection)],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: Code) -> dict[str, Any]:
    flagged = f"Flagged:\n\n    {code.flagged}\n\nFine:\n\n    {code.fine}\n"
    return {
        "id": code.name,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.meaning},
        "help": {"text": f"{code.meaning}\n\n{flagged}", "markdown": f"{code.meaning}\n\n{flagged}"},
        "defaultConfiguration": {"level": _LEVELS.get(code.family, "error")},
        "properties": {"family": FAMILIES[code.family]},
    }


def _results(result: SheetResult, strict: bool, selection: Selection) -> list[dict[str, Any]]:
    seen: Counter[str] = Counter()
    entries = []
    for finding in result.findings:
        if finding.code is None:
            continue
        named = f"{finding.code} {' '.join(finding.latex.split())}"
        key = hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()[:32]
        entries.append(_result(result, finding, strict, selection, f"{key}:{seen[key]}"))
        seen[key] += 1
    return entries


def _result(
    result: SheetResult, finding: Finding, strict: bool, selection: Selection, fingerprint: str
) -> dict[str, Any]:
    code = finding.code or ""
    fails = strict or finding.verdict is not Verdict.UNCHECKED or code == UNUSED
    level = "error" if strict else _LEVELS.get(code[:3], "error")
    region = _region(finding)
    entry: dict[str, Any] = {
        "ruleId": code,
        **({"ruleIndex": _RULES[code]} if code in _RULES else {}),
        "kind": "fail" if fails else "open",
        "level": level if fails else "none",
        "message": {"text": summary(finding)},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(result), "region": region}}],
        "partialFingerprints": {"twofold/v1": fingerprint},
        "properties": {"verdict": finding.verdict.value},
    }
    if finding.suggestion:
        deleted = {name: region[name] for name in region if name != "snippet"}
        inserted = {"text": as_written(finding.suggestion, result.path)}
        change = {
            "artifactLocation": _artifact(result),
            "replacements": [{"deletedRegion": deleted, "insertedContent": inserted}],
        }
        text = "The correction is verified and the only one." if finding.unique else "One of several corrections."
        entry["fixes"] = [{"description": {"text": text}, "artifactChanges": [change]}]
    if finding.ignored:
        kind = "inSource" if selection.takes(code) else "external"
        entry["suppressions"] = [{"kind": kind, "status": "accepted"}]
    return entry


def _region(finding: Finding) -> dict[str, Any]:
    return {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
        "charOffset": finding.start,
        "charLength": finding.end - finding.start,
        "snippet": {"text": finding.latex},
    }


def _artifact(result: SheetResult) -> dict[str, Any]:
    return {"uri": quote(result.path.replace("\\", "/"), safe="/._~-")}
