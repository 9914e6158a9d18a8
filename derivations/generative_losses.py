"""Losses of generative models line by line: autoencoders that sample, adversarial losses and their variants.

The critic D of a least-squares, hinge or Wasserstein loss is any function; that of the logarithmic losses is the
probability of `adversarial_networks`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Determinant, Integer, Max, Rational, Sum, Trace, exp, log

from derivations.adversarial_networks import code, generator, goodfellow, inputs, network, point, score
from derivations.operators import at, dot, equal, evaluated, gradient, mean, norm
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    POSITIVE_DEFINITE,
    Formula,
    Kind,
    Law,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
)

kingma = "Kingma and Welling 2014, Auto-encoding variational Bayes"
mao = "Mao et al. 2017, Least Squares Generative Adversarial Networks"
arjovsky = "Arjovsky, Chintala and Bottou 2017, Wasserstein GAN"
gulrajani = "Gulrajani et al. 2017, Improved Training of Wasserstein GANs"

latent = Quantity("z", "the sampled code")
centre, deviation = Quantity("mu", "mean of the code"), Quantity("sigma", "its standard deviation", domain=POSITIVE)
log_variance = Quantity("s", "logarithm of its variance")
noise = Quantity("epsilon", "standard normal noise")
mu, sigma, s, eps = (q.symbol for q in (centre, deviation, log_variance, noise))
vae = ("vae", "variational autoencoder", "reparam", "latent")


sampled = rule(
    "Sampled code, from noise",
    latent,
    mu + sigma * eps,
    (centre, deviation, noise),
    written(
        r"z = \mu + \sigma \odot \epsilon",
        r"z = \mu + \sigma \epsilon",
        r"z = \mu + \epsilon \odot \sigma",
    ),
    vae,
    "shift and stretch the noise",
    Source(kingma, "section 2.4"),
)
sampled_logarithm = rule(
    "Sampled code, from noise and the logarithm of the variance",
    latent,
    mu + exp(s / 2) * eps,
    (centre, log_variance, noise),
    written(
        r"z = \mu + \exp(s / 2) \odot \epsilon",
        r"z = \mu + e^{s / 2} \epsilon",
        r"z = \mu + \exp\left(\frac{1}{2} s\right) \odot \epsilon",
        r"z = \mu + e^{\frac{1}{2} s} \odot \epsilon",
    ),
    vae,
    "the standard deviation is the root of the variance",
    Source(kingma, "appendix C"),
)
coordinates = Size("n", "entries of the code", largest=3)
means = Quantity("mu", "means of the code", shape=(coordinates,))
logs = Quantity("s", "logarithms of the variances", shape=(coordinates,))
divergence = Quantity("D", "KL divergence from the standard normal distribution")
n = coordinates.symbol
j = bound_index("j")
kl_words = ("kl divergence", "vae", "variational autoencoder", "elbo", "kl term", "regulari")


def derive_logarithms() -> Iterator[Step]:
    """Coordinates add up; each is a mean of log-densities."""
    yield Step(
        Sum(at(means.symbol, j) ** 2 / 2 + (exp(at(logs.symbol, j)) - at(logs.symbol, j) - 1) / 2, (j, 1, n)),
        because="for each coordinate the mean of log q - log p: -s/2 - 1/2 + (exp(s) + mu^2)/2",
    )
    yield Step(
        Sum(exp(at(logs.symbol, j)) + at(means.symbol, j) ** 2 - 1 - at(logs.symbol, j), (j, 1, n)) / 2,
        because="take the half out",
    )


divergence_logarithms = Formula(
    title="KL divergence from the standard normal distribution, by logarithms of the variances",
    kind=Kind.DEFINITION,
    statement=equal(
        divergence.symbol,
        Sum(exp(at(logs.symbol, j)) + at(means.symbol, j) ** 2 - 1 - at(logs.symbol, j), (j, 1, n)) / 2,
    ),
    quantities=(divergence, means, logs),
    assumptions=(),
    notations=written(
        r"D = \frac{1}{2} \sum_{j=1}^n (e^{s_j} + \mu_j^2 - 1 - s_j)",
        r"D_{\text{KL}} = -\frac{1}{2} \sum_{j=1}^n (1 + s_j - \mu_j^2 - e^{s_j})",
        r"D_{\text{KL}} = -\frac{1}{2} \sum_j (1 + s_j - \mu_j^2 - \exp(s_j))",
    ),
    words=kl_words,
    derivation=derive_logarithms,
    source=Source(kingma, "appendix B"),
)
one_coordinate = rule(
    "KL divergence of a normal distribution on the line from the standard one",
    divergence,
    (mu**2 + sigma**2 - 1 - log(sigma**2)) / 2,
    (centre, deviation),
    written(
        r"D_{\text{KL}} = \frac{1}{2} (\mu^2 + \sigma^2 - 1 - \log \sigma^2)",
        r"D_{\text{KL}} = -\frac{1}{2} (1 + \log \sigma^2 - \mu^2 - \sigma^2)",
        r"D_{\text{KL}} = -\log \sigma + \frac{\sigma^2 + \mu^2 - 1}{2}",
        r"D_{\text{KL}} = \frac{\mu^2 + \sigma^2}{2} - \log \sigma - \frac{1}{2}",
        r"D_{KL}(\mathcal{N}(\mu, \sigma^2) \| \mathcal{N}(0, 1)) = "
        r"\frac{1}{2} (\mu^2 + \sigma^2 - \log \sigma^2 - 1)",
        r"\mathrm{KL}(\mathcal{N}(\mu, \sigma^2) \| \mathcal{N}(0, 1)) = "
        r"\frac{1}{2} (\sigma^2 + \mu^2 - 1 - \log \sigma^2)",
    ),
    kl_words,
    "the mean of the difference of both log-densities",
    Source(kingma, "appendix B"),
)
covariance = Quantity("Sigma", "covariance of the code", shape=(coordinates, coordinates), domain=POSITIVE_DEFINITE)
Sigma, m = covariance.symbol, means.symbol
matrix_form = rule(
    "KL divergence of a normal distribution in n dimensions from the standard one",
    divergence,
    (Trace(Sigma) + dot(m, m) - n - log(Determinant(Sigma))) / 2,
    (means, covariance),
    written(
        r"D_{\text{KL}} = \frac{1}{2} (\text{tr}(\Sigma) + \mu^\top \mu - n - \log \det(\Sigma))",
        r"D_{\text{KL}} = \frac{1}{2} \left(\operatorname{tr}(\Sigma) + \|\mu\|^2 - n - \log |\Sigma|\right)",
        r"D_{\text{KL}} = \frac{1}{2} \left[-\log |\Sigma| - n + \operatorname{tr}(\Sigma) + \mu^T \mu\right]",
        r"D_{KL}(\mathcal{N}(\mu, \Sigma) \| \mathcal{N}(0, I)) = "
        r"\frac{1}{2} (\operatorname{tr}(\Sigma) + \mu^\top \mu - n - "
        r"\log \det \Sigma)",
        r"\mathrm{KL}(\mathcal{N}(\mu, \Sigma) \| \mathcal{N}(0, I)) = "
        r"\frac{1}{2} (\operatorname{tr}(\Sigma) + \|\mu\|^2 - n - "
        r"\log |\Sigma|)",
    ),
    kl_words,
    "the mean of the difference of both log-densities",
    Source("Doersch 2016, Tutorial on Variational Autoencoders", "equation 7"),
)
draws = Size("K", "draws of the code", largest=3)
weights = Quantity("w", "importance weights p(x, z) / q(z | x)", shape=(draws,), domain=POSITIVE, law=Law("w"))
bound = Quantity("L", "the bound")
K = draws.symbol
importance = rule(
    "Importance-weighted bound on the evidence",
    bound,
    mean(log(Sum(at(weights.symbol, j), (j, 1, K)) / K)),
    (weights,),
    written(
        r"\mathcal{L}_K = \mathbb{E}\left[\log \left(\frac{1}{K} \sum_{k=1}^K w_k\right)\right]",
        r"\mathcal{L}_K = \mathbb{E}\left[\log \sum_{i=1}^K w_i\right] - \log K",
    ),
    ("iwae", "importance weighted", "importance-weighted", "bound"),
    "the logarithm of a mean of weights",
    Source("Burda, Grosse and Salakhutdinov 2016, Importance Weighted Autoencoders", "equation 8"),
)

x, z = point.symbol, code.symbol
fake = evaluated(generator.symbol(z), inputs.symbol, 1)
critic = Quantity("D", "any critic", arguments=((inputs,),))
judge: Any = network.symbol
value: Any = critic.symbol
loss = Quantity("L", "the loss")
logarithmic = (network, score, generator, point, code)
general = (critic, generator, point, code)
only_fakes = (generator, code)
gan = ("gan", "adversarial", "discriminator", "generator", "critic")


def adversarial(
    title: str, body: Any, quantities: tuple[Quantity, ...], spellings: tuple[str, ...], words: str, source: Source
) -> Formula:
    """An adversarial loss; `spellings` are those of its right side."""
    return rule(
        title,
        loss,
        body,
        quantities,
        written(*(f"L = {spelling}" for spelling in spellings)),
        (*gan, words),
        "means over data and generated points",
        source,
    )


E_x, E_z = r"\mathbb{E}_{x \sim p_{\text{data}}}", r"\mathbb{E}_{z \sim p_z}"
discriminator_loss = adversarial(
    "Loss of a discriminator",
    -mean(log(judge(x))) - mean(log(1 - judge(fake))),
    logarithmic,
    (
        rf"-{E_x}[\log D(x)] - {E_z}[\log(1 - D(G(z)))]",
        r"-\mathbb{E}_x[\log D(x)] - \mathbb{E}_z[\log(1 - D(G(z)))]",
        r"-\left(\mathbb{E}_x[\log D(x)] + \mathbb{E}_z[\log(1 - D(G(z)))]\right)",
    ),
    "cross-entropy",
    Source(goodfellow, "equation 1"),
)
saturating = adversarial(
    "Saturating loss of a generator",
    mean(log(1 - judge(fake))),
    (network, score, *only_fakes),
    (rf"{E_z}[\log(1 - D(G(z)))]", r"\mathbb{E}_z[\log(1 - D(G(z)))]", r"\mathbb{E}[\log(1 - D(G(z)))]"),
    "saturating",
    Source(goodfellow, "equation 1"),
)
non_saturating = adversarial(
    "Non-saturating loss of a generator",
    -mean(log(judge(fake))),
    (network, score, *only_fakes),
    (rf"-{E_z}[\log D(G(z))]", r"-\mathbb{E}_z[\log D(G(z))]", r"-\mathbb{E}[\log(D(G(z)))]"),
    "non-saturating",
    Source(goodfellow, "section 3"),
)
wasserstein = adversarial(
    "Objective of a Wasserstein critic",
    mean(value(x)) - mean(value(fake)),
    general,
    (
        rf"{E_x}[D(x)] - {E_z}[D(G(z))]",
        r"\mathbb{E}_x[D(x)] - \mathbb{E}_z[D(G(z))]",
        r"\mathbb{E}[D(x)] - \mathbb{E}[D(G(z))]",
    ),
    "wasserstein",
    Source(arjovsky, "equation 3"),
)
wasserstein_loss = adversarial(
    "Loss of a Wasserstein critic",
    mean(value(fake)) - mean(value(x)),
    general,
    (
        rf"{E_z}[D(G(z))] - {E_x}[D(x)]",
        r"\mathbb{E}_z[D(G(z))] - \mathbb{E}_x[D(x)]",
        r"-\mathbb{E}_x[D(x)] + \mathbb{E}_z[D(G(z))]",
    ),
    "wasserstein",
    Source(gulrajani, "equation 3 without penalty"),
)
wasserstein_generator = adversarial(
    "Loss of a generator against a Wasserstein critic",
    -mean(value(fake)),
    (critic, *only_fakes),
    (rf"-{E_z}[D(G(z))]", r"-\mathbb{E}_z[D(G(z))]", r"-\mathbb{E}[D(G(z))]"),
    "wasserstein",
    Source(arjovsky, "algorithm 1"),
)


def least_squares(half: Any) -> Any:
    """Squared distances from 1 of data and from 0 of generated points."""
    return half * mean((value(x) - 1) ** 2) + half * mean(value(fake) ** 2)


least_squares_halves = adversarial(
    "Least-squares loss of a discriminator, with halves",
    least_squares(Rational(1, 2)),
    general,
    (
        rf"\frac{{1}}{{2}} {E_x}[(D(x) - 1)^2] + \frac{{1}}{{2}} {E_z}[D(G(z))^2]",
        r"\frac{1}{2} \mathbb{E}_x[(D(x) - 1)^2] + \frac{1}{2} \mathbb{E}_z[(D(G(z)))^2]",
    ),
    "least squares",
    Source(mao, "equation 9"),
)
least_squares_whole = adversarial(
    "Least-squares loss of a discriminator, without halves",
    least_squares(Integer(1)),
    general,
    (
        rf"{E_x}[(D(x) - 1)^2] + {E_z}[D(G(z))^2]",
        r"\mathbb{E}_x[(D(x) - 1)^2] + \mathbb{E}_z[(D(G(z)))^2]",
    ),
    "least squares",
    Source(mao, "equation 9 without halves"),
)
hinge = adversarial(
    "Hinge loss of a discriminator",
    mean(Max(0, 1 - value(x), evaluate=False)) + mean(Max(0, 1 + value(fake), evaluate=False)),
    general,
    (
        rf"{E_x}[\max(0, 1 - D(x))] + {E_z}[\max(0, 1 + D(G(z)))]",
        r"\mathbb{E}_x[\max(0, 1 - D(x))] + \mathbb{E}_z[\max(0, 1 + D(G(z)))]",
        r"-\mathbb{E}_x[\min(0, -1 + D(x))] - \mathbb{E}_z[\min(0, -1 - D(G(z)))]",
    ),
    "hinge",
    Source("Miyato et al. 2018, Spectral Normalization for Generative Adversarial Networks", "equation 17"),
)
mixed = Quantity("x_hat", "a point between data and generated ones", shape=(inputs,))
strength = Quantity("c", "weight of the penalty", domain=POSITIVE)
steepness = norm(gradient(value(mixed.symbol), mixed.symbol))
penalty = rule(
    "Gradient penalty of a critic at one point",
    loss,
    strength.symbol * (steepness - 1) ** 2,
    (critic, mixed, strength),
    written(
        r"L = \lambda (\|\nabla_{\hat{x}} D(\hat{x})\|_2 - 1)^2",
        r"L = \lambda \left(\|\nabla_{\hat{x}} D(\hat{x})\| - 1\right)^2",
        r"L = \lambda (\|\nabla D(\hat{x})\|_2 - 1)^2",
        letters=(("lambda", "c"),),
    ),
    ("gradient penalty", "wgan-gp", "lipschitz", "penalty"),
    "the critic should have slope 1 between data and generated points",
    Source(gulrajani, "equation 3"),
)

TOPIC = Topic(
    "Losses of generative models",
    formulas=(
        sampled,
        sampled_logarithm,
        divergence_logarithms,
        one_coordinate,
        matrix_form,
        importance,
        discriminator_loss,
        saturating,
        non_saturating,
        wasserstein,
        wasserstein_loss,
        wasserstein_generator,
        least_squares_halves,
        least_squares_whole,
        hinge,
        penalty,
    ),
)
