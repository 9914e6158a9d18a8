"""Logarithms and scores of the normal density N(x; mean, variance), products of normal densities, divergences.

The product of two normal densities of one variable is, up to a factor, a normal density: the precisions add up.
"""

from __future__ import annotations

from typing import Any

from sympy import Inverse, Lambda, MatrixSymbol, Product, Rational, Sum, exp, log, pi, sqrt, symbols

from derivations.named_normals import normal_density
from derivations.operators import at, dot, gradient, norm, partial
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    POSITIVE_DEFINITE,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    interval,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
half = Rational(1, 2)
a, b, v = symbols("a b v", real=True)
normal = Quantity(
    "calN", "density of the normal distribution",
    value=Lambda((a, b, v), exp(-((a - b) ** 2) / (2 * v)) / sqrt(2 * pi * v)),
)  # fmt: skip
place, centre = Quantity("x", "a point"), Quantity("mu", "mean")
deviation = Quantity("sigma", "standard deviation", domain=interval(half, 3))
x, mu, sigma = place.symbol, centre.symbol, deviation.symbol
N = normal.symbol
words = ("gaussian", "normal distribution", "normal density", "log-density")
line = (normal, place, centre, deviation)
logarithm = identity(
    "Logarithm of the normal density on the line, by its name",
    log(N(x, mu, sigma**2)),
    (
        (log(1 / sqrt(2 * pi * sigma**2)) - (x - mu) ** 2 / (2 * sigma**2), "the logarithm of a product"),
        (-half * log(2 * pi * sigma**2) - (x - mu) ** 2 / (2 * sigma**2), "the logarithm of a root"),
    ),
    line,
    tuple(
        notation
        for ln in (r"\log", r"\ln")
        for bar in (";", r"\mid")
        for notation in written(
            rf"{ln} \mathcal{{N}}(x {bar} \mu, \sigma^2) = -\frac{{1}}{{2}} {ln} (2 \pi \sigma^2) - "
            r"\frac{(x - \mu)^2}{2 \sigma^2}",
            rf"{ln} \mathcal{{N}}(x {bar} \mu, \sigma^2) = -\frac{{(x - \mu)^2}}{{2 \sigma^2}} - {ln} \sigma - "
            rf"\frac{{1}}{{2}} {ln} (2 \pi)",
        )
    ),
    words,
    Source(bishop, "equation 1.54"),
)
slope = identity(
    "Score of the normal density on the line, by its name",
    partial(log(N(x, mu, sigma**2)), x),
    ((-2 * (x - mu) / (2 * sigma**2), "only the square depends on x"), (-(x - mu) / sigma**2, "cancel")),
    line,
    written(
        r"\frac{d}{d x} \log \mathcal{N}(x; \mu, \sigma^2) = -\frac{x - \mu}{\sigma^2}",
        r"\nabla_x \log \mathcal{N}(x; \mu, \sigma^2) = -\frac{x - \mu}{\sigma^2}",
        r"\nabla_x \log \mathcal{N}(x; \mu, \sigma^2) = \frac{\mu - x}{\sigma^2}",
    ),
    ("score", *words),
    Source("Song and Ermon 2019, Generative Modeling by Estimating Gradients of the Data Distribution", "section 2"),
)
slope_by_mean = identity(
    "Derivative of the logarithm of the normal density by the mean, by its name",
    partial(log(N(x, mu, sigma**2)), mu),
    ((2 * (x - mu) / (2 * sigma**2), "only the square depends on the mean"), ((x - mu) / sigma**2, "cancel")),
    line,
    written(
        r"\frac{\partial}{\partial \mu} \log \mathcal{N}(x; \mu, \sigma^2) = \frac{x - \mu}{\sigma^2}",
        r"\nabla_\mu \log \mathcal{N}(x; \mu, \sigma^2) = \frac{x - \mu}{\sigma^2}",
    ),
    ("score", "policy gradient", *words),
    Source(bishop, "section 2.3.4"),
)
size = Size("d", "dimensions", largest=2)
d = size.symbol
vector = Quantity("x", "a point", shape=(size,))
middle = Quantity("mu", "mean", shape=(size,))
spread = Quantity("Sigma", "covariance", shape=(size, size), domain=POSITIVE_DEFINITE)
density = normal_density(size)
X, m, S, G = vector.symbol, middle.symbol, spread.symbol, density.symbol
space = (density, vector, middle, spread)
score = identity(
    "Score of the normal density of vectors, by its name",
    gradient(log(G(X, m, S)), X),
    (
        (-half * (Inverse(S) + Inverse(S).T) * (X - m), "the gradient of a quadratic form"),
        (-Inverse(S) * (X - m), "the precision is symmetric"),
    ),
    space,
    written(
        r"\nabla_x \log \mathcal{N}(x; \mu, \Sigma) = -\Sigma^{-1} (x - \mu)",
        r"\nabla_x \log \mathcal{N}(x \mid \mu, \Sigma) = \Sigma^{-1} (\mu - x)",
        r"\frac{\partial}{\partial x} \ln \mathcal{N}(x | \mu, \Sigma) = -\Sigma^{-1} (x - \mu)",
    ),
    ("score", *words),
    Source("Petersen and Pedersen, The Matrix Cookbook", "section 8.1.1"),
)
score_by_mean = identity(
    "Gradient of the logarithm of the normal density by the mean, by its name",
    gradient(log(G(X, m, S)), m),
    (
        (half * (Inverse(S) + Inverse(S).T) * (X - m), "the gradient of a quadratic form"),
        (Inverse(S) * (X - m), "the precision is symmetric"),
    ),
    space,
    written(
        r"\nabla_\mu \log \mathcal{N}(x; \mu, \Sigma) = \Sigma^{-1} (x - \mu)",
        r"\frac{\partial}{\partial \mu} \ln \mathcal{N}(x | \mu, \Sigma) = \Sigma^{-1} (x - \mu)",
    ),
    ("score", *words),
    Source(bishop, "section 9.2.2"),
)

