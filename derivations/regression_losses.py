"""Losses of regression over n predictions ŷ: squared and absolute, and their slopes.

The factor in front differs between books (1/n, 1/(2n), 1/2, none); each is a formula of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, KroneckerDelta, Ne, Rational, Sum, sign, sqrt

from derivations.operators import at, equal, norm, partial
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

hastie = Source("Hastie, Tibshirani and Friedman, The Elements of Statistical Learning", "section 10.6")
goodfellow = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 5.1.4")
half = Rational(1, 2)

samples = Size("n", "examples", largest=5)
targets = Quantity("y", "targets", shape=(samples,))
predictions = Quantity("y_hat", "predictions", shape=(samples,))
loss = Quantity("L", "loss")
n, y, y_hat, L = samples.symbol, targets.symbol, predictions.symbol, loss.symbol
example = free_index("j", samples)
j = example.symbol
i = bound_index("i")
residual = at(y, i) - at(y_hat, i)
given = (loss, targets, predictions)
other = (("i", "j"),)
words = ("loss", "regression", "error", "mse", "squared")


def derive_mean_squared() -> Iterator[Step]:
    """A sum of squares is a squared norm."""
    yield Step(norm(y - y_hat) ** 2 / n, because="the sum of squared residuals is a squared norm")
    yield Step(Sum(residual**2, (i, 1, n)) / n, because="write the squared norm out")


mean_squared = Formula(
    title="Mean squared error",
    kind=Kind.DEFINITION,
    statement=equal(L, Sum(residual**2, (i, 1, n)) / n),
    quantities=given,
    assumptions=(),
    notations=(
        Notation(r"L = \frac{1}{n} \sum_{i=1}^n (y_i - \hat{y}_i)^2"),
        Notation(r"\text{MSE} = \frac{1}{n} \sum_{i=1}^n (\hat{y}_i - y_i)^2", (("MSE", "L"),)),
        Notation(r"L = \frac{1}{n} \|y - \hat{y}\|^2"),
        Notation(r"L = \frac{1}{n} \|\hat{y} - y\|_2^2"),
        Notation(r"L = \frac{1}{n} \sum_{i=1}^n (\hat{y}^{(i)} - y^{(i)})^2"),
    ),
    words=(*words, "mean squared"),
    derivation=derive_mean_squared,
    source=goodfellow,
)


def derive_half_mean() -> Iterator[Step]:
    """A sum of squares is a squared norm."""
    yield Step(norm(y - y_hat) ** 2 / (2 * n), because="the sum of squared residuals is a squared norm")
    yield Step(Sum(residual**2, (i, 1, n)) / (2 * n), because="write the squared norm out")


half_mean_squared = Formula(
    title="Mean squared error with the factor 1/2",
    kind=Kind.DEFINITION,
    statement=equal(L, Sum(residual**2, (i, 1, n)) / (2 * n)),
    quantities=given,
    assumptions=(),
    notations=(
        Notation(r"L = \frac{1}{2n} \sum_{i=1}^n (y_i - \hat{y}_i)^2"),
        Notation(r"L = \frac{1}{2n} \|y - \hat{y}\|^2"),
        Notation(r"L = \frac{1}{n} \sum_{i=1}^n \frac{1}{2} (\hat{y}_i - y_i)^2"),
    ),
    words=words,
    derivation=derive_half_mean,
    source=goodfellow,
)


def derive_half_squares() -> Iterator[Step]:
    """A sum of squares is a squared norm."""
    yield Step(norm(y - y_hat) ** 2 / 2, because="the sum of squared residuals is a squared norm")
    yield Step(half * Sum(residual**2, (i, 1, n)), because="write the squared norm out")


half_squares = Formula(
    title="Half the sum of squared errors",
    kind=Kind.DEFINITION,
    statement=equal(L, half * Sum(residual**2, (i, 1, n))),
    quantities=given,
    assumptions=(),
    notations=(
        Notation(r"L = \frac{1}{2} \sum_{i=1}^n (y_i - \hat{y}_i)^2"),
        Notation(r"L = \frac{1}{2} \|y - \hat{y}\|^2"),
        Notation(r"E = \frac{1}{2} \sum_k (y_k - t_k)^2", (("E", "L"), ("y", "y_hat"), ("t", "y"))),
    ),
    words=(*words, "sum of squares"),
    derivation=derive_half_squares,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 5.11"),
)


def derive_sum_of_squares() -> Iterator[Step]:
    """A sum of squares is a squared norm."""
    yield Step(norm(y - y_hat) ** 2, because="the sum of squared residuals is a squared norm")
    yield Step(Sum(residual**2, (i, 1, n)), because="write the squared norm out")


sum_of_squares = Formula(
    title="Sum of squared errors",
    kind=Kind.DEFINITION,
    statement=equal(L, Sum(residual**2, (i, 1, n))),
    quantities=given,
    assumptions=(),
    notations=(
        Notation(r"L = \sum_{i=1}^n (y_i - \hat{y}_i)^2"),
        Notation(r"\text{SSE} = \|y - \hat{y}\|^2", (("SSE", "L"),)),
    ),
    words=(*words, "sum of squares", "residual"),
    derivation=derive_sum_of_squares,
    source=hastie,
)


def derive_root() -> Iterator[Step]:
    """The root of the mean."""
    yield Step(sqrt(Sum(residual**2, (i, 1, n)) / n), because="the root of the mean squared error")


root_mean_squared = Formula(
    title="Root mean squared error",
    kind=Kind.DEFINITION,
    statement=equal(L, sqrt(Sum(residual**2, (i, 1, n)) / n)),
    quantities=given,
    assumptions=(),
    notations=(
        Notation(r"\text{RMSE} = \sqrt{\frac{1}{n} \sum_{i=1}^n (y_i - \hat{y}_i)^2}", (("RMSE", "L"),)),
        Notation(r"L = \sqrt{\frac{\sum_{i=1}^n (\hat{y}_i - y_i)^2}{n}}"),
    ),
    words=(*words, "rmse", "root mean"),
    derivation=derive_root,
    source=hastie,
)


def derive_mean_absolute() -> Iterator[Step]:
    """The definition."""
    yield Step(Sum(Abs(residual), (i, 1, n)) / n, because="the mean of the sizes of the residuals")


mean_absolute = Formula(
    title="Mean absolute error",
    kind=Kind.DEFINITION,
    statement=equal(L, Sum(Abs(residual), (i, 1, n)) / n),
    quantities=given,
    assumptions=(),
    notations=(
        Notation(r"L = \frac{1}{n} \sum_{i=1}^n |y_i - \hat{y}_i|"),
        Notation(r"\text{MAE} = \frac{1}{n} \sum_{i=1}^n |\hat{y}_i - y_i|", (("MAE", "L"),)),
        Notation(r"L = \frac{1}{n} \|y - \hat{y}\|_1"),
    ),
    words=("loss", "regression", "mae", "absolute", "l1", "error"),
    derivation=derive_mean_absolute,
    source=hastie,
)


def derive_sum_absolute() -> Iterator[Step]:
    """The definition."""
    yield Step(Sum(Abs(residual), (i, 1, n)), because="the sum of the sizes of the residuals")


sum_absolute = Formula(
    title="Sum of absolute errors",
    kind=Kind.DEFINITION,
    statement=equal(L, Sum(Abs(residual), (i, 1, n))),
    quantities=given,
    assumptions=(),
    notations=(
        Notation(r"L = \sum_{i=1}^n |y_i - \hat{y}_i|"),
        Notation(r"L = \|y - \hat{y}\|_1"),
    ),
    words=("loss", "regression", "absolute", "l1", "error"),
    derivation=derive_sum_absolute,
    source=hastie,
)

target, prediction = Quantity("y", "target"), Quantity("y_hat", "prediction")
gap = target.symbol - prediction.symbol


def derive_single() -> Iterator[Step]:
    """The definition."""
    yield Step(gap**2, because="the square of the residual")


single_square = Formula(
    title="Squared error of one example",
    kind=Kind.DEFINITION,
    statement=equal(L, gap**2),
    quantities=(loss, target, prediction),
    assumptions=(),
    notations=(Notation(r"L = (y - \hat{y})^2"), Notation(r"L(\hat{y}, y) = (\hat{y} - y)^2")),
    words=words,
    derivation=derive_single,
    source=goodfellow,
)


def derive_half_single() -> Iterator[Step]:
    """The definition."""
    yield Step(half * gap**2, because="half the square of the residual")


half_single_square = Formula(
    title="Half the squared error of one example",
    kind=Kind.DEFINITION,
    statement=equal(L, half * gap**2),
    quantities=(loss, target, prediction),
    assumptions=(),
    notations=(Notation(r"L = \frac{1}{2} (y - \hat{y})^2"), Notation(r"L = \frac{(\hat{y} - y)^2}{2}")),
    words=words,
    derivation=derive_half_single,
    source=goodfellow,
)

averaged = Quantity("L", "mean squared error", value=Sum(residual**2, (i, 1, n)) / n)
absolute = Quantity("L", "mean absolute error", value=Sum(Abs(residual), (i, 1, n)) / n)


def derive_prediction_slope() -> Iterator[Step]:
    """Only one term depends on the prediction."""
    yield Step(
        Sum(2 * (at(y_hat, i) - at(y, i)) * KroneckerDelta(i, j), (i, 1, n)) / n,
        because="chain rule; prediction i depends on prediction j for i = j alone, with slope 1",
    )
    yield Step(2 * (at(y_hat, j) - at(y, j)) / n, because="the delta keeps the term i = j")


prediction_slope = Formula(
    title="Derivative of the mean squared error by one prediction",
    kind=Kind.GRADIENT,
    statement=equal(at(partial(averaged.symbol, y_hat), j), 2 * (at(y_hat, j) - at(y, j)) / n),
    quantities=(averaged, targets, predictions, example),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial \hat{y}_j} = \frac{2}{n} (\hat{y}_j - y_j)"),
        Notation(r"\frac{\partial L}{\partial \hat{y}_i} = -\frac{2}{n} (y_i - \hat{y}_i)", other),
        Notation(r"\frac{\partial L}{\partial \hat{y}_i} = \frac{2 (\hat{y}_i - y_i)}{n}", other),
    ),
    words=(*words, "gradient"),
    derivation=derive_prediction_slope,
    source=goodfellow,
)


def derive_absolute_slope() -> Iterator[Step]:
    """Only one term depends on the prediction."""
    yield Step(-sign(at(y, j) - at(y_hat, j)) / n, because="the slope of the absolute value is the sign")
    yield Step(sign(at(y_hat, j) - at(y, j)) / n, because="the sign is odd")


absolute_slope = Formula(
    title="Derivative of the mean absolute error by one prediction",
    kind=Kind.GRADIENT,
    statement=equal(at(partial(absolute.symbol, y_hat), j), sign(at(y_hat, j) - at(y, j)) / n),
    quantities=(absolute, targets, predictions, example),
    assumptions=(Ne(at(y_hat, j), at(y, j)),),
    notations=(
        Notation(r"\frac{\partial L}{\partial \hat{y}_j} = \frac{1}{n} \operatorname{sign}(\hat{y}_j - y_j)"),
        Notation(r"\frac{\partial L}{\partial \hat{y}_i} = -\frac{1}{n} \operatorname{sgn}(y_i - \hat{y}_i)", other),
    ),
    words=("loss", "regression", "mae", "absolute", "l1", "gradient"),
    derivation=derive_absolute_slope,
    source=hastie,
)

TOPIC = Topic(
    "Losses of regression",
    formulas=(
        mean_squared,
        half_mean_squared,
        half_squares,
        sum_of_squares,
        root_mean_squared,
        mean_absolute,
        sum_absolute,
        single_square,
        half_single_square,
        prediction_slope,
        absolute_slope,
    ),
)
