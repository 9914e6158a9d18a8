"""How the least-squares estimator varies: its error, mean and covariance, the noise variance, predictions, R^2.

The targets are y = X beta + sigma epsilon, with noise epsilon of mean 0 and covariance I. Only the first two moments of
the noise matter, so epsilon is the simplest such vector, as in `gaussian_vectors`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Identity, Inverse, Sum, Trace, Transpose

from derivations.gaussian_vectors import white_vector
from derivations.linear_regression import (
    X,
    beta,
    d,
    deviation,
    features,
    hat_value,
    i,
    inputs,
    n,
    regression,
    samples,
    sigma,
    truth,
)
from derivations.operators import at, dot, equal, mean, norm, vector_mean
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Source, Step, Topic

hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"
bishop = "Bishop, Pattern Recognition and Machine Learning"
solve = Inverse(Transpose(X) * X)
errors = Quantity("epsilon", "noise", shape=(samples,))
eps = errors.symbol
given_estimate = Quantity(
    "beta_hat", "the least-squares estimator", shape=(features,), value=solve * Transpose(X) * (X * beta + eps)
)
white, axis, sign = white_vector("epsilon", samples)
targets = Quantity("y", "the targets", shape=(samples,), value=X * beta + sigma * eps)
y = targets.symbol
estimate = Quantity("beta_hat", "the least-squares estimator", shape=(features,), value=solve * Transpose(X) * y)
beta_hat = estimate.symbol
experiment = (estimate, targets, white, axis, sign, inputs, truth, deviation)


def derive_error() -> Iterator[Step]:
    """Put y = X beta + noise in."""
    yield Step(solve * Transpose(X) * (X * beta + eps) - beta, because="the targets are X beta and noise")
    yield Step(solve * Transpose(X) * eps, because="(X'X)^-1 X' X beta is beta: the weights cancel")


estimation_error = Formula(
    title="Error of the least-squares estimator",
    kind=Kind.IDENTITY,
    statement=equal(beta_hat - beta, solve * Transpose(X) * eps),
    quantities=(given_estimate, errors, inputs, truth),
    assumptions=(),
    notations=(
        Notation(r"\hat{\beta} - \beta = (X^\top X)^{-1} X^\top \epsilon"),
        Notation(r"\hat{w} - w^* = (X^\top X)^{-1} X^\top \epsilon",
                 letters=(("w_hat", "beta_hat"), ("w_star", "beta"))),
    ),
    words=("estimator", "estimation error", "unbiased", *regression),
    derivation=derive_error,
    source=Source(hastie, "section 3.2.2"),
)  # fmt: skip


def derive_unbiased() -> Iterator[Step]:
    """The noise has mean 0."""
    yield Step(beta + sigma * solve * Transpose(X) * vector_mean(eps), because="error of the estimator; linearity")
    yield Step(beta, because="the noise has mean 0")


unbiased = Formula(
    title="The least-squares estimator is unbiased",
    kind=Kind.IDENTITY,
    statement=equal(vector_mean(beta_hat), beta),
    quantities=experiment,
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[\hat{\beta}] = \beta"),
        Notation(r"E[\hat{w}] = w", letters=(("w_hat", "beta_hat"), ("w", "beta"))),
        Notation(r"\mathbb{E}[(X^\top X)^{-1} X^\top y] = \beta"),
    ),
    words=("unbiased", "estimator", *regression),
    derivation=derive_unbiased,
    source=Source(hastie, "section 3.2.2"),
)

away = beta_hat - vector_mean(beta_hat)
covariance = Quantity(
    "C", "covariance of the estimator", shape=(features, features), value=vector_mean(away * Transpose(away))
)
C = covariance.symbol


def derive_covariance() -> Iterator[Step]:
    """The error is a linear map of the noise."""
    yield Step(
        sigma**2 * solve * Transpose(X) * vector_mean(eps * Transpose(eps)) * X * solve,
        because="the deviation is (X'X)^-1 X' times the noise",
    )
    yield Step(sigma**2 * solve, because="the noise has the covariance I, and X'X meets its inverse")


estimator_covariance = Formula(
    title="Covariance of the least-squares estimator",
    kind=Kind.IDENTITY,
    statement=equal(C, sigma**2 * solve),
    quantities=(covariance, *experiment),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}(\hat{\beta}) = \sigma^2 (X^\top X)^{-1}"),
        Notation(r"\mathrm{Cov}(\hat{\beta}) = (X^T X)^{-1} \sigma^2"),
        Notation(r"\Sigma_{\hat{\beta}} = \sigma^2 (X^\top X)^{-1}", letters=(("Sigma_beta_hat", "C"),)),
        Notation(r"\mathbb{E}[(\hat{\beta} - \beta)(\hat{\beta} - \beta)^\top] = \sigma^2 (X^\top X)^{-1}"),
    ),
    words=("covariance", "variance", "estimator", "gauss-markov", *regression),
    derivation=derive_covariance,
    source=Source(hastie, "equation 3.8"),
)


def derive_mean_square() -> Iterator[Step]:
    """The trace of the covariance."""
    yield Step(Trace(vector_mean(away * Transpose(away))), because="a squared length is the trace of a square")
    yield Step(sigma**2 * Trace(solve), because="covariance of the estimator")


mean_square_error = Formula(
    title="Mean squared error of the least-squares estimator",
    kind=Kind.IDENTITY,
    statement=equal(mean(norm(beta_hat - beta) ** 2), sigma**2 * Trace(solve)),
    quantities=experiment,
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[\|\hat{\beta} - \beta\|^2] = \sigma^2 \operatorname{tr}((X^\top X)^{-1})"),
        Notation(r"E[\|\hat{w} - w\|_2^2] = \sigma^2 \mathrm{tr}\left((X^T X)^{-1}\right)",
                 letters=(("w_hat", "beta_hat"), ("w", "beta"))),
    ),
    words=("mean squared error", "estimator", *regression),
    derivation=derive_mean_square,
    source=Source(hastie, "section 3.2.2"),
)  # fmt: skip


def derive_mean_residual() -> Iterator[Step]:
    """The residuals are (I - H) epsilon."""
    yield Step(
        sigma**2 * Trace((Identity(n) - hat_value) * vector_mean(eps * Transpose(eps))),
        because="the residuals are (I - H) times the noise; the quadratic form as a trace",
    )
    yield Step(sigma**2 * Trace(Identity(n) - hat_value), because="the noise has the covariance I")
    yield Step((n - d) * sigma**2, because="the hat matrix has the trace d")


mean_residual = Formula(
    title="Mean of the residual sum of squares",
    kind=Kind.IDENTITY,
    statement=equal(mean(norm(y - X * beta_hat) ** 2), (n - d) * sigma**2),
    quantities=experiment,
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[\|y - X\hat{\beta}\|^2] = (n - d) \sigma^2"),
        Notation(r"E[(y - X\hat{\beta})^T (y - X\hat{\beta})] = \sigma^2 (n - p)", letters=(("p", "d"),)),
    ),
    words=("residual", "rss", "degrees of freedom", "unbiased", *regression),
    derivation=derive_mean_residual,
    source=Source(hastie, "section 3.2"),
)

ml_estimate = Quantity("v", "maximum-likelihood estimate of the noise variance", value=norm(y - X * beta_hat) ** 2 / n)


def derive_ml_mean() -> Iterator[Step]:
    """The mean of the residual sum of squares, over n."""
    yield Step(mean(norm(y - X * beta_hat) ** 2) / n, because="the mean is linear")
    yield Step((n - d) * sigma**2 / n, because="the mean of the residual sum of squares")


ml_variance_mean = Formula(
    title="Mean of the maximum-likelihood estimate of the noise variance: it is too small",
    kind=Kind.IDENTITY,
    statement=equal(mean(ml_estimate.symbol), (n - d) * sigma**2 / n),
    quantities=(ml_estimate, *experiment),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[\hat{\sigma}^2] = \frac{n - d}{n} \sigma^2", letters=(("sigma_hat^2", "v"),)),
        Notation(r"\mathbb{E}[\hat{\sigma}_{\mathrm{ML}}^2] = \frac{n - p}{n} \sigma^2",
                 letters=(("sigma_hat_ML^2", "v"), ("p", "d"))),
        Notation(r"\mathbb{E}[s^2] = \left(1 - \frac{d}{n}\right) \sigma^2", letters=(("s^2", "v"),)),
    ),
    words=("noise variance", "bias", "unbiased", "maximum likelihood", "degrees of freedom", *regression),
    derivation=derive_ml_mean,
    source=Source(hastie, "section 3.2"),
)  # fmt: skip

query = Quantity("x_0", "another input", shape=(features,))
x_0 = query.symbol
forecast = dot(x_0, beta_hat)


def derive_prediction() -> Iterator[Step]:
    """A linear function of the estimator."""
    yield Step(
        dot(x_0, vector_mean(away * Transpose(away)) * x_0), because="the variance of a linear function of a vector"
    )
    yield Step(sigma**2 * dot(x_0, solve * x_0), because="covariance of the estimator")


prediction_variance = Formula(
    title="Variance of a predicted mean",
    kind=Kind.IDENTITY,
    statement=equal(mean((forecast - mean(forecast)) ** 2), sigma**2 * dot(x_0, solve * x_0)),
    quantities=(*experiment, query),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}(x_0^\top \hat{\beta}) = \sigma^2 x_0^\top (X^\top X)^{-1} x_0"),
        Notation(r"\mathrm{Var}(\hat{\beta}^T x) = x^T (X^T X)^{-1} x \sigma^2", letters=(("x", "x_0"),)),
    ),
    words=("prediction", "variance", *regression),
    derivation=derive_prediction,
    source=Source(hastie, "section 3.2.2"),
)

observed = Quantity("y", "the targets", shape=(samples,))
model_values = Quantity("y_hat", "the fitted values", shape=(samples,))
spread = Quantity("s", "estimated variance of the noise")
share = Quantity("R2", "coefficient of determination")
centre = Quantity("y_bar", "mean of the targets", value=Sum(at(observed.symbol, i), (i, 1, n)) / n)
t, t_hat, t_bar = observed.symbol, model_values.symbol, centre.symbol
rss = Sum((at(t, i) - at(t_hat, i)) ** 2, (i, 1, n))
tss = Sum((at(t, i) - t_bar) ** 2, (i, 1, n))


def derive_unbiased_variance() -> Iterator[Step]:
    """Divide by the degrees of freedom that are left."""
    yield Step(norm(t - t_hat) ** 2 / (n - d), because="the residual sum of squares has the mean (n - d) sigma^2")
    yield Step(rss / (n - d), because="the squared length entry by entry")


unbiased_variance = Formula(
    title="Unbiased estimate of the noise variance",
    kind=Kind.DEFINITION,
    statement=equal(spread.symbol, rss / (n - d)),
    quantities=(spread, observed, model_values),
    assumptions=(),
    notations=(
        Notation(r"\hat{\sigma}^2 = \frac{1}{n - d} \sum_{i=1}^n (y_i - \hat{y}_i)^2",
                 letters=(("sigma_hat^2", "s"),)),
        Notation(r"s^2 = \frac{1}{n - p} \|y - \hat{y}\|^2", letters=(("s^2", "s"), ("p", "d"))),
        Notation(r"\hat{\sigma}^2 = \frac{\|y - \hat{y}\|_2^2}{n - p}",
                 letters=(("sigma_hat^2", "s"), ("p", "d"))),
    ),
    words=("noise variance", "unbiased", "residual", "degrees of freedom", *regression),
    derivation=derive_unbiased_variance,
    source=Source(hastie, "section 3.2"),
    other_sizes=(features,),
)  # fmt: skip


def derive_ml_variance() -> Iterator[Step]:
    """Where the log-likelihood is stationary in the variance."""
    yield Step(norm(t - t_hat) ** 2 / n, because="-n/(2 v) + |y - y_hat|^2 / (2 v^2) vanishes")
    yield Step(rss / n, because="the squared length entry by entry")


ml_variance = Formula(
    title="Maximum-likelihood estimate of the noise variance",
    kind=Kind.DEFINITION,
    statement=equal(spread.symbol, rss / n),
    quantities=(spread, observed, model_values),
    assumptions=(),
    notations=(
        Notation(r"\hat{\sigma}^2 = \frac{1}{n} \sum_{i=1}^n (y_i - \hat{y}_i)^2", letters=(("sigma_hat^2", "s"),)),
        Notation(r"\sigma_{\mathrm{ML}}^2 = \frac{1}{N} \sum_{n=1}^N (t_n - \hat{t}_n)^2",
                 letters=(("sigma_ML^2", "s"), ("t", "y"), ("t_hat", "y_hat"), ("N", "n"))),
        Notation(r"\hat{\sigma}^2 = \frac{1}{n} \|y - \hat{y}\|^2", letters=(("sigma_hat^2", "s"),)),
    ),
    words=("noise variance", "maximum likelihood", *regression),
    derivation=derive_ml_variance,
    source=Source(bishop, "equation 3.21"),
)  # fmt: skip


def derive_share() -> Iterator[Step]:
    """One less the share of the variation that is left."""
    yield Step((tss - rss) / tss, because="the share of the variation that the model explains")
    yield Step(1 - rss / tss, because="divide term by term")


determination = Formula(
    title="Coefficient of determination",
    kind=Kind.DEFINITION,
    statement=equal(share.symbol, 1 - rss / tss),
    quantities=(share, observed, model_values, centre),
    assumptions=(),
    notations=(
        Notation(r"R^2 = 1 - \frac{\sum_{i=1}^n (y_i - \hat{y}_i)^2}{\sum_{i=1}^n (y_i - \bar{y})^2}",
                 letters=(("R^2", "R2"),)),
        Notation(r"R^2 = 1 - \frac{\sum_i (y_i - \hat{y}_i)^2}{\sum_i (y_i - \bar{y})^2}", letters=(("R^2", "R2"),)),
    ),
    words=("r-squared", "r squared", "coefficient of determination", "r^2", "goodness of fit"),
    derivation=derive_share,
    source=Source("Murphy, Probabilistic Machine Learning: An Introduction", "section 11.2.4.3"),
)  # fmt: skip

TOPIC = Topic(
    "Estimators of linear regression",
    formulas=(
        estimation_error,
        unbiased,
        estimator_covariance,
        mean_square_error,
        mean_residual,
        ml_variance_mean,
        prediction_variance,
        unbiased_variance,
        ml_variance,
        determination,
    ),
)