examples = Size("n", "examples", largest=3)
n = examples.symbol
k = bound_index("k")
data = Quantity("x", "examples", shape=(examples,))
U = MatrixSymbol("U", n, 1)
likelihood = Quantity(
    "p", "density of the examples",
    value=Lambda((U, a, v), Product(exp(-((at(U, k) - a) ** 2) / (2 * v)) / sqrt(2 * pi * v), (k, 1, n))),
)  # fmt: skip
P: Any = likelihood.symbol
x_k = at(data.symbol, k)
squares = Sum((x_k - mu) ** 2, (k, 1, n))
sample = (likelihood, data, centre, deviation)
log_form = -n / 2 * log(2 * pi * sigma**2) - squares / (2 * sigma**2)
both = (("X", "x"), ("x", "x"))
fit = ("maximum likelihood", "log-likelihood", "log likelihood", *words)
log_of_sample = identity(
    "Log-likelihood of normally distributed examples, by their density",
    log(P(data.symbol, mu, sigma**2)),
    (
        (
            Sum(-half * log(2 * pi * sigma**2) - (x_k - mu) ** 2 / (2 * sigma**2), (k, 1, n)),
            "the logarithm of a product",
        ),
        (log_form, "the first term is the same for each example"),
    ),
    sample,
    written(
        r"\log p(X \mid \mu, \sigma^2) = -\frac{N}{2} \log(2 \pi \sigma^2) - \frac{1}{2 \sigma^2} \sum_{n=1}^N "
        r"(x_n - \mu)^2",
        r"\ln p(X | \mu, \sigma^2) = -\frac{1}{2 \sigma^2} \sum_{n=1}^N (x_n - \mu)^2 - \frac{N}{2} \ln \sigma^2 - "
        r"\frac{N}{2} \ln(2 \pi)",
        letters=(*both, ("N", "n")),
    ),
    fit,
    Source(bishop, "equation 1.54"),
)
slope_of_sample = identity(
    "Derivative of the log-likelihood of normally distributed examples by the mean, by their density",
    partial(log(P(data.symbol, mu, sigma**2)), mu),
    (
        (Sum(2 * (x_k - mu), (k, 1, n)) / (2 * sigma**2), "each square has the slope -2 (x - mu)"),
        (Sum(x_k - mu, (k, 1, n)) / sigma**2, "cancel"),
    ),
    sample,
    written(
        r"\frac{\partial}{\partial \mu} \log p(X \mid \mu, \sigma^2) = \frac{1}{\sigma^2} \sum_{n=1}^N (x_n - \mu)",
        r"\frac{\partial}{\partial \mu} \ln p(X | \mu, \sigma^2) = \frac{1}{\sigma^2} \sum_{n=1}^N (x_n - \mu)",
        r"\frac{\partial \ln p(X | \mu, \sigma^2)}{\partial \mu} = \frac{\sum_{n=1}^N (x_n - \mu)}{\sigma^2}",
        letters=(*both, ("N", "n")),
    ),
    fit,
    Source(bishop, "section 1.2.4"),
)

