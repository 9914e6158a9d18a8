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
    "layers from the output": (
        "# Backpropagation\n\n{}the gradient by the weights of layer $l$ is ",
        "With layers that are counted backwards, ",
        "\\frac{\\partial E}{\\partial W_l} = \\delta_l a_{l+1}^\\top",
    ),
    "a factor that is left out": (
        "# Lasso\n\n{}soft thresholding for orthonormal inputs is ",
        "If the half before the squares is dropped, ",
        "w_i = \\operatorname{sign}(\\hat w_i) \\max(|\\hat w_i| - \\lambda/2, 0)",
    ),
}
"""A sheet with a place for the words that explain a difference, these words, and the formula."""

OTHERS = [
    ("# Importance weighting\n\nIWAE: ", r"\mathcal{L}_K = \mathbb{E}\left[\log \frac{1}{K} \sum_{k=1}^K w_k\right]"),
    (
        "# Bernoulli likelihood\n\nThe log-likelihood is ",
        r"\ell(\mu) = \sum_{n=1}^N x_n \log \mu + (1 - x_n) \log (1 - \mu)",
    ),
    (
        "# Variational autoencoders\n\nThe evidence lower bound is ",
        r"\mathcal{L} = \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)] - D_{KL}(q_\phi(z|x) \| p_\theta(z))",
    ),
    ("# Batch normalisation\n\nScales go: ", "BN((aW)u) = BN(Wu)"),
    (
        "# Backpropagation through time\n\nThe product is ",
        r"\prod_{j=k+1}^t \frac{\partial h_j}{\partial h_{j-1}} = \prod_{j=k+1}^t W^T \operatorname{diag}[f'(h_{j-1})]",
    ),
    (
        "# Gaussian\n\nCompleting the square gives ",
        r"b^\top x - \frac12 x^\top A x = \frac12 b^\top A^{-1} b - \frac12 (x - A^{-1} b)^\top A (x - A^{-1} b)",
    ),
    ("# Linear regression\n\nWith an entry $x_0 = 1$, ", r"\theta^T x = \sum_{j=0}^{n} \theta_j x_j"),
    (
        "# Backpropagation\n\nThe error is ",
        r"\delta^{[l]} = \left(W^{[l+1]T} \delta^{[l+1]}\right) \circ g'(z^{[l]})",
    ),
    ("# Klausur\n\nAlle Vektoren sind Zeilenvektoren.\n\n# Newton\n\nDie Newton-Richtung ist ", r"d = -g\,H^{-1}"),
    ("# Parameter\n\nDie Schicht hat ", r"(9 \cdot 64 + 1) \cdot 128 = 73\,856"),
    ("# PyTorch\n\nA linear layer computes ", "y = x W^T + b"),
    (
        "# Positions\n\nFor a shift by one, ",
        r"\sin(i+1)\omega = \sin i\omega \cos\omega + \cos i\omega \sin\omega",
    ),
    ("# Euler\n\nWith the imaginary unit $i$, ", r"e^{i\theta} = \cos\theta + i\sin\theta"),
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
        "# Distillation\n\nWith a teacher $q$ the slope is ",
        r"\frac{\partial E}{\partial f_k} = \frac{1}{T} (p_k - q_k)",
    ),
    ("# Affine coupling\n\nThe inverse has the log-determinant of the Jacobian ", r"\ln |\det J_f| = -\sum_k s_k(x_a)"),
    ("# Momentum\n\nThe look-ahead along the velocity is ", r"\Theta_k = \theta_k + \mu v_k"),
    ("# Weight decay\n\nWith rate $\\lambda$: ", r"\theta_{k+1} = (1 - \lambda \rho) \theta_k - \lambda g_k"),
    ("# Scaling\n\nThe square-root rule for the batch size says ", r"\lambda' = \sqrt{B'/B}\, \lambda"),
    (
        "# Averaging\n\nThe running average of the iterates is ",
        r"\bar\theta_k = \bar\theta_{k-1} + \frac{\theta_k - \bar\theta_{k-1}}{k + 1}",
    ),
    ("# RMSProp\n\nThe mean of the squared gradients is ", r"v_t = (1 - b_2) v_{t-1} + b_2 g_t^2"),
    ("# Warm-up\n\nThe learning rate warms up: ", r"\eta_t = \eta_{\max} \min\left(1, \frac{t}{w}\right)"),
    (
        "# Convolution\n\nWith kernel $N$, stride $p$ and total padding $P$, ",
        r"n' = \left\lfloor \frac{n + P - N}{p} \right\rfloor + 1",
    ),
    ("# Graphs and transposed convolutions\n\nThe padding is ", r"q' = N - 1 - q"),
    ("# Batch normalisation and pooling\n\nThe mean pool has ", r"\frac{\partial y}{\partial x_j} = \frac{1}{N^2}"),
    ("# Attention\n\nBoth costs without biases are equal at ", r"n = 2D"),
    ("# Sizes\n\nThe stack has ", r"12 \cdot 12 \cdot 768^2 = 84.9"),
    ("# Graph networks\n\nWith the degree matrix $D$ and $P = D^{-1} A$, ", r"A D^{-1} = P^\top"),
    ("# Read-out\n\nFor a permutation $\\Pi$, ", r"(\Pi F)^\top \mathbf{1} = F^\top \mathbf{1}"),
    (
        "# Binary entropy\n\nWith $H(p) = -\\sum_i p_i \\log_2 p_i$ the derivative is ",
        r"\frac{dH}{dp} = \log_2 \frac{1 - p}{p}",
    ),
    (
        "# Cross-entropy\n\nWith $H(p) = -\\sum_i p_i \\log_2 p_i$, ",
        r"-\sum_i p_i \log_2 q_i = H(p) + D(p \,\|\, q)",
    ),
    (
        "# Layer normalisation\n\nWith $y = x/r$ and $r^2 = \\frac1n \\|x\\|^2$, ",
        r"\frac{\partial y}{\partial x} = \frac{1}{r} \left(I - \frac{1}{n} y y^\top\right)",
    ),
    (
        "# Score matching\n\nThe score-function estimator has ",
        r"\frac{\partial \ln q}{\partial \mu} = \frac{z - \mu}{\sigma^2}",
    ),
    (
        "# Contrastive loss of pairs\n\nWith $y = 1$ for like pairs, ",
        r"\ell = \frac12 y r^2 + \frac12 (1 - y) \max(0, m - r)^2",
    ),
    ("# Returns\n\nThe n-step return is ", r"G_t = \sum_{k=0}^{n-1} \gamma^k r_{t+k} + \gamma^n v(s_{t+n})"),
    (
        "# Ridge\n\nWith halves $E(w) = \\frac12 \\|y - Xw\\|^2 + \\frac{\\lambda}{2} \\|w\\|^2$. Without the half, ",
        r"E(w) = \frac12 \|y - Xw\|^2 + \lambda \|w\|^2",
    ),
]
"""Right formulas in a convention of their own."""


