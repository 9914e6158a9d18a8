"""Mixture models and the EM algorithm: density, responsibilities, the updates of the M-step, the lower bound.

The components have densities N(x | mu_k, Sigma_k), mostly normal ones; what stands here holds for any positive density.
An input stands in each row of X, and gamma_nk are the responsibilities.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Lambda, MatrixSymbol, Sum, Transpose, exp, log

from derivations.operators import at, at_least, column, dot, equal, row, tabulated, vector_sum
from derivations.vocabulary import (
    POSITIVE,
    SIMPLEX,
    UNIT,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    free_index,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
samples = Size("N", "samples", largest=3)
components = Size("K", "components", largest=2)
features = Size("d", "features", largest=2)
N, K, d = samples.symbol, components.symbol, features.symbol
i, j = bound_index("i j")
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
shares = Quantity("pi", "mixing coefficients", shape=(components,), domain=SIMPLEX)
centres = Quantity("mu", "means, one in each row", shape=(components, features))
spreads = Quantity("Sigma", "covariances, one for each component", shape=(components, features, features))
shape = Quantity("h", "what shapes the density", arguments=((features,), (features,), (features, features)))
u, v, V = MatrixSymbol("u", d, 1), MatrixSymbol("v", d, 1), MatrixSymbol("V", d, d)
density = Quantity("calN", "density of a component", value=Lambda((u, v, V), 1 / (1 + shape.symbol(u, v, V) ** 2)))
X, p, mu, Sigma, pdf = (q.symbol for q in (inputs, shares, centres, spreads, density))
model = (shares, centres, spreads, density, shape)
letters = (("x", "X"),)
words = ("mixture", "gmm", "em algorithm", "expectation-maximization", "expectation maximization", "e-step", "m-step")


def weighted(x: Any, k: Any) -> Any:
    """The density of a component, times its mixing coefficient."""
    return at(p, k) * pdf(x, row(mu, k), at(Sigma, k))


query = Quantity("x", "an input", shape=(features,))
value = Quantity("f", "density at the input")
x = query.symbol


def derive_mixture() -> Iterator[Step]:
    """Total probability."""
    densities = tabulated(pdf(x, row(mu, j), at(Sigma, j)), j, K)
    yield Step(dot(p, densities), because="total probability: the mean density under the mixing coefficients")
    yield Step(Sum(weighted(x, j), (j, 1, K)), because="the inner product as a sum")


mixture = Formula(
    title="Density of a mixture",
    kind=Kind.DEFINITION,
    statement=equal(value.symbol, Sum(weighted(x, j), (j, 1, K))),
    quantities=(value, query, *model),
    assumptions=(),
    notations=(
        Notation(r"p(x) = \sum_{k=1}^K \pi_k \mathcal{N}(x \mid \mu_k, \Sigma_k)", letters=(("p", "f"),)),
        Notation(r"f(x) = \sum_{j=1}^k \alpha_j \mathcal{N}(x; \mu_j, \Sigma_j)",
                 letters=(("alpha", "pi"), ("k", "K"))),
    ),
    words=words,
    derivation=derive_mixture,
    source=Source(bishop, "equation 9.7"),
)

evidence = Quantity("l", "log-likelihood of the inputs")


def derive_likelihood() -> Iterator[Step]:
    """The inputs are independent."""
    densities = tabulated(pdf(row(X, i), row(mu, j), at(Sigma, j)), j, K)
    yield Step(Sum(log(dot(p, densities)), (i, 1, N)), because="the inputs are independent draws of the mixture")
    yield Step(Sum(log(Sum(weighted(row(X, i), j), (j, 1, K))), (i, 1, N)), because="inner products as sums")


log_likelihood = Formula(
    title="Log-likelihood of a mixture",
    kind=Kind.DEFINITION,
    statement=equal(evidence.symbol, Sum(log(Sum(weighted(row(X, i), j), (j, 1, K))), (i, 1, N))),
    quantities=(evidence, inputs, *model),
    assumptions=(),
    notations=(
        Notation(r"\ell = \sum_{n=1}^N \log \sum_{k=1}^K \pi_k \mathcal{N}(x_n \mid \mu_k, \Sigma_k)",
                 letters=(("ell", "l"), *letters)),
        Notation(r"\ln p(X \mid \pi, \mu, \Sigma) = \sum_{n=1}^N \ln \left\{\sum_{k=1}^K \pi_k "
                 r"\mathcal{N}(x_n \mid \mu_k, \Sigma_k)\right\}", letters=(("p", "l"), *letters)),
        Notation(r"\ell(\theta) = \sum_{i=1}^m \log\left(\sum_{j=1}^k \phi_j \mathcal{N}(x^{(i)}; \mu_j, "
                 r"\Sigma_j)\right)",
                 letters=(("ell", "l"), ("phi", "pi"), ("x", "X"), ("m", "N"), ("k", "K"))),
    ),
    words=("log-likelihood", "log likelihood", *words),
    derivation=derive_likelihood,
    source=Source(bishop, "equation 9.14"),
)  # fmt: skip

sample, component = free_index("n", samples), free_index("k", components)
n, k = sample.symbol, component.symbol
named = Quantity("gamma", "responsibilities", shape=(samples, components))
total = Sum(weighted(row(X, n), j), (j, 1, K))


def derive_responsibility() -> Iterator[Step]:
    """Bayes' theorem."""
    yield Step(exp(log(weighted(row(X, n), k)) - log(total)), because="Bayes' theorem, in logarithms")
    yield Step(weighted(row(X, n), k) / total, because="the exponential of a difference")


