"""Each finding code shows what it is for: its flagged example is given that code, its fine one is not."""

import pytest

from sheets.judging.codes import CODES
from sheets.judging.results import Settings, SheetResult
from sheets.source import read_text
from twofold.checking import judge_sheet

SETTINGS = Settings(samples=256, time_limit=1)
PRODUCED = [code for code in CODES if code.produced]


def check(text: str) -> SheetResult:
    return judge_sheet(read_text(text, "example.md", ".md"), SETTINGS)


@pytest.mark.parametrize("code", PRODUCED, ids=lambda code: code.name)
def test_the_flagged_example_is_flagged_and_the_fine_one_is_not(code):
    assert code.name in {finding.code for finding in check(code.flagged).findings}
    fine = check(code.fine)
    assert fine.findings
    assert code.name not in {finding.code for finding in fine.findings}


def test_a_code_that_is_not_produced_says_so():
    for code in CODES:
        assert code.produced or "Reserved: not produced yet" in code.meaning
