"""Densities by energies: the normaliser, the log-likelihood and its gradient.

States are counted, E(x) is the energy of a state. Some authors write a score f, the negative energy.
"""

from __future__ import annotations

from typing import Any

from sympy import Lambda, Sum, exp, log, symbols

from derivations.operators import at, dot, gradient, row, vector_sum
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    Formula,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
)

lecun = "LeCun et al. 2006, A Tutorial on Energy-Based Learning"
song = "Song and Kingma 2021, How to Train Your Energy-Based Models"
goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
mackay = "MacKay, Information Theory, Inference, and Learning Algorithms"
states = Size("n", "states", largest=3)
n = states.symbol
k, r, c = bound_index("k r c")
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

worth = Quantity("f_theta", "negative energy of a state", value=Lambda((c,), at(U, c)))
f = worth.symbol
of_worths = Sum(exp(f(k)), (k, 1, n))
worth_words = ("unnormalized", "unnormalised", "log-potential", *words)
plain = (("f", "f_theta"),)
scored_density = rule(
    "Density of an energy-based model by a score, the negative energy",
    chance,
    exp(f(x)) / of_parameter.symbol(setting.symbol),
    (worth, levels, of_parameter, bump, setting, here),
    written(
        r"p_\theta(x) = \frac{e^{f_\theta(x)}}{Z(\theta)}",
        r"p_\theta(x) = \frac{1}{Z(\theta)} \exp(f_\theta(x))",
        letters=(("p_theta", "p"),),
    )
    + written(r"p(x) = \frac{1}{Z} \exp(f(x))", letters=plain),
    worth_words,
    "the higher the score, the more probable the state",
    Source(song, "section 2"),
)
scored_total = rule(
    "Partition function of an energy-based model by scores, the negative energies",
    normaliser,
    of_worths,
    (worth, levels),
    written(r"Z(\theta) = \sum_x e^{f_\theta(x)}", r"Z(\theta) = \sum_{x} \exp(f_\theta(x))")
    + written(r"Z = \sum_x e^{f(x)}", letters=plain),
    worth_words,
    "so that the probabilities add up to 1",
    Source(song, "section 2"),
)
scored_sum = Quantity("Z", "normaliser", value=Lambda((u,), of_worths))
scored_chance = Quantity("p_theta", "probability of a state", value=Lambda((c,), exp(at(U, c)) / of_worths))
scored_log = identity(
    "Log-likelihood of an energy-based model by a score, the negative energy",
    log(scored_chance.symbol(x)),
    (
        (log(exp(f(x)) / scored_sum.symbol(setting.symbol)), "the density by its score"),
        (f(x) - log(scored_sum.symbol(setting.symbol)), "the logarithm of a quotient"),
    ),
    (scored_chance, worth, levels, scored_sum, setting, here),
    written(
        r"\log p_\theta(x) = f_\theta(x) - \log Z(\theta)",
        r"\log p_\theta(x) = -\log Z(\theta) + f_\theta(x)",
    ),
    ("likelihood", *worth_words),
    Source(song, "section 2"),
)

moving_worth = Quantity("f_theta", "score of a state", value=Lambda((c,), dot(row(T, c), theta) + at(U, c)))
F = moving_worth.symbol
worth_sum = Sum(exp(F(k)), (k, 1, n))
worth_normaliser = Quantity("Z", "normaliser", value=worth_sum)
worth_chance = Quantity("p_theta", "probability of a state", value=Lambda((c,), exp(F(c)) / worth_sum))
worth_model = (worth_normaliser, worth_chance, moving_worth, features, levels, theta_quantity)
slope_of_worths = identity(
    "Gradient of the log-partition function: the mean gradient of the score",
    gradient(log(worth_normaliser.symbol), theta),
    (
        (1 / worth_sum * vector_sum(exp(F(r)) * gradient(F(r), theta), r, 1, n), "chain rule"),
        (vector_sum(worth_chance.symbol(r) * gradient(F(r), theta), r, 1, n), "the weights are the probabilities"),
    ),
    worth_model,
    written(
        r"\nabla_\theta \log Z(\theta) = \sum_x p_\theta(x) \nabla_\theta f_\theta(x)",
        r"\nabla_\theta \log Z = \sum_{x'} p_\theta(x') \nabla_\theta f_\theta(x')",
    ),
    worth_words,
    Source(song, "section 2.1"),
)
scored_slope = identity(
    "Gradient of the log-likelihood of an energy-based model by scores: positive and negative phase",
    gradient(log(worth_chance.symbol(x)), theta),
    (
        (gradient(F(x), theta) - gradient(log(worth_normaliser.symbol), theta), "the logarithm of a quotient"),
        (
            gradient(F(x), theta) - vector_sum(worth_chance.symbol(r) * gradient(F(r), theta), r, 1, n),
            "the gradient of the log-partition function",
        ),
    ),
    (*worth_model, here),
    written(
        r"\nabla_\theta \log p_\theta(x) = \nabla_\theta f_\theta(x) - \sum_{x'} p_\theta(x') "
        r"\nabla_\theta f_\theta(x')",
        r"\nabla_\theta \log p_\theta(x) = \nabla_\theta f_\theta(x) - \nabla_\theta \log Z(\theta)",
    ),
    ("positive phase", "negative phase", "contrastive divergence", *worth_words),
    Source(song, "section 2.1"),
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
        scored_density,
        scored_total,
        scored_log,
        slope_of_worths,
        scored_slope,
    ),
)