responsibility = Formula(
    title="Responsibility of a component for an input (E-step)",
    kind=Kind.DEFINITION,
    statement=equal(at(named.symbol, n, k), weighted(row(X, n), k) / total),
    quantities=(named, inputs, *model, sample, component),
    assumptions=(),
    notations=(
        Notation(r"\gamma_{nk} = \frac{\pi_k \mathcal{N}(x_n \mid \mu_k, \Sigma_k)}"
                 r"{\sum_{j=1}^K \pi_j \mathcal{N}(x_n \mid \mu_j, \Sigma_j)}", letters=letters),
        Notation(r"r_{ik} = \frac{\pi_k \mathcal{N}(x_i; \mu_k, \Sigma_k)}"
                 r"{\sum_l \pi_l \mathcal{N}(x_i; \mu_l, \Sigma_l)}",
                 letters=(("r", "gamma"), ("i", "n"), *letters)),
        Notation(r"w_j^{(i)} = \frac{\phi_j \mathcal{N}(x^{(i)}; \mu_j, \Sigma_j)}"
                 r"{\sum_{l=1}^k \phi_l \mathcal{N}(x^{(i)}; \mu_l, \Sigma_l)}",
                 letters=(("w", "gamma"), ("i", "n"), ("j", "k"), ("k", "K"), ("phi", "pi"), ("x", "X"))),
    ),
    words=("responsibilit", *words),
    derivation=derive_responsibility,
    source=Source(bishop, "equation 9.13"),
)  # fmt: skip

given = Quantity("gamma", "responsibilities", shape=(samples, components), domain=UNIT)
gamma = given.symbol
mass = Quantity("m", "effective numbers of inputs", shape=(components,),
                value=vector_sum(row(gamma, i), i, 1, N))  # fmt: skip
m = mass.symbol

new_centres = Quantity("c", "means after the M-step, one in each row", shape=(components, features))
c = new_centres.symbol
mean_value = vector_sum(at(gamma, i, k) * row(X, i), i, 1, N)


def derive_mean() -> Iterator[Step]:
    """The weighted squared distances are smallest at the weighted mean."""
    yield Step(Transpose(X) * column(gamma, k) / at(m, k), because="where the responsibilities balance the deviations")
    yield Step(mean_value / at(m, k), because="a sum of inputs with factors")


mean_update = Formula(
    title="Mean of a component (M-step)",
    kind=Kind.DEFINITION,
    statement=equal(at(c, k), mean_value / at(m, k)),
    quantities=(new_centres, mass, given, inputs, component),
    assumptions=(),
    notations=(
        Notation(r"\mu_k = \frac{1}{N_k} \sum_n \gamma_{nk} x_n", letters=(("mu", "c"), ("N", "m"), ("x", "X"))),
        Notation(r"\mu_k = \frac{1}{N_k} \sum_{i=1}^n r_{ik} x_i",
                 letters=(("mu", "c"), ("N", "m"), ("n", "N"), ("r", "gamma"), ("x", "X"))),
        Notation(r"\mu_k = \frac{\sum_{n=1}^N \gamma_{nk} x_n}{\sum_{n=1}^N \gamma_{nk}}",
                 letters=(("mu", "c"), ("x", "X"))),
        Notation(r"\mu_j = \frac{\sum_{i=1}^m w_j^{(i)} x^{(i)}}{\sum_{i=1}^m w_j^{(i)}}",
                 letters=(("mu", "c"), ("x", "X"), ("w", "gamma"), ("j", "k"), ("m", "N"))),
    ),
    words=words,
    derivation=derive_mean,
    source=Source(bishop, "equation 9.17"),
)  # fmt: skip

new_shares = Quantity("pi", "mixing coefficients after the M-step", shape=(components,))


def derive_share() -> Iterator[Step]:
    """The share of the responsibilities."""
    yield Step(at(m, k) / N, because="its mean responsibility")
    yield Step(Sum(at(gamma, i, k), (i, 1, N)) / N, because="the effective number written out")


