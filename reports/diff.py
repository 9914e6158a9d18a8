"""Corrections: a sheet with the wrong formulas replaced, where there is one verified correction and no other."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable

from sheets.judging.results import Finding, SheetResult

_LINE = re.compile(r"[^\n]*\n|[^\n]+")  # as a patch counts lines: a form feed ends none


def corrections(result: SheetResult) -> tuple[Finding, ...]:
    """The findings of a sheet's own file that are corrected: not ignored, one suggestion, none overlapping another."""
    taken: list[Finding] = []
    for finding in sorted(result.files[0].findings, key=lambda finding: (finding.start, finding.end)):
        wanted = finding.verdict.is_finding and finding.unique and finding.suggestion and not finding.ignored
        stands = result.text[finding.start : finding.end] == finding.latex
        if wanted and stands and (not taken or taken[-1].end <= finding.start):
            taken.append(finding)
    return tuple(taken)


def corrected(result: SheetResult) -> str:
    """The text of the sheet's own file with its corrections made."""
    pieces: list[str] = []
    at = 0
    for finding in corrections(result):
        pieces += [result.text[at : finding.start], as_written(finding.suggestion or "", result.path)]
        at = finding.end
    return "".join([*pieces, result.text[at:]])


def render_diff(results: Iterable[SheetResult]) -> str:
    """A unified diff of the corrections of all sheets and the files they include; empty where there are none."""
    return "".join(_diff(file) for result in results for file in result.files)


def as_written(latex: str, path: str) -> str:
    """A formula in the writing of the file: inside a notebook, in the escapes of a JSON string."""
    return json.dumps(latex, ensure_ascii=False)[1:-1] if path.endswith(".ipynb") else latex


def _diff(result: SheetResult) -> str:
    before = _LINE.findall(result.text)
    after = _LINE.findall(corrected(result))
    lines = difflib.unified_diff(before, after, f"a/{result.path}", f"b/{result.path}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
