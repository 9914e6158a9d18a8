"""Variances and covariances of linear combinations, moments of a quadratic form, correlation.

X is a random vector on a finite sample space with arbitrary weights: what holds there holds wherever the moments exist.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Sum, Trace, sqrt

from derivations.moments import (
    Cov,
    Var,
    X,
    Y,
    a,
    b,
    covariance_function,
    first,
    joint,
    number_a,
    number_b,
    second,
    variance_function,
)
from derivations.operators import at, at_most, dot, equal, mean, vector_mean
from derivations.vocabulary import (
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

wasserman = "Wasserman, All of Statistics"
cookbook = "Petersen and Pedersen, The Matrix Cookbook"
casella = "Casella and Berger, Statistical Inference"


def derive_combination() -> Iterator[Step]:
    """Expand the square of the combined deviations."""
    left, right = a * (X - mean(X)), b * (Y - mean(Y))
    yield Step(mean(left**2 + right**2 + 2 * left * right), because="expand the square of the combined deviations")
    yield Step(a**2 * Var(X) + b**2 * Var(Y) + 2 * a * b * Cov(X, Y), because="the factors come out of the means")


combination = Formula(
    title="Variance of a linear combination of two random numbers",
    kind=Kind.IDENTITY,
    statement=equal(Var(a * X + b * Y), a**2 * Var(X) + b**2 * Var(Y) + 2 * a * b * Cov(X, Y)),
    quantities=(variance_function, covariance_function, number_a, number_b, first, second),
    assumptions=(),
    notations=(
        Notation(
            r"\operatorname{Var}(aX + bY) = a^2 \operatorname{Var}(X) + b^2 \operatorname{Var}(Y) "
            r"+ 2ab \operatorname{Cov}(X, Y)"
        ),
        Notation(
            r"\operatorname{var}[aX + bY] = a^2 \operatorname{var}[X] + 2ab \operatorname{cov}[X, Y] "
            r"+ b^2 \operatorname{var}[Y]"
        ),
    ),
    words=("variance", "linear combination", "covariance"),
    derivation=derive_combination,
    source=Source(wasserman, "theorem 3.20"),
)
entries = Size("n", "entries", largest=3)
n = entries.symbol
i, j = bound_index("i j")
vector = Quantity("X", "a random vector", shape=(entries,), law=joint)
factors = Quantity("a", "factors", shape=(entries,))
x, w = vector.symbol, factors.symbol
away = x - vector_mean(x)
spread = Quantity("Sigma", "covariance matrix of X", shape=(entries, entries), value=vector_mean(away * away.T))
centre = Quantity("mu", "mean of X", shape=(entries,), value=vector_mean(x))
Sigma, mu = spread.symbol, centre.symbol
all_pairs = Sum(Sum(Cov(at(x, i), at(x, j)), (j, 1, n)), (i, 1, n))


def derive_sum_of_many() -> Iterator[Step]:
    """Expand the square of the sum of the deviations."""
    deviations = at(x, i) - mean(at(x, i))
    yield Step(mean(Sum(deviations, (i, 1, n)) ** 2), because="the deviation of the sum is the sum of the deviations")
    yield Step(all_pairs, because="the square of a sum is a double sum of products")


sum_of_many = Formula(
    title="Variance of a sum of random numbers: all covariances",
    kind=Kind.IDENTITY,
    statement=equal(Var(Sum(at(x, i), (i, 1, n))), all_pairs),
    quantities=(variance_function, covariance_function, vector),
    assumptions=(),
    notations=(
        Notation(
            r"\operatorname{Var}\left(\sum_{i=1}^{n} X_i\right) "
            r"= \sum_{i=1}^{n} \sum_{j=1}^{n} \operatorname{Cov}(X_i, X_j)"
        ),
        Notation(
            r"\operatorname{Var}\left(\sum_{i=1}^{n} X_i\right) = \sum_{i=1}^{n} \operatorname{Var}(X_i) "
            r"+ 2 \sum_{i < j} \operatorname{Cov}(X_i, X_j)"
        ),
        Notation(
            r"\operatorname{Var}\left(\sum_i X_i\right) = \sum_i \operatorname{Var}(X_i) "
            r"+ \sum_{i \neq j} \operatorname{Cov}(X_i, X_j)"
        ),
    ),
    words=("variance", "sum", "covariance"),
    derivation=derive_sum_of_many,
    source=Source(wasserman, "theorem 3.20"),
)


def derive_linear() -> Iterator[Step]:
    """The factors come out on both sides."""
    yield Step(mean(dot(w, away) ** 2), because="the deviation of a'X is a'(X - E X)")
    yield Step(dot(w, Sigma * w), because="the square of an inner product is a quadratic form in an outer product")


linear_form = Formula(
    title="Variance of a linear function of a random vector",
    kind=Kind.IDENTITY,
    statement=equal(Var(dot(w, x)), dot(w, Sigma * w)),
    quantities=(variance_function, vector, factors, spread, covariance_function),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}(a^\top X) = a^\top \Sigma a"),
        Notation(
            r"\operatorname{Var}\left(\sum_{i=1}^{n} a_i X_i\right) "
            r"= \sum_{i=1}^{n} \sum_{j=1}^{n} a_i a_j \operatorname{Cov}(X_i, X_j)"
        ),
        Notation(r"\operatorname{var}[w^T x] = w^T \Sigma w", (("w", "a"), ("x", "X"))),
    ),
    words=("variance", "linear combination", "portfolio", "covariance matrix"),
    derivation=derive_linear,
    source=Source(wasserman, "theorem 14.1"),
)


def derive_second_moment() -> Iterator[Step]:
    """Split the vector at its mean."""
    yield Step(
        vector_mean(away * away.T) + vector_mean(x) * vector_mean(x).T, because="the mixed terms have mean 0"
    )
    yield Step(Sigma + mu * mu.T, because="definitions of covariance and mean")


second_moment = Formula(
    title="Second moment of a random vector",
    kind=Kind.IDENTITY,
    statement=equal(vector_mean(x * x.T), Sigma + mu * mu.T),
    quantities=(vector, spread, centre),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[X X^\top] = \Sigma + \mu \mu^\top"),
        Notation(r"\mathbb{E}[x x^T] = \mu \mu^T + \Sigma", (("x", "X"),)),
    ),
    words=("second moment", "covariance", "autocorrelation"),
    derivation=derive_second_moment,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 2.62"),
)
matrix = Quantity("A", "a matrix", shape=(entries, entries))
A = matrix.symbol


def derive_quadratic() -> Iterator[Step]:
    """The mean of a trace is the trace of the mean."""
    yield Step(Trace(A * vector_mean(x * x.T)), because="a quadratic form is the trace of a product with x x'")
    yield Step(Trace(A * Sigma) + dot(mu, A * mu), because="second moment of a random vector")


quadratic_form = Formula(
    title="Mean of a quadratic form",
    kind=Kind.IDENTITY,
    statement=equal(mean(dot(x, A * x)), Trace(A * Sigma) + dot(mu, A * mu)),
    quantities=(vector, matrix, spread, centre),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[X^\top A X] = \operatorname{tr}(A \Sigma) + \mu^\top A \mu"),
        Notation(r"\mathbb{E}[x^T A x] = \mu^T A \mu + \operatorname{Tr}(A \Sigma)", (("x", "X"),)),
    ),
    words=("quadratic form", "trace"),
    derivation=derive_quadratic,
    source=Source(cookbook, "section 8.2.2"),
    survivors=(("the factors of A*Sigma swap", "the trace of a product does not depend on the order of two factors"),),
)
coefficient = Quantity("rho", "correlation")


def derive_correlation() -> Iterator[Step]:
    """The mean product of the standardised numbers."""
    standard = (X - mean(X)) / sqrt(Var(X)) * ((Y - mean(Y)) / sqrt(Var(Y)))
    yield Step(mean(standard), because="the mean product of the standardised numbers")
    yield Step(Cov(X, Y) / (sqrt(Var(X)) * sqrt(Var(Y))), because="the standard deviations come out of the mean")


correlation = Formula(
    title="Correlation of two random numbers",
    kind=Kind.DEFINITION,
    statement=equal(coefficient.symbol, Cov(X, Y) / (sqrt(Var(X)) * sqrt(Var(Y)))),
    quantities=(
        coefficient, variance_function, covariance_function, first, second,
        Quantity("sigma_X", "standard deviation", value=sqrt(Var(X))),
        Quantity("sigma_Y", "standard deviation", value=sqrt(Var(Y))),
    ),
    assumptions=(Var(X) > 0, Var(Y) > 0),
    notations=(
        Notation(r"\rho = \frac{\operatorname{Cov}(X, Y)}{\sqrt{\operatorname{Var}(X)} \sqrt{\operatorname{Var}(Y)}}"),
        Notation(r"\rho = \frac{\operatorname{Cov}(X, Y)}{\sqrt{\operatorname{Var}(X) \operatorname{Var}(Y)}}"),
        Notation(r"\rho_{X,Y} = \frac{\operatorname{Cov}(X, Y)}{\sigma_X \sigma_Y}"),
        Notation(
            r"\operatorname{corr}(X, Y) = \frac{\mathbb{E}[XY] - \mathbb{E}[X] \mathbb{E}[Y]}"
            r"{\sqrt{\operatorname{Var}(X)} \sqrt{\operatorname{Var}(Y)}}"
        ),
    ),
    words=("correlation", "pearson"),
    derivation=derive_correlation,
    source=Source(wasserman, "definition 3.18"),
)


def derive_cauchy_schwarz() -> Iterator[Step]:
    """The mean square of a combination is not negative."""
    yield Step(mean(X**2) * mean(Y**2), because="the mean square of E[Y²] X - E[XY] Y is not negative", relation="<=")


cauchy_schwarz = Formula(
    title="Cauchy-Schwarz inequality for random numbers",
    kind=Kind.BOUND,
    statement=at_most(mean(X * Y) ** 2, mean(X**2) * mean(Y**2)),
    quantities=(first, second),
    assumptions=(),
    notations=(
        Notation(r"(\mathbb{E}[XY])^2 \leq \mathbb{E}[X^2] \mathbb{E}[Y^2]"),
        Notation(r"\mathbb{E}[XY]^2 \leq \mathbb{E}[X^2] \cdot \mathbb{E}[Y^2]"),
    ),
    words=("cauchy-schwarz", "inequality", "second moments"),
    derivation=derive_cauchy_schwarz,
    source=Source(wasserman, "theorem 4.8"),
)


def derive_covariance_bound() -> Iterator[Step]:
    """Cauchy-Schwarz for the deviations."""
    yield Step(
        mean((X - mean(X)) ** 2) * mean((Y - mean(Y)) ** 2), because="Cauchy-Schwarz for the deviations", relation="<="
    )
    yield Step(Var(X) * Var(Y), because="definition of the variance")


covariance_bound = Formula(
    title="The squared covariance is at most the product of the variances",
    kind=Kind.BOUND,
    statement=at_most(Cov(X, Y) ** 2, Var(X) * Var(Y)),
    quantities=(variance_function, covariance_function, first, second),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Cov}(X, Y)^2 \leq \operatorname{Var}(X) \operatorname{Var}(Y)"),
        Notation(r"(\operatorname{Cov}(X, Y))^2 \leq \operatorname{Var}(X) \cdot \operatorname{Var}(Y)"),
    ),
    words=("covariance", "cauchy-schwarz", "inequality"),
    derivation=derive_covariance_bound,
    source=Source(casella, "section 4.7"),
)
baseline = Quantity("c", "factor of the control variate", value=Cov(X, Y) / Var(Y))
c = baseline.symbol


def derive_control_variate() -> Iterator[Step]:
    """The variance of the combination is quadratic in the factor."""
    yield Step(Var(X) - 2 * c * Cov(X, Y) + c**2 * Var(Y), because="variance of a linear combination")
    yield Step(Var(X) - Cov(X, Y) ** 2 / Var(Y), because="put the factor in")


control_variate = Formula(
    title="Variance with the best control variate",
    kind=Kind.IDENTITY,
    statement=equal(Var(X - c * Y), Var(X) - Cov(X, Y) ** 2 / Var(Y)),
    quantities=(variance_function, covariance_function, baseline, first, second),
    assumptions=(Var(Y) > 0,),
    notations=(
        Notation(
            r"\operatorname{Var}(X - c Y) = \operatorname{Var}(X) "
            r"- \frac{\operatorname{Cov}(X, Y)^2}{\operatorname{Var}(Y)}"
        ),
        Notation(
            r"\operatorname{Var}(X - c^* Y) = \operatorname{Var}(X) - \frac{(\operatorname{Cov}(X, Y))^2}"
            r"{\operatorname{Var}(Y)}",
            (("c_star", "c"),),
        ),
    ),
    words=("control variate", "variance reduction", "baseline"),
    derivation=derive_control_variate,
    source=Source("Owen, Monte Carlo Theory, Methods and Examples", "section 8.9"),
)

TOPIC = Topic(
    "Variances of combinations",
    formulas=(
        combination,
        sum_of_many,
        linear_form,
        second_moment,
        quadratic_form,
        correlation,
        cauchy_schwarz,
        covariance_bound,
        control_variate,
    ),
)
