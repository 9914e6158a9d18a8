"""Probability functions of counts, geometric, negative binomial, multinomial, hypergeometric, and their moments.

Two conventions live side by side: the number of trials up to a success, and the number of failures before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sympy import KroneckerDelta, Product, Sum, binomial, factorial

from derivations.operators import at, diagonal_matrix, equal, total
from derivations.vocabulary import (
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
    free_index,
    integers,
    interval,
)

casella = "Casella and Berger, Statistical Inference"
bishop = "Bishop, Pattern Recognition and Machine Learning"
mass = Quantity("f", "probability")
chance = Quantity("p", "probability of success", domain=UNIT)
trial = Quantity("k", "trial of the success", domain=integers(1, 6))
failures = Quantity("k", "number of failures", domain=integers(0, 5))
f, p, k = mass.symbol, chance.symbol, trial.symbol
j = bound_index("j")


def derive_geometric() -> Iterator[Step]:
    """All trials before it fail."""
    yield Step(Product(1 - p, (j, 1, k - 1)) * p, because="all trials before it fail, independently")
    yield Step((1 - p) ** (k - 1) * p, because="k - 1 equal factors")


geometric = Formula(
    title="Probability that the first success is in trial k (geometric distribution)",
    kind=Kind.DEFINITION,
    statement=equal(f, (1 - p) ** (k - 1) * p),
    quantities=(mass, trial, chance),
    assumptions=(),
    notations=(
        Notation(r"P(X = k) = (1 - p)^{k - 1} p"),
        Notation(r"f(k) = p (1 - p)^{k - 1}"),
        Notation(r"P(X = k) = \theta (1 - \theta)^{k - 1}", (("theta", "p"),)),
    ),
    words=("geometric distribution", "geometric", "first success"),
    derivation=derive_geometric,
    source=Source(casella, "section 3.2"),
)
missed = failures.symbol


def derive_geometric_failures() -> Iterator[Step]:
    """k failures, then a success."""
    yield Step(Product(1 - p, (j, 1, missed)) * p, because="k failures and a success, independently")
    yield Step((1 - p) ** missed * p, because="k equal factors")


geometric_failures = Formula(
    title="Probability of k failures before the first success (geometric distribution)",
    kind=Kind.DEFINITION,
    statement=equal(f, (1 - p) ** missed * p),
    quantities=(mass, failures, chance),
    assumptions=(),
    notations=(
        Notation(r"P(X = k) = (1 - p)^k p"),
        Notation(r"f(k) = p (1 - p)^k"),
    ),
    words=("geometric distribution", "geometric", "failures"),
    derivation=derive_geometric_failures,
    source=Source(casella, "section 3.2"),
)
wanted = Quantity("r", "number of successes", domain=integers(1, 3))
r = wanted.symbol
few_failures = Quantity("k", "number of failures", domain=integers(0, 3))
lost = few_failures.symbol


def derive_negative_binomial() -> Iterator[Step]:
    """The last trial is a success; the others are in any order."""
    yield Step(
        factorial(lost + r - 1) / (factorial(lost) * factorial(r - 1)) * p**r * (1 - p) ** lost,
        because="the last trial is a success; the k failures stand anywhere before",
    )
    yield Step(binomial(lost + r - 1, lost) * (1 - p) ** lost * p**r, because="this is the binomial coefficient")


negative_binomial = Formula(
    title="Probability of k failures before the r-th success (negative binomial distribution)",
    kind=Kind.DEFINITION,
    statement=equal(f, binomial(lost + r - 1, lost) * (1 - p) ** lost * p**r),
    quantities=(mass, few_failures, wanted, chance),
    assumptions=(),
    notations=(
        Notation(r"P(X = k) = \binom{k + r - 1}{k} (1 - p)^k p^r"),
        Notation(r"f(k) = \binom{k + r - 1}{r - 1} p^r (1 - p)^k"),
    ),
    words=("negative binomial",),
    derivation=derive_negative_binomial,
    source=Source(casella, "equation 3.2.10"),
)
last = Quantity("n", "number of trials", domain=integers(1, 5))
needed = Quantity("r", "number of successes", domain=integers(1, 3))
n = last.symbol


def derive_negative_binomial_trials() -> Iterator[Step]:
    """n - r failures before the last success."""
    yield Step(
        factorial(n - 1) / (factorial(n - r) * factorial(r - 1)) * p**r * (1 - p) ** (n - r),
        because="n - r failures before the r-th success",
    )
    yield Step(binomial(n - 1, r - 1) * p**r * (1 - p) ** (n - r), because="this is the binomial coefficient")


negative_binomial_trials = Formula(
    title="Probability that the r-th success is in trial n (negative binomial distribution)",
    kind=Kind.DEFINITION,
    statement=equal(f, binomial(n - 1, r - 1) * p**r * (1 - p) ** (n - r)),
    quantities=(mass, last, needed, chance),
    assumptions=(r <= n,),
    notations=(
        Notation(r"P(X = n) = \binom{n - 1}{r - 1} p^r (1 - p)^{n - r}"),
        Notation(r"f(x) = \binom{x - 1}{r - 1} (1 - p)^{x - r} p^r", (("x", "n"),)),
    ),
    words=("negative binomial",),
    derivation=derive_negative_binomial_trials,
    source=Source(casella, "equation 3.2.9"),
)
population = Quantity("N", "size of the population", domain=integers(1, 7))
marked = Quantity("K", "marked members of the population", domain=integers(0, 5))
drawn = Quantity("n", "number of draws", domain=integers(1, 4))
seen = Quantity("k", "marked members drawn", domain=integers(0, 4))
N, K, draws, hits = population.symbol, marked.symbol, drawn.symbol, seen.symbol


def derive_hypergeometric() -> Iterator[Step]:
    """Count the subsets with k marked members."""
    yield Step(
        binomial(draws, hits) * binomial(N - draws, K - hits) / binomial(N, K),
        because="choose which members are marked: k of those drawn, the others elsewhere",
    )
    yield Step(
        binomial(K, hits) * binomial(N - K, draws - hits) / binomial(N, draws),
        because="or choose which are drawn: the factorials are the same",
    )


hypergeometric = Formula(
    title="Probability of k marked members in a sample without replacement (hypergeometric distribution)",
    kind=Kind.DEFINITION,
    statement=equal(f, binomial(K, hits) * binomial(N - K, draws - hits) / binomial(N, draws)),
    quantities=(mass, seen, population, marked, drawn),
    assumptions=(K <= N, draws <= N, hits <= draws, hits <= K, draws - hits <= N - K),
    notations=(
        Notation(r"P(X = k) = \frac{\binom{K}{k} \binom{N - K}{n - k}}{\binom{N}{n}}"),
        Notation(
            r"P(X = x) = \binom{M}{x} \binom{N - M}{n - x} \Big/ \binom{N}{n}", (("M", "K"), ("x", "k"))
        ),
    ),
    words=("hypergeometric", "without replacement"),
    derivation=derive_hypergeometric,
    source=Source(casella, "equation 3.2.1"),
)
classes = Size("K", "classes", smallest=1, largest=3)
counts = Quantity("n", "how often each class occurs", shape=(classes,), domain=integers(0, 2))
shares = Quantity("p", "probabilities of the classes", shape=(classes,), domain=SIMPLEX)
sum_of_counts = Quantity("N", "number of draws", value=total(counts.symbol))
size, c, w = classes.symbol, counts.symbol, shares.symbol
coefficient = factorial(sum_of_counts.symbol) / Product(factorial(at(c, j)), (j, 1, size))


def derive_multinomial() -> Iterator[Step]:
    """Count the arrangements."""
    yield Step(
        factorial(sum_of_counts.symbol) * Product(at(w, j) ** at(c, j) / factorial(at(c, j)), (j, 1, size)),
        because="each arrangement has the same probability, and so many are equal",
    )
    yield Step(coefficient * Product(at(w, j) ** at(c, j), (j, 1, size)), because="split the product")


multinomial = Formula(
    title="Probability function of the multinomial distribution",
    kind=Kind.DEFINITION,
    statement=equal(f, coefficient * Product(at(w, j) ** at(c, j), (j, 1, size))),
    quantities=(mass, counts, shares, sum_of_counts),
    assumptions=(),
    notations=(
        Notation(r"P(n) = \frac{N!}{\prod_{k=1}^{K} n_k!} \prod_{k=1}^{K} p_k^{n_k}"),
        Notation(r"\operatorname{Mult}(m | \mu, N) = N! \prod_{k=1}^{K} \frac{\mu_k^{m_k}}{m_k!}",
                 (("m", "n"), ("mu", "p"))),
    ),
    words=("multinomial",),
    derivation=derive_multinomial,
    source=Source(bishop, "equation 2.34"),
)
covariance = Quantity("C", "covariance of two entries of the one-hot class")
left, right = free_index("i", classes), free_index("l", classes)
i, h = left.symbol, right.symbol


def derive_categorical_covariance() -> Iterator[Step]:
    """Mean product less the product of the means."""
    one = at(diagonal_matrix(w), i, h)
    yield Step(one - at(w, i) * at(w, h), because="of two different classes at most one occurs")
    yield Step(at(w, i) * (KroneckerDelta(i, h) - at(w, h)), because="the diagonal matrix, entry by entry")


categorical_covariance = Formula(
    title="Covariances of a one-hot class",
    kind=Kind.DEFINITION,
    statement=equal(covariance.symbol, at(w, i) * (KroneckerDelta(i, h) - at(w, h))),
    quantities=(covariance, shares, left, right),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Cov}(x_i, x_l) = p_i (\delta_{il} - p_l)"),
        Notation(r"C_{il} = p_i \delta_{il} - p_i p_l"),
    ),
    words=("categorical", "multinomial", "one-hot", "covariance"),
    derivation=derive_categorical_covariance,
    source=Source(bishop, "section 2.2"),
)
concentration = Quantity("alpha", "concentrations", shape=(classes,), domain=interval(Fraction(1, 4), 4))
alpha = concentration.symbol
strength = Quantity("alpha_0", "sum of the concentrations", value=total(alpha))
a0 = strength.symbol
mean_of_one = Quantity("m", "mean of a probability")
variance_of_one = Quantity("v", "variance of a probability")


def derive_dirichlet_mean() -> Iterator[Step]:
    """Each probability is a beta number."""
    yield Step(at(alpha, i) / (at(alpha, i) + (a0 - at(alpha, i))), because="p_i is a beta number; its mean")
    yield Step(at(alpha, i) / Sum(at(alpha, j), (j, 1, size)), because="the concentrations add up")


dirichlet_mean = Formula(
    title="Mean of the Dirichlet distribution",
    kind=Kind.DEFINITION,
    statement=equal(mean_of_one.symbol, at(alpha, i) / Sum(at(alpha, j), (j, 1, size))),
    quantities=(mean_of_one, concentration, strength, left),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[p_i] = \frac{\alpha_i}{\sum_{j=1}^{K} \alpha_j}"),
        Notation(r"\mathbb{E}[\mu_k] = \frac{\alpha_k}{\alpha_0}", (("k", "i"), ("mu", "p"))),
    ),
    words=("dirichlet",),
    derivation=derive_dirichlet_mean,
    source=Source(bishop, "exercise 2.10"),
)


def derive_dirichlet_variance() -> Iterator[Step]:
    """Each probability is a beta number."""
    yield Step(
        at(alpha, i) / a0 * (1 - at(alpha, i) / a0) / (a0 + 1), because="p_i is a beta number; its variance"
    )
    yield Step(at(alpha, i) * (a0 - at(alpha, i)) / (a0**2 * (a0 + 1)), because="a common denominator")


dirichlet_variance = Formula(
    title="Variances of the Dirichlet distribution",
    kind=Kind.DEFINITION,
    statement=equal(variance_of_one.symbol, at(alpha, i) * (a0 - at(alpha, i)) / (a0**2 * (a0 + 1))),
    quantities=(variance_of_one, concentration, strength, left),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}(p_i) = \frac{\alpha_i (\alpha_0 - \alpha_i)}{\alpha_0^2 (\alpha_0 + 1)}"),
        Notation(r"\sigma_i^2 = \frac{\alpha_i}{\alpha_0^2 (\alpha_0 + 1)} (\alpha_0 - \alpha_i)"),
    ),
    words=("dirichlet",),
    derivation=derive_dirichlet_variance,
    source=Source(bishop, "exercise 2.10"),
)

TOPIC = Topic(
    "Distributions of counts",
    formulas=(
        geometric,
        geometric_failures,
        negative_binomial,
        negative_binomial_trials,
        hypergeometric,
        multinomial,
        categorical_covariance,
        dirichlet_mean,
        dirichlet_variance,
    ),
)
