"""The result of a check as workflow commands of GitHub Actions, which become annotations of the changed lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.coverage import coverage_line
from reports.sentences import summary
from reports.visible import visible
from sheets.judging.ignores import UNUSED
from sheets.judging.results import Finding, SheetResult, Verdict

_LEVELS = {Verdict.WRONG: "error", Verdict.MALFORMED: "error", Verdict.CONDITIONAL: "warning", Verdict.WEAK: "warning"}


def render_github(results: Sequence[SheetResult], *, strict: bool = False) -> str:
    """An annotation for each finding that is not right, and a notice with the coverage line."""
    return "".join(f"{line}\n" for line in _commands(results, strict))


def _commands(results: Sequence[SheetResult], strict: bool) -> Iterator[str]:
    for result in results:
        for finding in result.findings:
            level = _level(finding, strict)
            if level:
                yield _annotation(level, finding)
    yield f"::notice title=twofold::{_data(coverage_line(results))}"


def _level(finding: Finding, strict: bool) -> str:
    if finding.ignored:
        return ""
    if finding.verdict is Verdict.UNCHECKED:
        return "error" if strict else "warning" if finding.code == UNUSED else ""
    return _LEVELS.get(finding.verdict, "")


def _annotation(level: str, finding: Finding) -> str:
    place = {"file": finding.path, "line": str(finding.line), "endLine": str(finding.end_line)}
    if finding.line == finding.end_line:  # columns of a range over several lines are refused
        place |= {"col": str(finding.column), "endColumn": str(finding.end_column)}
    place["title"] = f"{finding.verdict.value} {finding.code}" if finding.code else finding.verdict.value
    properties = ",".join(f"{name}={_property(value)}" for name, value in place.items())
    return f"::{level} {properties}::{_data(summary(finding))}"


def _data(text: str) -> str:
    lines = "\n".join(visible(line) for line in text.split("\n"))
    return lines.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
