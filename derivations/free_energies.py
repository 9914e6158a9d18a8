"""Free energies and Boltzmann's distribution at a temperature; machines with hidden units, stochastic units, magnets.

States are counted; the energy of a pair of a visible and a hidden state has both as arguments. A stochastic unit is on
with the logistic probability of the energy that it saves.
"""

from __future__ import annotations

from fractions import Fraction

from sympy import Lambda, Sum, exp, log, tanh

from derivations.energy_densities import U, c, chance, given_normaliser, here, k, levels, mackay, n, r, states, words, x
from derivations.operators import at, sigmoid, softplus
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    BIT,
    POSITIVE,
    SIMPLEX,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
    interval,
)

hinton = "Hinton 2012, A Practical Guide to Training Restricted Boltzmann Machines"
e = bound_index("e")
temperature = Quantity("T", "temperature", domain=interval(Fraction(1, 4), 4))
t = temperature.symbol
tempered = rule(
    "Boltzmann distribution at a temperature",
    chance,
    exp(-at(U, x) / t) / Sum(exp(-at(U, k) / t), (k, 1, n)),
    (levels, temperature, here),
    written(
        r"p_i = \frac{e^{-E_i / T}}{\sum_j e^{-E_j / T}}",
        r"p_i = \frac{\exp(-E_i / T)}{\sum_{j=1}^n \exp(-E_j / T)}",
        r"P_i = \frac{e^{-\frac{E_i}{T}}}{\sum_j e^{-\frac{E_j}{T}}}",
        letters=(("E", "U"), ("i", "x")),
    ),
    ("temperature", *words),
    "the lower the energy, the more probable the state",
    Source(mackay, "chapter 31"),
)
inverse = Quantity("beta", "inverse temperature", domain=POSITIVE)
cooled = rule(
    "Boltzmann distribution at an inverse temperature",
    chance,
    exp(-inverse.symbol * at(U, x)) / Sum(exp(-inverse.symbol * at(U, k)), (k, 1, n)),
    (levels, inverse, here),
    written(
        r"p_i = \frac{e^{-\beta E_i}}{\sum_j e^{-\beta E_j}}",
        r"p_i = \frac{\exp(-\beta E_i)}{\sum_{j=1}^n \exp(-\beta E_j)}",
        letters=(("E", "U"), ("i", "x")),
    ),
    ("temperature", *words),
    "the lower the energy, the more probable the state",
    Source(mackay, "chapter 31"),
)
weights = Quantity("p", "probabilities of the states", shape=(states,), domain=SIMPLEX)
w = weights.symbol
free_energy = Quantity("F", "free energy")
variational = rule(
    "Free energy of any distribution: mean energy less temperature times entropy",
    free_energy,
    Sum(at(w, k) * at(U, k), (k, 1, n)) + t * Sum(at(w, k) * log(at(w, k)), (k, 1, n)),
    (weights, levels, temperature),
    written(
        r"F = \sum_i p_i E_i + T \sum_i p_i \log p_i",
        r"F = \sum_{i=1}^n p_i E_i + T \sum_{i=1}^n p_i \ln p_i",
        letters=(("E", "U"),),
    ),
    ("free energy", "helmholtz", *words),
    "mean energy, less what the entropy is worth",
    Source(mackay, "section 33.1"),
)

visible = free_index("v", states)
v = visible.symbol
hidden_states = Size("m", "states of the hidden units", largest=2)
table = Quantity("L", "energies of the pairs", shape=(states, hidden_states))
pair = Quantity("E", "energy of a pair", value=Lambda((c, e), at(table.symbol, c, e)))
V = pair.symbol
over_hidden = Sum(exp(-V(v, r)), (r, 1, hidden_states.symbol))
hidden_words = ("hidden units", "hidden variables", "restricted boltzmann", "rbm", *words)
free = rule(
    "Free energy of a visible state",
    free_energy,
    -log(over_hidden),
    (pair, table, visible),
    written(r"F(v) = -\log \sum_h e^{-E(v, h)}", r"F(v) = -\log \sum_{h} \exp(-E(v, h))")
    + written(r"\mathcal{F}(x) = -\log \sum_h e^{-E(x, h)}", letters=(("calF", "F"), ("x", "v"))),
    ("free energy", *hidden_words),
    "the energy whose exponential adds up the hidden states",
    Source("Bengio 2009, Learning Deep Architectures for AI", "section 5.1"),
)
marginal = rule(
    "Probability of a visible state: the sum over the hidden ones",
    chance,
    over_hidden / given_normaliser.symbol,
    (pair, table, visible, given_normaliser),
    written(
        r"p(v) = \frac{1}{Z} \sum_h e^{-E(v, h)}",
        r"p(v) = \sum_h \frac{e^{-E(v, h)}}{Z}",
        r"P(v) = \frac{1}{Z} \sum_{h} \exp(-E(v, h))",
    ),
    hidden_words,
    "sum rule",
    Source(hinton, "section 2"),
)
hidden = free_index("h", hidden_states)
joint = rule(
    "Probability of a visible and a hidden state by their energy",
    chance,
    exp(-V(v, hidden.symbol)) / given_normaliser.symbol,
    (pair, table, visible, hidden, given_normaliser),
    written(
        r"p(v, h) = \frac{1}{Z} e^{-E(v, h)}",
        r"p(v, h) = \frac{e^{-E(v, h)}}{Z}",
        r"P(v, h) = \frac{1}{Z} \exp(-E(v, h))",
    ),
    hidden_words,
    "the lower the energy, the more probable the pair",
    Source(hinton, "section 2"),
)