first, second = Quantity("mu_1", "first mean"), Quantity("mu_2", "second mean")
scales = tuple(Quantity(f"sigma_{i}", "a standard deviation", domain=interval(half, 3)) for i in (1, 2))
s_1, s_2 = (q.symbol for q in scales)
together = s_1**2 * s_2**2 / (s_1**2 + s_2**2)
joint = Quantity("sigma", "standard deviation of the product", value=sqrt(together))
fusion = ("product of", "fusion", "combine", "precision", "gaussian", "normal")
precision = identity(
    "Precision of the product of two normal densities: the sum of both",
    1 / joint.symbol**2,
    (
        ((s_1**2 + s_2**2) / (s_1**2 * s_2**2), "turn the fraction over"),
        (1 / s_1**2 + 1 / s_2**2, "two fractions"),
    ),
    (joint, *scales),
    written(
        r"\frac{1}{\sigma^2} = \frac{1}{\sigma_1^2} + \frac{1}{\sigma_2^2}",
        r"\sigma^{-2} = \sigma_1^{-2} + \sigma_2^{-2}",
    ),
    fusion,
    Source(bishop, "section 2.3.6"),
)
variance = identity(
    "Variance of the product of two normal densities",
    joint.symbol**2,
    ((1 / (1 / s_1**2 + 1 / s_2**2), "the precisions add up"), (together, "a common denominator")),
    (joint, *scales),
    written(
        r"\sigma^2 = \frac{\sigma_1^2 \sigma_2^2}{\sigma_1^2 + \sigma_2^2}",
        r"\sigma^2 = \left(\frac{1}{\sigma_1^2} + \frac{1}{\sigma_2^2}\right)^{-1}",
    ),
    fusion,
    Source(bishop, "section 2.3.6"),
)
weighted = rule(
    "Mean of the product of two normal densities, by its variance",
    Quantity("m", "mean of the product"),
    joint.symbol**2 * (first.symbol / s_1**2 + second.symbol / s_2**2),
    (joint, first, second, *scales),
    written(
        r"\mu = \sigma^2 \left(\frac{\mu_1}{\sigma_1^2} + \frac{\mu_2}{\sigma_2^2}\right)",
        r"\mu = \left(\frac{\mu_1}{\sigma_1^2} + \frac{\mu_2}{\sigma_2^2}\right) \sigma^2",
    ),
    fusion,
    "the means, weighted by the precisions",
    Source(bishop, "section 2.3.6"),
)
spreads = tuple(
    Quantity(f"Sigma_{i}", "a covariance", shape=(size, size), domain=POSITIVE_DEFINITE) for i in (1, 2)
)
S_1, S_2 = (q.symbol for q in spreads)
fused = Quantity("Sigma", "covariance of the product", shape=(size, size), value=Inverse(Inverse(S_1) + Inverse(S_2)))
precisions = identity(
    "Precision of the product of two normal densities of vectors: the sum of both",
    Inverse(fused.symbol),
    (
        (Inverse(Inverse(Inverse(S_1) + Inverse(S_2))), "definition of the covariance"),
        (Inverse(S_1) + Inverse(S_2), "the inverse of an inverse"),
    ),
    (fused, *spreads),
    written(r"\Sigma^{-1} = \Sigma_1^{-1} + \Sigma_2^{-1}")
    + written(r"\Sigma_3^{-1} = \Sigma_1^{-1} + \Sigma_2^{-1}", letters=(("Sigma_3", "Sigma"),)),
    fusion,
    Source("Petersen and Pedersen, The Matrix Cookbook", "section 8.1.8"),
)
m_1, m_2 = (Quantity(f"mu_{i}", "a mean", shape=(size,)) for i in (1, 2))
apart: Any = m_1.symbol - m_2.symbol
kl = ("kl divergence", "kullback-leibler", "divergence")
named = (("D_KL", "D"), ("KL", "D"))
divergence = Quantity("D", "divergence of the first from the second")
shared = rule(
    "Divergence of two normal distributions of one variance in all directions",
    divergence,
    norm(apart) ** 2 / (2 * sigma**2),
    (m_1, m_2, deviation),
    written(
        r"D_{KL}(\mathcal{N}(\mu_1, \sigma^2 I) \| \mathcal{N}(\mu_2, \sigma^2 I)) = "
        r"\frac{\|\mu_1 - \mu_2\|^2}{2 \sigma^2}",
        r"\mathrm{KL}(\mathcal{N}(\mu_1, \sigma^2 I) \| \mathcal{N}(\mu_2, \sigma^2 I)) = "
        r"\frac{1}{2 \sigma^2} \|\mu_1 - \mu_2\|_2^2",
        letters=named,
    ),
    kl,
    "traces and determinants cancel",
    Source("Kullback, Information Theory and Statistics", "chapter 9"),
)
whole = rule(
    "Divergence of two normal distributions of one covariance",
    divergence,
    half * dot(apart, Inverse(S) * apart),
    (m_1, m_2, spread),
    written(
        r"D_{KL}(\mathcal{N}(\mu_1, \Sigma) \| \mathcal{N}(\mu_2, \Sigma)) = "
        r"\frac{1}{2} (\mu_1 - \mu_2)^\top \Sigma^{-1} (\mu_1 - \mu_2)",
        r"\mathrm{KL}(\mathcal{N}(\mu_1, \Sigma) \| \mathcal{N}(\mu_2, \Sigma)) = "
        r"\frac{1}{2} (\mu_2 - \mu_1)^\top \Sigma^{-1} (\mu_2 - \mu_1)",
        letters=named,
    ),
    kl,
    "traces and determinants cancel",
    Source("Kullback, Information Theory and Statistics", "chapter 9"),
)
t_1, t_2 = (Quantity(f"sigma_{i}", "standard deviations", shape=(size,), domain=POSITIVE) for i in (1, 2))


