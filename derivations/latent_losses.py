"""Log-likelihoods of decoders, and the lower bound of variational autoencoders with the divergence as a name.

The divergence D of the code from its prior stands for itself; decoders are any maps.
"""

from __future__ import annotations

from typing import Any

from sympy import Abs, Lambda, MatrixSymbol, Rational, Sum, exp, log, pi, sqrt

from derivations.operators import at, evaluated, mean, norm, sigmoid
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
    Law,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
    interval,
)

kingma = "Kingma and Welling 2014, Auto-encoding variational Bayes"
higgins = "Higgins et al. 2017, beta-VAE: Learning Basic Visual Concepts with a Constrained Variational Framework"
half = Rational(1, 2)
samples, entries, codes = (
    Size("n", "samples", largest=3),
    Size("D", "entries", largest=3),
    Size("k", "codes", largest=2),
)
n, d, K = samples.symbol, entries.symbol, codes.symbol
i, j = bound_index("i j")
loss = Quantity("L", "the loss")
centre = Quantity("mu", "output of the decoder", shape=(entries,))
spread = Quantity("sigma", "standard deviations", shape=(entries,), domain=interval(2, 8))
width = Quantity("sigma", "standard deviation", domain=interval(1, 4))
point, code = Quantity("x", "the input", shape=(entries,)), Quantity("z", "the code", shape=(codes,))
X, Z = MatrixSymbol("X", d, 1), MatrixSymbol("Z", K, 1)
unbounded = Quantity("g", "what the decoder shortens", shape=(entries,), arguments=((codes,),))
long = evaluated(unbounded.symbol(Z), d, 1)
decode = Quantity("f", "decoder, with outputs in the unit ball", value=Lambda((Z,), long / sqrt(1 + norm(long) ** 2)))
decoded: Any = decode.symbol


def density(body: Any) -> Quantity:
    """The density of the input, the code given."""
    return Quantity("p", "density of the input, the code given", value=Lambda((X, Z), body))


image = evaluated(decoded(Z), d, 1)
sphere = density(exp(-(norm(X - image) ** 2) / (2 * width.symbol**2)) / (2 * pi * width.symbol**2) ** (d / 2))
seen = evaluated(decoded(code.symbol), d, 1)
decoder_words = ("decoder", "gaussian decoder", "log-likelihood", "likelihood", "vae", "variational autoencoder")
gaussian_decoder = identity(
    "Log-likelihood under a Gaussian decoder with one variance",
    log(sphere.symbol(point.symbol, code.symbol)),
    (
        (-(norm(point.symbol - seen) ** 2) / (2 * width.symbol**2) - d / 2 * log(2 * pi * width.symbol**2),
         "the logarithm of the density"),
    ),
    (sphere, point, code, decode, unbounded, width),
    written(
        r"\log p(x|z) = -\frac{1}{2\sigma^2} \|x - f(z)\|^2 - \frac{D}{2} \log(2\pi\sigma^2)",
    )
    + written(
        r"\log p_\theta(x|z) = -\frac{\|x - f_\theta(z)\|_2^2}{2\sigma^2} - \frac{D}{2} \log(2\pi\sigma^2)",
        letters=(("p_theta", "p"), ("f_theta", "f")),
    ),
    decoder_words,
    Source(kingma, "appendix C.2"),
)  # fmt: skip
squares = Sum(log(2 * pi * at(spread.symbol, i) ** 2)
              + (at(X, i) - at(centre.symbol, i)) ** 2 / at(spread.symbol, i) ** 2, (i, 1, d))  # fmt: skip
ellipsoid = density(exp(-half * squares))
diagonal_decoder = identity(
    "Log-likelihood under a Gaussian decoder with a variance for each entry",
    log(ellipsoid.symbol(point.symbol, code.symbol)),
    (
        (-half * Sum(log(2 * pi * at(spread.symbol, i) ** 2)
                     + (at(point.symbol, i) - at(centre.symbol, i)) ** 2 / at(spread.symbol, i) ** 2, (i, 1, d)),
         "the logarithm of a product of densities"),
    ),
    (ellipsoid, point, code, centre, spread),
    written(
        r"\log p(x|z) = -\frac{1}{2} \sum_{i=1}^D \left(\log(2\pi\sigma_i^2) + \frac{(x_i - \mu_i)^2}"
        r"{\sigma_i^2}\right)",
        r"\log p(x|z) = -\sum_{i=1}^D \left(\frac{(x_i - \mu_i)^2}{2\sigma_i^2} + \frac{1}{2} \log(2\pi\sigma_i^2)"
        r"\right)",
    ),
    decoder_words,
    Source(kingma, "appendix C.2"),
)  # fmt: skip
chance = Quantity("y", "output of the decoder", shape=(entries,), domain=UNIT)
coins = density(exp(Sum(at(X, i) * log(at(chance.symbol, i))
                        + (1 - at(X, i)) * log(1 - at(chance.symbol, i)), (i, 1, d))))  # fmt: skip