units = Size("d", "visible units", largest=3)
others = Size("m", "hidden units", largest=2)
seen = Quantity("v", "visible units", shape=(units,), domain=BIT)
offsets = Quantity("a", "biases of the visible units", shape=(units,))
raw = Quantity("x", "inputs of the hidden units", shape=(others,))
free_by_inputs = rule(
    "Free energy of a restricted Boltzmann machine by the inputs of its hidden units",
    free_energy,
    -Sum(at(seen.symbol, k) * at(offsets.symbol, k), (k, 1, units.symbol))
    - Sum(softplus(at(raw.symbol, r)), (r, 1, others.symbol)),
    (seen, offsets, raw),
    written(
        r"F(v) = -\sum_i v_i a_i - \sum_j \log(1 + e^{x_j})",
        r"F(v) = -\sum_{i} a_i v_i - \sum_{j} \log(1 + \exp(x_j))",
        r"F(v) = -a^\top v - \sum_j \log(1 + e^{x_j})",
    ),
    ("free energy", *hidden_words),
    "each hidden unit adds both of its states",
    Source(hinton, "section 16.1"),
)
saved = Quantity("g", "energy that the unit saves when it is on")
on = rule(
    "Probability that a stochastic binary unit is on, by the energy that it saves",
    chance,
    sigmoid(saved.symbol / t),
    (saved, temperature),
    written(
        r"p_i = \frac{1}{1 + e^{-\Delta E_i / T}}",
        r"p_i = \frac{1}{1 + \exp(-\Delta E_i / T)}",
        r"P(s_i = 1) = \frac{1}{1 + e^{-\Delta E_i / T}}",
        letters=(("E_Delta_i", "g"),),
    )
    + written(
        r"P(s_i = 1) = \sigma\left(\frac{g_i}{T}\right)",
        letters=(("g_i", "g"),),
    ),
    ("boltzmann machine", "stochastic unit", "energy gap", "temperature"),
    "Boltzmann's distribution of two states",
    Source(mackay, "section 43.1"),
)
cost = Quantity("g", "energy that the unit costs when it is on")
on_by_cost = rule(
    "Probability that a stochastic binary unit is on, by the energy that it costs",
    chance,
    sigmoid(-cost.symbol / t),
    (cost, temperature),
    written(
        r"P(s_i = 1) = \frac{1}{1 + e^{\Delta E_i / T}}",
        r"p_i = \frac{1}{1 + \exp(\Delta E_i / T)}",
        letters=(("E_Delta_i", "g"),),
    ),
    ("boltzmann machine", "stochastic unit", "energy gap", "temperature"),
    "Boltzmann's distribution of two states",
    Source(mackay, "section 43.1"),
)
strength, field, magnet = Quantity("J", "strength"), Quantity("h", "field"), Quantity("m", "magnetisation")
mean_field = rule(
    "Mean-field equation of a magnet",
    Quantity("v", "magnetisation"),
    tanh(inverse.symbol * (strength.symbol * magnet.symbol + field.symbol)),
    (inverse, strength, field, magnet),
    written(
        r"m = \tanh(\beta (J m + h))",
        r"m = \tanh[\beta (h + J m)]",
        r"m = \tanh(\beta J m + \beta h)",
    ),
    ("mean field", "mean-field", "ising", "magneti"),
    "each spin sees the mean of the others",
    Source(mackay, "section 33.2"),
)

TOPIC = Topic(
    "Free energies",
    formulas=(
        tempered,
        cooled,
        variational,
        free,
        marginal,
        joint,
        free_by_inputs,
        on,
        on_by_cost,
        mean_field,
    ),
)
