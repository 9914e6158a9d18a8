"""Log-likelihoods of independent examples x_1, …, x_n, and their derivatives (the score)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sympy import Rational, Sum, factorial, log

from derivations.operators import at, equal, partial, total
from derivations.vocabulary import (
    BIT,
    POSITIVE,
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
    interval,
)

wasserman = "Wasserman, All of Statistics"
bishop = "Bishop, Pattern Recognition and Machine Learning"
half = Rational(1, 2)
examples = Size("n", "examples", largest=4)
n = examples.symbol
i = bound_index("i")
name = Quantity("l", "log-likelihood")


def log_likelihood(value: object) -> Quantity:
    """The log-likelihood as a defined quantity, for its derivatives."""
    return Quantity("l", "log-likelihood", value=value)


bits = Quantity("x", "0 or 1 for each example", shape=(examples,), domain=BIT)
chance = Quantity("p", "probability of a 1", domain=interval(Fraction(1, 16), Fraction(15, 16)))
b, p = bits.symbol, chance.symbol
by_example = Sum(at(b, i) * log(p) + (1 - at(b, i)) * log(1 - p), (i, 1, n))
bernoulli_value = log_likelihood(by_example)
some_chance = (("theta", "p"),)


def derive_bernoulli() -> Iterator[Step]:
    """The logarithm of a product of powers."""
    ones, zeros = Sum(at(b, i), (i, 1, n)), Sum(1 - at(b, i), (i, 1, n))
    yield Step(ones * log(p) + zeros * log(1 - p), because="count both values")
    yield Step(by_example, because="one sum over the examples")


bernoulli = Formula(
    title="Log-likelihood of Bernoulli numbers",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, by_example),
    quantities=(name, bits, chance),
    assumptions=(),
    notations=(
        Notation(r"\ell(p) = \sum_{i=1}^{n} \left[x_i \log p + (1 - x_i) \log(1 - p)\right]"),
        Notation(
            r"\log L(\theta) = \left(\sum_{i=1}^{n} x_i\right) \log \theta "
            r"+ \left(n - \sum_{i=1}^{n} x_i\right) \log(1 - \theta)",
            some_chance,
        ),
        Notation(r"\ln p(D | \mu) = \sum_{i=1}^{n} \{x_i \ln \mu + (1 - x_i) \ln(1 - \mu)\}", (("mu", "p"),)),
    ),
    words=("bernoulli", "log-likelihood", "coin"),
    derivation=derive_bernoulli,
    source=Source(bishop, "equation 2.6"),
)


def derive_bernoulli_score() -> Iterator[Step]:
    """Differentiate both logarithms."""
    yield Step(Sum(at(b, i) / p - (1 - at(b, i)) / (1 - p), (i, 1, n)), because="the derivative of both logarithms")
    yield Step(
        Sum(at(b, i), (i, 1, n)) / p - (n - Sum(at(b, i), (i, 1, n))) / (1 - p), because="split the sum"
    )


bernoulli_score = Formula(
    title="Derivative of the log-likelihood of Bernoulli numbers",
    kind=Kind.GRADIENT,
    statement=equal(
        partial(bernoulli_value.symbol, p),
        Sum(at(b, i), (i, 1, n)) / p - (n - Sum(at(b, i), (i, 1, n))) / (1 - p),
    ),
    quantities=(bernoulli_value, bits, chance),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial \ell}{\partial p} = \frac{\sum_{i=1}^{n} x_i}{p} - \frac{n - \sum_{i=1}^{n} x_i}{1 - p}"
        ),
        Notation(
            r"\frac{d \ell}{d \theta} = \frac{1}{\theta} \sum_{i=1}^{n} x_i - \frac{1}{1 "
            r"- \theta} \sum_{i=1}^{n} (1 - x_i)",
            some_chance,
        ),
        Notation(r"\frac{\partial \ell}{\partial p} = \sum_{i=1}^{n} \frac{x_i - p}{p (1 - p)}"),
    ),
    words=("bernoulli", "score", "log-likelihood", "derivative", "coin"),
    derivation=derive_bernoulli_score,
    source=Source(wasserman, "example 9.10"),
)
counts = Quantity("x", "count of each example", shape=(examples,), domain=integers(0, 5))
rate = Quantity("beta", "rate", domain=interval(Fraction(1, 8), 4))
c, beta = counts.symbol, rate.symbol
poisson_form = Sum(at(c, i), (i, 1, n)) * log(beta) - n * beta - Sum(log(factorial(at(c, i))), (i, 1, n))
poisson_value = log_likelihood(poisson_form)
lambdas = (("lambda", "beta"),)


def derive_poisson() -> Iterator[Step]:
    """The logarithm of each probability."""
    each = at(c, i) * log(beta) - beta - log(factorial(at(c, i)))
    yield Step(Sum(each, (i, 1, n)), because="the logarithm of each probability")
    yield Step(poisson_form, because="split the sum")


poisson = Formula(
    title="Log-likelihood of Poisson counts",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, poisson_form),
    quantities=(name, counts, rate),
    assumptions=(),
    notations=(
        Notation(r"\ell(\lambda) = \sum_{i=1}^{n} (x_i \log \lambda - \lambda - \log(x_i!))", lambdas),
        Notation(
            r"\ell(\lambda) = \left(\sum_{i=1}^{n} x_i\right) \log \lambda - n \lambda "
            r"- \sum_{i=1}^{n} \log x_i!",
            lambdas,
        ),
        Notation(
            r"\ell(\lambda) = -n \lambda + \sum_{i=1}^{n} x_i \ln \lambda - \sum_{i=1}^{n} \ln(x_i!)", lambdas
        ),
    ),
    words=("poisson", "log-likelihood"),
    derivation=derive_poisson,
    source=Source(wasserman, "section 9.3"),
)


def derive_poisson_score() -> Iterator[Step]:
    """Differentiate term by term."""
    yield Step(Sum(at(c, i) / beta - 1, (i, 1, n)), because="the derivative of each summand")
    yield Step(Sum(at(c, i), (i, 1, n)) / beta - n, because="split the sum")


poisson_score = Formula(
    title="Derivative of the log-likelihood of Poisson counts",
    kind=Kind.GRADIENT,
    statement=equal(partial(poisson_value.symbol, beta), Sum(at(c, i), (i, 1, n)) / beta - n),
    quantities=(poisson_value, counts, rate),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial \ell}{\partial \lambda} = \frac{1}{\lambda} \sum_{i=1}^{n} x_i - n", lambdas),
        Notation(r"\frac{d \ell}{d \lambda} = -n + \frac{\sum_{i=1}^{n} x_i}{\lambda}", lambdas),
        Notation(
            r"\frac{\partial \ell}{\partial \lambda} = \sum_{i=1}^{n} \left(\frac{x_i}{\lambda} - 1\right)", lambdas
        ),
    ),
    words=("poisson", "score", "log-likelihood", "derivative"),
    derivation=derive_poisson_score,
    source=Source(wasserman, "section 9.3"),
)
times = Quantity("x", "waiting time of each example", shape=(examples,), domain=POSITIVE)
t = times.symbol
exponential_form = n * log(beta) - beta * Sum(at(t, i), (i, 1, n))
exponential_value = log_likelihood(exponential_form)
average = Quantity("x_bar", "mean of the examples", value=total(t) / n)


def derive_exponential() -> Iterator[Step]:
    """The logarithm of each density."""
    yield Step(Sum(log(beta) - beta * at(t, i), (i, 1, n)), because="the logarithm of each density")
    yield Step(exponential_form, because="split the sum")


exponential = Formula(
    title="Log-likelihood of exponential waiting times",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, exponential_form),
    quantities=(name, times, rate, average),
    assumptions=(),
    notations=(
        Notation(r"\ell(\lambda) = n \log \lambda - \lambda \sum_{i=1}^{n} x_i", lambdas),
        Notation(r"\ell(\lambda) = \sum_{i=1}^{n} (\log \lambda - \lambda x_i)", lambdas),
        Notation(r"\ell(\lambda) = n \ln \lambda - n \lambda \bar{x}", lambdas),
    ),
    words=("exponential distribution", "exponential", "log-likelihood"),
    derivation=derive_exponential,
    source=Source(wasserman, "section 9.3"),
)


def derive_exponential_score() -> Iterator[Step]:
    """Differentiate term by term."""
    yield Step(Sum(1 / beta - at(t, i), (i, 1, n)), because="the derivative of each summand")
    yield Step(n / beta - Sum(at(t, i), (i, 1, n)), because="split the sum")


exponential_score = Formula(
    title="Derivative of the log-likelihood of exponential waiting times",
    kind=Kind.GRADIENT,
    statement=equal(partial(exponential_value.symbol, beta), n / beta - Sum(at(t, i), (i, 1, n))),
    quantities=(exponential_value, times, rate),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial \ell}{\partial \lambda} = \frac{n}{\lambda} - \sum_{i=1}^{n} x_i", lambdas),
        Notation(r"\frac{d \ell}{d \lambda} = \sum_{i=1}^{n} \left(\frac{1}{\lambda} - x_i\right)", lambdas),
    ),
    words=("exponential distribution", "exponential", "score", "log-likelihood", "derivative"),
    derivation=derive_exponential_score,
    source=Source(wasserman, "section 9.3"),
)

TOPIC = Topic(
    "Likelihoods of independent examples",
    formulas=(bernoulli, bernoulli_score, poisson, poisson_score, exponential, exponential_score),
)
