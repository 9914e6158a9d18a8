"""Probabilistic PCA: factor analysis with isotropic noise.

x = mu + W z + sigma epsilon with z and epsilon independent and standard normal.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Identity, Inverse, MatAdd, MatMul

from derivations.factor_analysis import centre, latent, loadings, observed, point
from derivations.latent_posterior import posterior_centre, posterior_spread
from derivations.operators import equal
from derivations.vocabulary import POSITIVE, Formula, Kind, Notation, Quantity, Source, Step, Topic

scale = Quantity("sigma", "standard deviation of the noise", domain=POSITIVE)
m, n = latent.symbol, observed.symbol
W, mu, x, sigma = (q.symbol for q in (loadings, centre, point, scale))

marginal = Quantity("C", "covariance of the observation", (observed, observed))


def derive_marginal_covariance() -> Iterator[Step]:
    """Add the covariances of the signal and of the noise."""
    yield Step(
        MatAdd(MatMul(W, Identity(m), W.T, evaluate=False), sigma**2 * Identity(n), evaluate=False),
        because="z has covariance I and is independent of the noise",
    )
    yield Step(W * W.T + sigma**2 * Identity(n), because="I is neutral")


marginal_covariance = Formula(
    title="Covariance of the observation in probabilistic PCA",
    kind=Kind.DEFINITION,
    statement=equal(marginal.symbol, W * W.T + sigma**2 * Identity(n)),
    quantities=(marginal, loadings, scale),
    assumptions=(),
    notations=(
        Notation(r"C = W W^\top + \sigma^2 I"),
        Notation(r"\Sigma_x = W W^T + \sigma^2 I_n", letters=(("Sigma_x", "C"),)),
    ),
    words=("probabilistic pca", "covariance", "marginal"),
    derivation=derive_marginal_covariance,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 12.36"),
)

inner = Quantity("M", "W'W + sigma^2 I", (latent, latent), value=W.T * W + sigma**2 * Identity(m))
M = inner.symbol


def derive_posterior_mean() -> Iterator[Step]:
    """The information form with Sigma = sigma^2 I."""
    isotropic = sigma**-2 * W.T
    yield Step(Inverse(Identity(m) + isotropic * W) * isotropic * (x - mu), because="the noise covariance is sigma^2 I")
    yield Step(Inverse(M) * W.T * (x - mu), because="multiply both brackets by sigma^2")


posterior_mean = Formula(
    title="Posterior mean of probabilistic PCA",
    kind=Kind.DEFINITION,
    statement=equal(posterior_centre.symbol, Inverse(M) * W.T * (x - mu)),
    quantities=(posterior_centre, loadings, inner, scale, centre, point),
    assumptions=(),
    notations=(
        Notation(r"\mu_{z|x} = M^{-1} W^\top (x - \mu)", letters=(("mu_z|x", "m_z"),)),
        Notation(
            r"\mu_{z|x} = (W^\top W + \sigma^2 I)^{-1} W^\top (x - \mu)", letters=(("mu_z|x", "m_z"),)
        ),
    ),
    words=("probabilistic pca", "posterior", "mean"),
    derivation=derive_posterior_mean,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 12.42"),
)


def derive_posterior_covariance() -> Iterator[Step]:
    """The information form with Sigma = sigma^2 I."""
    yield Step(Inverse(Identity(m) + sigma**-2 * W.T * W), because="the noise covariance is sigma^2 I")
    yield Step(sigma**2 * Inverse(M), because="divide the bracket by sigma^2 in front of it")


posterior_covariance = Formula(
    title="Posterior covariance of probabilistic PCA",
    kind=Kind.DEFINITION,
    statement=equal(posterior_spread.symbol, sigma**2 * Inverse(M)),
    quantities=(posterior_spread, loadings, inner, scale),
    assumptions=(),
    notations=(
        Notation(r"\Sigma_{z|x} = \sigma^2 M^{-1}", letters=(("Sigma_z|x", "S_z"),)),
        Notation(r"\Sigma_{z|x} = \sigma^2 (W^\top W + \sigma^2 I)^{-1}", letters=(("Sigma_z|x", "S_z"),)),
        Notation(r"\operatorname{cov}[z|x] = \sigma^2 M^{-1}", letters=(("z", "S_z"),)),
        Notation(r"\operatorname{Cov}(z \mid x) = \sigma^2 (W^\top W + \sigma^2 I)^{-1}", letters=(("z", "S_z"),)),
    ),
    words=("probabilistic pca", "posterior", "covariance"),
    derivation=derive_posterior_covariance,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 12.42"),
)

TOPIC = Topic("Probabilistic PCA", formulas=(marginal_covariance, posterior_mean, posterior_covariance))
