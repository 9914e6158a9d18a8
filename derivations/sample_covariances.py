"""Covariance and correlation of a sample, of two measurements and of vectors, with the divisors n and n - 1.

Vectors stand as the rows of a data matrix X. J is the centring matrix I - 11'/n.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Identity, Sum, sqrt
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import at, dot, equal, norm, row, total, vector_sum
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
    free_index,
)

casella = "Casella and Berger, Statistical Inference"
murphy = Source("Murphy, Probabilistic Machine Learning: An Introduction", "section 4.2.6")
bishop = "Bishop, Pattern Recognition and Machine Learning"
examples = Size("n", "examples", largest=4)
several = Size("n", "examples", smallest=2, largest=4)
n = examples.symbol
i = bound_index("i")


def sample_of(letter: str, size: Size) -> Quantity:
    """One measurement of each example."""
    return Quantity(letter, "a measurement of each example", shape=(size,))


first, second = sample_of("x", examples), sample_of("y", examples)
first_of_two, second_of_two = sample_of("x", several), sample_of("y", several)
x, y = first.symbol, second.symbol
first_mean = Quantity("x_bar", "mean of x", value=total(x) / n)
second_mean = Quantity("y_bar", "mean of y", value=total(y) / n)
x_bar, y_bar = first_mean.symbol, second_mean.symbol
means = (first_mean, second_mean)
name = Quantity("s", "sample covariance, or correlation")


def either_centre(*names: str) -> tuple[tuple[str, str], ...]:
    """Why a slip in one of two means does no harm."""
    reason = "the other factor is centred: what is added to this one has no effect"
    slips = (
        "the summand -{}",
        "a factor 2 in front of -{}",
        "a factor 1/2 in front of -{}",
        "the factor {} is dropped",
        "the factor -1 becomes 1 in -{}",
    )
    return tuple((slip.format(name), reason) for name in names for slip in slips)


products = Sum((at(x, i) - x_bar) * (at(y, i) - y_bar), (i, 1, n))
raw_products = Sum(at(x, i) * at(y, i), (i, 1, n))


def derive_covariance() -> Iterator[Step]:
    """Expand the products."""
    yield Step((raw_products - n * x_bar * y_bar) / (n - 1), because="the products less that of the means")
    yield Step(products / (n - 1), because="the mixed terms add up to 2 n times the product of the means")


covariance = Formula(
    title="Covariance of a sample, with the divisor n - 1",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, products / (n - 1)),
    quantities=(name, first_of_two, second_of_two, *means),
    assumptions=(),
    notations=(
        Notation(r"s_{xy} = \frac{1}{n - 1} \sum_{i=1}^{n} (x_i - \bar{x})(y_i - \bar{y})", (("s_xy", "s"),)),
        Notation(r"\operatorname{cov}(x, y) = \frac{\sum_{i=1}^{n} (x_i - \bar{x})(y_i - \bar{y})}{n - 1}"),
        Notation(
            r"S_{xy} = \frac{1}{n - 1} \left( \sum_{i=1}^{n} x_i y_i - n \bar{x} \bar{y} \right)", (("S_xy", "s"),)
        ),
    ),
    words=("sample covariance", "covariance"),
    derivation=derive_covariance,
    source=Source(casella, "exercise 5.8"),
    survivors=either_centre("x_bar", "y_bar"),
)


def derive_mean_covariance() -> Iterator[Step]:
    """Expand the products."""
    yield Step(raw_products / n - x_bar * y_bar, because="the mean product less the product of the means")
    yield Step(products / n, because="the mixed terms add up to 2 n times the product of the means")


mean_covariance = Formula(
    title="Covariance of a sample, with the divisor n",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, products / n),
    quantities=(name, first, second, *means),
    assumptions=(),
    notations=(
        Notation(r"s_{xy} = \frac{1}{n} \sum_{i=1}^{n} (x_i - \bar{x})(y_i - \bar{y})", (("s_xy", "s"),)),
        Notation(r"\operatorname{cov}(x, y) = \frac{1}{n} \sum_{i=1}^{n} x_i y_i - \bar{x} \bar{y}"),
        Notation(
            r"\hat{\sigma}_{xy} = \frac{\sum_{i=1}^{n} (x_i - \bar{x})(y_i - \bar{y})}{n}", (("sigma_hat_xy", "s"),)
        ),
    ),
    words=("sample covariance", "covariance", "empirical covariance"),
    derivation=derive_mean_covariance,
    source=Source(casella, "section 5.2"),
    survivors=either_centre("x_bar", "y_bar"),
)


def squares_of(vector: Any, centre: Any) -> Any:
    """The sum of squared deviations."""
    return Sum((at(vector, i) - centre) ** 2, (i, 1, n))


correlation_form = products / sqrt(squares_of(x, x_bar) * squares_of(y, y_bar))


def derive_correlation() -> Iterator[Step]:
    """The cosine of the angle between the centred measurements."""
    left, right = x - x_bar * OneMatrix(n, 1), y - y_bar * OneMatrix(n, 1)
    yield Step(dot(left, right) / (norm(left) * norm(right)), because="the cosine of the angle after centring")
    yield Step(correlation_form, because="inner product and lengths by their entries")


correlation = Formula(
    title="Correlation coefficient of a sample (Pearson)",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, correlation_form),
    quantities=(name, first_of_two, second_of_two, *means),
    assumptions=(squares_of(x, x_bar) > 0, squares_of(y, y_bar) > 0),
    notations=(
        Notation(
            r"r = \frac{\sum_{i=1}^{n} (x_i - \bar{x})(y_i - \bar{y})}"
            r"{\sqrt{\sum_{i=1}^{n} (x_i - \bar{x})^2} \sqrt{\sum_{i=1}^{n} (y_i - \bar{y})^2}}"
        ),
        Notation(
            r"r_{xy} = \frac{\sum_i (x_i - \bar{x})(y_i - \bar{y})}{\sqrt{\sum_i (x_i - \bar{x})^2 "
            r"\sum_i (y_i - \bar{y})^2}}",
            (("r_xy", "s"),),
        ),
        Notation(
            r"\rho = \frac{\sum_{i=1}^{n} x_i y_i - n \bar{x} \bar{y}}"
            r"{\sqrt{\sum_{i=1}^{n} x_i^2 - n \bar{x}^2} \sqrt{\sum_{i=1}^{n} y_i^2 - n \bar{y}^2}}"
        ),
        Notation(
            r"r = \frac{(x - \bar{x} \mathbf{1})^\top (y - \bar{y} \mathbf{1})}"
            r"{\|x - \bar{x} \mathbf{1}\| \|y - \bar{y} \mathbf{1}\|}"
        ),
    ),
    words=("correlation", "pearson"),
    derivation=derive_correlation,
    source=Source(casella, "section 4.5"),
    survivors=either_centre("x_bar", "y_bar"),
)

features = Size("d", "features", largest=3)
d = features.symbol
data = Quantity("X", "data, one example a row", shape=(examples, features))
data_of_two = Quantity("X", "data, one example a row", shape=(several, features))
X = data.symbol
centre = Quantity("mu", "mean of the examples", shape=(features,), value=X.T * OneMatrix(n, 1) / n)
mu = centre.symbol
scatter = vector_sum((row(X, i) - mu) * (row(X, i) - mu).T, i, 1, n)
matrix_name = Quantity("S", "sample covariance matrix", shape=(features, features))
vector_name = Quantity("m", "sample mean", shape=(features,))
centring = Identity(n) - OneMatrix(n, n) / n
rows_of = (("x", "X"), ("x_bar", "mu"))
hats = (("x", "X"), ("mu_hat", "mu"))


def derive_mean_vector() -> Iterator[Step]:
    """Each example has the weight 1/n."""
    yield Step(X.T * OneMatrix(n, 1) / n, because="the product with the vector of ones adds the rows")
    yield Step(vector_sum(row(X, i), i, 1, n) / n, because="row by row")


mean_vector = Formula(
    title="Mean vector of a sample",
    kind=Kind.DEFINITION,
    statement=equal(vector_name.symbol, vector_sum(row(X, i), i, 1, n) / n),
    quantities=(vector_name, data),
    assumptions=(),
    notations=(
        Notation(r"\hat{\mu} = \frac{1}{n} \sum_{i=1}^{n} x_i", (("x", "X"),)),
        Notation(r"\hat{\mu} = \frac{1}{n} X^\top \mathbf{1}"),
        Notation(r"\bar{x} = \frac{1}{m} \sum_{i=1}^{m} x^{(i)}", (("x", "X"), ("m", "n"), ("x_bar", "m"))),
    ),
    words=("sample mean", "mean vector"),
    derivation=derive_mean_vector,
    source=Source(bishop, "equation 2.121"),
)


def derive_covariance_matrix() -> Iterator[Step]:
    """Centre the data matrix."""
    yield Step(X.T * centring * X / (n - 1), because="the centring matrix takes the mean from each row")
    yield Step(scatter / (n - 1), because="the product of a matrix with its transpose, row by row")


covariance_matrix = Formula(
    title="Covariance matrix of a sample, with the divisor n - 1",
    kind=Kind.DEFINITION,
    statement=equal(matrix_name.symbol, scatter / (n - 1)),
    quantities=(matrix_name, data_of_two, centre),
    assumptions=(),
    notations=(
        Notation(r"S = \frac{1}{n - 1} \sum_{i=1}^{n} (x_i - \bar{x})(x_i - \bar{x})^\top", rows_of),
        Notation(r"\hat{\Sigma} = \frac{1}{n - 1} (X - \mathbf{1} \mu^\top)^\top (X - \mathbf{1} \mu^\top)"),
        Notation(
            r"S = \frac{1}{n - 1} \left( \sum_{i=1}^{n} x_i x_i^\top - n \bar{x} \bar{x}^\top \right)", rows_of
        ),
    ),
    words=("covariance matrix", "sample covariance", "unbiased"),
    derivation=derive_covariance_matrix,
    source=Source(bishop, "equation 2.125"),
    survivors=either_centre("mu", "muᵀ"),
)


def derive_mean_covariance_matrix() -> Iterator[Step]:
    """Centre the data matrix."""
    yield Step(X.T * centring * X / n, because="the centring matrix takes the mean from each row")
    yield Step(scatter / n, because="the product of a matrix with its transpose, row by row")


mean_covariance_matrix = Formula(
    title="Covariance matrix of a sample, with the divisor n: the maximum-likelihood estimate",
    kind=Kind.DEFINITION,
    statement=equal(matrix_name.symbol, scatter / n),
    quantities=(matrix_name, data, centre),
    assumptions=(),
    notations=(
        Notation(r"\hat{\Sigma} = \frac{1}{n} \sum_{i=1}^{n} (x_i - \hat{\mu})(x_i - \hat{\mu})^\top", hats),
        Notation(
            r"\Sigma = \frac{1}{m} \sum_{i=1}^{m} (x^{(i)} - \mu)(x^{(i)} - \mu)^T", (("x", "X"), ("m", "n"))
        ),
        Notation(r"\hat{\Sigma} = \frac{1}{n} (X - \mathbf{1} \mu^\top)^\top (X - \mathbf{1} \mu^\top)"),
        Notation(r"\hat{\Sigma} = \frac{1}{n} X^\top X - \mu \mu^\top"),
        Notation(r"\hat{\Sigma} = \frac{1}{n} \sum_{i=1}^{n} x_i x_i^\top - \hat{\mu} \hat{\mu}^\top", hats),
    ),
    words=("covariance matrix", "sample covariance", "maximum likelihood", "scatter"),
    derivation=derive_mean_covariance_matrix,
    source=Source(bishop, "equation 2.122"),
    survivors=either_centre("mu", "muᵀ"),
)
row_index, column_index = free_index("j", features), free_index("k", features)
j, k = row_index.symbol, column_index.symbol


def derive_entry() -> Iterator[Step]:
    """The entry of the outer products."""
    yield Step(at(scatter, j, k) / (n - 1), because="covariance matrix of a sample")
    yield Step(
        Sum((at(X, i, j) - at(mu, j)) * (at(X, i, k) - at(mu, k)), (i, 1, n)) / (n - 1),
        because="the entry of each outer product is a product of entries",
    )


covariance_entry = Formula(
    title="Entry of the covariance matrix of a sample",
    kind=Kind.DEFINITION,
    statement=equal(
        at(matrix_name.symbol, j, k),
        Sum((at(X, i, j) - at(mu, j)) * (at(X, i, k) - at(mu, k)), (i, 1, n)) / (n - 1),
    ),
    quantities=(matrix_name, data_of_two, centre, row_index, column_index),
    assumptions=(),
    notations=(
        Notation(
            r"S_{jk} = \frac{1}{n - 1} \sum_{i=1}^{n} (x_{ij} - \bar{x}_j)(x_{ik} - \bar{x}_k)", rows_of
        ),
        Notation(
            r"q_{jk} = \frac{1}{N - 1} \sum_{i=1}^{N} (x_{ij} - \mu_j)(x_{ik} - \mu_k)",
            (("q", "S"), ("N", "n"), ("x", "X")),
        ),
        Notation(
            r"S_{jk} = \frac{1}{n - 1} \left(\sum_{i=1}^{n} x_{ij} x_{ik} - n \bar{x}_j \bar{x}_k\right)", rows_of
        ),
    ),
    words=("covariance matrix", "sample covariance"),
    derivation=derive_entry,
    source=murphy,
    survivors=(
        *either_centre("mu[j]", "mu[k]"),
        ("the index k becomes j in mu[k]", "the other factor is centred"),
        ("the index j becomes k in mu[j]", "the other factor is centred"),
    ),
)


def derive_centring() -> Iterator[Step]:
    """Expand the product of the centring matrix with itself."""
    yield Step(X - OneMatrix(n, n) * X / n, because="the product, column by column")
    yield Step(X - OneMatrix(n, 1) * mu.T, because="each column of 11'X/n holds one mean throughout")


centred_data = Formula(
    title="The centring matrix takes the mean from each example",
    kind=Kind.IDENTITY,
    statement=equal(centring * X, X - OneMatrix(n, 1) * mu.T),
    quantities=(data, centre, Quantity("J", "centring matrix", (examples, examples), value=centring)),
    assumptions=(),
    notations=(
        Notation(r"\left(I - \frac{1}{n} \mathbf{1} \mathbf{1}^\top\right) X = X - \mathbf{1} \mu^\top"),
        Notation(r"J X = X - \mathbf{1} \bar{x}^\top", (("x_bar", "mu"),)),
        Notation(
            r"\left(I_n - \frac{1}{n} \mathbf{1} \mathbf{1}^\top\right) X "
            r"= X - \frac{1}{n} \mathbf{1} \mathbf{1}^\top X"
        ),
    ),
    words=("centring", "centering matrix", "centered data"),
    derivation=derive_centring,
    source=murphy,
    survivors=(
        ("the factor ones(n)*ones(n)ᵀ is dropped", "a number taken from a matrix is taken from each of its entries"),
    ),
)

TOPIC = Topic(
    "Covariance of a sample",
    formulas=(
        covariance,
        mean_covariance,
        correlation,
        mean_vector,
        covariance_matrix,
        mean_covariance_matrix,
        covariance_entry,
        centred_data,
    ),
)
