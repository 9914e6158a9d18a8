"""Losses of diffusion and score models by fields: the means of a step, the score of the data, projections.

Means over samples are stated at one.
"""

from __future__ import annotations

from typing import Any

from sympy import Lambda, MatrixSymbol, log

from derivations.diffusion_forms import half, ho, level, moment, sigma, words
from derivations.operators import dot, evaluated, gradient, jacobian, norm
from derivations.stanzas import rule, written
from derivations.vocabulary import Quantity, Size, Source, Topic

size = Size("d", "entries of a sample", largest=2)
d = size.symbol
random = Quantity("x", "a sample", shape=(size,))
direction = Quantity("v", "a direction", shape=(size,))
field = Quantity("s_theta", "score of the model", shape=(size,), arguments=((size,),))
hill = Quantity("c", "what shapes the density", arguments=((size,),))
V = MatrixSymbol("V", d, 1)
of_data = Quantity("p", "density of the data", value=Lambda((V,), 1 / (1 + hill.symbol(V) ** 2)))
first, second = Quantity("x_t", "the noisy sample", shape=(size,)), Quantity("x_0", "the sample", shape=(size,))
exact = Quantity("mu_tilde_t", "mean of the posterior", shape=(size,), arguments=((size,), (size,)))
model = Quantity("mu_theta", "mean of the reverse step", shape=(size,), arguments=((size,), ()))
rest = Quantity("C", "what does not depend on the network")
apart: Any = evaluated(exact.symbol(first.symbol, second.symbol), d, 1) - evaluated(
    model.symbol(first.symbol, moment.symbol), d, 1
)
mean_loss = rule(
    "Loss of a diffusion step by the means, up to a constant",
    Quantity("L", "the loss"),
    norm(apart) ** 2 / (2 * sigma**2) + rest.symbol,
    (first, second, moment, exact, model, level, rest),
    written(
        r"L_{t-1} = \mathbb{E}_q\left[\frac{1}{2 \sigma_t^2} \|\tilde{\mu}_t(x_t, x_0) - \mu_\theta(x_t, t)\|^2\right] "
        r"+ C",
        r"L_t = \mathbb{E}_q\left[\frac{1}{2 \sigma_t^2} \|\tilde{\mu}_t(x_t, x_0) - \mu_\theta(x_t, t)\|_2^2\right] "
        r"+ C",
    ),
    ("variational", *words),
    "the divergence of two normal laws of one variance",
    Source(ho, "equation 8"),
)
ours: Any = evaluated(field.symbol(random.symbol), d, 1)
loss = Quantity("L", "the loss")
score_words = ("score matching", "score", "fisher divergence", "hyvärinen")
explicit = rule(
    "Loss of explicit score matching, by the density of the data",
    loss,
    half * norm(ours - gradient(log(of_data.symbol(random.symbol)), random.symbol)) ** 2,
    (field, of_data, hill, random),
    written(
        r"J(\theta) = \frac{1}{2} \mathbb{E}_{p}\left[\|s_\theta(x) - \nabla_x \log p(x)\|^2\right]",
        r"J(\theta) = \frac{1}{2} \mathbb{E}\left[\|\nabla_x \log p(x) - s_\theta(x)\|_2^2\right]",
        letters=(("J", "L"),),
    ),
    score_words,
    "half of the squared distance from the score of the data",
    Source("Hyvärinen 2005, Estimation of Non-Normalized Statistical Models by Score Matching", "equation 2"),
)
sliced = rule(
    "Loss of sliced score matching, by projections",
    loss,
    dot(direction.symbol, jacobian(ours, random.symbol) * direction.symbol) + half * dot(direction.symbol, ours) ** 2,
    (field, random, direction),
    written(
        r"J(\theta) = \mathbb{E}_{v} \mathbb{E}_{p}\left[v^\top \nabla_x s_\theta(x) v + "
        r"\frac{1}{2} (v^\top s_\theta(x))^2\right]",
        r"J(\theta) = \mathbb{E}\left[v^\top \nabla_x s_\theta(x) v + \frac{1}{2} (v^\top s_\theta(x))^2\right]",
        letters=(("J", "L"),),
    ),
    ("sliced", *score_words),
    "implicit score matching along a random direction",
    Source("Song et al. 2019, Sliced Score Matching", "equation 7"),
)

TOPIC = Topic("Losses of diffusion and score models", formulas=(mean_loss, explicit, sliced))
