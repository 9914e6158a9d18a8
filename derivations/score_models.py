"""Score-based models: Langevin steps up a density, Tweedie's formula, growing noise, velocities, guidance.

All rules hold for each coordinate on its own; densities are positive functions, known up to a factor where only their
score counts. alpha_bar is the share of the variance that is left, 1 - alpha_bar the noise.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from sympy import Lambda, MatrixSymbol, Sum, cos, exp, log, pi, sqrt, symbols

from derivations.numbered_steps import COUNTED, numbered
from derivations.operators import at, gradient, partial
from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, SIMPLEX, UNIT, Quantity, Size, Source, Topic, bound_index, interval

song = "Song et al. 2021, Score-Based Generative Modeling through Stochastic Differential Equations"
ermon = "Song and Ermon 2019, Generative Modeling by Estimating Gradients of the Data Distribution"
karras = "Karras et al. 2022, Elucidating the Design Space of Diffusion-Based Generative Models"
salimans = "Salimans and Ho 2022, Progressive Distillation for Fast Sampling of Diffusion Models"
half = Fraction(1, 2)
dimensions = Size("d", "dimensions", largest=3)
d = dimensions.symbol
u = symbols("u", real=True)
U = MatrixSymbol("U", d, 1)
i = bound_index("i")

point = Quantity("x", "the sample", shape=(dimensions,))
following = Quantity("x_next", "the sample after the step", shape=(dimensions,))
noise = Quantity("z", "standard normal noise", shape=(dimensions,))
rate = Quantity("eta", "step size", domain=POSITIVE)
bump = Quantity("b", "what shapes the density", arguments=((dimensions,),))
density = Quantity("p", "density up to a factor", value=Lambda((U,), 1 / (1 + bump.symbol(U) ** 2)))
x, z, eta, p = point.symbol, noise.symbol, rate.symbol, density.symbol
climb = gradient(log(p(x)), x)
langevin_words = ("langevin", "sgld", "sampling", "mcmc", "score-based", "score")
state, now = {"x": "x"}, {"z": "z"}
langevin = rule(
    "Langevin step up a density, with noise of variance 2 eta",
    following,
    x + eta * climb + sqrt(2 * eta) * z,
    (point, density, bump, rate, noise),
    (
        *numbered("x", r"<x> + \eta \nabla \log p(<x>) + \sqrt{2 \eta} <z>", state, now),
        *numbered("x", r"<x> + \eta \nabla_x \log p(<x>) + \sqrt{2 \eta} <z>", state, now, COUNTED, ("x", "x")),
    ),
    langevin_words,
    "up the log-density, with noise of twice the step size",
    Source("Roberts and Tweedie 1996, Exponential Convergence of Langevin Distributions", "section 1.4.1"),
)
langevin_half = rule(
    "Langevin step up a density, with noise of variance eta",
    following,
    x + eta / 2 * climb + sqrt(eta) * z,
    (point, density, bump, rate, noise),
    (
        *numbered("x", r"<x> + \frac{\eta}{2} \nabla \log p(<x>) + \sqrt{\eta} <z>", state, now),
        *numbered("x", r"<x> + \frac{\eta}{2} \nabla_x \log p(<x>) + \sqrt{\eta} <z>", state, now, COUNTED,
                  ("x", "x")),
    ),
    langevin_words,
    "half a step up the log-density, with noise of the step size",
    Source(ermon, "equation 4"),
)  # fmt: skip

members = Size("K", "clean samples", largest=3)
K = members.symbol
atoms = Quantity("a", "the clean samples", shape=(members,))
shares = Quantity("w", "their probabilities", shape=(members,), domain=SIMPLEX)
spread = Quantity("sigma", "standard deviation of the noise", domain=interval(half, 4))
noisy = Quantity("y", "the noisy sample")
sigma, y = spread.symbol, noisy.symbol
bell = exp(-((u - at(atoms.symbol, i)) ** 2) / (2 * sigma**2)) / sqrt(2 * pi * sigma**2)
blurred = Quantity(
    "p", "density of the noisy sample", value=Lambda((u,), Sum(at(shares.symbol, i) * bell, (i, 1, K)))
)
denoised = Quantity("m", "mean of the clean sample, the noisy one given")
tweedie = rule(
    "Tweedie's formula: mean of the clean sample, the noisy one given",
    denoised,
    y + sigma**2 * partial(log(blurred.symbol(y)), y),
    (noisy, spread, blurred, atoms, shares),
    written(
        r"\mathbb{E}[x | y] = y + \sigma^2 \nabla_y \log p(y)",
        r"\mathbb{E}[x \mid y] = y + \sigma^2 \frac{d}{d y} \log p(y)",
        r"\hat{x}(y) = y + \sigma^2 \nabla_y \log p(y)",
    ),
    ("tweedie", "denoising", "score", "posterior mean", "empirical bayes"),
    "the slope of the log-density is the mean of the slopes of the normal laws",
    Source("Efron 2011, Tweedie's Formula and Selection Bias", "equation 1.4"),
)

clean = Quantity("x_0", "the clean sample")
mixed = Quantity("x_t", "the noisy sample")
kept = Quantity("alpha_bar", "share of the variance that is left", domain=UNIT)
level = Quantity("sigma_t", "standard deviation of the noise", domain=POSITIVE)
standard = Quantity("epsilon", "standard normal noise")
speed = Quantity("v", "velocity")
x_0, x_t, a_bar, eps = clean.symbol, mixed.symbol, kept.symbol, standard.symbol
s_t, v = level.symbol, speed.symbol
of_t = (("alpha_bar_t", "alpha_bar"),)
words = ("score", "diffusion", "ddpm", "denoising", "noise")
score = Quantity("s", "the score")
sample_score = rule(
    "Score of the noisy sample, the clean one given",
    score,
    -(x_t - sqrt(a_bar) * x_0) / (1 - a_bar),
    (mixed, clean, kept),
    (
        *written(r"\nabla_{x_t} \log q(x_t | x_0) = -\frac{x_t - \sqrt{\bar{\alpha}_t} x_0}{1 - \bar{\alpha}_t}",
                 r"s = \frac{\sqrt{\bar{\alpha}_t} x_0 - x_t}{1 - \bar{\alpha}_t}", letters=of_t),
    ),
    words,
    "the slope of a normal log-density",
    Source(song, "section 2.2"),
)  # fmt: skip
exploding = rule(
    "Noisy sample of a variance-exploding process",
    Quantity("x_t", "the noisy sample"),
    x_0 + s_t * eps,
    (clean, level, standard),
    written(r"x_t = x_0 + \sigma_t \epsilon", r"x_t = \sigma_t \epsilon + x_0")
    + written(r"\tilde{x} = x + \sigma \epsilon", letters=(("x", "x_0"), ("sigma", "sigma_t"))),
    ("variance exploding", "ve-sde", "ncsn", "smld", *words),
    "noise is added to the whole sample",
    Source(song, "section 2.1"),
)
exploding_score = rule(
    "Score of the noisy sample of a variance-exploding process, the clean one given",
    score,
    -(x_t - x_0) / s_t**2,
    (mixed, clean, level),
    written(r"\nabla_{x_t} \log q(x_t | x_0) = -\frac{x_t - x_0}{\sigma_t^2}", r"s = \frac{x_0 - x_t}{\sigma_t^2}"),
    ("variance exploding", "ve-sde", "ncsn", "smld", *words),
    "the slope of a normal log-density",
    Source(ermon, "section 4.2"),
)
sample_from_velocity = rule(
    "Clean sample from the velocity",
    Quantity("x_hat_0", "the clean sample"),
    sqrt(a_bar) * x_t - sqrt(1 - a_bar) * v,
    (mixed, speed, kept),
    written(r"\hat{x}_0 = \sqrt{\bar{\alpha}_t} x_t - \sqrt{1 - \bar{\alpha}_t} v",
            r"x_0 = \sqrt{\bar{\alpha}_t} x_t - \sqrt{1 - \bar{\alpha}_t} \cdot v", letters=of_t),
    ("velocity", "v-prediction", *words),
    "turn sample and velocity back by the angle",
    Source(salimans, "section 4"),
)  # fmt: skip
noise_from_velocity = rule(
    "Noise from the velocity",
    Quantity("epsilon_hat", "the noise"),
    sqrt(1 - a_bar) * x_t + sqrt(a_bar) * v,
    (mixed, speed, kept),
    written(r"\hat{\epsilon} = \sqrt{1 - \bar{\alpha}_t} x_t + \sqrt{\bar{\alpha}_t} v",
            r"\epsilon = \sqrt{\bar{\alpha}_t} v + \sqrt{1 - \bar{\alpha}_t} x_t", letters=of_t),
    ("velocity", "v-prediction", *words),
    "turn sample and velocity back by the angle",
    Source(salimans, "appendix D"),
)  # fmt: skip
data = Quantity("sigma_d", "standard deviation of the data", domain=POSITIVE)
inner = Quantity("sigma", "standard deviation of the noise", domain=POSITIVE)
s_d, s = data.symbol, inner.symbol
scalings = (data, inner)
edm = ("edm", "preconditioning", "karras", "skip", *words)
sigma_data = (("sigma_data", "sigma_d"),)
skip_scaling = rule(
    "Scaling of the skip connection of a preconditioned denoiser",
    Quantity("c", "scaling"),
    s_d**2 / (s**2 + s_d**2),
    scalings,
    written(r"c_{\text{skip}}(\sigma) = \frac{\sigma_{\text{data}}^2}{\sigma^2 + \sigma_{\text{data}}^2}",
            r"c_{\text{skip}} = \sigma_{\text{data}}^2 / (\sigma^2 + \sigma_{\text{data}}^2)", letters=sigma_data),
    edm,
    "the best linear denoiser",
    Source(karras, "table 1"),
)  # fmt: skip
output_scaling = rule(
    "Scaling of the output of a preconditioned denoiser",
    Quantity("c", "scaling"),
    s * s_d / sqrt(s**2 + s_d**2),
    scalings,
    written(r"c_{\text{out}}(\sigma) = \frac{\sigma \cdot \sigma_{\text{data}}}"
            r"{\sqrt{\sigma^2 + \sigma_{\text{data}}^2}}",
            r"c_{\text{out}} = \sigma \sigma_{\text{data}} / \sqrt{\sigma_{\text{data}}^2 + \sigma^2}",
            letters=sigma_data),
    edm,
    "the standard deviation of what the skip connection leaves",
    Source(karras, "table 1"),
)  # fmt: skip
input_scaling = rule(
    "Scaling of the input of a preconditioned denoiser",
    Quantity("c", "scaling"),
    1 / sqrt(s**2 + s_d**2),
    scalings,
    written(r"c_{\text{in}}(\sigma) = \frac{1}{\sqrt{\sigma^2 + \sigma_{\text{data}}^2}}",
            r"c_{\text{in}} = (\sigma^2 + \sigma_{\text{data}}^2)^{-1/2}", letters=sigma_data),
    edm,
    "inputs of variance 1",
    Source(karras, "table 1"),
)  # fmt: skip
portion = Quantity("t", "share of the steps that are done", domain=UNIT)
offset = Quantity("s", "offset", domain=UNIT)
t, o = portion.symbol, offset.symbol
angle = (t + o) / (1 + o) * pi / 2
cosine = rule(
    "Cosine schedule of the noise, before it is divided by its value at 0",
    Quantity("f", "value of the schedule"),
    cos(angle) ** 2,
    (portion, offset),
    written(r"f(t) = \cos^2\left(\frac{t + s}{1 + s} \cdot \frac{\pi}{2}\right)",
            r"f(t) = \cos\left(\frac{t + s}{1 + s} \frac{\pi}{2}\right)^2"),
    ("cosine schedule", "schedule", "improved", *words),
    "a squared cosine falls from 1 to 0",
    Source("Nichol and Dhariwal 2021, Improved Denoising Diffusion Probabilistic Models", "equation 17"),
)  # fmt: skip
cosine = replace(cosine, survivors=(("1/2 becomes -1/2", "the cosine is an even function"),))
network = Quantity("epsilon_theta", "predicted noise", arguments=((), ()))
condition = Quantity("c", "the condition")
nothing = Quantity("varnothing", "no condition")
strength = Quantity("w", "strength of the guidance", domain=POSITIVE)
n, c, none, w = network.symbol, condition.symbol, nothing.symbol, strength.symbol
guided = (network, mixed, condition, nothing, strength)
guidance_words = ("guidance", "classifier-free", "conditional", "cfg")
empties = (("emptyset", "varnothing"),)
guidance = rule(
    "Classifier-free guidance by a network of sample and condition, past the conditional prediction",
    Quantity("epsilon_tilde", "guided noise"),
    (1 + w) * n(x_t, c) - w * n(x_t, none),
    guided,
    (
        *written(r"\tilde{\epsilon} = (1 + w) \epsilon_\theta(x_t, c) - w \epsilon_\theta(x_t, \varnothing)",
                 letters=empties),
        *written(r"\hat{\epsilon} = \epsilon_\theta(x_t, c) + w (\epsilon_\theta(x_t, c) - "
                 r"\epsilon_\theta(x_t, \emptyset))", letters=empties),
    ),
    guidance_words,
    "go on from the unconditional prediction, past the conditional one",
    Source("Ho and Salimans 2022, Classifier-Free Diffusion Guidance", "equation 6"),
)  # fmt: skip
guidance_scaled = rule(
    "Classifier-free guidance by a network of sample and condition, as a scaled difference",
    Quantity("epsilon_tilde", "guided noise"),
    n(x_t, none) + w * (n(x_t, c) - n(x_t, none)),
    guided,
    (
        *written(r"\tilde{\epsilon} = \epsilon_\theta(x_t, \varnothing) + w (\epsilon_\theta(x_t, c) - "
                 r"\epsilon_\theta(x_t, \varnothing))", letters=empties),
        *written(r"\hat{\epsilon} = (1 - w) \epsilon_\theta(x_t, \emptyset) + w \epsilon_\theta(x_t, c)",
                 letters=empties),
    ),
    guidance_words,
    "go from the unconditional prediction towards the conditional one, and past it",
    Source("Saharia et al. 2022, Photorealistic Text-to-Image Diffusion Models", "equation 2"),
)  # fmt: skip

TOPIC = Topic(
    "Score-based models",
    formulas=(
        langevin,
        langevin_half,
        tweedie,
        sample_score,
        exploding,
        exploding_score,
        sample_from_velocity,
        noise_from_velocity,
        skip_scaling,
        output_scaling,
        input_scaling,
        cosine,
        guidance,
        guidance_scaled,
    ),
)
