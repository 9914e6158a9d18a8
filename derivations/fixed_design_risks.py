"""Least squares on fixed inputs: mean errors of weights, fitted values and residuals against the true weights.

An input stands in each row of X, which has full column rank. The targets are y = X w* + sigma epsilon, as in
`regression_estimators`, with noise of mean 0 and covariance I.
"""

from __future__ import annotations

from sympy import Identity, Inverse, Sum, Trace, Transpose

from derivations.fitted_squares import bach, beta_letters, fit, gram, w_hat
from derivations.gaussian_vectors import white_vector
from derivations.linear_regression import X, features, hastie, i, inputs, n, regression, samples, y
from derivations.linear_regression import hat_value as H_value
from derivations.operators import at, mean, norm, vector_mean
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import POSITIVE, Quantity, Source, Topic

deviation = Quantity("sigma", "standard deviation of the noise", domain=POSITIVE)
truth = Quantity("w_star", "the true weights", shape=(features,))
white, axis, sign = white_vector("epsilon", samples)
w_star, sigma, eps = truth.symbol, deviation.symbol, white.symbol
noisy = Quantity("y", "the targets", shape=(samples,), value=X * w_star + sigma * eps)
estimate = Quantity(
    "w_hat", "the least-squares weights", (features,), value=Inverse(gram) * Transpose(X) * noisy.symbol
)
experiment = (estimate, noisy, white, axis, sign, inputs, truth, deviation)
noise_terms = ("noise", "estimator", "unbiased", "fixed design", "risk", "excess", *regression)
white_moment = vector_mean(eps * Transpose(eps))
distance = identity(
    "Mean squared distance of the least-squares weights from the true ones",
    mean(norm(w_hat - w_star) ** 2),
    (
        (sigma**2 * Trace(Inverse(gram) * Transpose(X) * white_moment * X * Inverse(gram)), "(X'X)^-1 X' of the noise"),
        (sigma**2 * Trace(Inverse(gram)), "the noise has the covariance I, and X'X meets its inverse"),
    ),
    experiment,
    written(
        r"\mathbb{E}\|\hat{w} - w^*\|^2 = \sigma^2 \operatorname{tr}((X^\top X)^{-1})",
        r"\mathbb{E}\left[\|\hat{w} - w^*\|_2^2\right] = \sigma^2 \operatorname{tr}\left((X^\top X)^{-1}\right)",
        r"\mathbb{E}\|\hat{w} - w^*\|_2^2 = \sigma^2 \operatorname{tr}[(X^\top X)^{-1}]",
    )
    + written(
        r"\mathbb{E}\|\hat{\beta} - \beta^*\|^2 = \sigma^2 \operatorname{tr}((X^\top X)^{-1})",
        letters=(("beta_star", "w_star"), *beta_letters),
    ),
    noise_terms,
    Source(bach, "section 3.5"),
)
prediction_risk = identity(
    "Mean squared error of the fitted values: the noise of d weights",
    mean(norm(X * w_hat - X * w_star) ** 2),
    (
        (sigma**2 * mean(norm(H_value * eps) ** 2), "the error of the fitted values is the noise, projected"),
        (sigma**2 * Trace(H_value * white_moment), "a projection is symmetric and idempotent; the square as a trace"),
        (sigma**2 * features.symbol, "the noise has the covariance I, the hat matrix the trace d"),
    ),
    experiment,
    written(
        r"\mathbb{E}\|X\hat{w} - Xw^*\|^2 = \sigma^2 d",
        r"\mathbb{E}\left[\|X(\hat{w} - w^*)\|_2^2\right] = d \sigma^2",
    )
    + written(
        r"\mathbb{E}\|X\hat{\beta} - X\beta^*\|^2 = \sigma^2 p",
        letters=(("beta_star", "w_star"), ("p", "d"), *beta_letters),
    ),
    noise_terms,
    Source(bach, "proposition 3.5"),
)
training_error = identity(
    "Mean of the least sum of squares under noise, with true weights w*",
    mean(norm(noisy.symbol - X * w_hat) ** 2),
    (
        (sigma**2 * Trace((Identity(n) - H_value) * white_moment), "the residuals are I - H of the noise"),
        ((n - features.symbol) * sigma**2, "the noise has the covariance I, the hat matrix the trace d"),
    ),
    experiment,
    written(
        r"\mathbb{E}\|y - X\hat{w}\|^2 = (n - d) \sigma^2",
        r"\mathbb{E}\left[\|X\hat{w} - y\|_2^2\right] = \sigma^2 (n - d)",
    ),
    noise_terms,
    Source(bach, "section 3.5"),
)
mean_risk = identity(
    "Mean squared error of a fitted value: the noise of d weights over n samples",
    mean(norm(X * w_hat - X * w_star) ** 2) / n,
    (
        (sigma**2 * Trace(H_value * white_moment) / n, "the error of the fitted values is the noise, projected"),
        (sigma**2 * features.symbol / n, "the noise has the covariance I, the hat matrix the trace d"),
    ),
    experiment,
    written(
        r"\frac{1}{n} \mathbb{E}\|X\hat{w} - Xw^*\|^2 = \frac{\sigma^2 d}{n}",
        r"\mathbb{E}\left[\frac{1}{n} \|X\hat{w} - Xw^*\|_2^2\right] = \frac{d \sigma^2}{n}",
        r"\frac{1}{n} \mathbb{E}\left[\|X(\hat{w} - w^*)\|_2^2\right] = \sigma^2 \frac{d}{n}",
    ),
    noise_terms,
    Source(bach, "proposition 3.5"),
)
mean_training_error = identity(
    "Mean of the least mean square under noise: it is too small by d/n of the noise",
    mean(norm(noisy.symbol - X * w_hat) ** 2) / n,
    (
        (sigma**2 * Trace((Identity(n) - H_value) * white_moment) / n, "the residuals are I - H of the noise"),
        ((n - features.symbol) / n * sigma**2, "the noise has the covariance I, the hat matrix the trace d"),
    ),
    experiment,
    written(
        r"\mathbb{E}\left[\frac{1}{n} \|y - X\hat{w}\|^2\right] = \left(1 - \frac{d}{n}\right) \sigma^2",
        r"\frac{1}{n} \mathbb{E}\|y - X\hat{w}\|^2 = \frac{n - d}{n} \sigma^2",
        r"\frac{1}{n} \mathbb{E}\|X\hat{w} - y\|_2^2 = \sigma^2 - \frac{\sigma^2 d}{n}",
    ),
    noise_terms,
    Source(bach, "section 3.5"),
)
variance_estimate = Quantity("v", "unbiased estimate of the variance of the noise")
unbiased_variance = rule(
    "Unbiased estimate of the variance of the noise, from the least-squares weights",
    variance_estimate,
    norm(y - X * w_hat) ** 2 / (n - features.symbol),
    fit,
    written(
        r"\hat{\sigma}^2 = \frac{1}{n - d} \|y - X\hat{w}\|^2",
        r"\hat{\sigma}^2 = \frac{\|y - X\hat{w}\|_2^2}{n - d}",
        letters=(("sigma_hat^2", "v"),),
    )
    + written(
        r"s^2 = \frac{1}{n - p} (y - X\hat{\beta})^\top (y - X\hat{\beta})",
        r"\hat{\sigma}^2 = \frac{\|y - X\hat{\beta}\|^2}{n - p}",
        letters=(("sigma_hat^2", "v"), ("s^2", "v"), ("p", "d"), *beta_letters),
    ),
    ("noise variance", "unbiased", "degrees of freedom", "residual", *regression),
    "the least sum of squares has the mean (n - d) sigma^2",
    Source(hastie, "section 3.2"),
)

