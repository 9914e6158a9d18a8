"""Moments of mixtures, and the effective numbers of inputs that the EM algorithm counts.

The components have means mu_k (rows) and covariances Sigma_k; pi_k are the mixing coefficients.
"""

from __future__ import annotations

from sympy import Sum, Transpose

from derivations.operators import at, evaluated, row, vector_sum
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    SIMPLEX,
    UNIT,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
samples = Size("n", "samples", largest=4)
components = Size("K", "components", largest=3)
features = Size("d", "features", largest=2)
n, K, d = samples.symbol, components.symbol, features.symbol
i, j = bound_index("i j")
words = ("mixture", "gmm", "em algorithm", "expectation-maximization", "expectation maximization", "component")
responsibilities = Quantity("r", "responsibilities", shape=(samples, components), domain=UNIT)
component = free_index("k", components)
r, k = responsibilities.symbol, component.symbol
effective = Quantity("N", "effective number of inputs of a component")
effective_number = rule(
    "Effective number of inputs of a component",
    effective,
    Sum(at(r, i, k), (i, 1, n)),
    (responsibilities, component),
    (
        *written(r"N_k = \sum_{i=1}^n r_{ik}", r"N_k = \sum_i r_{ik}", letters=(("N_k", "N"),)),
        *written(
            r"N_k = \sum_{n=1}^N \gamma_{nk}", letters=(("N_k", "N"), ("gamma", "r"), ("N", "n"))
        ),
    ),
    ("m-step", "responsibilit", *words),
    "the responsibilities of the component, added up",
    Source(bishop, "equation 9.18"),
)

shares = Quantity("pi", "mixing coefficients", shape=(components,), domain=SIMPLEX)
centres = Quantity("mu", "means, one in each row", shape=(components, features))
spreads = Quantity("Sigma", "covariances of the components", shape=(components, features, features))
centre = Quantity("m", "mean of the mixture", shape=(features,))
p, mu, Sigma = shares.symbol, centres.symbol, spreads.symbol
mean_value = vector_sum(at(p, j) * row(mu, j), j, 1, K)
mean = rule(
    "Mean of a mixture",
    centre,
    mean_value,
    (shares, centres),
    written(
        r"m = \sum_{k=1}^K \pi_k \mu_k",
        r"\bar{\mu} = \sum_k \pi_k \mu_k",
        r"\mathbb{E}[x] = \sum_{k=1}^K \pi_k \mu_k",
        letters=(("mu_bar", "m"), ("x", "m")),
    ),
    ("mean", "moments", *words),
    "the means of the components, by their shares",
    Source(bishop, "exercise 9.9"),
)
known_centre = Quantity("m", "mean of the mixture", shape=(features,), value=mean_value)
spread = Quantity("S", "covariance of the mixture", shape=(features, features))
m = known_centre.symbol
second_moment = evaluated(at(Sigma, j), d, d) + row(mu, j) * Transpose(row(mu, j))
covariance = rule(
    "Covariance of a mixture",
    spread,
    vector_sum(at(p, j) * second_moment, j, 1, K) - m * Transpose(m),
    (shares, centres, spreads, known_centre),
    written(
        r"S = \sum_{k=1}^K \pi_k (\Sigma_k + \mu_k \mu_k^\top) - m m^\top",
        r"S = \sum_k \pi_k (\Sigma_k + \mu_k \mu_k^\top) - m m^\top",
        r"\operatorname{Cov}(x) = \sum_k \pi_k (\Sigma_k + \mu_k \mu_k^\top) - m m^\top",
    ),
    ("covariance", "moments", *words),
    "second moments of the components, by their shares, less that of the mean",
    Source(bishop, "exercise 9.9"),
)
numbers = Quantity("v", "variances of the components", shape=(components,), domain=POSITIVE)
places = Quantity("mu", "means of the components", shape=(components,))
middle = Quantity("m", "mean of the mixture", value=Sum(at(p, j) * at(places.symbol, j), (j, 1, K)))
v, q, c = numbers.symbol, places.symbol, middle.symbol
spread_form = Sum(at(p, j) * (at(v, j) + at(q, j) ** 2), (j, 1, K)) - c**2
line_variance = identity(
    "Variance of a mixture on the line: within and between its components",
    spread_form,
    (
        (
            Sum(at(p, j) * at(v, j), (j, 1, K)) + Sum(at(p, j) * at(q, j) ** 2, (j, 1, K)) - c**2,
            "the sum term by term",
        ),
        (
            Sum(at(p, j) * at(v, j), (j, 1, K)) + Sum(at(p, j) * (at(q, j) - c) ** 2, (j, 1, K)),
            "mean of the squares less the square of the mean",
        ),
    ),
    (shares, places, numbers, middle),
    written(
        r"\sum_k \pi_k (v_k + \mu_k^2) - m^2 = \sum_k \pi_k v_k + \sum_k \pi_k (\mu_k - m)^2",
        r"\sum_{k=1}^K \pi_k (v_k + \mu_k^2) - m^2 = \sum_{k=1}^K \pi_k v_k + \sum_{k=1}^K \pi_k (\mu_k - m)^2",
    ),
    ("variance", "moments", *words),
    Source(bishop, "exercise 9.9, on the line"),
)

TOPIC = Topic("Moments of mixtures", formulas=(effective_number, mean, covariance, line_variance))
