"""Entropies of the usual densities, divergences between them, and the Fisher information of their parameters, in nats.

The Fisher information is the mean square of the score, and minus the mean of its derivative.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Rational, log, pi

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
    integers,
)

cover = "Cover and Thomas, Elements of Information Theory"
casella = "Casella and Berger, Statistical Inference"
half = Rational(1, 2)
name = Quantity("h", "entropy, divergence or information")
h = name.symbol
rate = Quantity("beta", "rate", domain=POSITIVE)
other_rate = Quantity("gamma", "rate of the second distribution", domain=POSITIVE)
beta, gamma_ = rate.symbol, other_rate.symbol
lambdas = (("lambda", "beta"),)
two_rates = (("lambda_1", "beta"), ("lambda_2", "gamma"))


def derive_exponential_entropy() -> Iterator[Step]:
    """The mean of -log p(x), which is linear in x."""
    yield Step(-log(beta) + beta * (1 / beta), because="-log p(x) = -log λ + λ x, and the mean of x is 1/λ")


exponential_entropy = Formula(
    title="Entropy of the exponential distribution",
    kind=Kind.DEFINITION,
    statement=equal(h, 1 - log(beta)),
    quantities=(name, rate),
    assumptions=(),
    notations=(
        Notation(r"H(X) = 1 - \ln \lambda", lambdas),
        Notation(r"h(X) = 1 - \log(\lambda)", lambdas),
        Notation(r"h(X) = \log \frac{e}{\lambda}", lambdas),
    ),
    words=("entropy of the exponential", "exponential", "differential entropy"),
    derivation=derive_exponential_entropy,
    source=Source(cover, "table 17.1"),
)
width = Quantity("w", "length of the interval", domain=POSITIVE)
low = Quantity("a", "lower end")
high = Quantity("b", "upper end", value=low.symbol + width.symbol)
a, b = low.symbol, high.symbol


def derive_uniform_entropy() -> Iterator[Step]:
    """The density is constant."""
    yield Step(-log(1 / width.symbol), because="minus the logarithm of a constant density")
    yield Step(log(b - a), because="the interval has the length b - a")


uniform_entropy = Formula(
    title="Entropy of the uniform distribution",
    kind=Kind.DEFINITION,
    statement=equal(h, log(b - a)),
    quantities=(name, low, high, width),
    assumptions=(),
    notations=(
        Notation(r"h(X) = \log(b - a)"),
        Notation(r"H(X) = -\ln \frac{1}{b - a}"),
    ),
    words=("entropy of the uniform", "uniform", "differential entropy"),
    derivation=derive_uniform_entropy,
    source=Source(cover, "example 8.1.1"),
)
scale = Quantity("s", "scale", domain=POSITIVE)
s = scale.symbol


def derive_laplace_entropy() -> Iterator[Step]:
    """The mean of -log p(x): the distance from the centre is an exponential number."""
    yield Step(log(2 * s) + s / s, because="-log p(x) = log 2b + |x - μ|/b, and the mean distance is b")


laplace_entropy = Formula(
    title="Entropy of the Laplace distribution",
    kind=Kind.DEFINITION,
    statement=equal(h, 1 + log(2 * s)),
    quantities=(name, scale),
    assumptions=(),
    notations=(
        Notation(r"h(X) = 1 + \ln(2b)", (("b", "s"),)),
        Notation(r"H(X) = \log(2 e b)", (("b", "s"),)),
    ),
    words=("entropy of the laplace", "laplace", "differential entropy"),
    derivation=derive_laplace_entropy,
    source=Source(cover, "table 17.1"),
)


def derive_exponential_divergence() -> Iterator[Step]:
    """The mean of the log-ratio, which is linear in x."""
    yield Step(log(beta) - log(gamma_) - (beta - gamma_) * (1 / beta), because="the log-ratio at the mean 1/λ of x")
    yield Step(log(beta / gamma_) + gamma_ / beta - 1, because="the logarithm of a quotient; multiply out")


exponential_divergence = Formula(
    title="KL divergence of two exponential distributions",
    kind=Kind.DEFINITION,
    statement=equal(h, log(beta / gamma_) + gamma_ / beta - 1),
    quantities=(name, rate, other_rate),
    assumptions=(),
    notations=(
        Notation(
            r"\operatorname{KL}(p \| q) = \log \frac{\lambda_1}{\lambda_2} + \frac{\lambda_2}{\lambda_1} - 1", two_rates
        ),
        Notation(r"D = \ln \lambda_1 - \ln \lambda_2 + \frac{\lambda_2}{\lambda_1} - 1", two_rates),
    ),
    words=("kl divergence", "exponential distributions", "exponential"),
    derivation=derive_exponential_divergence,
    source=Source("Murphy, Probabilistic Machine Learning: An Introduction", "section 6.2"),
)


def derive_poisson_divergence() -> Iterator[Step]:
    """The mean of the log-ratio, which is linear in the count."""
    yield Step(beta * (log(beta) - log(gamma_)) - (beta - gamma_), because="the log-ratio at the mean λ of the count")
    yield Step(beta * log(beta / gamma_) - beta + gamma_, because="the logarithm of a quotient")


poisson_divergence = Formula(
    title="KL divergence of two Poisson distributions",
    kind=Kind.DEFINITION,
    statement=equal(h, beta * log(beta / gamma_) - beta + gamma_),
    quantities=(name, rate, other_rate),
    assumptions=(),
    notations=(
        Notation(
            r"\operatorname{KL}(p \| q) = \lambda_1 \log \frac{\lambda_1}{\lambda_2} - \lambda_1 + \lambda_2", two_rates
        ),
        Notation(r"D = \lambda_2 - \lambda_1 + \lambda_1 \ln \frac{\lambda_1}{\lambda_2}", two_rates),
    ),
    words=("kl divergence", "poisson"),
    derivation=derive_poisson_divergence,
    source=Source("Murphy, Probabilistic Machine Learning: An Introduction", "section 6.2"),
)
centre, other_centre = Quantity("mu", "mean"), Quantity("nu", "mean of the second distribution")
spread = Quantity("sigma", "standard deviation", domain=POSITIVE)
other_spread = Quantity("tau", "standard deviation of the second distribution", domain=POSITIVE)
mu, nu, sigma, tau = (q.symbol for q in (centre, other_centre, spread, other_spread))
normals = (centre, other_centre, spread, other_spread)
numbered = (("mu_1", "mu"), ("mu_2", "nu"), ("sigma_1", "sigma"), ("sigma_2", "tau"))


def derive_cross_entropy() -> Iterator[Step]:
    """Minus the mean log-density: quadratic, so that mean and variance decide."""
    yield Step(
        half * log(2 * pi) + log(tau) + (sigma**2 + (mu - nu) ** 2) / (2 * tau**2),
        because="the mean of (x - ν)² is σ² + (μ - ν)²",
    )
    yield Step(
        half * log(2 * pi * tau**2) + (sigma**2 + (mu - nu) ** 2) / (2 * tau**2), because="the logarithm of a product"
    )


normal_cross_entropy = Formula(
    title="Cross-entropy of two normal distributions",
    kind=Kind.DEFINITION,
    statement=equal(h, half * log(2 * pi * tau**2) + (sigma**2 + (mu - nu) ** 2) / (2 * tau**2)),
    quantities=(name, *normals),
    assumptions=(),
    notations=(
        Notation(
            r"H(p, q) = \frac{1}{2} \log(2\pi\sigma_2^2) + \frac{\sigma_1^2 + (\mu_1 - \mu_2)^2}{2\sigma_2^2}", numbered
        ),
        Notation(
            r"-\mathbb{E}_p[\log q(x)] = \frac{1}{2} \log(2\pi) + \log \tau + \frac{\sigma^2 + (\mu - \nu)^2}{2\tau^2}"
        ),
    ),
    words=("cross-entropy", "cross entropy", "gaussian", "normal"),
    derivation=derive_cross_entropy,
    source=Source("Murphy, Probabilistic Machine Learning: An Introduction", "section 6.2.3"),
)


def derive_wasserstein() -> Iterator[Step]:
    """The monotone coupling moves x to ν + τ (x - μ)/σ."""
    yield Step(
        (mu - nu) ** 2 + sigma**2 - 2 * sigma * tau + tau**2, because="the mean squared move of the monotone coupling"
    )
    yield Step((mu - nu) ** 2 + (sigma - tau) ** 2, because="a square")


wasserstein = Formula(
    title="Squared Wasserstein distance of two normal distributions on the line",
    kind=Kind.DEFINITION,
    statement=equal(h, (mu - nu) ** 2 + (sigma - tau) ** 2),
    quantities=(name, *normals),
    assumptions=(),
    notations=(
        Notation(r"W_2^2(p, q) = (\mu_1 - \mu_2)^2 + (\sigma_1 - \sigma_2)^2", numbered),
        Notation(r"W_2^2 = (\mu_1 - \mu_2)^2 + \sigma_1^2 + \sigma_2^2 - 2 \sigma_1 \sigma_2", numbered),
    ),
    words=("wasserstein", "optimal transport"),
    derivation=derive_wasserstein,
    source=Source("Peyré and Cuturi, Computational Optimal Transport", "remark 2.31"),
)
chance = Quantity("p", "probability of a success", domain=UNIT)
trials = Quantity("n", "number of trials", domain=integers(1, 4))
p, n = chance.symbol, trials.symbol


def derive_bernoulli_information() -> Iterator[Step]:
    """The mean square of the score, over the two values."""
    yield Step(p * (1 / p) ** 2 + (1 - p) * (1 / (1 - p)) ** 2, because="the mean square of the score")
    yield Step(1 / (p * (1 - p)), because="a common denominator")


bernoulli_information = Formula(
    title="Fisher information of the Bernoulli distribution",
    kind=Kind.DEFINITION,
    statement=equal(h, 1 / (p * (1 - p))),
    quantities=(name, chance),
    assumptions=(),
    notations=(
        Notation(r"I(p) = \frac{1}{p(1 - p)}"),
        Notation(r"\mathcal{I}(\theta) = \frac{1}{\theta} + \frac{1}{1 - \theta}", (("theta", "p"),)),
    ),
    words=("fisher information", "bernoulli"),
    derivation=derive_bernoulli_information,
    source=Source(casella, "section 7.3"),
)


def derive_binomial_information() -> Iterator[Step]:
    """n times the information of one trial."""
    yield Step(n / p + n / (1 - p), because="the information of independent trials adds up")
    yield Step(n / (p * (1 - p)), because="a common denominator")


binomial_information = Formula(
    title="Fisher information of the binomial distribution",
    kind=Kind.DEFINITION,
    statement=equal(h, n / (p * (1 - p))),
    quantities=(name, chance, trials),
    assumptions=(),
    notations=(
        Notation(r"I_n(p) = \frac{n}{p(1 - p)}"),
        Notation(r"I_n(\theta) = \frac{n}{\theta} + \frac{n}{1 - \theta}", (("theta", "p"),)),
    ),
    words=("fisher information", "binomial"),
    derivation=derive_binomial_information,
    source=Source(casella, "section 7.3"),
)

TOPIC = Topic(
    "Information of the usual distributions",
    formulas=(
        exponential_entropy,
        uniform_entropy,
        laplace_entropy,
        exponential_divergence,
        poisson_divergence,
        normal_cross_entropy,
        wasserstein,
        bernoulli_information,
        binomial_information,
    ),
)
