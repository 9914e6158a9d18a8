"""Near misses of the catalogue: a slip is seen, what authors choose is left alone."""

import pytest
from judged import SETTLED, last, mended

from sheets.judging.results import Verdict

CONVENTIONS = {
    "share of the old state": ("# Gated recurrent units\n\n", r"h_t = z_t \odot h_{t-1} + (1 - z_t) \odot \tilde{h}_t"),
    "share of the new state": ("# Gated recurrent units\n\n", r"h_t = (1 - z_t) \odot h_{t-1} + z_t \odot \tilde{h}_t"),
    "velocity along the gradient": ("# Momentum\n\n", r"v_{t+1} = \beta v_t + \nabla L(w_t)"),
    "velocity against the gradient": ("# Momentum\n\n", r"v_{t+1} = \beta v_t - \eta \nabla L(w_t)"),
    "mean of squares": ("# Mean squared error\n\nThe loss is ", r"L = \frac{1}{n} \sum_{i=1}^n (y_i - \hat{y}_i)^2"),
    "half the mean": ("# Mean squared error\n\nThe loss is ", r"L = \frac{1}{2n} \sum_{i=1}^n (y_i - \hat{y}_i)^2"),
    "half the sum": ("# Mean squared error\n\nThe loss is ", r"L = \frac{1}{2} \sum_{i=1}^n (y_i - \hat{y}_i)^2"),
    "the sum": ("# Mean squared error\n\nThe loss is ", r"L = \sum_{i=1}^n (y_i - \hat{y}_i)^2"),
    "the root": ("# Root mean squared error\n\n", r"E = \sqrt{\frac{1}{n} \sum_{i=1}^n (y_i - \hat{y}_i)^2}"),
    "absolute values": ("# Mean squared error\n\n", r"L = \frac{1}{n} \sum_{i=1}^n |y_i - \hat{y}_i|"),
    "a penalty by the sample": ("# Ridge regression\n\n", r"w = (X^T X + n \lambda I)^{-1} X^T y"),
    "a temperature": ("# Softmax\n\n", r"p_i = \frac{e^{z_i / T}}{\sum_j e^{z_j / T}}"),
    "energies": ("# Softmax\n\n", r"p_i = \frac{e^{-z_i}}{\sum_j e^{-z_j}}"),
    "a width by its inverse": ("# Kernels\n\nThe Gaussian kernel is ", r"k(x, y) = \exp(-\gamma \|x - y\|^2)"),
    "a matrix of products for a kernel": ("# Kernel ridge regression\n\n", r"\alpha = (X X^T + \lambda I)^{-1} y"),
    "a number for a square": ("# Probabilistic PCA\n\n", r"M = X^T X + \lambda I"),
    "a sum of counts for a count": ("# Posterior mean of a beta prior\n\n", r"q = \frac{m + a}{m + a + l + b}"),
    "a square for a count": ("# Average pooling\n\n", r"\frac{\partial y}{\partial x_i} = \frac{1}{F^2}"),
    "another thing added": ("# Batch normalization\n\n", r"\sigma^2 = \delta + \frac{1}{k} \sum_{i=1}^k (z_i - \mu)^2"),
    "targets and predictions in other letters": ("# Softmax\n\nThe loss is ", r"L = -\sum_{k=1}^K y_k \log p_k"),
    "a projection by its name": ("# Projection onto a ball\n\n", r"P(x) = \min(1, \frac{r}{\|x\|}) x"),
    "the other outcome's probability": ("# Dropout\n\n", r"\operatorname{Var}(\tilde{h}) = \frac{p}{1 - p} h^2"),
    "a choice that is set": ("# Newton's method\n\nSetting ", r"\nabla^2 f(x) = \frac{1}{\eta} I"),
    "a number for a fraction": ("# Averages\n\nAbout ", r"0.35 \approx \frac{1}{e}"),
    "a padding on both sides together": (
        "# Convolution\n\nThe output size is ",
        r"o = \lfloor \frac{n + p - k}{s} \rfloor + 1",
    ),
}
"""The words before a formula, and a formula as some author writes it."""

