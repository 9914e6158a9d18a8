"""Updates of variational inference and of linear latent models: mean field, local bounds, ICA, kernel PCA.

Zeros as an index mean the prior; N_k is the effective number of inputs of a component, x_bar_k their mean.
"""

from __future__ import annotations

from sympy import Inverse, Rational, Transpose

from derivations.operators import entrywise, sigmoid
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    INVERTIBLE,
    POSITIVE,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    integers,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
value = Quantity("v", "the value")
variational = ("variational", "mean field", "mean-field", "vb", "factorized", "factorised", "responsibilit")
prior_count = Quantity("b", "prior count", domain=POSITIVE)
number = Quantity("n", "effective number of inputs", domain=POSITIVE)
b, n = prior_count.symbol, number.symbol
axes = Size("d", "dimensions", largest=2)
prior_mean = Quantity("m_0", "prior mean", shape=(axes,))
average = Quantity("x_bar", "mean of the inputs of the component", shape=(axes,))
m_0, x_bar = prior_mean.symbol, average.symbol
counted = rule(
    "Posterior count of a component",
    value,
    b + n,
    (prior_count, number),
    written(
        r"\alpha_k = \alpha_0 + N_k",
        letters=(("alpha_0", "b"), ("N_k", "n")),
    )
    + written(r"\beta_k = N_k + \beta_0", letters=(("beta_0", "b"), ("N_k", "n"))),
    ("dirichlet", "mixture", *variational),
    "the prior adds its counts",
    Source(bishop, "equation 10.58"),
)
own_count = Quantity("b_k", "posterior count", value=b + n)
located = rule(
    "Posterior mean of a component (variational mixture of Gaussians)",
    Quantity("m_k", "posterior mean", shape=(axes,)),
    1 / own_count.symbol * (b * m_0 + n * x_bar),
    (prior_count, number, own_count, prior_mean, average),
    written(
        r"m_k = \frac{1}{\beta_k} (\beta_0 m_0 + N_k \bar{x}_k)",
        r"m_k = \frac{\beta_0 m_0 + N_k \bar{x}_k}{\beta_0 + N_k}",
        letters=(("beta_0", "b"), ("beta_k", "b_k"), ("N_k", "n"), ("x_bar_k", "x_bar")),
    ),
    ("gaussian-wishart", "mixture", *variational),
    "the mean of prior and inputs, weighted by their counts",
    Source(bishop, "equation 10.61"),
)
inverse_scale = Quantity("P", "inverse prior scale", shape=(axes, axes))
own_spread = Quantity("S", "covariance of the inputs of the component", shape=(axes, axes))
away = x_bar - m_0
scaled = rule(
    "Inverse scale of the precision of a component (variational mixture of Gaussians)",
    Quantity("Q", "inverse posterior scale", shape=(axes, axes)),
    inverse_scale.symbol + n * own_spread.symbol + b * n / (b + n) * away * Transpose(away),
    (inverse_scale, prior_count, number, own_spread, prior_mean, average),
    written(
        r"V_k = P + N_k S_k + \frac{\beta_0 N_k}{\beta_0 + N_k} (\bar{x}_k - m_0) (\bar{x}_k - m_0)^T",
        r"V_k = P + N_k S_k + \frac{\beta_0 N_k}{\beta_0 + N_k} (m_0 - \bar{x}_k) (m_0 - \bar{x}_k)^T",
        letters=(("beta_0", "b"), ("N_k", "n"), ("S_k", "S"), ("x_bar_k", "x_bar")),
    ),
    ("gaussian-wishart", "wishart", "mixture", *variational),
    "the spread around the mean, and that of the mean around the prior's",
    Source(bishop, "equation 10.62"),
)
classes = Quantity("K", "number of components", domain=integers(1, 4))
everyone = Quantity("N", "number of inputs", domain=POSITIVE)
mean_share = rule(
    "Posterior mean of a mixing coefficient under a symmetric Dirichlet prior",
    value,
    (b + n) / (classes.symbol * b + everyone.symbol),
    (prior_count, number, classes, everyone),
    written(
        r"\mathbb{E}[\pi_k] = \frac{\alpha_0 + N_k}{K \alpha_0 + N}",
        r"p_k = \frac{N_k + \alpha_0}{N + K \alpha_0}",
        letters=(("alpha_0", "b"), ("N_k", "n")),
    ),
    ("dirichlet", "mixture", "mixing coefficient", *variational),
    "the prior adds its counts",
    Source(bishop, "equation 10.69"),
)
half_more = Quantity("a", "prior shape", domain=POSITIVE)
total = Quantity("N", "number of examples", domain=integers(1, 9))
shape_update = rule(
    "Shape of the precision in the factorised posterior of a normal distribution",
    value,
    half_more.symbol + (total.symbol + 1) / 2,
    (half_more, total),
    written(r"a_N = a_0 + \frac{N + 1}{2}", r"a_N = a_0 + (N + 1) / 2", letters=(("a_0", "a"),)),
    ("gamma", "precision", *variational),
    "each example adds one half, and so does the prior of the mean",
    Source(bishop, "equation 10.29"),
)
expected = Quantity("t", "mean precision", domain=POSITIVE)
precision_update = rule(
    "Precision of the mean in the factorised posterior of a normal distribution",
    value,
    (b + total.symbol) * expected.symbol,
    (prior_count, total, expected),
    written(r"\lambda_N = (\lambda_0 + N) t", r"\lambda_N = t (N + \lambda_0)", letters=(("lambda_0", "b"),)),
    ("precision", *variational),
    "the counts times the mean precision",
    Source(bishop, "equation 10.27"),
)  # fmt: skip
mu_1, mu_2 = Quantity("mu_1", "mean of the first"), Quantity("mu_2", "mean of the second")
other = Quantity("m_2", "factorised mean of the second")
diagonal, across = Quantity("Lambda_11", "precision of the first", domain=POSITIVE), Quantity("Lambda_12", "cross term")
coordinate = rule(
    "Mean-field mean of one of two normal numbers, the other factor given",
    value,
    mu_1.symbol - across.symbol / diagonal.symbol * (other.symbol - mu_2.symbol),
    (mu_1, mu_2, other, diagonal, across),
    written(
        r"m_1 = \mu_1 - \Lambda_{11}^{-1} \Lambda_{12} (m_2 - \mu_2)",
        r"m_1 = \mu_1 - \frac{\Lambda_{12}}{\Lambda_{11}} (m_2 - \mu_2)",
    ),
    ("coordinate ascent", "cavi", *variational),
    "complete the square in the first number",
    Source(bishop, "equation 10.13"),
)
place = Quantity("xi", "where the bound touches", domain=POSITIVE)
xi = place.symbol
curvature = rule(
    "Curvature of the quadratic bound on the logistic function (Jaakkola and Jordan)",
    value,
    (sigmoid(xi) - Rational(1, 2)) / (2 * xi),
    (place,),
    written(
        r"\lambda(\xi) = \frac{1}{2\xi} \left[\sigma(\xi) - \frac{1}{2}\right]",
        r"\lambda(\xi) = \frac{\sigma(\xi) - 1/2}{2\xi}",
        r"\lambda(\xi) = \frac{1}{4\xi} \tanh\left(\frac{\xi}{2}\right)",
    ),
    ("local variational", "jaakkola", "quadratic bound", "variational logistic", "lower bound", "bayesian logistic"),
    "the slope of log sigma(x) - x/2 by the square",
    Source(bishop, "equation 10.150"),
)
samples = Size("n", "samples", largest=3)
gram = Quantity("K", "Gram matrix", shape=(samples, samples))
ones = Quantity("J", "matrix of the entries 1/n", shape=(samples, samples))
K, J = gram.symbol, ones.symbol
kernel_words = ("kernel pca", "kernel principal", "centred", "centered", "centering", "centring", "gram")
centred = rule(
    "Gram matrix of centred features",
    Quantity("C", "Gram matrix of the centred features", shape=(samples, samples)),
    K - J * K - K * J + J * K * J,
    (gram, ones),
    written(
        r"\tilde{K} = K - J K - K J + J K J",
        r"\tilde{K} = (I - J) K (I - J)",
    ),
    kernel_words,
    "take the mean from the features on both sides",
    Source(bishop, "equation 12.85"),
)
sources = Size("d", "sources", largest=3)
unmixing = Quantity("W", "unmixing matrix", shape=(sources, sources), domain=INVERTIBLE)
observed = Quantity("x", "observed mixture", shape=(sources,))
rate = Quantity("alpha", "step size", domain=POSITIVE)
W, x, alpha = unmixing.symbol, observed.symbol, rate.symbol
following = Quantity("W_next", "unmixing matrix after the step", shape=(sources, sources))
squash = entrywise(lambda s: 1 - 2 * sigmoid(s), W * x)
ica = ("ica", "independent component", "unmixing", "blind source", "infomax", "sources")
unmixing_step = rule(
    "Stochastic step of independent component analysis with logistic sources",
    following,
    W + alpha * (squash * Transpose(x) + Inverse(Transpose(W))),
    (unmixing, observed, rate),
    (
        Notation(r"W := W + \alpha \left((1 - 2 \sigma(W x)) x^T + (W^T)^{-1}\right)"),
        Notation(r"W \leftarrow W + \alpha \left[(1 - 2 \sigma(W x)) x^\top + W^{-\top}\right]"),
    ),
    ica,
    "up the gradient of the log-likelihood",
    Source("Ng, CS229 Lecture Notes", "part XII, section 4"),
)

TOPIC = Topic(
    "Updates of variational inference",
    formulas=(
        counted,
        located,
        scaled,
        mean_share,
        shape_update,
        precision_update,
        coordinate,
        curvature,
        centred,
        unmixing_step,
    ),
)
