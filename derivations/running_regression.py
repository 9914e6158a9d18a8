"""Linear regression sample by sample: recursive least squares, the rule of Widrow and Hoff, posteriors of the weights.

x is the new input with target y, e its error y - x'w before the step. P is the inverse of the Gram matrix so far; S the
posterior covariance of the weights, beta the precision of the noise, sigma² its variance, tau² that of the prior.
"""

from __future__ import annotations

from sympy import Identity, Inverse, Transpose

from derivations.operators import dot
from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, POSITIVE_DEFINITE, Quantity, Size, Source, Topic

murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
bishop = "Bishop, Pattern Recognition and Machine Learning"
haykin = "Haykin, Adaptive Filter Theory"
features = Size("d", "features", largest=3)
samples = Size("n", "samples", largest=3)
d, n = features.symbol, samples.symbol
weights = Quantity("w", "the weights so far", shape=(features,))
following = Quantity("w_next", "the weights after the sample", shape=(features,))
inputs = Quantity("x", "the new input", shape=(features,))
target = Quantity("y", "the new target")
before = Quantity("P", "inverse Gram matrix so far", shape=(features, features), domain=POSITIVE_DEFINITE)
after = Quantity("P_next", "inverse Gram matrix with the sample", shape=(features, features))
gains = Quantity("K", "the gain", shape=(features,))
forgetting = Quantity("lamda", "forgetting factor", domain=POSITIVE)
rate = Quantity("eta", "step size", domain=POSITIVE)
w, x, y, P, K, lam, eta = (q.symbol for q in (weights, inputs, target, before, gains, forgetting, rate))
words = ("recursive least squares", "rls", "recursive", "online", "sequential", "sherman", "adaptive filter")
past = (("P_t-1", "P"), ("P_t", "P_next"), ("w_t", "w_next"), ("w_t-1", "w"), ("x_t", "x"), ("y_t", "y"), ("K_t", "K"))
coming = (("P_n+1", "P_next"), ("P_n", "P"), ("w_n+1", "w_next"), ("w_n", "w"))
gain = rule(
    "Gain of recursive least squares",
    gains,
    P * x / (1 + dot(x, P * x)),
    (before, inputs),
    written(
        r"K_t = \frac{P_{t-1} x_t}{1 + x_t^\top P_{t-1} x_t}",
        r"K_t = P_{t-1} x_t (1 + x_t^\top P_{t-1} x_t)^{-1}",
        letters=past,
    )
    + written(r"k = \frac{P x}{1 + x^\top P x}", letters=(("k", "K"),)),
    words,
    "the new inverse Gram matrix times the input, by Sherman and Morrison",
    Source(haykin, "section 10.3, without forgetting"),
)
forgetful_gain = rule(
    "Gain of recursive least squares with forgetting",
    gains,
    P * x / (lam + dot(x, P * x)),
    (before, inputs, forgetting),
    written(
        r"K_t = \frac{P_{t-1} x_t}{\lambda + x_t^\top P_{t-1} x_t}",
        r"K_t = P_{t-1} x_t (\lambda + x_t^\top P_{t-1} x_t)^{-1}",
        letters=(*past, ("lambda", "lamda")),
    ),
    words,
    "the new inverse Gram matrix times the input, by Sherman and Morrison",
    Source(haykin, "section 10.3"),
)
inverse_step = rule(
    "Inverse Gram matrix with one more sample",
    after,
    P - P * x * Transpose(x) * P / (1 + dot(x, P * x)),
    (before, inputs),
    written(
        r"P_t = P_{t-1} - \frac{P_{t-1} x_t x_t^\top P_{t-1}}{1 + x_t^\top P_{t-1} x_t}",
        letters=past,
    )
    + written(r"P_{n+1} = P_n - \frac{P_n x x^\top P_n}{1 + x^\top P_n x}", letters=coming),
    words,
    "Sherman and Morrison",
    Source(haykin, "section 10.3, without forgetting"),
)
weight_step = rule(
    "Weights of recursive least squares after one more sample",
    following,
    w + K * (y - dot(x, w)),
    (weights, gains, inputs, target),
    written(
        r"w_t = w_{t-1} + K_t (y_t - x_t^\top w_{t-1})",
        r"w_t = w_{t-1} + K_t (y_t - w_{t-1}^\top x_t)",
        letters=past,
    )
    + written(r"w_{n+1} = w_n + K (y - x^\top w_n)", letters=coming),
    words,
    "the gain times the error of the prediction",
    Source(haykin, "section 10.3"),
)
new_inverse = Quantity("P_next", "inverse Gram matrix with the sample", (features, features), domain=POSITIVE_DEFINITE)
inverse_gain_step = rule(
    "Weights of recursive least squares, by the inverse Gram matrix",
    following,
    w + new_inverse.symbol * x * (y - dot(x, w)),
    (weights, new_inverse, inputs, target),
    written(
        r"w_t = w_{t-1} + P_t x_t (y_t - x_t^\top w_{t-1})",
        r"w_t = w_{t-1} + P_t x_t (y_t - w_{t-1}^\top x_t)",
        r"w_t = w_{t-1} - P_t x_t (x_t^\top w_{t-1} - y_t)",
        letters=past,
    ),
    words,
    "the gain is the new inverse Gram matrix times the input",
    Source(haykin, "section 10.3"),
)
stepped = (("w_t+1", "w_next"), ("w_t", "w"), ("x_t", "x"), ("y_t", "y"))
lms_words = ("lms", "least mean squares", "widrow", "delta rule", "adaline", "online", "sgd", "stochastic gradient")
least_mean_squares = rule(
    "Step of the least mean squares (LMS) rule of Widrow and Hoff",
    following,
    w + eta * (y - dot(w, x)) * x,
    (weights, inputs, target, rate),
    written(
        r"w_{t+1} = w_t + \eta (y_t - w_t^\top x_t) x_t",
        r"w_{t+1} = w_t - \eta (w_t^\top x_t - y_t) x_t",
        r"w_{t+1} = w_t + \eta x_t (y_t - x_t^\top w_t)",
        letters=stepped,
    )
    + written(
        r"w^{(\tau+1)} = w^{(\tau)} + \eta (t_n - w^{(\tau)\top} \phi_n) \phi_n",
        letters=(("w^tau+1", "w_next"), ("w^tau", "w"), ("t_n", "y"), ("phi_n", "x")),
    ),
    lms_words,
    "a gradient step on half the squared error of one sample",
    Source(bishop, "equation 3.23"),
)
doubled = rule(
    "Step of stochastic gradient descent on the squared error of one sample",
    following,
    w + 2 * eta * (y - dot(w, x)) * x,
    (weights, inputs, target, rate),
    written(
        r"w_{t+1} = w_t + 2\eta (y_t - w_t^\top x_t) x_t",
        r"w_{t+1} = w_t - 2\eta (w_t^\top x_t - y_t) x_t",
        r"w_{t+1} = w_t - 2 \eta x_t (x_t^\top w_t - y_t)",
        letters=stepped,
    ),
    lms_words,
    "a gradient step on the squared error of one sample",
    Source(murphy, "section 8.4.2"),
)

