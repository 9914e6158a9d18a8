"""A stochastic gradient step in expectation: moments of the gradient, the descent lemma, and the distance.

g is an unbiased gradient of F whose total variance is at most σ². The bounds hold for every L-smooth (and μ-strongly
convex) F; they are held against quadratics of a curvature between μ and L, and noise of any distribution.
"""

from __future__ import annotations

from sympy import Lambda, MatrixSymbol, sqrt

from derivations.operators import dot, mean, norm, vector_mean
from derivations.smooth_walks import L, mu, ratio, smoothness, strength
from derivations.stanzas import identity, written
from derivations.telescoped_steps import bounded
from derivations.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    PROBABILITY,
    UNIT,
    Law,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
)

bottou = "Bottou, Curtis and Nocedal 2018, Optimization Methods for Large-Scale Machine Learning"
dimensions = Size("d", "dimensions", largest=2)
d = dimensions.symbol
v = MatrixSymbol("v", d, 1)
place = Quantity("s", "where the curvature lies between the bounds", domain=PROBABILITY)
curvature = Quantity("h", "the curvature", domain=POSITIVE, value=mu + (L - mu) * place.symbol)
h = curvature.symbol
goal = Quantity("w_star", "the minimiser", shape=(dimensions,))
least = Quantity("F_star", "the least value")
point = Quantity("w", "the parameters", shape=(dimensions,))
w, w_star, F_star = point.symbol, goal.symbol, least.symbol
objective = Quantity("F", "the objective", value=Lambda((v,), h * norm(v - w_star) ** 2 / 2 + F_star))
F = objective.symbol
slope = h * (w - w_star)
raw = Quantity("n", "noise before it is centred", shape=(dimensions,), law=Law("n"))
noise = raw.symbol - vector_mean(raw.symbol)
gradient_ = Quantity("g", "the stochastic gradient", shape=(dimensions,), value=slope + noise, law=Law("n"))
g = gradient_.symbol
excess = Quantity("r", "how far the bound lies above the variance", domain=NONNEGATIVE)
spread = Quantity("sigma", "bound on the deviation", value=sqrt(mean(norm(noise) ** 2) + excess.symbol))
sigma = spread.symbol
any_rate = Quantity("alpha", "step size", domain=POSITIVE)
share = Quantity("c", "the step size in units of 1/L", domain=UNIT)
short_rate = Quantity("alpha", "step size of at most 1/L", domain=POSITIVE, value=share.symbol / L)
alpha = any_rate.symbol
following = Quantity("w_next", "the parameters after the step", (dimensions,), value=w - alpha * g, law=Law("n"))
w_next = following.symbol
bowl = (objective, curvature, goal, least, place, smoothness, strength, ratio)
noisy = (gradient_, raw, point, *bowl)
bounded_noise = (spread, excess, *noisy)
any_step = (following, any_rate)
short_step = (following, short_rate, share)
words = ("stochastic gradient", "sgd", "second moment", "expectation", "unbiased")
counted = (("w_k+1", "w_next"), ("w_k", "w"), ("g_k", "g"), ("alpha_k", "alpha"))


def spelled(*spellings: str) -> tuple[Notation, ...]:
    """A line with the steps counted."""
    return written(*spellings, letters=counted)


