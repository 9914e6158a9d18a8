"""What a sheet says in words of its conventions: the same difference is a slip where nothing explains it."""

import pytest
from judged import last

from sheets.judging.results import Verdict

EXPLAINED = {
    "gradient of a log-likelihood": (
        "# Logistic regression\n\n{}the gradient by the weights is ",
        "The log-likelihood is $\\ell = \\sum_i t_i \\log p_i + (1 - t_i) \\log(1 - p_i)$, and ",
        "\\nabla_w \\ell = \\sum_i (t_i - p_i) x_i",
    ),
    "rows": (
        "# Backpropagation\n\n{}the gradient by the weights is ",
        "In the row convention $h_l = \\phi(h_{l-1} W_l + b_l)$, ",
        "\\frac{\\partial C}{\\partial W_l} = h_{l-1}^\\top \\delta_l",
    ),
    "outgoing weights": (
        "# Backpropagation\n\n{}the gradient by the biases is ",
        "With outgoing weights, $z^{[l+1]} = W^{[l]} a^{[l]} + b^{[l]}$, ",
        "\\frac{\\partial C}{\\partial b^{[l]}} = \\delta^{[l+1]}",
    ),
}
"""A sheet with a place for the words that explain a difference, these words, and the formula."""

OTHERS = [
    (
        "# Logistic regression\n\nBy gradient ascent on the log-likelihood, with $p_i = \\sigma(w^\\top x_i)$, ",
        r"w \leftarrow w + \eta \sum_i (t_i - p_i) x_i",
    ),
    ("# Gaussian kernel\n\nThe kernel is ", r"k(x, y) = \rho \exp\left(-\frac{\|x - y\|^2}{2 \ell^2}\right)"),
    ("# Gaussian kernel\n\nThe kernel is ", r"k(x, x') = \exp\left(-\frac{\|x - x'\|^2}{\sigma^2}\right)"),
    ("# SGD\n\nThe variance of the gradient of a minibatch is ", r"\mathrm{Var}(g) = \frac{c \sigma^2}{b}"),
    ("# Hopfield network\n\nThe energy without biases is ", r"E(s) = -\frac12 \sum_{i \ne j} W_{ij} s_i s_j"),
    ("# Minibatches\n\nThe gradient's variance is ", r"\mathbb E\|\bar g - \nabla f(x)\|^2 \le \frac{\sigma^2}{B}"),
    ("# Gauss-Newton\n\nWith the residual $r = y - f$ the step is ", r"p = (J^\top J)^{-1} J^\top r"),
    ("# Linear discriminant analysis\n\nThe weights are ", r"w = S_W^{-1} (\mu_2 - \mu_1)"),
    ("# Bayesian linear regression\n\nThe mean for a general prior is ", r"m_N = S_N (S_0^{-1} m_0 + \beta \Phi' t)"),
    ("# Distributions\n\nOf the normal distribution we abbreviate ", r"\gamma = \frac{1}{2 \sigma^2}"),
    ("# Adam\n\nCounting steps from zero, the bias correction is ", r"\hat m_t = \frac{m_t}{1 - \beta_1^{t+1}}"),
    ("# Clipping\n\nA guarded clipping is ", r"g \leftarrow g \min\left(1, \frac{c}{\|g\| + 10^{-6}}\right)"),
    (
        "# Moving averages\n\nWith $m_t = (1 - \\beta) m_{t-1} + \\beta g_t$ the bias correction is ",
        r"\hat m_t = \frac{m_t}{1 - (1 - \beta)^t}",
    ),
    (
        "# Ridge\n\nWith halves $E(w) = \\frac12 \\|y - Xw\\|^2 + \\frac{\\lambda}{2} \\|w\\|^2$. Without the half, ",
        r"E(w) = \frac12 \|y - Xw\|^2 + \lambda \|w\|^2",
    ),
]
"""Right formulas in a convention of their own."""


SLIPS = [
    ("# Linear discriminant analysis\n\nThe weights are ", r"w = S_W (\mu_1 - \mu_2)"),
    ("# Newton's method\n\nThe Newton direction is ", r"p = H^{-1} g"),
    ("# Softmax\n\nThe softmax has the components ", r"p_i = \frac{e^{-z_i}}{\sum_{j=1}^{n} e^{z_j}}"),
    ("# Linear regression\n\nThe solution of least squares is ", r"\hat\beta = (X'X)^{-1} X y"),
]
"""What no convention explains."""


@pytest.mark.parametrize("case", EXPLAINED.values(), ids=EXPLAINED)
def test_words_explain_a_difference(case):
    sheet, words, latex = case
    assert not last(f"{sheet.format(words)}${latex}$.").verdict.is_finding
    assert last(f"{sheet.format('')}${latex}$.").verdict in (Verdict.WRONG, Verdict.MALFORMED)


@pytest.mark.parametrize(("before", "latex"), OTHERS)
def test_another_convention_is_no_slip(before, latex):
    assert not last(f"{before}${latex}$.").verdict.is_finding


@pytest.mark.parametrize(("before", "latex"), SLIPS)
def test_a_slip_stays_one(before, latex):
    assert last(f"{before}${latex}$.").verdict.is_finding
