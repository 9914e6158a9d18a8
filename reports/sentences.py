"""A finding in a few sentences, for the places that show plain text: annotations and SARIF messages."""

from __future__ import annotations

from reports.visible import on_one_line
from sheets.judging.ignores import UNUSED
from sheets.judging.results import Finding


def summary(finding: Finding) -> str:
    """What is the matter, where it fails, and what it should be; one sentence a line."""
    lines = [on_one_line(finding.message or finding.reason or finding.verdict.value)]
    if finding.code != UNUSED:
        lines.append(f"Formula: {on_one_line(finding.latex)}")
    if finding.reason and finding.message:
        lines.append(f"Reason: {on_one_line(finding.reason)}")
    if finding.assumption:
        lines.append(f"True if: {on_one_line(finding.assumption)}")
    if finding.counterexample is not None:
        at = ", ".join(f"{symbol} = {value}" for symbol, value in finding.counterexample.at)
        left, right = finding.counterexample.sides
        where = f" at {at}" if at else ""
        lines.append(on_one_line(f"Counterexample{where}: left {left}, right {right}"))
    if finding.suggestion:
        lines.append(f"{'It should be' if finding.unique else 'Perhaps'}: {on_one_line(finding.suggestion)}")
    return "\n".join(lines)