second_moment = identity(
    "Second moment of a stochastic gradient: squared mean and variance",
    mean(norm(g) ** 2),
    (
        (
            norm(slope) ** 2 + 2 * dot(slope, vector_mean(g - slope)) + mean(norm(g - slope) ** 2),
            "expand the square around the mean",
        ),
        (norm(slope) ** 2 + mean(norm(g - slope) ** 2), "the gradient is unbiased"),
    ),
    noisy,
    spelled(
        r"\mathbb{E}[\|g_k\|^2] = \|\nabla F(w_k)\|^2 + \mathbb{E}[\|g_k - \nabla F(w_k)\|^2]",
        r"\mathbb{E}\|g_k\|_2^2 = \|\nabla F(w_k)\|_2^2 + \mathbb{E}\|g_k - \nabla F(w_k)\|_2^2",
    ),
    words,
    Source(bottou, "equation 4.6"),
)
deviation = bounded(
    "Bounded variance of a stochastic gradient",
    mean(norm(g - slope) ** 2),
    ((sigma**2, "the variance is at most its bound"),),
    bounded_noise,
    spelled(
        r"\mathbb{E}\left[\|g_k - \nabla F(w_k)\|^2\right] \leq \sigma^2",
        r"\mathbb{E}\|g_k - \nabla F(w_k)\|^2 \leq \sigma^2",
    ),
    ("bounded variance", *words),
    Source(bottou, "equation 4.8, with M_V = 0"),
)
moment_bound = bounded(
    "Second moment of a stochastic gradient of bounded variance",
    mean(norm(g) ** 2),
    ((norm(slope) ** 2 + sigma**2, "squared mean and variance"),),
    bounded_noise,
    spelled(
        r"\mathbb{E}[\|g_k\|^2] \leq \|\nabla F(w_k)\|^2 + \sigma^2",
        r"\mathbb{E}\|g_k\|_2^2 \leq \sigma^2 + \|\nabla F(w_k)\|_2^2",
    ),
    ("bounded variance", *words),
    Source(bottou, "equation 4.9"),
)
expected_descent = bounded(
    "Descent lemma of a stochastic gradient step, in expectation",
    mean(F(w_next)) - F(w),
    (
        (
            -alpha * dot(slope, vector_mean(g)) + alpha**2 * L / 2 * mean(norm(g) ** 2),
            "smoothness at the step, in expectation",
        ),
    ),
    (*any_step, *noisy),
    spelled(
        r"\mathbb{E}[F(w_{k+1})] - F(w_k) \leq -\alpha_k \nabla F(w_k)^T \mathbb{E}[g_k] "
        r"+ \frac{1}{2} \alpha_k^2 L \mathbb{E}[\|g_k\|_2^2]",
        r"\mathbb{E}[F(w_{k+1})] - F(w_k) \leq -\alpha_k \langle \nabla F(w_k), \mathbb{E}[g_k] \rangle "
        r"+ \frac{L \alpha_k^2}{2} \mathbb{E}\|g_k\|^2",
    ),
    ("descent lemma", *words),
    Source(bottou, "lemma 4.2"),
)
bounded_descent = bounded(
    "Descent of a stochastic gradient step under bounded variance",
    mean(F(w_next)),
    (
        (
            F(w) - alpha * (1 - L * alpha / 2) * norm(slope) ** 2 + L * alpha**2 * sigma**2 / 2,
            "the second moment is squared mean and variance",
        ),
    ),
    (*any_step, *bounded_noise),
    spelled(
        r"\mathbb{E}[F(w_{k+1})] \leq F(w_k) - \alpha_k \left(1 - \frac{L \alpha_k}{2}\right) \|\nabla F(w_k)\|^2 "
        r"+ \frac{L \alpha_k^2 \sigma^2}{2}",
    )
    + written(
        r"\mathbb{E}[F(w_{k+1})] \leq F(w_k) - \alpha \left(1 - \frac{L \alpha}{2}\right) \|\nabla F(w_k)\|^2 "
        r"+ \frac{L}{2} \alpha^2 \sigma^2",
        letters=counted[:3],
    ),
    ("descent lemma", *words),
    Source(bottou, "lemma 4.4, with M_V = 0"),
)
half_descent = bounded(
    "Descent of a short stochastic gradient step under bounded variance",
    mean(F(w_next)),
    (
        (
            F(w) - alpha * (1 - L * alpha / 2) * norm(slope) ** 2 + L * alpha**2 * sigma**2 / 2,
            "descent under bounded variance",
        ),
        (F(w) - alpha / 2 * norm(slope) ** 2 + alpha**2 * L * sigma**2 / 2, "the step size is at most 1/L"),
    ),
    (*short_step, *bounded_noise),
    written(
        r"\mathbb{E}[F(w_{k+1})] \leq F(w_k) - \frac{\alpha}{2} \|\nabla F(w_k)\|^2 + \frac{\alpha^2 L \sigma^2}{2}",
        r"\mathbb{E}[F(w_{k+1})] \leq F(w_k) - \frac{\alpha}{2} \|\nabla F(w_k)\|_2^2 + \frac{L}{2} \alpha^2 \sigma^2",
        letters=counted[:3],
    ),
    ("descent lemma", *words),
    Source(bottou, "equation 4.14, with M = σ^2"),
)
strong_descent = bounded(
    "A short stochastic gradient step under strong convexity: the gap shrinks down to the noise",
    mean(F(w_next)) - F_star,
    (
        (
            F(w) - F_star - alpha / 2 * norm(slope) ** 2 + alpha**2 * L * sigma**2 / 2,
            "descent of a short step",
        ),
        ((1 - alpha * mu) * (F(w) - F_star) + alpha**2 * L * sigma**2 / 2, "Polyak-Lojasiewicz"),
    ),
    (*short_step, *bounded_noise),
    written(
        r"\mathbb{E}[F(w_{k+1})] - F^* \leq (1 - \alpha\mu) (F(w_k) - F^*) + \frac{\alpha^2 L \sigma^2}{2}",
        r"\mathbb{E}[F(w_{k+1})] - F(w^*) \leq (1 - \alpha\mu) [F(w_k) - F(w^*)] + \frac{L}{2} \alpha^2 \sigma^2",
        letters=counted[:3],
    ),
    ("strongly convex", "strong convexity", "noise floor", *words),
    Source(bottou, "theorem 4.6"),
)
distance = identity(
    "Expected squared distance after a stochastic gradient step",
    mean(norm(w_next - w_star) ** 2),
    (
        (mean(norm(w - w_star - alpha * g) ** 2), "the step"),
        (
            norm(w - w_star) ** 2 - 2 * alpha * dot(slope, w - w_star) + alpha**2 * mean(norm(g) ** 2),
            "expand the square; the gradient is unbiased",
        ),
    ),
    (*any_step, *noisy),
    spelled(
        r"\mathbb{E}\|w_{k+1} - w^*\|^2 = \|w_k - w^*\|^2 - 2 \alpha_k \nabla F(w_k)^\top (w_k - w^*) "
        r"+ \alpha_k^2 \mathbb{E}\|g_k\|^2",
        r"\mathbb{E}[\|w_{k+1} - w^*\|^2] = \|w_k - w^*\|^2 - 2 \alpha_k \langle \nabla F(w_k), w_k - w^* \rangle "
        r"+ \alpha_k^2 \mathbb{E}[\|g_k\|^2]",
    ),
    words,
    Source(bottou, "section 4.2"),
)

TOPIC = Topic(
    "Stochastic gradient steps in expectation",
    formulas=(
        second_moment,
        deviation,
        moment_bound,
        expected_descent,
        bounded_descent,
        half_descent,
        strong_descent,
        distance,
    ),
)
