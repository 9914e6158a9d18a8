"""Estimates from draws: plain and importance-weighted means, effective sizes, control variates, baselines.

f and g are random numbers of one law; g has a known mean. The best factor of a control variate is the slope of the
regression of f on g.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Inverse, Lambda, Rational, Sum, exp, sqrt, symbols

from derivations.moments import Cov, Var, covariance_function, joint, variance_function
from derivations.operators import at, dot, mean
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    POSITIVE_DEFINITE,
    SIMPLEX,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
)

owen = "Owen, Monte Carlo theory, methods and examples"
bishop = "Bishop, Pattern Recognition and Machine Learning"
draws = Size("N", "draws", largest=4)
N = draws.symbol
i = bound_index("i")
points = Quantity("x", "draws", shape=(draws,))
function = Quantity("f", "function of a draw", arguments=((),))
weights = Quantity("w", "importance weights", shape=(draws,), domain=POSITIVE)
shares = Quantity("w_tilde", "normalised weights", shape=(draws,), domain=SIMPLEX)
x, f, w, share = points.symbol, function.symbol, weights.symbol, shares.symbol
value = Quantity("v", "the estimate")
each: Any = f(at(x, i))
sampling = ("importance sampling", "importance weight", "monte carlo", "estimator")
weighted = rule(
    "Importance-sampling estimate of a mean",
    value,
    Sum(at(w, i) * each, (i, 1, N)) / N,
    (points, function, weights),
    written(
        r"\hat{\mu} = \frac{1}{N} \sum_{i=1}^N w_i f(x_i)",
        r"\hat{I} = \frac{1}{N} \sum_{i=1}^N f(x_i) w_i",
    ),
    sampling,
    "each draw counts as often as the target has it more than the proposal",
    Source(owen, "equation 9.3"),
)
ratio = Quantity("w", "ratio of the densities", arguments=((),))
by_function = rule(
    "Importance-sampling estimate of a mean, the weights as a function of the draw",
    value,
    Sum(ratio.symbol(at(x, i)) * each, (i, 1, N)) / N,
    (points, function, ratio),
    written(
        r"\hat{\mu} = \frac{1}{N} \sum_{i=1}^N w(x_i) f(x_i)",
        r"\hat{I} = \frac{1}{N} \sum_{i=1}^N f(x_i) w(x_i)",
    ),
    sampling,
    "each draw counts as often as the target has it more than the proposal",
    Source(owen, "equation 9.3"),
)
normalised = rule(
    "Importance-sampling estimate of a mean, by normalised weights",
    value,
    Sum(at(share, i) * each, (i, 1, N)),
    (points, function, shares),
    written(
        r"\hat{\mu} = \sum_{i=1}^N \tilde{w}_i f(x_i)",
        r"\hat{I} = \sum_{i=1}^N \tilde{w}_i f(x_i)",
    )
    + written(r"\hat{\mu} = \sum_{i=1}^N W_i f(x_i)", letters=(("W", "w_tilde"),)),
    ("self-normalised", "self-normalized", *sampling),
    "a mean with weights that add up to 1",
    Source(owen, "section 9.2"),
)
u = symbols("u", real=True)
bumps = tuple(Quantity(name, "what shapes a density", arguments=((),)) for name in ("b", "c"))
target = Quantity("p", "density of the target", value=Lambda((u,), exp(bumps[0].symbol(u))))
proposal = Quantity("q", "density of the proposal", value=Lambda((u,), exp(bumps[1].symbol(u))))
by_densities = rule(
    "Importance-sampling estimate of a mean, by the densities of target and proposal",
    value,
    Sum(target.symbol(at(x, i)) / proposal.symbol(at(x, i)) * each, (i, 1, N)) / N,
    (points, function, target, proposal, *bumps),
    written(
        r"\hat{\mu} = \frac{1}{N} \sum_{i=1}^N \frac{p(x_i)}{q(x_i)} f(x_i)",
        r"\hat{\mu} = \frac{1}{N} \sum_{i=1}^N \frac{f(x_i) p(x_i)}{q(x_i)}",
        r"\hat{I} = \frac{1}{N} \sum_{i=1}^N f(x_i) \frac{p(x_i)}{q(x_i)}",
    ),
    sampling,
    "each draw counts as often as the target has it more than the proposal",
    Source(owen, "equation 9.3"),
)
effective = rule(
    "Effective sample size of importance weights",
    value,
    Sum(at(w, i), (i, 1, N)) ** 2 / Sum(at(w, i) ** 2, (i, 1, N)),
    (weights,),
    written(
        r"N_{\text{eff}} = \frac{\left(\sum_{i=1}^N w_i\right)^2}{\sum_{i=1}^N w_i^2}",
        r"\mathrm{ESS} = \frac{(\sum_i w_i)^2}{\sum_i w_i^2}",
        r"n_{eff} = \frac{(\sum_i w_i)^2}{\sum_i w_i^2}",
        letters=(("ESS", "v"), ("N_eff", "v"), ("n_eff", "v")),
    ),
    ("effective sample size", "ess", "degeneracy", *sampling),
    "N for equal weights, 1 for a single one",
    Source(owen, "equation 9.13"),
)

result = Quantity("f", "a random number", law=joint)
helper = Quantity("g", "a random number of known mean", law=joint)
factor = Quantity("c", "factor of the control variate")
F, G, c = result.symbol, helper.symbol, factor.symbol
moments = (variance_function, covariance_function, result, helper)
variates = ("control variate", "variance reduction", "baseline")
variance = identity(
    "Variance with a control variate",
    Var(F - c * (G - mean(G))),
    (
        (Var(F - c * G), "a number does not change the variance"),
        (Var(F) - 2 * c * Cov(F, G) + c**2 * Var(G), "variance of a difference"),
    ),
    (*moments, factor),
    written(
        r"\operatorname{Var}(f - c (g - \mathbb{E}[g])) = \operatorname{Var}(f) - 2 c \operatorname{Cov}(f, g) + "
        r"c^2 \operatorname{Var}(g)",
        r"\operatorname{Var}[f - c (g - \mathbb{E}[g])] = \operatorname{Var}[f] + c^2 \operatorname{Var}[g] - "
        r"2 c \operatorname{Cov}[f, g]",
    ),
    variates,
    Source(owen, "section 8.9"),
)
plus = identity(
    "Variance with a control variate that is added",
    Var(F + c * (G - mean(G))),
    (
        (Var(F + c * G), "a number does not change the variance"),
        (Var(F) + 2 * c * Cov(F, G) + c**2 * Var(G), "variance of a sum"),
    ),
    (*moments, factor),
    written(
        r"\operatorname{Var}(f + c (g - \mathbb{E}[g])) = \operatorname{Var}(f) + 2 c \operatorname{Cov}(f, g) + "
        r"c^2 \operatorname{Var}(g)",
        r"\operatorname{Var}[f + c (g - \mathbb{E}[g])] = \operatorname{Var}[f] + c^2 \operatorname{Var}[g] + "
        r"2 c \operatorname{Cov}[f, g]",
    ),
    variates,
    Source(owen, "section 8.9"),
)
unmoved = tuple(
    (change, "a number does not change the variance")
    for change in (
        "the summand -E[g] changes its sign",
        "the summand -E[g] is dropped",
        "a factor 2 in front of -E[g]",
        "a factor 1/2 in front of -E[g]",
        "the factor E[g] is dropped",
        "the factor -1 becomes 1 in -E[g]",
    )
)
variance, plus = replace(variance, survivors=unmoved), replace(plus, survivors=unmoved)
best = Cov(F, G) / Var(G)
chosen = rule(
    "Best factor of a control variate",
    value,
    best,
    moments,
    written(
        r"c^* = \frac{\operatorname{Cov}(f, g)}{\operatorname{Var}(g)}",
        r"c^\star = \operatorname{Cov}[f, g] / \operatorname{Var}[g]",
    )
    + written(
        r"\beta^* = \frac{\operatorname{Cov}(X, Y)}{\operatorname{Var}(Y)}",
        letters=(("X", "f"), ("Y", "g")),
    ),
    variates,
    "the derivative of the variance by the factor vanishes",
    Source(owen, "section 8.9"),
)
opposite = rule(
    "Best factor of a control variate that is added",
    value,
    -best,
    moments,
    written(
        r"c^* = -\frac{\operatorname{Cov}(f, g)}{\operatorname{Var}(g)}",
        r"c^\star = -\operatorname{Cov}[f, g] / \operatorname{Var}[g]",
    ),
    variates,
    "the derivative of the variance by the factor vanishes",
    Source(owen, "section 8.9"),
)
correlation = Quantity("rho", "correlation", value=Cov(F, G) / sqrt(Var(F) * Var(G)))
smallest = identity(
    "Variance with the best control variate",
    Var(F - best * G),
    (
        (Var(F) - Cov(F, G) ** 2 / Var(G), "the best factor in the quadratic function of it"),
        ((1 - correlation.symbol**2) * Var(F), "definition of the correlation"),
    ),
    (*moments, correlation),
    written(
        r"\operatorname{Var}\left(f - \frac{\operatorname{Cov}(f, g)}{\operatorname{Var}(g)} g\right) = "
        r"(1 - \rho^2) \operatorname{Var}(f)",
        r"\operatorname{Var}(f) - \frac{\operatorname{Cov}(f, g)^2}{\operatorname{Var}(g)} = (1 - \rho^2) "
        r"\operatorname{Var}(f)",
    ),
    variates,
    Source(owen, "section 8.9"),
)
score = Quantity("s", "a random number: the score", law=joint)
baseline = rule(
    "Baseline with the smallest variance of a score-function estimate",
    value,
    mean(score.symbol**2 * F) / mean(score.symbol**2),
    (score, result),
    written(
        r"b^* = \frac{\mathbb{E}[s^2 f]}{\mathbb{E}[s^2]}",
        r"b^\star = \frac{\mathbb{E}[f s^2]}{\mathbb{E}[s^2]}",
    )
    + written(r"b^* = \frac{\mathbb{E}[g^2 R]}{\mathbb{E}[g^2]}", letters=(("g", "s"), ("R", "f"))),
    ("optimal baseline", "reinforce", "score function", *variates),
    "the derivative of the second moment by the baseline vanishes",
    Source("Greensmith, Bartlett and Baxter 2004, Variance Reduction Techniques for Gradient Estimates", "section 3"),
)

size = Size("n", "dimensions", largest=2)
place = Quantity("q", "position", shape=(size,))
momentum = Quantity("p", "momentum", shape=(size,))
mass = Quantity("M", "mass matrix", shape=(size, size), domain=POSITIVE_DEFINITE)
potential = Quantity("U", "potential energy", arguments=((size,),))
hamiltonian = rule(
    "Hamiltonian of a sampler with a mass matrix",
    Quantity("H", "the Hamiltonian"),
    potential.symbol(place.symbol) + Rational(1, 2) * dot(momentum.symbol, Inverse(mass.symbol) * momentum.symbol),
    (place, momentum, mass, potential),
    written(
        r"H(q, p) = U(q) + \frac{1}{2} p^\top M^{-1} p",
        r"H(q, p) = U(q) + \frac{p^\top M^{-1} p}{2}",
    )
    + written(
        r"H(\theta, r) = U(\theta) + \frac{1}{2} r^\top M^{-1} r",
        letters=(("theta", "q"), ("r", "p")),
    ),
    ("hamiltonian", "hmc", "leapfrog"),
    "potential and kinetic energy",
    Source("Neal 2011, MCMC using Hamiltonian dynamics", "equation 5.5"),
)

TOPIC = Topic(
    "Estimates from draws",
    formulas=(
        weighted,
        by_function,
        normalised,
        by_densities,
        effective,
        variance,
        plus,
        chosen,
        opposite,
        smallest,
        baseline,
        hamiltonian,
    ),
)
