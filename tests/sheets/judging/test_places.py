"""Where a formula stands changes no verdict: in a line or displayed, in Markdown or LaTeX."""

import pytest
from judged import SETTLED, last

from sheets.judging.results import Verdict

FORMULAS = {
    "sum": ("", r"\sum_{i=1}^n i = \frac{n(n+1)}{2}", r"\sum_{i=1}^n i = \frac{n(n-1)}{2}"),
    "bound": ("", r"\|x + y\| \le \|x\| + \|y\|", r"\|x + y\| \ge \|x\| + \|y\|"),
    "rule": (
        "# Adam\n\nFirst moment: ",
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t",
        r"m_t = \beta_1 m_{t-1} + (1 + \beta_1) g_t",
    ),
}
"""The words before a formula, the formula, and the same with a slip."""

SETTINGS = {
    "in a line": ("sheet.md", "{before}${latex}$"),
    "display": ("sheet.md", "{before}\n\n$$\n{latex}\n$$\n"),
    "display on a line": ("sheet.md", "{before}$${latex}$$"),
    "brackets of LaTeX": ("sheet.tex", "{before}\\[ {latex} \\]"),
    "equation": ("sheet.tex", "{before}\\begin{{equation}}\n{latex}\n\\end{{equation}}"),
    "inline LaTeX": ("sheet.tex", "{before}\\({latex}\\)"),
}
"""Where a formula may stand: the name of the file, and its text."""


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("formula", FORMULAS.values(), ids=FORMULAS)
def test_the_place_of_a_formula_changes_no_verdict(formula, setting):
    before, right, wrong = formula
    path, text = setting
    if path.endswith(".tex"):
        before = before.replace("# Adam\n\n", "\\section{Adam}\n\n")
    for latex, expected in ((right, SETTLED), (wrong, (Verdict.WRONG,))):
        assert last(text.format(before=before, latex=latex), path).verdict in expected
