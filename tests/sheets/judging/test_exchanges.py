"""A rule that fits its entry only with letters exchanged is held to the letters of the field."""

import pytest
from judged import SETTLED, last, mended

from sheets.judging.results import Verdict

OFFSET = r"-\frac{1}{2} \mu_1^T \Sigma^{-1} \mu_1 + \frac{1}{2} \mu_0^T \Sigma^{-1} \mu_0 + \log"
MIRRORED = r"-\frac{1}{2} \mu_0^T \Sigma^{-1} \mu_0 + \frac{1}{2} \mu_1^T \Sigma^{-1} \mu_1 + \log"

EXCHANGED = {
    "gates of an LSTM": (
        "# LSTM\n\n",
        r"c_t = f_t \odot c_{t-1} + i_t \odot \tilde{c}_t",
        r"c_t = i_t \odot c_{t-1} + f_t \odot \tilde{c}_t",
    ),
    "gates by their long name, in capitals": (
        "# Long short-term memory\n\n",
        r"C_t = f_t \odot C_{t-1} + i_t \odot \tilde{C}_t",
        r"C_t = i_t \odot C_{t-1} + f_t \odot \tilde{C}_t",
    ),
    "gates, the steps counted by n": (
        "# LSTM\n\n",
        r"c_n = f_n \odot c_{n-1} + i_n \odot \tilde{c}_n",
        r"c_n = i_n \odot c_{n-1} + f_n \odot \tilde{c}_n",
    ),
    "priors of a linear discriminant": (
        "# Linear discriminant\n\nThe offset is ",
        rf"b = {OFFSET} \frac{{\pi_1}}{{\pi_0}}",
        rf"b = {OFFSET} \frac{{\pi_0}}{{\pi_1}}",
    ),
    "priors, the offset called a weight": (
        "# Linear discriminant\n\nThe offset is ",
        rf"w_0 = {OFFSET} \frac{{\pi_1}}{{\pi_0}}",
        rf"w_0 = {OFFSET} \frac{{\pi_0}}{{\pi_1}}",
    ),
}
"""The words before a rule, the rule, and the rule with letters exchanged."""

MEANT = {
    "both labels exchanged": f"# Linear discriminant\n\nThe offset is $b = {MIRRORED} \\frac{{\\pi_0}}{{\\pi_1}}$",
    "letters that the field does not use": r"$s_t = a_t \odot s_{t-1} + b_t \odot \tilde{s}_t$",
    "gates without a word of the field": r"$c_t = i_t \odot c_{t-1} + f_t \odot \tilde{c}_t$",
    "update gate as the share of the new state": (
        "# Gated recurrent units\n\n" r"$h_t = (1 - z_t) \odot h_{t-1} + z_t \odot \tilde{h}_t$"
    ),
    "update gate as the share of the old state": (
        "# Gated recurrent units\n\n" r"$h_t = z_t \odot h_{t-1} + (1 - z_t) \odot \tilde{h}_t$"
    ),
}
"""What is right as it stands."""


@pytest.mark.parametrize("case", EXCHANGED.values(), ids=EXCHANGED)
def test_exchanged_letters_are_seen(case):
    before, right, wrong = case
    assert last(f"{before}${right}$").verdict in SETTLED
    finding = last(f"{before}${wrong}$")
    assert (finding.verdict, finding.code) == (Verdict.WRONG, "DEF101")
    assert mended(f"{before}${wrong}$", finding).verdict in SETTLED


@pytest.mark.parametrize("sheet", MEANT.values(), ids=MEANT)
def test_other_letters_are_no_mistake(sheet):
    assert not last(sheet).verdict.is_finding
