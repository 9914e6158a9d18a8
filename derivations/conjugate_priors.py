"""Posteriors under conjugate priors: beta and Bernoulli, Dirichlet and categorical, gamma and Poisson.

Of n draws k are successes; the prior of their probability is a beta distribution with the shapes a and b.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sympy import Lambda, Sum, Symbol, binomial, gamma

from derivations.operators import at, equal, total
from derivations.vocabulary import (
    UNIT,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    free_index,
    integers,
    interval,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
gelman = "Gelman et al., Bayesian Data Analysis"
trials = Quantity("n", "number of draws", domain=integers(1, 6))
successes = Quantity("k", "number of successes", domain=integers(0, 6))
first = Quantity("a", "prior shape: successes seen before, as it were", domain=interval(Fraction(1, 4), 4))
second = Quantity("b", "prior shape: failures seen before, as it were", domain=interval(Fraction(1, 4), 4))
n, k, a, b = trials.symbol, successes.symbol, first.symbol, second.symbol
coin = (successes, trials, first, second)
few = (k <= n,)
u, v = Symbol("u", positive=True), Symbol("v", positive=True)
gamma_function = Quantity("Gamma", "the gamma function", value=Lambda((u,), gamma(u)))


def beta_of(u: Any, v: Any) -> Any:
    """The integral of p^(u-1) (1-p)^(v-1)."""
    return gamma(u) * gamma(v) / gamma(u + v)


beta_function = Quantity("B", "the beta function", value=Lambda((u, v), beta_of(u, v)))
estimate = Quantity("p_hat", "estimated probability")
greek = (("alpha", "a"), ("beta", "b"))


def derive_beta_mean() -> Iterator[Step]:
    """The posterior is a beta distribution with the counts added to the shapes."""
    yield Step(beta_of(a + k + 1, b + n - k) / beta_of(a + k, b + n - k), because="one success more, over the evidence")
    yield Step((a + k) / (a + b + n), because="Γ(u + 1) = u Γ(u), twice")


beta_posterior_mean = Formula(
    title="Posterior mean of a probability under a beta prior",
    kind=Kind.DEFINITION,
    statement=equal(estimate.symbol, (a + k) / (a + b + n)),
    quantities=(estimate, *coin),
    assumptions=few,
    notations=(
        Notation(r"\mathbb{E}[\theta | D] = \frac{a + k}{a + b + n}"),
        Notation(r"\hat{p} = \frac{k + \alpha}{n + \alpha + \beta}", greek),
        Notation(r"p(x = 1 | D) = \frac{k + a}{k + a + (n - k) + b}"),
    ),
    words=("beta prior", "beta-binomial", "posterior mean", "conjugate", "posterior predictive", "conjugacy", "beta"),
    derivation=derive_beta_mean,
    source=Source(bishop, "equation 2.20"),
)
strict_first = Quantity("a", "prior shape, above 1", domain=interval(Fraction(9, 8), 5))
strict_second = Quantity("b", "prior shape, above 1", domain=interval(Fraction(9, 8), 5))


def derive_beta_map() -> Iterator[Step]:
    """The zero of the derivative of the log-posterior."""
    odds = (a + k - 1) / (b + n - k - 1)
    yield Step(odds / (1 + odds), because="the odds at which the derivative of the log-posterior is 0")
    yield Step((a + k - 1) / (a + b + n - 2), because="multiply numerator and denominator")


beta_map = Formula(
    title="Maximum a-posteriori estimate of a probability under a beta prior",
    kind=Kind.DEFINITION,
    statement=equal(estimate.symbol, (a + k - 1) / (a + b + n - 2)),
    quantities=(estimate, successes, trials, strict_first, strict_second),
    assumptions=few,
    notations=(
        Notation(r"\hat{\theta}_{MAP} = \frac{k + a - 1}{n + a + b - 2}"),
        Notation(r"\hat{p} = \frac{\alpha + k - 1}{\alpha + \beta + n - 2}", greek),
    ),
    words=("map", "maximum a posteriori", "beta prior", "posterior mode", "conjugate"),
    derivation=derive_beta_map,
    source=Source("Murphy, Probabilistic Machine Learning: An Introduction", "section 4.6.2"),
)
mass = Quantity("f", "probability of k successes")


def derive_beta_binomial() -> Iterator[Step]:
    """Integrate the binomial probability over the prior."""
    yield Step(
        binomial(n, k) * beta_of(k + a, n - k + b) / beta_of(a, b),
        because="prior times binomial probability is a multiple of the posterior density, which integrates to 1",
    )


beta_binomial = Formula(
    title="Beta-binomial distribution: probability of k successes under a beta prior",
    kind=Kind.DEFINITION,
    statement=equal(mass.symbol, binomial(n, k) * beta_of(k + a, n - k + b) / beta_of(a, b)),
    quantities=(mass, *coin, beta_function, gamma_function),
    assumptions=few,
    notations=(
        Notation(r"P(X = k) = \binom{n}{k} \frac{B(k + \alpha, n - k + \beta)}{B(\alpha, \beta)}", greek),
        Notation(
            r"P(k | n) = \binom{n}{k} \frac{\Gamma(k + a) \Gamma(n - k + b)}{\Gamma(n + a + b)} "
            r"\frac{\Gamma(a + b)}{\Gamma(a) \Gamma(b)}"
        ),
    ),
    words=("beta-binomial", "evidence", "beta prior"),
    derivation=derive_beta_binomial,
    source=Source(gelman, "section 2.4"),
)
chance = Quantity("theta", "probability of success", domain=UNIT)
theta = chance.symbol
posterior = Quantity("p", "posterior density")


def derive_beta_density() -> Iterator[Step]:
    """Multiply prior and likelihood, divide by the evidence."""
    product = theta ** (a - 1) * (1 - theta) ** (b - 1) * theta**k * (1 - theta) ** (n - k)
    evidence = beta_of(a + k, b + n - k) / beta_of(a, b)
    yield Step(product / beta_of(a, b) / evidence, because="Bayes' rule; the evidence is the integral over the prior")
    powers = theta ** (a + k - 1) * (1 - theta) ** (b + n - k - 1)
    yield Step(powers / beta_of(a + k, b + n - k), because="collect the exponents")


beta_posterior = Formula(
    title="Posterior density of a probability under a beta prior",
    kind=Kind.DEFINITION,
    statement=equal(
        posterior.symbol, theta ** (a + k - 1) * (1 - theta) ** (b + n - k - 1) / beta_of(a + k, b + n - k)
    ),
    quantities=(posterior, chance, *coin, beta_function, gamma_function),
    assumptions=few,
    notations=(
        Notation(r"p(\theta | D) = \frac{\theta^{a + k - 1} (1 - \theta)^{b + n - k - 1}}{B(a + k, b + n - k)}"),
        Notation(
            r"p(\theta | k) = \frac{\Gamma(\alpha + \beta + n)}{\Gamma(\alpha + k) \Gamma(\beta + n - k)} "
            r"\theta^{\alpha + k - 1} (1 - \theta)^{\beta + n - k - 1}",
            greek,
        ),
    ),
    words=("beta prior", "beta-binomial", "posterior", "conjugate"),
    derivation=derive_beta_density,
    source=Source(bishop, "equation 2.18"),
)


def derive_laplace_rule() -> Iterator[Step]:
    """The posterior mean under the uniform prior."""
    yield Step(gamma(k + 2) * gamma(n + 2) / (gamma(n + 3) * gamma(k + 1)), because="the ratio of two beta functions")
    yield Step((k + 1) / (n + 2), because="Γ(u + 1) = u Γ(u), twice")


laplace_rule = Formula(
    title="Laplace's rule of succession",
    kind=Kind.DEFINITION,
    statement=equal(estimate.symbol, (k + 1) / (n + 2)),
    quantities=(estimate, successes, trials),
    assumptions=few,
    notations=(
        Notation(r"\hat{p} = \frac{k + 1}{n + 2}"),
        Notation(r"P(x_{n+1} = 1 | k) = \frac{k + 1}{n + 2}"),
    ),
    words=("laplace", "rule of succession", "laplace smoothing", "add-one"),
    derivation=derive_laplace_rule,
    source=Source("Murphy, Probabilistic Machine Learning: An Introduction", "section 4.6.2"),
)
classes = Size("K", "classes", largest=3)
counts = Quantity("n", "how often each class occurs", shape=(classes,), domain=integers(0, 3))
concentration = Quantity("alpha", "concentrations of the prior", shape=(classes,), domain=interval(Fraction(1, 4), 4))
which = free_index("k", classes)
j = bound_index("j")
K, c, alpha, h = classes.symbol, counts.symbol, concentration.symbol, which.symbol
strength = Quantity("alpha_0", "sum of the concentrations", value=total(alpha))
size = Quantity("N", "number of draws", value=total(c))
sums = (strength, size)


def derive_dirichlet_mean() -> Iterator[Step]:
    """The posterior is a Dirichlet distribution with the counts added."""
    yield Step((c_h := at(alpha, h) + at(c, h)) / total(alpha + c), because="mean of the Dirichlet distribution")
    yield Step(c_h / Sum(at(alpha, j) + at(c, j), (j, 1, K)), because="entry by entry")


dirichlet_posterior_mean = Formula(
    title="Posterior mean of class probabilities under a Dirichlet prior",
    kind=Kind.DEFINITION,
    statement=equal(
        estimate.symbol, (at(alpha, h) + at(c, h)) / Sum(at(alpha, j) + at(c, j), (j, 1, K))
    ),
    quantities=(estimate, counts, concentration, *sums, which),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[\theta_k | D] = \frac{\alpha_k + n_k}{\sum_{j=1}^{K} (\alpha_j + n_j)}"),
        Notation(r"\hat{\theta}_k = \frac{n_k + \alpha_k}{N + \sum_{j=1}^{K} \alpha_j}"),
        Notation(r"\hat{\theta}_k = \frac{n_k + \alpha_k}{N + \alpha_0}"),
    ),
    words=("dirichlet prior", "dirichlet", "posterior mean", "conjugate", "smoothing"),
    derivation=derive_dirichlet_mean,
    source=Source(bishop, "equation 2.41"),
)
smoothing = Quantity("alpha", "what is added to each count", domain=interval(Fraction(1, 8), 3))
s = smoothing.symbol


def derive_smoothing() -> Iterator[Step]:
    """A symmetric Dirichlet prior."""
    yield Step((at(c, h) + s) / Sum(at(c, j) + s, (j, 1, K)), because="each count grows by the same number")
    yield Step((at(c, h) + s) / (Sum(at(c, j), (j, 1, K)) + K * s), because="split the sum")


additive_smoothing = Formula(
    title="Additive (Laplace) smoothing of class probabilities",
    kind=Kind.DEFINITION,
    statement=equal(estimate.symbol, (at(c, h) + s) / (Sum(at(c, j), (j, 1, K)) + K * s)),
    quantities=(estimate, counts, smoothing, size, which),
    assumptions=(),
    notations=(
        Notation(r"\hat{\theta}_k = \frac{n_k + \alpha}{N + K \alpha}"),
        Notation(r"\hat{p}_k = \frac{n_k + \lambda}{\sum_{j=1}^{K} n_j + \lambda K}", (("lambda", "alpha"),)),
    ),
    words=("laplace smoothing", "additive smoothing", "smoothing", "naive bayes"),
    derivation=derive_smoothing,
    source=Source("Murphy, Probabilistic Machine Learning: An Introduction", "section 4.6.3"),
)
examples = Size("n", "examples", largest=4)
events = Quantity("x", "count of each example", shape=(examples,), domain=integers(0, 4))
shape = Quantity("a", "prior shape", domain=interval(Fraction(1, 4), 4))
rate = Quantity("b", "prior rate", domain=interval(Fraction(1, 4), 4))
i = bound_index("i")
m, x = examples.symbol, events.symbol
mean_rate = Quantity("l", "posterior mean of the rate")


def derive_gamma_poisson() -> Iterator[Step]:
    """The posterior is a gamma distribution."""
    shape_after, rate_after = a + Sum(at(x, i), (i, 1, m)), b + m
    integral = gamma(shape_after + 1) / (gamma(shape_after) * rate_after)
    yield Step(integral, because="mean of the gamma posterior, by its integral")
    yield Step(shape_after / rate_after, because="Γ(u + 1) = u Γ(u)")


gamma_poisson = Formula(
    title="Posterior mean of a Poisson rate under a gamma prior",
    kind=Kind.DEFINITION,
    statement=equal(mean_rate.symbol, (a + Sum(at(x, i), (i, 1, m))) / (b + m)),
    quantities=(mean_rate, events, shape, rate),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[\lambda | x] = \frac{a + \sum_{i=1}^{n} x_i}{b + n}"),
        Notation(r"\hat{\lambda} = \frac{\alpha + \sum_{i=1}^{n} x_i}{\beta + n}", greek),
    ),
    words=("gamma prior", "poisson", "posterior mean", "conjugate"),
    derivation=derive_gamma_poisson,
    source=Source(gelman, "section 2.6"),
)
times = Quantity("x", "waiting time of each example", shape=(examples,), domain=interval(0, 3))
t = times.symbol


def derive_gamma_exponential() -> Iterator[Step]:
    """The posterior is a gamma distribution."""
    rate_after = b + Sum(at(t, i), (i, 1, m))
    yield Step(gamma(a + m + 1) / (gamma(a + m) * rate_after), because="mean of the gamma posterior, by its integral")
    yield Step((a + m) / rate_after, because="Γ(u + 1) = u Γ(u)")


gamma_exponential = Formula(
    title="Posterior mean of the rate of an exponential distribution under a gamma prior",
    kind=Kind.DEFINITION,
    statement=equal(mean_rate.symbol, (a + m) / (b + Sum(at(t, i), (i, 1, m)))),
    quantities=(mean_rate, times, shape, rate),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[\lambda | x] = \frac{a + n}{b + \sum_{i=1}^{n} x_i}"),
        Notation(r"\hat{\lambda} = \frac{\alpha + n}{\beta + \sum_{i=1}^{n} x_i}", greek),
    ),
    words=("gamma prior", "exponential", "posterior mean", "conjugate"),
    derivation=derive_gamma_exponential,
    source=Source(gelman, "section 2.6"),
)

TOPIC = Topic(
    "Conjugate priors",
    formulas=(
        beta_posterior,
        beta_posterior_mean,
        beta_map,
        beta_binomial,
        laplace_rule,
        dirichlet_posterior_mean,
        additive_smoothing,
        gamma_poisson,
        gamma_exponential,
    ),
)