share_update = Formula(
    title="Mixing coefficient of a component (M-step)",
    kind=Kind.DEFINITION,
    statement=equal(at(new_shares.symbol, k), Sum(at(gamma, i, k), (i, 1, N)) / N),
    quantities=(new_shares, mass, given, component),
    assumptions=(),
    notations=(
        Notation(r"\pi_k = \frac{1}{N} \sum_{n=1}^N \gamma_{nk}"),
        Notation(r"\phi_j = \frac{1}{m} \sum_{i=1}^m w_j^{(i)}",
                 letters=(("phi", "pi"), ("w", "gamma"), ("j", "k"), ("m", "N"))),
        Notation(r"\pi_k = \frac{\sum_n \gamma_{nk}}{N}"),
        Notation(r"\pi_k = \frac{N_k}{n}", letters=(("N", "m"), ("n", "N"))),
        Notation(r"\pi_k = \frac{1}{n} \sum_i r_{ik}", letters=(("r", "gamma"), ("n", "N"))),
        Notation(r"\pi_k = \frac{1}{n} \sum_{i=1}^n r_{ik}", letters=(("r", "gamma"), ("n", "N"))),
    ),
    words=words,
    derivation=derive_share,
    source=Source(bishop, "equation 9.22"),
)  # fmt: skip

new_spreads = Quantity("S", "covariances after the M-step", shape=(components, features, features))
deviation = row(X, i) - row(mu, k)
scatter = vector_sum(at(gamma, i, k) * (deviation * Transpose(deviation)), i, 1, N)


def derive_covariance() -> Iterator[Step]:
    """Multiply the outer products out."""
    about_zero = vector_sum(at(gamma, i, k) * (row(X, i) * Transpose(row(X, i))), i, 1, N)
    centre = row(mu, k)
    cross = mean_value * Transpose(centre)
    yield Step(
        (about_zero - cross - Transpose(cross) + at(m, k) * (centre * Transpose(centre))) / at(m, k),
        because="weighted outer products of the deviations, multiplied out",
    )
    yield Step(scatter / at(m, k), because="collect the deviations")


covariance_update = Formula(
    title="Covariance of a component (M-step)",
    kind=Kind.DEFINITION,
    statement=equal(at(new_spreads.symbol, k), scatter / at(m, k)),
    quantities=(new_spreads, mass, given, inputs, centres, component),
    assumptions=(),
    notations=(
        Notation(r"\Sigma_k = \frac{1}{N_k} \sum_n \gamma_{nk} (x_n - \mu_k)(x_n - \mu_k)^\top",
                 letters=(("Sigma", "S"), ("N", "m"), ("x", "X"))),
        Notation(r"\Sigma_k = \frac{1}{N_k} \sum_{i=1}^n r_{ik} (x_i - \mu_k)(x_i - \mu_k)^\top",
                 letters=(("Sigma", "S"), ("N", "m"), ("n", "N"), ("r", "gamma"), ("x", "X"))),
        Notation(r"\Sigma_j = \frac{\sum_{i=1}^m w_j^{(i)} (x^{(i)} - \mu_j)(x^{(i)} - \mu_j)^T}{\sum_{i=1}^m "
                 r"w_j^{(i)}}",
                 letters=(("Sigma", "S"), ("x", "X"), ("w", "gamma"), ("j", "k"), ("m", "N"))),
    ),
    words=words,
    derivation=derive_covariance,
    source=Source(bishop, "equation 9.19"),
)  # fmt: skip

guess = Quantity("q", "a guess at the component", shape=(components,), domain=SIMPLEX)
joint = Quantity("f", "joint probabilities of input and component", shape=(components,), domain=POSITIVE)
q, f = guess.symbol, joint.symbol


def derive_bound() -> Iterator[Step]:
    """Jensen's inequality."""
    yield Step(
        Sum(at(q, j) * log(at(f, j) / at(q, j)), (j, 1, K)),
        because="the sum is the mean of f_k / q_k under the guess; the logarithm is concave",
        relation=">=",
    )


lower_bound = Formula(
    title="The lower bound of the EM algorithm",
    kind=Kind.BOUND,
    statement=at_least(log(Sum(at(f, j), (j, 1, K))), Sum(at(q, j) * log(at(f, j) / at(q, j)), (j, 1, K))),
    quantities=(joint, guess),
    assumptions=(),
    notations=(
        Notation(r"\log \sum_{k=1}^K p_k \geq \sum_{k=1}^K q_k \log \frac{p_k}{q_k}", letters=(("p", "f"),)),
        Notation(r"\ln \sum_z f_z \geq \sum_z q_z \ln f_z - \sum_z q_z \ln q_z"),
    ),
    words=("jensen", "lower bound", "elbo", *words),
    derivation=derive_bound,
    source=Source("Ng and Ma, CS229 Lecture Notes", "section 11.3"),
)  # fmt: skip

TOPIC = Topic(
    "Mixtures and the EM algorithm",
    formulas=(
        mixture,
        log_likelihood,
        responsibility,
        mean_update,
        covariance_update,
        share_update,
        lower_bound,
    ),
)
