"""Where the constant and the level of the PAC-Bayes bound come from: the exponential of a sample's divergence.

k of n examples are errors, each with probability p. The exponential of n times the divergence of the coin k/n from the
coin p is (k / (n p))^k ((n - k) / (n (1 - p)))^(n - k). Its mean does not depend on p, and is at most 2 sqrt(n); by
Markov's inequality it is above 2 sqrt(n) / delta with probability at most delta. With the change of measure of Donsker
and Varadhan this is McAllester's bound in `risk_bounds`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Le, Sum, binomial, factorial, sqrt

from derivations.operators import at_least, at_most, equal, indicator
from derivations.vocabulary import (
    UNIT,
    Formula,
    Kind,
    Notation,
    Quantity,
    Source,
    Step,
    Topic,
    bound_index,
    integers,
)

maurer = "Maurer 2004, A note on the PAC Bayesian theorem"
examples = Quantity("n", "number of examples", domain=integers(1, 12))
many = Quantity("n", "number of examples", domain=integers(1, 40))
chance = Quantity("p", "probability of an error", domain=UNIT)
level = Quantity("delta", "largest probability that the bound fails", domain=UNIT)
n, p, delta = examples.symbol, chance.symbol, level.symbol
k = bound_index("k")
end = (("the upper bound n becomes n + 1", "of n examples one can choose n + 1 in no way"),)


def choose(count: Any, size: Any) -> Any:
    """The binomial coefficient, left as it is written."""
    return binomial(count, size, evaluate=False)


constant = Sum(choose(n, k) * (k / n) ** k * ((n - k) / n) ** (n - k), (k, 0, n))
mass = choose(n, k) * p**k * (1 - p) ** (n - k)
tilted = (k / (n * p)) ** k * ((n - k) / (n * (1 - p))) ** (n - k)


def derive_constant() -> Iterator[Step]:
    """Abel's identity, then the terms of an exponential series."""
    yield Step(
        Sum(factorial(n) / (factorial(k) * n ** (n - k)), (k, 0, n)), because="Abel's generalised binomial theorem"
    )
    yield Step(
        2 * sqrt(n), because="1 + Ramanujan's Q(n), which is at most sqrt(pi n / 2): about 1.25 sqrt(n)", relation="<="
    )


maurer_constant = Formula(
    title="The constant of the PAC-Bayes bound",
    kind=Kind.BOUND,
    statement=at_most(constant, 2 * sqrt(n)),
    quantities=(many,),
    assumptions=(),
    notations=(
        Notation(
            r"\sum_{k=0}^n \binom{n}{k} \left(\frac{k}{n}\right)^k \left(\frac{n - k}{n}\right)^{n-k} \leq 2 \sqrt{n}"
        ),
        Notation(
            r"\sum_{k=0}^m {m \choose k} \left(\frac{k}{m}\right)^k \left(1 - \frac{k}{m}\right)^{m-k} \leq 2 \sqrt{m}",
            (("m", "n"),),
        ),
    ),
    words=("pac-bayes", "constant", "maurer", "mcallester"),
    derivation=derive_constant,
    source=Source(maurer, "theorem 1"),
    survivors=end,
)


def derive_mean() -> Iterator[Step]:
    """The powers of p cancel."""
    yield Step(
        Sum(choose(n, k) * (k / n) ** k * (1 - k / n) ** (n - k), (k, 0, n)), because="the powers of p and 1 - p cancel"
    )
    yield Step(constant, because="one denominator")


exponential_mean = Formula(
    title="The mean exponential of a sample's divergence does not depend on the risk",
    kind=Kind.IDENTITY,
    statement=equal(Sum(mass * tilted, (k, 0, n)), constant),
    quantities=(examples, chance),
    assumptions=(),
    notations=(
        Notation(
            r"\sum_{k=0}^n \binom{n}{k} p^k (1 - p)^{n-k} \left(\frac{k}{n p}\right)^k "
            r"\left(\frac{n - k}{n (1 - p)}\right)^{n-k} "
            r"= \sum_{k=0}^n \binom{n}{k} \left(\frac{k}{n}\right)^k \left(\frac{n - k}{n}\right)^{n-k}"
        ),
        Notation(
            r"\sum_{k=0}^m \binom{m}{k} q^k (1 - q)^{m-k} \left(\frac{k/m}{q}\right)^k "
            r"\left(\frac{1 - k/m}{1 - q}\right)^{m-k} "
            r"= \sum_{k=0}^m \binom{m}{k} \left(\frac{k}{m}\right)^k \left(1 - \frac{k}{m}\right)^{m-k}",
            (("m", "n"), ("q", "p")),
        ),
    ),
    words=("pac-bayes", "divergence", "binomial", "maurer"),
    derivation=derive_mean,
    source=Source(maurer, "proof of theorem 1"),
    survivors=end,
)

holds = Sum(mass * indicator(Le(tilted, 2 * sqrt(n) / delta)), (k, 0, n))


def derive_level() -> Iterator[Step]:
    """Markov's inequality."""
    yield Step(
        1 - delta / (2 * sqrt(n)) * Sum(mass * tilted, (k, 0, n)),
        because="Markov's inequality for the exponential",
        relation=">=",
    )
    yield Step(1 - delta / (2 * sqrt(n)) * constant, because="its mean does not depend on the risk")
    yield Step(1 - delta, because="the constant is at most 2 sqrt(n)", relation=">=")


confidence_level = Formula(
    title="The event of the PAC-Bayes bound has probability at least 1 - delta",
    kind=Kind.BOUND,
    statement=at_least(holds, 1 - delta),
    quantities=(examples, chance, level),
    assumptions=(),
    notations=(
        Notation(
            r"\sum_{k=0}^n \binom{n}{k} p^k (1 - p)^{n-k} \mathbb{1}\left[\left(\frac{k}{n p}\right)^k "
            r"\left(\frac{n - k}{n (1 - p)}\right)^{n-k} \leq \frac{2 \sqrt{n}}{\delta}\right] \geq 1 - \delta"
        ),
        Notation(
            r"\sum_{k=0}^m \binom{m}{k} q^k (1 - q)^{m-k} \mathbb{1}\left[\left(\frac{k}{m q}\right)^k "
            r"\left(\frac{m - k}{m (1 - q)}\right)^{m-k} \leq \frac{2 \sqrt{m}}{\epsilon}\right] \geq 1 - \epsilon",
            (("m", "n"), ("q", "p"), ("epsilon", "delta")),
        ),
    ),
    words=("pac-bayes", "probability", "confidence", "mcallester"),
    derivation=derive_level,
    source=Source(maurer, "theorem 5"),
    survivors=end,
)

TOPIC = Topic(
    "Constants of the PAC-Bayes bound", formulas=(maurer_constant, exponential_mean, confidence_level)
)