bernoulli_decoder = identity(
    "Log-likelihood under a Bernoulli decoder",
    log(coins.symbol(point.symbol, code.symbol)),
    (
        (Sum(at(point.symbol, i) * log(at(chance.symbol, i))
             + (1 - at(point.symbol, i)) * log(1 - at(chance.symbol, i)), (i, 1, d)),
         "the logarithm of a product of coins"),
    ),
    (coins, point, code, chance),
    written(
        r"\log p(x|z) = \sum_{i=1}^D \left[x_i \log y_i + (1 - x_i) \log(1 - y_i)\right]",
        r"\log p(x|z) = \sum_{i=1}^D \left(x_i \log y_i + (1 - x_i) \log(1 - y_i)\right)",
    ),
    ("bernoulli", *decoder_words),
    Source(kingma, "appendix C.1"),
)  # fmt: skip
drawn = Quantity("z", "a random code", shape=(codes,), law=Law("z"))
likelihood = Quantity("s", "score of the input under a code", arguments=((entries,), (codes,)))
raw: Any = likelihood.symbol(X, Z)
given = Quantity("p", "likelihood of the input under a code",
                 value=Lambda((X, Z), sigmoid(raw / sqrt(1 + raw**2))))  # fmt: skip
distance = Quantity("V", "divergence of the code from its prior", domain=POSITIVE)
told: Any = log(given.symbol(point.symbol, drawn.symbol))
weight, aim = Quantity("beta", "weight of the divergence", domain=POSITIVE), Quantity("C", "capacity", domain=POSITIVE)
bound_words = ("elbo", "evidence lower bound", "vae", "variational autoencoder", "variational", "beta-vae", "β-vae")
model = (given, likelihood, point, drawn, distance)
kl = (("D_KL", "V"), ("p_theta", "p"))
E_code = r"\mathbb{E}_{q_\phi(z|x)}"
elbo = rule(
    "Evidence lower bound, with the divergence as a name",
    loss,
    mean(told) - distance.symbol,
    model,
    written(
        rf"\mathcal{{L}} = {E_code}[\log p_\theta(x|z)] - D_{{KL}}",
        r"\text{ELBO} = \mathbb{E}_{q(z|x)}[\log p_\theta(x|z)] - D_{KL}",
        letters=(*kl, ("calL", "L"), ("ELBO", "L")),
    ),
    bound_words,
    "reconstruction less divergence",
    Source(kingma, "equation 3"),
)
amount, argument = Quantity("H", "the entropy", arguments=((),)), Quantity("q", "the law of the code")
by_entropy = rule(
    "Evidence lower bound by the entropy of the code's law",
    loss,
    mean(told) + amount.symbol(argument.symbol),
    (given, likelihood, point, drawn, amount, argument),
    written(
        r"\mathcal{L}(q) = \mathbb{E}_{z \sim q}[\log p(x, z)] + H(q)",
        r"\text{ELBO}(q) = \mathbb{E}_q[\log p(x, z)] + H(q)",
        letters=(("calL", "L"), ("ELBO", "L")),
    ),
    ("entropy", *bound_words),
    "the mean joint log-density, and the entropy",
    Source("Goodfellow, Bengio and Courville, Deep Learning", "equation 19.3"),
)
weighted = rule(
    "Loss of a beta-VAE, with the divergence as a name",
    loss,
    weight.symbol * distance.symbol - mean(told),
    (*model, weight),
    written(
        rf"\mathcal{{L}} = -{E_code}[\log p_\theta(x|z)] + \beta D_{{KL}}",
        r"L_{\text{BETA}} = -\mathbb{E}_{z \sim q_\phi(z|x)}[\log p_\theta(x|z)] + \beta D_{KL}",
        letters=(*kl, ("calL", "L"), ("L_BETA", "L")),
    ),
    bound_words,
    "the reconstruction's loss and a multiple of the divergence",
    Source(higgins, "equation 4"),
)
held = rule(
    "Loss of a VAE with a capacity of the code",
    loss,
    weight.symbol * Abs(distance.symbol - aim.symbol) - mean(told),
    (*model, weight, aim),
    written(
        rf"\mathcal{{L}} = -{E_code}[\log p_\theta(x|z)] + \gamma |D_{{KL}} - C|",
        r"L = -\mathbb{E}[\log p_\theta(x|z)] + \gamma \left|D_{KL} - C\right|",
        letters=(*kl, ("calL", "L"), ("gamma", "beta")),
    ),
    ("capacity", *bound_words),
    "the divergence is held at a capacity",
    Source("Burgess et al. 2018, Understanding disentangling in beta-VAE", "equation 8"),
)
weights = Quantity("w", "importance weights", shape=(samples,), domain=POSITIVE)
drawn_index = free_index("i", samples)
normalised = rule(
    "Normalised importance weight",
    Quantity("w_tilde", "normalised weights", shape=(samples,)),
    at(weights.symbol, drawn_index.symbol) / Sum(at(weights.symbol, j), (j, 1, n)),
    (weights, drawn_index),
    written(
        r"\tilde{w}_i = \frac{w_i}{\sum_{j=1}^n w_j}",
        r"\tilde{w}_i = w_i / \sum_{j=1}^n w_j",
        r"\bar{w}_i = \frac{w_i}{\sum_{j} w_j}",
        letters=(("w_bar", "w_tilde"),),
    ),
    ("importance weight", "iwae", "self-normali", "normalised importance", "normalized importance", "weights"),
    "the share of the sum",
    Source("Burda, Grosse and Salakhutdinov 2016, Importance Weighted Autoencoders", "equation 10"),
)

TOPIC = Topic(
    "Decoders and bounds of variational autoencoders",
    formulas=(
        gaussian_decoder,
        diagonal_decoder,
        bernoulli_decoder,
        elbo,
        by_entropy,
        weighted,
        held,
        normalised,
    ),
)