SLIPS = [
    (
        "# Transposed convolution\n\nThe transposed convolution undoes strides. Least squares has ",
        r"w = (X X^\top)^{-1} X^\top y",
    ),
    ("# Stochastic gradient descent\n\nWith stochastic gradients, ", r"(A B)^\top = A^\top B^\top"),
    ("# Planar flow\n\nThe determinant is ", r"\det \frac{\partial f}{\partial z} = 1 + h(w^\top z + b) u^\top w"),
    ("# Variance of a sample mean\n\nOf $n$ draws ", r"\operatorname{Var}(\bar{X}_n) = \frac{\sigma^2}{n^2}"),
    ("# Perceptron\n\nThe number of mistakes is bounded by ", r"M \le \frac{\gamma^2}{R^2}"),
    ("# Model scores\n\nWith the maximised log-likelihood, ", r"\mathrm{AIC} = 2k + 2 \ln \hat{L}"),
    ("# Cosine schedule\n\nSince after so many steps ", r"1.1^{50} \approx 11.7"),
    ("# Linear discriminant analysis\n\nThe weights are ", r"w = S_W (\mu_1 - \mu_2)"),
    ("# Newton's method\n\nThe Newton direction is ", r"p = H^{-1} g"),
    ("# Sizes\n\nThe product is ", r"123 \cdot 4 = 482"),
    ("# Softmax\n\nThe gradient by the scores is ", r"\frac{\partial L}{\partial S} = \frac{1}{N} (Y - P)"),
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


UNSHOWN = [
    ("# Gradient descent\n\nThe rate is ", r"f(x_k) - f(x^*) \le \frac{L \|x_0 - x^*\|^2}{2 k^2}"),
    ("# Batch normalisation\n\nThe gradients by the inputs add up, ", r"\sum_i \frac{\partial l}{\partial x_i} = 1"),
    ("# Deep linear networks\n\nConserved is ", r"\frac{d}{dt} (W_1 W_1^\top + W_2^\top W_2) = 0"),
]
"""What is false, though no point shows it: it must not be confirmed."""


@pytest.mark.parametrize(("before", "latex"), UNSHOWN)
def test_what_nothing_shows_is_not_confirmed(before, latex):
    assert last(f"{before}${latex}$.").verdict not in (Verdict.PROVED, Verdict.CONFIRMED)


@pytest.mark.parametrize(("before", "latex"), SLIPS)
def test_a_slip_stays_one(before, latex):
    assert last(f"{before}${latex}$.").verdict.is_finding