SLIPS = {
    "sign of a momentum": (
        "# Heavy ball\n\n",
        r"x_{k+1} = x_k - \eta \nabla f(x_k) + \beta (x_k - x_{k-1})",
        r"x_{k+1} = x_k - \eta \nabla f(x_k) - \beta (x_k - x_{k-1})",
    ),
    "sign of a conditional mean": (
        "# Conditional Gaussian\n\n",
        r"\mu_{a|b} = \mu_a + \Sigma_{ab} \Sigma_{bb}^{-1} (x_b - \mu_b)",
        r"\mu_{a|b} = \mu_a - \Sigma_{ab} \Sigma_{bb}^{-1} (x_b - \mu_b)",
    ),
    "numbers in each other's place": (
        "# Bayesian linear regression\n\nThe posterior precision is ",
        r"S_N^{-1} = \alpha I + \beta \Phi^T \Phi",
        r"S_N^{-1} = \beta I + \alpha \Phi^T \Phi",
    ),
    "a power of the bias correction": (
        "# Adam\n\nBias correction: ",
        r"\hat m_k = \frac{m_k}{1 - \beta_1^k}",
        r"\hat m_k = \frac{m_k}{1 - \beta_1}",
    ),
    "a sum for a product": (
        "# Receptive field\n\nThe jump is ",
        r"j_l = j_{l-1} \cdot s_l",
        r"j_l = j_{l-1} + s_l",
    ),
    "a complement under a logarithm": (
        "# Binary cross-entropy\n\n",
        r"L = -(y \log a + (1 - y) \log(1 - a))",
        r"L = -(y \log a + (1 - y) \log a)",
    ),
    "share and sign": (
        "# Gated recurrent units\n\n",
        r"h_t = z_t \odot h_{t-1} + (1 - z_t) \odot \tilde{h}_t",
        r"h_t = z_t \odot h_{t-1} + (1 + z_t) \odot \tilde{h}_t",
    ),
    "sum for difference": (
        "# Mean squared error\n\nThe loss is ",
        r"L = \frac{1}{n} \sum_{i=1}^n (y_i - \hat{y}_i)^2",
        r"L = \frac{1}{n} \sum_{i=1}^n (y_i + \hat{y}_i)^2",
    ),
    "sign of a loss": (
        "# Cross-entropy\n\nThe loss is ",
        r"L = -\sum_{i} y_i \log \hat{y}_i",
        r"L = \sum_{i} y_i \log \hat{y}_i",
    ),
    "sign of one class": (
        "# Logistic regression\n\nThe binary cross-entropy is ",
        r"L = -y \log \hat{y} - (1 - y) \log(1 - \hat{y})",
        r"L = -y \log \hat{y} + (1 - y) \log(1 - \hat{y})",
    ),
    "sign under a logarithm": (
        "# Logistic regression\n\nThe binary cross-entropy is ",
        r"L = -y \log \hat{y} - (1 - y) \log(1 - \hat{y})",
        r"L = -y \log \hat{y} - (1 - y) \log(1 + \hat{y})",
    ),
    "a mean that is added": (
        "# Batch normalization\n\n",
        r"\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}",
        r"\hat{x}_i = \frac{x_i + \mu}{\sqrt{\sigma^2 + \epsilon}}",
    ),
    "a root that is lost": (
        "# Attention\n\n",
        r"\operatorname{Attention}(Q, K, V) = \operatorname{softmax}\left(\frac{Q K^T}{\sqrt{d_k}}\right) V",
        r"\operatorname{Attention}(Q, K, V) = \operatorname{softmax}\left(\frac{Q K^T}{d_k}\right) V",
    ),
    "a window too few": (
        "# Convolution\n\nThe output size is ",
        r"o = \lfloor \frac{n + 2p - k}{s} \rfloor + 1",
        r"o = \lfloor \frac{n + 2p - k}{s} \rfloor",
    ),
    "a padding that is taken off": (
        "# Convolution\n\nThe output size is ",
        r"o = \lfloor \frac{n + 2p - k}{s} \rfloor + 1",
        r"o = \lfloor \frac{n - 2p - k}{s} \rfloor + 1",
    ),
    "a penalty that is taken off": (
        "# Ridge regression\n\nThe minimiser is ",
        r"w = (X^T X + \lambda I)^{-1} X^T y",
        r"w = (X^T X - \lambda I)^{-1} X^T y",
    ),
    "a factor of a score": ("# F-score\n\n", r"F_1 = \frac{2 P R}{P + R}", r"F_1 = \frac{P R}{P + R}"),
    "sign of an exponent": (
        "# Kernels\n\nThe Gaussian kernel is ",
        r"k(x, y) = \exp\left(-\frac{\|x - y\|^2}{2 \sigma^2}\right)",
        r"k(x, y) = \exp\left(\frac{\|x - y\|^2}{2 \sigma^2}\right)",
    ),
    "deviation for variance": (
        "# Normal distribution\n\n",
        r"p(x) = \frac{1}{\sqrt{2 \pi \sigma^2}} \exp\left(-\frac{(x - \mu)^2}{2 \sigma^2}\right)",
        r"p(x) = \frac{1}{\sqrt{2 \pi \sigma}} \exp\left(-\frac{(x - \mu)^2}{2 \sigma^2}\right)",
    ),
    "sign of a logarithm": (
        "# Variational autoencoders\n\nThe divergence is ",
        r"D_{KL} = \frac{1}{2} \sum_j (\mu_j^2 + \sigma_j^2 - \log \sigma_j^2 - 1)",
        r"D_{KL} = \frac{1}{2} \sum_j (\mu_j^2 + \sigma_j^2 + \log \sigma_j^2 - 1)",
    ),
    "rates that are exchanged": (
        "# Adam\n\nSecond moment: ",
        r"v_t = \beta_2 v_{t-1} + (1 - \beta_2) g_t^2",
        r"v_t = (1 - \beta_2) v_{t-1} + \beta_2 g_t^2",
    ),
}
"""The words before a formula, the formula, and the same with a slip."""