def term(which: Any) -> Any:
    """The divergence of one coordinate."""
    ratio = at(t_2.symbol, which) / at(t_1.symbol, which)
    square = at(t_1.symbol, which) ** 2 + (at(m_1.symbol, which) - at(m_2.symbol, which)) ** 2
    return log(ratio) + square / (2 * at(t_2.symbol, which) ** 2) - half


diagonal = rule(
    "Divergence of two normal distributions with independent coordinates",
    divergence,
    Sum(term(k), (k, 1, d)),
    (m_1, m_2, t_1, t_2),
    written(
        r"D_{KL}(q \| p) = \sum_{j=1}^d \left[\log \frac{\tau_j}{\sigma_j} + "
        r"\frac{\sigma_j^2 + (\mu_j - \nu_j)^2}{2 \tau_j^2} - \frac{1}{2}\right]",
        r"\mathrm{KL}(q \| p) = \frac{1}{2} \sum_{j=1}^d \left(\log \frac{\tau_j^2}{\sigma_j^2} + "
        r"\frac{\sigma_j^2 + (\mu_j - \nu_j)^2}{\tau_j^2} - 1\right)",
        letters=(*named, ("mu", "mu_1"), ("nu", "mu_2"), ("sigma", "sigma_1"), ("tau", "sigma_2")),
    ),
    kl,
    "the divergences of the coordinates add up",
    Source("Kullback, Information Theory and Statistics", "chapter 9"),
)

TOPIC = Topic(
    "Logarithms, products and divergences of normal densities",
    formulas=(
        logarithm,
        slope,
        slope_by_mean,
        score,
        score_by_mean,
        log_of_sample,
        slope_of_sample,
        precision,
        variance,
        weighted,
        precisions,
        shared,
        whole,
        diagonal,
    ),
)
