"""Restricted Boltzmann machines and Hopfield networks as courses write them: energies, probabilities, learning rules.

v are the visible units and h the hidden ones, 0 or 1; b and c are their biases, W has a row for each visible unit.
A Hopfield network has N units with the states -1 and 1, and P patterns in the rows of xi.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Rational, Sum, Transpose, exp, log, sign

from derivations.operators import at, dot, sigmoid
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    BIT,
    POSITIVE,
    SIGN,
    UNIT,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
)

goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
hinton = "Hinton 2012, A Practical Guide to Training Restricted Boltzmann Machines"
hertz = "Hertz, Krogh and Palmer, Introduction to the Theory of Neural Computation"
half = Rational(1, 2)
visible = Size("n", "visible units", largest=3)
hidden = Size("m", "hidden units", largest=3)
n, m = visible.symbol, hidden.symbol
i, j = bound_index("i j")
unit = free_index("k", hidden)
seen = free_index("l", visible)
weights = Quantity("W", "weights, a row for each visible unit", shape=(visible, hidden))
visible_bias = Quantity("b", "biases of the visible units", shape=(visible,))
hidden_bias = Quantity("c", "biases of the hidden units", shape=(hidden,))
state = Quantity("v", "states of the visible units", shape=(visible,), domain=BIT)
code = Quantity("h", "states of the hidden units", shape=(hidden,), domain=BIT)
named = Quantity("E", "an energy")
chance = Quantity("p", "a probability")
W, b, c, v, h = (quantity.symbol for quantity in (weights, visible_bias, hidden_bias, state, code))
k, l_ = unit.symbol, seen.symbol
machine = ("rbm", "restricted boltzmann", "boltzmann machine", "contrastive divergence")
swapped = (("a", "b"), ("b", "c"))
energy = rule(
    "Energy of a restricted Boltzmann machine",
    named,
    -dot(b, v) - dot(c, h) - dot(v, W * h),
    (weights, visible_bias, hidden_bias, state, code),
    (
        *written(
            r"E(v, h) = -b^\top v - c^\top h - v^\top W h",
            r"E(v, h) = -v^\top W h - b^\top v - c^\top h",
            r"E(v, h) = -\sum_{i=1}^n \sum_{j=1}^m v_i W_{ij} h_j - \sum_{i=1}^n b_i v_i - \sum_{j=1}^m c_j h_j",
            r"E(v, h) = -\sum_{i} b_i v_i - \sum_{j} c_j h_j - \sum_{i,j} v_i h_j W_{ij}",
        ),
        Notation(r"E(v, h) = -\sum_i a_i v_i - \sum_j b_j h_j - \sum_{i,j} v_i h_j w_{ij}", (*swapped, ("w", "W"))),
    ),
    (*machine, "energy"),
    "the biases and the pairs, with a minus",
    Source(goodfellow, "equation 16.12"),
)
hidden_input = at(c, k) + Sum(at(W, i, k) * at(v, i), (i, 1, n))
hidden_chance = rule(
    "Probability that a hidden unit of a restricted Boltzmann machine is on, the visible ones given",
    chance,
    sigmoid(hidden_input),
    (weights, hidden_bias, state, unit),
    (
        *written(
            r"p(h_k = 1 | v) = \sigma\left(c_k + \sum_{i=1}^n W_{ik} v_i\right)",
            r"P(h_k = 1 | v) = \sigma\left(\sum_{i} W_{ik} v_i + c_k\right)",
        ),
        Notation(r"p(h_k = 1 | v) = \sigma\left(b_k + \sum_i v_i w_{ik}\right)", (("b", "c"), ("w", "W"))),
    ),
    machine,
    "the odds are the exponential of the drop of the energy",
    Source(goodfellow, "equation 20.15"),
)
visible_chance = rule(
    "Probability that a visible unit of a restricted Boltzmann machine is on, the hidden ones given",
    chance,
    sigmoid(at(b, l_) + Sum(at(W, l_, j) * at(h, j), (j, 1, m))),
    (weights, visible_bias, code, seen),
    (
        *written(
            r"p(v_l = 1 | h) = \sigma\left(b_l + \sum_{j=1}^m W_{lj} h_j\right)",
            r"P(v_l = 1 | h) = \sigma\left(\sum_j W_{lj} h_j + b_l\right)",
        ),
        Notation(r"p(v_l = 1 | h) = \sigma\left(a_l + \sum_j h_j w_{lj}\right)", (("a", "b"), ("w", "W"))),
    ),
    machine,
    "the odds are the exponential of the drop of the energy",
    Source(goodfellow, "equation 20.15"),
)
whole_input = at(c, j) + Sum(at(W, i, j) * at(v, i), (i, 1, n))
free_energy = rule(
    "Free energy of the visible units of a restricted Boltzmann machine",
    named,
    -dot(b, v) - Sum(log(1 + exp(whole_input)), (j, 1, m)),
    (weights, visible_bias, hidden_bias, state),
    (
        *written(
            r"F(v) = -b^\top v - \sum_{j=1}^m \log\left(1 + e^{c_j + \sum_{i=1}^n W_{ij} v_i}\right)",
            r"F(v) = -\sum_{i} b_i v_i - \sum_{j} \log\left(1 + \exp\left(c_j + \sum_{i} W_{ij} v_i\right)\right)",
            r"F(v) = -b^\top v - \sum_j \operatorname{softplus}\left(c_j + \sum_i W_{ij} v_i\right)",
        ),
        Notation(
            r"F(v) = -\sum_i a_i v_i - \sum_j \log\left(1 + \exp\left(b_j + \sum_i v_i w_{ij}\right)\right)",
            (*swapped, ("w", "W")),
        ),
    ),
    (*machine, "free energy"),
    "minus the logarithm of the sum over the hidden states",
    Source(hinton, "equation 25"),
)

again = Quantity("v_prime", "states of the visible units after a step of sampling", shape=(visible,), domain=UNIT)
code_again = Quantity("h_prime", "states of the hidden units after a step of sampling", shape=(hidden,), domain=UNIT)
rate = Quantity("eta", "step size", domain=POSITIVE)
next_weights = Quantity("W_next", "the weights after the step", shape=(visible, hidden))
next_bias = Quantity("b_next", "the biases after the step", shape=(visible,))
next_hidden = Quantity("c_next", "the biases after the step", shape=(hidden,))
eta, u, g = rate.symbol, again.symbol, code_again.symbol
learning = (*machine, "cd-1", "cd-k", "gibbs")
primed = (("v_prime", "v_prime"), ("h_prime", "h_prime"))
tilde = (("v_tilde", "v_prime"), ("h_tilde", "h_prime"))
contrastive = rule(
    "Contrastive divergence: step of the weights",
    next_weights,
    W + eta * (v * Transpose(h) - u * Transpose(g)),
    (weights, state, code, again, code_again, rate),
    (
        Notation(r"W \leftarrow W + \eta (v h^\top - v' h'^\top)", primed),
        Notation(r"W \leftarrow W + \eta \left(v h^\top - \tilde{v} \tilde{h}^\top\right)", tilde),
        Notation(r"W_{t+1} = W_t + \eta (v h^\top - \tilde{v} \tilde{h}^\top)", (("W_t", "W"), *tilde)),
    ),
    learning,
    "up with the data, down with what the machine makes of it",
    Source(hinton, "equation 9"),
)
visible_step = rule(
    "Contrastive divergence: step of the visible biases",
    next_bias,
    b + eta * (v - u),
    (visible_bias, state, again, rate),
    (
        Notation(r"b \leftarrow b + \eta (v - v')", primed[:1]),
        Notation(r"b \leftarrow b + \eta (v - \tilde{v})", tilde[:1]),
    ),
    learning,
    "up with the data, down with what the machine makes of it",
    Source(hinton, "section 2"),
)
hidden_step = rule(
    "Contrastive divergence: step of the hidden biases",
    next_hidden,
    c + eta * (h - g),
    (hidden_bias, code, code_again, rate),
    (
        Notation(r"c \leftarrow c + \eta (h - h')", primed[1:]),
        Notation(r"c \leftarrow c + \eta (h - \tilde{h})", tilde[1:]),
    ),
    learning,
    "up with the data, down with what the machine makes of it",
    Source(hinton, "section 2"),
)

units = Size("N", "units of the network", smallest=2, largest=3)
patterns = Size("P", "patterns", largest=3)
N, P = units.symbol, patterns.symbol
mu = bound_index("mu")
first, second = free_index("r", units), free_index("q", units)
r, q = first.symbol, second.symbol
couplings = Quantity("w", "couplings", shape=(units, units))
stored = Quantity("xi", "patterns, one in each row", shape=(patterns, units), domain=SIGN)
spins = Quantity("s", "states of the units", shape=(units,), domain=SIGN)
thresholds = Quantity("theta", "thresholds", shape=(units,))
coupling = Quantity("w", "coupling of two units")
spin = Quantity("x", "state of the unit after its update")
w, xi, s, theta = couplings.symbol, stored.symbol, spins.symbol, thresholds.symbol
network = ("hopfield", "hebb", "associative memory", "attractor network", "spin")
capitals = (("W", "w"),)
hebb = rule(
    "Hebb's rule of a Hopfield network: coupling of two units, by the number of units",
    coupling,
    Sum(at(xi, mu, r) * at(xi, mu, q), (mu, 1, P)) / N,
    (stored, first, second),
    (
        Notation(r"w_{rq} = \frac{1}{N} \sum_{\mu=1}^P \xi_r^\mu \xi_q^\mu", (("w_rq", "w"),)),
        Notation(r"W_{ij} = \frac{1}{N} \sum_{\mu=1}^P \xi_i^\mu \xi_j^\mu", (("i", "r"), ("j", "q"), ("W_ij", "w"))),
        Notation(r"w_{ij} = \frac{1}{N} \sum_\mu \xi_i^{(\mu)} \xi_j^{(\mu)}", (("i", "r"), ("j", "q"), ("w_ij", "w"))),
    ),
    network,
    "the mean product over the patterns, by the number of units",
    Source(hertz, "equation 2.9"),
)
hebb_sum = rule(
    "Hebb's rule of a Hopfield network: coupling of two units, summed",
    coupling,
    Sum(at(xi, mu, r) * at(xi, mu, q), (mu, 1, P)),
    (stored, first, second),
    (
        Notation(r"w_{ij} = \sum_{\mu=1}^P \xi_i^\mu \xi_j^\mu", (("i", "r"), ("j", "q"), ("w_ij", "w"))),
        Notation(r"W_{ij} = \sum_{\mu=1}^P x_i^{(\mu)} x_j^{(\mu)}",
                 (("i", "r"), ("j", "q"), ("W_ij", "w"), ("x", "xi"))),
    ),
    network,
    "the products of all patterns",
    Source("Hopfield 1982, Neural Networks and Physical Systems with Emergent Collective Abilities", "equation 2"),
)  # fmt: skip
pairs = Sum(at(w, i, j) * at(s, i) * at(s, j), (j, 1, N), (i, 1, N))
network_energy = replace(
    rule(
        "Energy of a Hopfield network without biases",
        named,
        -half * pairs,
        (couplings, spins),
        (
            *written(
                r"E = -\frac{1}{2} \sum_{i=1}^N \sum_{j=1}^N w_{ij} s_i s_j",
                r"E(s) = -\frac{1}{2} \sum_{i,j} w_{ij} s_i s_j",
            ),
            Notation(r"E(s) = -\frac{1}{2} s^\top W s", capitals),
            Notation(r"H = -\frac{1}{2} \sum_{i,j} J_{ij} S_i S_j", (("J", "w"), ("S", "s"))),
        ),
        (*network, "ising", "energy"),
        "all pairs, with a minus",
        Source(hertz, "equation 2.18"),
    ),
    survivors=(("the subscripts of w[i, j] swap", "both units of a pair enter alike"),),
)
asynchronous = rule(
    "Update of one unit of a Hopfield network",
    spin,
    sign(Sum(at(w, r, j) * at(s, j), (j, 1, N))),
    (couplings, spins, first),
    (
        Notation(r"s_r \leftarrow \operatorname{sign}\left(\sum_{j=1}^N w_{rj} s_j\right)"),
        Notation(r"s_i \leftarrow \operatorname{sgn}\left(\sum_j W_{ij} s_j\right)", (("i", "r"), *capitals)),
        Notation(r"S_i := \operatorname{sgn}\left(\sum_j w_{ij} S_j\right)", (("i", "r"), ("S", "s"))),
    ),
    network,
    "the sign of its field",
    Source(hertz, "equation 2.3"),
)
with_threshold = rule(
    "Update of one unit of a Hopfield network with thresholds",
    spin,
    sign(Sum(at(w, r, j) * at(s, j), (j, 1, N)) - at(theta, r)),
    (couplings, spins, thresholds, first),
    (
        Notation(r"s_r \leftarrow \operatorname{sign}\left(\sum_{j=1}^N w_{rj} s_j - \theta_r\right)"),
        Notation(r"S_i := \operatorname{sgn}\left(\sum_j w_{ij} S_j - \theta_i\right)", (("i", "r"), ("S", "s"))),
    ),
    network,
    "the sign of its field",
    Source(hertz, "equation 2.1"),
)

TOPIC = Topic(
    "Boltzmann machines and Hopfield networks",
    formulas=(
        energy,
        hidden_chance,
        visible_chance,
        free_energy,
        contrastive,
        visible_step,
        hidden_step,
        hebb,
        hebb_sum,
        network_energy,
        asynchronous,
        with_threshold,
    ),
)
