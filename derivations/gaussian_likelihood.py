"""Log-likelihood of normally distributed examples, its gradients, and the gradients of the log-density (the score).

The variance is v = σ²; where both stand in one formula, v is the square of σ.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sympy import Determinant, Inverse, Lambda, Rational, Sum, exp, log, pi

from derivations.operators import at, dot, equal, gradient, hessian, partial, row, vector_sum
from derivations.vocabulary import (
    POSITIVE_DEFINITE,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    interval,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
half = Rational(1, 2)
examples = Size("n", "examples", largest=4)
n = examples.symbol
i = bound_index("i")
numbers = Quantity("x", "the examples", shape=(examples,))
centre = Quantity("mu", "mean")
scale = Quantity("sigma", "standard deviation", domain=interval(Fraction(1, 2), 3))
variance = Quantity("v", "variance", value=scale.symbol**2)
x, mu, sigma, v = numbers.symbol, centre.symbol, scale.symbol, variance.symbol
squares = Sum((at(x, i) - mu) ** 2, (i, 1, n))
name = Quantity("l", "log-likelihood")
likelihood_form = -n / 2 * log(2 * pi * sigma**2) - squares / (2 * sigma**2)
by_variance = -n / 2 * log(2 * pi * v) - squares / (2 * v)
value = Quantity("l", "log-likelihood", value=by_variance)
given = (value, numbers, centre, variance, scale)
sigma_squared = (("sigma^2", "v"),)


def derive_log_likelihood() -> Iterator[Step]:
    """The logarithm of each density."""
    yield Step(
        Sum(-half * log(2 * pi * sigma**2) - (at(x, i) - mu) ** 2 / (2 * sigma**2), (i, 1, n)),
        because="add up the log-densities",
    )
    yield Step(likelihood_form, because="n equal terms, and the squares")


log_likelihood = Formula(
    title="Log-likelihood of normally distributed examples",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, likelihood_form),
    quantities=(name, numbers, centre, variance, scale),
    assumptions=(),
    notations=(
        Notation(
            r"\ell(\mu, \sigma^2) = -\frac{n}{2} \log(2\pi\sigma^2) - \frac{1}{2\sigma^2} \sum_{i=1}^{n} (x_i - \mu)^2"
        ),
        Notation(
            r"\ln p(x | \mu, \sigma^2) = -\frac{1}{2\sigma^2} \sum_{n=1}^{N} (x_n - \mu)^2 "
            r"- \frac{N}{2} \ln \sigma^2 - \frac{N}{2} \ln(2\pi)",
            (("N", "n"), *sigma_squared),
        ),
        Notation(
            r"\ell(\mu, \sigma) = -n \log \sigma - \frac{n}{2} \log(2\pi) "
            r"- \frac{\sum_{i=1}^{n} (x_i - \mu)^2}{2\sigma^2}"
        ),
        Notation(
            r"\ell(\mu, \sigma^2) = -\frac{n}{2} \log(2\pi) - \frac{n}{2} \log(\sigma^2) "
            r"- \sum_{i=1}^{n} \frac{(x_i - \mu)^2}{2\sigma^2}"
        ),
    ),
    words=("gaussian", "normal", "log-likelihood", "maximum likelihood"),
    derivation=derive_log_likelihood,
    source=Source(bishop, "equation 1.54"),
)


def derive_mean_score() -> Iterator[Step]:
    """Differentiate the squares."""
    yield Step(Sum(2 * (at(x, i) - mu) / (2 * v), (i, 1, n)), because="the derivative of each square")
    yield Step(Sum(at(x, i) - mu, (i, 1, n)) / sigma**2, because="take the variance out of the sum")


mean_score = Formula(
    title="Derivative of the normal log-likelihood by the mean",
    kind=Kind.GRADIENT,
    statement=equal(partial(value.symbol, mu), Sum(at(x, i) - mu, (i, 1, n)) / sigma**2),
    quantities=given,
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial \ell}{\partial \mu} = \frac{1}{\sigma^2} \sum_{i=1}^{n} (x_i - \mu)"),
        Notation(r"\frac{\partial \ell}{\partial \mu} = \sum_{i=1}^{n} \frac{x_i - \mu}{\sigma^2}"),
        Notation(r"\frac{\partial \ell}{\partial \mu} = \frac{1}{\sigma^2} \sum_{n=1}^{N} (x_n - \mu)", (("N", "n"),)),
        Notation(r"\frac{\partial \ell}{\partial \mu} = \frac{\sum_{i=1}^{n} x_i - n \mu}{\sigma^2}"),
    ),
    words=("gaussian", "normal", "log-likelihood", "score", "derivative"),
    derivation=derive_mean_score,
    source=Source(bishop, "section 1.2.4"),
)


def derive_variance_score() -> Iterator[Step]:
    """Differentiate the logarithm and the reciprocal."""
    yield Step(-n / 2 / v + squares / 2 * v ** (-2), because="the derivatives of the logarithm and of the reciprocal")
    yield Step(-n / (2 * sigma**2) + squares / (2 * sigma**4), because="v is the square of σ")


variance_score = Formula(
    title="Derivative of the normal log-likelihood by the variance",
    kind=Kind.GRADIENT,
    statement=equal(partial(value.symbol, v), -n / (2 * sigma**2) + squares / (2 * sigma**4)),
    quantities=given,
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial \ell}{\partial \sigma^2} = -\frac{n}{2\sigma^2} "
            r"+ \frac{1}{2\sigma^4} \sum_{i=1}^{n} (x_i - \mu)^2",
            sigma_squared,
        ),
        Notation(
            r"\frac{\partial \ell}{\partial \sigma^2} = -\frac{n}{2\sigma^2} "
            r"+ \frac{\sum_{i=1}^{n} (x_i - \mu)^2}{2(\sigma^2)^2}",
            sigma_squared,
        ),
        Notation(
            r"\frac{\partial \ell}{\partial \sigma^2} = -\frac{N}{2\sigma^2} "
            r"+ \frac{1}{2\sigma^4} \sum_{n=1}^{N} (x_n - \mu)^2",
            (("N", "n"), *sigma_squared),
        ),
        Notation(
            r"\frac{\partial \ell}{\partial v} = \frac{1}{2 v} \left( \frac{1}{v} "
            r"\sum_{i=1}^{n} (x_i - \mu)^2 - n \right)"
        ),
    ),
    words=("gaussian", "normal", "log-likelihood", "score", "derivative", "variance"),
    derivation=derive_variance_score,
    source=Source(bishop, "section 1.2.4"),
)


def derive_scale_score() -> Iterator[Step]:
    """Chain rule through the variance."""
    yield Step((-n / (2 * sigma**2) + squares / (2 * sigma**4)) * 2 * sigma, because="the derivative of σ² by σ is 2 σ")
    yield Step(-n / sigma + squares / sigma**3, because="multiply out")


scale_score = Formula(
    title="Derivative of the normal log-likelihood by the standard deviation",
    kind=Kind.GRADIENT,
    statement=equal(partial(value.symbol, sigma), -n / sigma + squares / sigma**3),
    quantities=given,
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial \ell}{\partial \sigma} = -\frac{n}{\sigma} + "
            r"\frac{1}{\sigma^3} \sum_{i=1}^{n} (x_i - \mu)^2"
        ),
        Notation(
            r"\frac{\partial \ell}{\partial \sigma} = \sum_{i=1}^{n} "
            r"\left(\frac{(x_i - \mu)^2}{\sigma^3} - \frac{1}{\sigma}\right)"
        ),
        Notation(
            r"\frac{\partial \ell}{\partial \sigma} = \frac{1}{\sigma^3} \sum_{n=1}^{N} (x_n - \mu)^2 "
            r"- \frac{N}{\sigma}",
            (("N", "n"),),
        ),
    ),
    words=("gaussian", "normal", "log-likelihood", "score", "derivative", "standard deviation"),
    derivation=derive_scale_score,
    source=Source(bishop, "section 1.2.4"),
)
dimensions = Size("d", "dimensions", largest=3)
d = dimensions.symbol
point = Quantity("x", "a point", shape=(dimensions,))
middle = Quantity("mu", "mean", shape=(dimensions,))
covariance = Quantity("Sigma", "covariance", shape=(dimensions, dimensions), domain=POSITIVE_DEFINITE)
w, m, Sigma = point.symbol, middle.symbol, covariance.symbol
log_density_form = -d / 2 * log(2 * pi) - half * log(Determinant(Sigma)) - half * dot(w - m, Inverse(Sigma) * (w - m))
log_density = Quantity("l", "log-density", value=log_density_form)
density = Quantity("p", "density", value=Lambda((w,), exp(log_density_form)))


def derive_point_score() -> Iterator[Step]:
    """The gradient of a quadratic form with a symmetric matrix."""
    yield Step(-half * (Inverse(Sigma) * (w - m) + Inverse(Sigma).T * (w - m)), because="gradient of a quadratic form")
    yield Step(-Inverse(Sigma) * (w - m), because="the precision is symmetric")


point_score = Formula(
    title="Score of the normal distribution: gradient of the log-density by the point",
    kind=Kind.GRADIENT,
    statement=equal(gradient(log_density.symbol, w), -Inverse(Sigma) * (w - m)),
    quantities=(log_density, density, point, middle, covariance),
    assumptions=(),
    notations=(
        Notation(r"\nabla_x \log p(x) = -\Sigma^{-1} (x - \mu)"),
        Notation(r"\nabla_x \ell = \Sigma^{-1} (\mu - x)"),
        Notation(r"\frac{\partial \ell}{\partial x} = -\Sigma^{-1} (x - \mu)"),
    ),
    words=("gaussian", "normal", "score", "gradient", "log-density"),
    derivation=derive_point_score,
    source=Source("Petersen and Pedersen, The Matrix Cookbook", "section 8.1.1"),
)


def derive_middle_score() -> Iterator[Step]:
    """The mean enters with the opposite sign."""
    yield Step(-gradient(log_density.symbol, w), because="the log-density depends on x - μ alone")
    yield Step(Inverse(Sigma) * (w - m), because="score of the normal distribution")


middle_score = Formula(
    title="Gradient of the normal log-density by the mean",
    kind=Kind.GRADIENT,
    statement=equal(gradient(log_density.symbol, m), Inverse(Sigma) * (w - m)),
    quantities=(log_density, density, point, middle, covariance),
    assumptions=(),
    notations=(
        Notation(r"\nabla_\mu \ell = \Sigma^{-1} (x - \mu)"),
        Notation(r"\frac{\partial \ell}{\partial \mu} = \Sigma^{-1} (x - \mu)"),
    ),
    words=("gaussian", "normal", "score", "gradient", "log-density", "mean"),
    derivation=derive_middle_score,
    source=Source("Petersen and Pedersen, The Matrix Cookbook", "section 8.1.1"),
)


def derive_curvature() -> Iterator[Step]:
    """The score is linear."""
    yield Step(-half * (Inverse(Sigma) + Inverse(Sigma).T), because="the Hessian of a quadratic form")
    yield Step(-Inverse(Sigma), because="the precision is symmetric")


curvature = Formula(
    title="Hessian of the normal log-density",
    kind=Kind.GRADIENT,
    statement=equal(hessian(log_density.symbol, w), -Inverse(Sigma)),
    quantities=(log_density, density, point, middle, covariance),
    assumptions=(),
    notations=(
        Notation(r"\nabla_x^2 \ell = -\Sigma^{-1}"),
        Notation(r"\nabla_x^2 \log p(x) = -\Sigma^{-1}"),
    ),
    words=("gaussian", "normal", "hessian", "log-density", "precision"),
    derivation=derive_curvature,
    source=Source("Petersen and Pedersen, The Matrix Cookbook", "section 8.1.1"),
)
data = Quantity("X", "the examples, one a row", shape=(examples, dimensions))
X = data.symbol
away = row(X, i) - m
distances = Sum(dot(away, Inverse(Sigma) * away), (i, 1, n))
many_form = -n * d / 2 * log(2 * pi) - n / 2 * log(Determinant(Sigma)) - half * distances
many_value = Quantity("l", "log-likelihood", value=many_form)
rows = (("x", "X"),)


def derive_many() -> Iterator[Step]:
    """Add up the log-densities."""
    each = -d / 2 * log(2 * pi) - half * log(Determinant(Sigma)) - half * dot(away, Inverse(Sigma) * away)
    yield Step(Sum(each, (i, 1, n)), because="add up the log-densities")
    yield Step(many_form, because="n equal terms, and the quadratic forms")


multivariate_log_likelihood = Formula(
    title="Log-likelihood of normally distributed vectors",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, many_form),
    quantities=(name, data, middle, covariance),
    assumptions=(),
    notations=(
        Notation(
            r"\ell(\mu, \Sigma) = -\frac{n d}{2} \log(2\pi) - \frac{n}{2} \log|\Sigma| "
            r"- \frac{1}{2} \sum_{i=1}^{n} (x_i - \mu)^\top \Sigma^{-1} (x_i - \mu)",
            rows,
        ),
        Notation(
            r"\ln p(X | \mu, \Sigma) = -\frac{N D}{2} \ln(2\pi) - \frac{N}{2} \ln|\Sigma| "
            r"- \frac{1}{2} \sum_{n=1}^{N} (x_n - \mu)^T \Sigma^{-1} (x_n - \mu)",
            (("N", "n"), ("D", "d"), *rows),
        ),
    ),
    words=("gaussian", "normal", "log-likelihood", "multivariate"),
    derivation=derive_many,
    source=Source(bishop, "equation 2.118"),
)


def derive_many_mean_score() -> Iterator[Step]:
    """Add up the scores."""
    yield Step(vector_sum(Inverse(Sigma) * away, i, 1, n), because="gradient of each log-density by the mean")
    yield Step(Inverse(Sigma) * vector_sum(away, i, 1, n), because="the precision comes out of the sum")


multivariate_mean_score = Formula(
    title="Gradient of the log-likelihood of normally distributed vectors by the mean",
    kind=Kind.GRADIENT,
    statement=equal(gradient(many_value.symbol, m), Inverse(Sigma) * vector_sum(away, i, 1, n)),
    quantities=(many_value, data, middle, covariance),
    assumptions=(),
    notations=(
        Notation(r"\nabla_\mu \ell = \Sigma^{-1} \sum_{i=1}^{n} (x_i - \mu)", rows),
        Notation(r"\frac{\partial \ell}{\partial \mu} = \sum_{i=1}^{n} \Sigma^{-1} (x_i - \mu)", rows),
    ),
    words=("gaussian", "normal", "log-likelihood", "gradient", "multivariate"),
    derivation=derive_many_mean_score,
    source=Source(bishop, "equation 2.120"),
)

TOPIC = Topic(
    "Likelihood of normally distributed examples",
    formulas=(
        log_likelihood,
        mean_score,
        variance_score,
        scale_score,
        point_score,
        middle_score,
        curvature,
        multivariate_log_likelihood,
        multivariate_mean_score,
    ),
)
