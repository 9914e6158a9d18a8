"""Means and variances over parts of a sample space, of averages of draws, and around a point; Bayes' rule.

A label Y splits a finite sample space into parts; the conditional mean of X given Y = j is its mean over part j.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Eq, Identity, Piecewise, Sum, Trace

from derivations.moments import Var, X, first, joint, variance_function, wasserman
from derivations.operators import (
    at,
    column,
    dot,
    equal,
    indicator,
    mean,
    norm,
    probability,
    vector_mean,
    vector_sum,
)
from derivations.vocabulary import (
    POSITIVE,
    SIMPLEX,
    Formula,
    Kind,
    Law,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    free_index,
    integers,
    position_in,
)

labels = Size("m", "labels", smallest=2, largest=2)
label = Quantity("Y", "the label of the outcome", domain=integers(1, 2), law=joint)
m, Y = labels.symbol, label.symbol
j, i = bound_index("j i")


def has_label(which: Any) -> Any:
    """The event that the outcome has that label."""
    return Eq(Y, which, evaluate=False)


def at_labels(value: Any) -> Any:
    """The vector with the value at j as entry j."""
    return vector_sum(value * column(Identity(m), j), j, 1, m)


within = mean(X * indicator(has_label(j))) / probability(has_label(j))
conditional_mean = Quantity("mu", "entry j: the mean of X where Y = j", shape=(labels,), value=at_labels(within))
mu = conditional_mean.symbol
around = mean((X - at(mu, j)) ** 2 * indicator(has_label(j))) / probability(has_label(j))
conditional_variance = Quantity(
    "s", "entry j: the variance of X where Y = j", shape=(labels,), value=at_labels(around)
)
share = Quantity("p", "the probabilities of the labels", shape=(labels,), value=at_labels(probability(has_label(j))))
s, p = conditional_variance.symbol, share.symbol
each_occurs = tuple(probability(has_label(which)) > 0 for which in (1, 2))
by_label = (("mu", "mu"), ("pi", "p"))


def derive_total_expectation() -> Iterator[Step]:
    """Split the sum over the outcomes by their labels."""
    yield Step(
        Sum(mean(X * indicator(has_label(j))), (j, 1, m)), because="each outcome has one label: split the sum by labels"
    )
    yield Step(
        Sum(at(p, j) * at(mu, j), (j, 1, m)), because="multiply and divide each part by the probability of its label"
    )


total_expectation = Formula(
    title="Law of total expectation",
    kind=Kind.IDENTITY,
    statement=equal(mean(X), Sum(at(p, j) * at(mu, j), (j, 1, m))),
    quantities=(first, label, share, conditional_mean),
    assumptions=each_occurs,
    notations=(
        Notation(r"\mathbb{E}[X] = \sum_{j=1}^{m} \mathbb{P}(Y = j) \mu_j"),
        Notation(r"\mathbb{E}[X] = \sum_j \pi_j \mu_j", letters=by_label),
        Notation(r"\mathbb{E}[X] = p^\top \mu"),
    ),
    words=("total expectation", "conditional expectation", "tower"),
    derivation=derive_total_expectation,
    source=Source(wasserman, "theorem 3.24"),
)


def derive_total_variance() -> Iterator[Step]:
    """Split by labels, then split the deviation at the conditional mean."""
    yield Step(
        Sum(at(p, j) * mean((X - mean(X)) ** 2 * indicator(has_label(j))) / at(p, j), (j, 1, m)),
        because="law of total expectation for the squared deviation",
    )
    yield Step(
        Sum(at(p, j) * (at(s, j) + (at(mu, j) - mean(X)) ** 2), (j, 1, m)),
        because="in part j the mean squared distance to E[X] is the variance plus the squared distance of the means",
    )
    yield Step(
        Sum(at(p, j) * at(s, j), (j, 1, m)) + Sum(at(p, j) * (at(mu, j) - mean(X)) ** 2, (j, 1, m)),
        because="split the sum",
    )


total_variance = Formula(
    title="Law of total variance",
    kind=Kind.IDENTITY,
    statement=equal(
        Var(X), Sum(at(p, j) * at(s, j), (j, 1, m)) + Sum(at(p, j) * (at(mu, j) - mean(X)) ** 2, (j, 1, m))
    ),
    quantities=(variance_function, first, label, share, conditional_variance, conditional_mean),
    assumptions=each_occurs,
    notations=(
        Notation(
            r"\operatorname{Var}(X) = \sum_{j=1}^{m} p_j s_j + \sum_{j=1}^{m} p_j (\mu_j - \mathbb{E}[X])^2",
        ),
        Notation(
            r"\operatorname{Var}(X) = \sum_j \pi_j \sigma_j^2 + \sum_j \pi_j (\mu_j - \mathbb{E}[X])^2",
            letters=(*by_label, ("sigma^2", "s")),
        ),
    ),
    words=("total variance", "conditional variance", "mixture"),
    derivation=derive_total_variance,
    source=Source(wasserman, "theorem 3.27"),
)

parts = Size("m", "hypotheses", largest=4)
prior = Quantity("p", "prior probabilities of the hypotheses", shape=(parts,), domain=SIMPLEX)
likelihood = Quantity("L", "likelihood of the data under each hypothesis", shape=(parts,), domain=POSITIVE)
posterior = Quantity("q", "posterior probabilities of the hypotheses", shape=(parts,))
which = free_index("j", parts)
k, L, q, h = parts.symbol, likelihood.symbol, posterior.symbol, which.symbol
prior_symbol = prior.symbol


def derive_bayes() -> Iterator[Step]:
    """Divide the joint probability of hypothesis and data by that of the data."""
    both = at(L, h) * at(prior_symbol, h)
    yield Step(both / dot(L, prior_symbol), because="the joint probability over that of the data")
    yield Step(
        both / Sum(at(L, i) * at(prior_symbol, i), (i, 1, k)), because="law of total probability over the hypotheses"
    )


bayes = Formula(
    title="Bayes' rule",
    kind=Kind.DEFINITION,
    statement=equal(at(q, h), at(L, h) * at(prior_symbol, h) / Sum(at(L, i) * at(prior_symbol, i), (i, 1, k))),
    quantities=(posterior, likelihood, prior, which),
    assumptions=(),
    notations=(
        Notation(r"q_j = \frac{L_j p_j}{\sum_{i=1}^{m} L_i p_i}"),
        Notation(
            r"w_k = \frac{\pi_k \ell_k}{\sum_{j=1}^{K} \pi_j \ell_j}",
            letters=(("w", "q"), ("pi", "p"), ("l", "L"), ("K", "m"), ("k", "j")),
        ),
    ),
    words=("bayes", "posterior", "prior", "likelihood"),
    derivation=derive_bayes,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equations 1.12 and 1.13"),
)

outcomes = Size("k", "values in the population", smallest=2, largest=3)
population = Quantity("x", "the values of the population", shape=(outcomes,))
count = Quantity("n", "number of draws", domain=integers(1, 3))


def drawn(name: str) -> Quantity:
    """A position of the population, drawn uniformly and independently."""
    law = Law(name, uniform=outcomes)
    return Quantity(name, "index of a value, drawn uniformly", domain=position_in(outcomes), law=law)


I_1, I_2, I_3 = (drawn(name) for name in ("I_1", "I_2", "I_3"))
n = count.symbol
X_1, X_2, X_3 = (at(population.symbol, draw.symbol) for draw in (I_1, I_2, I_3))
average = Quantity(
    "X_bar",
    "the mean of n independent draws",
    value=Piecewise((X_1, Eq(n, 1)), ((X_1 + X_2) / 2, Eq(n, 2)), ((X_1 + X_2 + X_3) / 3, True), evaluate=False),
)
single = Quantity("v", "variance of one draw", value=mean((X_1 - mean(X_1)) ** 2))
X_bar, v = average.symbol, single.symbol


def derive_variance_of_mean() -> Iterator[Step]:
    """Deviations of independent draws are orthogonal on average."""
    yield Step(Sum(v, (i, 1, n)) / n**2, because="the variances of independent draws add up, and 1/n comes out squared")
    yield Step(v / n, because="n equal terms; cancel n")


variance_of_mean = Formula(
    title="Variance of the mean of independent draws",
    kind=Kind.IDENTITY,
    statement=equal(Var(X_bar), v / n),
    quantities=(
        variance_function,
        average,
        count,
        single,
        population,
        I_1,
        I_2,
        I_3,
    ),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}(\bar{X}) = \frac{\sigma^2}{n}", letters=(("sigma^2", "v"),)),
        Notation(
            r"\operatorname{Var}(\bar{X}_n) = \frac{\sigma^2}{n}", letters=(("X_bar_n", "X_bar"), ("sigma^2", "v"))
        ),
        Notation(r"\operatorname{var}[\bar{x}] = \frac{1}{N} \sigma^2", letters=(
            ("x_bar", "X_bar"), ("N", "n"), ("sigma^2", "v"),
        )),
    ),
    words=("variance", "sample mean", "standard error", "independent", "estimat", "iid", "i.i.d."),
    derivation=derive_variance_of_mean,
    source=Source(wasserman, "theorem 3.17"),
)

anywhere = Quantity("c", "a number")
c = anywhere.symbol


def derive_squared_error() -> Iterator[Step]:
    """Split the distance at the mean."""
    yield Step(
        Var(X) + 2 * (mean(X) - c) * mean(X - mean(X)) + (mean(X) - c) ** 2,
        because="X - c = (X - E X) + (E X - c); expand the square",
    )
    yield Step(Var(X) + (mean(X) - c) ** 2, because="deviations have mean 0")


mean_squared_error = Formula(
    title="Mean squared error: variance plus squared bias",
    kind=Kind.IDENTITY,
    statement=equal(mean((X - c) ** 2), Var(X) + (mean(X) - c) ** 2),
    quantities=(variance_function, first, anywhere),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[(X - c)^2] = \operatorname{Var}(X) + (\mathbb{E}[X] - c)^2"),
        Notation(
            r"\mathbb{E}[(\hat{\theta} - \theta)^2] = (\mathbb{E}[\hat{\theta}] - \theta)^2 "
            r"+ \operatorname{Var}(\hat{\theta})",
            letters=(("theta_hat", "X"), ("theta", "c")),
        ),
    ),
    words=("mean squared error", "bias", "variance"),
    derivation=derive_squared_error,
    source=Source(wasserman, "theorem 6.9"),
)

dimensions = Size("d", "dimensions", largest=3)
vector = Quantity("X", "a random vector", shape=(dimensions,), law=joint)
x = vector.symbol
away = x - vector_mean(x)
spread = Quantity(
    "Sigma", "covariance matrix of X", shape=(dimensions, dimensions), value=vector_mean(away * away.T)
)


def derive_squared_norm() -> Iterator[Step]:
    """Split the vector at its mean."""
    yield Step(
        norm(vector_mean(x)) ** 2 + mean(norm(away) ** 2),
        because="X = E X + (X - E X): the mixed term has mean 0",
    )
    yield Step(
        norm(vector_mean(x)) ** 2 + Trace(spread.symbol), because="a squared length is the trace of an outer product"
    )


mean_squared_norm = Formula(
    title="Mean squared length of a random vector",
    kind=Kind.IDENTITY,
    statement=equal(mean(norm(x) ** 2), norm(vector_mean(x)) ** 2 + Trace(spread.symbol)),
    quantities=(vector, spread),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}\|X\|^2 = \|\mathbb{E}X\|^2 + \operatorname{tr}(\Sigma)"),
        Notation(
            r"\mathbb{E}[x^\top x] = \operatorname{tr}(\Sigma) + \|\mathbb{E}[x]\|_2^2",
            letters=(("x", "X"),),
        ),
    ),
    words=("second moment", "trace", "covariance"),
    derivation=derive_squared_norm,
    source=Source("Petersen and Pedersen, The Matrix Cookbook", "section 8.2.2, the mean of a quadratic form"),
)

TOPIC = Topic(
    "Conditional means, averages and Bayes' rule",
    formulas=(
        total_expectation,
        total_variance,
        bayes,
        variance_of_mean,
        mean_squared_error,
        mean_squared_norm,
    ),
)
