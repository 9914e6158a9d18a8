"""SciEqLint: the equation alone in a Markdown file.

It reports an identity that fails and a text that it cannot read, and nothing of an equation that holds or that it
passes over, because its two sides differ in their letters. So it is asked a second time, with one added to the right
side: what it does not report then either, it did not compare.
"""

import tempfile
from pathlib import Path

from answering import RIGHT, UNDECIDED, WRONG, answer
from scieqlint.api import check_paths

FAILS = "ALG001"


def codes(left: str, right: str) -> set[str]:
    """The codes that SciEqLint reports of an equation."""
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "sheet.md"
        sheet.write_text(f"$$\n{left} = {right}\n$$\n", encoding="utf-8")
        result = check_paths([sheet], strict_unknowns=True)
    return {diagnostic.code for diagnostic in result.diagnostics}


def read(side: str) -> str:
    """The side in one line, if SciEqLint can read it. Raises ValueError if not."""
    line = " ".join(side.split())
    if any(code.startswith("PARSE") for code in codes(line, "1")):
        raise ValueError(side)
    return line


def compare(left: str, right: str) -> str:
    """Whether SciEqLint reports that the equation fails, compares it without a report, or passes it over."""
    if FAILS in codes(left, right):
        return WRONG
    return RIGHT if FAILS in codes(left, f"({right}) + 1") else UNDECIDED


answer(read, [compare])
