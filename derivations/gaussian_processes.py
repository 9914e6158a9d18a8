"""Gaussian processes: the posterior of a function's value at a query, and the evidence of the targets.

K are the covariances of the function at the inputs, k those with its value at the query, kappa its variance there; the
noise has variance sigma^2.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Determinant, Identity, Inverse, Rational, log, pi

from derivations.operators import dot, equal, gradient
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

rasmussen = "Rasmussen and Williams, Gaussian Processes for Machine Learning"
samples = Size("n", "samples", largest=3)
n = samples.symbol
half = Rational(1, 2)
gram = Quantity("K", "covariances of the function at the inputs", (samples, samples), domain=POSITIVE_DEFINITE)
cross = Quantity("k", "covariances with the value at the query", shape=(samples,))
own = Quantity("kappa", "variance of the value at the query", domain=POSITIVE)
targets = Quantity("y", "the targets", shape=(samples,))
deviation = Quantity("sigma", "standard deviation of the noise", domain=POSITIVE)
K, k, kappa, y, sigma = (q.symbol for q in (gram, cross, own, targets, deviation))
mean = Quantity("m", "mean of the value at the query")
variance = Quantity("v", "variance of the value at the query")
evidence = Quantity("l", "log marginal likelihood")
m, v, ell = mean.symbol, variance.symbol, evidence.symbol
noisy = K + sigma**2 * Identity(n)
words = ("gaussian process", "gaussian processes", "gp regression", "kriging", "posterior")


def derive_mean() -> Iterator[Step]:
    """Where the joint log-density is stationary in the value at the query."""
    schur = kappa - dot(k, Inverse(noisy) * k)
    yield Step(
        dot(Inverse(noisy) * k / schur, y) * schur, because="the precision of the query times the pull of the targets"
    )
    yield Step(dot(k, Inverse(noisy) * y), because="the variance cancels")


posterior_mean = Formula(
    title="Posterior mean of a Gaussian process",
    kind=Kind.DEFINITION,
    statement=equal(m, dot(k, Inverse(noisy) * y)),
    quantities=(mean, gram, cross, own, targets, deviation),
    assumptions=(),
    notations=(
        Notation(r"m = k^\top (K + \sigma^2 I)^{-1} y"),
        Notation(r"\mu_* = k_*^T \left(K + \sigma_n^2 I\right)^{-1} y",
                 letters=(("mu_star", "m"), ("k_star", "k"), ("sigma_n", "sigma"))),
        Notation(r"\bar{f}_* = k_*^\top [K + \sigma_n^2 I]^{-1} y",
                 letters=(("f_bar_star", "m"), ("k_star", "k"), ("sigma_n", "sigma"))),
        Notation(r"\mu = k^\top (K + \sigma^2 I)^{-1} y",
                 letters=(("mu", "m"),)),
    ),
    words=words,
    derivation=derive_mean,
    source=Source(rasmussen, "equation 2.25"),
)  # fmt: skip


def derive_variance() -> Iterator[Step]:
    """The Schur complement of the joint covariance."""
    yield Step(
        kappa - dot(Inverse(noisy) * k, noisy * Inverse(noisy) * k),
        because="the prior variance, less what y explains",
    )
    yield Step(kappa - dot(k, Inverse(noisy) * k), because="the matrix is symmetric and meets its inverse")


posterior_variance = Formula(
    title="Posterior variance of a Gaussian process",
    kind=Kind.DEFINITION,
    statement=equal(v, kappa - dot(k, Inverse(noisy) * k)),
    quantities=(variance, gram, cross, own, deviation),
    assumptions=(),
    notations=(
        Notation(r"v = \kappa - k^\top (K + \sigma^2 I)^{-1} k"),
        Notation(r"\sigma_*^2 = k_{\star\star} - k_*^T \left(K + \sigma_n^2 I\right)^{-1} k_*",
                 letters=(("sigma_star^2", "v"), ("k_star", "k"), ("k_starstar", "kappa"), ("sigma_n", "sigma"))),
        Notation(r"V = c - k^T (K + \sigma^2 I_n)^{-1} k",
                 letters=(("V", "v"), ("c", "kappa"))),
    ),
    words=words,
    derivation=derive_variance,
    source=Source(rasmussen, "equation 2.26"),
)  # fmt: skip

noisy_gram = Quantity("K_y", "covariances of the targets", (samples, samples), value=noisy)
K_y = noisy_gram.symbol


def derive_evidence() -> Iterator[Step]:
    """The logarithm of a normal density."""
    yield Step(
        -half * dot(y, Inverse(noisy) * y) - half * log((2 * pi) ** n * Determinant(noisy)),
        because="the targets are normal with covariance K + sigma^2 I",
    )
    yield Step(
        -half * dot(y, Inverse(K_y) * y) - half * log(Determinant(K_y)) - n / 2 * log(2 * pi),
        because="the logarithm of a product",
    )


marginal_likelihood = Formula(
    title="Log marginal likelihood of a Gaussian process",
    kind=Kind.DEFINITION,
    statement=equal(ell, -half * dot(y, Inverse(K_y) * y) - half * log(Determinant(K_y)) - n / 2 * log(2 * pi)),
    quantities=(evidence, gram, noisy_gram, targets, deviation),
    assumptions=(),
    notations=(
        Notation(r"\log p(y \mid X) = -\frac{1}{2} y^\top K_y^{-1} y - \frac{1}{2} \log |K_y| - \frac{n}{2} \log 2\pi",
                 letters=(("p", "l"),)),
        Notation(r"\ell = -\frac{1}{2} y^T (K + \sigma^2 I)^{-1} y - \frac{1}{2} \log \det(K + \sigma^2 I) "
                 r"- \frac{n}{2} \log(2\pi)", letters=(("ell", "l"),)),
        Notation(r"\mathcal{L} = -\frac{1}{2} \left(y^\top K_y^{-1} y + \log |K_y| + n \log(2\pi)\right)",
                 letters=(("calL", "l"),)),
    ),
    words=("marginal likelihood", "evidence", *words),
    derivation=derive_evidence,
    source=Source(rasmussen, "equation 2.30"),
)  # fmt: skip

weights = Quantity("alpha", "weights of the inputs", shape=(samples,))
alpha = weights.symbol


def derive_weights() -> Iterator[Step]:
    """They turn kernels into the posterior mean."""
    yield Step(gradient(dot(k, Inverse(noisy) * y), k), because="the posterior mean is linear in k")
    yield Step(Inverse(noisy) * y, because="its gradient")


posterior_weights = Formula(
    title="Weights of the inputs in the posterior mean",
    kind=Kind.DEFINITION,
    statement=equal(alpha, Inverse(noisy) * y),
    quantities=(weights, gram, targets, deviation, cross),
    assumptions=(),
    notations=(
        Notation(r"\alpha = (K + \sigma^2 I)^{-1} y"),
        Notation(r"\alpha = \left(K + \sigma_n^2 I\right)^{-1} y", letters=(("sigma_n", "sigma"),)),
    ),
    words=words,
    derivation=derive_weights,
    source=Source(rasmussen, "equation 2.27"),
)

queries = Size("q", "queries", largest=2)
q = queries.symbol
between = Quantity("B", "covariances of queries with inputs", shape=(queries, samples))
prior = Quantity("A", "covariances of the values at the queries", (queries, queries), domain=POSITIVE_DEFINITE)
means = Quantity("mu", "means at the queries", shape=(queries,))
spreads = Quantity("Sigma", "covariances at the queries", shape=(queries, queries))
B, A, mu, Sigma = between.symbol, prior.symbol, means.symbol, spreads.symbol


def derive_joint_mean() -> Iterator[Step]:
    """One query at a time."""
    yield Step(gradient(dot(mu, B * Inverse(noisy) * y), mu), because="a linear function of the targets")
    yield Step(B * Inverse(noisy) * y, because="its gradient")


joint_mean = Formula(
    title="Posterior mean of a Gaussian process at several queries",
    kind=Kind.DEFINITION,
    statement=equal(means.symbol, B * Inverse(noisy) * y),
    quantities=(means, gram, between, prior, targets, deviation),
    assumptions=(),
    notations=(
        Notation(r"\mu = B (K + \sigma^2 I)^{-1} y"),
        Notation(r"\bar{f}_* = K_* (K + \sigma^2 I)^{-1} y", letters=(("f_bar_star", "mu"), ("K_star", "B"))),
    ),
    words=words,
    derivation=derive_joint_mean,
    source=Source(rasmussen, "equation 2.23"),
)


def derive_joint_covariance() -> Iterator[Step]:
    """The Schur complement."""
    block = Inverse(A) + Inverse(A) * B * Inverse(noisy - B.T * Inverse(A) * B) * B.T * Inverse(A)
    yield Step(Inverse(block), because="the queries' block of the joint precision, inverted")
    yield Step(A - B * Inverse(noisy) * B.T, because="the Woodbury identity")


joint_covariance = Formula(
    title="Posterior covariance of a Gaussian process at several queries",
    kind=Kind.DEFINITION,
    statement=equal(Sigma, A - B * Inverse(noisy) * B.T),
    quantities=(spreads, gram, between, prior, deviation),
    assumptions=(),
    notations=(
        Notation(r"\Sigma = A - B (K + \sigma^2 I)^{-1} B^\top"),
        Notation(r"\Sigma_* = K_{\star\star} - K_* (K + \sigma^2 I)^{-1} K_*^\top",
                 letters=(("Sigma_star", "Sigma"), ("K_starstar", "A"), ("K_star", "B"))),
    ),
    words=words,
    derivation=derive_joint_covariance,
    source=Source(rasmussen, "equation 2.24"),
)

TOPIC = Topic(
    "Gaussian processes",
    formulas=(
        posterior_mean,
        posterior_variance,
        posterior_weights,
        marginal_likelihood,
        joint_mean,
        joint_covariance,
    ),
)
