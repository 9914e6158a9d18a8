"""Linear normal models in the notation N(x | mean, covariance): marginals, posteriors, predictions, complete data.

Lambda and L are precision matrices, beta is the precision of the noise.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import (
    Determinant,
    Identity,
    Inverse,
    Lambda,
    MatrixSymbol,
    Product,
    Rational,
    Sum,
    Symbol,
    Transpose,
    exp,
    log,
    pi,
    sqrt,
)

from derivations.operators import at, dot, row
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    ONE_HOT,
    POSITIVE,
    POSITIVE_DEFINITE,
    SIMPLEX,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    interval,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
latent, observed = Size("m", "latent", largest=2), Size("n", "observed", largest=2)
m, n = latent.symbol, observed.symbol


def normal_density(size: Size) -> Quantity:
    """The density N(u | v, V) of vectors of a size."""
    k = size.symbol
    u, v, V = MatrixSymbol("u", k, 1), MatrixSymbol("v", k, 1), MatrixSymbol("V", k, k)
    form: Any = dot(u - v, Inverse(V) * (u - v))
    scale: Any = (2 * pi) ** (-k / 2) / sqrt(Determinant(V))
    return Quantity("calN", "density of the normal distribution", value=Lambda((u, v, V), scale * exp(-form / 2)))


of_latent, of_observed = normal_density(latent), normal_density(observed)
value = Quantity("f", "density")
x = Quantity("x", "latent vector", shape=(latent,))
y = Quantity("y", "observed vector", shape=(observed,))
mu = Quantity("mu", "mean of the latent vector", shape=(latent,))
precision = Quantity("P", "precision of the latent vector", shape=(latent, latent), domain=POSITIVE_DEFINITE)
noise = Quantity("L", "precision of the noise", shape=(observed, observed), domain=POSITIVE_DEFINITE)
table = Quantity("A", "linear map", shape=(observed, latent))
shift = Quantity("b", "shift", shape=(observed,))
A, P, L, b = table.symbol, precision.symbol, noise.symbol, shift.symbol
linear = ("gaussian", "normal", "bayes' theorem", "marginal", "posterior", "conditional")
capital = (("Lambda", "P"),)
marginal = rule(
    "Marginal density of the output of a linear normal model",
    value,
    of_observed.symbol(y.symbol, A * mu.symbol + b, Inverse(L) + A * Inverse(P) * Transpose(A)),
    (y, mu, precision, noise, table, shift, of_observed),
    written(
        r"p(y) = \mathcal{N}(y | A \mu + b, L^{-1} + A \Lambda^{-1} A^T)",
        r"p(y) = \mathcal{N}(y | A \mu + b, A \Lambda^{-1} A^T + L^{-1})",
        letters=capital,
    ),
    linear,
    "means and covariances of a linear map, and the noise",
    Source(bishop, "equation 2.115"),
)
both = Inverse(P + Transpose(A) * L * A)
covariance = Quantity("Sigma", "posterior covariance", shape=(latent, latent), value=both)
Sigma = covariance.symbol
pull = Transpose(A) * L * (y.symbol - b) + P * mu.symbol
posterior = rule(
    "Posterior density of the latent vector of a linear normal model",
    value,
    of_latent.symbol(x.symbol, both * pull, both),
    (x, y, mu, precision, noise, table, shift, covariance, of_latent),
    written(
        r"p(x | y) = \mathcal{N}(x | \Sigma \{A^T L (y - b) + \Lambda \mu\}, \Sigma)",
        r"p(x | y) = \mathcal{N}(x | \Sigma [A^T L (y - b) + \Lambda \mu], \Sigma)",
        letters=capital,
    ),
    linear,
    "complete the square in the latent vector",
    Source(bishop, "equation 2.116"),
)
likelihood = rule(
    "Density of the output of a linear normal model, the input given, by the precision of the noise",
    value,
    of_observed.symbol(y.symbol, A * x.symbol + b, Inverse(L)),
    (x, y, noise, table, shift, of_observed),
    written(r"p(y | x) = \mathcal{N}(y | A x + b, L^{-1})", r"p(y \mid x) = \mathcal{N}(y; b + A x, L^{-1})"),
    linear,
    "a linear map with noise",
    Source(bishop, "equation 2.114"),
)
loads = Quantity("W", "loadings", shape=(observed, latent))
middle = Quantity("mu", "mean", shape=(observed,))
level = Quantity("sigma", "standard deviation of the noise", domain=interval(Rational(1, 2), 3))
W, c, sigma = loads.symbol, middle.symbol, level.symbol
inner = Transpose(W) * W + sigma**2 * Identity(m)
small = Quantity("M", "the small matrix", shape=(latent, latent), value=inner)
M = small.symbol
factors = ("pca", "principal component", "factor analysis", "latent")
code_density = rule(
    "Posterior density of the code in probabilistic PCA",
    value,
    of_latent.symbol(x.symbol, Inverse(M) * Transpose(W) * (y.symbol - c), sigma**2 * Inverse(M)),
    (x, y, loads, middle, level, small, of_latent),
    (
        Notation(r"p(z | x) = \mathcal{N}(z | M^{-1} W^T (x - \mu), \sigma^2 M^{-1})", (("z", "x"), ("x", "y"))),
        Notation(r"p(z | x) = \mathcal{N}(z; M^{-1} W^T (x - \mu), \sigma^2 M^{-1})", (("z", "x"), ("x", "y"))),
    ),
    factors,
    "a linear normal model with a standard normal code",
    Source(bishop, "equation 12.42"),
)
principal = replace(
    rule(
    "Density of an input in probabilistic PCA",
    value,
    of_observed.symbol(y.symbol, c, W * Transpose(W) + sigma**2 * Identity(n)),
    (y, loads, middle, level, of_observed),
    written(r"p(x) = \mathcal{N}(x | \mu, W W^T + \sigma^2 I)", r"p(x) = \mathcal{N}(x; \mu, \sigma^2 I + W W^T)",
            letters=(("x", "y"),)),
    factors,
    "the code adds its own directions to the noise",
    Source(bishop, "equation 12.35"),
),
    survivors=(("n becomes m in identity(n)", "the sum has a shape only where both sizes are equal"),),
)  # fmt: skip
uniquenesses = Quantity("Psi", "covariance of the noise", shape=(observed, observed), domain=POSITIVE_DEFINITE)
factor = rule(
    "Density of an input in factor analysis",
    value,
    of_observed.symbol(y.symbol, c, W * Transpose(W) + uniquenesses.symbol),
    (y, loads, middle, uniquenesses, of_observed),
    written(r"p(x) = \mathcal{N}(x | \mu, W W^T + \Psi)", r"p(x) = \mathcal{N}(x; \mu, \Psi + W W^T)",
            letters=(("x", "y"),)),
    factors,
    "the code adds its own directions to the noise",
    Source(bishop, "equation 12.65"),
)  # fmt: skip
s, u, w = Symbol("s", real=True), Symbol("u", real=True), Symbol("w", positive=True)
on_line = Quantity(
    "calN",
    "density of the normal distribution",
    value=Lambda((s, u, w), (2 * pi * w) ** Rational(-1, 2) * exp(-((s - u) ** 2) / (2 * w))),
)
target = Quantity("t", "target")
features = Quantity("phi", "features", shape=(latent,))
weights = Quantity("w", "weights", shape=(latent,))
mean_weights = Quantity("m_N", "posterior mean of the weights", shape=(latent,))
spread = Quantity("S_N", "posterior covariance of the weights", shape=(latent, latent), domain=POSITIVE_DEFINITE)
beta = Quantity("beta", "precision of the noise", domain=POSITIVE)
phi, S_N = features.symbol, spread.symbol
regression = ("regression", "predictive", "linear basis", "bayesian", "gaussian noise", "likelihood")
predictive = rule(
    "Predictive density of Bayesian linear regression",
    value,
    on_line.symbol(target.symbol, dot(mean_weights.symbol, phi), 1 / beta.symbol + dot(phi, S_N * phi)),
    (target, features, mean_weights, spread, beta, on_line),
    written(
        r"p(t | x) = \mathcal{N}(t | m_N^T \phi, \beta^{-1} + \phi^T S_N \phi)",
        r"p(t | x) = \mathcal{N}\left(t | m_N^T \phi, \frac{1}{\beta} + \phi^T S_N \phi\right)",
    ),
    regression,
    "the noise and the doubt about the weights",
    Source(bishop, "equation 3.58"),
)
target_density = rule(
    "Density of a target of a linear model with normal noise",
    value,
    on_line.symbol(target.symbol, dot(weights.symbol, phi), 1 / beta.symbol),
    (target, features, weights, beta, on_line),
    written(r"p(t | x, w) = \mathcal{N}(t | w^T \phi, \beta^{-1})", r"p(t) = \mathcal{N}(t | w^T \phi, 1 / \beta)"),
    regression,
    "the prediction with noise",
    Source(bishop, "equation 3.10"),
)
components = Size("K", "components", largest=2)
samples = Size("N", "samples", largest=2)
K, N = components.symbol, samples.symbol
k, i = bound_index("k n")
shares = Quantity("pi", "mixing coefficients", shape=(components,), domain=SIMPLEX)
choice = Quantity("z", "component, one-hot", shape=(components,), domain=ONE_HOT)
centres = Quantity("mu", "means, one in each row", shape=(components, observed))
spreads = Quantity("Sigma", "covariances", shape=(components, observed, observed))
inputs = Quantity("X", "inputs, one in each row", shape=(samples, observed))
choices = Quantity("z", "components of the samples, one-hot rows", shape=(samples, components), domain=ONE_HOT)
shape = Quantity("h", "what shapes the density", arguments=((observed,), (observed,), (observed, observed)))
U, C = MatrixSymbol("u", n, 1), MatrixSymbol("v", n, 1)
V = MatrixSymbol("V", n, n)
any_density = Quantity("calN", "density of a component", value=Lambda((U, C, V), 1 / (1 + shape.symbol(U, C, V) ** 2)))
em = ("mixture", "gmm", "em algorithm", "expectation", "latent", "one-hot", "1-of-k")
prior = rule(
    "Probability of a one-hot component",
    value,
    Product(at(shares.symbol, k) ** at(choice.symbol, k), (k, 1, K)),
    (shares, choice),
    written(r"p(z) = \prod_{k=1}^K \pi_k^{z_k}", r"p(z) = \prod_k \pi_k^{z_k}"),
    em,
    "the factors of the other components are 1",
    Source(bishop, "equation 9.10"),
)


def member(point: Any) -> Any:
    """The density of a component at a point."""
    return any_density.symbol(point, row(centres.symbol, k), at(spreads.symbol, k))


parts = (shares, centres, spreads, any_density, shape)
given = rule(
    "Density of an input of a mixture, its one-hot component given",
    value,
    Product(member(y.symbol) ** at(choice.symbol, k), (k, 1, K)),
    (y, choice, *parts[1:]),
    written(
        r"p(x | z) = \prod_{k=1}^K \mathcal{N}(x | \mu_k, \Sigma_k)^{z_k}",
        r"p(x \mid z) = \prod_k \mathcal{N}(x; \mu_k, \Sigma_k)^{z_k}",
        letters=(("x", "y"),),
    ),
    em,
    "the factors of the other components are 1",
    Source(bishop, "equation 9.11"),
)
chosen = at(choices.symbol, i, k)
point = row(inputs.symbol, i)
complete = rule(
    "Likelihood of inputs and components of a mixture",
    value,
    Product(at(shares.symbol, k) ** chosen * member(point) ** chosen, (k, 1, K), (i, 1, N)),
    (inputs, choices, *parts),
    written(
        r"p(X, Z) = \prod_{n=1}^N \prod_{k=1}^K \pi_k^{z_{nk}} \mathcal{N}(x_n | \mu_k, \Sigma_k)^{z_{nk}}",
        r"p(X, Z) = \prod_n \prod_k (\pi_k \mathcal{N}(x_n; \mu_k, \Sigma_k))^{z_{nk}}",
        letters=(("x", "X"),),
    ),
    em,
    "samples are independent",
    Source(bishop, "equation 9.35"),
)
complete_log = rule(
    "Log-likelihood of inputs and components of a mixture",
    value,
    Sum(chosen * (log(at(shares.symbol, k)) + log(member(point))), (k, 1, K), (i, 1, N)),
    (inputs, choices, *parts),
    written(
        r"\ell = \sum_{n=1}^N \sum_{k=1}^K z_{nk} \ln\{\pi_k \mathcal{N}(x_n | \mu_k, \Sigma_k)\}",
        letters=(("x", "X"),),
    )
    + written(
        r"\ell = \sum_{n=1}^N \sum_{k=1}^K z_{nk} \{\ln \pi_k + \ln \mathcal{N}(x_n | \mu_k, \Sigma_k)\}",
        letters=(("x", "X"),),
    ),
    em,
    "the logarithm of the product",
    Source(bishop, "equation 9.36"),
)

TOPIC = Topic(
    "Normal models by name",
    formulas=(
        marginal,
        posterior,
        likelihood,
        code_density,
        principal,
        factor,
        predictive,
        target_density,
        prior,
        given,
        complete,
        complete_log,
    ),
)
