"""What a comment `twofold: ignore CODE` silences, what an option deselects, and which comments silence nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sheets.judging.results import Finding, SheetResult, Verdict
from sheets.source.sheet import Ignore, Sheet, Span

UNUSED = "IGN101"
_COMMENT = re.compile(r"twofold:[ \t]*ignore\b(?:[ \t,]*[A-Za-z]{3}[0-9]*\b)*")


@dataclass(frozen=True)
class Selection:
    """The codes, or families of codes, that are reported; nothing selected means all."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def takes(self, code: str | None) -> bool:
        """Whether findings with that code are reported."""
        if code is None:
            return True
        return (not self.select or _among(code, self.select)) and not _among(code, self.ignore)


ALL = Selection()


def apply_ignores(result: SheetResult, sheet: Sheet, whole: bool = True) -> SheetResult:
    """Mark the findings that a comment of the sheet silences, and add a finding for each comment that silences none.

    With `whole` false only a part of the sheet was judged, and no comment is called superfluous.
    """
    texts = {file.path: file.text for file in result.files}
    ignores = [ignore for ignore in sheet.ignores if ignore.path in texts]
    if not ignores:
        return result
    opened = _Openings(sheet.spans)
    used: set[int] = set()
    findings = []
    for finding in result.findings:
        silencing = [k for k, ignore in enumerate(ignores) if _silences(ignore, finding, opened.line_of(finding))]
        used.update(silencing)
        findings.append(replace(finding, ignored=True) if silencing else finding)
    if whole:
        findings += [_unused(ignore, texts[ignore.path]) for k, ignore in enumerate(ignores) if k not in used]
        order = list(texts)
        findings.sort(key=lambda finding: (order.index(finding.path), finding.start, finding.end))
    return replace(result, findings=tuple(findings))


def apply_selection(result: SheetResult, selection: Selection) -> SheetResult:
    """Mark the findings whose code is not selected as ignored; they stay in the result, and in its counts."""
    if selection == ALL:
        return result
    findings = (f if selection.takes(f.code) else replace(f, ignored=True) for f in result.findings)
    return replace(result, findings=tuple(findings))


class _Openings:
    """The line on which a finding's formula begins: a `$$` on a line of its own stands above the content."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = sorted((span.path, span.start, span.end, span.line) for span in spans)

    def line_of(self, finding: Finding) -> int:
        for path, start, end, line in self.spans:
            if path == finding.path and start <= finding.start and finding.end <= end:
                return line
        return finding.line


def _among(code: str, names: tuple[str, ...]) -> bool:
    """Whether a code, or its family, is among those named."""
    return code in names or code[:3] in names


def _silences(ignore: Ignore, finding: Finding, opening: int) -> bool:
    if finding.path != ignore.path or finding.code is None or (ignore.codes and not _among(finding.code, ignore.codes)):
        return False
    return finding.line <= ignore.line <= finding.end_line or ignore.line + 1 in (finding.line, opening)


def _unused(ignore: Ignore, text: str) -> Finding:
    """The finding for a comment that silences nothing, at the place of the comment."""
    begins = 0
    for _ in range(ignore.line - 1):
        begins = text.find("\n", begins) + 1
    ends = text.find("\n", begins)
    line = text[begins : ends if ends >= 0 else len(text)]
    match = _COMMENT.search(line)
    low, high = match.span() if match else (0, len(line))
    named = ", ".join(ignore.codes)
    said = f"No finding {named} stands here" if named else "No finding stands here"
    return Finding(
        path=ignore.path,
        line=ignore.line,
        column=low + 1,
        end_line=ignore.line,
        end_column=high + 1,
        start=begins + low,
        end=begins + high,
        latex=line[low:high],
        verdict=Verdict.UNCHECKED,
        code=UNUSED,
        message=f"{said}: the comment silences nothing. Remove it.",
    )
