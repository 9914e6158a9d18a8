"""Steps of gradient descent on ridge objectives, shrinkage of the fit, and where the lasso is 0.

An input stands in each row of X; the solutions stand in `ridge`.
"""

from __future__ import annotations

from typing import Any

from sympy import Identity, Inverse, Transpose

from derivations.operators import norm_max
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    Formula,
    Quantity,
    Size,
    Source,
    Topic,
)

hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"
murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
friedman = "Friedman, Hastie, Höfling and Tibshirani 2007, Pathwise Coordinate Optimization"
samples = Size("n", "samples", smallest=2, largest=3)
features = Size("d", "features", largest=2)
n, d = samples.symbol, features.symbol
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
targets = Quantity("y", "the targets", shape=(samples,))
weights = Quantity("w", "the weights", shape=(features,))
following = Quantity("w_next", "the weights after the step", shape=(features,))
rate = Quantity("eta", "step size", domain=POSITIVE)
strength = Quantity("mu", "strength of the penalty", domain=POSITIVE)
X, y, w, eta, mu = (q.symbol for q in (inputs, targets, weights, rate, strength))
back = Transpose(X) * (X * w - y)
words = ("ridge", "l2", "weight decay", "regulariz", "regularis", "penali", "tikhonov")
counted = (("w_t+1", "w_next"), ("w_t", "w"), ("lambda", "mu"))


def step(title: str, error: Any, penalty: Any, spellings: tuple[str, ...], place: str) -> Formula:
    """A gradient step with the factors of both parts."""
    return rule(
        title,
        following,
        w - eta * (error * back + penalty * mu * w),
        (weights, rate, inputs, targets, strength),
        written(*spellings, letters=counted),
        ("gradient descent", *words),
        "the gradient of the squared error, and that of the penalty",
        Source(murphy, place),
    )