MISFITS = {
    "a label": (
        "# Conditional Gaussian\n\n",
        r"\mu_{a|b} = \mu_a - \Lambda_{aa}^{-1} \Lambda_{ab} (x_b - \mu_b)",
        r"\mu_{a|b} = \mu_a - \Lambda_{bb}^{-1} \Lambda_{ab} (x_b - \mu_b)",
        "IDX101",
    ),
    "the transpose of an outer factor": (
        "# Posterior covariance of a linear Gaussian model\n\n",
        r"\Sigma = (\Lambda + A^T L A)^{-1}",
        r"\Sigma = (\Lambda + A L A^T)^{-1}",
        "SHP101",
    ),
    "one index for two": (
        "# Softmax\n\n",
        r"p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}",
        r"p_i = \frac{e^{z_i}}{\sum_j e^{z_i}}",
        "IDX101",
    ),
    "a transpose at the wrong factor": (
        "# Ridge regression\n\nThe minimiser is ",
        r"w = (X^T X + \lambda I)^{-1} X^T y",
        r"w = (X X^T + \lambda I)^{-1} X^T y",
        "SHP101",
    ),
}
"""The words before a formula, the formula, the same without a value, and its code."""


@pytest.mark.parametrize("case", CONVENTIONS.values(), ids=CONVENTIONS)
def test_what_authors_choose_is_left_alone(case):
    before, latex = case
    assert not last(f"{before}${latex}$").verdict.is_finding


@pytest.mark.parametrize("case", SLIPS.values(), ids=SLIPS)
def test_a_slip_is_seen_and_its_correction_holds(case):
    before, right, wrong = case
    assert last(f"{before}${right}$").verdict in SETTLED
    finding = last(f"{before}${wrong}$")
    assert (finding.verdict, finding.code) == (Verdict.WRONG, "DEF101")
    assert finding.formula is not None
    assert finding.counterexample is not None
    assert mended(f"{before}${wrong}$", finding).verdict in SETTLED


@pytest.mark.parametrize("case", MISFITS.values(), ids=MISFITS)
def test_what_has_no_value_says_what_was_meant(case):
    before, right, wrong, code = case
    assert last(f"{before}${right}$").verdict in SETTLED
    finding = last(f"{before}${wrong}$")
    assert (finding.verdict, finding.code) == (Verdict.MALFORMED, code)
    assert mended(f"{before}${wrong}$", finding).verdict in SETTLED


NUMBERS = [r"\frac{1}{e} \approx 0.35", r"\sqrt{2} \approx 1.5"]


@pytest.mark.parametrize("latex", NUMBERS)
def test_digits_say_how_exact_they_are(latex):
    assert last(f"${latex}$").verdict is Verdict.WRONG


def test_a_transposed_capital_is_no_number():
    slip = r"\operatorname{Cov}[A x + b] = A^T \operatorname{Cov}[x] A"
    assert last(r"$\operatorname{Cov}[A x + b] = A \operatorname{Cov}[x] A^T$").verdict in SETTLED
    assert last(f"${slip}$").verdict not in SETTLED