covariance = Quantity("S", "posterior covariance so far", shape=(features, features), domain=POSITIVE_DEFINITE)
new_covariance = Quantity("S_next", "posterior covariance with the sample", shape=(features, features))
precision = Quantity("beta", "precision of the noise", domain=POSITIVE)
noise = Quantity("sigma", "standard deviation of the noise", domain=POSITIVE)
width = Quantity("tau", "standard deviation of the prior", domain=POSITIVE)
S, beta, sigma, tau = (q.symbol for q in (covariance, precision, noise, width))
bayes = ("posterior", "bayesian", "sequential", "online", "sherman", "woodbury", "rank-one", "prior")
covariance_step = rule(
    "Posterior covariance of the weights after one more sample",
    new_covariance,
    S - beta * (S * x * Transpose(x) * S) / (1 + beta * dot(x, S * x)),
    (covariance, precision, inputs),
    written(
        r"S_{n+1} = S_n - \frac{\beta S_n x x^\top S_n}{1 + \beta x^\top S_n x}",
        letters=(("S_n+1", "S_next"), ("S_n", "S")),
    )
    + written(
        r"S_{N+1} = S_N - \frac{\beta S_N \phi_{N+1} \phi_{N+1}^\top S_N}{1 + \beta \phi_{N+1}^\top S_N \phi_{N+1}}",
        letters=(("S_N+1", "S_next"), ("S_N", "S"), ("phi_N+1", "x")),
    ),
    bayes,
    "Sherman and Morrison",
    Source(bishop, "exercise 3.11"),
)
precision_step = rule(
    "Posterior precision of the weights after one more sample",
    Quantity("Q_next", "posterior precision with the sample", shape=(features, features)),
    Inverse(S) + beta * x * Transpose(x),
    (covariance, precision, inputs),
    written(
        r"\Lambda_{n+1} = S_n^{-1} + \beta x x^\top",
        r"\Lambda_{n+1} = \beta x x^\top + S_n^{-1}",
        letters=(("S_n", "S"), ("Lambda_n+1", "Q_next")),
    ),
    bayes,
    "the precisions of the past and of the sample add up",
    Source(bishop, "exercise 3.8"),
)
design = Quantity("X", "the inputs, one in each row", shape=(samples, features))
targets = Quantity("t", "the targets", shape=(samples,))
posterior = Quantity("S", "posterior covariance", shape=(features, features))
posterior_mean = Quantity("m", "posterior mean", shape=(features,))
X, t = design.symbol, targets.symbol
isotropic = Inverse(Transpose(X) * X / sigma**2 + Identity(d) / tau**2)
post = (
    (("Sigma_post", "S"), ("mu_post", "m"), ("y", "t")),
    (("Sigma", "S"), ("mu", "m"), ("y", "t")),
    (("Sigma_n", "S"), ("mu_n", "m"), ("y", "t")),
)
by_widths = rule(
    "Posterior covariance of the weights by the widths of noise and prior",
    posterior,
    isotropic,
    (design, noise, width),
    written(
        r"\Sigma_{\mathrm{post}} = \left(\frac{1}{\sigma^2} X^\top X + \frac{1}{\tau^2} I\right)^{-1}",
        r"\Sigma_{\mathrm{post}} = \left(\sigma^{-2} X^\top X + \tau^{-2} I\right)^{-1}",
        letters=post[0],
    )
    + written(
        r"\Sigma = \left(\frac{1}{\sigma^2} X^\top X + \frac{1}{\tau^2} I\right)^{-1}",
        r"\Sigma = \sigma^2 \left(X^\top X + \frac{\sigma^2}{\tau^2} I\right)^{-1}",
        letters=post[1],
    ),
    bayes,
    "the precisions of prior and data add up",
    Source(murphy, "section 11.7.2"),
)
spread = Quantity("S", "posterior covariance", shape=(features, features), value=isotropic)
mean_by_widths = rule(
    "Posterior mean of the weights by the widths of noise and prior",
    posterior_mean,
    spread.symbol * Transpose(X) * t / sigma**2,
    (spread, design, targets, noise, width),
    written(
        r"\mu_{\mathrm{post}} = \frac{1}{\sigma^2} \Sigma_{\mathrm{post}} X^\top y",
        r"\mu_{\mathrm{post}} = \sigma^{-2} \Sigma_{\mathrm{post}} X^\top y",
        letters=post[0],
    )
    + written(r"\mu = \frac{1}{\sigma^2} \Sigma X^\top y", letters=post[1])
    + written(
        r"\mu_n = \left(X^\top X + \frac{\sigma^2}{\tau^2} I\right)^{-1} X^\top y",
        letters=post[2],
    ),
    bayes,
    "the ridge solution",
    Source(murphy, "section 11.7.2"),
)
TOPIC = Topic(
    "Linear regression sample by sample",
    formulas=(
        gain,
        forgetful_gain,
        inverse_step,
        weight_step,
        inverse_gain_step,
        least_mean_squares,
        doubled,
        covariance_step,
        precision_step,
        by_widths,
        mean_by_widths,
    ),
)
