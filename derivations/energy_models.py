"""Energies, scores and coupling layers line by line: Langevin steps, score matching targets, invertible layers.

The density of an energy E is exp(-E) over its integral, so that its score, the slope of the log-density, is minus the
slope of the energy. Coupling layers copy one part x_1 of their input and transform the other, x_2.
"""

from __future__ import annotations

from typing import Any

from sympy import exp, sqrt

from derivations.numbered_steps import COUNTED, numbered
from derivations.operators import at, entrywise, evaluated, gradient, hadamard, norm
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    Quantity,
    Size,
    Source,
    Topic,
    free_index,
)

welling = "Welling and Teh 2011, Bayesian Learning via Stochastic Gradient Langevin Dynamics"
vincent = "Vincent 2011, A Connection between Score Matching and Denoising Autoencoders"
dinh = "Dinh, Sohl-Dickstein and Bengio 2017, Density Estimation Using Real NVP"
papamakarios = "Papamakarios et al. 2021, Normalizing Flows for Probabilistic Modeling and Inference"
dimensions = Size("d", "dimensions", largest=3)
point = Quantity("x", "the sample", shape=(dimensions,))
following = Quantity("x_next", "the sample after the step", shape=(dimensions,))
noise = Quantity("z", "standard normal noise", shape=(dimensions,))
energy = Quantity("E", "an energy", arguments=((dimensions,),))
rate = Quantity("eta", "step size", domain=POSITIVE)
x, z, E, eta = (q.symbol for q in (point, noise, energy, rate))
d = dimensions.symbol
downhill = gradient(E(x), x)
langevin_words = ("langevin", "sgld", "sampling", "mcmc", "energy-based", "energy based", "score-based")
state, now = {"x": "x"}, {"z": "z"}

