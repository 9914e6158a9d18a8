"""Trust: sheets of right formulas in the notations of many authors, on which nothing may be flagged.

The strangers' sheets are checked by `make trust`.

A formula that is true only under an assumption that its sheet leaves out says so on its line: `<!-- DOM -->`, `% DOM`.
"""

import re
from pathlib import Path

import pytest

from sheets.judging.check import check_sheet
from sheets.judging.results import Settings, Verdict
from twofold.discovery import find_sheets

RIGHT = Path(__file__).parent / "sheets" / "right"
STRANGERS = RIGHT / "strangers"
SHEETS = [sheet for sheet in find_sheets([str(RIGHT)]).sheets if not Path(sheet.path).is_relative_to(STRANGERS)]
EXPECTED = re.compile(r"(?:<!--|%)\s*DOM\b")
LEAST_RELATIONS = 1000


@pytest.fixture(scope="module", params=SHEETS, ids=lambda sheet: Path(sheet.path).relative_to(RIGHT).as_posix())
def result(request):
    return check_sheet(request.param, Settings())


def is_expected(finding, text):
    """Whether a comment on the formula's line expects the missing assumption."""
    lines = text.split("\n")[finding.line - 1 : finding.end_line]
    return finding.verdict is Verdict.CONDITIONAL and any(EXPECTED.search(line) for line in lines)


def test_no_right_formula_is_flagged(result):
    flagged = [
        f"line {finding.line}: {finding.verdict.value} {finding.code} {finding.latex} ({finding.message})"
        for finding in result.findings
        if finding.verdict.is_finding and not is_expected(finding, result.text)
    ]
    assert not flagged, "\n".join(flagged)


def test_the_sheets_are_read_whole():
    assert len(SHEETS) >= 12
    assert not [problem for sheet in SHEETS for problem in sheet.problems]
    assert {Path(sheet.path).suffix for sheet in SHEETS} == {".md", ".tex"}
    assert sum(sheet.text.count("=") for sheet in SHEETS) >= LEAST_RELATIONS
