"""The Kullback-Leibler divergence of one normal distribution from another, in nats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Determinant, Inverse, Rational, Sum, Trace, log, pi

from derivations.gaussian import dimensions, log_normal
from derivations.gaussian_vectors import drawn_position, signs, white_vector
from derivations.operators import at, dot, equal, mean
from derivations.vocabulary import (
    POSITIVE,
    POSITIVE_DEFINITE,
    Formula,
    Kind,
    Notation,
    Quantity,
    Source,
    Step,
    Topic,
    bound_index,
)

n = dimensions.symbol
half = Rational(1, 2)
divergence = Quantity("D", "divergence of the first distribution from the second")
D = divergence.symbol
first_mean = Quantity("mu_1", "mean of the first distribution")
first_scale = Quantity("sigma_1", "standard deviation of the first distribution", domain=POSITIVE)
second_mean = Quantity("mu_2", "mean of the second distribution")
second_scale = Quantity("sigma_2", "standard deviation of the second distribution", domain=POSITIVE)
mu_1, sigma_1, mu_2, sigma_2 = (q.symbol for q in (first_mean, first_scale, second_mean, second_scale))
side = drawn_position("side", "1 or 2: below or above the mean", signs)
variable = Quantity("x", "mu_1 - sigma_1 or mu_1 + sigma_1", value=mu_1 + sigma_1 * (2 * side.symbol - 3))
x = variable.symbol


def log_line(centre: Any, scale: Any) -> Any:
    """The log-density of a normal distribution on the line, at x."""
    return -half * log(2 * pi * scale**2) - (x - centre) ** 2 / (2 * scale**2)


def derive_univariate() -> Iterator[Step]:
    """The mean of the log-ratio, which is quadratic in x, under the first distribution."""
    yield Step(
        mean(log_line(mu_1, sigma_1) - log_line(mu_2, sigma_2)), because="the mean of log q(x) - log p(x) under q"
    )
    yield Step(
        log(sigma_2 / sigma_1) + mean((x - mu_2) ** 2) / (2 * sigma_2**2) - half,
        because="the constants combine, and the mean of (x - mu_1)^2 is sigma_1^2",
    )
    yield Step(
        log(sigma_2 / sigma_1) + (sigma_1**2 + (mu_1 - mu_2) ** 2) / (2 * sigma_2**2) - half,
        because="the mean of (x - mu_2)^2 is the variance plus the squared bias",
    )


univariate = Formula(
    title="KL divergence between normal distributions on the line",
    kind=Kind.DEFINITION,
    statement=equal(D, log(sigma_2 / sigma_1) + (sigma_1**2 + (mu_1 - mu_2) ** 2) / (2 * sigma_2**2) - half),
    quantities=(divergence, first_mean, first_scale, second_mean, second_scale, variable, side),
    assumptions=(),
    notations=(
        Notation(
            r"D_{\mathrm{KL}}(q \| p) = \log\frac{\sigma_2}{\sigma_1} "
            r"+ \frac{\sigma_1^2 + (\mu_1 - \mu_2)^2}{2\sigma_2^2} - \frac{1}{2}",
            letters=(("D_KL", "D"),),
        ),
        Notation(
            r"D_{KL}(\mathcal{N}(\mu_1, \sigma_1^2) \| \mathcal{N}(\mu_2, \sigma_2^2)) = \log\frac{\sigma_2}{\sigma_1} "
            r"+ \frac{\sigma_1^2 + (\mu_1 - \mu_2)^2}{2\sigma_2^2} - \frac{1}{2}",
            letters=(("D_KL", "D"),),
        ),
        Notation(
            r"\mathrm{KL}(q \| p) = \frac{1}{2}\left[\frac{(\mu_0 - \mu_1)^2}{\sigma_1^2} "
            r"+ \frac{\sigma_0^2}{\sigma_1^2} - 1 - \ln\frac{\sigma_0^2}{\sigma_1^2}\right]",
            letters=(
                *(("KL", "D"), ("mu_0", "mu_1"), ("sigma_0", "sigma_1")),
                *(("mu_1", "mu_2"), ("sigma_1", "sigma_2")),
            ),
        ),
    ),
    words=("kl divergence", "kullback-leibler", "gaussian"),
    derivation=derive_univariate,
    source=Source("Kullback, Information Theory and Statistics", "chapter 9, one dimension"),
)

code_mean = Quantity("mu", "means of the encoder", shape=(dimensions,))
code_scale = Quantity("sigma", "standard deviations of the encoder", shape=(dimensions,), domain=POSITIVE)
mu, sigma = code_mean.symbol, code_scale.symbol
j = bound_index("j")


def derive_standard() -> Iterator[Step]:
    """Independent entries: the divergences on the line add up."""
    yield Step(
        Sum(log(1 / at(sigma, j)) + (at(sigma, j) ** 2 + at(mu, j) ** 2) / 2 - half, (j, 1, n)),
        because="the entries are independent, so their divergences from N(0, 1) add up",
    )
    yield Step(
        half * Sum(at(mu, j) ** 2 + at(sigma, j) ** 2 - 1 - log(at(sigma, j) ** 2), (j, 1, n)),
        because="take 1/2 out, and log(1/s) = -1/2 log(s^2)",
    )


from_standard = Formula(
    title="KL divergence of a diagonal normal distribution from the standard one",
    kind=Kind.DEFINITION,
    statement=equal(D, half * Sum(at(mu, j) ** 2 + at(sigma, j) ** 2 - 1 - log(at(sigma, j) ** 2), (j, 1, n))),
    quantities=(divergence, code_mean, code_scale),
    assumptions=(),
    notations=(
        Notation(
            r"D_{\mathrm{KL}}(q \| p) = \frac{1}{2}\sum_{j=1}^{n} (\mu_j^2 + \sigma_j^2 - 1 - \log\sigma_j^2)",
            letters=(("D_KL", "D"),),
        ),
        Notation(
            r"D_{KL}(q \| p) = -\frac{1}{2}\sum_{j=1}^{J} (1 + \log(\sigma_j^2) - \mu_j^2 - \sigma_j^2)",
            letters=(("D_KL", "D"), ("J", "n")),
        ),
        Notation(
            r"D_{KL}(\mathcal{N}(\mu, \operatorname{diag}(\sigma^2)) \| \mathcal{N}(0, I)) = "
            r"\frac{1}{2} \sum_{j=1}^{d} (\mu_j^2 + \sigma_j^2 - 1 - \log \sigma_j^2)",
            letters=(("D_KL", "D"), ("d", "n")),
        ),
    ),
    words=("kl divergence", "variational autoencoder", "vae", "elbo"),
    derivation=derive_standard,
    source=Source("Kingma and Welling 2014, Auto-encoding variational Bayes", "appendix B"),
)

mean_0 = Quantity("mu_0", "mean of the first distribution", shape=(dimensions,))
mean_1 = Quantity("mu_1", "mean of the second distribution", shape=(dimensions,))
root_0 = Quantity("R", "symmetric root of the first covariance", (dimensions, dimensions), POSITIVE_DEFINITE)
spread_0 = Quantity(
    "Sigma_0", "covariance of the first", shape=(dimensions, dimensions), value=root_0.symbol * root_0.symbol
)
spread_1 = Quantity("Sigma_1", "covariance of the second", (dimensions, dimensions), POSITIVE_DEFINITE)
white, white_axis, white_sign = white_vector("epsilon", dimensions)
m_0, m_1, R, S_0, S_1 = (q.symbol for q in (mean_0, mean_1, root_0, spread_0, spread_1))
random_vector = Quantity("x", "a random vector with the first moments", (dimensions,), value=m_0 + R * white.symbol)
v = random_vector.symbol
multivariate_form = half * (
    Trace(Inverse(S_1) * S_0)
    + dot(m_1 - m_0, Inverse(S_1) * (m_1 - m_0))
    - n
    + log(Determinant(S_1) / Determinant(S_0))
)


def derive_multivariate() -> Iterator[Step]:
    """The mean of the log-ratio under the first distribution, term by term."""
    yield Step(
        mean(log_normal(v, m_0, S_0) - log_normal(v, m_1, S_1)), because="the mean of log q(x) - log p(x) under q"
    )
    yield Step(
        half * log(Determinant(S_1) / Determinant(S_0))
        - n / 2
        + half * mean(dot(v - m_1, Inverse(S_1) * (v - m_1))),
        because="the mean of (x - mu_0)' Sigma_0^-1 (x - mu_0) is n",
    )
    yield Step(multivariate_form, because="the mean of a quadratic form is a trace plus its value at the mean")


multivariate = Formula(
    title="KL divergence between normal distributions in n dimensions",
    kind=Kind.DEFINITION,
    statement=equal(D, multivariate_form),
    quantities=(divergence, mean_0, mean_1, spread_0, root_0, spread_1, random_vector, white, white_axis, white_sign),
    assumptions=(),
    notations=(
        Notation(
            r"D_{\mathrm{KL}}(q \| p) = \frac{1}{2}\left[\operatorname{tr}(\Sigma_1^{-1}\Sigma_0) "
            r"+ (\mu_1 - \mu_0)^\top \Sigma_1^{-1} (\mu_1 - \mu_0) - n + \log\frac{\det\Sigma_1}{\det\Sigma_0}\right]",
            letters=(("D_KL", "D"),),
        ),
        Notation(
            r"D_{KL}(\mathcal{N}_0 \| \mathcal{N}_1) = \frac{1}{2}\left(\operatorname{tr}(\Sigma_1^{-1}\Sigma_0) "
            r"+ (\mu_1 - \mu_0)^\top \Sigma_1^{-1} (\mu_1 - \mu_0) - n + \log\frac{\det\Sigma_1}{\det\Sigma_0}\right)",
            letters=(("D_KL", "D"),),
        ),
        *(
            Notation(
                rf"{name}(\mathcal{{N}}(\mu_1, \Sigma_1) \| \mathcal{{N}}(\mu_2, \Sigma_2)) = {right}",
                letters=(
                    *((letter, "D"), ("d", "n"), ("Sigma_1", "Sigma_0"), ("Sigma_2", "Sigma_1")),
                    *(("mu_1", "mu_0"), ("mu_2", "mu_1")),
                ),
            )
            for name, letter in ((r"D_{KL}", "D_KL"), (r"\mathrm{KL}", "KL"))
            for right in (
                r"\frac{1}{2} \left[\log \frac{|\Sigma_2|}{|\Sigma_1|} - d + \operatorname{tr}(\Sigma_2^{-1} \Sigma_1) "
                r"+ (\mu_2 - \mu_1)^\top \Sigma_2^{-1} (\mu_2 - \mu_1)\right]",
                r"\frac{1}{2} \left(\operatorname{tr}(\Sigma_2^{-1} \Sigma_1) + (\mu_2 - \mu_1)^\top \Sigma_2^{-1} "
                r"(\mu_2 - \mu_1) - d + \log \frac{\det \Sigma_2}{\det \Sigma_1}\right)",
            )
        ),
        Notation(
            r"\mathrm{KL}(q \| p) = \frac{1}{2}\left(\log\frac{|\Sigma_2|}{|\Sigma_1|} - d "
            r"+ \operatorname{tr}(\Sigma_2^{-1}\Sigma_1) + (\mu_2 - \mu_1)^T \Sigma_2^{-1} (\mu_2 - \mu_1)\right)",
            letters=(
                *(("KL", "D"), ("d", "n"), ("Sigma_1", "Sigma_0"), ("Sigma_2", "Sigma_1")),
                *(("mu_1", "mu_0"), ("mu_2", "mu_1")),
            ),
        ),
    ),
    words=("kl divergence", "kullback-leibler", "multivariate normal", "gaussian"),
    derivation=derive_multivariate,
    source=Source("Kullback, Information Theory and Statistics", "chapter 9"),
    survivors=(("the factors of Sigma_1⁻¹*Sigma_0 swap", "a trace does not depend on the order of two factors"),),
)

TOPIC = Topic("Divergence of normal distributions", formulas=(univariate, from_standard, multivariate))
