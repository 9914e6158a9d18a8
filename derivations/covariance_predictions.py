"""Gaussian processes in Bishop's form: C is the covariance of the noisy targets, k that with a new one, c its variance.

The covariance matrix C holds the kernel of the inputs and the noise; so no noise stands in the predictions themselves.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Determinant, Inverse, KroneckerDelta, Rational, Sum, Trace, log, pi

from derivations.operators import at, diagonal_matrix, dot, partial, row, tabulated
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    LOWER_TRIANGULAR,
    POSITIVE,
    POSITIVE_DEFINITE,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
rasmussen = "Rasmussen and Williams, Gaussian Processes for Machine Learning"
half = Rational(1, 2)
samples = Size("N", "samples", largest=3)
features = Size("d", "features", largest=2)
N = samples.symbol
i = bound_index("i")
covariance = Quantity("C", "covariance of the noisy targets", (samples, samples), POSITIVE_DEFINITE)
shared = Quantity("k", "covariances with the new target", shape=(samples,))
own = Quantity("c", "variance of the new target")
targets = Quantity("t", "targets", shape=(samples,))
C, k, c, t = covariance.symbol, shared.symbol, own.symbol, targets.symbol
words = ("gaussian process", "gp", "kernel", "predictive", "covariance", "kriging")
numbered = (("C_N", "C"), ("t_N", "t"))
mean = rule(
    "Predictive mean of a Gaussian process, by the covariance of the noisy targets",
    Quantity("m", "predictive mean"),
    dot(k, Inverse(C) * t),
    (shared, covariance, targets),
    (
        *written(r"m(x_{N+1}) = k^\top C_N^{-1} t", letters=numbered[:1]),
        *written(r"\mu_* = k_*^\top K^{-1} y", letters=(("k_star", "k"), ("K", "C"), ("y", "t"))),
        *written(r"m = k^\top C^{-1} t"),
    ),
    words,
    "mean of a normal number, the others given",
    Source(bishop, "equation 6.66"),
)
variance = rule(
    "Predictive variance of a Gaussian process, by the covariance of the noisy targets",
    Quantity("v", "predictive variance"),
    c - dot(k, Inverse(C) * k),
    (shared, covariance, own),
    (
        *written(r"\sigma^2(x_{N+1}) = c - k^\top C_N^{-1} k", letters=numbered[:1]),
        *written(r"\sigma_*^2 = k_{\star\star} - k_*^\top K^{-1} k_*",
                 letters=(("k_star", "k"), ("K", "C"), ("k_starstar", "c"))),
        *written(r"v = c - k^\top C^{-1} k"),
    ),
    words,
    "variance of a normal number, the others given",
    Source(bishop, "equation 6.67"),
)  # fmt: skip
form = -half * log(Determinant(C)) - half * dot(t, Inverse(C) * t) - N * log(2 * pi) / 2
evidence = rule(
    "Log marginal likelihood of a Gaussian process, by the covariance of the noisy targets",
    Quantity("l", "log marginal likelihood"),
    form,
    (covariance, targets),
    (
        *written(r"\ln p(t \mid \theta) = -\frac{1}{2} \ln |C_N| - \frac{1}{2} t^\top C_N^{-1} t - "
                 r"\frac{N}{2} \ln(2\pi)", letters=numbered[:1]),
        *written(r"\log p(y \mid X) = -\frac{1}{2} y^\top K^{-1} y - \frac{1}{2} \log \det K - \frac{n}{2} \log 2\pi",
                 letters=(("y", "t"), ("K", "C"), ("n", "N"))),
        *written(r"\mathcal{L} = -\frac{1}{2} (t^\top C^{-1} t + \log |C| + N \log(2\pi))"),
    ),
    ("marginal likelihood", "evidence", "log likelihood", "log-likelihood", *words),
    "the logarithm of a normal density",
    Source(bishop, "equation 6.69"),
)  # fmt: skip
triangle = Quantity("R", "a lower triangular matrix", (samples, samples), LOWER_TRIANGULAR)
signs = diagonal_matrix(tabulated(at(triangle.symbol, i, i), i, N))
factor = Quantity("L", "Cholesky factor: its diagonal is positive", (samples, samples), value=triangle.symbol * signs)
L = factor.symbol
solved = Quantity("alpha", "weights of the targets", shape=(samples,), value=Inverse(L * L.T) * t)
cholesky = rule(
    "Log marginal likelihood of a Gaussian process by a Cholesky factor",
    Quantity("l", "log marginal likelihood"),
    -half * dot(t, solved.symbol) - Sum(log(at(L, i, i)), (i, 1, N)) - N * log(2 * pi) / 2,
    (factor, triangle, targets, solved),
    (
        *written(r"\log p(y \mid X) = -\frac{1}{2} y^\top \alpha - \sum_{i=1}^n \log L_{ii} - \frac{n}{2} \log 2\pi",
                 letters=(("y", "t"), ("n", "N"))),
        *written(r"\log p(t) = -\frac{1}{2} t^\top \alpha - \sum_i \log L_{ii} - \frac{N}{2} \log(2\pi)"),
    ),
    ("cholesky", "marginal likelihood", *words),
    "half the log-determinant is the sum of the logarithms of the diagonal",
    Source(rasmussen, "algorithm 2.1"),
)  # fmt: skip
kernel = Quantity("k", "the kernel", arguments=((features,), (features,)))
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
beta_q = Quantity("beta", "precision of the noise", domain=POSITIVE)
first, second = free_index("n", samples), free_index("m", samples)
n, m = first.symbol, second.symbol
query = Quantity("x", "the new input", shape=(features,))
X, x, beta = inputs.symbol, query.symbol, beta_q.symbol
entry = rule(
    "Covariance of two noisy targets",
    Quantity("C_nm", "covariance of two targets"),
    kernel.symbol(row(X, n), row(X, m)) + KroneckerDelta(n, m) / beta,
    (kernel, inputs, beta_q, first, second),
    (
        *written(r"C(x_n, x_m) = k(x_n, x_m) + \beta^{-1} \delta_{nm}",
                 r"C_{nm} = k(x_n, x_m) + \frac{1}{\beta} \delta_{nm}", letters=(("x", "X"),)),
    ),
    words,
    "the kernel, and independent noise",
    Source(bishop, "equation 6.62"),
)  # fmt: skip
new_variance = rule(
    "Variance of a new noisy target",
    Quantity("c", "variance of the new target"),
    kernel.symbol(x, x) + 1 / beta,
    (kernel, query, beta_q),
    (
        *written(r"c = k(x_{N+1}, x_{N+1}) + \beta^{-1}", letters=(("x_N+1", "x"),)),
        *written(r"c = k(x_*, x_*) + \frac{1}{\beta}", letters=(("x_star", "x"),)),
    ),
    words,
    "the kernel, and independent noise",
    Source(bishop, "section 6.4.2"),
)
parameter = Quantity("theta", "parameter of the kernel")
theta = parameter.symbol
base = Quantity("A", "covariance at the parameter 0", (samples, samples), POSITIVE_DEFINITE)
slope = Quantity("B", "how the covariance grows", (samples, samples), POSITIVE_DEFINITE)
moved: Any = base.symbol + theta**2 * slope.symbol
of_parameter = Quantity("C", "covariance of the noisy targets", (samples, samples), value=moved)
C_t = of_parameter.symbol
log_evidence = Quantity("l", "log marginal likelihood",
                        value=-half * log(Determinant(C_t)) - half * dot(t, Inverse(C_t) * t)
                        - N * log(2 * pi) / 2)  # fmt: skip
tangent = Quantity("D", "derivative of the covariance by the parameter", (samples, samples),
                   value=2 * theta * slope.symbol)  # fmt: skip
D = tangent.symbol
evidence_slope = identity(
    "Derivative of the log marginal likelihood of a Gaussian process by a parameter of its kernel",
    partial(log_evidence.symbol, theta),
    ((-half * Trace(Inverse(C_t) * D) + half * dot(t, Inverse(C_t) * D * Inverse(C_t) * t),
      "derivatives of a log-determinant and of an inverse"),),
    (log_evidence, of_parameter, tangent, parameter, base, slope, targets),
    (
        *written(r"\frac{\partial l}{\partial \theta} = -\frac{1}{2} \operatorname{tr}(C^{-1} D) + "
                 r"\frac{1}{2} t^\top C^{-1} D C^{-1} t"),
        *written(r"\frac{\partial l}{\partial \theta} = \frac{1}{2} y^\top K^{-1} D K^{-1} y - "
                 r"\frac{1}{2} \operatorname{tr}(K^{-1} D)", letters=(("K", "C"), ("y", "t"))),
    ),
    ("marginal likelihood", "hyperparameter", *words),
    Source(bishop, "equation 6.70"),
)  # fmt: skip
evidence_slope = replace(
    evidence_slope, survivors=(("the factors of C⁻¹*D swap", "a trace does not depend on the order of two factors"),)
)

TOPIC = Topic(
    "Gaussian processes by the covariance of the targets",
    formulas=(mean, variance, evidence, cholesky, entry, new_variance, evidence_slope),
)
