"""Gradients of drawn examples: mean, second moment and variance over the data, and the distance after a step.

The objective F is the mean of n smooth functions, one index is drawn uniformly, as in `sgd`. The lines with a letter
for the stochastic gradient have its setting in `stochastic_steps`.
"""

from __future__ import annotations

from sympy import Sum

from derivations.operators import dot, mean, norm, vector_mean, vector_sum
from derivations.sgd import bottou, chosen, family, full, i, index, n, objective, point, slope_of
from derivations.smooth_walks import mu
from derivations.stanzas import identity, rule, written
from derivations.stochastic_steps import (
    alpha,
    bounded_noise,
    g,
    noisy,
    short_step,
    sigma,
    slope,
    w,
    w_next,
    w_star,
)
from derivations.telescoped_steps import bounded
from derivations.vocabulary import Quantity, Source, Topic

words = ("stochastic gradient", "sgd", "unbiased", "mini-batch", "minibatch", "finite sum")
one = (("i", "I"), ("w", "x"))
theta = (("i", "I"), ("theta", "x"), ("l", "f"), ("L", "F"))
drawn = (chosen, family, objective, point)
listed = identity(
    "Mean of the gradient of a drawn example: the mean over the data",
    vector_mean(slope_of(index)),
    ((vector_sum(slope_of(i), i, 1, n) / n, "each index has the probability 1/n"),),
    (chosen, family, point),
    written(
        r"\mathbb{E}_i[\nabla f_i(w)] = \frac{1}{n} \sum_{i=1}^n \nabla f_i(w)",
        r"\mathbb{E}[\nabla f_i(w)] = \frac{1}{n} \sum_{j=1}^n \nabla f_j(w)",
        letters=one,
    )
    + written(
        r"\mathbb{E}_i[\nabla \ell_i(\theta)] = \frac{1}{n} \sum_{i=1}^n \nabla \ell_i(\theta)",
        letters=theta[:3],
    ),
    words,
    Source(bottou, "section 3.2"),
)
away = mean(norm(slope_of(index) - full) ** 2)
second_moment = identity(
    "Second moment of the gradient of a drawn example",
    mean(norm(slope_of(index)) ** 2),
    (
        (
            norm(full) ** 2 + 2 * dot(full, vector_mean(slope_of(index)) - full) + away,
            "expand the square around the gradient of the objective",
        ),
        (norm(full) ** 2 + away, "the stochastic gradient is unbiased"),
    ),
    drawn,
    written(
        r"\mathbb{E}\|\nabla f_i(w)\|^2 = \|\nabla F(w)\|^2 + \mathbb{E}\|\nabla f_i(w) - \nabla F(w)\|^2",
        r"\mathbb{E}_i[\|\nabla f_i(w)\|^2] = \|\nabla F(w)\|^2 + \mathbb{E}_i[\|\nabla f_i(w) - \nabla F(w)\|^2]",
        letters=one,
    )
    + written(
        r"\mathbb{E}\|\nabla \ell_i(\theta)\|^2 = \|\nabla L(\theta)\|^2 "
        r"+ \mathbb{E}\|\nabla \ell_i(\theta) - \nabla L(\theta)\|^2",
        letters=theta,
    ),
    ("variance", "second moment", *words),
    Source(bottou, "equation 4.6"),
)
variance = Quantity("V", "variance of the gradient of a drawn example")
over_data = Sum(norm(slope_of(i) - full) ** 2, (i, 1, n)) / n
data_variance = rule(
    "Variance of the gradient of a drawn example, over the data",
    variance,
    over_data,
    (family, objective, point),
    written(
        r"\sigma^2 = \frac{1}{n} \sum_{i=1}^n \|\nabla f_i(w) - \nabla F(w)\|^2",
        r"\sigma^2(w) = \frac{1}{n} \sum_{i=1}^n \|\nabla f_i(w) - \nabla F(w)\|_2^2",
        letters=(("sigma^2", "V"), ("w", "x")),
    )
    + written(
        r"\sigma^2 = \frac{1}{n} \sum_{i=1}^n \|\nabla \ell_i(\theta) - \nabla L(\theta)\|^2",
        letters=(("sigma^2", "V"), *theta[1:]),
    ),
    ("variance", *words),
    "the mean squared distance from the mean",
    Source(bottou, "section 4.1"),
)
counted = (("w_t+1", "w_next"), ("w_t", "w"), ("g_t", "g"))
moments = ("second moment", "unbiased", "bounded variance", "stochastic gradient", "sgd")
deviation = identity(
    "Variance of a stochastic gradient from its second moment",
    mean(norm(g - slope) ** 2),
    (
        (mean(norm(g) ** 2) - 2 * dot(slope, vector_mean(g)) + norm(slope) ** 2, "expand the square"),
        (mean(norm(g) ** 2) - norm(slope) ** 2, "the gradient is unbiased"),
    ),
    noisy,
    written(
        r"\mathbb{E}\|g - \nabla F(w)\|^2 = \mathbb{E}\|g\|^2 - \|\nabla F(w)\|^2",
        r"\mathbb{E}[\|g - \nabla F(w)\|_2^2] = \mathbb{E}[\|g\|_2^2] - \|\nabla F(w)\|_2^2",
    )
    + written(r"\mathbb{E}\|g_t - \nabla F(w_t)\|^2 = \mathbb{E}\|g_t\|^2 - \|\nabla F(w_t)\|^2", letters=counted),
    ("variance", *moments),
    Source(bottou, "equation 4.6"),
)
before, after = norm(w - w_star) ** 2, mean(norm(w_next - w_star) ** 2)
contraction = bounded(
    "A short stochastic gradient step under strong convexity: the squared distance shrinks down to the noise",
    after,
    (
        (before - 2 * alpha * dot(slope, w - w_star) + alpha**2 * (norm(slope) ** 2 + sigma**2), "expand the square"),
        ((1 - alpha * mu) * before + alpha**2 * sigma**2, "smoothness and strong convexity, at most 1/L a step"),
    ),
    (*short_step, *bounded_noise),
    written(
        r"\mathbb{E}\|w_{t+1} - w^*\|^2 \leq (1 - \alpha\mu) \|w_t - w^*\|^2 + \alpha^2 \sigma^2",
        r"\mathbb{E}\|w_{t+1} - w^*\|^2 \leq (1 - \alpha\mu) \mathbb{E}\|w_t - w^*\|^2 + \alpha^2 \sigma^2",
        r"\mathbb{E}[\|w_{t+1} - w^*\|_2^2] \leq (1 - \alpha\mu) \|w_t - w^*\|_2^2 + \alpha^2 \sigma^2",
        letters=counted,
    ),
    ("strongly convex", "strong convexity", "noise floor", *moments),
    Source("Garrigos and Gower 2023, Handbook of Convergence Theorems for Gradient Methods", "theorem 5.9"),
)

TOPIC = Topic(
    "Gradients of drawn examples",
    formulas=(listed, second_moment, data_variance, deviation, contraction),
)
