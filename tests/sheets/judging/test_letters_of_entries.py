"""A stranger's letters change no verdict on what a heading or a sentence names."""

import pytest
from judged import SETTLED, last, renamed

from sheets.judging.results import Verdict

NAMED = {
    "moving average": (
        "# Adam\n\nFirst moment: ",
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t",
        r"m_t = \beta_1 m_{t-1} + (1 + \beta_1) g_t",
        ("t>n", "m>s g>d t>k"),
    ),
    "moving average of squares": (
        "# Adam\n\nSecond moment: ",
        r"v_t = \beta_2 v_{t-1} + (1 - \beta_2) g_t^2",
        r"v_t = \beta_2 v_{t-1} + (1 + \beta_2) g_t^2",
        ("v>s g>d t>k",),
    ),
    "mean squared error": (
        "# Mean squared error\n\nThe loss is ",
        r"L = \frac{1}{n} \sum_{i=1}^n (y_i - \hat{y}_i)^2",
        r"L = \frac{1}{n} \sum_{i=1}^n (y_i + \hat{y}_i)^2",
        ("y>t n>N", "i>j n>m y>s L>C"),
    ),
    "cross-entropy": (
        "# Binary cross-entropy\n\nThe loss is ",
        r"L = -y \log p - (1 - y) \log(1 - p)",
        r"L = -y \log p + (1 - y) \log(1 - p)",
        ("y>t", "L>C y>u p>q"),
    ),
    "batch normalisation": (
        "# Batch normalization\n\n",
        r"\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}",
        r"\hat{x}_i = \frac{x_i + \mu}{\sqrt{\sigma^2 + \epsilon}}",
        ("x>z i>k", r"x>a i>j \mu>m"),
    ),
    "ridge regression": (
        "# Ridge regression\n\nThe minimiser is ",
        r"w = (X^T X + \lambda I)^{-1} X^T y",
        r"w = (X^T X - \lambda I)^{-1} X^T y",
        ("X>A w>b y>t", r"X>M w>v y>c \lambda>\alpha"),
    ),
    "convolution": (
        "# Convolution\n\nThe output size is ",
        r"o = \lfloor \frac{n + 2p - k}{s} \rfloor + 1",
        r"o = \lfloor \frac{n - 2p - k}{s} \rfloor + 1",
        ("o>u n>w p>a k>r s>d",),
    ),
    "F-score": ("# F-score\n\n", r"F_1 = \frac{2 P R}{P + R}", r"F_1 = \frac{2 P R}{P - R}", ("P>A R>B", "P>Q R>S")),
    "return": (
        "# Discounted return\n\nThe return is ",
        r"G_t = R_{t+1} + \gamma G_{t+1}",
        r"G_t = R_{t+1} - \gamma G_{t+1}",
        ("t>n", "t>k"),
    ),
    "perceptron": (
        "# Perceptron\n\n",
        r"w_{t+1} = w_t + \eta (y - \hat{y}) x",
        r"w_{t+1} = w_t - \eta (y - \hat{y}) x",
        ("t>n", "w>v x>a y>d t>k"),
    ),
    "kernel": (
        "# Kernels\n\nThe Gaussian kernel is ",
        r"k(x, y) = \exp\left(-\frac{\|x - y\|^2}{2 \sigma^2}\right)",
        r"k(x, y) = \exp\left(\frac{\|x - y\|^2}{2 \sigma^2}\right)",
        ("x>u y>v", "x>a y>b k>g"),
    ),
    "density": (
        "# Normal distribution\n\n",
        r"p(x) = \frac{1}{\sqrt{2 \pi \sigma^2}} \exp\left(-\frac{(x - \mu)^2}{2 \sigma^2}\right)",
        r"p(x) = \frac{1}{\sqrt{2 \pi \sigma}} \exp\left(-\frac{(x - \mu)^2}{2 \sigma^2}\right)",
        ("x>z",),
    ),
}
"""The words before a formula, the formula, the same with a slip, and other letters for it."""


@pytest.mark.parametrize("case", NAMED.values(), ids=NAMED)
def test_other_letters_change_no_verdict(case):
    before, right, wrong, renamings = case
    for latex in (right, wrong):
        ours = last(f"{before}${latex}$")
        assert ours.verdict in SETTLED if latex is right else ours.verdict is Verdict.WRONG
        for letters in renamings:
            theirs = last(f"{before}${renamed(latex, letters)}$")
            assert (theirs.verdict, theirs.code) == (ours.verdict, ours.code), letters
