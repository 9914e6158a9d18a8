"""Energies of spins and of machines with real visible units, and what a unit saves when it turns on.

Couplings are symmetric without a diagonal in use: only pairs i < j count.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Rational, Sum

from derivations.operators import at, dot
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    BIT,
    SIGN,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
    interval,
)

mackay = "MacKay, Information Theory, Inference, and Learning Algorithms"
goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
units, hidden = Size("n", "visible units", largest=3), Size("m", "hidden units", largest=2)
n, m = units.symbol, hidden.symbol
i, j = bound_index("i j")
energy = Quantity("E", "energy")
seen = Quantity("v", "visible units", shape=(units,))
offsets = Quantity("b", "means of the visible units", shape=(units,))
widths = Quantity("sigma", "standard deviations", shape=(units,), domain=interval(Rational(1, 2), 3))
states = Quantity("h", "hidden units", shape=(hidden,), domain=BIT)
biases = Quantity("c", "biases of the hidden units", shape=(hidden,))
table = Quantity("W", "weights", shape=(units, hidden))
v, b, sigma, h, c, W = (q.symbol for q in (seen, offsets, widths, states, biases, table))
words = ("boltzmann", "rbm", "energy", "gaussian-bernoulli", "real-valued")
pairs = Sum(Sum(at(v, i) / at(sigma, i) * at(W, i, j) * at(h, j), (j, 1, m)), (i, 1, n))
real_valued = rule(
    "Energy of a restricted Boltzmann machine with real visible units",
    energy,
    Sum((at(v, i) - at(b, i)) ** 2 / (2 * at(sigma, i) ** 2), (i, 1, n)) - Sum(at(c, j) * at(h, j), (j, 1, m)) - pairs,
    (seen, offsets, widths, states, biases, table),
    written(
        r"E(v, h) = \sum_i \frac{(v_i - b_i)^2}{2\sigma_i^2} - \sum_j c_j h_j - "
        r"\sum_{i,j} \frac{v_i}{\sigma_i} W_{ij} h_j",
        r"E(v, h) = \sum_i \frac{(v_i - b_i)^2}{2\sigma_i^2} - \sum_j c_j h_j - "
        r"\sum_{i,j} \frac{v_i}{\sigma_i} h_j W_{ij}",
    )
    + written(
        r"E(v, h) = \sum_i \frac{(v_i - a_i)^2}{2\sigma_i^2} - \sum_j b_j h_j - "
        r"\sum_{i,j} \frac{v_i}{\sigma_i} h_j w_{ij}",
        letters=(("a", "b"), ("b", "c"), ("w", "W")),
    ),
    words,
    "normal units around their means, pulled by the hidden ones",
    Source("Hinton 2012, A Practical Guide to Training Restricted Boltzmann Machines", "equation 17"),
)
scaled_pairs = Sum(Sum(at(v, i) / at(sigma, i) ** 2 * at(W, i, j) * at(h, j), (j, 1, m)), (i, 1, n))
real_scaled = rule(
    "Energy of a restricted Boltzmann machine with real visible units, inputs over variances",
    energy,
    Sum((at(v, i) - at(b, i)) ** 2 / (2 * at(sigma, i) ** 2), (i, 1, n))
    - Sum(at(c, j) * at(h, j), (j, 1, m))
    - scaled_pairs,
    (seen, offsets, widths, states, biases, table),
    written(
        r"E(v, h) = \sum_i \frac{(v_i - b_i)^2}{2\sigma_i^2} - \sum_j c_j h_j - "
        r"\sum_{i,j} \frac{v_i}{\sigma_i^2} W_{ij} h_j",
        r"E(v, h) = \sum_i \frac{(v_i - b_i)^2}{2\sigma_i^2} - \sum_j c_j h_j - "
        r"\sum_{i,j} \frac{v_i}{\sigma_i^2} h_j W_{ij}",
    ),
    words,
    "normal units around their means, pulled by the hidden ones",
    Source("Cho, Ilin and Raiko 2011, Improved Learning of Gaussian-Bernoulli Restricted Boltzmann Machines", "eq. 3"),
)
spins = Quantity("s", "spins", shape=(units,), domain=SIGN)
couplings = Quantity("J", "couplings", shape=(units, units))
field = Quantity("h", "field at each spin", shape=(units,))
s, J, H = spins.symbol, couplings.symbol, field.symbol
ising = rule(
    "Energy of spins with couplings and fields",
    energy,
    -Sum(Sum(at(J, i, j) * at(s, i) * at(s, j), (j, i + 1, n)), (i, 1, n)) - Sum(at(H, i) * at(s, i), (i, 1, n)),
    (spins, couplings, field),
    written(
        r"E(s) = -\sum_{i<j} J_{ij} s_i s_j - \sum_i h_i s_i",
        r"E(s) = -\sum_{i<j} J_{ij} s_i s_j - h^\top s",
    )
    + written(r"H(s) = -\sum_{i<j} J_{ij} s_i s_j - \sum_i h_i s_i"),
    ("ising", "spin", "boltzmann machine"),
    "each pair once",
    Source(mackay, "equation 31.1"),
)
ising = replace(
    ising,
    survivors=(
        (
            "the upper bound n becomes n - 1 in sum_{i=1..n}(sum_{j=1 + i..n}(J[i, j]*(s[j]*s[i])))",
            "no spin comes after the last one",
        ),
    ),
)
opposed = rule(
    "Energy of spins whose couplings favour opposite signs",
    energy,
    Sum(Sum(at(J, i, j) * at(s, i) * at(s, j), (j, i + 1, n)), (i, 1, n)) + Sum(at(H, i) * at(s, i), (i, 1, n)),
    (spins, couplings, field),
    written(
        r"E(s) = \sum_{i<j} J_{ij} s_i s_j + \sum_i h_i s_i",
        r"E(s) = \sum_i h_i s_i + \sum_{i<j} J_{ij} s_i s_j",
    ),
    ("ising", "spin", "annealing"),
    "each pair once",
    Source("Lucas 2014, Ising formulations of many NP problems", "equation 1"),
)
opposed = replace(
    opposed,
    survivors=(
        (
            "the upper bound n becomes n - 1 in sum_{i=1..n}(sum_{j=1 + i..n}(J[i, j]*(s[j]*s[i])))",
            "no spin comes after the last one",
        ),
    ),
)
binary = Quantity("x", "states of the units", shape=(units,), domain=BIT)
whole = Quantity("U", "weights", shape=(units, units))
x, U = binary.symbol, whole.symbol
machine = rule(
    "Energy of a Boltzmann machine, each pair twice",
    energy,
    -dot(x, U * x) - dot(b, x),
    (binary, whole, offsets),
    written(r"E(x) = -x^\top U x - b^\top x", r"E(x) = -b^\top x - x^\top U x"),
    ("boltzmann machine", "energy"),
    "no factor of one half",
    Source(goodfellow, "equation 20.2"),
)
symmetric = Quantity("w", "weights", shape=(units, units))
here = free_index("k", units)
k = here.symbol
saved = rule(
    "Energy that a unit saves when it turns on",
    Quantity("g", "the energy gap"),
    Sum(at(symmetric.symbol, k, j) * at(s, j), (j, 1, n)) + at(b, k),
    (symmetric, spins, offsets, here),
    written(
        r"\Delta E_k = \sum_j w_{kj} s_j + b_k",
        r"\Delta E_k = b_k + \sum_{j} w_{kj} s_j",
    ),
    ("boltzmann machine", "energy gap", "bias"),
    "the input of the unit",
    Source(mackay, "section 43.1"),
)

saved_above = rule(
    "Energy that a unit with a threshold saves when it turns on",
    Quantity("g", "the energy gap"),
    Sum(at(symmetric.symbol, k, j) * at(s, j), (j, 1, n)) - at(b, k),
    (symmetric, spins, offsets, here),
    written(
        r"\Delta E_k = \sum_j w_{kj} s_j - \theta_k",
        r"\Delta E_k = -\theta_k + \sum_{j} w_{kj} s_j",
        letters=(("theta", "b"),),
    ),
    ("boltzmann machine", "energy gap", "threshold"),
    "the input of the unit above its threshold",
    Source(mackay, "section 43.1"),
)

TOPIC = Topic("Energies of machines", formulas=(real_valued, real_scaled, ising, opposed, machine, saved, saved_above))
