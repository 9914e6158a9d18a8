"""Flow matching on straight ways, score matching (explicit, implicit, sliced, denoising), noise levels and denoisers.

Means over samples are stated at one sample.
"""

from __future__ import annotations

from sympy import Rational, Trace

from derivations.operators import dot, evaluated, jacobian, norm
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
    Quantity,
    Size,
    Source,
    Topic,
    free_index,
)

lipman = "Lipman et al. 2023, Flow Matching for Generative Modeling"
karras = "Karras et al. 2022, Elucidating the Design Space of Diffusion-Based Generative Models"
ermon = "Song and Ermon 2019, Generative Modeling by Estimating Gradients of the Data Distribution"
half = Rational(1, 2)
size = Size("d", "entries of a sample", largest=2)
loss = Quantity("L", "the loss")
scale = Quantity("sigma", "scale of the noise", domain=POSITIVE)
clean = Quantity("x", "the sample", shape=(size,))
time = Quantity("t", "the time", domain=UNIT)
start, end = Quantity("x_0", "noise", shape=(size,)), Quantity("x_1", "a sample", shape=(size,))
path = Quantity("x_t", "the point on the way", shape=(size,))
speed = Quantity("u_t", "the velocity", shape=(size,))
flow_words = ("flow matching", "rectified flow", "velocity", "interpolant", "continuous normalizing")
straight = rule(
    "Point on the straight way from noise to sample",
    path,
    (1 - time.symbol) * start.symbol + time.symbol * end.symbol,
    (time, start, end),
    written(r"x_t = (1 - t) x_0 + t x_1", r"x_t = t x_1 + (1 - t) x_0", r"x_t = x_0 + t (x_1 - x_0)"),
    flow_words,
    "linear interpolation",
    Source("Liu, Gong and Liu 2023, Flow Straight and Fast", "section 2.1"),
)
least = Quantity("sigma_min", "width at the end", domain=UNIT)
narrowing = rule(
    "Point on the way from noise to a narrow normal law around the sample",
    path,
    (1 - (1 - least.symbol) * time.symbol) * start.symbol + time.symbol * end.symbol,
    (time, least, start, end),
    written(
        r"x_t = (1 - (1 - \sigma_{min}) t) x_0 + t x_1",
        r"x_t = t x_1 + (1 - (1 - \sigma_{min}) t) x_0",
    ),
    flow_words,
    "the noise shrinks to a small width",
    Source(lipman, "equation 22"),
)
narrowing_speed = rule(
    "Velocity on the way from noise to a narrow normal law around the sample",
    speed,
    end.symbol - (1 - least.symbol) * start.symbol,
    (least, start, end),
    written(r"u_t = x_1 - (1 - \sigma_{min}) x_0", r"\dot{x}_t = x_1 - (1 - \sigma_{min}) x_0",
            letters=(("x_dot_t", "u_t"),)),
    flow_words,
    "the derivative of the way by the time",
    Source(lipman, "equation 23"),
)  # fmt: skip
straight_speed = rule(
    "Velocity on the straight way from noise to sample",
    speed,
    end.symbol - start.symbol,
    (start, end),
    written(r"u_t = x_1 - x_0", r"u_t(x_t | x_0, x_1) = x_1 - x_0"),
    flow_words,
    "the derivative of the way by the time",
    Source("Liu, Gong and Liu 2023, Flow Straight and Fast", "section 2.1"),
)
answer = Quantity("v", "the velocity that the network predicts", shape=(size,))
matched = Quantity("v_theta", "the velocity that the network predicts", shape=(size,), value=answer.symbol)
flow_loss = rule(
    "Loss of flow matching on straight ways",
    loss,
    norm(matched.symbol - (end.symbol - start.symbol)) ** 2,
    (matched, answer, start, end),
    written(
        r"L = \mathbb{E}_{t, x_0, x_1}\|v_\theta(x_t, t) - (x_1 - x_0)\|^2",
        r"\mathcal{L} = \mathbb{E}_{t, x_0, x_1}\left[\|(x_1 - x_0) - v_\theta(x_t, t)\|_2^2\right]",
        r"\mathcal{L}_{CFM} = \mathbb{E}\left[\|v_\theta(x_t, t) - (x_1 - x_0)\|^2\right]",
        letters=(("calL", "L"), ("calL_CFM", "L")),
    ),
    flow_words,
    "how far the predicted velocity lies from that of the way",
    Source("Liu, Gong and Liu 2023, Flow Straight and Fast", "equation 1"),
)
noisy = Quantity("x_tilde", "the noisy sample", shape=(size,))
steep = Quantity("s", "the score that the network predicts", shape=(size,))
score = Quantity("s_theta", "the score that the network predicts", shape=(size,), value=steep.symbol)
score_words = ("score matching", "score-based", "denoising score", "ncsn", "score")
denoising = rule(
    "Loss of denoising score matching, with a half",
    loss,
    half * norm(score.symbol + (noisy.symbol - clean.symbol) / scale.symbol**2) ** 2,
    (score, steep, noisy, clean, scale),
    (
        *written(
            r"\ell(\theta; \sigma) = \frac{1}{2} \mathbb{E}_{x, \tilde{x}}\left[\left\|s_\theta(\tilde{x}, \sigma) + "
            r"\frac{\tilde{x} - x}{\sigma^2}\right\|_2^2\right]",
            letters=(("ell", "L"), ("l", "L")),
        ),
        *written(
            r"J(\theta) = \frac{1}{2} \mathbb{E}_{x, \tilde{x}}\left[\left\|s_\theta(\tilde{x}) + "
            r"\frac{\tilde{x} - x}{\sigma^2}\right\|^2\right]",
            letters=(("J", "L"),),
        ),
    ),
    score_words,
    "half of the squared distance from the score of the noise",
    Source(ermon, "equation 5"),
)
model_field = Quantity("s_theta", "the score of the model", shape=(size,), arguments=((size,),))
field = Quantity("f", "the score of the data", shape=(size,), arguments=((size,),))
ours = evaluated(model_field.symbol(clean.symbol), size.symbol, 1)
theirs = evaluated(field.symbol(clean.symbol), size.symbol, 1)
explicit = rule(
    "Loss of explicit score matching",
    loss,
    half * norm(ours - theirs) ** 2,
    (model_field, field, clean),
    written(
        r"J(\theta) = \frac{1}{2} \mathbb{E}\left[\|s_\theta(x) - s(x)\|_2^2\right]",
        r"L(\theta) = \frac{1}{2} \mathbb{E}\|s_\theta(x) - s(x)\|^2",
        letters=(("J", "L"), ("s", "f")),
    ),
    ("fisher divergence", "explicit score", *score_words),
    "half of the squared distance from the score of the data",
    Source("Hyvärinen 2005, Estimation of Non-Normalized Statistical Models by Score Matching", "equation 2"),
)
slopes = jacobian(ours, clean.symbol)
implicit = rule(
    "Loss of implicit score matching",
    loss,
    Trace(slopes) + half * norm(ours) ** 2,
    (model_field, clean),
    written(
        r"J(\theta) = \mathbb{E}\left[\text{tr}(\nabla_x s_\theta(x)) + \frac{1}{2} \|s_\theta(x)\|_2^2\right]",
        r"J(\theta) = \mathbb{E}\left[\frac{1}{2} \|s_\theta(x)\|^2 + \operatorname{tr}(\nabla_x s_\theta(x))\right]",
        letters=(("J", "L"),),
    ),
    score_words,
    "integrate by parts what the score of the data meets",
    Source("Hyvärinen 2005, Estimation of Non-Normalized Statistical Models by Score Matching", "theorem 1"),
)
chosen = Quantity("v", "a random direction", shape=(size,))
sliced = rule(
    "Loss of sliced score matching",
    loss,
    dot(chosen.symbol, slopes * chosen.symbol) + half * norm(ours) ** 2,
    (model_field, clean, chosen),
    written(
        r"J(\theta) = \mathbb{E}\left[v^\top \nabla_x s_\theta(x) v + \frac{1}{2} \|s_\theta(x)\|_2^2\right]",
        r"J(\theta) = \mathbb{E}_{p_v} \mathbb{E}_{p}\left[v^\top \nabla_x s_\theta(x) v + "
        r"\frac{1}{2} \|s_\theta(x)\|_2^2\right]",
        letters=(("J", "L"),),
    ),
    ("sliced", *score_words),
    "the slope along a direction in the place of the trace",
    Source("Song et al. 2019, Sliced Score Matching", "equation 8"),
)
level, largest = (
    Quantity("sigma_min", "least noise", domain=POSITIVE),
    Quantity("sigma_max", "most noise", domain=POSITIVE),
)
levels = Size("N", "noise levels", smallest=2, largest=4)
here = free_index("i", levels)
N, i = levels.symbol, here.symbol
geometric = rule(
    "Geometric sequence of noise levels",
    Quantity("sigma", "noise levels", shape=(levels,)),
    level.symbol * (largest.symbol / level.symbol) ** ((i - 1) / (N - 1)),
    (level, largest, here),
    written(
        r"\sigma_i = \sigma_{min} \left(\frac{\sigma_{max}}{\sigma_{min}}\right)^{\frac{i - 1}{N - 1}}",
        r"\sigma_i = \sigma_{min} (\sigma_{max} / \sigma_{min})^{(i - 1) / (N - 1)}",
    ),
    ("noise level", "schedule", "geometric", "variance exploding", *score_words),
    "each a fixed multiple of the one before",
    Source(
        "Song et al. 2021, Score-Based Generative Modeling through Stochastic Differential Equations", "section 3.4"
    ),
)
output = Quantity("D", "the denoiser", shape=(size,), arguments=((size,), ()))
restored = evaluated(output.symbol(clean.symbol, scale.symbol), size.symbol, 1)
denoiser_score = rule(
    "Score from a denoiser",
    Quantity("s", "the score", shape=(size,)),
    (restored - clean.symbol) / scale.symbol**2,
    (output, clean, scale),
    written(
        r"s(x, \sigma) = \frac{D(x, \sigma) - x}{\sigma^2}",
        r"s = (D(x, \sigma) - x) / \sigma^2",
    ),
    ("denoiser", "edm", "tweedie", *score_words),
    "solve Tweedie's formula for the score",
    Source(karras, "equation 3"),
)
data_scale = Quantity("s", "standard deviation of the data", domain=POSITIVE)
balance = rule(
    "Weight of a denoiser's loss",
    Quantity("lambda", "weight of the loss"),
    (scale.symbol**2 + data_scale.symbol**2) / (scale.symbol * data_scale.symbol) ** 2,
    (scale, data_scale),
    written(
        r"\lambda(\sigma) = \frac{\sigma^2 + \sigma_{data}^2}{(\sigma \cdot \sigma_{data})^2}",
        r"\lambda(\sigma) = (\sigma^2 + \sigma_{data}^2) / (\sigma \sigma_{data})^2",
        letters=(("sigma_data", "s"),),
    ),
    ("edm", "denoiser", "precondition"),
    "one over the squared scale of the output",
    Source(karras, "table 1"),
)
TOPIC = Topic(
    "Score and flow matching",
    formulas=(
        straight,
        narrowing,
        narrowing_speed,
        straight_speed,
        flow_loss,
        denoising,
        explicit,
        implicit,
        sliced,
        geometric,
        denoiser_score,
        balance,
    ),
)
