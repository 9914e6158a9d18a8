"""Linear models of basis functions: error, likelihood, predictions, evidence, and the updates of its precisions.

A row of the design matrix Phi holds the basis functions of one input; t are the targets, beta is the precision of their
noise, alpha that of the isotropic prior of the weights.
"""

from __future__ import annotations

from typing import Any

from sympy import Determinant, Identity, Inverse, Rational, Sum, log, pi

from derivations.operators import at, dot, evaluated, norm, row
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import POSITIVE, Quantity, Size, Source, Topic, bound_index, interval

bishop = "Bishop, Pattern Recognition and Machine Learning"
half = Rational(1, 2)
samples = Size("N", "samples", largest=4)
basis = Size("M", "basis functions", largest=3)
entries = Size("D", "entries of an input", largest=2)
N, M = samples.symbol, basis.symbol
n = bound_index("n")
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, entries))
query = Quantity("x", "an input", shape=(entries,))
other = Quantity("y", "another input", shape=(entries,))
functions = Quantity("phi", "the basis functions", shape=(basis,), arguments=((entries,),))
design = Quantity("Phi", "design matrix", shape=(samples, basis))
targets = Quantity("t", "targets", shape=(samples,))
weights = Quantity("w", "weights", shape=(basis,))
alpha_q = Quantity("alpha", "precision of the prior", domain=POSITIVE)
beta_q = Quantity("beta", "precision of the noise", domain=POSITIVE)
X, x, y, phi, Phi = inputs.symbol, query.symbol, other.symbol, functions.symbol, design.symbol
t, w, alpha, beta = targets.symbol, weights.symbol, alpha_q.symbol, beta_q.symbol
mean = Quantity("m", "posterior mean of the weights", shape=(basis,))
m = mean.symbol
S_given = Quantity("S", "posterior covariance of the weights", shape=(basis, basis))
precision = alpha * Identity(M) + beta * Phi.T * Phi
S_value = Quantity("S", "posterior covariance of the weights", shape=(basis, basis), value=Inverse(precision))
words = ("linear regression", "basis function", "bayesian linear regression", "evidence", "bayesian regression")
at_mean = (("m_N", "m"), ("S_N", "S"))
error = Quantity("E", "the error")


def features(point: Any) -> Any:
    """The basis functions of an input."""
    return evaluated(phi(point), M, 1)


def squares(of: Any) -> Any:
    """The sum of squared errors of a linear model of the basis functions."""
    return Sum((at(t, n) - dot(of, features(row(X, n)))) ** 2, (n, 1, N))


