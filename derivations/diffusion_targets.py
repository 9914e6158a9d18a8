"""Training targets and schedules of diffusion models: weights of the losses, noise rates, guidance, DDIM.

The schedule is that of `diffusion`; scales of signal and noise stand for themselves. Means over
samples are stated at one.
"""

from __future__ import annotations

from functools import partial

from sympy import Min, Rational, exp, log, sqrt

from derivations.diffusion import beta, ho, instant, k, later, r, r_bar, schedule
from derivations.operators import norm
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
    Quantity,
    Size,
    Source,
    Topic,
    interval,
)

nichol = "Nichol and Dhariwal 2021, Improved Denoising Diffusion Probabilistic Models"
kingma = "Kingma et al. 2021, Variational Diffusion Models"
half = Rational(1, 2)
of_schedule = partial(rule, other_sizes=(later,))
size = Size("d", "entries of a sample", largest=2)
loss = Quantity("L", "the loss")
noise = Quantity("epsilon", "the noise", shape=(size,))
guess = Quantity("e", "the noise that the network predicts", shape=(size,))
network = Quantity("epsilon_theta", "the noise that the network predicts", shape=(size,), value=guess.symbol)
spread = Quantity("sigma_t", "standard deviation of the reverse step", domain=POSITIVE)
missed = norm(noise.symbol - network.symbol) ** 2
sigma_t = spread.symbol
words = ("diffusion", "ddpm", "denoising")
loss_words = (*words, "variational", "parameterization")
E_noise = r"\mathbb{E}_{x_0, \epsilon}"
predictions = (noise, network, guess, spread)
kept = Quantity("alpha_t", "share of the variance that the step keeps", domain=UNIT)
lost = Quantity("beta_t", "share of noise that the step adds", value=1 - kept.symbol)
kept_so_far = Quantity("alpha_bar_t", "share of the variance kept up to the step", domain=UNIT)
weighted = rule(
    "Loss of a diffusion step by the noise, weighted as in the bound",
    Quantity("L_t", "the loss of the step"),
    (1 - kept.symbol) ** 2 / (2 * kept.symbol * (1 - kept_so_far.symbol) * sigma_t**2) * missed,
    (kept, lost, kept_so_far, *predictions),
    (
        *written(
            rf"L_t = {E_noise}\left[\frac{{(1 - \alpha_t)^2}}{{2 \alpha_t (1 - \bar{{\alpha}}_t) \sigma_t^2}} "
            r"\|\epsilon - \epsilon_\theta(x_t, t)\|^2\right]",
            rf"L_t = {E_noise}\left[\frac{{\beta_t^2}}{{2 \sigma_t^2 \alpha_t (1 - \bar{{\alpha}}_t)}} "
            r"\|\epsilon - \epsilon_\theta(x_t, t)\|^2\right]",
            r"L_t = \frac{\beta_t^2}{2 \sigma_t^2 \alpha_t (1 - \bar{\alpha}_t)} \|\epsilon - \epsilon_\theta\|^2",
        ),
        *written(
            rf"L_t = {E_noise}\left[\frac{{(1 - \alpha_t)^2}}{{2 \alpha_t (1 - \bar{{\alpha}}_t) \sigma_t^2}} "
            r"\|\epsilon_t - \epsilon_\theta(x_t, t)\|^2\right]",
            letters=(("epsilon_t", "epsilon"),),
        ),
    ),
    loss_words,
    "the squared distance of both means, over twice the variance",
    Source(ho, "equation 12"),
)
exact, guessed = Quantity("m", "mean of the posterior", shape=(size,)), Quantity("n", "its guess", shape=(size,))
posterior_mean = Quantity("mu_tilde", "mean of the posterior", shape=(size,), value=exact.symbol)
model_mean = Quantity("mu_theta", "mean of the reverse step", shape=(size,), value=guessed.symbol)
variance = Quantity("v", "variance of the reverse step", domain=POSITIVE)
deviation = Quantity("sigma", "standard deviation of the reverse step", domain=POSITIVE)
mean_loss = rule(
    "Loss of a diffusion step by the means",
    loss,
    norm(posterior_mean.symbol - model_mean.symbol) ** 2 / (2 * deviation.symbol**2),
    (posterior_mean, model_mean, exact, guessed, deviation),
    written(
        r"L_t = \mathbb{E}_q\left[\frac{1}{2 \sigma_t^2} \|\tilde{\mu}_t - \mu_\theta(x_t, t)\|^2\right]",
        r"L_t = \frac{1}{2 \sigma_t^2} \|\tilde{\mu}_t - \mu_\theta\|^2",
        letters=(("L_t", "L"), ("mu_tilde_t", "mu_tilde"), ("sigma_t", "sigma")),
    ),
    loss_words,
    "the divergence of two normal laws of one variance",
    Source(ho, "equation 8"),
)
backward_variance = of_schedule(
    "Variance of the posterior of one step back, by precisions",
    variance,
    1 / (r(k) / beta(k) + 1 / (1 - r_bar(k - 1))),
    (*schedule, instant),
    written(
        r"\tilde{\beta}_t = 1 / \left(\frac{\alpha_t}{\beta_t} + \frac{1}{1 - \bar{\alpha}_{t-1}}\right)",
        r"\tilde{\beta}_t = \frac{1}{\frac{\alpha_t}{\beta_t} + \frac{1}{1 - \bar{\alpha}_{t-1}}}",
        letters=(("beta_tilde_t", "v"),),
    ),
    (*words, "posterior", "reverse"),
    "the precisions of the step and of what came before add up",
    Source(ho, "equation 7"),
)
noise_level = Quantity("b", "noise rate of a step")
first_rate, last_rate = Quantity("beta_1", "first noise rate"), Quantity("beta_T", "last noise rate")
step, steps = Quantity("t", "the step"), Quantity("T", "number of steps", domain=interval(2, 9))
linear = rule(
    "Linear schedule of the noise",
    noise_level,
    first_rate.symbol + (step.symbol - 1) / (steps.symbol - 1) * (last_rate.symbol - first_rate.symbol),
    (first_rate, last_rate, step, steps),
    written(
        r"\beta_t = \beta_1 + \frac{t - 1}{T - 1} (\beta_T - \beta_1)",
        r"\beta_t = \beta_1 + (\beta_T - \beta_1) \frac{t - 1}{T - 1}",
        letters=(("beta_t", "b"),),
    ),
    (*words, "schedule"),
    "on the line from the first rate to the last",
    Source(ho, "section 4"),
)
rate_of_shares = of_schedule(
    "Noise rate from the shares that are kept up to a step",
    noise_level,
    1 - r_bar(k) / r_bar(k - 1),
    (*schedule, instant),
    written(
        r"\beta_t = 1 - \frac{\bar{\alpha}_t}{\bar{\alpha}_{t-1}}",
        r"\beta_t = 1 - \bar{\alpha}_t / \bar{\alpha}_{t-1}",
        letters=(("beta_t", "b"),),
    ),
    (*words, "schedule", "cosine"),
    "one less what the step keeps",
    Source(nichol, "equation 17"),
)
mix = Quantity("v", "what the network says", domain=UNIT)
upper, lower = (
    Quantity("beta_t", "noise rate of the step", domain=POSITIVE),
    Quantity("beta_tilde_t", "variance of the posterior", domain=POSITIVE),
)
learned = rule(
    "Learned variance of a reverse step",
    Quantity("Sigma_theta", "variance of the reverse step"),
    exp(mix.symbol * log(upper.symbol) + (1 - mix.symbol) * log(lower.symbol)),
    (mix, upper, lower),
    written(
        r"\Sigma_\theta(x_t, t) = \exp(v \log \beta_t + (1 - v) \log \tilde{\beta}_t)",
        r"\Sigma_\theta = \exp\left(v \log \beta_t + (1 - v) \log \tilde{\beta}_t\right)",
    ),
    (*words, "interpolat"),
    "between both bounds, in the logarithmic scale",
    Source(nichol, "equation 15"),
)
signal = Quantity("alpha", "scale of the signal", domain=POSITIVE)
scale = Quantity("sigma", "scale of the noise", domain=POSITIVE)
log_ratio = rule(
    "Logarithm of the signal-to-noise ratio",
    Quantity("lambda", "the logarithm"),
    log(signal.symbol**2 / scale.symbol**2),
    (signal, scale),
    written(
        r"\lambda_t = \log(\alpha_t^2 / \sigma_t^2)",
        r"\lambda_t = \log \frac{\alpha_t^2}{\sigma_t^2}",
        letters=(("alpha_t", "alpha"), ("sigma_t", "sigma"), ("lambda_t", "lambda")),
    ),
    (*words, "snr", "signal-to-noise", "log-snr"),
    "twice the difference of the logarithms",
    Source(kingma, "section 3.1"),
)
near, far = Quantity("a", "ratio one step before", domain=POSITIVE), Quantity("b", "ratio", domain=POSITIVE)
clean = Quantity("x", "the sample", shape=(size,))
predicted = Quantity("x_hat", "the predicted sample", shape=(size,))
sample_loss = rule(
    "Loss of a diffusion step by the sample, weighted by signal-to-noise ratios",
    loss,
    half * (near.symbol - far.symbol) * norm(clean.symbol - predicted.symbol) ** 2,
    (near, far, clean, predicted),
    written(
        r"L_t = \frac{1}{2} (\text{SNR}_s - \text{SNR}_t) \|x - \hat{x}\|_2^2",
        r"L_t = \frac{1}{2} (\text{SNR}_{t-1} - \text{SNR}_t) \|x - \hat{x}\|^2",
        letters=(("L_t", "L"), ("SNR_s", "a"), ("SNR_t-1", "a"), ("SNR_t", "b")),
    ),
    (*words, "snr", "signal-to-noise"),
    "what the step adds to the bound",
    Source(kingma, "equation 13"),
)
cap = Quantity("gamma", "largest weight", domain=POSITIVE)
capped = rule(
    "Min-SNR weight of the loss by the noise",
    Quantity("w", "weight of the loss"),
    Min(far.symbol, cap.symbol, evaluate=False) / far.symbol,
    (far, cap),
    written(
        r"w_t = \frac{\min(\text{SNR}_t, \gamma)}{\text{SNR}_t}",
        r"w_t = \min\left(1, \frac{\gamma}{\text{SNR}_t}\right)",
        letters=(("w_t", "w"), ("SNR_t", "b")),
    ),
    (*words, "snr", "signal-to-noise"),
    "no weight of the sample's loss above the cap",
    Source("Hang et al. 2023, Efficient Diffusion Training via Min-SNR Weighting Strategy", "section 3.4"),
)
slope = Quantity("g", "gradient of the classifier's log-probability", shape=(size,))
strength = Quantity("w", "strength of the guidance")
guided = of_schedule(
    "Classifier guidance: predicted noise",
    Quantity("epsilon_hat", "guided noise", shape=(size,)),
    network.symbol - sqrt(1 - r_bar(k)) * strength.symbol * slope.symbol,
    (*schedule, network, guess, slope, strength, instant),
    (
        *written(
            r"\hat{\epsilon} = \epsilon_\theta(x_t, t) - \sqrt{1 - \bar{\alpha}_t} w g",
            r"\hat{\epsilon} = \epsilon_\theta(x_t) - w \sqrt{1 - \bar{\alpha}_t} g",
        ),
    ),
    ("classifier guidance", "guidance", "conditional", *words),
    "the score of the class is added to that of the sample",
    Source("Dhariwal and Nichol 2021, Diffusion Models Beat GANs on Image Synthesis", "algorithm 2"),
)
previous = Quantity("x_b", "the sample one step back", shape=(size,))
now = Quantity("x_t", "the noisy sample", shape=(size,))
fresh = Quantity("z", "fresh noise", shape=(size,))
small = Quantity("eta", "share of the variance that is drawn afresh", domain=UNIT)
width = sqrt(small.symbol * (1 - r_bar(k - 1)))
drawn_width = Quantity("sigma_t", "standard deviation of the fresh noise", value=width)
origin = (now.symbol - sqrt(1 - r_bar(k)) * network.symbol) / sqrt(r_bar(k))
turned = sqrt(1 - r_bar(k - 1) - drawn_width.symbol**2)
ddim = of_schedule(
    "Step of DDIM with fresh noise",
    previous,
    sqrt(r_bar(k - 1)) * origin + turned * network.symbol + drawn_width.symbol * fresh.symbol,
    (*schedule, now, network, guess, small, drawn_width, fresh, instant),
    (
        *written(
            r"x_{t-1} = \sqrt{\bar{\alpha}_{t-1}} \left(\frac{x_t - \sqrt{1 - \bar{\alpha}_t} \epsilon_\theta}"
            r"{\sqrt{\bar{\alpha}_t}}\right) + \sqrt{1 - \bar{\alpha}_{t-1} - \sigma_t^2} \epsilon_\theta + "
            r"\sigma_t \epsilon",
            r"x_{t-1} = \sqrt{\bar{\alpha}_{t-1}} \left(\frac{x_t - \sqrt{1 - \bar{\alpha}_t} \epsilon_\theta(x_t, t)}"
            r"{\sqrt{\bar{\alpha}_t}}\right) + \sqrt{1 - \bar{\alpha}_{t-1} - \sigma_t^2} \epsilon_\theta(x_t, t) + "
            r"\sigma_t \epsilon",
            letters=(("epsilon", "z"), ("x_t-1", "x_b")),
        ),
    ),
    ("ddim", "implicit", "sampling", *words),
    "the predicted sample, a part of the old noise, and a part of fresh noise",
    Source("Song, Meng and Ermon 2021, Denoising Diffusion Implicit Models", "equation 12"),
)

TOPIC = Topic(
    "Targets of diffusion models",
    formulas=(
        weighted,
        mean_loss,
        backward_variance,
        linear,
        rate_of_shares,
        learned,
        log_ratio,
        sample_loss,
        capped,
        guided,
        ddim,
    ),
)
