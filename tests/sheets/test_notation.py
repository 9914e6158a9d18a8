"""The reader's grammar: how real formulas are read, and what holds for every text.

A case of `notation/*.md` is a title, a formula, and the line that `read_as` prints (or the reason why it cannot be read).
"""

import re
from pathlib import Path

import pytest

from sheets.notation.grammar import read_notation
from sheets.notation.tokens import SyntaxFault
from sheets.notation.tree import read_as

CASE = re.compile(r"^## ([^\n]+)\n```latex\n(.*?)\n```\n```(text|fault)\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
CASES = [
    pytest.param(latex, kind, expected, id=f"{path.stem}: {title}")
    for path in sorted((Path(__file__).parent / "notation").glob("*.md"))
    for title, latex, kind, expected in CASE.findall(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("latex", "kind", "expected"), CASES)
def test_formulas_are_read_as_they_are_meant(latex: str, kind: str, expected: str) -> None:
    if kind == "fault":
        with pytest.raises(SyntaxFault) as fault:
            read_notation(latex)
        assert fault.value.message == expected
    else:
        assert read_as(read_notation(latex)) == expected
