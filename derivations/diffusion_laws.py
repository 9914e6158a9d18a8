"""The normal laws of diffusion models as densities N(x; mean, covariance): forward, marginal, reverse; the loss.

x is the sample that the law draws, y the one that is given. All covariances are multiples of the identity.
"""

from __future__ import annotations

from typing import Any

from sympy import Determinant, Identity, Inverse, Lambda, MatrixSymbol, Symbol, exp, pi, sqrt

from derivations.operators import dot, evaluated, mean, norm
from derivations.stanzas import rule, written
from derivations.vocabulary import UNIT, Law, Quantity, Size, Source, Topic, integers, interval

ho = "Ho, Jain and Abbeel 2020, Denoising Diffusion Probabilistic Models"
entries = Size("n", "entries", largest=2)
n = entries.symbol
u, v, V = MatrixSymbol("u", n, 1), MatrixSymbol("v", n, 1), MatrixSymbol("V", n, n)
form: Any = dot(u - v, Inverse(V) * (u - v))
scale: Any = (2 * pi) ** (-n / 2) / sqrt(Determinant(V))
normal = Quantity("calN", "density of the normal distribution", value=Lambda((u, v, V), scale * exp(-form / 2)))
density = Quantity("f", "density of the sample")
sample = Quantity("x", "the sample that is drawn", shape=(entries,), domain=interval(-2, 2))
given = Quantity("y", "the sample that is given", shape=(entries,), domain=interval(-2, 2))
x, y, N = sample.symbol, given.symbol, normal.symbol
eye = Identity(n)
rate = Quantity("b", "noise rate of the step", domain=UNIT)
kept = Quantity("a", "share of the variance that is kept", domain=UNIT)
b, a = rate.symbol, kept.symbol
words = ("diffusion", "ddpm", "forward", "noising", "markov chain", "denoising")
step = (("x_t", "x"), ("x_t-1", "y"))
forward = rule(
    "Law of a step of the forward process, by its noise rate",
    density,
    N(x, sqrt(1 - b) * y, b * eye),
    (sample, given, rate, normal),
    written(
        r"q(x_t | x_{t-1}) = \mathcal{N}(x_t; \sqrt{1 - \beta_t} x_{t-1}, \beta_t I)",
        r"q(x_t | x_{t-1}) = \mathcal{N}(x_t | \sqrt{1 - \beta_t} x_{t-1}, \beta_t I)",
        letters=(*step, ("beta_t", "b")),
    )
    + written(
        r"q(x_t | x_{t-1}) = \mathcal{N}(x_t; \sqrt{1 - \beta} x_{t-1}, \beta I)", letters=(*step, ("beta", "b"))
    ),
    words,
    "shrink the sample, and add noise of the variance that is lost",
    Source(ho, "equation 2"),
)
forward_kept = rule(
    "Law of a step of the forward process, by the share that it keeps",
    density,
    N(x, sqrt(a) * y, (1 - a) * eye),
    (sample, given, kept, normal),
    (
        *written(
            r"q(x_t | x_{t-1}) = \mathcal{N}(x_t; \sqrt{\alpha_t} x_{t-1}, (1 - \alpha_t) I)",
            letters=(*step, ("alpha_t", "a")),
        ),
        *written(
            r"q(x_t | x_0) = \mathcal{N}(x_t; \sqrt{\bar{\alpha}_t} x_0, (1 - \bar{\alpha}_t) I)",
            r"q(x_t | x_0) = \mathcal{N}(x_t | \sqrt{\bar{\alpha}_t} x_0, (1 - \bar{\alpha}_t) I)",
            letters=(("x_t", "x"), ("x_0", "y"), ("alpha_bar_t", "a")),
        ),
    ),
    ("marginal", *words),
    "the shares of the steps are multiplied",
    Source(ho, "equation 4"),
)
moment = Quantity("t", "the step", domain=integers(1, 9))
signal = Quantity("a", "factor of the clean sample")
level = Quantity("s", "standard deviation of the noise", domain=interval(1, 3))
general = rule(
    "Law of a noisy sample, by the factor of the clean one and the level of the noise",
    density,
    N(x, signal.symbol * y, level.symbol**2 * eye),
    (sample, given, signal, level, normal),
    written(
        r"q(x_t | x_0) = \mathcal{N}(x_t; \alpha_t x_0, \sigma_t^2 I)",
        r"q(x_t | x_0) = \mathcal{N}(x_t | \alpha_t x_0, \sigma_t^2 I)",
        letters=(("x_t", "x"), ("x_0", "y"), ("alpha_t", "a"), ("sigma_t", "s")),
    ),
    words,
    "a multiple of the clean sample, and noise",
    Source("Kingma, Salimans, Poole and Ho 2021, Variational Diffusion Models", "equation 1"),
)
centre = Quantity("m", "the mean that the network predicts", shape=(entries,), domain=interval(-2, 2))
time = Symbol("s")
predictor = Quantity("M", "the mean as a function of sample and step", value=Lambda((u, time), centre.symbol))
reverse = rule(
    "Law of a reverse step, by its mean and one variance",
    density,
    N(x, centre.symbol, level.symbol**2 * eye),
    (sample, given, centre, predictor, level, moment, normal),
    written(
        r"p_\theta(x_{t-1} | x_t) = \mathcal{N}(x_{t-1}; \mu_\theta, \sigma_t^2 I)",
        r"q_\sigma(x_{t-1} | x_t, x_0) = \mathcal{N}(x_{t-1} | \mu_\theta, \sigma_t^2 I)",
        letters=(("x_t-1", "x"), ("mu_theta", "m"), ("sigma_t", "s")),
    )
    + written(
        r"p_\theta(x_{t-1} | x_t) = \mathcal{N}(x_{t-1}; \mu_\theta(x_t, t), \sigma_t^2 I)",
        letters=(("x_t-1", "x"), ("x_t", "y"), ("mu_theta", "M"), ("sigma_t", "s")),
    ),
    ("reverse", "backward", *words),
    "a normal law around the predicted mean",
    Source(ho, "section 3.2"),
)
width = Quantity("w", "variance of the posterior of one step back", domain=interval(1, 3))
backward = rule(
    "Law of one step back, the clean sample given, by its mean and variance",
    density,
    N(x, centre.symbol, width.symbol * eye),
    (sample, centre, width, normal),
    written(
        r"q(x_{t-1} | x_t, x_0) = \mathcal{N}(x_{t-1}; \tilde{\mu}_t, \tilde{\beta}_t I)",
        r"q(x_{t-1} | x_t, x_0) = \mathcal{N}(x_{t-1} | \tilde{\mu}_t, \tilde{\beta}_t I)",
        letters=(("x_t-1", "x"), ("mu_tilde_t", "m"), ("beta_tilde_t", "w")),
    ),
    ("posterior", "reverse", *words),
    "a normal law, as that of all linear steps with normal noise",
    Source(ho, "equation 6"),
)
noisy = Quantity("x_t", "the noisy sample", shape=(entries,), law=Law("x"))
noise = Quantity("epsilon", "the noise in it", shape=(entries,), law=Law("x"))
network = Quantity("g", "the network that predicts the noise", shape=(entries,), arguments=((entries,), ()))
missed = noise.symbol - evaluated(network.symbol(noisy.symbol, moment.symbol), n, 1)
noise_loss = rule(
    "Loss of a diffusion model by the noise, the noisy sample as a letter",
    Quantity("L", "the loss"),
    mean(norm(missed) ** 2),
    (noisy, noise, network, moment),
    written(
        r"L = \mathbb{E}_{t, x_0, \epsilon}\left[\|\epsilon - \epsilon_\theta(x_t, t)\|^2\right]",
        r"L_{simple} = \mathbb{E}_{t, x_0, \epsilon} \|\epsilon - \epsilon_\theta(x_t, t)\|^2",
        r"L = \mathbb{E}\left[\|\epsilon_\theta(x_t, t) - \epsilon\|_2^2\right]",
        letters=(("epsilon_theta", "g"), ("L_simple", "L")),
    ),
    ("simple", "training", "noise prediction", *words),
    "how far the predicted noise lies from the noise",
    Source(ho, "equation 14"),
)

TOPIC = Topic("Laws of diffusion models", formulas=(forward, forward_kept, general, reverse, backward, noise_loss))
