"""Conjugate updates and predictions with counts of their own: m ones and l zeros, gamma and normal-gamma laws, moments.

Gamma distributions have a shape a and a rate b. A precision is one over a variance.
"""

from __future__ import annotations

from sympy import Rational, Sum

from derivations.operators import at
from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, Quantity, Size, Source, Topic, bound_index, free_index, integers

bishop = "Bishop, Pattern Recognition and Machine Learning"
murphy = "Murphy, Machine Learning: A Probabilistic Perspective"
gelman = "Gelman et al., Bayesian Data Analysis, third edition"
half = Rational(1, 2)
shape = Quantity("a", "shape", domain=POSITIVE)
rate = Quantity("b", "rate", domain=POSITIVE)
a, b = shape.symbol, rate.symbol
ones = Quantity("m", "number of ones", domain=POSITIVE)
zeros = Quantity("n_0", "number of zeros", domain=POSITIVE)
m, l_ = ones.symbol, zeros.symbol
zero = (("l", "n_0"),)
samples = Size("N", "samples", largest=4)
N = samples.symbol
i = bound_index("i")
numbers = Quantity("x", "the examples", shape=(samples,))
mean = Quantity("mu", "mean")
x, mu = numbers.symbol, mean.symbol
beta_words = ("beta", "conjugate", "bernoulli", "predictive", "posterior", "coin", "prior")
gamma_words = ("gamma", "conjugate", "precision", "rate", "shape", "prior", "gam")
normal_words = ("normal-gamma", "gaussian-gamma", "gaussian", "normal", *gamma_words)
predictive = rule(
    "Probability of a further one under a beta prior, after m ones and l zeros",
    Quantity("p", "probability of a one"),
    (m + a) / (m + a + l_ + b),
    (ones, zeros, shape, rate),
    (
        *written(r"p(x = 1 | \mathcal{D}) = \frac{m + a}{m + a + l + b}", letters=zero),
        *written(r"p = \frac{m + a}{m + l + a + b}", letters=zero),
        *written(r"\mathbb{E}[\theta \mid \mathcal{D}] = \frac{a + N_1}{a + b + N_1 + N_0}",
                 letters=(("N_1", "m"), ("N_0", "n_0"))),
    ),
    beta_words,
    "the prior adds its counts",
    Source(bishop, "equation 2.20"),
)  # fmt: skip
map_estimate = rule(
    "Maximum a-posteriori probability of a one under a beta prior, after m ones and l zeros",
    Quantity("p", "estimate"),
    (m + a - 1) / (m + a + l_ + b - 2),
    (Quantity("m", "number of ones", domain=integers(1, 5)), Quantity("n_0", "number of zeros", domain=integers(1, 5)),
     Quantity("a", "shape", domain=integers(1, 4)), Quantity("b", "shape", domain=integers(1, 4))),
    (
        *written(r"\hat{\theta}_{\text{MAP}} = \frac{m + a - 1}{m + a + l + b - 2}", letters=zero),
        *written(r"\hat{\theta}_{\text{MAP}} = \frac{N_1 + a - 1}{N_1 + N_0 + a + b - 2}",
                 letters=(("N_1", "m"), ("N_0", "n_0"))),
    ),
    ("map", "maximum a posteriori", *beta_words),
    "the mode of a beta distribution",
    Source(murphy, "equation 3.21"),
)  # fmt: skip
gamma_mean = rule(
    "Mean of a gamma distribution with a rate",
    Quantity("e", "mean"),
    a / b,
    (shape, rate),
    (
        *written(r"\mathbb{E}[\lambda] = \frac{a}{b}", r"\mathbb{E}[\tau] = a / b", r"\mu = \frac{a}{b}"),
        *written(r"\mathbb{E}[X] = \frac{\alpha}{\beta}", letters=(("alpha", "a"), ("beta", "b"))),
    ),
    gamma_words,
    "shape over rate",
    Source(bishop, "equation 2.147"),
)
gamma_variance = rule(
    "Variance of a gamma distribution with a rate",
    Quantity("v", "variance"),
    a / b**2,
    (shape, rate),
    (
        *written(r"\operatorname{var}[\lambda] = \frac{a}{b^2}", r"\operatorname{var}[\tau] = a / b^2"),
        *written(r"\sigma^2 = \frac{a}{b^2}"),
        *written(r"\operatorname{Var}[X] = \frac{\alpha}{\beta^2}", letters=(("alpha", "a"), ("beta", "b"))),
    ),
    gamma_words,
    "shape over squared rate",
    Source(bishop, "equation 2.148"),
)
posterior_shape = rule(
    "Posterior shape of the precision of a normal distribution",
    Quantity("a_N", "posterior shape"),
    a + N / 2,
    (shape,),
    (
        *written(r"a_N = a_0 + \frac{N}{2}", letters=(("a_0", "a"),)),
        *written(r"\alpha_n = \alpha_0 + n / 2", letters=(("alpha_0", "a"), ("n", "N"))),
    ),
    normal_words,
    "each example adds one half",
    Source(bishop, "equation 2.150"),
    other_sizes=(samples,),
)
posterior_rate = rule(
    "Posterior rate of the precision of a normal distribution of known mean",
    Quantity("b_N", "posterior rate"),
    b + half * Sum((at(x, i) - mu) ** 2, (i, 1, N)),
    (rate, numbers, mean),
    (
        *written(r"b_N = b_0 + \frac{1}{2} \sum_{n=1}^N (x_n - \mu)^2", letters=(("b_0", "b"),)),
        *written(r"\beta_n = \beta_0 + \frac{1}{2} \sum_{i=1}^n (x_i - \mu)^2",
                 letters=(("beta_0", "b"), ("n", "N"))),
    ),
    normal_words,
    "each example adds half of its squared deviation",
    Source(bishop, "equation 2.151"),
)  # fmt: skip
weight = Quantity("kappa", "number of examples that the prior mean is worth", domain=POSITIVE)
prior_mean = Quantity("m_0", "prior mean")
kappa, m_0 = weight.symbol, prior_mean.symbol
average = Quantity("x_bar", "mean of the examples", value=Sum(at(x, i), (i, 1, N)) / N)
x_bar = average.symbol
updated_mean = rule(
    "Posterior mean under a normal-gamma prior",
    Quantity("m_N", "posterior mean"),
    (kappa * m_0 + N * x_bar) / (kappa + N),
    (weight, prior_mean, average, numbers),
    (
        *written(r"m_N = \frac{\kappa_0 m_0 + N \bar{x}}{\kappa_0 + N}", letters=(("kappa_0", "kappa"),)),
        *written(r"\mu_n = \frac{\kappa_0 \mu_0 + n \bar{x}}{\kappa_0 + n}",
                 letters=(("kappa_0", "kappa"), ("mu_0", "m_0"), ("n", "N"))),
    ),
    ("normal-inverse", *normal_words),
    "the prior counts as examples at its mean",
    Source(gelman, "section 3.3"),
)  # fmt: skip
rate_update = rule(
    "Posterior rate under a normal-gamma prior",
    Quantity("b_N", "posterior rate"),
    b + half * Sum((at(x, i) - x_bar) ** 2, (i, 1, N)) + kappa * N * (x_bar - m_0) ** 2 / (2 * (kappa + N)),
    (rate, weight, prior_mean, average, numbers),
    (
        *written(r"b_N = b_0 + \frac{1}{2} \sum_{n=1}^N (x_n - \bar{x})^2 + "
                 r"\frac{\kappa_0 N (\bar{x} - m_0)^2}{2(\kappa_0 + N)}", letters=(("b_0", "b"), ("kappa_0", "kappa"))),
        *written(r"\beta_n = \beta_0 + \frac{1}{2} \sum_{i=1}^n (x_i - \bar{x})^2 + "
                 r"\frac{\kappa_0 n (\bar{x} - \mu_0)^2}{2(\kappa_0 + n)}",
                 letters=(("beta_0", "b"), ("kappa_0", "kappa"), ("mu_0", "m_0"), ("n", "N"))),
    ),
    ("normal-inverse", *normal_words),
    "squares within, and of the two means",
    Source(murphy, "equation 4.211 and section 4.6.3.3"),
)  # fmt: skip
outcomes = Size("K", "classes", largest=4)
counts = Quantity("m", "counts of the classes", shape=(outcomes,), domain=POSITIVE)
place = free_index("k", outcomes)
k = place.symbol
largest_share = rule(
    "Maximum-likelihood share of a class",
    Quantity("mu", "share"),
    at(counts.symbol, k) / Sum(at(counts.symbol, i), (i, 1, outcomes.symbol)),
    (counts, place),
    (
        *written(r"\mu_k = \frac{m_k}{\sum_{j=1}^K m_j}", letters=(("mu_k", "mu"),)),
        *written(r"\hat{\pi}_k = \frac{N_k}{\sum_{j} N_j}", letters=(("pi_hat_k", "mu"), ("N", "m"))),
    ),
    ("maximum likelihood", "multinomial", "categorical", "class", "dirichlet"),
    "the share among all counts",
    Source(bishop, "equation 2.33"),
)

TOPIC = Topic(
    "Conjugate updates",
    formulas=(
        predictive,
        map_estimate,
        gamma_mean,
        gamma_variance,
        posterior_shape,
        posterior_rate,
        updated_mean,
        rate_update,
        largest_share,
    ),
)
