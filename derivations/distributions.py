"""Probability functions and densities of the usual distributions, with mean and variance of the binomial one.

The normal distribution on the line stands in `gaussian`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Determinant, Eq, Inverse, Lambda, Le, Piecewise, Product, Rational, Sum, binomial, exp, factorial, pi

from derivations.operators import at, dot, equal, partial
from derivations.vocabulary import (
    BIT,
    NONNEGATIVE,
    ONE_HOT,
    POSITIVE,
    POSITIVE_DEFINITE,
    SIMPLEX,
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
    integers,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
casella = "Casella and Berger, Statistical Inference"
chance = Quantity("p", "probability of success", domain=UNIT)
mass = Quantity("f", "probability, or density")
p, f = chance.symbol, mass.symbol
k = bound_index("k")
bit = Quantity("x", "0 or 1", domain=BIT)
x = bit.symbol


def derive_bernoulli() -> Iterator[Step]:
    """One power is the factor, the other is 1."""
    yield Step(Piecewise((p, Eq(x, 1)), (1 - p, True), evaluate=False), because="success has probability p")
    yield Step(p**x * (1 - p) ** (1 - x), because="the power 0 of either factor is 1")


bernoulli = Formula(
    title="Probability function of the Bernoulli distribution",
    kind=Kind.DEFINITION,
    statement=equal(f, p**x * (1 - p) ** (1 - x)),
    quantities=(mass, bit, chance),
    assumptions=(),
    notations=(
        Notation(r"p(x | p) = p^x (1 - p)^{1 - x}"),
        Notation(r"\operatorname{Bern}(x | \mu) = \mu^x (1 - \mu)^{1-x}", letters=(("mu", "p"),)),
        Notation(r"P(y) = \phi^y (1 - \phi)^{1-y}", letters=(("phi", "p"), ("y", "x"))),
    ),
    words=("bernoulli", "distribution"),
    derivation=derive_bernoulli,
    source=Source(bishop, "equation 2.2"),
)

trials = Quantity("n", "number of trials", domain=integers(1, 5))
successes = Quantity("x", "number of successes", domain=integers(0, 5))
n, s = trials.symbol, successes.symbol
few = (Le(s, n),)


def derive_binomial() -> Iterator[Step]:
    """Count the arrangements of the successes."""
    yield Step(
        factorial(n) / (factorial(s) * factorial(n - s)) * p**s * (1 - p) ** (n - s),
        because="each arrangement of x successes has this probability, and there are n! / (x! (n - x)!) of them",
    )
    yield Step(binomial(n, s) * p**s * (1 - p) ** (n - s), because="this is the binomial coefficient")


binomial_mass = Formula(
    title="Probability function of the binomial distribution",
    kind=Kind.DEFINITION,
    statement=equal(f, binomial(n, s) * p**s * (1 - p) ** (n - s)),
    quantities=(mass, successes, trials, chance),
    assumptions=few,
    notations=(
        Notation(r"p(x | n, p) = \binom{n}{x} p^x (1 - p)^{n - x}"),
        Notation(
            r"\operatorname{Bin}(m | N, \mu) = \binom{N}{m} \mu^m (1 - \mu)^{N-m}",
            letters=(("mu", "p"), ("N", "n"), ("m", "x")),
        ),
    ),
    words=("binomial", "distribution"),
    derivation=derive_binomial,
    source=Source(bishop, "equation 2.9"),
)

rate = Quantity("beta", "rate", domain=POSITIVE)
events = Quantity("x", "number of events", domain=integers(0, 6))
beta, m = rate.symbol, events.symbol


def derive_poisson() -> Iterator[Step]:
    """From 0 events on, each further event has the factor beta / j."""
    yield Step(
        exp(-beta) * Product(beta / k, (k, 1, m)),
        because="no event has probability exp(-beta); the j-th event multiplies by beta / j",
    )
    yield Step(beta**m * exp(-beta) / factorial(m), because="the product of 1, 2, ..., x is x!")


poisson = Formula(
    title="Probability function of the Poisson distribution",
    kind=Kind.DEFINITION,
    statement=equal(f, beta**m * exp(-beta) / factorial(m)),
    quantities=(mass, events, rate),
    assumptions=(),
    notations=(
        Notation(r"p(x | \lambda) = \frac{\lambda^x \exp[-\lambda]}{x!}", letters=(("lambda", "beta"),)),
        Notation(r"P(X = k) = \frac{\lambda^k e^{-\lambda}}{k!}", letters=(("k", "x"), ("lambda", "beta"))),
    ),
    words=("poisson", "distribution"),
    derivation=derive_poisson,
    source=Source(casella, "section 3.2"),
)

time = Quantity("x", "waiting time", domain=NONNEGATIVE)
t = time.symbol


def derive_exponential() -> Iterator[Step]:
    """A density is the derivative of the distribution function."""
    yield Step(partial(1 - exp(-beta * t), t), because="no event until x has probability exp(-beta x)")
    yield Step(beta * exp(-beta * t), because="chain rule")


exponential = Formula(
    title="Density of the exponential distribution",
    kind=Kind.DEFINITION,
    statement=equal(f, beta * exp(-beta * t)),
    quantities=(mass, time, rate),
    assumptions=(),
    notations=(
        Notation(r"p(x | \lambda) = \lambda e^{-\lambda x}", letters=(("lambda", "beta"),)),
        Notation(r"f(t; \beta) = \beta \exp(-\beta t)", letters=(("t", "x"),)),
    ),
    words=("exponential", "distribution", "density"),
    derivation=derive_exponential,
    source=Source(casella, "section 3.3"),
)

classes = Size("K", "classes", largest=4)
one_hot = Quantity("x", "one-hot class", shape=(classes,), domain=ONE_HOT)
weights = Quantity("p", "probabilities of the classes", shape=(classes,), domain=SIMPLEX)
K, e, w = classes.symbol, one_hot.symbol, weights.symbol


def derive_categorical() -> Iterator[Step]:
    """The entry that the class selects."""
    yield Step(dot(e, w), because="the one-hot vector selects the probability of its class")
    yield Step(Product(at(w, k) ** at(e, k), (k, 1, K)), because="the power 0 of the other factors is 1")


categorical = Formula(
    title="Probability function of the categorical distribution",
    kind=Kind.DEFINITION,
    statement=equal(f, Product(at(w, k) ** at(e, k), (k, 1, K))),
    quantities=(mass, one_hot, weights),
    assumptions=(),
    notations=(
        Notation(r"p(x | p) = \prod_{k=1}^{K} p_k^{x_k}"),
        Notation(r"p(y | \mu) = \prod_{j=1}^{K} \mu_j^{y_j}", letters=(("mu", "p"), ("y", "x"))),
    ),
    words=("categorical", "multinoulli", "one-hot", "distribution"),
    derivation=derive_categorical,
    source=Source(bishop, "equation 2.26"),
)

dimensions = Size("k", "dimensions", largest=2)
point = Quantity("x", "a point", shape=(dimensions,))
centre = Quantity("mu", "mean", shape=(dimensions,))
covariance = Quantity("Sigma", "covariance", shape=(dimensions, dimensions), domain=POSITIVE_DEFINITE)
d, v, mu, Sigma = dimensions.symbol, point.symbol, centre.symbol, covariance.symbol
half = Rational(1, 2)
decay = exp(-half * dot(v - mu, Inverse(Sigma) * (v - mu)))


def derive_normal() -> Iterator[Step]:
    """White normal coordinates, and the change of variables."""
    yield Step(
        decay * (2 * pi) ** (-d / 2) * Determinant(Inverse(Sigma)) ** half,
        because="the squared length of the white coordinates; the volume shrinks by the root of det Sigma",
    )
    yield Step(
        1 / ((2 * pi) ** (d / 2) * Determinant(Sigma) ** half) * decay, because="determinant of an inverse"
    )


multivariate_normal = Formula(
    title="Density of the normal distribution in k dimensions",
    kind=Kind.DEFINITION,
    statement=equal(f, 1 / ((2 * pi) ** (d / 2) * Determinant(Sigma) ** half) * decay),
    quantities=(mass, point, centre, covariance),
    assumptions=(),
    notations=(
        Notation(
            r"p(x | \mu, \Sigma) = \frac{1}{(2\pi)^{\frac{k}{2}} \det(\Sigma)^{\frac{1}{2}}} "
            r"\exp\left(-\frac{1}{2}(x - \mu)^T \Sigma^{-1} (x - \mu)\right)"
        ),
        Notation(
            r"\mathcal{N}(x | \mu, \Sigma) = \frac{1}{(2\pi)^{D/2}} \frac{1}{|\Sigma|^{1/2}} "
            r"\exp\left\{-\frac{1}{2}(x - \mu)^\top \Sigma^{-1} (x - \mu)\right\}",
            letters=(("D", "k"),),
        ),
    ),
    words=("gaussian", "multivariate normal", "density"),
    derivation=derive_normal,
    source=Source(bishop, "equation 2.43"),
)

law = Quantity("f", "binomial probability function", value=Lambda((k,), binomial(n, k) * p**k * (1 - p) ** (n - k)))


def derive_mean() -> Iterator[Step]:
    """Take a factor n out of each coefficient."""
    yield Step(
        n * p * Sum(binomial(n - 1, k - 1) * p ** (k - 1) * (1 - p) ** (n - k), (k, 1, n)),
        because="k C(n, k) = n C(n - 1, k - 1)",
    )
    yield Step(n * p, because="binomial theorem: the sum is (p + 1 - p)^(n - 1)")


binomial_mean = Formula(
    title="Mean of the binomial distribution",
    kind=Kind.IDENTITY,
    statement=equal(Sum(k * law.symbol(k), (k, 0, n)), n * p),
    quantities=(law, trials, chance),
    assumptions=(),
    notations=(
        Notation(r"\sum_{k=0}^{n} k \binom{n}{k} p^k (1 - p)^{n - k} = n p"),
        Notation(r"\sum_{k=0}^{n} k f(k) = n p"),
    ),
    words=("binomial", "mean", "expectation"),
    derivation=derive_mean,
    source=Source(bishop, "equation 2.11"),
    survivors=(
        ("the lower bound 0 becomes 1", "the term k = 0 is 0"),
        ("the upper bound n becomes n + 1", "more than n successes have probability 0"),
    ),
)


def derive_variance() -> Iterator[Step]:
    """Second factorial moment, then the square of the mean."""
    yield Step(
        Sum(k * (k - 1) * law.symbol(k), (k, 0, n)) + n * p - (n * p) ** 2,
        because="expand the square; k^2 = k (k - 1) + k; mean of the binomial distribution",
    )
    yield Step(n * (n - 1) * p**2 + n * p - (n * p) ** 2, because="k (k - 1) C(n, k) = n (n - 1) C(n - 2, k - 2)")
    yield Step(n * p * (1 - p), because="collect")


binomial_variance = Formula(
    title="Variance of the binomial distribution",
    kind=Kind.IDENTITY,
    statement=equal(Sum((k - n * p) ** 2 * law.symbol(k), (k, 0, n)), n * p * (1 - p)),
    quantities=(law, trials, chance),
    assumptions=(),
    notations=(
        Notation(r"\sum_{k=0}^{n} (k - n p)^2 \binom{n}{k} p^k (1 - p)^{n - k} = n p (1 - p)"),
        Notation(r"\sum_{k=0}^{n} (k - n p)^2 f(k) = n p (1 - p)"),
    ),
    words=("binomial", "variance"),
    derivation=derive_variance,
    source=Source(bishop, "equation 2.12"),
    survivors=(("the upper bound n becomes n + 1", "more than n successes have probability 0"),),
)

TOPIC = Topic(
    "Distributions",
    formulas=(
        bernoulli,
        binomial_mass,
        poisson,
        exponential,
        categorical,
        multivariate_normal,
        binomial_mean,
        binomial_variance,
    ),
)
