"""Densities by energies: Boltzmann's distribution, its normaliser, free energies, machines with hidden units.

States are counted, E(x) is the energy of a state; the energy of a pair of visible and hidden state has both as
arguments. A stochastic unit is on with the logistic probability of the energy that it saves.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import Lambda, Sum, exp, log, symbols, tanh

from derivations.operators import at, dot, gradient, row, sigmoid, softplus, vector_sum
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    BIT,
    POSITIVE,
    SIMPLEX,
    Formula,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
    interval,
)

lecun = "LeCun et al. 2006, A Tutorial on Energy-Based Learning"
hinton = "Hinton 2012, A Practical Guide to Training Restricted Boltzmann Machines"
goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
mackay = "MacKay, Information Theory, Inference, and Learning Algorithms"
states = Size("n", "states", largest=3)
n = states.symbol
k, r, c, e = bound_index("k r c e")
here = free_index("x", states)
x = here.symbol
levels = Quantity("U", "energies of the states", shape=(states,))
U = levels.symbol
energy = Quantity("E_theta", "energy of a state", value=Lambda((c,), at(U, c)))
E = energy.symbol
partition = Sum(exp(-E(k)), (k, 1, n))
normaliser = Quantity("Z", "normaliser")
given_normaliser = Quantity("Z", "normaliser", domain=POSITIVE)
u = symbols("u", real=True)
setting = Quantity("theta", "parameter")
bump = Quantity("b", "what shapes the normaliser", arguments=((),))
of_parameter = Quantity("Z", "normaliser", value=Lambda((u,), exp(bump.symbol(u))))
chance = Quantity("p", "probability of the state")
words = ("energy", "energy-based", "boltzmann", "gibbs distribution", "partition function", "ebm")
bare = (("E", "E_theta"),)
density = rule(
    "Density of an energy-based model",
    chance,
    exp(-E(x)) / of_parameter.symbol(setting.symbol),
    (energy, levels, of_parameter, bump, setting, here),
    written(
        r"p_\theta(x) = \frac{e^{-E_\theta(x)}}{Z(\theta)}",
        r"p_\theta(x) = \frac{\exp(-E_\theta(x))}{Z(\theta)}",
        r"p_\theta(x) = \frac{1}{Z(\theta)} \exp(-E_\theta(x))",
        letters=(("p_theta", "p"),),
    )
    + written(r"p_\theta(x) = \frac{\exp(-E_\theta(x))}{Z_\theta}", letters=(("p_theta", "p"), ("Z_theta", "Z")))
    + written(r"p(x) = \frac{1}{Z} e^{-E(x)}", r"p(x) = \frac{\exp(-E(x))}{Z}", letters=bare),
    words,
    "the lower the energy, the more probable the state",
    Source(lecun, "section 1.3"),
)
total = rule(
    "Partition function of an energy-based model",
    normaliser,
    partition,
    (energy, levels),
    written(
        r"Z(\theta) = \sum_x e^{-E_\theta(x)}",
        r"Z(\theta) = \sum_{x} \exp(-E_\theta(x))",
    )
    + written(r"Z_\theta = \sum_{x} \exp(-E_\theta(x))", letters=(("Z_theta", "Z"),))
    + written(r"Z = \sum_x e^{-E(x)}", r"Z = \sum_{x'} \exp(-E(x'))", letters=bare),
    words,
    "so that the probabilities add up to 1",
    Source(goodfellow, "section 16.2.3"),
)
probability = Quantity("p_theta", "probability of a state", value=Lambda((c,), exp(-at(U, c)) / partition))
sum_of_all = Quantity("Z", "normaliser", value=partition)
sum_by_parameter = Quantity("Z", "normaliser", value=Lambda((u,), partition))
p = probability.symbol
model = (probability, energy, levels)


def logarithms(name: str, Z: Any, quantities: tuple[Quantity, ...], letter: str, spelled: str) -> tuple[Formula, ...]:
    """The log-likelihood and its negative, with the normaliser under a name."""
    letters = ((letter, "Z"),) if letter != "Z" else ()
    return (
        identity(
            f"Negative log-likelihood of an energy-based model, {name}",
            -log(p(x)),
            ((-log(exp(-E(x)) / Z), "the density by its energy"), (E(x) + log(Z), "the logarithm of a quotient")),
            (*model, *quantities, here),
            written(
                rf"-\log p_\theta(x) = E_\theta(x) + \log {spelled}",
                rf"-\log p_\theta(x) = \log {spelled} + E_\theta(x)",
                letters=letters,
            ),
            ("likelihood", *words),
            Source(lecun, "section 1.3"),
        ),
        identity(
            f"Log-likelihood of an energy-based model, {name}",
            log(p(x)),
            ((log(exp(-E(x)) / Z), "the density by its energy"), (-E(x) - log(Z), "the logarithm of a quotient")),
            (*model, *quantities, here),
            written(
                rf"\log p_\theta(x) = -E_\theta(x) - \log {spelled}",
                rf"\ln p_\theta(x) = -\ln {spelled} - E_\theta(x)",
                letters=letters,
            ),
            ("likelihood", *words),
            Source(lecun, "section 1.3"),
        ),
    )


negative_by_parameter, log_by_parameter = logarithms(
    "the normaliser by the parameter",
    sum_by_parameter.symbol(setting.symbol),
    (sum_by_parameter, setting),
    "Z",
    r"Z(\theta)",
)
negative_log, log_likelihood = logarithms(
    "the normaliser as a number", sum_of_all.symbol, (sum_of_all,), "Z_theta", r"Z_\theta"
)

parameters = Size("m", "parameters", largest=2)
theta_quantity = Quantity("theta", "parameters", shape=(parameters,))
features = Quantity("T", "slopes of the energies, a row for each state", shape=(states, parameters))
theta, T = theta_quantity.symbol, features.symbol
moving = Quantity("E_theta", "energy of a state", value=Lambda((c,), dot(row(T, c), theta) + at(U, c)))
M = moving.symbol
moving_sum = Sum(exp(-M(k)), (k, 1, n))
moving_normaliser = Quantity("Z", "normaliser", value=moving_sum)
moving_chance = Quantity("p_theta", "probability of a state", value=Lambda((c,), exp(-M(c)) / moving_sum))
Y, q = moving_normaliser.symbol, moving_chance.symbol
slope_of_sum = identity(
    "Gradient of the log-partition function: minus the mean gradient of the energy",
    gradient(log(Y), theta),
    (
        (-1 / Y * vector_sum(exp(-M(r)) * gradient(M(r), theta), r, 1, n), "chain rule"),
        (-vector_sum(q(r) * gradient(M(r), theta), r, 1, n), "the weights are the probabilities"),
    ),
    (moving_normaliser, moving_chance, moving, features, levels, theta_quantity),
    written(
        r"\nabla_\theta \log Z(\theta) = -\sum_x p_\theta(x) \nabla_\theta E_\theta(x)",
        r"\nabla_\theta \log Z = -\sum_{x'} p_\theta(x') \nabla_\theta E_\theta(x')",
    ),
    ("gradient of the log-partition", *words),
    Source(goodfellow, "section 18.1"),
)
slope_of_likelihood = identity(
    "Gradient of the log-likelihood of an energy-based model: positive and negative phase",
    gradient(log(q(x)), theta),
    (
        (-gradient(M(x), theta) - gradient(log(Y), theta), "the logarithm of a quotient"),
        (
            -gradient(M(x), theta) + vector_sum(q(r) * gradient(M(r), theta), r, 1, n),
            "the gradient of the log-partition function",
        ),
    ),
    (moving_normaliser, moving_chance, moving, features, levels, theta_quantity, here),
    written(
        r"\nabla_\theta \log p_\theta(x) = -\nabla_\theta E_\theta(x) + \sum_{x'} p_\theta(x') "
        r"\nabla_\theta E_\theta(x')",
        r"\nabla_\theta \log p_\theta(x) = -\nabla_\theta E_\theta(x) - \nabla_\theta \log Z(\theta)",
        r"\nabla_\theta \log p_\theta(x) = -\nabla_\theta E_\theta(x) - \nabla_\theta \log Z",
    ),
    ("positive phase", "negative phase", "contrastive divergence", *words),
    Source(goodfellow, "section 18.1"),
)

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
spread = -Sum(at(w, k) * log(at(w, k)), (k, 1, n))
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
    "Densities by energies",
    formulas=(
        density,
        total,
        negative_by_parameter,
        log_by_parameter,
        negative_log,
        log_likelihood,
        slope_of_sum,
        slope_of_likelihood,
        tempered,
        cooled,
        variational,
        free,
        marginal,
        joint,
        free_by_inputs,
        on,
        mean_field,
    ),
)
