"""Bayesian linear regression: normal prior and normal noise give a normal posterior.

The prior of the weights has mean 0 and precision alpha (or mean m_0 and covariance S_0), the noise has precision beta;
an input stands in each row of X.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Identity, Inverse, Transpose

from derivations.operators import dot, equal
from derivations.vocabulary import (
    POSITIVE,
    POSITIVE_DEFINITE,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
samples = Size("n", "samples", largest=3)
features = Size("d", "features", largest=2)
n, d = samples.symbol, features.symbol
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
targets = Quantity("y", "the targets", shape=(samples,))
prior_precision = Quantity("alpha", "precision of the prior", domain=POSITIVE)
noise_precision = Quantity("beta", "precision of the noise", domain=POSITIVE)
X, y, alpha, beta = (q.symbol for q in (inputs, targets, prior_precision, noise_precision))
named_covariance = Quantity("S", "covariance of the posterior", shape=(features, features))
named_mean = Quantity("m", "mean of the posterior", shape=(features,))
precision = alpha * Identity(d) + beta * Transpose(X) * X
covariance = Quantity("S", "covariance of the posterior", shape=(features, features), value=Inverse(precision))
S, m = covariance.symbol, named_mean.symbol
posterior_mean_value = Quantity("m", "mean of the posterior", shape=(features,), value=beta * S * Transpose(X) * y)
letters = (("Phi", "X"), ("t", "y"))
words = ("bayesian", "posterior", "prior", "map estimate", "maximum a posteriori")


def derive_covariance() -> Iterator[Step]:
    """Condition the joint normal distribution of weights and targets."""
    inner = X * Transpose(X) / alpha + Identity(n) / beta
    yield Step(
        Identity(d) / alpha - Transpose(X) * Inverse(inner) * X / alpha**2,
        because="the prior covariance, less what the targets explain",
    )
    yield Step(Inverse(precision), because="the Woodbury identity")


posterior_covariance = Formula(
    title="Posterior covariance of Bayesian linear regression",
    kind=Kind.DEFINITION,
    statement=equal(S, Inverse(precision)),
    quantities=(named_covariance, inputs, prior_precision, noise_precision),
    assumptions=(),
    notations=(
        Notation(r"S = (\alpha I + \beta X^\top X)^{-1}"),
        Notation(r"S_N = \left(\alpha I + \beta \Phi^T \Phi\right)^{-1}", letters=(("S_N", "S"), ("Phi", "X"))),
        Notation(r"\Sigma = \left(\beta X^T X + \alpha I\right)^{-1}", letters=(("Sigma", "S"),)),
    ),
    words=words,
    derivation=derive_covariance,
    source=Source(bishop, "equation 3.54"),
)


def derive_mean() -> Iterator[Step]:
    """Condition the joint normal distribution of weights and targets."""
    inner = X * Transpose(X) / alpha + Identity(n) / beta
    yield Step(
        Transpose(X) * Inverse(inner) * y / alpha,
        because="covariance of weights and targets, times what is new",
    )
    yield Step(beta * S * Transpose(X) * y, because="the push-through identity")


posterior_mean = Formula(
    title="Posterior mean of Bayesian linear regression",
    kind=Kind.DEFINITION,
    statement=equal(m, beta * S * Transpose(X) * y),
    quantities=(named_mean, covariance, inputs, targets, prior_precision, noise_precision),
    assumptions=(),
    notations=(
        Notation(r"m = \beta S X^\top y"),
        Notation(r"m_N = \beta S_N \Phi^T t", letters=(("m_N", "m"), ("S_N", "S"), *letters)),
        Notation(r"\mu = \beta (\alpha I + \beta X^\top X)^{-1} X^\top y", letters=(("mu", "m"),)),
        Notation(r"w_{\mathrm{MAP}} = \left(X^\top X + \frac{\alpha}{\beta} I\right)^{-1} X^\top y",
                 letters=(("w_MAP", "m"),)),
    ),
    words=words,
    derivation=derive_mean,
    source=Source(bishop, "equation 3.53"),
)  # fmt: skip

query = Quantity("x", "another input", shape=(features,))
spread = Quantity("v", "variance of the prediction")
x, v = query.symbol, spread.symbol


def derive_predictive() -> Iterator[Step]:
    """Noise and uncertain weights add up."""
    yield Step(1 / beta + dot(x, Inverse(precision) * x), because="noise, plus the variance of a linear function")
    yield Step(1 / beta + dot(x, S * x), because="the posterior covariance")


predictive_variance = Formula(
    title="Predictive variance of Bayesian linear regression",
    kind=Kind.DEFINITION,
    statement=equal(v, 1 / beta + dot(x, S * x)),
    quantities=(spread, covariance, query, inputs, prior_precision, noise_precision),
    assumptions=(),
    notations=(
        Notation(r"\sigma^2(x) = \frac{1}{\beta} + x^\top S x", letters=(("sigma^2", "v"),)),
        Notation(r"\sigma_N^2 = \frac{1}{\beta} + \phi^T S_N \phi",
                 letters=(("sigma_N^2", "v"), ("phi", "x"), ("S_N", "S"))),
        Notation(r"v = \beta^{-1} + x^\top S x"),
    ),
    words=("predictive", *words),
    derivation=derive_predictive,
    source=Source(bishop, "equation 3.59"),
)  # fmt: skip

prior_mean = Quantity("m_0", "mean of the prior", shape=(features,))
prior_covariance = Quantity("S_0", "covariance of the prior", shape=(features, features), domain=POSITIVE_DEFINITE)
m_0, S_0 = prior_mean.symbol, prior_covariance.symbol
general_precision = Inverse(S_0) + beta * Transpose(X) * X
general = Quantity("S", "covariance of the posterior", shape=(features, features), value=Inverse(general_precision))


def derive_precision() -> Iterator[Step]:
    """Condition the joint normal distribution of weights and targets."""
    inner = X * S_0 * Transpose(X) + Identity(n) / beta
    yield Step(
        Inverse(S_0 - S_0 * Transpose(X) * Inverse(inner) * X * S_0), because="prior covariance, less what y explains"
    )
    yield Step(general_precision, because="the Woodbury identity")


posterior_precision = Formula(
    title="Precisions of prior and data add up",
    kind=Kind.IDENTITY,
    statement=equal(Inverse(S), general_precision),
    quantities=(general, inputs, prior_covariance, noise_precision),
    assumptions=(),
    notations=(
        Notation(r"S^{-1} = S_0^{-1} + \beta X^\top X"),
        Notation(r"S_N^{-1} = S_0^{-1} + \beta \Phi^T \Phi", letters=(("S_N", "S"), ("Phi", "X"))),
        Notation(r"\Sigma^{-1} = \Sigma_0^{-1} + \beta X^T X", letters=(("Sigma", "S"), ("Sigma_0", "S_0"))),
    ),
    words=("precision", *words),
    derivation=derive_precision,
    source=Source(bishop, "equation 3.51"),
)


def derive_general_mean() -> Iterator[Step]:
    """Condition the joint normal distribution of weights and targets."""
    inner = X * S_0 * Transpose(X) + Identity(n) / beta
    yield Step(
        m_0 + S_0 * Transpose(X) * Inverse(inner) * (y - X * m_0),
        because="prior mean, plus gain times surprise",
    )
    yield Step(S * (Inverse(S_0) * m_0 + beta * Transpose(X) * y), because="the Woodbury and push-through identities")


general_mean = Formula(
    title="Posterior mean of Bayesian linear regression for a general prior",
    kind=Kind.DEFINITION,
    statement=equal(m, S * (Inverse(S_0) * m_0 + beta * Transpose(X) * y)),
    quantities=(named_mean, general, inputs, targets, prior_mean, prior_covariance, noise_precision),
    assumptions=(),
    notations=(
        Notation(r"m = S (S_0^{-1} m_0 + \beta X^\top y)"),
        Notation(r"m_N = S_N \left(S_0^{-1} m_0 + \beta \Phi^T t\right)",
                 letters=(("m_N", "m"), ("S_N", "S"), *letters)),
    ),
    words=words,
    derivation=derive_general_mean,
    source=Source(bishop, "equation 3.50"),
)  # fmt: skip

deviation = Quantity("sigma", "standard deviation of the noise", domain=POSITIVE)
width = Quantity("tau", "standard deviation of the prior", domain=POSITIVE)
sigma, tau = deviation.symbol, width.symbol


def derive_map() -> Iterator[Step]:
    """Precisions from the two variances."""
    yield Step(
        Inverse(Identity(d) / tau**2 + Transpose(X) * X / sigma**2) * Transpose(X) * y / sigma**2,
        because="posterior mean with alpha = 1/tau^2 and beta = 1/sigma^2",
    )
    yield Step(
        Inverse(Transpose(X) * X + sigma**2 / tau**2 * Identity(d)) * Transpose(X) * y, because="multiply by sigma^2"
    )


map_is_ridge = Formula(
    title="The most probable weights are the ridge solution with lambda = sigma^2 / tau^2",
    kind=Kind.DEFINITION,
    statement=equal(m, Inverse(Transpose(X) * X + sigma**2 / tau**2 * Identity(d)) * Transpose(X) * y),
    quantities=(named_mean, inputs, targets, deviation, width),
    assumptions=(),
    notations=(
        Notation(r"w_{\mathrm{MAP}} = \left(X^\top X + \frac{\sigma^2}{\tau^2} I\right)^{-1} X^\top y",
                 letters=(("w_MAP", "m"),)),
        Notation(r"\hat{w} = (X^T X + (\sigma^2 / \tau^2) I)^{-1} X^T y", letters=(("w_hat", "m"),)),
    ),
    words=("ridge", *words),
    derivation=derive_map,
    source=Source(murphy, "section 11.3"),
)  # fmt: skip

TOPIC = Topic(
    "Bayesian linear regression",
    formulas=(
        posterior_covariance,
        posterior_mean,
        predictive_variance,
        posterior_precision,
        general_mean,
        map_is_ridge,
    ),
)
