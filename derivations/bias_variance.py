"""Bias and variance: what the mean squared error of an estimator or of a prediction is made of.

An estimator t varies with its data; the truth theta is fixed. A prediction is compared with a noisy target
y = f + noise, whose noise does not depend on it.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Lambda, Sum, Symbol, sqrt

from derivations.gaussian_vectors import white_vector
from derivations.operators import at, dot, equal, mean, norm, vector_mean
from derivations.vocabulary import (
    POSITIVE,
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
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"
wasserman = "Wasserman, All of Statistics"
estimator = Quantity("theta_hat", "an estimator", law=Law("data"))
truth = Quantity("theta", "the truth")
t, theta = estimator.symbol, truth.symbol
common = ("bias-variance", "bias variance", "bias", "variance", "estimator", "mean squared error")


def derive_estimator() -> Iterator[Step]:
    """Add and subtract the mean of the estimator."""
    yield Step(
        mean((t - mean(t)) ** 2) + 2 * mean(t - mean(t)) * (mean(t) - theta) + (mean(t) - theta) ** 2,
        because="write the error as deviation plus bias, and square",
    )
    yield Step((mean(t) - theta) ** 2 + mean((t - mean(t)) ** 2), because="the mean deviation is 0")


estimator_error = Formula(
    title="Mean squared error of an estimator: squared bias plus variance",
    kind=Kind.IDENTITY,
    statement=equal(mean((t - theta) ** 2), (mean(t) - theta) ** 2 + mean((t - mean(t)) ** 2)),
    quantities=(estimator, truth),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[(\hat{\theta} - \theta)^2] = (\mathbb{E}[\hat{\theta}] - \theta)^2 "
                 r"+ \operatorname{Var}(\hat{\theta})"),
        Notation(r"E[(\hat{\theta} - \theta)^2] = \mathrm{Var}(\hat{\theta}) + (E[\hat{\theta}] - \theta)^2"),
        Notation(r"\mathbb{E}[(\hat{\theta} - \theta)^2] = \mathbb{E}[(\hat{\theta} - \mathbb{E}[\hat{\theta}])^2] "
                 r"+ (\mathbb{E}[\hat{\theta}] - \theta)^2"),
    ),
    words=(*common, "mse"),
    derivation=derive_estimator,
    source=Source(goodfellow, "equation 5.54"),
)  # fmt: skip

prediction = Quantity("f_hat", "prediction of a model fitted to random data", law=Law("data"))
target_noise = Quantity("u", "noise that is drawn", law=Law("noise"))
level = Quantity("f", "the regression function at the input")
target = Quantity("y", "a noisy target", value=level.symbol + target_noise.symbol - mean(target_noise.symbol))
deviation = Quantity("sigma", "standard deviation of the noise",
                     value=sqrt(mean((target_noise.symbol - mean(target_noise.symbol)) ** 2)))  # fmt: skip
h, f, y, sigma = prediction.symbol, level.symbol, target.symbol, deviation.symbol


def derive_prediction() -> Iterator[Step]:
    """Noise and prediction are independent, and the noise has mean 0."""
    yield Step(
        mean((y - f) ** 2) + 2 * mean(y - f) * mean(f - h) + mean((f - h) ** 2),
        because="split the error at f; noise and prediction are independent",
    )
    yield Step(sigma**2 + mean((h - f) ** 2), because="the noise has mean 0 and variance sigma^2")
    yield Step(
        (mean(h) - f) ** 2 + mean((h - mean(h)) ** 2) + sigma**2, because="mean squared error of an estimator of f"
    )


decomposition = Formula(
    title="Bias-variance decomposition of the expected squared error",
    kind=Kind.IDENTITY,
    statement=equal(mean((y - h) ** 2), (mean(h) - f) ** 2 + mean((h - mean(h)) ** 2) + sigma**2),
    quantities=(target, prediction, deviation, level, target_noise),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[(y - \hat{f})^2] = (\mathbb{E}[\hat{f}] - f)^2 "
                 r"+ \mathbb{E}[(\hat{f} - \mathbb{E}[\hat{f}])^2] + \sigma^2"),
        Notation(r"\mathbb{E}[(y - \hat{f})^2] = \sigma^2 + (f - \mathbb{E}[\hat{f}])^2 + \operatorname{Var}(\hat{f})"),
        Notation(r"E[(y - \hat{f})^2] = \mathrm{Var}(\hat{f}) + (E[\hat{f}] - f)^2 + \sigma^2"),
    ),
    words=(*common, "irreducible", "noise"),
    derivation=derive_prediction,
    source=Source(hastie, "equation 7.9"),
)  # fmt: skip

u = Symbol("u")
place = Quantity("x", "the input")
drawn = Quantity("g", "prediction at the input", law=Law("data"))
predictor = Quantity("f_hat", "a model fitted to random data", value=Lambda((u,), drawn.symbol))
level_at = Quantity("f_x", "the regression function at the input")
regression = Quantity("f", "the regression function", value=Lambda((u,), level_at.symbol))
noisy = Quantity("y", "a noisy target", value=level_at.symbol + target_noise.symbol - mean(target_noise.symbol))
fitted, true, x = predictor.symbol, regression.symbol, place.symbol


def derive_at_input() -> Iterator[Step]:
    """The same at an input."""
    g, c = drawn.symbol, level_at.symbol
    yield Step(sigma**2 + mean((g - c) ** 2), because="noise and prediction are independent, and the noise has mean 0")
    yield Step(
        (mean(fitted(x)) - true(x)) ** 2 + mean((fitted(x) - mean(fitted(x))) ** 2) + sigma**2,
        because="mean squared error of an estimator of f(x)",
    )


at_input = Formula(
    title="Bias-variance decomposition of the expected squared error at an input",
    kind=Kind.IDENTITY,
    statement=equal(
        mean((noisy.symbol - fitted(x)) ** 2),
        (mean(fitted(x)) - true(x)) ** 2 + mean((fitted(x) - mean(fitted(x))) ** 2) + sigma**2,
    ),
    quantities=(noisy, predictor, regression, deviation, place, drawn, level_at, target_noise),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[(y - \hat{f}(x))^2] = (\mathbb{E}[\hat{f}(x)] - f(x))^2 "
                 r"+ \mathbb{E}[(\hat{f}(x) - \mathbb{E}[\hat{f}(x)])^2] + \sigma^2"),
        Notation(r"\mathbb{E}[(y - \hat{f}(x))^2] = (\mathbb{E}[\hat{f}(x)] - f(x))^2 "
                 r"+ \operatorname{Var}(\hat{f}(x)) + \sigma^2"),
        Notation(r"\mathbb{E}[(y - \hat{f}(x))^2] = \sigma^2 + (f(x) - \mathbb{E}[\hat{f}(x)])^2 "
                 r"+ \operatorname{Var}[\hat{f}(x)]"),
        Notation(r"\mathbb{E}[(y - \hat{f}(x))^2] = \operatorname{Var}(\hat{f}(x)) "
                 r"+ (f(x) - \mathbb{E}[\hat{f}(x)])^2 + \sigma^2"),
    ),
    words=(*common, "irreducible", "noise"),
    derivation=derive_at_input,
    source=Source(hastie, "equation 7.9"),
)  # fmt: skip

entries = Size("d", "entries", largest=3)
vector_estimator = Quantity("theta_hat", "an estimator", shape=(entries,), law=Law("data"))
vector_truth = Quantity("theta", "the truth", shape=(entries,))
T, Theta = vector_estimator.symbol, vector_truth.symbol


def derive_vector() -> Iterator[Step]:
    """The same, entry by entry."""
    yield Step(
        mean(norm(T) ** 2) - 2 * dot(vector_mean(T), Theta) + norm(Theta) ** 2, because="multiply out; linearity"
    )
    yield Step(
        norm(vector_mean(T) - Theta) ** 2 + mean(norm(T - vector_mean(T)) ** 2),
        because="E|t|^2 is |E t|^2 plus the total variance; complete the square",
    )


vector_error = Formula(
    title="Mean squared error of a vector estimator: squared bias plus total variance",
    kind=Kind.IDENTITY,
    statement=equal(
        mean(norm(T - Theta) ** 2), norm(vector_mean(T) - Theta) ** 2 + mean(norm(T - vector_mean(T)) ** 2)
    ),
    quantities=(vector_estimator, vector_truth),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[\|\hat{\theta} - \theta\|^2] = \|\mathbb{E}[\hat{\theta}] - \theta\|^2 "
                 r"+ \mathbb{E}[\|\hat{\theta} - \mathbb{E}[\hat{\theta}]\|^2]"),
        Notation(r"\mathbb{E}\left[\|\hat{\theta} - \theta\|_2^2\right] = \mathrm{tr}(\mathrm{Cov}(\hat{\theta})) "
                 r"+ \|\mathbb{E}[\hat{\theta}] - \theta\|_2^2"),
    ),
    words=common,
    derivation=derive_vector,
    source=Source(wasserman, "section 6.3.1"),
)  # fmt: skip

draws = Size("n", "samples", smallest=2, largest=4)
n = draws.symbol
i = bound_index("i")
white, axis, sign = white_vector("epsilon", draws)
centre = Quantity("mu", "mean of the samples")
spread = Quantity("sigma", "standard deviation of a sample", domain=POSITIVE)
eps, mu, s = white.symbol, centre.symbol, spread.symbol
sample_mean = Quantity("x_bar", "mean of n uncorrelated samples", value=Sum(mu + s * at(eps, i), (i, 1, n)) / n)
x_bar = sample_mean.symbol
experiment = (sample_mean, white, axis, sign, centre, spread)


def derive_mean_variance() -> Iterator[Step]:
    """Variances of uncorrelated terms add up."""
    yield Step(Sum(s**2 * mean(at(eps, i) ** 2), (i, 1, n)) / n**2, because="the samples are uncorrelated")
    yield Step(s**2 / n, because="each sample has the variance sigma^2")


mean_variance = Formula(
    title="Variance of a sample mean",
    kind=Kind.IDENTITY,
    statement=equal(mean((x_bar - mean(x_bar)) ** 2), s**2 / n),
    quantities=experiment,
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}(\bar{x}) = \frac{\sigma^2}{n}"),
        Notation(r"\mathrm{Var}(\hat{\mu}) = \sigma^2 / n", letters=(("mu_hat", "x_bar"),)),
        Notation(r"\mathbb{E}[(\bar{x} - \mu)^2] = \frac{\sigma^2}{n}"),
    ),
    words=("sample mean", "standard error", "variance", "estimator"),
    derivation=derive_mean_variance,
    source=Source(wasserman, "theorem 3.17"),
)

members = Size("K", "models", smallest=2, largest=4)
K = members.symbol
correlation = Quantity("rho", "correlation of two models")
rho = correlation.symbol
averaged_variance = Quantity("v", "variance of the average")


def derive_average() -> Iterator[Step]:
    """Add the entries of the covariance matrix."""
    yield Step((K * s**2 + K * (K - 1) * rho * s**2) / K**2, because="K variances and K (K - 1) covariances")
    yield Step(rho * s**2 + (1 - rho) / K * s**2, because="collect the terms in rho")


correlated_average = Formula(
    title="Variance of an average of correlated models",
    kind=Kind.DEFINITION,
    statement=equal(averaged_variance.symbol, rho * s**2 + (1 - rho) / K * s**2),
    quantities=(averaged_variance, correlation, spread),
    assumptions=(),
    notations=(
        Notation(r"v = \rho \sigma^2 + \frac{1 - \rho}{B} \sigma^2", letters=(("B", "K"),)),
        Notation(r"V = \frac{\sigma^2}{K} + \frac{K - 1}{K} \rho \sigma^2", letters=(("V", "v"),)),
    ),
    words=("random forest", "bagging", "ensemble", "correlation", "average"),
    derivation=derive_average,
    source=Source(hastie, "equation 15.1"),
    other_sizes=(members,),
)  # fmt: skip

TOPIC = Topic(
    "Bias and variance",
    formulas=(estimator_error, decomposition, at_input, vector_error, mean_variance, correlated_average),
)
