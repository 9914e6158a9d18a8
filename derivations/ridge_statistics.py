"""Bias and covariance of the ridge estimator, its dual coefficients; statistics of centred data; choosing k centres.

The data are y = X w* + noise of covariance sigma² I, M is X'X + lambda I. Centred data have rows with mean 0.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Identity, Inverse, Piecewise, Sum

from derivations.operators import at, dot, norm, row, smallest_over, vector_sum
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import POSITIVE, SIGN, Quantity, Size, Source, Topic, bound_index, free_index

hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"
bishop = "Bishop, Pattern Recognition and Machine Learning"
wieringen = "Van Wieringen 2015, Lecture notes on ridge regression"
samples = Size("n", "samples", largest=3)
features = Size("d", "features", largest=2)
n, d = samples.symbol, features.symbol
i, k = bound_index("i k")
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
targets = Quantity("y", "targets", shape=(samples,))
truth = Quantity("w_star", "the true weights", shape=(features,))
strength = Quantity("mu", "strength of the penalty", domain=POSITIVE)
spread = Quantity("sigma", "standard deviation of the noise", domain=POSITIVE)
X, y, w_star, mu, sigma = (q.symbol for q in (inputs, targets, truth, strength, spread))
matrix = X.T * X + mu * Identity(d)
named = Quantity("M", "the regularised Gram matrix", shape=(features, features), value=matrix)
M = named.symbol
words = ("ridge", "bias", "variance", "covariance", "regulari", "estimator", "expectation")
lam = (("lambda", "mu"),)
mean_weights = Quantity("e", "mean of the estimate", shape=(features,))
gram = rule(
    "Regularised Gram matrix",
    Quantity("M", "the regularised Gram matrix", shape=(features, features)),
    matrix,
    (inputs, strength),
    written(r"M = X^\top X + \lambda I", r"M = \lambda I_d + X^\top X", letters=lam),
    words,
    "the Gram matrix of the columns, and the penalty",
    Source(hastie, "equation 3.44"),
)
estimate_mean = rule(
    "Mean of the ridge estimate",
    mean_weights,
    Inverse(M) * X.T * X * w_star,
    (inputs, truth, strength, named),
    (
        *written(r"\mathbb{E}[\hat{w}] = M^{-1} X^\top X w^*"),
        *written(r"\mathbb{E}[\hat{w}] = (X^\top X + \lambda I)^{-1} X^\top X w^*", letters=lam),
        *written(r"\mathbb{E}[\hat{\beta}] = (X^\top X + \lambda I)^{-1} X^\top X \beta",
                 letters=(*lam, ("beta", "w_star"))),
    ),
    words,
    "the estimate is linear in the targets",
    Source(wieringen, "section 1.4.1"),
)  # fmt: skip
average = Quantity("e", "mean of the estimate", shape=(features,), value=Inverse(matrix) * X.T * X * w_star)
estimate_bias = rule(
    "Bias of the ridge estimate",
    Quantity("b", "bias", shape=(features,)),
    -mu * Inverse(M) * w_star,
    (inputs, truth, strength, named),
    (
        *written(r"\operatorname{Bias}(\hat{w}) = -\lambda M^{-1} w^*", letters=lam),
        *written(r"b = -\lambda (X^\top X + \lambda I)^{-1} w^*", letters=lam),
    ),
    words,
    "what the penalty takes away",
    Source(wieringen, "section 1.4.1"),
)
estimate_shift = identity(
    "Mean of the ridge estimate less the true weights",
    average.symbol - w_star,
    ((Inverse(M) * (X.T * X - M) * w_star, "take the inverse out"),
     (-mu * Inverse(M) * w_star, "what is left of M is the penalty")),
    (average, inputs, truth, strength, named),
    (
        *written(r"\mathbb{E}[\hat{w}] - w^* = -\lambda M^{-1} w^*", letters=(*lam, ("w_hat", "e"))),
        *written(r"(X^\top X + \lambda I)^{-1} X^\top X w^* - w^* = -\lambda (X^\top X + \lambda I)^{-1} w^*",
                 letters=lam),
    ),
    words,
    Source(wieringen, "section 1.4.1"),
)  # fmt: skip
estimate_covariance = rule(
    "Covariance of the ridge estimate",
    Quantity("C", "covariance of the estimate", shape=(features, features)),
    sigma**2 * Inverse(M) * X.T * X * Inverse(M),
    (inputs, strength, spread, named),
    (
        *written(r"\operatorname{Cov}(\hat{w}) = \sigma^2 M^{-1} X^\top X M^{-1}"),
        *written(r"\operatorname{Var}(\hat{w}) = \sigma^2 (X^\top X + \lambda I)^{-1} X^\top X "
                 r"(X^\top X + \lambda I)^{-1}", letters=lam),
    ),
    words,
    "covariance of a linear map of independent noise",
    Source(wieringen, "section 1.4.2"),
)  # fmt: skip
estimate_covariance = replace(
    estimate_covariance, survivors=(("the factors of M⁻¹*Xᵀ*X*M⁻¹ swap", "M and X'X commute"),)
)
dual = rule(
    "Dual coefficients of ridge regression",
    Quantity("alpha", "coefficients of the inputs", shape=(samples,)),
    Inverse(X * X.T + mu * Identity(n)) * y,
    (inputs, targets, strength),
    written(r"\alpha = (X X^\top + \lambda I_n)^{-1} y", r"\alpha = (X X^\top + \lambda I)^{-1} y", letters=lam),
    ("dual", "ridge", "kernel ridge", "kernel"),
    "the weights are a combination of the inputs",
    Source(bishop, "equation 6.8"),
)

second = vector_sum(row(X, i) * row(X, i).T, i, 1, n) / n
scatter_name = Quantity("S", "covariance of centred data", shape=(features, features))
scatter_value = Quantity("S", "covariance of centred data", shape=(features, features), value=X.T * X / n)
direction = Quantity("u", "a direction", shape=(features,))
S, u = scatter_value.symbol, direction.symbol
rows = (("x", "X"), ("X", "X"))
pca_words = ("pca", "principal component", "principal component analysis", "centred", "centered", "covariance",
             "eigenvalue")  # fmt: skip
centred_covariance = rule(
    "Covariance matrix of centred data",
    scatter_name,
    second,
    (inputs,),
    (
        *written(r"S = \frac{1}{n} \sum_{i=1}^n x_i x_i^\top", letters=(("x", "X"),)),
        *written(r"S = \frac{1}{n} X^\top X", r"S = X^\top X / n"),
    ),
    pca_words,
    "the mean outer product",
    Source(bishop, "section 12.1.1"),
)
direction_variance = identity(
    "Variance of centred data along a direction",
    Sum(dot(u, row(X, i)) ** 2, (i, 1, n)) / n,
    ((norm(X * u) ** 2 / n, "the sum of squares as a squared length"), (dot(u, S * u), "a quadratic form")),
    (inputs, direction, scatter_value),
    (
        *written(r"\frac{1}{n} \sum_{i=1}^n (u^\top x_i)^2 = u^\top S u",
                 r"\frac{1}{n} \|X u\|^2 = u^\top S u", letters=rows),
        *written(r"\frac{1}{n} \sum_{i=1}^n (x_i^\top u)^2 = u^\top S u", letters=(("x", "X"),)),
    ),
    pca_words,
    Source(bishop, "equation 12.2"),
)  # fmt: skip
axes = Size("r", "axes", largest=3)
place = free_index("j", axes)
stretches = Quantity("s", "singular values of the data", shape=(axes,), domain=POSITIVE)
j = place.symbol
eigenvalue = rule(
    "Eigenvalue of the covariance of centred data by a singular value of the data",
    Quantity("lambda_", "the eigenvalue"),
    at(stretches.symbol, j) ** 2 / n,
    (stretches, place),
    written(r"\lambda_j = \frac{s_j^2}{n}", r"\lambda_j = \frac{1}{n} \sigma_j^2",
            letters=(("lambda_j", "lambda_"), ("sigma", "s"), ("s", "s"))),
    ("singular value", "svd", *pca_words),
    "the squares of the singular values are the eigenvalues of X'X",
    Source(hastie, "section 14.5.1"),
    other_sizes=(samples,),
)  # fmt: skip
clusters = Size("K", "clusters", largest=2)
centres = Quantity("c", "centres, one in each row", shape=(clusters, features))
nearest = norm(row(X, i) - row(centres.symbol, k)) ** 2
centre_objective = rule(
    "Objective of k-means with the nearest centres",
    Quantity("J", "the objective"),
    Sum(smallest_over(nearest, k, 1, clusters.symbol), (i, 1, n)),
    (inputs, centres),
    (
        *written(r"J = \sum_{i=1}^n \min_{k} \|x_i - \mu_k\|^2", letters=(("x", "X"), ("mu", "c"))),
        *written(r"J(c_1, \dots, c_K) = \sum_{i=1}^n \min_{1 \leq k \leq K} \|x_i - c_k\|_2^2", letters=(("x", "X"),)),
    ),
    ("k-means", "kmeans", "clustering", "cluster"),
    "each input belongs to the nearest centre",
    Source(bishop, "section 9.1"),
)

centre_objective = replace(
    centre_objective,
    survivors=(("the lower bound 1 becomes 0", "a position that is counted twice does not change a minimum"),),
)

weights = Quantity("w", "weights", shape=(features,))
sample = Quantity("x", "an input", shape=(features,))
label = Quantity("y", "the class, -1 or 1", domain=SIGN)
w, x, c = weights.symbol, sample.symbol, label.symbol
subgradient = rule(
    "Subgradient of the regularised hinge loss at one example",
    Quantity("g", "subgradient", shape=(features,)),
    Piecewise((mu * w - c * x, c * dot(w, x) < 1), (mu * w, True)),
    (weights, sample, label, strength),
    written(
        r"g = \begin{cases} \lambda w - y x & \text{if } y w^\top x < 1 \\ \lambda w & \text{otherwise} \end{cases}",
        letters=lam,
    )
    + written(
        r"g = \begin{cases} \lambda w & \text{if } y (w^\top x) \geq 1 \\ \lambda w - y x & \text{otherwise} "
        r"\end{cases}",
        letters=lam,
    ),
    ("subgradient", "hinge", "svm", "support vector", "pegasos"),
    "the penalty pulls always, the example where its margin is below 1",
    Source("Shalev-Shwartz et al. 2011, Pegasos", "section 2.1"),
)

TOPIC = Topic(
    "Ridge estimates, centred data and centres",
    formulas=(
        gram,
        estimate_mean,
        estimate_bias,
        estimate_shift,
        estimate_covariance,
        dual,
        centred_covariance,
        direction_variance,
        eigenvalue,
        centre_objective,
        subgradient,
    ),
)
