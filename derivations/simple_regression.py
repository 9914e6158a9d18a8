"""Simple linear regression: the line through points (x_i, y_i), its slope and intercept, and correlation.

Means are written with a bar. The squared error is taken with and without 1/n.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Sum, sqrt
from sympy.matrices.expressions.special import OneMatrix

from derivations.gaussian_vectors import white_vector
from derivations.operators import at, dot, equal, mean, norm, partial
from derivations.vocabulary import POSITIVE, Formula, Kind, Notation, Quantity, Size, Source, Step, Topic, bound_index

wasserman = "Wasserman, All of Statistics"
murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
points = Size("n", "points", smallest=3, largest=5)
n = points.symbol
i = bound_index("i")
abscissae = Quantity("x", "inputs", shape=(points,))
ordinates = Quantity("y", "targets", shape=(points,))
x, y = abscissae.symbol, ordinates.symbol
mean_x = Quantity("x_bar", "mean of the inputs", value=Sum(at(x, i), (i, 1, n)) / n)
mean_y = Quantity("y_bar", "mean of the targets", value=Sum(at(y, i), (i, 1, n)) / n)
x_bar, y_bar = mean_x.symbol, mean_y.symbol
cross = Sum((at(x, i) - x_bar) * (at(y, i) - y_bar), (i, 1, n))
spread = Sum((at(x, i) - x_bar) ** 2, (i, 1, n))
height = Sum((at(y, i) - y_bar) ** 2, (i, 1, n))
data = (abscissae, ordinates, mean_x, mean_y)
named_slope = Quantity("beta_1", "slope of the least-squares line")
named_intercept = Quantity("beta_0", "intercept of the least-squares line")
slope_of_line = Quantity("beta_1", "slope of the least-squares line", value=cross / spread)
intercept_of_line = Quantity(
    "beta_0", "intercept of the least-squares line", value=y_bar - slope_of_line.symbol * x_bar
)
beta_1, beta_0 = slope_of_line.symbol, intercept_of_line.symbol
hats = (("beta_hat_1", "beta_1"), ("beta_hat_0", "beta_0"))
changes = ("the summand -", "a factor 2 in front of -", "a factor 1/2 in front of -", "the factor ", "the factor -1 b")
balanced = tuple(
    (change if change.endswith("b") else f"{change}{mean}", "the deviations of the other factor add up to 0")
    for mean in ("y_bar", "x_bar")
    for change in changes
)
common = ("simple linear regression", "linear regression", "slope", "intercept", "least squares", "regression line")


def derive_slope() -> Iterator[Step]:
    """The centred line goes through the origin."""
    yield Step(
        (Sum(at(x, i) * at(y, i), (i, 1, n)) - n * x_bar * y_bar) / (Sum(at(x, i) ** 2, (i, 1, n)) - n * x_bar**2),
        because="solve both normal equations for the slope",
    )
    yield Step(cross / spread, because="sums of products of deviations, multiplied out")


slope = Formula(
    title="Slope of the least-squares line",
    kind=Kind.DEFINITION,
    statement=equal(named_slope.symbol, cross / spread),
    quantities=(named_slope, *data),
    assumptions=(),
    notations=(
        Notation(r"\hat{\beta}_1 = \frac{\sum_{i=1}^n (x_i - \bar{x})(y_i - \bar{y})}{\sum_{i=1}^n (x_i - \bar{x})^2}",
                 letters=hats),
        Notation(r"m = \frac{n \sum_i x_i y_i - \sum_i x_i \sum_i y_i}{n \sum_i x_i^2 - \left(\sum_i x_i\right)^2}",
                 letters=(("m", "beta_1"),)),
        Notation(r"b = \frac{\sum_{i=1}^n x_i y_i - n \bar{x} \bar{y}}{\sum_{i=1}^n x_i^2 - n \bar{x}^2}",
                 letters=(("b", "beta_1"),)),
        Notation(r"w = \frac{\sum_i (x_i - \bar{x}) y_i}{\sum_i (x_i - \bar{x})^2}", letters=(("w", "beta_1"),)),
        Notation(r"\theta_1 = \frac{\sum_i (x_i - \bar{x})(y_i - \bar{y})}{\sum_i (x_i - \bar{x})^2}",
                 letters=(("theta_1", "beta_1"),)),
        Notation(r"w_1 = \frac{\sum_i (x_i - \bar{x})(y_i - \bar{y})}{\sum_i (x_i - \bar{x})^2}",
                 letters=(("w_1", "beta_1"),)),
        Notation(r"\theta_1 = \frac{m \sum_i x_i y_i - \sum_i x_i \sum_i y_i}{m \sum_i x_i^2 - (\sum_i x_i)^2}",
                 letters=(("theta_1", "beta_1"), ("m", "n"))),
    ),
    words=common,
    derivation=derive_slope,
    source=Source(wasserman, "theorem 13.4"),
    survivors=balanced,
)  # fmt: skip


def derive_intercept() -> Iterator[Step]:
    """The residuals have the mean 0."""
    yield Step(Sum(at(y, i) - beta_1 * at(x, i), (i, 1, n)) / n, because="the derivative by the intercept vanishes")
    yield Step(y_bar - beta_1 * x_bar, because="the mean of a sum")


intercept = Formula(
    title="Intercept of the least-squares line",
    kind=Kind.DEFINITION,
    statement=equal(named_intercept.symbol, y_bar - beta_1 * x_bar),
    quantities=(named_intercept, slope_of_line, *data),
    assumptions=(),
    notations=(
        Notation(r"\hat{\beta}_0 = \bar{y} - \hat{\beta}_1 \bar{x}", letters=hats),
        Notation(r"b = \bar{y} - m \bar{x}", letters=(("b", "beta_0"), ("m", "beta_1"))),
        Notation(r"\beta_0 = \bar{y} - \beta_1 \bar{x}"),
        Notation(r"\theta_0 = \bar{y} - \theta_1 \bar{x}", letters=(("theta_0", "beta_0"), ("theta_1", "beta_1"))),
        Notation(r"w_0 = \bar{y} - w_1 \bar{x}", letters=(("w_0", "beta_0"), ("w_1", "beta_1"))),
        Notation(r"b = \bar{y} - w \bar{x}", letters=(("b", "beta_0"), ("w", "beta_1"))),
        Notation(r"a = \bar{y} - b \bar{x}", letters=(("a", "beta_0"), ("b", "beta_1"))),
        Notation(r"b = \frac{1}{n} \sum_{i=1}^n (y_i - w x_i)", letters=(("b", "beta_0"), ("w", "beta_1"))),
        Notation(r"b = \frac{\sum y_i - m \sum x_i}{n}", letters=(("b", "beta_0"), ("m", "beta_1"))),
    ),
    words=common,
    derivation=derive_intercept,
    source=Source(wasserman, "theorem 13.4"),
)

any_slope = Quantity("m", "slope")
any_intercept = Quantity("b", "intercept")
m, b = any_slope.symbol, any_intercept.symbol
line = (any_slope, any_intercept)
errors = Sum((at(y, i) - (m * at(x, i) + b)) ** 2, (i, 1, n))
total_loss = Quantity("E", "sum of the squared errors of a line", value=errors)
mean_loss = Quantity("E", "mean of the squared errors of a line", value=errors / n)
E = total_loss.symbol
along = Sum(at(x, i) * (at(y, i) - (m * at(x, i) + b)), (i, 1, n))
above = Sum(at(y, i) - (m * at(x, i) + b), (i, 1, n))


def derive_total_slope() -> Iterator[Step]:
    """Chain rule."""
    yield Step(Sum(-2 * at(x, i) * (at(y, i) - (m * at(x, i) + b)), (i, 1, n)), because="the inner derivative is -x_i")
    yield Step(-2 * along, because="take the factor out")


total_slope = Formula(
    title="Derivative of the squared error of a line by its slope",
    kind=Kind.GRADIENT,
    statement=equal(partial(E, m), -2 * along),
    quantities=(total_loss, abscissae, ordinates, *line),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial E}{\partial m} = -2 \sum_{i=1}^n x_i (y_i - (m x_i + b))"),
        Notation(r"\frac{\partial S}{\partial \beta_1} = -2 \sum_{i=1}^n (y_i - \beta_0 - \beta_1 x_i) x_i",
                 letters=(("S", "E"), ("beta_1", "m"), ("beta_0", "b"))),
        Notation(r"\frac{\partial E}{\partial w} = 2 \sum_i (w x_i + b - y_i) x_i", letters=(("w", "m"),)),
    ),
    words=(*common, "squared error"),
    derivation=derive_total_slope,
    source=Source(wasserman, "section 13.2"),
)  # fmt: skip


def derive_total_intercept() -> Iterator[Step]:
    """Chain rule."""
    yield Step(Sum(-2 * (at(y, i) - (m * at(x, i) + b)), (i, 1, n)), because="the inner derivative is -1")
    yield Step(-2 * above, because="take the factor out")


total_intercept = Formula(
    title="Derivative of the squared error of a line by its intercept",
    kind=Kind.GRADIENT,
    statement=equal(partial(E, b), -2 * above),
    quantities=(total_loss, abscissae, ordinates, *line),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial E}{\partial b} = -2 \sum_{i=1}^n (y_i - (m x_i + b))"),
        Notation(r"\frac{\partial S}{\partial \beta_0} = -2 \sum_{i=1}^n (y_i - \beta_0 - \beta_1 x_i)",
                 letters=(("S", "E"), ("beta_1", "m"), ("beta_0", "b"))),
        Notation(r"\frac{\partial E}{\partial b} = 2 \sum_i (w x_i + b - y_i)", letters=(("w", "m"),)),
    ),
    words=(*common, "squared error"),
    derivation=derive_total_intercept,
    source=Source(wasserman, "section 13.2"),
)  # fmt: skip


def derive_mean_slope() -> Iterator[Step]:
    """Chain rule."""
    yield Step(Sum(-2 * at(x, i) * (at(y, i) - (m * at(x, i) + b)), (i, 1, n)) / n, because="the inner slope is -x_i")
    yield Step(-2 / n * along, because="take the factor out")


mean_slope = Formula(
    title="Derivative of the mean squared error of a line by its slope",
    kind=Kind.GRADIENT,
    statement=equal(partial(E, m), -2 / n * along),
    quantities=(mean_loss, abscissae, ordinates, *line),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial E}{\partial m} = -\frac{2}{n} \sum_{i=1}^n x_i (y_i - (m x_i + b))"),
        Notation(r"\frac{\partial L}{\partial w} = \frac{2}{n} \sum_{i=1}^n (w x_i + b - y_i) x_i",
                 letters=(("L", "E"), ("w", "m"))),
        Notation(r"\frac{\partial E}{\partial w} = \frac{1}{n} \sum_{i=1}^n 2 x_i (w x_i + b - y_i)",
                 letters=(("w", "m"),)),
    ),
    words=(*common, "mean squared error", "mse"),
    derivation=derive_mean_slope,
    source=Source(murphy, "section 11.2.3"),
)  # fmt: skip


def derive_mean_intercept() -> Iterator[Step]:
    """Chain rule."""
    yield Step(Sum(-2 * (at(y, i) - (m * at(x, i) + b)), (i, 1, n)) / n, because="the inner derivative is -1")
    yield Step(-2 / n * above, because="take the factor out")


mean_intercept = Formula(
    title="Derivative of the mean squared error of a line by its intercept",
    kind=Kind.GRADIENT,
    statement=equal(partial(E, b), -2 / n * above),
    quantities=(mean_loss, abscissae, ordinates, *line),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial E}{\partial b} = -\frac{2}{n} \sum_{i=1}^n (y_i - (m x_i + b))"),
        Notation(r"\frac{\partial L}{\partial b} = \frac{2}{n} \sum_{i=1}^n (w x_i + b - y_i)",
                 letters=(("L", "E"), ("w", "m"))),
    ),
    words=(*common, "mean squared error", "mse"),
    derivation=derive_mean_intercept,
    source=Source(murphy, "section 11.2.3"),
)

correlation = Quantity("r", "correlation coefficient of the sample")


def derive_correlation() -> Iterator[Step]:
    """Covariance over both standard deviations."""
    centred_x, centred_y = x - x_bar * OneMatrix(n, 1), y - y_bar * OneMatrix(n, 1)
    yield Step(
        dot(centred_x, centred_y) / (norm(centred_x) * norm(centred_y)),
        because="the cosine of the angle between the vectors of deviations",
    )
    yield Step(cross / (sqrt(spread) * sqrt(height)), because="inner product and lengths as sums")


sample_correlation = Formula(
    title="Correlation coefficient of a sample",
    kind=Kind.DEFINITION,
    statement=equal(correlation.symbol, cross / (sqrt(spread) * sqrt(height))),
    quantities=(correlation, *data),
    assumptions=(),
    notations=(
        Notation(r"r = \frac{\sum_{i=1}^n (x_i - \bar{x})(y_i - \bar{y})}"
                 r"{\sqrt{\sum_{i=1}^n (x_i - \bar{x})^2} \sqrt{\sum_{i=1}^n (y_i - \bar{y})^2}}"),
        Notation(r"\rho = \frac{\sum_i (x_i - \bar{x})(y_i - \bar{y})}"
                 r"{\sqrt{\sum_i (x_i - \bar{x})^2 \sum_i (y_i - \bar{y})^2}}", letters=(("rho", "r"),)),
        Notation(r"r = \frac{n \sum_i x_i y_i - \sum_i x_i \sum_i y_i}{\sqrt{(n \sum_i x_i^2 - (\sum_i x_i)^2)"
                 r"(n \sum_i y_i^2 - (\sum_i y_i)^2)}}"),
    ),
    words=("correlation", "pearson"),
    derivation=derive_correlation,
    source=Source(wasserman, "section 13.2"),
    survivors=balanced,
)  # fmt: skip

line_at = beta_0 + beta_1 * at(x, i)


def derive_split() -> Iterator[Step]:
    """The residuals are orthogonal to the fitted values."""
    yield Step(
        Sum((line_at - y_bar) ** 2, (i, 1, n))
        + 2 * Sum((line_at - y_bar) * (at(y, i) - line_at), (i, 1, n))
        + Sum((at(y, i) - line_at) ** 2, (i, 1, n)),
        because="write each deviation as that of the line plus the residual, and square",
    )
    yield Step(
        Sum((line_at - y_bar) ** 2, (i, 1, n)) + Sum((at(y, i) - line_at) ** 2, (i, 1, n)),
        because="the residuals are orthogonal to 1 and to the inputs",
    )


variation = Formula(
    title="Total variation is explained variation plus residual variation",
    kind=Kind.IDENTITY,
    statement=equal(height, Sum((line_at - y_bar) ** 2, (i, 1, n)) + Sum((at(y, i) - line_at) ** 2, (i, 1, n))),
    quantities=(*data, slope_of_line, intercept_of_line),
    assumptions=(),
    notations=(
        Notation(r"\sum_{i=1}^n (y_i - \bar{y})^2 = \sum_{i=1}^n (\hat{\beta}_0 + \hat{\beta}_1 x_i - \bar{y})^2 "
                 r"+ \sum_{i=1}^n (y_i - \hat{\beta}_0 - \hat{\beta}_1 x_i)^2", letters=hats),
        Notation(r"\sum_i (y_i - \bar{y})^2 = \sum_i (b + m x_i - \bar{y})^2 + \sum_i (y_i - (m x_i + b))^2",
                 letters=(("m", "beta_1"), ("b", "beta_0"))),
    ),
    words=("sum of squares", "explained", "r-squared", "anova", *common),
    derivation=derive_split,
    source=Source(wasserman, "section 13.2"),
)  # fmt: skip

white, axis, sign = white_vector("epsilon", points)
deviation = Quantity("sigma", "standard deviation of the noise", domain=POSITIVE)
eps, sigma = white.symbol, deviation.symbol
noisy = Quantity("y", "targets on a line, with noise", shape=(points,), value=m * x + sigma * eps)
estimate = Quantity(
    "beta_1",
    "slope of the least-squares line",
    value=Sum((at(x, i) - x_bar) * at(noisy.symbol, i), (i, 1, n)) / spread,
)


def derive_variance() -> Iterator[Step]:
    """The slope is linear in the targets."""
    yield Step(
        Sum((at(x, i) - x_bar) ** 2 * sigma**2, (i, 1, n)) / spread**2,
        because="the noise is uncorrelated: variances of the terms add up",
    )
    yield Step(sigma**2 / spread, because="take the variance out, divide by the spread")


slope_variance = Formula(
    title="Variance of the slope of the least-squares line",
    kind=Kind.IDENTITY,
    statement=equal(mean((beta_1 - mean(beta_1)) ** 2), sigma**2 / spread),
    quantities=(estimate, noisy, white, axis, sign, any_slope, deviation, abscissae, mean_x),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}(\hat{\beta}_1) = \frac{\sigma^2}{\sum_{i=1}^n (x_i - \bar{x})^2}", letters=hats),
        Notation(r"\mathrm{Var}(\hat{m}) = \frac{\sigma^2}{\sum_i (x_i - \bar{x})^2}", letters=(("m_hat", "beta_1"),)),
    ),
    words=("variance", "standard error", *common),
    derivation=derive_variance,
    source=Source(wasserman, "theorem 13.8"),
)

TOPIC = Topic(
    "Simple linear regression",
    formulas=(
        slope,
        intercept,
        total_slope,
        total_intercept,
        mean_slope,
        mean_intercept,
        sample_correlation,
        variation,
        slope_variance,
    ),
)
