"""Diffusion models line by line: noising, the prediction of sample and noise, sampling by DDPM and DDIM, guidance.

The schedule is that of `diffusion`: a step keeps the share alpha_t of the variance and adds beta_t = 1 - alpha_t of
noise; alpha_bar_t is the product up to step t. All rules hold for each coordinate on its own.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from sympy import sqrt

from derivations.diffusion import beta, ho, instant, k, later, r, r_bar, schedule
from derivations.operators import at
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    Quantity,
    Source,
    Topic,
    interval,
)

song = "Song, Meng and Ermon 2021, Denoising Diffusion Implicit Models"
guided = "Ho and Salimans 2022, Classifier-Free Diffusion Guidance"
salimans = "Salimans and Ho 2022, Progressive Distillation for Fast Sampling of Diffusion Models"

samples = Quantity("x", "samples after each step", shape=(later,), origins=(0,))
noised = Quantity("x", "samples after each step", shape=(later,))
now = Quantity("x_t", "the noisy sample")
clean = Quantity("x_0", "sample without noise")
previous = Quantity("x_b", "the sample one step back")
noise = Quantity("epsilon", "standard normal noise")
guess = Quantity("n", "the noise that the network predicts")
predicted = Quantity("epsilon_theta", "the noise that the network predicts", value=guess.symbol)
fresh = Quantity("z", "fresh standard normal noise")
x, y, x_0, eps, n, z = (q.symbol for q in (samples, noised, clean, noise, guess, fresh))
network = predicted.symbol
x_t = at(y, k)
words = ("diffusion", "ddpm", "denoising")
forward_words = (*words, "forward process", "noising")


of_schedule = partial(rule, other_sizes=(later,))


forward_step = rule(
    "Step of the forward process, by its noise rate",
    now,
    sqrt(1 - beta(k)) * at(x, k - 1) + sqrt(beta(k)) * eps,
    (*schedule, samples, noise, instant),
    (
        *written(
            r"x_t = \sqrt{1 - \beta_t} x_{t-1} + \sqrt{\beta_t} \epsilon",
            r"x^{(t)} = \sqrt{1 - \beta_t} x^{(t-1)} + \sqrt{\beta_t} \epsilon",
        ),
        *written(r"x_t = \sqrt{1 - \beta_t} x_{t-1} + \sqrt{\beta_t} \epsilon_t", letters=(("epsilon_t", "epsilon"),)),
        *written(
            r"x_t = \sqrt{1 - \beta_t} x_{t-1} + \sqrt{\beta_t} \epsilon_{t-1}", letters=(("epsilon_t-1", "epsilon"),)
        ),
    ),
    forward_words,
    "shrink the sample, and add noise of the variance that is lost",
    Source(ho, "equation 2"),
)
forward_step_kept = rule(
    "Step of the forward process, by the share that it keeps",
    now,
    sqrt(r(k)) * at(x, k - 1) + sqrt(1 - r(k)) * eps,
    (*schedule, samples, noise, instant),
    (
        *written(r"x_t = \sqrt{\alpha_t} x_{t-1} + \sqrt{1 - \alpha_t} \epsilon"),
        *written(
            r"x_t = \sqrt{\alpha_t} x_{t-1} + \sqrt{1 - \alpha_t} \epsilon_t", letters=(("epsilon_t", "epsilon"),)
        ),
        *written(
            r"x_t = \sqrt{\alpha_t} x_{t-1} + \sqrt{1 - \alpha_t} \epsilon_{t-1}", letters=(("epsilon_t-1", "epsilon"),)
        ),
    ),
    forward_words,
    "shrink the sample, and add noise of the variance that is lost",
    Source(ho, "section 2"),
)
noisy_sample = of_schedule(
    "Noisy sample after t steps, at once",
    now,
    sqrt(r_bar(k)) * x_0 + sqrt(1 - r_bar(k)) * eps,
    (*schedule, clean, noise, instant),
    (
        *written(
            r"x_t = \sqrt{\bar{\alpha}_t} x_0 + \sqrt{1 - \bar{\alpha}_t} \epsilon",
            r"x_t(x_0, \epsilon) = \sqrt{\bar{\alpha}_t} x_0 + \sqrt{1 - \bar{\alpha}_t} \epsilon",
            r"x_t = \bar{\alpha}_t^{1/2} x_0 + (1 - \bar{\alpha}_t)^{1/2} \epsilon",
        ),
        *written(
            r"x_t = \sqrt{\bar{\alpha}_t} x_0 + \sqrt{1 - \bar{\alpha}_t} \epsilon_t",
            letters=(("epsilon_t", "epsilon"),),
        ),
    ),
    (*forward_words, "reparam", "closed form", "marginal"),
    "normal noises of all steps add up to one",
    Source(ho, "equation 4 and section 3.2"),
)
estimate = Quantity("x_hat_0", "the sample without noise that the network predicts")
denoised = rule(
    "Sample without noise, from the predicted noise",
    estimate,
    (x_t - sqrt(1 - r_bar(k)) * network) / sqrt(r_bar(k)),
    (*schedule, noised, predicted, guess, instant),
    written(
        r"\hat{x}_0 = \frac{x_t - \sqrt{1 - \bar{\alpha}_t} \epsilon_\theta(x_t, t)}{\sqrt{\bar{\alpha}_t}}",
        r"\hat{x}_0 = \frac{1}{\sqrt{\bar{\alpha}_t}} (x_t - \sqrt{1 - \bar{\alpha}_t} \epsilon_\theta(x_t, t))",
        r"\hat{x}_0 = \left(x_t - \sqrt{1 - \bar{\alpha}_t} \epsilon_\theta(x_t)\right) / \sqrt{\bar{\alpha}_t}",
        r"\hat{x}_0 = \frac{x_t - \sqrt{1 - \bar{\alpha}_t} \epsilon_\theta}{\sqrt{\bar{\alpha}_t}}",
    ),
    (*words, "predict", "reverse process", "x_0"),
    "solve the closed form of the noisy sample",
    Source(ho, "equation 15"),
)
true_noise = rule(
    "Sample without noise, from the noise",
    estimate,
    (x_t - sqrt(1 - r_bar(k)) * eps) / sqrt(r_bar(k)),
    (*schedule, noised, noise, instant),
    written(
        r"x_0 = \frac{1}{\sqrt{\bar{\alpha}_t}} (x_t - \sqrt{1 - \bar{\alpha}_t} \epsilon)",
        r"x_0 = \frac{x_t - \sqrt{1 - \bar{\alpha}_t} \epsilon}{\sqrt{\bar{\alpha}_t}}",
        r"x_0 = \left(x_t - \sqrt{1 - \bar{\alpha}_t} \epsilon\right) / \sqrt{\bar{\alpha}_t}",
    )
    + written(
        r"x_0 = \frac{1}{\sqrt{\bar{\alpha}_t}} (x_t - \sqrt{1 - \bar{\alpha}_t} \epsilon_t)",
        letters=(("epsilon_t", "epsilon"),),
    ),
    (*words, "reverse process", "x_0"),
    "solve the closed form of the noisy sample",
    Source(ho, "section 3.2"),
)
model_mean = Quantity("mu_theta", "mean of the reverse step")


def mean_of(share: Any) -> Any:
    """The noisy sample less its part of the noise, rescaled."""
    return 1 / sqrt(r(k)) * (x_t - share / sqrt(1 - r_bar(k)) * network)


reverse_mean = rule(
    "Mean of the reverse step, from the predicted noise",
    model_mean,
    mean_of(beta(k)),
    (*schedule, noised, predicted, guess, instant),
    written(
        *(
            rf"\mu_\theta(x_t, t) = \frac{{1}}{{\sqrt{{\alpha_t}}}} \left(x_t - \frac{{{share}}}{{\sqrt{{1 - "
            rf"\bar{{\alpha}}_t}}}} {network}\right)"
            for share in (r"\beta_t", r"1 - \alpha_t")
            for network in (r"\epsilon_\theta(x_t, t)", r"\epsilon_\theta")
        ),
    )
    + written(
        r"\mu = \frac{1}{\sqrt{\alpha_t}} \left(x_t - \frac{\beta_t}{\sqrt{1 - \bar{\alpha}_t}} \epsilon\right)",
        letters=(("epsilon", "epsilon_theta"),),
    )
    + written(
        r"\tilde{\mu}_t = \frac{1}{\sqrt{\alpha_t}} \left(x_t - \frac{1 - \alpha_t}{\sqrt{1 - \bar{\alpha}_t}} "
        r"\epsilon_t\right)",
        letters=(("epsilon_t", "epsilon_theta"),),
    ),
    (*words, "reverse process", "mean", "sampling"),
    "the posterior mean, with the predicted noise for the noise",
    Source(ho, "equation 11"),
)
spread = Quantity("sigma", "standard deviation of each reverse step", shape=(later,), domain=POSITIVE)
sampling_step = rule(
    "Sampling step of DDPM",
    previous,
    mean_of(1 - r(k)) + at(spread.symbol, k) * z,
    (*schedule, noised, predicted, guess, spread, fresh, instant),
    written(
        *(
            rf"x_{{t-1}} = \frac{{1}}{{\sqrt{{\alpha_t}}}} \left(x_t - \frac{{{share}}}{{\sqrt{{1 - "
            rf"\bar{{\alpha}}_t}}}} {network}\right) + \sigma_t {z_}"
            for share in (r"1 - \alpha_t", r"\beta_t")
            for network in (r"\epsilon_\theta(x_t, t)", r"\epsilon_\theta")
            for z_ in ("z",)
        ),
    ),
    (*words, "sampling", "reverse process", "ancestral"),
    "the mean of the reverse step, and fresh noise",
    Source(ho, "algorithm 2"),
)
ddim_words = ("ddim", "implicit", "deterministic", "sampling")
ddim_x0 = (x_t - sqrt(1 - r_bar(k)) * network) / sqrt(r_bar(k))
predicted_start = Quantity("x_hat_0", "the predicted sample without noise")
ddim_step = rule(
    "Deterministic step of DDIM",
    previous,
    sqrt(r_bar(k - 1)) * ddim_x0 + sqrt(1 - r_bar(k - 1)) * network,
    (*schedule, noised, predicted, guess, instant),
    written(
        r"x_{t-1} = \sqrt{\bar{\alpha}_{t-1}} \left(\frac{x_t - \sqrt{1 - \bar{\alpha}_t} \epsilon_\theta(x_t, "
        r"t)}{\sqrt{\bar{\alpha}_t}}\right) + \sqrt{1 - \bar{\alpha}_{t-1}} \epsilon_\theta(x_t, t)",
        r"x_{t-1} = \sqrt{\bar{\alpha}_{t-1}} \frac{x_t - \sqrt{1 - \bar{\alpha}_t} "
        r"\epsilon_\theta}{\sqrt{\bar{\alpha}_t}} + \sqrt{1 - \bar{\alpha}_{t-1}} \epsilon_\theta",
        r"x_{t-1} = \sqrt{\frac{\bar{\alpha}_{t-1}}{\bar{\alpha}_t}} (x_t - \sqrt{1 - \bar{\alpha}_t} "
        r"\epsilon_\theta) + \sqrt{1 - \bar{\alpha}_{t-1}} \epsilon_\theta",
    ),
    ddim_words,
    "the predicted sample, noised up to the step before",
    Source(song, "equation 12 without noise"),
)
ddim_short = of_schedule(
    "Deterministic step of DDIM, from the predicted sample",
    previous,
    sqrt(r_bar(k - 1)) * predicted_start.symbol + sqrt(1 - r_bar(k - 1)) * network,
    (*schedule, predicted_start, predicted, guess, instant),
    written(
        r"x_{t-1} = \sqrt{\bar{\alpha}_{t-1}} \hat{x}_0 + \sqrt{1 - \bar{\alpha}_{t-1}} \epsilon_\theta(x_t, t)",
        r"x_{t-1} = \sqrt{\bar{\alpha}_{t-1}} \hat{x}_0 + \sqrt{1 - \bar{\alpha}_{t-1}} \epsilon_\theta",
    ),
    ddim_words,
    "the predicted sample, noised up to the step before",
    Source(song, "equation 12 without noise"),
)
strength = Quantity("eta", "share of the noise of DDPM", domain=interval(0, 1))
ddim_spread = Quantity("s", "standard deviation of a step of DDIM")
ddim_noise = of_schedule(
    "Standard deviation of a step of DDIM",
    ddim_spread,
    strength.symbol * sqrt((1 - r_bar(k - 1)) / (1 - r_bar(k))) * sqrt(1 - r_bar(k) / r_bar(k - 1)),
    (*schedule, strength, instant),
    written(
        r"\sigma_t = \eta \sqrt{\frac{1 - \bar{\alpha}_{t-1}}{1 - \bar{\alpha}_t}} \sqrt{1 - "
        r"\frac{\bar{\alpha}_t}{\bar{\alpha}_{t-1}}}",
        r"\sigma_t = \eta \sqrt{(1 - \bar{\alpha}_{t-1}) / (1 - \bar{\alpha}_t)} \sqrt{1 - \bar{\alpha}_t / "
        r"\bar{\alpha}_{t-1}}",
        r"\sigma_t(\eta) = \eta \sqrt{\frac{1 - \bar{\alpha}_{t-1}}{1 - \bar{\alpha}_t} \beta_t}",
    ),
    ddim_words,
    "a share of the standard deviation of the posterior",
    Source(song, "equation 16"),
)
score = Quantity("s", "score of the noisy sample")
score_form = of_schedule(
    "Score from the predicted noise",
    score,
    -network / sqrt(1 - r_bar(k)),
    (*schedule, predicted, guess, instant),
    written(
        r"s_\theta(x_t, t) = -\frac{\epsilon_\theta(x_t, t)}{\sqrt{1 - \bar{\alpha}_t}}",
        r"s_\theta(x_t, t) = -\frac{1}{\sqrt{1 - \bar{\alpha}_t}} \epsilon_\theta(x_t, t)",
        r"\nabla_{x_t} \log p(x_t) = -\frac{\epsilon_\theta(x_t, t)}{\sqrt{1 - \bar{\alpha}_t}}",
        r"s_\theta = -\epsilon_\theta / \sqrt{1 - \bar{\alpha}_t}",
    ),
    (*words, "score"),
    "the slope of the log-density of normal noise of that variance",
    Source("Dhariwal and Nichol 2021, Diffusion Models Beat GANs on Image Synthesis", "equation 11"),
)
ratio = Quantity("q", "signal-to-noise ratio")
signal_to_noise = of_schedule(
    "Signal-to-noise ratio of a noisy sample",
    ratio,
    r_bar(k) / (1 - r_bar(k)),
    (*schedule, instant),
    written(
        r"\text{SNR}(t) = \frac{\bar{\alpha}_t}{1 - \bar{\alpha}_t}",
        r"\lambda_t = \frac{\bar{\alpha}_t}{1 - \bar{\alpha}_t}",
        r"\text{SNR}(t) = \bar{\alpha}_t / (1 - \bar{\alpha}_t)",
    ),
    (*words, "signal-to-noise", "snr"),
    "the share of the signal over that of the noise",
    Source("Kingma, Salimans, Poole and Ho 2021, Variational Diffusion Models", "section 3.1"),
)
velocity = Quantity("v", "velocity of a noisy sample")
velocity_target = of_schedule(
    "Velocity as target of the prediction",
    velocity,
    sqrt(r_bar(k)) * eps - sqrt(1 - r_bar(k)) * x_0,
    (*schedule, noise, clean, instant),
    written(
        r"v_t = \sqrt{\bar{\alpha}_t} \epsilon - \sqrt{1 - \bar{\alpha}_t} x_0",
        r"v = \sqrt{\bar{\alpha}_t} \cdot \epsilon - \sqrt{1 - \bar{\alpha}_t} \cdot x_0",
    ),
    (*words, "velocity", "v-prediction", "v-param"),
    "the derivative of the noisy sample by the angle between sample and noise",
    Source(salimans, "section 4"),
)
unconditional, conditional, scale = (
    Quantity("epsilon_u", "noise predicted without the condition"),
    Quantity("epsilon_c", "noise predicted with the condition"),
    Quantity("w", "strength of the guidance", domain=POSITIVE),
)
guided_noise = Quantity("epsilon_tilde", "guided noise")
e_u, e_c, w = unconditional.symbol, conditional.symbol, scale.symbol
guidance_words = ("guidance", "classifier-free", "conditional")
guidance = rule(
    "Classifier-free guidance, as a step away from the unconditional prediction",
    guided_noise,
    (1 + w) * e_c - w * e_u,
    (unconditional, conditional, scale),
    written(
        r"\tilde{\epsilon} = (1 + w) \epsilon_c - w \epsilon_u",
        r"\tilde{\epsilon} = \epsilon_c + w (\epsilon_c - \epsilon_u)",
        r"\hat{\epsilon} = (w + 1) \epsilon_c - w \epsilon_u",
    ),
    guidance_words,
    "go on from the unconditional prediction, past the conditional one",
    Source(guided, "equation 6"),
)
guidance_scaled = rule(
    "Classifier-free guidance, as a scaled difference",
    guided_noise,
    e_u + w * (e_c - e_u),
    (unconditional, conditional, scale),
    written(
        r"\tilde{\epsilon} = \epsilon_u + w (\epsilon_c - \epsilon_u)",
        r"\hat{\epsilon} = \epsilon_u + s \cdot (\epsilon_c - \epsilon_u)",
        r"\tilde{\epsilon} = w \epsilon_c + (1 - w) \epsilon_u",
    )[:1]
    + written(
        r"\tilde{\epsilon} = w \epsilon_c + (1 - w) \epsilon_u", r"\tilde{\epsilon} = (1 - w) \epsilon_u + w \epsilon_c"
    ),
    guidance_words,
    "go from the unconditional prediction towards the conditional one, and past it",
    Source("Saharia et al. 2022, Photorealistic Text-to-Image Diffusion Models", "equation 2"),
)

TOPIC = Topic(
    "Diffusion models, line by line",
    formulas=(
        forward_step,
        forward_step_kept,
        noisy_sample,
        denoised,
        true_noise,
        reverse_mean,
        sampling_step,
        ddim_step,
        ddim_short,
        ddim_noise,
        score_form,
        signal_to_noise,
        velocity_target,
        guidance,
        guidance_scaled,
    ),
)
