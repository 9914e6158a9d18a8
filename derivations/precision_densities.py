"""Normal densities by their precision, Laplace's approximation, and the posterior density of a beta prior.

A is a precision: the curvature of minus the logarithm of f at its largest point z_0.
"""

from __future__ import annotations

from fractions import Fraction

from sympy import Determinant, Lambda, Rational, Symbol, exp, gamma, log, pi, sqrt

from derivations.operators import dot
from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, POSITIVE_DEFINITE, UNIT, Quantity, Size, Source, Topic, interval

bishop = "Bishop, Pattern Recognition and Machine Learning"
value = Quantity("v", "density or evidence")
place, centre = Quantity("z", "a number"), Quantity("z_0", "the mode")
precision = Quantity("a", "precision", domain=POSITIVE)
z, z_0, a = place.symbol, centre.symbol, precision.symbol
words = ("laplace approximation", "laplace", "gaussian approximation", "precision", "mode")
line = rule(
    "Density of the normal distribution by its precision",
    value,
    sqrt(a / (2 * pi)) * exp(-a / 2 * (z - z_0) ** 2),
    (place, centre, precision),
    written(
        r"q(z) = \left(\frac{A}{2\pi}\right)^{1/2} \exp\left\{-\frac{A}{2} (z - z_0)^2\right\}",
        r"q(z) = \sqrt{\frac{A}{2\pi}} e^{-\frac{A}{2} (z - z_0)^2}",
        letters=(("A", "a"),),
    )
    + written(
        r"p(x | \mu, \lambda) = \frac{\lambda^{1/2}}{(2\pi)^{1/2}} \exp\left\{-\frac{\lambda}{2} (x - \mu)^2\right\}",
        letters=(("lambda", "a"), ("x", "z"), ("mu", "z_0")),
    ),
    words,
    "the variance is one over the precision",
    Source(bishop, "equation 4.130"),
)
axes = Size("M", "dimensions", largest=3)
M = axes.symbol
point, mode = Quantity("z", "a point", shape=(axes,)), Quantity("z_0", "the mode", shape=(axes,))
curvature = Quantity("A", "precision matrix", shape=(axes, axes), domain=POSITIVE_DEFINITE)
A = curvature.symbol
away = point.symbol - mode.symbol
several = rule(
    "Density of the normal distribution in several dimensions by its precision",
    value,
    sqrt(Determinant(A)) / (2 * pi) ** (M / 2) * exp(-dot(away, A * away) / 2),
    (point, mode, curvature),
    written(
        r"q(z) = \frac{|A|^{1/2}}{(2\pi)^{M/2}} \exp\left\{-\frac{1}{2} (z - z_0)^T A (z - z_0)\right\}",
        r"q(z) = (2\pi)^{-M/2} |A|^{1/2} \exp\left(-\frac{1}{2} (z - z_0)^T A (z - z_0)\right)",
    ),
    words,
    "the covariance is the inverse of the precision",
    Source(bishop, "equation 4.134"),
)
height = Quantity("f", "value at the mode", domain=POSITIVE)
normaliser = rule(
    "Integral by Laplace's approximation",
    value,
    height.symbol * (2 * pi) ** (M / 2) / sqrt(Determinant(A)),
    (height, curvature),
    written(
        r"Z = f \frac{(2\pi)^{M/2}}{|A|^{1/2}}",
        r"Z = f (2\pi)^{M/2} |A|^{-1/2}",
    ),
    ("evidence", "normalisation", "normalization", *words),
    "the normal density with this precision has the integral 1",
    Source(bishop, "equation 4.135"),
)
likelihood, prior = Quantity("c", "log-likelihood at the mode"), Quantity("h", "log-prior at the mode")
evidence = rule(
    "Log-evidence by Laplace's approximation",
    value,
    likelihood.symbol + prior.symbol + M / 2 * log(2 * pi) - log(Determinant(A)) / 2,
    (likelihood, prior, curvature),
    written(
        r"E = \ell + h + \frac{M}{2} \ln(2\pi) - \frac{1}{2} \ln|A|",
        r"E = \ell + h + \frac{M}{2} \ln(2\pi) - \ln|A|^{1/2}",
        letters=(("l", "c"),),
    ),
    ("evidence", "occam factor", "marginal likelihood", *words),
    "the logarithm of the integral",
    Source(bishop, "equation 4.137"),
)
u = Symbol("u", positive=True)
gamma_function = Quantity("Gamma", "the gamma function", value=Lambda((u,), gamma(u)))
small = interval(Fraction(1, 2), 3)
chance = Quantity("mu", "probability of a one", domain=UNIT)
first, second = Quantity("a", "prior count of ones", domain=small), Quantity("b", "prior count of zeros", domain=small)
ones, zeros = Quantity("m", "number of ones", domain=small), Quantity("n_0", "number of zeros", domain=small)
p, b, m, k = chance.symbol, second.symbol, ones.symbol, zeros.symbol
c = first.symbol
posterior = rule(
    "Posterior density of a probability after m ones and l zeros under a beta prior",
    value,
    gamma(m + c + k + b) / (gamma(m + c) * gamma(k + b)) * p ** (m + c - 1) * (1 - p) ** (k + b - 1),
    (chance, first, second, ones, zeros, gamma_function),
    written(
        r"p(\mu | m, l, a, b) = \frac{\Gamma(m + a + l + b)}{\Gamma(m + a) \Gamma(l + b)} "
        r"\mu^{m + a - 1} (1 - \mu)^{l + b - 1}",
        r"p(\mu | D) = \frac{\Gamma(a + b + m + l)}{\Gamma(a + m) \Gamma(b + l)} "
        r"\mu^{a + m - 1} (1 - \mu)^{b + l - 1}",
        letters=(("l", "n_0"),),
    ),
    ("beta", "conjugate", "posterior", "bernoulli", "binary variable"),
    "the prior adds its counts",
    Source(bishop, "equation 2.18"),
)
location, spread = Quantity("x", "a number"), Quantity("sigma", "standard deviation", domain=POSITIVE)
mean = Quantity("mu", "mean")
half_power = rule(
    "Density of the normal distribution with the power one half",
    value,
    exp(-((location.symbol - mean.symbol) ** 2) / (2 * spread.symbol**2))
    / (2 * pi * spread.symbol**2) ** Rational(1, 2),
    (location, mean, spread),
    written(
        r"p(x | \mu, \sigma^2) = \frac{1}{(2\pi\sigma^2)^{1/2}} \exp\left\{-\frac{1}{2\sigma^2} (x - \mu)^2\right\}",
        r"p(x) = (2\pi\sigma^2)^{-1/2} \exp\left\{-\frac{(x - \mu)^2}{2\sigma^2}\right\}",
    ),
    ("gaussian", "normal distribution", "normal density"),
    "the density of the standardised number, by the deviation",
    Source(bishop, "equation 2.42"),
)

TOPIC = Topic(
    "Densities by precisions",
    formulas=(line, several, normaliser, evidence, posterior, half_power),
)
