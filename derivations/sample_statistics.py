"""Statistics of a sample: mean, variance with the divisors n and n - 1, and sums of squared deviations.

The sample is x_1, …, x_n, with mean x̄. The variance with the divisor n is σ̂², that with n - 1 is s².
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Integer, Sum, sqrt

from derivations.operators import at, equal, total
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
casella = "Casella and Berger, Statistical Inference"
sample = Size("n", "examples", largest=4)
several = Size("n", "examples", smallest=2, largest=4)
n = sample.symbol
values = Quantity("x", "the sample", shape=(sample,))
many_values = Quantity("x", "the sample, two examples or more", shape=(several,))
x = values.symbol
i, j = bound_index("i j")
average = Quantity("x_bar", "mean of the sample", value=total(x) / n)
x_bar = average.symbol
mean_name = Quantity("m", "sample mean")
variance_name = Quantity("v", "sample variance")
squares = Sum((at(x, i) - x_bar) ** 2, (i, 1, n))
raw_squares = Sum(at(x, i) ** 2, (i, 1, n))


def derive_sample_mean() -> Iterator[Step]:
    """Each example has the weight 1/n."""
    yield Step(Sum(at(x, i) / n, (i, 1, n)), because="each example has the weight 1/n")
    yield Step(Sum(at(x, i), (i, 1, n)) / n, because="take the weight out of the sum")


sample_mean = Formula(
    title="Mean of a sample",
    kind=Kind.DEFINITION,
    statement=equal(mean_name.symbol, Sum(at(x, i), (i, 1, n)) / n),
    quantities=(mean_name, values),
    assumptions=(),
    notations=(
        Notation(r"\bar{x} = \frac{1}{n} \sum_{i=1}^{n} x_i"),
        Notation(r"\hat{\mu} = \frac{\sum_{i=1}^{n} x_i}{n}"),
        Notation(r"\bar{x} = \frac{1}{n} \mathbf{1}^\top x"),
    ),
    words=("sample mean", "average", "empirical mean", "estimat", "iid", "i.i.d."),
    derivation=derive_sample_mean,
    source=Source(wasserman, "section 3.4"),
)


def derive_sample_variance() -> Iterator[Step]:
    """Expand the squared deviations."""
    yield Step((raw_squares - n * x_bar**2) / (n - 1), because="the squares less those of the mean")
    yield Step(squares / (n - 1), because="the mixed terms of the squared deviations add up to 2 n times x̄²")


sample_variance = Formula(
    title="Variance of a sample, with the divisor n - 1",
    kind=Kind.DEFINITION,
    statement=equal(variance_name.symbol, squares / (n - 1)),
    quantities=(variance_name, many_values, average),
    assumptions=(),
    notations=(
        Notation(r"s^2 = \frac{1}{n - 1} \sum_{i=1}^{n} (x_i - \bar{x})^2"),
        Notation(r"S_n^2 = \frac{\sum_{i=1}^{n} (X_i - \bar{X})^2}{n - 1}", (("X", "x"), ("X_bar", "x_bar"))),
        Notation(
            r"S^2 = \frac{1}{n - 1} \sum_{i=1}^{n} (X_i - \bar{X}_n)^2", (("X", "x"), ("X_bar_n", "x_bar"))
        ),
        Notation(r"\hat{\sigma}^2 = \frac{1}{n - 1} \|x - \bar{x} \mathbf{1}\|^2"),
        Notation(r"s^2 = \frac{1}{n - 1} \left( \sum_{i=1}^{n} x_i^2 - n \bar{x}^2 \right)"),
    ),
    words=("sample variance", "unbiased", "variance of the sample", "empirical variance", "estimat", "iid", "i.i.d."),
    derivation=derive_sample_variance,
    source=Source(wasserman, "section 3.4"),
)


def derive_sample_deviation() -> Iterator[Step]:
    """The root of the sample variance."""
    yield Step(sqrt((raw_squares - n * x_bar**2) / (n - 1)), because="the root of the sample variance")
    yield Step(sqrt(squares / (n - 1)), because="the squares less n times that of the mean")


sample_deviation = Formula(
    title="Standard deviation of a sample, with the divisor n - 1",
    kind=Kind.DEFINITION,
    statement=equal(variance_name.symbol, sqrt(squares / (n - 1))),
    quantities=(variance_name, many_values, average),
    assumptions=(),
    notations=(
        Notation(r"s = \sqrt{\frac{1}{n - 1} \sum_{i=1}^{n} (x_i - \bar{x})^2}"),
        Notation(r"s = \sqrt{\frac{\sum_{i=1}^{n} (x_i - \bar{x})^2}{n - 1}}"),
        Notation(r"s = \frac{1}{\sqrt{n - 1}} \|x - \bar{x} \mathbf{1}\|"),
    ),
    words=("standard deviation", "sample variance"),
    derivation=derive_sample_deviation,
    source=Source(casella, "definition 5.2.3"),
)


def derive_mean_square() -> Iterator[Step]:
    """The mean of the squares less the square of the mean."""
    yield Step(raw_squares / n - x_bar**2, because="the mean of the squares less the square of the mean")
    yield Step(squares / n, because="the mixed terms of the squared deviations add up to 2 n times x̄²")


mean_squared_deviation = Formula(
    title="Variance of a sample, with the divisor n: the maximum-likelihood estimate",
    kind=Kind.DEFINITION,
    statement=equal(variance_name.symbol, squares / n),
    quantities=(variance_name, values, average),
    assumptions=(),
    notations=(
        Notation(r"\hat{\sigma}^2 = \frac{1}{n} \sum_{i=1}^{n} (x_i - \bar{x})^2"),
        Notation(
            r"\sigma^2_{ML} = \frac{1}{N} \sum_{n=1}^{N} (x_n - \mu_{ML})^2", (("N", "n"), ("mu_ML", "x_bar"))
        ),
        Notation(r"\hat{\sigma}^2 = \frac{\sum_{i=1}^{n} (x_i - \hat{\mu})^2}{n}", (("mu_hat", "x_bar"),)),
        Notation(r"\sigma^2 = \frac{1}{n} \|x - \bar{x} \mathbf{1}\|^2"),
        Notation(r"\hat{\sigma}^2 = \frac{1}{n} \sum_{i=1}^{n} x_i^2 - \bar{x}^2"),
    ),
    words=("sample variance", "variance", "maximum likelihood", "empirical variance", "biased"),
    derivation=derive_mean_square,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 1.56"),
)


def derive_shortcut() -> Iterator[Step]:
    """Expand the squares."""
    yield Step(raw_squares - 2 * x_bar * Sum(at(x, i), (i, 1, n)) + n * x_bar**2, because="expand the squares")
    yield Step(raw_squares - n * x_bar**2, because="the examples add up to n times their mean")


sum_of_squares = Formula(
    title="Sum of squared deviations: the sum of squares less n times the squared mean",
    kind=Kind.IDENTITY,
    statement=equal(squares, raw_squares - n * x_bar**2),
    quantities=(values, average),
    assumptions=(),
    notations=(
        Notation(r"\sum_{i=1}^{n} (x_i - \bar{x})^2 = \sum_{i=1}^{n} x_i^2 - n \bar{x}^2"),
        Notation(r"\|x - \bar{x} \mathbf{1}\|^2 = \|x\|^2 - n \bar{x}^2"),
        Notation(
            r"\sum_{i=1}^{n} (x_i - \bar{x})^2 = \sum_{i=1}^{n} x_i^2 - \frac{1}{n} \left(\sum_{i=1}^{n} x_i\right)^2"
        ),
    ),
    words=("sum of squares", "sample variance", "shortcut"),
    derivation=derive_shortcut,
    source=Source(casella, "theorem 5.2.4"),
)


def derive_mean_of_squares() -> Iterator[Step]:
    """Divide the sum of squared deviations by n."""
    yield Step((raw_squares - n * x_bar**2) / n, because="the sum of squares less n times the squared mean")
    yield Step(raw_squares / n - x_bar**2, because="divide each term by n")


mean_of_squares = Formula(
    title="Mean squared deviation: the mean of the squares less the square of the mean",
    kind=Kind.IDENTITY,
    statement=equal(squares / n, raw_squares / n - x_bar**2),
    quantities=(values, average),
    assumptions=(),
    notations=(
        Notation(r"\frac{1}{n} \sum_{i=1}^{n} (x_i - \bar{x})^2 = \frac{1}{n} \sum_{i=1}^{n} x_i^2 - \bar{x}^2"),
        Notation(
            r"\frac{1}{n} \sum_{i=1}^{n} (x_i - \bar{x})^2 "
            r"= \frac{1}{n} \sum_{i=1}^{n} x_i^2 - \left(\frac{1}{n} \sum_{i=1}^{n} x_i\right)^2"
        ),
        Notation(r"\frac{1}{n} \|x - \bar{x} \mathbf{1}\|^2 = \frac{1}{n} \|x\|^2 - \bar{x}^2"),
    ),
    words=("sample variance", "variance", "mean of the squares"),
    derivation=derive_mean_of_squares,
    source=Source(casella, "theorem 5.2.4"),
)
anywhere = Quantity("c", "a number")
c = anywhere.symbol


def derive_around() -> Iterator[Step]:
    """Split each distance at the mean."""
    mixed = 2 * (x_bar - c) * Sum(at(x, i) - x_bar, (i, 1, n))
    yield Step(squares + mixed + n * (x_bar - c) ** 2, because="x_i - c = (x_i - x̄) + (x̄ - c); expand the square")
    yield Step(squares + n * (x_bar - c) ** 2, because="the deviations from the mean add up to 0")


around_a_point = Formula(
    title="Squared distances from any point: those from the mean, and n times that of the mean",
    kind=Kind.IDENTITY,
    statement=equal(Sum((at(x, i) - c) ** 2, (i, 1, n)), squares + n * (x_bar - c) ** 2),
    quantities=(values, average, anywhere),
    assumptions=(),
    notations=(
        Notation(r"\sum_{i=1}^{n} (x_i - c)^2 = \sum_{i=1}^{n} (x_i - \bar{x})^2 + n (\bar{x} - c)^2"),
        Notation(
            r"\sum_{i=1}^{n} (x_i - \mu)^2 = n (\bar{x} - \mu)^2 + \sum_{i=1}^{n} (x_i - \bar{x})^2", (("mu", "c"),)
        ),
        Notation(r"\|x - c \mathbf{1}\|^2 = \|x - \bar{x} \mathbf{1}\|^2 + n (\bar{x} - c)^2"),
    ),
    words=("sum of squares", "sample mean", "deviations", "least squares"),
    derivation=derive_around,
    source=Source(casella, "theorem 5.2.4"),
)


def derive_pairs() -> Iterator[Step]:
    """Expand the squares and sum over one index at a time."""
    yield Step(2 * n * raw_squares - 2 * (n * x_bar) ** 2, because="expand the squares")
    yield Step(2 * n * squares, because="sum of squares less n times the squared mean")


pairwise_differences = Formula(
    title="Squared differences of all pairs: 2 n times the sum of squared deviations",
    kind=Kind.IDENTITY,
    statement=equal(Sum(Sum((at(x, i) - at(x, j)) ** 2, (j, 1, n)), (i, 1, n)), 2 * n * squares),
    quantities=(values, average),
    assumptions=(),
    notations=(
        Notation(r"\sum_{i=1}^{n} \sum_{j=1}^{n} (x_i - x_j)^2 = 2 n \sum_{i=1}^{n} (x_i - \bar{x})^2"),
        Notation(r"\sum_{i,j} (x_i - x_j)^2 = 2 n \sum_i (x_i - \bar{x})^2"),
        Notation(r"\sum_{i=1}^{n} \sum_{j=1}^{n} (x_i - x_j)^2 = 2 n \|x - \bar{x} \mathbf{1}\|^2"),
    ),
    words=("pairwise", "differences", "sample variance"),
    derivation=derive_pairs,
    source=Source(casella, "exercise 5.8"),
)


def derive_deviations() -> Iterator[Step]:
    """The examples add up to n times their mean."""
    yield Step(Sum(at(x, i), (i, 1, n)) - n * x_bar, because="split the sum")
    yield Step(Integer(0), because="the examples add up to n times their mean")


deviations = Formula(
    title="Deviations from the mean add up to zero",
    kind=Kind.IDENTITY,
    statement=equal(Sum(at(x, i) - x_bar, (i, 1, n)), Integer(0)),
    quantities=(values, average),
    assumptions=(),
    notations=(
        Notation(r"\sum_{i=1}^{n} (x_i - \bar{x}) = 0"),
        Notation(r"\sum_i (x_i - \bar{x}) = 0"),
        Notation(r"\sum_{i=1}^{n} (\bar{x} - x_i) = 0"),
    ),
    words=("deviations", "sample mean", "centred"),
    derivation=derive_deviations,
    source=Source(casella, "section 5.2"),
    survivors=(
        ("a factor", "any multiple of 0 is 0"),
        ("the sign of", "0 has no sign"),
    ),
)

TOPIC = Topic(
    "Statistics of a sample",
    formulas=(
        sample_mean,
        sample_variance,
        sample_deviation,
        mean_squared_deviation,
        sum_of_squares,
        mean_of_squares,
        around_a_point,
        pairwise_differences,
        deviations,
    ),
)
