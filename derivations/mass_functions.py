"""Entropy, divergence and distances by probability functions p(x) and q(x), where x runs over the n outcomes.

The same with subscripts stands in `information` and `distances`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Abs, Lambda, Rational, Sum, Symbol, log, sqrt

from derivations.operators import at, equal
from derivations.vocabulary import (
    SIMPLEX,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
)

cover = "Cover and Thomas, Elements of Information Theory"
outcomes = Size("n", "outcomes", largest=4)
n = outcomes.symbol
x = bound_index("x")
u = Symbol("u")
name = Quantity("v", "entropy, divergence, distance or mean")
first_table = Quantity("a", "probabilities", shape=(outcomes,), domain=SIMPLEX)
second_table = Quantity("b", "probabilities", shape=(outcomes,), domain=SIMPLEX)
values_table = Quantity("c", "values of a function", shape=(outcomes,))


def by_table(letter: str, meaning: str, table: Quantity) -> Quantity:
    """A function of the outcome whose values stand in a table."""
    return Quantity(letter, meaning, value=Lambda((u,), at(table.symbol, u)))


first = by_table("p", "probability function", first_table)
second = by_table("q", "probability function", second_table)
function = by_table("f", "function of the outcome", values_table)
p, q, f = first.symbol, second.symbol, function.symbol
one = (first, first_table)
two = (first, second, first_table, second_table)
half = Rational(1, 2)


def over_outcomes(summand: Any) -> Any:
    """The sum over all outcomes."""
    return Sum(summand, (x, 1, n))


entropy_form = -over_outcomes(p(x) * log(p(x)))
cross_form = -over_outcomes(p(x) * log(q(x)))
divergence_form = over_outcomes(p(x) * log(p(x) / q(x)))


def derive_entropy() -> Iterator[Step]:
    """The mean surprise."""
    yield Step(over_outcomes(p(x) * log(1 / p(x))), because="the mean of the surprise log 1/p")
    yield Step(entropy_form, because="the logarithm of a reciprocal")


entropy = Formula(
    title="Entropy by the probability function",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, entropy_form),
    quantities=(name, *one),
    assumptions=(),
    notations=(
        Notation(r"H(X) = -\sum_{x=1}^{n} p(x) \log p(x)"),
        Notation(r"H(p) = \sum_{x=1}^{n} p(x) \log \frac{1}{p(x)}"),
    ),
    words=("entropy", "shannon"),
    derivation=derive_entropy,
    source=Source(cover, "equation 2.1"),
)


def derive_cross_entropy() -> Iterator[Step]:
    """Entropy and divergence."""
    yield Step(entropy_form + divergence_form, because="how much the mean surprise grows if q is believed")
    yield Step(cross_form, because="the logarithm of a quotient; log p cancels")


cross_entropy = Formula(
    title="Cross-entropy by probability functions",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, cross_form),
    quantities=(name, *two),
    assumptions=(),
    notations=(
        Notation(r"H(p, q) = -\sum_{x=1}^{n} p(x) \log q(x)"),
        Notation(r"H(p, q) = \sum_{x=1}^{n} p(x) \log \frac{1}{q(x)}"),
    ),
    words=("cross-entropy", "cross entropy"),
    derivation=derive_cross_entropy,
    source=Source("Goodfellow, Bengio and Courville, Deep Learning", "equation 3.51"),
)


def derive_divergence() -> Iterator[Step]:
    """Cross-entropy less entropy."""
    yield Step(cross_form - entropy_form, because="the cross-entropy less the entropy")
    yield Step(divergence_form, because="the logarithm of a quotient")


divergence = Formula(
    title="Kullback-Leibler divergence by probability functions",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, divergence_form),
    quantities=(name, *two),
    assumptions=(),
    notations=(
        Notation(r"D_{KL}(p \| q) = \sum_{x=1}^{n} p(x) \log \frac{p(x)}{q(x)}"),
        Notation(r"\operatorname{KL}(p \| q) = -\sum_{x=1}^{n} p(x) \log \frac{q(x)}{p(x)}"),
        Notation(r"D(p \| q) = \sum_{x=1}^{n} p(x) [\log p(x) - \log q(x)]"),
    ),
    words=("kl divergence", "kullback-leibler", "relative entropy"),
    derivation=derive_divergence,
    source=Source(cover, "equation 2.26"),
)
variation_form = half * over_outcomes(Abs(p(x) - q(x)))


def derive_variation() -> Iterator[Step]:
    """Each outcome counts once for p and once for q."""
    larger = (Abs(p(x) - q(x)) + (p(x) - q(x))) / 2
    yield Step(over_outcomes(larger), because="what p has above q; both add up to 1")
    yield Step(variation_form, because="the differences add up to 0")


total_variation = Formula(
    title="Total variation distance by probability functions",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, variation_form),
    quantities=(name, *two),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{TV}(p, q) = \frac{1}{2} \sum_{x=1}^{n} |p(x) - q(x)|"),
        Notation(r"\|p - q\|_{TV} = \frac{1}{2} \sum_{x=1}^{n} |p(x) - q(x)|"),
    ),
    words=("total variation",),
    derivation=derive_variation,
    source=Source("Tsybakov, Introduction to Nonparametric Estimation", "lemma 2.1"),
)
hellinger_form = half * over_outcomes((sqrt(p(x)) - sqrt(q(x))) ** 2)


def derive_hellinger() -> Iterator[Step]:
    """Expand the squares."""
    yield Step(1 - over_outcomes(sqrt(p(x) * q(x))), because="both distributions add up to 1")
    yield Step(hellinger_form, because="expand the squares of the differences of the roots")


hellinger = Formula(
    title="Squared Hellinger distance by probability functions",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, hellinger_form),
    quantities=(name, *two),
    assumptions=(),
    notations=(
        Notation(r"H^2(p, q) = \frac{1}{2} \sum_{x=1}^{n} \left(\sqrt{p(x)} - \sqrt{q(x)}\right)^2"),
        Notation(r"H^2(p, q) = 1 - \sum_{x=1}^{n} \sqrt{p(x) q(x)}"),
    ),
    words=("hellinger", "bhattacharyya"),
    derivation=derive_hellinger,
    source=Source("Le Cam 1986, Asymptotic Methods in Statistical Decision Theory", "section 4.1"),
)
mean_form = over_outcomes(p(x) * f(x))


def derive_variance() -> Iterator[Step]:
    """The mean square less the squared mean."""
    yield Step(over_outcomes(p(x) * f(x) ** 2) - mean_form**2, because="the mean square less the squared mean")
    yield Step(over_outcomes(p(x) * (f(x) - mean_form) ** 2), because="expand the square; p adds up to 1")


mean_value = Quantity("mu", "mean of f", value=mean_form)
variance = Formula(
    title="Variance of a function of the outcome by the probability function",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, over_outcomes(p(x) * (f(x) - mean_form) ** 2)),
    quantities=(name, mean_value, function, values_table, *one),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}(f) = \sum_{x=1}^{n} p(x) (f(x) - \mu)^2"),
        Notation(r"\sigma^2 = \sum_{x=1}^{n} p(x) f(x)^2 - \mu^2"),
    ),
    words=("variance", "probability function", "discrete"),
    derivation=derive_variance,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 1.38"),
)

TOPIC = Topic(
    "Information by probability functions",
    formulas=(entropy, cross_entropy, divergence, total_variation, hellinger, variance),
)
