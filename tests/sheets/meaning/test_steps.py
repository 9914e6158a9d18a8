"""Whatever letter counts the steps of a rule, it says the same."""

import pytest
from judged import SETTLED, last, mended

from sheets.judging.results import Verdict
from sheets.meaning.steps import letters_with_steps, step_letter, with_steps
from sheets.notation.grammar import read_notation
from sheets.notation.tree import read_as

RULES = {
    "moving average": (
        "# Adam\n\nFirst moment: ",
        r"m_@ = \beta_1 m_{@-1} + (1 - \beta_1) g_@",
        r"m_@ = \beta_1 m_{@-1} + (1 + \beta_1) g_@",
    ),
    "bias correction": (
        "# Adam\n\nBias correction: ",
        r"\hat{m}_@ = \frac{m_@}{1 - \beta_1^@}",
        r"\hat{m}_@ = \frac{m_@}{1 + \beta_1^@}",
    ),
    "return": (
        "# Discounted return\n\nThe return is ",
        r"G_@ = R_{@+1} + \gamma G_{@+1}",
        r"G_@ = R_{@+1} - \gamma G_{@+1}",
    ),
    "perceptron": (
        "# Perceptron\n\n",
        r"w_{@+1} = w_@ + \eta (y - \hat{y}) x",
        r"w_{@+1} = w_@ - \eta (y - \hat{y}) x",
    ),
}
"""The words before a rule, the rule, and the rule with a slip; the mark stands for the step."""

LETTERS = "tkn"

FOUND = [
    (r"x_{k+1} = x_k - a g_k", "k"),
    (r"h^{(l)} = f(W h^{(l-1)})", "l"),
    (r"m_n = g_n", "n"),
    (r"x_{k+1} = y_{j-1}", None),
    (r"x_i = y_j", None),
    (r"y = \sum_k x_k", None),
    (r"y = a + b", None),
]


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_is_known_by_any_step_letter(rule, letter):
    before, right, wrong = (part.replace("@", letter) for part in rule)
    assert last(f"{before}${right}$").verdict in SETTLED
    finding = last(f"{before}${wrong}$")
    assert (finding.verdict, finding.code) == (Verdict.WRONG, "DEF101")
    assert mended(f"{before}${wrong}$", finding).verdict in SETTLED


@pytest.mark.parametrize(("latex", "letter"), FOUND)
def test_the_step_letter_is_the_one_that_is_shifted(latex, letter):
    assert step_letter(read_notation(latex).children[0]) == letter


@pytest.mark.parametrize("letter", "kn")
def test_rules_are_compared_under_one_letter(letter):
    ours, theirs = (read_notation(rf"x_{{{s}+1}} = x_{s} - a g_{s}").children[0] for s in (letter, "t"))
    assert read_as(with_steps(ours)) == read_as(theirs)
    assert with_steps(theirs) is theirs


def test_a_t_that_stands_for_something_else_keeps_the_letters():
    chain = read_notation(r"x_{k+1} = x_k + t").children[0]
    assert with_steps(chain) is chain


def test_what_the_names_mean_follows_the_letter():
    chain = read_notation(r"x_{k+1} = x_k").children[0]
    assert letters_with_steps(chain, {"x_k": "theta", "x_k+1": "next"}) == {"x_t": "theta", "x_t+1": "next", "t": "k"}
