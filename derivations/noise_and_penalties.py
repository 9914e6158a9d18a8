"""What noise and prior say of a linear model: the level of the noise, objectives, the penalty as a ratio.

An input stands in each row of X; its other scalings are entries of `penalised_regression`.
"""

from __future__ import annotations

from sympy import Identity, Rational, Sum, Transpose

from derivations.least_squares import X, data, inputs, loss, n, samples, squares, w, weights
from derivations.operators import at, norm
from derivations.penalised_regression import bishop, d, j, lam, mu, murphy, ridge_words, strength
from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, Notation, Quantity, Source, Topic, bound_index, integers

half = Rational(1, 2)
i = bound_index("i")
level = Quantity("v", "variance of the noise")
bishops = (("t", "y"), ("phi", "X"), ("N", "n"))
noise_level = rule(
    "Maximum-likelihood variance of the noise of linear regression: the mean squared residual",
    level,
    squares / n,
    (*data, weights),
    (
        Notation(
            r"\hat{\sigma}_{ML}^2 = \frac{1}{n} \|y - X \hat{\theta}\|^2",
            (("theta_hat", "w"), ("sigma_hat_ML^2", "v")),
        ),
        Notation(r"\hat{\sigma}^2 = \frac{1}{n} \|y - X w\|_2^2", (("sigma_hat^2", "v"),)),
        Notation(r"\hat{\sigma}^2 = \frac{1}{n} (y - X w)^\top (y - X w)", (("sigma_hat^2", "v"),)),
        Notation(r"\sigma_{ML}^2 = \frac{1}{n} \sum_{i=1}^n (y_i - w^\top x_i)^2", (("x", "X"), ("sigma_ML^2", "v"))),
        Notation(
            r"\frac{1}{\beta_{ML}} = \frac{1}{N} \sum_{n=1}^N \{t_n - w_{ML}^\top \phi_n\}^2",
            (*bishops, ("w_ML", "w")),
        ),
        Notation(r"\beta^{-1} = \frac{1}{N} \sum_{n=1}^N (t_n - w^\top \phi_n)^2", bishops),
    ),
    ("maximum likelihood", "noise variance", "noise precision", "gaussian noise", "residual"),
    "the slope of the log-likelihood by the variance is 0",
    Source(bishop, "equation 3.21"),
)
penalty = mu / 2 * Sum(at(w, j) ** 2, (j, 1, d))
theta = (*lam, ("J", "L"), ("J_lambda", "L"), ("theta", "w"))
half_mean_objective = rule(
    "Objective of ridge regression with half the mean squared error and half the squared weights",
    loss,
    squares / (2 * n) + penalty,
    (*data, weights, strength),
    (
        *written(
            r"J(\theta) = \frac{1}{2 n} \|X \theta - y\|_2^2 + \frac{\lambda}{2} \|\theta\|_2^2",
            r"J_\lambda(\theta) = \frac{1}{2 n} \|X \theta - y\|^2 + \frac{\lambda}{2} \|\theta\|^2",
            letters=theta,
        ),
        Notation(
            r"L(w) = \frac{1}{2 n} \sum_{i=1}^n (w^\top x_i - y_i)^2 + \frac{\lambda}{2} \sum_{j=1}^d w_j^2",
            (*lam, ("x", "X")),
        ),
        Notation(
            r"L(w) = \frac{1}{n} \sum_{i=1}^n \frac{1}{2} (w^\top x_i - y_i)^2 + \frac{\lambda}{2} \|w\|^2",
            (*lam, ("x", "X")),
        ),
    ),
    ridge_words,
    "half the mean squared error, and half the squared length",
    Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "section 3.7.1"),
)
half_mean_whole_penalty = rule(
    "Objective of ridge regression with half the mean squared error and the whole squared weights",
    loss,
    squares / (2 * n) + 2 * penalty,
    (*data, weights, strength),
    (
        *written(
            r"J(\theta) = \frac{1}{2 n} \|X \theta - y\|_2^2 + \lambda \|\theta\|_2^2",
            r"J_\lambda(\theta) = \frac{1}{2 n} \|X \theta - y\|^2 + \lambda \|\theta\|^2",
            letters=theta,
        ),
        Notation(
            r"L(w) = \frac{1}{2 n} \sum_{i=1}^n (w^\top x_i - y_i)^2 + \lambda \sum_{j=1}^d w_j^2", (*lam, ("x", "X"))
        ),
    ),
    ridge_words,
    "half the mean squared error, and the squared length",
    Source(murphy, "section 11.3"),
)
mean_half_penalty = rule(
    "Objective of ridge regression with the mean squared error and half the squared weights",
    loss,
    squares / n + penalty,
    (*data, weights, strength),
    (
        *written(
            r"J(\theta) = \frac{1}{n} \|X \theta - y\|_2^2 + \frac{\lambda}{2} \|\theta\|_2^2",
            r"J_\lambda(\theta) = \frac{1}{n} \|X \theta - y\|^2 + \frac{\lambda}{2} \|\theta\|^2",
            letters=theta,
        ),
        Notation(
            r"L(w) = \frac{1}{n} \sum_{i=1}^n (w^\top x_i - y_i)^2 + \frac{\lambda}{2} \|w\|^2", (*lam, ("x", "X"))
        ),
    ),
    ridge_words,
    "the mean squared error, and half the squared length",
    Source(murphy, "section 11.3"),
)
deviation = Quantity("sigma", "standard deviation of the noise", domain=POSITIVE)
prior_deviation = Quantity("tau", "standard deviation of the prior of the weights", domain=POSITIVE)
count = Quantity("n", "number of samples", domain=integers(1, 20))
named_strength = Quantity("mu", "strength of the penalty")
sigma, tau = deviation.symbol, prior_deviation.symbol
map_words = ("map", "prior", "posterior", "bayesian", "ridge", "penalty", "a posteriori")
strength_of_prior = rule(
    "Penalty of ridge regression from noise and prior, for the sum of the squares",
    named_strength,
    sigma**2 / tau**2,
    (deviation, prior_deviation),
    written(
        r"\lambda = \frac{\sigma^2}{\tau^2}",
        r"\lambda = \sigma^2 / \tau^2",
        r"\lambda = (\sigma / \tau)^2",
        letters=lam,
    ),
    map_words,
    "divide the log-posterior by the precision of the noise",
    Source(murphy, "equation 11.51"),
)
strength_of_prior_for_mean = rule(
    "Penalty of ridge regression from noise and prior, for the mean of the squares",
    named_strength,
    sigma**2 / (count.symbol * tau**2),
    (deviation, prior_deviation, count),
    written(
        r"\lambda = \frac{\sigma^2}{n \tau^2}",
        r"\lambda = \sigma^2 / (n \tau^2)",
        r"\lambda = \frac{1}{n} \frac{\sigma^2}{\tau^2}",
        letters=lam,
    ),
    map_words,
    "divide the log-posterior by the precision of the noise and by the number of samples",
    Source(murphy, "section 11.3"),
)
alpha = Quantity("alpha", "precision of the prior", domain=POSITIVE)
beta = Quantity("beta", "precision of the noise", domain=POSITIVE)
constant = Quantity("c", "what does not depend on the weights")
posterior = Quantity("l", "log-density of the weights, the targets given")
log_posterior = rule(
    "Log-posterior of the weights under an isotropic normal prior",
    posterior,
    -beta.symbol / 2 * squares - alpha.symbol / 2 * norm(w) ** 2 + constant.symbol,
    (*data, weights, alpha, beta, constant),
    (
        Notation(
            r"\ln p(w | t) = -\frac{\beta}{2} \sum_{n=1}^N \{t_n - w^\top \phi_n\}^2 - \frac{\alpha}{2} w^\top w + c",
            bishops,
        ),
        Notation(
            r"\ln p(w | t) = -\frac{\beta}{2} \sum_{n=1}^N (t_n - w^\top \phi_n)^2 - \frac{\alpha}{2} w^\top w "
            r"+ \text{const}",
            (*bishops, ("const", "c")),
        ),
        Notation(
            r"\log p(w | y) = -\frac{\beta}{2} \|y - X w\|^2 - \frac{\alpha}{2} \|w\|^2 + \text{const}",
            (("const", "c"),),
        ),
    ),
    map_words,
    "the logarithms of likelihood and prior, without their normalisers",
    Source(bishop, "equation 3.55"),
)
named_spread = Quantity("C", "covariance of the targets", shape=(samples, samples))
targets_covariance = rule(
    "Covariance of the targets under an isotropic prior of the weights",
    named_spread,
    Identity(n) / beta.symbol + X * Transpose(X) / alpha.symbol,
    (inputs, alpha, beta),
    (
        Notation(r"C = \beta^{-1} I + \alpha^{-1} \Phi \Phi^\top", (("Phi", "X"),)),
        Notation(r"\operatorname{cov}[t] = \beta^{-1} I + \alpha^{-1} \Phi \Phi^\top", (("Phi", "X"),)),
        Notation(r"C = \frac{1}{\beta} I + \frac{1}{\alpha} X X^\top"),
        Notation(r"C = \alpha^{-1} \Phi \Phi^\top + \beta^{-1} I_N", (("Phi", "X"), ("N", "n"))),
    ),
    ("marginal", "evidence", "bayesian", "gaussian process", "prior", "covariance"),
    "noise, and what the prior of the weights adds",
    Source(bishop, "equations 6.53 and 6.62"),
)

TOPIC = Topic(
    "Noise, priors and penalties of linear regression",
    formulas=(
        noise_level,
        half_mean_objective,
        half_mean_whole_penalty,
        mean_half_penalty,
        strength_of_prior,
        strength_of_prior_for_mean,
        log_posterior,
        targets_covariance,
    ),
)
