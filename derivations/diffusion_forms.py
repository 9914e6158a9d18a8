"""Diffusion models by scales: signal and noise, predictions of either, DDIM, classifier guidance.

alpha_bar_t is the share of the variance that is left of the sample at a step; in continuous time the signal is scaled
by alpha_t and the noise by sigma_t. Rules hold for each coordinate on its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Lambda, Rational, cos, exp, log, pi, sqrt, symbols

from derivations.operators import partial
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
    Quantity,
    Source,
    Topic,
    interval,
)

ho = "Ho, Jain and Abbeel 2020, Denoising Diffusion Probabilistic Models"
ddim = "Song, Meng and Ermon 2021, Denoising Diffusion Implicit Models"
kingma = "Kingma et al. 2021, Variational Diffusion Models"
song = "Song et al. 2021, Score-Based Generative Modeling through Stochastic Differential Equations"
half = Rational(1, 2)
words = ("diffusion", "ddpm", "ddim", "denoising", "score-based", "score based", "reverse process", "noise schedule")
clean, mixed = Quantity("x_0", "the clean sample"), Quantity("x_t", "the noisy sample")
noise = Quantity("epsilon", "standard normal noise")
signal = Quantity("alpha_t", "scale of the signal", domain=interval(half, 3))
level = Quantity("sigma_t", "scale of the noise", domain=interval(half, 3))
x_0, x_t, eps, alpha, sigma = clean.symbol, mixed.symbol, noise.symbol, signal.symbol, level.symbol
result = Quantity("v", "the value")
found_noise = rule(
    "Noise from the noisy and the clean sample, by scales",
    result,
    (x_t - alpha * x_0) / sigma,
    (mixed, clean, signal, level),
    written(
        r"\epsilon = \frac{x_t - \alpha_t x_0}{\sigma_t}",
        r"\hat{\epsilon} = (x_t - \alpha_t x_0) / \sigma_t",
        r"\epsilon = \frac{1}{\sigma_t} (x_t - \alpha_t x_0)",
    )
    + written(r"\epsilon_\theta = \frac{x_t - \alpha_t \hat{x}_0}{\sigma_t}", letters=(("x_hat_0", "x_0"),)),
    words,
    "solve the mixture for the noise",
    Source(kingma, "section 3.3"),
)
found_sample = rule(
    "Clean sample from the noisy one and the noise, by scales",
    result,
    (x_t - sigma * eps) / alpha,
    (mixed, noise, signal, level),
    written(
        r"x_0 = \frac{x_t - \sigma_t \epsilon}{\alpha_t}",
        r"\hat{x}_0 = (x_t - \sigma_t \epsilon) / \alpha_t",
    )
    + written(
        r"\hat{x}_0 = \frac{x_t - \sigma_t \epsilon_\theta}{\alpha_t}",
        letters=(("epsilon_theta", "epsilon"),),
    ),
    words,
    "solve the mixture for the sample",
    Source(kingma, "section 3.3"),
)
score_by_scale = rule(
    "Score of a noisy sample from its noise, by the scale of the noise",
    result,
    -eps / sigma,
    (noise, level),
    written(
        r"\nabla_{x_t} \log q(x_t | x_0) = -\frac{\epsilon}{\sigma_t}",
        r"s(x_t, t) = -\frac{\epsilon}{\sigma_t}",
    ),
    ("score", *words),
    "the slope of the log-density of normal noise",
    Source(song, "section 3"),
)
score_by_sample = rule(
    "Score of a noisy sample from the clean one, by scales",
    result,
    -(x_t - alpha * x_0) / sigma**2,
    (mixed, clean, signal, level),
    written(
        r"\nabla_{x_t} \log q(x_t | x_0) = -\frac{x_t - \alpha_t x_0}{\sigma_t^2}",
        r"\nabla_{x_t} \log q(x_t | x_0) = \frac{\alpha_t x_0 - x_t}{\sigma_t^2}",
    ),
    ("score", *words),
    "the slope of the log-density of normal noise",
    Source(song, "section 3"),
)
kept = Quantity("alpha_bar_t", "share of the variance that is left", domain=UNIT)
part = Quantity("sigma_t", "standard deviation of the fresh noise", domain=interval(0, half))
fresh = Quantity("z", "fresh standard normal noise")
noise_of_share = rule(
    "Noise from the noisy and the clean sample, by the share of the variance that is left",
    result,
    (x_t - sqrt(kept.symbol) * x_0) / sqrt(1 - kept.symbol),
    (mixed, clean, kept),
    written(
        r"\epsilon = \frac{x_t - \sqrt{\bar{\alpha}_t} x_0}{\sqrt{1 - \bar{\alpha}_t}}",
        r"\epsilon = \frac{1}{\sqrt{1 - \bar{\alpha}_t}} (x_t - \sqrt{\bar{\alpha}_t} x_0)",
    )
    + written(
        r"\epsilon_\theta = \frac{x_t - \sqrt{\bar{\alpha}_t} \hat{x}_0}{\sqrt{1 - \bar{\alpha}_t}}",
        letters=(("x_hat_0", "x_0"),),
    ),
    words,
    "solve the mixture for the noise",
    Source(ho, "section 3.2"),
)
before = Quantity("b", "share that is left one step before", domain=interval(Rational(1, 4), half))
a, b, s, z = kept.symbol, before.symbol, part.symbol, fresh.symbol
earlier = (("alpha_bar_t-1", "b"), ("epsilon_theta", "epsilon"), ("x_hat_0", "x_0"))
turned = sqrt(1 - b - s**2)
stepped = rule(
    "Step of DDIM with fresh noise, by the predicted sample",
    result,
    sqrt(b) * x_0 + turned * eps + s * z,
    (clean, noise, before, part, fresh),
    written(
        r"x_{t-1} = \sqrt{\bar{\alpha}_{t-1}} \hat{x}_0 + \sqrt{1 - \bar{\alpha}_{t-1} - \sigma_t^2} \epsilon_\theta + "
        r"\sigma_t z",
        letters=earlier,
    )
    + written(
        r"x_{t-1} = \sqrt{\bar{\alpha}_{t-1}} \hat{x}_0 + \sqrt{1 - \bar{\alpha}_{t-1} - \sigma_t^2} \epsilon_\theta + "
        r"\sigma_t \epsilon",
        letters=(("alpha_bar_t-1", "b"), ("epsilon_theta", "epsilon"), ("x_hat_0", "x_0"), ("epsilon", "z")),
    ),
    words,
    "the predicted sample, a part of the old noise, and fresh noise",
    Source(ddim, "equation 12"),
)
predictor = Quantity("epsilon_theta", "predicted noise", arguments=((), ()))
moment = Quantity("t", "the step")
guess = predictor.symbol(x_t, moment.symbol)
stepped_by_network = rule(
    "Step of DDIM with fresh noise, by the predicted sample and the network",
    result,
    sqrt(b) * x_0 + turned * guess + s * z,
    (clean, mixed, moment, predictor, before, part, fresh),
    written(
        r"x_{t-1} = \sqrt{\bar{\alpha}_{t-1}} \hat{x}_0 + \sqrt{1 - \bar{\alpha}_{t-1} - \sigma_t^2} "
        r"\epsilon_\theta(x_t, t) + \sigma_t \epsilon",
        r"x_{t-1} = \sqrt{\bar{\alpha}_{t-1}} \hat{x}_0 + \sqrt{1 - \bar{\alpha}_{t-1} - \sigma_t^2} \cdot "
        r"\epsilon_\theta(x_t, t) + \sigma_t \epsilon_t",
        letters=(("alpha_bar_t-1", "b"), ("x_hat_0", "x_0"), ("epsilon", "z"), ("epsilon_t", "z")),
    ),
    words,
    "the predicted sample, a part of the old noise, and fresh noise",
    Source(ddim, "equation 12"),
)
mean_step = rule(
    "Mean of a step of DDIM from the clean and the noisy sample",
    result,
    sqrt(b) * x_0 + turned * (x_t - sqrt(a) * x_0) / sqrt(1 - a),
    (clean, mixed, kept, before, part),
    written(
        r"\mu = \sqrt{\bar{\alpha}_{t-1}} x_0 + \sqrt{1 - \bar{\alpha}_{t-1} - \sigma_t^2} \cdot "
        r"\frac{x_t - \sqrt{\bar{\alpha}_t} x_0}{\sqrt{1 - \bar{\alpha}_t}}",
        r"\tilde{\mu}_t = \sqrt{\bar{\alpha}_{t-1}} x_0 + \sqrt{1 - \bar{\alpha}_{t-1} - \sigma_t^2} "
        r"\frac{x_t - \sqrt{\bar{\alpha}_t} x_0}{\sqrt{1 - \bar{\alpha}_t}}",
        letters=(("alpha_bar_t-1", "b"),),
    ),
    words,
    "the clean sample and a part of the noise in the noisy one",
    Source(ddim, "equation 7"),
)
bump = Quantity("h", "what shapes the density", arguments=((),))
u = symbols("u", real=True)
density = Quantity("p", "density of the noisy samples", value=Lambda((u,), exp(bump.symbol(u))))
slope: Any = partial(log(density.symbol(x_t)), x_t)
tweedie = rule(
    "Tweedie's formula for the forward process",
    result,
    (x_t + (1 - a) * slope) / sqrt(a),
    (mixed, kept, density, bump),
    written(
        r"\mathbb{E}[x_0 | x_t] = \frac{x_t + (1 - \bar{\alpha}_t) \nabla_{x_t} \log p(x_t)}{\sqrt{\bar{\alpha}_t}}",
        r"\hat{x}_0 = \frac{x_t + (1 - \bar{\alpha}_t) \nabla_{x_t} \log p(x_t)}{\sqrt{\bar{\alpha}_t}}",
        r"\hat{x}_0 = \frac{1}{\sqrt{\bar{\alpha}_t}} (x_t + (1 - \bar{\alpha}_t) \nabla_{x_t} \log p(x_t))",
    ),
    ("tweedie", "posterior mean", *words),
    "the score moves the sample by the variance of the noise",
    Source("Efron 2011, Tweedie's Formula and Selection Bias", "equation 1.4"),
)
t = symbols("t", real=True)
classifier = Quantity("p", "probability of the class", value=Lambda((u, t), exp(-u * bump.symbol(t))))
label, strength = Quantity("y", "the class"), Quantity("w", "strength of the guidance", domain=POSITIVE)
guiding: Any = partial(log(classifier.symbol(label.symbol, x_t)), x_t)
network = Quantity("epsilon_theta", "predicted noise", arguments=((),))
guided = rule(
    "Classifier guidance: predicted noise, by the slope of the classifier's log-probability",
    result,
    network.symbol(x_t) - sqrt(1 - a) * strength.symbol * guiding,
    (network, mixed, kept, classifier, bump, label, strength),
    written(
        r"\hat{\epsilon} = \epsilon_\theta(x_t) - \sqrt{1 - \bar{\alpha}_t} w \nabla_{x_t} \log p(y | x_t)",
        r"\hat{\epsilon} = \epsilon_\theta(x_t) - w \sqrt{1 - \bar{\alpha}_t} \nabla_{x_t} \log p(y | x_t)",
    )
    + written(
        r"\hat{\epsilon} = \epsilon_\theta(x_t) - \sqrt{1 - \bar{\alpha}_t} \nabla_{x_t} \log p_\phi(y | x_t) s",
        letters=(("p_phi", "p"), ("s", "w")),
    ),
    ("classifier guidance", "guidance", "classifier", *words),
    "the score of the class is added to that of the sample",
    Source("Dhariwal and Nichol 2021, Diffusion Models Beat GANs on Image Synthesis", "algorithm 2"),
)
time, steps = Quantity("t", "step", domain=interval(0, 3)), Quantity("T", "steps", domain=interval(3, 5))
offset = Quantity("s", "offset", domain=UNIT)
angle = (time.symbol / steps.symbol + offset.symbol) / (1 + offset.symbol) * pi / 2
cosine = replace(
    rule(
        "Cosine schedule of the noise by the steps, before it is divided by its value at 0",
        result,
        cos(angle) ** 2,
        (time, steps, offset),
        written(
            r"f(t) = \cos^2\left(\frac{t / T + s}{1 + s} \cdot \frac{\pi}{2}\right)",
            r"f(t) = \cos\left(\frac{t/T + s}{1 + s} \frac{\pi}{2}\right)^2",
        ),
        ("cosine schedule", "cosine", *words),
        "a squared cosine falls from 1 to 0",
        Source("Nichol and Dhariwal 2021, Improved Denoising Diffusion Probabilistic Models", "equation 17"),
    ),
    survivors=(("1/2 becomes -1/2", "the cosine is an even function"),),
)
ornstein = rule(
    "Ornstein-Uhlenbeck process at a time",
    result,
    exp(-time.symbol) * x_0 + sqrt(1 - exp(-2 * time.symbol)) * eps,
    (clean, noise, time),
    written(
        r"x_t = e^{-t} x_0 + \sqrt{1 - e^{-2t}} \epsilon",
    )
    + written(r"X_t = e^{-t} X_0 + \sqrt{1 - e^{-2t}} Z", letters=(("X_0", "x_0"), ("Z", "epsilon"))),
    ("ornstein", "uhlenbeck", "ou process", *words),
    "the start is forgotten, and the variance goes to 1",
    Source(song, "section 3.4"),
)

TOPIC = Topic(
    "Diffusion models by scales",
    formulas=(
        found_noise,
        found_sample,
        score_by_scale,
        score_by_sample,
        noise_of_share,
        stepped,
        stepped_by_network,
        mean_step,
        tweedie,
        guided,
        cosine,
        ornstein,
    ),
)
