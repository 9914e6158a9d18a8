"""The EM algorithm in Bishop's form: gamma(z_nk) are the responsibilities, N_k the effective number of a component.

What is stated holds for a component k; N_k stands for a number, since N alone is the number of inputs.
"""

from __future__ import annotations

from sympy import Abs, Lambda, Sum, Symbol

from derivations.mixtures import N, X, bishop, components, features, inputs, model, samples, weighted
from derivations.operators import at, row, tabulated, vector_sum
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import UNIT, Quantity, Source, Topic, bound_index, free_index

i, j, a, b = bound_index("i j a b")
sample, component = free_index("n", samples), free_index("k", components)
n, k = sample.symbol, component.symbol
u = Symbol("u")
shares = Quantity("z", "responsibilities", shape=(samples, components), domain=UNIT)
chance = Quantity("gamma", "responsibility, named by the indicator", value=Lambda((u,), Abs(u)))
z, gamma = shares.symbol, chance.symbol
number = Quantity("m", "effective number of inputs", value=Sum(at(z, i, k), (i, 1, N)))
m = number.symbol
words = ("mixture", "gmm", "em algorithm", "em", "expectation-maximization", "e-step", "m-step", "responsibilit")
rows = (("x", "X"),)
named = (("N_k", "m"), *rows)


def shared(sample_at: object, component_at: object) -> object:
    """The weighted density of a component, as a share of that of all."""
    whole = Sum(weighted(row(X, sample_at), j), (j, 1, components.symbol))
    return weighted(row(X, sample_at), component_at) / whole


posterior = Quantity(
    "z", "responsibilities", shape=(samples, components),
    value=tabulated(shared(a, b), a, N, b, components.symbol),
)  # fmt: skip
responsibility = identity(
    "Responsibility of a component for an input, named by the indicator",
    gamma(at(posterior.symbol, n, k)),
    ((shared(n, k), "Bayes' theorem; the share is positive"),),
    (posterior, chance, inputs, *model, sample, component),
    written(
        r"\gamma(z_{nk}) = \frac{\pi_k \mathcal{N}(x_n | \mu_k, \Sigma_k)}"
        r"{\sum_{j=1}^K \pi_j \mathcal{N}(x_n | \mu_j, \Sigma_j)}",
        r"\gamma(z_{nk}) = \frac{\pi_k \mathcal{N}(x_n | \mu_k, \Sigma_k)}"
        r"{\sum_{j} \pi_j \mathcal{N}(x_n | \mu_j, \Sigma_j)}",
        letters=rows,
    ),
    words,
    Source(bishop, "equation 9.23"),
)
effective = rule(
    "Effective number of inputs of a component, by the responsibilities of the indicators",
    Quantity("m", "effective number of inputs"),
    Sum(gamma(at(z, i, k)), (i, 1, N)),
    (shares, chance, component),
    (
        *written(r"N_k = \sum_{n=1}^N \gamma(z_{nk})", letters=named[:1]),
        *written(r"N_k = \sum_{n} \gamma(z_{nk})", letters=named[:1]),
        *written(r"N_k = \sum_{n=1}^N \gamma_{nk}", letters=(*named[:1], ("gamma", "z"))),
    ),
    words,
    "the responsibilities for all inputs",
    Source(bishop, "equation 9.27"),
)
mean_sum = vector_sum(gamma(at(z, i, k)) * row(X, i), i, 1, N)
mean = rule(
    "Mean of a component, by the responsibilities of the indicators (M-step)",
    Quantity("mu", "mean after the M-step", shape=(features,)),
    mean_sum / m,
    (shares, chance, number, inputs, component),
    (
        *written(r"\mu_k = \frac{1}{N_k} \sum_{n=1}^N \gamma(z_{nk}) x_n",
                 r"\mu_k^{\text{new}} = \frac{1}{N_k} \sum_{n=1}^N \gamma(z_{nk}) x_n", letters=named),
        *written(r"\mu_k = \frac{1}{N_k} \sum_{n=1}^N \gamma_{nk} x_n", letters=(*named, ("gamma", "z"))),
    ),
    words,
    "the mean of the inputs, weighted with the responsibilities",
    Source(bishop, "equation 9.24"),
)  # fmt: skip
share = rule(
    "Mixing coefficient of a component, by its effective number (M-step)",
    Quantity("pi", "mixing coefficient after the M-step"),
    m / N,
    (shares, number, component),
    written(r"\pi_k = \frac{N_k}{N}", r"\pi_k^{\text{new}} = \frac{N_k}{N}", r"\pi_k = N_k / N", letters=named[:1]),
    words,
    "the mean responsibility",
    Source(bishop, "equation 9.26"),
)
centre = Quantity("mu", "means, one in each row", shape=(components, features))
deviation = row(X, i) - row(centre.symbol, k)
covariance = rule(
    "Covariance of a component, by the responsibilities of the indicators (M-step)",
    Quantity("Sigma", "covariance after the M-step", shape=(features, features)),
    vector_sum(gamma(at(z, i, k)) * (deviation * deviation.T), i, 1, N) / m,
    (shares, chance, number, inputs, centre, component),
    (
        *written(r"\Sigma_k = \frac{1}{N_k} \sum_{n=1}^N \gamma(z_{nk}) (x_n - \mu_k)(x_n - \mu_k)^\top",
                 letters=named),
        *written(r"\Sigma_k = \frac{1}{N_k} \sum_{n=1}^N \gamma_{nk} (x_n - \mu_k)(x_n - \mu_k)^\top",
                 letters=(*named, ("gamma", "z"))),
    ),
    words,
    "the mean outer product of the deviations, weighted with the responsibilities",
    Source(bishop, "equation 9.25"),
)  # fmt: skip

TOPIC = Topic(
    "Mixtures with responsibilities of indicators",
    formulas=(responsibility, effective, mean, share, covariance),
)
