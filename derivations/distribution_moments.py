"""Means and variances of the usual distributions on the line; the gamma distribution has a shape and a rate.

Moments of positive numbers come from the gamma function: Γ(α + 1) = α Γ(α).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sympy import exp, gamma

from derivations.operators import equal
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
    Formula,
    Kind,
    Notation,
    Quantity,
    Source,
    Step,
    Topic,
    interval,
)

casella = "Casella and Berger, Statistical Inference"
bishop = "Bishop, Pattern Recognition and Machine Learning"
some_mean = Quantity("m", "mean of the distribution")
some_variance = Quantity("v", "variance of the distribution")
m, v = some_mean.symbol, some_variance.symbol
chance = Quantity("p", "probability of success", domain=UNIT)
often = Quantity("p", "probability of success", domain=interval(Fraction(1, 8), 1))
p = chance.symbol
q = often.symbol


def derive_bernoulli() -> Iterator[Step]:
    """Mean squared deviation, over the two values."""
    yield Step((1 - p) * (0 - p) ** 2 + p * (1 - p) ** 2, because="the values 0 and 1, with their probabilities")
    yield Step(p * (1 - p), because="take out p (1 - p)")


bernoulli_variance = Formula(
    title="Variance of the Bernoulli distribution",
    kind=Kind.DEFINITION,
    statement=equal(v, p * (1 - p)),
    quantities=(some_variance, chance),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}(X) = p(1 - p)"),
        Notation(r"\operatorname{var}[x] = \mu (1 - \mu)", (("mu", "p"),)),
        Notation(r"\sigma^2 = p - p^2"),
    ),
    words=("bernoulli",),
    derivation=derive_bernoulli,
    source=Source(bishop, "equation 2.4"),
)


def derive_geometric_variance() -> Iterator[Step]:
    """The mean square less the squared mean."""
    yield Step((2 - q) / q**2 - (1 / q) ** 2, because="the mean square: condition on the first trial")
    yield Step((1 - q) / q**2, because="subtract")


geometric_variance = Formula(
    title="Variance of the number of trials up to the first success",
    kind=Kind.DEFINITION,
    statement=equal(v, (1 - q) / q**2),
    quantities=(some_variance, often),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}(X) = \frac{1 - p}{p^2}"),
        Notation(r"\sigma^2 = \frac{1}{p^2} - \frac{1}{p}"),
    ),
    words=("geometric distribution", "geometric"),
    derivation=derive_geometric_variance,
    source=Source(casella, "section 3.2"),
)
low = Quantity("a", "lower end")
width = Quantity("w", "length", domain=POSITIVE)
high = Quantity("b", "upper end", value=low.symbol + width.symbol)
a, b = low.symbol, high.symbol
ends = (low, high, width)


def derive_uniform_mean() -> Iterator[Step]:
    """Integrate x over the interval."""
    yield Step((b**2 - a**2) / (2 * (b - a)), because="integrate x / (b - a) from a to b")
    yield Step((a + b) / 2, because="cancel b - a")


uniform_mean = Formula(
    title="Mean of the uniform distribution",
    kind=Kind.DEFINITION,
    statement=equal(m, (a + b) / 2),
    quantities=(some_mean, *ends),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[X] = \frac{a + b}{2}"),
        Notation(r"\mu = \frac{1}{2}(a + b)"),
    ),
    words=("uniform distribution", "uniform"),
    derivation=derive_uniform_mean,
    source=Source(casella, "section 3.3"),
)


def derive_uniform_variance() -> Iterator[Step]:
    """The mean square less the squared mean."""
    yield Step((b**3 - a**3) / (3 * (b - a)) - ((a + b) / 2) ** 2, because="integrate x^2 / (b - a) from a to b")
    yield Step((a**2 + a * b + b**2) / 3 - (a**2 + 2 * a * b + b**2) / 4, because="cancel b - a; expand the square")
    yield Step((b - a) ** 2 / 12, because="collect")


uniform_variance = Formula(
    title="Variance of the uniform distribution",
    kind=Kind.DEFINITION,
    statement=equal(v, (b - a) ** 2 / 12),
    quantities=(some_variance, *ends),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}(X) = \frac{(b - a)^2}{12}"),
        Notation(r"\sigma^2 = \frac{1}{12}(b - a)^2"),
    ),
    words=("uniform distribution", "uniform"),
    derivation=derive_uniform_variance,
    source=Source(casella, "section 3.3"),
)
shape = Quantity("alpha", "shape", domain=interval(Fraction(1, 4), 4))
rate = Quantity("beta", "rate, or second shape", domain=interval(Fraction(1, 4), 4))
alpha, beta = shape.symbol, rate.symbol
shapes = (shape, rate)


def derive_gamma_variance() -> Iterator[Step]:
    """The mean square less the squared mean."""
    yield Step(
        gamma(alpha + 2) / (gamma(alpha) * beta**2) - (alpha / beta) ** 2,
        because="x^2 times the density is a multiple of another one",
    )
    yield Step(alpha / beta**2, because="Γ(α + 2) = (α + 1) α Γ(α)")


gamma_variance = Formula(
    title="Variance of the gamma distribution",
    kind=Kind.DEFINITION,
    statement=equal(v, alpha / beta**2),
    quantities=(some_variance, *shapes),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}(X) = \frac{\alpha}{\beta^2}"),
        Notation(r"\sigma^2 = \frac{\alpha}{\beta^2}"),
        Notation(r"\operatorname{var}[\lambda] = \frac{a}{b^2}", (("a", "alpha"), ("b", "beta"))),
    ),
    words=("gamma distribution", "gamma"),
    derivation=derive_gamma_variance,
    source=Source(bishop, "equation 2.148"),
)


def derive_beta_mean() -> Iterator[Step]:
    """A density with one more in the first shape."""
    ratio = gamma(alpha + 1) / gamma(alpha) * gamma(alpha + beta) / gamma(alpha + beta + 1)
    yield Step(ratio, because="x times the density is a multiple of another one")
    yield Step(alpha / (alpha + beta), because="Γ(u + 1) = u Γ(u), twice")


beta_mean = Formula(
    title="Mean of the beta distribution",
    kind=Kind.DEFINITION,
    statement=equal(m, alpha / (alpha + beta)),
    quantities=(some_mean, *shapes),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[X] = \frac{\alpha}{\alpha + \beta}"),
        Notation(r"\mu = \frac{\alpha}{\alpha + \beta}"),
        Notation(r"\mathbb{E}[\mu] = \frac{a}{a + b}", (("a", "alpha"), ("b", "beta"))),
    ),
    words=("beta distribution", "beta", "beta prior"),
    derivation=derive_beta_mean,
    source=Source(bishop, "equation 2.15"),
)


def derive_beta_variance() -> Iterator[Step]:
    """The mean square less the squared mean."""
    both = alpha + beta
    yield Step(
        alpha * (alpha + 1) / (both * (both + 1)) - (alpha / both) ** 2, because="Γ(u + 2) = (u + 1) u Γ(u), twice"
    )
    yield Step(alpha * beta / (both**2 * (both + 1)), because="a common denominator")


beta_variance = Formula(
    title="Variance of the beta distribution",
    kind=Kind.DEFINITION,
    statement=equal(v, alpha * beta / ((alpha + beta) ** 2 * (alpha + beta + 1))),
    quantities=(some_variance, *shapes),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}(X) = \frac{\alpha \beta}{(\alpha + \beta)^2 (\alpha + \beta + 1)}"),
        Notation(
            r"\operatorname{var}[\mu] = \frac{a b}{(a + b)^2 (a + b + 1)}", (("a", "alpha"), ("b", "beta"))
        ),
        Notation(r"\sigma^2 = \frac{\alpha \beta}{(\alpha + \beta + 1)(\alpha + \beta)^2}"),
    ),
    words=("beta distribution", "beta", "beta prior"),
    derivation=derive_beta_variance,
    source=Source(bishop, "equation 2.16"),
)
centre = Quantity("mu", "mean of the logarithm")
deviation = Quantity("sigma", "standard deviation of the logarithm", domain=interval(Fraction(1, 8), 2))
mu, sigma = centre.symbol, deviation.symbol


def derive_log_normal_mean() -> Iterator[Step]:
    """The moment generating function of the normal distribution at 1."""
    yield Step(exp(mu) * exp(sigma**2 / 2), because="the moment generating function of the logarithm, at 1")
    yield Step(exp(mu + sigma**2 / 2), because="add the exponents")


log_normal_mean = Formula(
    title="Mean of the log-normal distribution",
    kind=Kind.DEFINITION,
    statement=equal(m, exp(mu + sigma**2 / 2)),
    quantities=(some_mean, centre, deviation),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[X] = e^{\mu + \sigma^2 / 2}"),
        Notation(r"\mathbb{E}[X] = \exp\left(\mu + \frac{\sigma^2}{2}\right)"),
        Notation(r"\mathbb{E}[X] = \exp\left(\mu + \frac{1}{2} \sigma^2\right)"),
    ),
    words=("log-normal", "lognormal"),
    derivation=derive_log_normal_mean,
    source=Source(casella, "section 3.3"),
)


def derive_log_normal_variance() -> Iterator[Step]:
    """The mean square less the squared mean."""
    yield Step(exp(2 * mu + 2 * sigma**2) - exp(2 * mu + sigma**2), because="the moment generating function, at 2")
    yield Step((exp(sigma**2) - 1) * exp(2 * mu + sigma**2), because="take out the squared mean")


log_normal_variance = Formula(
    title="Variance of the log-normal distribution",
    kind=Kind.DEFINITION,
    statement=equal(v, (exp(sigma**2) - 1) * exp(2 * mu + sigma**2)),
    quantities=(some_variance, centre, deviation),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}(X) = (e^{\sigma^2} - 1) e^{2\mu + \sigma^2}"),
        Notation(r"\operatorname{Var}(X) = e^{2(\mu + \sigma^2)} - e^{2\mu + \sigma^2}"),
    ),
    words=("log-normal", "lognormal"),
    derivation=derive_log_normal_variance,
    source=Source(casella, "section 3.3"),
)

TOPIC = Topic(
    "Means and variances of distributions",
    formulas=(
        bernoulli_variance,
        geometric_variance,
        uniform_mean,
        uniform_variance,
        gamma_variance,
        beta_mean,
        beta_variance,
        log_normal_mean,
        log_normal_variance,
    ),
)
