"""The normal distribution on the line and in n dimensions: densities, log-densities and entropies.

Logarithms are natural. A mean of a quadratic function needs only the first two moments, so entropies are derived with
the simplest variable that has them: mu + sigma or mu - sigma, equally likely.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sympy import Determinant, E, Inverse, Lambda, Rational, erf, exp, log, pi, sqrt

from derivations.gaussian_vectors import drawn_position, signs, white_vector
from derivations.operators import dot, equal, mean, partial
from derivations.vocabulary import (
    POSITIVE,
    POSITIVE_DEFINITE,
    Domain,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
)

dimensions = Size("n", "dimensions", largest=4)
n = dimensions.symbol
point = Quantity("x", "a real number")
centre = Quantity("mu", "mean")
scale = Quantity("sigma", "standard deviation", domain=POSITIVE)
x, mu, sigma = point.symbol, centre.symbol, scale.symbol
half = Rational(1, 2)
bishop = Source("Bishop, Pattern Recognition and Machine Learning", "section 1.2.4")
normal = exp(-((x - mu) ** 2) / (2 * sigma**2)) / (sigma * sqrt(2 * pi))
distribution = half * (1 + erf((x - mu) / (sigma * sqrt(2))))
law = Quantity("p", "the derivative of the distribution function", value=Lambda((x,), partial(distribution, x)))
p = law.symbol


def derive_density() -> Iterator[Step]:
    """A density is the derivative of the distribution function."""
    yield Step(partial(distribution, x), because="a density is the derivative of the distribution function")
    yield Step(
        half * (2 / sqrt(pi)) * exp(-(((x - mu) / (sigma * sqrt(2))) ** 2)) / (sigma * sqrt(2)),
        because="chain rule: the derivative of erf(u) is 2 exp(-u^2) / sqrt(pi)",
    )


density = Formula(
    title="Density of the normal distribution",
    kind=Kind.IDENTITY,
    statement=equal(p(x), normal),
    quantities=(law, point, centre, scale),
    assumptions=(),
    notations=(
        Notation(r"p(x) = \frac{1}{\sigma\sqrt{2\pi}} \exp\left(-\frac{(x - \mu)^2}{2\sigma^2}\right)"),
        Notation(
            r"f(x) = \frac{1}{\sqrt{2\pi\sigma^2}} e^{-\frac{1}{2}\left(\frac{x - \mu}{\sigma}\right)^2}",
            letters=(("f", "p"),),
        ),
    ),
    words=("gaussian", "normal distribution", "density"),
    derivation=derive_density,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 1.46"),
)

stated_law = Quantity("p", "normal density", value=Lambda((x,), normal))
wide = Domain("at least 1/2: the density of a narrower one rounds to 0, which has no logarithm", low=Fraction(1, 2))
wide_scale = Quantity("sigma", "standard deviation", domain=wide)


def derive_log_density() -> Iterator[Step]:
    """The logarithm of a product is a sum."""
    yield Step(log(1 / (sigma * sqrt(2 * pi))) - (x - mu) ** 2 / (2 * sigma**2), because="log of the product")
    yield Step(-half * log(2 * pi * sigma**2) - (x - mu) ** 2 / (2 * sigma**2), because="log of the power -1/2")


log_density = Formula(
    title="Log-density of the normal distribution",
    kind=Kind.IDENTITY,
    statement=equal(log(p(x)), -half * log(2 * pi * sigma**2) - (x - mu) ** 2 / (2 * sigma**2)),
    quantities=(stated_law, point, centre, wide_scale),
    assumptions=(),
    notations=(
        Notation(r"\log p(x) = -\frac{1}{2}\log(2\pi\sigma^2) - \frac{(x - \mu)^2}{2\sigma^2}"),
        Notation(r"\ln p(x) = -\frac{1}{2\sigma^2}(x - \mu)^2 - \ln\sigma - \frac{1}{2}\ln(2\pi)"),
    ),
    words=("gaussian", "normal distribution", "log-density", "log-likelihood"),
    derivation=derive_log_density,
    source=bishop,
)

side = drawn_position("side", "1 or 2: below or above the mean", signs)
variable = Quantity("x", "mu - sigma or mu + sigma", value=mu + sigma * (2 * side.symbol - 3))
entropy_of = Quantity("H", "differential entropy in nats")


def derive_entropy() -> Iterator[Step]:
    """The mean of -log p(x), which is quadratic in x."""
    yield Step(
        mean(half * log(2 * pi * sigma**2) + (x - mu) ** 2 / (2 * sigma**2)),
        because="the entropy is the mean of -log p(x)",
    )
    yield Step(half * log(2 * pi * sigma**2) + half, because="the mean of (x - mu)^2 is sigma^2")
    yield Step(half * log(2 * pi * E * sigma**2), because="1/2 is half the logarithm of e")


entropy = Formula(
    title="Entropy of the normal distribution",
    kind=Kind.DEFINITION,
    statement=equal(entropy_of.symbol, half * log(2 * pi * E * sigma**2)),
    quantities=(entropy_of, variable, side, centre, scale),
    assumptions=(),
    notations=(
        Notation(r"H(X) = \frac{1}{2}\log(2\pi e\sigma^2)"),
        Notation(r"h(X) = \frac{1}{2}\{1 + \ln(2\pi\sigma^2)\}", letters=(("h", "H"),)),
    ),
    words=("gaussian", "normal distribution", "entropy"),
    derivation=derive_entropy,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 1.110"),
)

vector = Quantity("x", "a point", shape=(dimensions,))
vector_centre = Quantity("mu", "mean", shape=(dimensions,))
covariance = Quantity("Sigma", "covariance", shape=(dimensions, dimensions), domain=POSITIVE_DEFINITE)
v, m, Sigma = vector.symbol, vector_centre.symbol, covariance.symbol
distance = dot(v - m, Inverse(Sigma) * (v - m))
multivariate = Lambda((v,), exp(-half * distance) / sqrt((2 * pi) ** n * Determinant(Sigma)))
multivariate_law = Quantity("p", "normal density in n dimensions", value=multivariate)


def log_normal(at: Any, mean_vector: Any, spread: Any) -> Any:
    """The log-density of the normal distribution in n dimensions."""
    away = at - mean_vector
    quadratic = dot(away, Inverse(spread) * away)
    return -n / 2 * log(2 * pi) - half * log(Determinant(spread)) - half * quadratic


def derive_multivariate_log_density() -> Iterator[Step]:
    """The logarithm of a quotient is a difference."""
    yield Step(
        -half * log((2 * pi) ** n * Determinant(Sigma)) - half * distance, because="the logarithm of the quotient"
    )
    yield Step(log_normal(v, m, Sigma), because="the logarithm of the product under the root")


multivariate_log_density = Formula(
    title="Log-density of the normal distribution in n dimensions",
    kind=Kind.IDENTITY,
    statement=equal(log(p(v)), log_normal(v, m, Sigma)),
    quantities=(multivariate_law, vector, vector_centre, covariance),
    assumptions=(),
    notations=(
        Notation(
            r"\log p(x) = -\frac{n}{2}\log(2\pi) - \frac{1}{2}\log\det\Sigma "
            r"- \frac{1}{2}(x - \mu)^\top \Sigma^{-1} (x - \mu)"
        ),
        Notation(
            r"\ln p(x) = -\frac{D}{2}\ln(2\pi) - \frac{1}{2}\ln|\Sigma| - \frac{1}{2}(x - \mu)^T \Sigma^{-1} (x - \mu)",
            letters=(("D", "n"),),
        ),
    ),
    words=("gaussian", "multivariate normal", "log-density", "log-likelihood"),
    derivation=derive_multivariate_log_density,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 2.43"),
)

white, white_axis, white_sign = white_vector("epsilon", dimensions)
root = Quantity("R", "symmetric root of the covariance", (dimensions, dimensions), POSITIVE_DEFINITE)
R = root.symbol
squared = Quantity("Sigma", "covariance", shape=(dimensions, dimensions), value=R * R)
random_vector = Quantity("x", "a random vector with that covariance", (dimensions,), value=m + R * white.symbol)


def derive_multivariate_entropy() -> Iterator[Step]:
    """The mean of -log p(x), which is quadratic in x."""
    yield Step(mean(-log_normal(v, m, Sigma)), because="the entropy is the mean of -log p(x)")
    yield Step(
        n / 2 * log(2 * pi) + half * log(Determinant(Sigma)) + n / 2,
        because="the mean of (x - mu)' Sigma^-1 (x - mu) is the trace of I",
    )
    yield Step(n / 2 * (1 + log(2 * pi)) + half * log(Determinant(Sigma)), because="collect the terms in n")


multivariate_entropy = Formula(
    title="Entropy of the normal distribution in n dimensions",
    kind=Kind.DEFINITION,
    statement=equal(entropy_of.symbol, n / 2 * (1 + log(2 * pi)) + half * log(Determinant(Sigma))),
    quantities=(entropy_of, random_vector, vector_centre, squared, root, white, white_axis, white_sign),
    assumptions=(),
    notations=(
        Notation(r"H(X) = \frac{n}{2}(1 + \log(2\pi)) + \frac{1}{2}\log\det\Sigma"),
        Notation(r"H[x] = \frac{1}{2}\ln|\Sigma| + \frac{D}{2}(1 + \ln(2\pi))", letters=(("D", "n"),)),
    ),
    words=("gaussian", "multivariate normal", "entropy"),
    derivation=derive_multivariate_entropy,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "exercise 2.15"),
)

TOPIC = Topic(
    "Normal distribution",
    formulas=(density, log_density, entropy, multivariate_log_density, multivariate_entropy),
)