total_step = step(
    "Gradient step on squared error and squared norm",
    2,
    2,
    (
        r"w_{t+1} = w_t - \eta (2 X^\top (X w_t - y) + 2 \lambda w_t)",
        r"w_{t+1} = (1 - 2\eta\lambda) w_t - 2\eta X^\top (X w_t - y)",
        r"w_{t+1} = w_t - 2\eta (X^\top (X w_t - y) + \lambda w_t)",
        r"w_{t+1} = (1 - 2\eta\lambda) w_t + 2\eta X^\top (y - X w_t)",
    ),
    "section 11.3.1",
)
half_step = step(
    "Gradient step on half the squared error and half the squared norm",
    1,
    1,
    (
        r"w_{t+1} = w_t - \eta (X^\top (X w_t - y) + \lambda w_t)",
        r"w_{t+1} = (1 - \eta\lambda) w_t - \eta X^\top (X w_t - y)",
        r"w_{t+1} = (1 - \eta\lambda) w_t + \eta X^\top (y - X w_t)",
    ),
    "section 11.3.1, with the factor 1/2",
)
mean_step = step(
    "Gradient step on the mean squared error and the squared norm",
    2 / n,
    2,
    (
        r"w_{t+1} = w_t - \eta \left(\frac{2}{n} X^\top (X w_t - y) + 2 \lambda w_t\right)",
        r"w_{t+1} = (1 - 2\eta\lambda) w_t - \frac{2\eta}{n} X^\top (X w_t - y)",
    ),
    "section 11.3.1, with the mean",
)
half_mean_step = step(
    "Gradient step on half the mean squared error and half the squared norm",
    1 / n,
    1,
    (
        r"w_{t+1} = w_t - \eta \left(\frac{1}{n} X^\top (X w_t - y) + \lambda w_t\right)",
        r"w_{t+1} = (1 - \eta\lambda) w_t - \frac{\eta}{n} X^\top (X w_t - y)",
    ),
    "section 11.3.1, with half of the mean",
)
mixed_step = step(
    "Gradient step on the mean squared error and half the squared norm",
    2 / n,
    1,
    (
        r"w_{t+1} = w_t - \eta \left(\frac{2}{n} X^\top (X w_t - y) + \lambda w_t\right)",
        r"w_{t+1} = (1 - \eta\lambda) w_t - \frac{2\eta}{n} X^\top (X w_t - y)",
    ),
    "section 11.3.1, with the mean and half of the norm",
)
whole_step = step(
    "Gradient step on half the squared error and the whole squared norm",
    1,
    2,
    (
        r"w_{t+1} = w_t - \eta (X^\top (X w_t - y) + 2 \lambda w_t)",
        r"w_{t+1} = (1 - 2\eta\lambda) w_t - \eta X^\top (X w_t - y)",
    ),
    "section 11.3.1, with half of the error",
)
half_mean_whole_step = step(
    "Gradient step on half the mean squared error and the whole squared norm",
    1 / n,
    2,
    (
        r"w_{t+1} = w_t - \eta \left(\frac{1}{n} X^\top (X w_t - y) + 2 \lambda w_t\right)",
        r"w_{t+1} = (1 - 2\eta\lambda) w_t - \frac{\eta}{n} X^\top (X w_t - y)",
    ),
    "section 11.3.1, with half of the mean error",
)
gram = Transpose(X) * X
penalised = gram + mu * Identity(d)
plain = Quantity("w_hat", "the least-squares weights", (features,), value=Inverse(gram) * Transpose(X) * y)
ridge = Quantity("w_ridge", "the ridge weights", (features,), value=Inverse(penalised) * Transpose(X) * y)
shrunk = identity(
    "Ridge regression shrinks the least-squares weights",
    ridge.symbol,
    ((Inverse(penalised) * gram * plain.symbol, "X'y is X'X times the least-squares weights"),),
    (ridge, plain, inputs, targets, strength),
    written(
        r"\hat{w}_\lambda = (X^\top X + \lambda I)^{-1} X^\top X \hat{w}",
        letters=(("w_hat_lambda", "w_ridge"), ("lambda", "mu")),
    )
    + written(
        r"\hat{w}_{\mathrm{ridge}} = (X^\top X + \lambda I)^{-1} X^\top X \hat{w}_{\mathrm{OLS}}",
        r"\hat{w}_{\mathrm{ridge}} = (X^\top X + \lambda I)^{-1} (X^\top X) \hat{w}_{\mathrm{OLS}}",
        letters=(("w_hat_ridge", "w_ridge"), ("w_hat_OLS", "w_hat"), ("lambda", "mu")),
    ),
    ("shrink", "least squares", *words),
    Source(hastie, "section 3.4.1"),
)
lasso_words = ("lasso", "coordinate descent", "soft threshold", "soft-threshold", "l1")
largest = rule(
    "Strength of the lasso from which on all weights are 0",
    Quantity("lamda_max", "the strength"),
    norm_max(Transpose(X) * y),
    (inputs, targets),
    written(
        r"\lambda_{\max} = \|X^\top y\|_\infty",
        r"\lambda_{\max} = \|y^\top X\|_\infty",
        letters=(("lambda_max", "lamda_max"),),
    ),
    lasso_words,
    "no feature has a larger product with the targets",
    Source(friedman, "section 2, with half of the squared error"),
)
mean_largest = rule(
    "Strength of the lasso from which on all weights are 0, for the mean squared error",
    Quantity("lamda_max", "the strength"),
    norm_max(Transpose(X) * y) / n,
    (inputs, targets),
    written(
        r"\lambda_{\max} = \frac{1}{n} \|X^\top y\|_\infty",
        r"\lambda_{\max} = \frac{\|X^\top y\|_\infty}{n}",
        letters=(("lambda_max", "lamda_max"),),
    ),
    lasso_words,
    "no feature has a larger product with the targets",
    Source("Friedman, Hastie and Tibshirani 2010, Regularization Paths (glmnet)", "section 2.5"),
)
doubled_largest = rule(
    "Strength of the lasso from which on all weights are 0, for the squared error without the half",
    Quantity("lamda_max", "the strength"),
    2 * norm_max(Transpose(X) * y),
    (inputs, targets),
    written(
        r"\lambda_{\max} = 2 \|X^\top y\|_\infty",
        r"\lambda_{\max} = \|2 X^\top y\|_\infty",
        letters=(("lambda_max", "lamda_max"),),
    ),
    lasso_words,
    "no feature has a larger slope at 0",
    Source(friedman, "section 2, with the whole of the squared error"),
)
doubled_mean_largest = rule(
    "Strength of the lasso from which on all weights are 0, for the whole mean squared error",
    Quantity("lamda_max", "the strength"),
    2 * norm_max(Transpose(X) * y) / n,
    (inputs, targets),
    written(
        r"\lambda_{\max} = \frac{2}{n} \|X^\top y\|_\infty",
        r"\lambda_{\max} = \frac{2 \|X^\top y\|_\infty}{n}",
        letters=(("lambda_max", "lamda_max"),),
    ),
    lasso_words,
    "no feature has a larger slope at 0",
    Source(friedman, "section 2, with the whole of the mean squared error"),
)
shared_step = step(
    "Gradient step on half the mean squared error, the penalty shared by the samples",
    1 / n,
    1 / n,
    (
        r"w_{t+1} = w_t - \frac{\eta}{n} (X^\top (X w_t - y) + \lambda w_t)",
        r"w_{t+1} = w_t - \eta \left(\frac{1}{n} X^\top (X w_t - y) + \frac{\lambda}{n} w_t\right)",
        r"w_{t+1} = \left(1 - \frac{\eta\lambda}{n}\right) w_t - \frac{\eta}{n} X^\top (X w_t - y)",
    ),
    "section 11.3.1, all of it over n",
)

TOPIC = Topic(
    "Steps and shrinkage of penalised regression",
    formulas=(
        total_step,
        half_step,
        mean_step,
        half_mean_step,
        mixed_step,
        whole_step,
        half_mean_whole_step,
        shrunk,
        largest,
        mean_largest,
        doubled_largest,
        doubled_mean_largest,
        shared_step,
    ),
)
