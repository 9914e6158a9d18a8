"""Hopfield networks in the terms of physics: local fields, thresholds, overlaps, noise.

The couplings w_ij of N units are symmetric without self-coupling, the states s_i are 1 or -1, θ_i is a threshold. The
P stored patterns are the rows of ξ. Biases, which have the other sign, stand in `hopfield_energy`.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from sympy import Identity, Rational, Sum, erf, exp, sqrt, tanh
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import at, dot, hadamard, row, tabulated, vector_sum
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    SIGN,
    SYMMETRIC,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
    integers,
    interval,
)

hopfield = "Hopfield 1982, Neural networks and physical systems with emergent collective computational abilities"
hertz = "Hertz, Krogh and Palmer, Introduction to the Theory of Neural Computation"
krotov = "Krotov and Hopfield 2016, Dense Associative Memory for Pattern Recognition"
units = Size("N", "units", largest=3)
patterns = Size("P", "patterns", largest=3)
N, P = units.symbol, patterns.symbol
free = Quantity("G", "symmetric matrix, whose diagonal is not used", shape=(units, units), domain=SYMMETRIC)
couplings = Quantity(
    "w", "couplings: symmetric, without self-coupling", (units, units),
    value=hadamard(free.symbol, OneMatrix(N, N) - Identity(N)),
)  # fmt: skip
states = Quantity("s", "states", shape=(units,), domain=SIGN)
limits = Quantity("theta", "thresholds", shape=(units,))
w, s, theta = couplings.symbol, states.symbol, limits.symbol
energy = Quantity("E", "energy")
unit = free_index("i", units)
i = unit.symbol
a, j, k, mu = bound_index("a j k mu")
network = (couplings, free)
matrix = (("W", "w"), ("w", "w"))
words = ("hopfield", "hebb", "associative memory", "attractor", "spin", "ising", "crosstalk", "cross-talk")
half = Rational(1, 2)
pairs = Sum(at(w, a, j) * at(s, a) * at(s, j), (a, 1, N), (j, 1, N))
SWAPPED = (("the subscripts of w[a, j] swap", "the couplings are symmetric"),)
with_thresholds = replace(
    rule(
        "Energy of a Hopfield network with thresholds",
        energy,
        -half * pairs + Sum(at(theta, a) * at(s, a), (a, 1, N)),
        (*network, states, limits),
        written(
            r"E = -\frac{1}{2} \sum_{i,j} w_{ij} s_i s_j + \sum_i \theta_i s_i",
            r"E(s) = -\frac{1}{2} s^\top W s + \theta^\top s",
            r"E = -\frac{1}{2} \sum_{i=1}^N \sum_{j=1}^N w_{ij} s_i s_j + \sum_{i=1}^N \theta_i s_i",
            r"E = -\sum_{i < j} w_{ij} s_i s_j + \sum_i \theta_i s_i",
            letters=matrix,
        ),
        (*words, "energy", "lyapunov", "threshold"),
        "half of what the couplings give, and what the thresholds take",
        Source(hertz, "section 2.2, with thresholds"),
    ),
    survivors=SWAPPED,
)
over_pairs = replace(
    rule(
        "Energy of a Hopfield network, each pair of units once",
        energy,
        -half * pairs,
        (*network, states),
        written(
            r"E = -\sum_{i < j} w_{ij} s_i s_j",
            r"E(s) = -\sum_{i < j} w_{ij} s_i s_j",
            r"E = -\frac{1}{2} \sum_{i \neq j} w_{ij} s_i s_j",
            r"H = -\sum_{i < j} J_{ij} S_i S_j",
            letters=(*matrix, ("J", "w"), ("S", "s"), ("s", "s")),
        ),
        (*words, "energy", "lyapunov"),
        "a pair counts twice in the sum over both units",
        Source(hertz, "section 2.2"),
    ),
    survivors=SWAPPED,
)
local = dot(row(w, i), s)
field = rule(
    "Local field of a unit",
    Quantity("h", "field"),
    local,
    (*network, states, unit),
    written(
        r"h_i = \sum_{j \neq i} w_{ij} s_j",
        r"h_i = \sum_j w_{ij} s_j",
        r"h_i = \sum_{j=1}^N w_{ij} s_j",
        letters=matrix,
    ),
    (*words, "local field", "field", "activation"),
    "what the other units send",
    Source(hertz, "section 2.2"),
)
flipped = rule(
    "Change of the energy of a Hopfield network when one unit flips",
    Quantity("v", "change of the energy"),
    2 * at(s, i) * local,
    (*network, states, unit),
    written(
        r"\Delta E = 2 s_i \sum_{j \neq i} w_{ij} s_j",
        r"\Delta E_i = 2 s_i \sum_j w_{ij} s_j",
        r"E' - E = 2 s_i \sum_{j \neq i} w_{ij} s_j",
        letters=matrix,
    ),
    (*words, "flip", "energy"),
    "the terms of the unit turn their sign",
    Source(hertz, "section 2.2"),
)
stored = Quantity("xi", "stored patterns, one row for each", shape=(patterns, units), domain=SIGN)
xi = stored.symbol
overlaps = Quantity("m", "overlaps of the state with the patterns", (patterns,),
                    value=tabulated(dot(row(xi, k), s) / N, k, P))  # fmt: skip
by_overlaps = rule(
    "Energy of a Hopfield network by the overlaps with its patterns, self-couplings included",
    energy,
    -N * Sum(at(overlaps.symbol, mu) ** 2, (mu, 1, P)) / 2,
    (overlaps, stored, states),
    written(
        r"E = -\frac{N}{2} \sum_{\mu=1}^P m_\mu^2",
        r"E = -\frac{N}{2} \sum_\mu (m_\mu)^2",
        r"E = -\frac{N}{2} \sum_{\mu} (m^\mu)^2",
    ),
    (*words, "overlap"),
    "the couplings of Hebb's rule are sums over the patterns",
    Source(hertz, "section 2.5"),
)
outer = vector_sum(row(xi, mu) * row(xi, mu).T, mu, 1, P) / N
weights = Quantity("W", "couplings", shape=(units, units))
scaled_hebb = rule(
    "Hebb's rule of a Hopfield network as a matrix, by the number of units, without self-coupling",
    weights,
    outer - P * Identity(N) / N,
    (stored,),
    written(
        r"W = \frac{1}{N} \sum_{\mu=1}^P \xi_\mu \xi_\mu^\top - \frac{P}{N} I",
        r"W = \frac{1}{N} \sum_{\mu=1}^P \xi^\mu (\xi^\mu)^\top - \frac{P}{N} I",
        r"W = \frac{1}{N} \left(\sum_{\mu=1}^P \xi^\mu (\xi^\mu)^\top - P I\right)",
    ),
    words,
    "outer products of the patterns, less their diagonal of ones",
    Source(hertz, "section 2.2"),
)
plain_hebb = rule(
    "Hebb's rule of a Hopfield network as a matrix, by the number of units",
    weights,
    outer,
    (stored,),
    written(
        r"W = \frac{1}{N} \sum_{\mu=1}^P \xi_\mu \xi_\mu^\top",
        r"W = \frac{1}{N} \sum_{\mu=1}^P \xi^\mu (\xi^\mu)^\top",
        r"W = \frac{1}{N} \sum_\mu \xi^\mu (\xi^\mu)^T",
    ),
    words,
    "outer products of the patterns",
    Source(hertz, "section 2.2"),
)
size = Quantity("N", "units", domain=integers(1, 20))
count = Quantity("p", "patterns", domain=integers(1, 9))
misses = rule(
    "Probability that a unit of a stored pattern is unstable in a Hopfield network, crosstalk taken as normal",
    Quantity("q", "probability"),
    half * (1 - erf(sqrt(size.symbol / (2 * count.symbol)))),
    (size, count),
    written(
        r"P_{error} = \frac{1}{2} \left[1 - \operatorname{erf}\left(\sqrt{\frac{N}{2 p}}\right)\right]",
        r"P_{error} = \frac{1}{2} \left(1 - \operatorname{erf}(\sqrt{N / 2 p})\right)",
        r"P_{err} = \frac{1}{2} \left(1 - \operatorname{erf}\left(\sqrt{\frac{N}{2 p}}\right)\right)",
    ),
    (*words, "capacity", "error probability"),
    "a normal number of variance p / N exceeds 1",
    Source(hertz, "equation 2.16"),
)
overlap = Quantity("m", "overlap", domain=interval(-1, 1))
hamming = rule(
    "Hamming distance of two states by their overlap",
    Quantity("d", "Hamming distance"),
    size.symbol * (1 - overlap.symbol) / 2,
    (size, overlap),
    written(
        r"d_H = \frac{N}{2} (1 - m)",
        r"d_H = \frac{N (1 - m)}{2}",
        r"d = \frac{N}{2} (1 - m)",
    ),
    (*words, "hamming", "overlap"),
    "each unit that differs lowers the overlap by 2 / N",
    Source(hertz, "section 2.2"),
)
slope = Quantity("beta", "inverse temperature", domain=POSITIVE)
magnetisations = Quantity("m", "mean states", shape=(units,))
mean_field = rule(
    "Mean-field equation of a stochastic Hopfield network",
    Quantity("y", "mean state of a unit"),
    tanh(slope.symbol * dot(row(w, i), magnetisations.symbol)),
    (slope, *network, magnetisations, unit),
    written(
        r"m_i = \tanh\left(\beta \sum_j w_{ij} m_j\right)",
        r"m_i = \tanh\left(\beta \sum_{j=1}^N w_{ij} m_j\right)",
        letters=matrix,
    ),
    (*words, "mean field", "mean-field", "boltzmann", "stochastic"),
    "the mean of a sign in the mean field of the others",
    Source(hertz, "equation 2.42"),
)
near = Quantity("h", "field", domain=interval(-3, 3))
glauber = rule(
    "Probability that a stochastic unit with states 1 and -1 is up (Glauber dynamics)",
    Quantity("q", "probability"),
    1 / (1 + exp(-2 * slope.symbol * near.symbol)),
    (slope, near),
    written(
        r"P(s_i = 1) = \frac{1}{1 + e^{-2 \beta h_i}}",
        r"P(s_i = +1) = \frac{1}{1 + \exp(-2 \beta h_i)}",
        r"P(s_i = 1 \mid s_{-i}) = \frac{1}{1 + e^{-2 \beta h_i}}",
        r"P(s_i = 1) = \frac{1}{2} (1 + \tanh(\beta h_i))",
        letters=(("h_i", "h"),),
    ),
    (*words, "glauber", "boltzmann", "gibbs", "stochastic"),
    "the two states differ by 2 h in energy",
    Source(hertz, "equation 2.29"),
)
warmth = Quantity("T", "temperature", domain=interval(Fraction(1, 4), 8))
warm_unit = rule(
    "Probability that a stochastic binary unit is on, by the temperature",
    Quantity("q", "probability"),
    1 / (1 + exp(-near.symbol / warmth.symbol)),
    (near, warmth),
    written(
        r"P(s_i = 1) = \frac{1}{1 + e^{-h_i / T}}",
        r"P(s_i = 1) = \frac{1}{1 + \exp(-h_i / T)}",
        r"P(x_i = 1) = \frac{1}{1 + e^{-h_i / T}}",
        letters=(("h_i", "h"),),
    ),
    (*words, "boltzmann", "gibbs", "stochastic", "temperature"),
    "the two states differ by the field in energy",
    Source(hertz, "section 7.1"),
)
kernel = Quantity("F", "function of the overlap", arguments=((),))
dense = rule(
    "Energy of a dense associative memory",
    energy,
    -Sum(kernel.symbol(Sum(at(xi, mu, a) * at(s, a), (a, 1, N))), (mu, 1, P)),
    (kernel, stored, states),
    written(
        r"E = -\sum_{\mu=1}^P F\left(\sum_{i=1}^N \xi_{\mu i} s_i\right)",
        r"E = -\sum_{\mu=1}^P F\left(\sum_i \xi_i^\mu s_i\right)",
        r"E = -\sum_\mu F\left(\sum_i \xi_i^\mu s_i\right)",
    ),
    (*words, "dense associative", "modern hopfield"),
    "a steep function of each overlap",
    Source(krotov, "equation 3"),
)
TOPIC = Topic(
    "Recall of associative memories",
    formulas=(
        with_thresholds,
        over_pairs,
        field,
        flipped,
        by_overlaps,
        scaled_hebb,
        plain_hebb,
        misses,
        hamming,
        mean_field,
        glauber,
        warm_unit,
        dense,
    ),
)
