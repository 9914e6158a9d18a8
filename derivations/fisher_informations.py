"""Fisher information of the parameters of the usual distributions, of one draw, and the least variance of estimators.

The information is the mean square of the score. That of n independent draws is n times that of one.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sympy import Lambda, Symbol

from derivations.moments import Var, variance_function
from derivations.operators import at_least, mean
from derivations.stanzas import rule
from derivations.vocabulary import (
    POSITIVE,
    Formula,
    Kind,
    Law,
    Notation,
    Quantity,
    Source,
    Step,
    Topic,
    integers,
    interval,
)

casella = "Casella and Berger, Statistical Inference"
lehmann = "Lehmann and Casella, Theory of Point Estimation"
table = Source(lehmann, "table 2.5.1")
named = Quantity("I", "Fisher information")
rate = Quantity("beta", "rate or mean", domain=POSITIVE)
deviation = Quantity("sigma", "standard deviation", domain=POSITIVE)
often = Quantity("p", "probability of success", domain=interval(Fraction(1, 8), 1))
draws = Quantity("n", "number of draws", domain=integers(1, 6))
beta, sigma, q, n = (quantity.symbol for quantity in (rate, deviation, often, draws))
LEFTS = (r"I", r"\mathcal{I}")
words = ("fisher information", "fisher", "cramér-rao", "cramer-rao", "cramér–rao")


def information(
    title: str,
    value: Any,
    quantities: tuple[Quantity, ...],
    spellings: tuple[tuple[str, str], ...],
    letters: tuple[tuple[str, str], ...],
    own: tuple[str, ...],
    because: str,
) -> Formula:
    """An information under its usual names: each spelling is the argument and the right side."""
    notations = [
        Notation(f"{left}({argument}) = {right}", letters) for left in LEFTS for argument, right in spellings
    ]
    return rule(title, named, value, quantities, tuple(notations), (*own, *words), because, table)


lambdas = (("lambda", "beta"),)
poisson = information(
    "Fisher information of the mean of a Poisson distribution",
    1 / beta,
    (rate,),
    ((r"\lambda", r"\frac{1}{\lambda}"), (r"\lambda", r"1 / \lambda")),
    lambdas,
    ("poisson",),
    "the score x / lambda - 1 has the variance lambda / lambda^2",
)
exponential = information(
    "Fisher information of the rate of an exponential distribution",
    1 / beta**2,
    (rate,),
    ((r"\lambda", r"\frac{1}{\lambda^2}"), (r"\lambda", r"1 / \lambda^2")),
    lambdas,
    ("exponential",),
    "the score 1 / lambda - x has the variance 1 / lambda^2",
)
geometric = information(
    "Fisher information of the probability of a geometric distribution",
    1 / (q**2 * (1 - q)),
    (often,),
    ((r"p", r"\frac{1}{p^2 (1 - p)}"),),
    (),
    ("geometric",),
    "minus the mean second derivative of log p + k log(1 - p)",
)
normal_mean = information(
    "Fisher information of the mean of a normal distribution",
    1 / sigma**2,
    (deviation,),
    ((r"\mu", r"\frac{1}{\sigma^2}"), (r"\mu", r"1 / \sigma^2"), (r"\mu", r"\sigma^{-2}")),
    (),
    ("normal", "gaussian"),
    "the score (x - mu) / sigma^2 has the variance 1 / sigma^2",
)
normal_variance = information(
    "Fisher information of the variance of a normal distribution",
    1 / (2 * sigma**4),
    (deviation,),
    ((r"\sigma^2", r"\frac{1}{2 \sigma^4}"), (r"\sigma^2", r"\frac{1}{2 (\sigma^2)^2}")),
    (),
    ("normal", "gaussian"),
    "minus the mean second derivative by the variance",
)
normal_deviation = information(
    "Fisher information of the standard deviation of a normal distribution",
    2 / sigma**2,
    (deviation,),
    ((r"\sigma", r"\frac{2}{\sigma^2}"), (r"\sigma", r"2 / \sigma^2")),
    (),
    ("normal", "gaussian"),
    "minus the mean second derivative by the standard deviation",
)

at_value = Symbol("t")
joint = Law("x")
raw_score = Quantity("z", "a random number", law=joint)
raw_estimate = Quantity("u", "another random number", law=joint)
score = raw_score.symbol - mean(raw_score.symbol)
parameter = Quantity("theta", "the parameter", domain=POSITIVE)
estimator = Quantity(
    "theta_hat",
    "an unbiased estimator: its mean product with the score is 1",
    value=raw_estimate.symbol / mean(raw_estimate.symbol * score),
)
share = Quantity("I", "Fisher information of one of the draws", value=Lambda((at_value,), mean(score**2) / n))
least = (estimator, share, parameter, draws, raw_score, raw_estimate)


def derive_cramer_rao() -> Iterator[Step]:
    """The covariance with the score is 1."""
    yield Step(
        mean((estimator.symbol - mean(estimator.symbol)) * score) ** 2 / mean(score**2),
        because="the squared covariance with the score is at most the product of the variances (Cauchy and Schwarz)",
        relation=">=",
    )
    yield Step(1 / mean(score**2), because="an unbiased estimator has the covariance 1 with the score")
    yield Step(1 / (n * share.symbol(parameter.symbol)), because="the scores of independent draws add up")


cramer_rao = Formula(
    title="Cramer-Rao bound of an unbiased estimator from n independent draws",
    kind=Kind.BOUND,
    statement=at_least(Var(estimator.symbol), 1 / (n * share.symbol(parameter.symbol))),
    quantities=(variance_function, *least),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}(\hat{\theta}) \geq \frac{1}{n I(\theta)}"),
        Notation(r"\operatorname{Var}(\hat{\theta}) \geq \frac{1}{n \mathcal{I}(\theta)}", (("calI", "I"),)),
        Notation(r"\operatorname{Var}[\hat{\theta}] \geq \frac{I(\theta)^{-1}}{n}"),
    ),
    words=("cramér", "cramer", "rao", "efficient", "fisher information"),
    derivation=derive_cramer_rao,
    source=Source(casella, "corollary 7.3.10"),
)

TOPIC = Topic(
    "Fisher information of the usual distributions",
    formulas=(poisson, exponential, geometric, normal_mean, normal_variance, normal_deviation, cramer_rao),
)