langevin = rule(
    "Langevin step of size eta with noise of variance 2 eta",
    following,
    x - eta * downhill + sqrt(2 * eta) * z,
    (point, energy, rate, noise),
    (
        *numbered("x", r"<x> - \eta \nabla E(<x>) + \sqrt{2 \eta} <z>", state, now),
        *numbered("x", r"<x> - \eta \nabla_x E(<x>) + \sqrt{2 \eta} <z>", state, now, COUNTED, ("x", "x")),
    ),
    langevin_words,
    "down the energy, with noise of twice the step size",
    Source("Roberts and Tweedie 1996, Exponential Convergence of Langevin Distributions", "section 1.4.1"),
)
langevin_half = rule(
    "Langevin step of size eta / 2 with noise of variance eta",
    following,
    x - eta / 2 * downhill + sqrt(eta) * z,
    (point, energy, rate, noise),
    (
        *numbered("x", r"<x> - \frac{\eta}{2} \nabla E(<x>) + \sqrt{\eta} <z>", state, now),
        *numbered("x", r"<x> - \frac{\eta}{2} \nabla_x E(<x>) + \sqrt{\eta} <z>", state, now, COUNTED, ("x", "x")),
    ),
    langevin_words,
    "half a step down the energy, with noise of the step size",
    Source(welling, "equation 4"),
)
score = Quantity("s", "the score", shape=(dimensions,), arguments=((dimensions,),))
slope: Any = evaluated(score.symbol(x), d, 1)
scored = rule(
    "Langevin step by the score, with noise of variance 2 eta",
    following,
    x + eta * slope + sqrt(2 * eta) * z,
    (point, score, rate, noise),
    numbered("x", r"<x> + \eta s(<x>) + \sqrt{2 \eta} <z>", state, now)
    + numbered("x", r"<x> + \eta s_\theta(<x>) + \sqrt{2 \eta} <z>", state, now, COUNTED, ("s_theta", "s")),
    langevin_words,
    "up the log-density, with noise of twice the step size",
    Source("Song 2021, Generative Modeling by Estimating Gradients of the Data Distribution", "Langevin dynamics"),
)
scored_half = rule(
    "Langevin step by the score, with noise of variance eta",
    following,
    x + eta / 2 * slope + sqrt(eta) * z,
    (point, score, rate, noise),
    numbered("x", r"<x> + \frac{\eta}{2} s(<x>) + \sqrt{\eta} <z>", state, now)
    + numbered("x", r"<x> + \frac{\eta}{2} s_\theta(<x>) + \sqrt{\eta} <z>", state, now, COUNTED, ("s_theta", "s")),
    langevin_words,
    "half a step up the log-density, with noise of the step size",
    Source("Song and Ermon 2019, Generative Modeling by Estimating Gradients of the Data Distribution", "equation 4"),
)
noisy = Quantity("x_tilde", "the noised sample", shape=(dimensions,))
spread = Quantity("sigma", "standard deviation of the noise", domain=POSITIVE)
y, sigma = noisy.symbol, spread.symbol
target = Quantity("t", "the target", shape=(dimensions,))
denoising_words = ("score matching", "denoising", "dsm", "score")
denoising_target = rule(
    "Target of denoising score matching",
    target,
    (x - y) / sigma**2,
    (point, noisy, spread),
    written(
        r"\nabla_{\tilde{x}} \log q(\tilde{x} \mid x) = \frac{x - \tilde{x}}{\sigma^2}",
        r"\nabla_{\tilde{x}} \log q_\sigma(\tilde{x} \mid x) = -\frac{\tilde{x} - x}{\sigma^2}",
        r"\nabla_{\tilde{x}} \log q_\sigma(\tilde{x} | x) = -\frac{1}{\sigma^2} (\tilde{x} - x)",
    ),
    denoising_words,
    "the slope of the log-density of normal noise",
    Source(vincent, "section 4.2"),
)
loss = Quantity("L", "the loss")
noisy_score: Any = evaluated(score.symbol(y), d, 1)
denoising_loss = rule(
    "Loss of denoising score matching at one sample",
    loss,
    norm(noisy_score + (y - x) / sigma**2) ** 2 / 2,
    (point, noisy, spread, score),
    written(
        r"L = \frac{1}{2} \left\|s(\tilde{x}) + \frac{\tilde{x} - x}{\sigma^2}\right\|^2",
        r"L = \frac{1}{2} \left\|s(\tilde{x}) - \frac{x - \tilde{x}}{\sigma^2}\right\|_2^2",
    )
    + written(
        r"L = \frac{1}{2} \left\|s_\theta(\tilde{x}) + \frac{\tilde{x} - x}{\sigma^2}\right\|^2",
        letters=(("s_theta", "s"),),
    ),
    denoising_words,
    "the squared distance from the target",
    Source(vincent, "equation 9"),
)
copied_part, changed_part = Size("a", "entries that are copied", largest=2), Size("c", "entries that change", largest=3)
kept = Quantity("x_1", "the part that is copied", shape=(copied_part,))
changed = Quantity("x_2", "the part that is changed", shape=(changed_part,))
image = Quantity("y_2", "what the changed part becomes", shape=(changed_part,))
scaling = Quantity("s", "log-scales", shape=(changed_part,), arguments=((copied_part,),))
shifting = Quantity("t", "shifts", shape=(changed_part,), arguments=((copied_part,),))
x_1, x_2, y_2, c = kept.symbol, changed.symbol, image.symbol, changed_part.symbol
scale: Any = evaluated(scaling.symbol(x_1), c, 1)
shift: Any = evaluated(shifting.symbol(x_1), c, 1)
coupling_words = ("coupling", "realnvp", "real nvp", "nice", "glow", "affine coupling", "invertible")
same = (("y_1", "x_1"),)
forward = rule(
    "Affine coupling layer",
    image,
    hadamard(x_2, entrywise(exp, scale)) + shift,
    (kept, changed, scaling, shifting),
    written(
        r"y_2 = x_2 \odot \exp(s(x_1)) + t(x_1)",
        r"y_2 = x_2 \odot e^{s(x_1)} + t(x_1)",
        r"y_2 = \exp(s(x_1)) \odot x_2 + t(x_1)",
    )
    + written(r"y_B = x_B \odot \exp(s(x_A)) + t(x_A)", letters=(("x_A", "x_1"), ("x_B", "x_2"))),
    coupling_words,
    "scale and shift by functions of the part that is copied",
    Source(dinh, "equation 5"),
)
backward = rule(
    "Inverse of an affine coupling layer",
    changed,
    hadamard(y_2 - shift, entrywise(lambda value: exp(-value), scale)),
    (kept, image, scaling, shifting),
    written(
        r"x_2 = (y_2 - t(x_1)) \odot \exp(-s(x_1))",
        r"x_2 = (y_2 - t(x_1)) \odot e^{-s(x_1)}",
        r"x_2 = \exp(-s(x_1)) \odot (y_2 - t(x_1))",
    )
    + written(r"x_2 = (y_2 - t(y_1)) \odot \exp(-s(y_1))", letters=same)
    + written(r"x_B = (y_B - t(y_A)) \odot \exp(-s(y_A))", letters=(("y_A", "x_1"), ("y_B", "y_2"))),
    coupling_words,
    "take the shift away, and scale back",
    Source(dinh, "equation 8"),
)
additive = rule(
    "Additive coupling layer",
    image,
    x_2 + shift,
    (kept, changed, shifting),
    written(r"y_2 = x_2 + t(x_1)", r"y_2 = x_2 + m(x_1)", letters=(("m", "t"),))[1:]
    + written(r"y_2 = x_2 + t(x_1)")
    + written(r"y_B = x_B + t(x_A)", letters=(("x_A", "x_1"), ("x_B", "x_2"))),
    coupling_words,
    "shift by a function of the part that is copied",
    Source("Dinh, Krueger and Bengio 2015, NICE: Non-linear Independent Components Estimation", "equation 7"),
)
i = free_index("i", dimensions)
means = Quantity("mu", "means of the conditionals", shape=(dimensions,))
deviations = Quantity("sigma", "standard deviations of the conditionals", shape=(dimensions,), domain=POSITIVE)
codes = Quantity("z", "base variables", shape=(dimensions,))
mu_i, sigma_i, z_i, x_i = (at(q.symbol, i.symbol) for q in (means, deviations, codes, point))
flow_words = ("autoregressive", "maf", "iaf", "flow", "made")
autoregressive = rule(
    "Affine autoregressive flow",
    Quantity("v", "one variable"),
    mu_i + sigma_i * z_i,
    (means, deviations, codes, i),
    written(r"x_i = \mu_i + \sigma_i z_i", r"x_i = \sigma_i z_i + \mu_i", r"x_i = z_i \cdot \sigma_i + \mu_i"),
    flow_words,
    "scale and shift the base variable",
    Source(papamakarios, "section 3.1"),
)
autoregressive_inverse = rule(
    "Inverse of an affine autoregressive flow",
    Quantity("v", "one base variable"),
    (x_i - mu_i) / sigma_i,
    (means, deviations, point, i),
    written(
        r"z_i = \frac{x_i - \mu_i}{\sigma_i}",
        r"z_i = (x_i - \mu_i) / \sigma_i",
        r"u_i = \frac{1}{\sigma_i} (x_i - \mu_i)",
    ),
    (*flow_words, "standardis", "standardiz", "normalis", "normaliz"),
    "take the mean away, and divide by the standard deviation",
    Source(papamakarios, "section 3.1"),
)

TOPIC = Topic(
    "Energies, scores and coupling layers",
    formulas=(
        langevin,
        langevin_half,
        scored,
        scored_half,
        denoising_target,
        denoising_loss,
        forward,
        backward,
        additive,
        autoregressive,
        autoregressive_inverse,
    ),
)