data = (targets, inputs, functions)
sum_of_squares = rule(
    "Sum-of-squares error of a linear model of basis functions",
    error,
    half * squares(w),
    (*data, weights),
    (
        *written(
            r"E_D(w) = \frac{1}{2} \sum_{n=1}^N \{t_n - w^\top \phi(x_n)\}^2",
            r"E(w) = \frac{1}{2} \sum_{n=1}^N (w^\top \phi(x_n) - t_n)^2",
            letters=(("x", "X"),),
        ),
        *written(r"J(w) = \frac{1}{2} \sum_{n} (\phi(x_n)^\top w - t_n)^2", letters=(("x", "X"),)),
    ),
    ("sum-of-squares", "least squares", *words),
    "half of the squared lengths of the residuals",
    Source(bishop, "equation 3.12"),
)
name = Quantity("l", "log-likelihood")
likelihood = rule(
    "Log-likelihood of a linear model with normal noise, by its precision",
    name,
    N * log(beta) / 2 - N * log(2 * pi) / 2 - beta * (half * squares(w)),
    (*data, weights, beta_q, Quantity("E", "the error", value=half * squares(w))),
    (
        *written(r"\ln p(t \mid w, \beta) = \frac{N}{2} \ln \beta - \frac{N}{2} \ln(2\pi) - \beta E_D(w)",
                 letters=(("E_D", "E"),)),
        *written(
            r"\ln p(t \mid X, w, \beta) = -\frac{\beta}{2} \sum_{n=1}^N \{t_n - w^\top \phi(x_n)\}^2 + "
            r"\frac{N}{2} \ln \beta - \frac{N}{2} \ln(2\pi)",
            letters=(("x", "X"),),
        ),
    ),
    ("log likelihood", "log-likelihood", "maximum likelihood", *words),
    "the logarithms of N normal densities",
    Source(bishop, "equation 3.11"),
)  # fmt: skip
noise_variance = rule(
    "Maximum-likelihood variance of the noise of a linear model",
    Quantity("v", "variance of the noise"),
    squares(w) / N,
    (*data, weights),
    (
        *written(
            r"\frac{1}{\beta_{\text{ML}}} = \frac{1}{N} \sum_{n=1}^N \{t_n - w_{\text{ML}}^\top \phi(x_n)\}^2",
            letters=(("x", "X"), ("w_ML", "w")),
        ),
        *written(
            r"\beta_{\text{ML}}^{-1} = \frac{1}{N} \sum_{n=1}^N (t_n - w^\top \phi(x_n))^2", letters=(("x", "X"),)
        ),
        *written(
            r"\sigma_{\text{ML}}^2 = \frac{1}{N} \sum_{n=1}^N (t_n - w^\top \phi(x_n))^2", letters=(("x", "X"),)
        ),
    ),
    ("maximum likelihood", "noise precision", *words),
    "the mean squared residual",
    Source(bishop, "equation 3.21"),
)
posterior_precision = identity(
    "Posterior precision of the weights under an isotropic prior",
    Inverse(S_value.symbol),
    (
        (Inverse(Inverse(precision)), "the posterior covariance is the inverse of what prior and data know"),
        (precision, "the inverse of an inverse"),
    ),
    (S_value, design, alpha_q, beta_q),
    (
        *written(r"S_N^{-1} = \alpha I + \beta \Phi^\top \Phi", letters=(("S_N", "S"),)),
        *written(r"S^{-1} = \beta \Phi^\top \Phi + \alpha I"),
    ),
    ("posterior", "precision", *words),
    Source(bishop, "equation 3.54"),
)
curvature = rule(
    "Hessian of the regularised error of a linear model",
    Quantity("A", "the Hessian", shape=(basis, basis)),
    precision,
    (design, alpha_q, beta_q),
    written(r"A = \alpha I + \beta \Phi^\top \Phi", r"A = \beta \Phi^T \Phi + \alpha I"),
    ("hessian", "posterior", "precision", *words),
    "the curvatures of both squares",
    Source(bishop, "equation 3.81"),
)
predictive_mean = rule(
    "Predictive mean of a Bayesian linear model",
    Quantity("q", "predictive mean"),
    dot(m, features(x)),
    (mean, query, functions),
    (
        *written(r"m(x) = m_N^\top \phi(x)", letters=at_mean),
        *written(r"\mathbb{E}[t \mid x] = \phi(x)^\top m_N", letters=at_mean),
        *written(r"y(x, m_N) = m_N^\top \phi(x)", letters=at_mean),
    ),
    ("predictive", "predictive distribution", *words),
    "the prediction at the posterior mean",
    Source(bishop, "equation 3.58"),
)
predictive_variance = rule(
    "Predictive variance of a Bayesian linear model of basis functions",
    Quantity("v", "predictive variance"),
    1 / beta + dot(features(x), S_given.symbol * features(x)),
    (S_given, query, functions, beta_q),
    (
        *written(r"\sigma_N^2(x) = \frac{1}{\beta} + \phi(x)^\top S_N \phi(x)", letters=at_mean),
        *written(r"\sigma^2(x) = \beta^{-1} + \phi(x)^\top S \phi(x)"),
        *written(r"\operatorname{var}[t] = \phi(x)^\top S_N \phi(x) + \frac{1}{\beta}", letters=at_mean),
    ),
    ("predictive", "predictive variance", "predictive distribution", *words),
    "the noise, and what is not known of the weights",
    Source(bishop, "equation 3.59"),
)
equivalent_kernel = rule(
    "Equivalent kernel of a Bayesian linear model",
    Quantity("k", "value of the kernel"),
    beta * dot(features(x), S_given.symbol * features(y)),
    (S_given, query, other, functions, beta_q),
    (
        *written(r"k(x, y) = \beta \phi(x)^\top S_N \phi(y)", letters=at_mean),
        *written(r"k(x, x') = \beta \phi(x)^\top S_N \phi(x')", letters=(*at_mean, ("x_prime", "y"))),
    ),
    ("equivalent kernel", "smoother", *words),
    "the weight of a target at one input in the prediction at another",
    Source(bishop, "equation 3.62"),
)
loss = beta / 2 * norm(t - Phi * m) ** 2 + alpha / 2 * dot(m, m)
regularised = rule(
    "Regularised error of a linear model, by both precisions",
    error,
    loss,
    (targets, design, mean, alpha_q, beta_q),
    (
        *written(
            r"E(m_N) = \frac{\beta}{2} \|t - \Phi m_N\|^2 + \frac{\alpha}{2} m_N^\top m_N",
            r"E(m_N) = \frac{\beta}{2} \|t - \Phi m_N\|^2 + \frac{\alpha}{2} \|m_N\|^2",
            letters=at_mean,
        ),
        *written(r"E(w) = \frac{\beta}{2} \|t - \Phi w\|^2 + \frac{\alpha}{2} w^\top w", letters=(("w", "m"),)),
    ),
    ("evidence approximation", "marginal likelihood", *words),
    "minus the logarithms of likelihood and prior, without their constants",
    Source(bishop, "equation 3.82"),
)
optimum = beta * Inverse(precision) * Phi.T * t
best = Quantity("m", "posterior mean of the weights", shape=(basis,), value=optimum)
best_loss = Quantity("E", "regularised error at the posterior mean", value=loss)
hessian = Quantity("A", "the Hessian", shape=(basis, basis), value=precision)
A = hessian.symbol
evidence = rule(
    "Log-evidence of a linear model",
    name,
    M * log(alpha) / 2 + N * log(beta) / 2 - best_loss.symbol - log(Determinant(A)) / 2 - N * log(2 * pi) / 2,
    (targets, design, best, best_loss, hessian, alpha_q, beta_q),
    (
        *written(
            r"\ln p(t \mid \alpha, \beta) = \frac{M}{2} \ln \alpha + \frac{N}{2} \ln \beta - E(m_N) - "
            r"\frac{1}{2} \ln |A| - \frac{N}{2} \ln(2\pi)",
            letters=at_mean,
        ),
        *written(
            r"\log p(t) = \frac{M}{2} \log \alpha + \frac{N}{2} \log \frac{\beta}{2\pi} - E - \frac{1}{2} \log \det A"
        ),
    ),
    ("evidence approximation", "marginal likelihood", "log evidence", "log marginal likelihood", *words),
    "the integral of a normal density",
    Source(bishop, "equation 3.86"),
)
freedom = Quantity("gamma", "effective number of parameters", domain=interval(0, 1))
gamma = freedom.symbol
alpha_update = rule(
    "Update of the precision of the prior",
    Quantity("alpha", "precision of the prior"),
    gamma / dot(m, m),
    (freedom, mean),
    (
        *written(
            r"\alpha = \frac{\gamma}{m_N^\top m_N}", r"\alpha = \frac{\gamma}{\|m_N\|^2}", letters=at_mean
        ),
        *written(r"\alpha \leftarrow \gamma / (m^\top m)"),
    ),
    ("evidence approximation", "effective number of parameters", "hyperparameter", *words),
    "the determined parameters share the length of the mean",
    Source(bishop, "equation 3.92"),
)
beta_update = rule(
    "Update of the variance of the noise by the evidence",
    Quantity("v", "variance of the noise"),
    squares(m) / (N - gamma),
    (*data, mean, freedom),
    (
        *written(
            r"\frac{1}{\beta} = \frac{1}{N - \gamma} \sum_{n=1}^N \{t_n - m_N^\top \phi(x_n)\}^2",
            r"\beta^{-1} = \frac{1}{N - \gamma} \sum_{n} (t_n - m_N^\top \phi(x_n))^2",
            letters=(("m_N", "m"), ("x", "X")),
        ),
        *written(
            r"\sigma^2 = \frac{\sum_{n=1}^N (t_n - m^\top \phi(x_n))^2}{N - \gamma}", letters=(("x", "X"),)
        ),
    ),
    ("evidence approximation", "effective number of parameters", "hyperparameter", "noise precision", *words),
    "the squares that the fit leaves to the noise",
    Source(bishop, "equation 3.95"),
)

TOPIC = Topic(
    "Linear models of basis functions",
    formulas=(
        sum_of_squares,
        likelihood,
        noise_variance,
        posterior_precision,
        curvature,
        predictive_mean,
        predictive_variance,
        equivalent_kernel,
        regularised,
        evidence,
        alpha_update,
        beta_update,
    ),
)