slopes = Quantity("p", "number of features besides the intercept", value=features.symbol - 1)
p = slopes.symbol
intercept = ("intercept", "noise variance", "degrees of freedom", "residual", *regression)
intercept_letters = (("beta_hat", "w_hat"), ("sigma_hat^2", "v"))
intercept_variance = rule(
    "Unbiased estimate of the variance of the noise with p features and an intercept",
    variance_estimate,
    norm(y - X * w_hat) ** 2 / (n - p - 1),
    (slopes, *fit),
    written(
        r"\hat{\sigma}^2 = \frac{1}{n - p - 1} \|y - X\hat{\beta}\|^2",
        r"\hat{\sigma}^2 = \frac{1}{n - p - 1} (y - X\hat{\beta})^\top (y - X\hat{\beta})",
        letters=intercept_letters,
    )
    + written(
        r"\hat{\sigma}^2 = \frac{1}{n - p - 1} \|y - X\hat{w}\|^2",
        letters=intercept_letters[1:],
    ),
    intercept,
    "there are p + 1 weights",
    Source(hastie, "equation 3.8"),
)
intercept_error = identity(
    "Mean of the least sum of squares under noise, with p features and an intercept",
    mean(norm(noisy.symbol - X * w_hat) ** 2),
    (
        (sigma**2 * Trace((Identity(n) - H_value) * white_moment), "the residuals are I - H of the noise"),
        ((n - p - 1) * sigma**2, "the noise has the covariance I, the hat matrix the trace p + 1"),
    ),
    (slopes, *experiment),
    written(
        r"\mathbb{E}\|y - X\hat{\beta}\|^2 = (n - p - 1) \sigma^2",
        letters=intercept_letters[:1],
    )
    + written(r"\mathbb{E}\left[\|y - X\hat{w}\|_2^2\right] = \sigma^2 (n - p - 1)"),
    intercept,
    Source(hastie, "section 3.2"),
)
observed = Quantity("t", "the targets", shape=(samples,))
fitted = Quantity("t_hat", "the fitted values", shape=(samples,))
count = Quantity("p", "number of features besides the intercept", value=features.symbol - 1)
entry_sum = Sum((at(observed.symbol, i) - at(fitted.symbol, i)) ** 2, (i, 1, n))
intercept_entries = rule(
    "Unbiased estimate of the variance of the noise with p features and an intercept, from the residuals",
    variance_estimate,
    entry_sum / (n - p - 1),
    (count, observed, fitted),
    written(
        r"\hat{\sigma}^2 = \frac{1}{n - p - 1} \sum_{i=1}^n (y_i - \hat{y}_i)^2",
        r"s^2 = \frac{\sum_{i=1}^n (y_i - \hat{y}_i)^2}{n - p - 1}",
        letters=(("y", "t"), ("y_hat", "t_hat"), ("sigma_hat^2", "v"), ("s^2", "v")),
    ),
    intercept,
    "there are p + 1 weights",
    Source(hastie, "equation 3.8"),
    other_sizes=(features,),
)

TOPIC = Topic(
    "Least squares on fixed inputs: mean errors",
    formulas=(
        distance,
        prediction_risk,
        training_error,
        mean_risk,
        mean_training_error,
        unbiased_variance,
        intercept_variance,
        intercept_error,
        intercept_entries,
    ),
)
