"""Means of estimators over all samples: the sample mean and both sample variances, and weighted (importance) samples.

A sample holds two or three independent draws from a population of equally likely values.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Eq, Identity, Piecewise, Sum

from derivations.gaussian_vectors import drawn_position
from derivations.information import first, i, n, p, q, second
from derivations.information import outcomes as results
from derivations.operators import at, column, equal, mean, total, vector_sum
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

casella = "Casella and Berger, Statistical Inference"
wasserman = "Wasserman, All of Statistics"
draws = Size("N", "draws", smallest=2, largest=3)
N = draws.symbol
j = bound_index("j")
outcomes = Size("k", "values in the population", smallest=2, largest=2)
population = Quantity("x", "the values of the population", shape=(outcomes,))
positions = tuple(drawn_position(f"I_{k}", "index of a value, drawn uniformly", outcomes) for k in (1, 2, 3))
drawn = tuple(at(population.symbol, index.symbol) for index in positions)
entry = Piecewise((drawn[0], Eq(j, 1)), (drawn[1], Eq(j, 2)), (drawn[2], True), evaluate=False)
sample = Quantity(
    "X", "the sample", shape=(draws,), value=vector_sum(entry * column(Identity(N), j), j, 1, N)
)
X = sample.symbol
average = Quantity("X_bar", "mean of the sample", value=total(X) / N)
X_bar = average.symbol
centre = Quantity("mu", "mean of one draw", value=mean(drawn[0]))
spread = Quantity("v", "variance of one draw", value=mean((drawn[0] - mean(drawn[0])) ** 2))
mu, v = centre.symbol, spread.symbol
squares = Sum((at(X, j) - X_bar) ** 2, (j, 1, N))
unbiased = Quantity("S", "sample variance with N - 1", value=squares / (N - 1))
biased = Quantity("V", "sample variance with N", value=squares / N)
S, V = unbiased.symbol, biased.symbol
given = (sample, average, population, *positions)
sigma_squared = (("sigma^2", "v"), ("n", "N"))


def derive_mean() -> Iterator[Step]:
    """The expectation is linear."""
    yield Step(Sum(mean(at(X, j)), (j, 1, N)) / N, because="the expectation is linear")
    yield Step(mu, because="all draws have the same mean")


mean_unbiased = Formula(
    title="The sample mean is unbiased",
    kind=Kind.IDENTITY,
    statement=equal(mean(X_bar), mu),
    quantities=(*given, centre),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[\bar{X}] = \mu"),
        Notation(r"\mathbb{E}\left[\frac{1}{n} \sum_{i=1}^{n} X_i\right] = \mu", (("n", "N"),)),
    ),
    words=("unbiased", "sample mean"),
    derivation=derive_mean,
    source=Source(casella, "theorem 5.2.6"),
)


def derive_squares() -> Iterator[Step]:
    """Sum of squares less N times the squared mean, in the mean."""
    yield Step(
        (Sum(mean(at(X, j) ** 2), (j, 1, N)) - N * mean(X_bar**2)) / (N - 1), because="sum of squared deviations"
    )
    yield Step(
        (N * (v + mu**2) - N * (v / N + mu**2)) / (N - 1), because="mean squares: variance plus squared mean, twice"
    )
    yield Step(v, because="collect")


variance_unbiased = Formula(
    title="The sample variance with the divisor n - 1 is unbiased",
    kind=Kind.IDENTITY,
    statement=equal(mean(S), v),
    quantities=(*given, unbiased, centre, spread),
    assumptions=(),
    notations=(
        Notation(
            r"\mathbb{E}\left[\frac{1}{n - 1} \sum_{i=1}^{n} (X_i - \bar{X})^2\right] = \sigma^2", sigma_squared
        ),
        Notation(r"\mathbb{E}[S^2] = \sigma^2", (("S^2", "S"), *sigma_squared)),
    ),
    words=("unbiased", "sample variance", "bessel"),
    derivation=derive_squares,
    source=Source(casella, "theorem 5.2.6"),
)


def derive_biased() -> Iterator[Step]:
    """The divisor n in place of n - 1."""
    yield Step((N - 1) / N * mean(S), because="the divisor N in place of N - 1")
    yield Step((N - 1) / N * v, because="the sample variance with N - 1 is unbiased")


variance_biased = Formula(
    title="The sample variance with the divisor n is too small on average",
    kind=Kind.IDENTITY,
    statement=equal(mean(V), (N - 1) / N * v),
    quantities=(*given, biased, unbiased, spread),
    assumptions=(),
    notations=(
        Notation(
            r"\mathbb{E}\left[\frac{1}{n} \sum_{i=1}^{n} (X_i - \bar{X})^2\right] = \frac{n - 1}{n} \sigma^2",
            sigma_squared,
        ),
        Notation(r"\mathbb{E}[\hat{\sigma}^2] = \frac{n - 1}{n} \sigma^2", (("sigma_hat^2", "V"), *sigma_squared)),
        Notation(
            r"\mathbb{E}[\sigma_{ML}^2] = \left(\frac{N - 1}{N}\right) \sigma^2",
            (("sigma_ML^2", "V"), ("sigma^2", "v")),
        ),
    ),
    words=("biased", "sample variance", "bias", "maximum likelihood"),
    derivation=derive_biased,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 1.58"),
)
values = Quantity("f", "a function of the outcome", shape=(results,))
f = values.symbol


def ratio(index: Any) -> Any:
    """The importance weight of an outcome."""
    return at(p, index) / at(q, index)


expected = Sum(at(p, i) * at(f, i), (i, 1, n))


def derive_importance_variance() -> Iterator[Step]:
    """Expand the square under q."""
    squares = Sum((at(p, i) * at(f, i)) ** 2 / at(q, i), (i, 1, n))
    yield Step(
        squares - 2 * expected**2 + expected**2 * Sum(at(q, i), (i, 1, n)),
        because="expand the square; q times p/q is p, so that the mixed term has the mean under p",
    )
    yield Step(squares - expected**2, because="q adds up to 1")


importance_variance = Formula(
    title="Variance of one importance-weighted draw",
    kind=Kind.IDENTITY,
    statement=equal(
        Sum(at(q, i) * (ratio(i) * at(f, i) - expected) ** 2, (i, 1, n)),
        Sum((at(p, i) * at(f, i)) ** 2 / at(q, i), (i, 1, n)) - expected**2,
    ),
    quantities=(first, second, values),
    assumptions=(),
    notations=(
        Notation(
            r"\sum_i q_i \left(\frac{p_i}{q_i} f_i - \sum_j p_j f_j\right)^2 "
            r"= \sum_i \frac{p_i^2 f_i^2}{q_i} - \left(\sum_i p_i f_i\right)^2"
        ),
        Notation(
            r"\sum_i q_i \left(\frac{p_i f_i}{q_i} - \sum_j p_j f_j\right)^2 "
            r"= \sum_i \frac{(p_i f_i)^2}{q_i} - \left(\sum_i p_i f_i\right)^2"
        ),
    ),
    words=("importance sampling", "importance weights"),
    derivation=derive_importance_variance,
    source=Source("Owen, Monte Carlo Theory, Methods and Examples", "section 9.1"),
)
shares = Quantity("w", "normalised weights of the draws", shape=(results,), domain=SIMPLEX)
w = shares.symbol
size = Quantity("E", "effective sample size")


def derive_effective() -> Iterator[Step]:
    """The square of the sum over the sum of the squares."""
    yield Step(total(w) ** 2 / Sum(at(w, i) ** 2, (i, 1, n)), because="the square of the sum over the sum of squares")
    yield Step(1 / Sum(at(w, i) ** 2, (i, 1, n)), because="the weights add up to 1")


effective_size = Formula(
    title="Effective sample size of weighted draws",
    kind=Kind.DEFINITION,
    statement=equal(size.symbol, 1 / Sum(at(w, i) ** 2, (i, 1, n))),
    quantities=(size, shares),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{ESS} = \frac{1}{\sum_{i=1}^{n} w_i^2}"),
        Notation(r"n_{\text{eff}} = \frac{\left(\sum_{i=1}^{n} w_i\right)^2}{\sum_{i=1}^{n} w_i^2}"),
    ),
    words=("effective sample size", "importance sampling", "importance weights"),
    derivation=derive_effective,
    source=Source("Owen, Monte Carlo Theory, Methods and Examples", "section 9.3"),
)

TOPIC = Topic(
    "Unbiased estimators",
    formulas=(mean_unbiased, variance_unbiased, variance_biased, importance_variance, effective_size),
)
