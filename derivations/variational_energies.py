"""The variational free energy, the negative lower bound on the evidence: as loss, with the divergence as a name.

Latent values are counted: Q holds their probabilities, J the joint probabilities with the observation.
"""

from __future__ import annotations

from sympy import log

from derivations.evidence_splits import (
    J,
    Q,
    as_function,
    as_number,
    blei,
    bumps,
    chosen,
    code,
    evidence,
    hills,
    joint,
    latent,
    law,
    mass,
    observed,
    of_code,
    of_pair,
    p,
    pair,
    q,
    r,
    summed,
    table,
    x,
    z,
)
from derivations.operators import at, mean
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import Quantity, Source, Topic

friston = "Friston 2010, The free-energy principle: a unified brain theory?"
energy = Quantity("F", "variational free energy", value=summed(at(Q, r) * log(at(Q, r) / at(J, r))))
F, D = energy.symbol, as_number.symbol
words = ("variational free energy", "free energy", "negative elbo", "variational inference", "evidence")
names = (("calF", "F"), ("KL", "D"))
losses = (("calL", "F"), ("KL", "D"))
parts = (evidence, energy, as_number, joint, chosen)
split = identity(
    "The log-evidence is the divergence from the posterior less the free energy",
    log(p),
    (
        (
            summed(at(Q, r) * (log(at(Q, r) * mass / at(J, r)) - log(at(Q, r) / at(J, r)))),
            "the probabilities of the latent values add up to 1",
        ),
        (D - F, "split the sum"),
    ),
    parts,
    written(
        r"\log p(x) = -\mathcal{F}(q) + \mathrm{KL}(q \| p)",
        r"\log p(x) = \mathrm{KL}(q \| p) - \mathcal{F}(q)",
        letters=names,
    )
    + written(r"\log p(x) = \mathrm{KL}(q \| p) - F(q)", letters=(("KL", "D"),))
    + written(r"\log p(x) = \mathrm{KL}(q \| p) - \mathcal{L}(q)", letters=losses),
    words,
    Source(friston, "box 1"),
)
at_code = as_function.symbol(of_code.symbol(latent.symbol), p)
energy_by_divergence = identity(
    "The free energy is the divergence from the posterior less the log-evidence",
    F,
    (
        (summed(at(Q, r) * (log(at(Q, r) * mass / at(J, r)) - log(mass))), "multiply and divide by the evidence"),
        (at_code - log(p), "the probabilities of the latent values add up to 1"),
    ),
    (evidence, energy, as_function, of_code, latent, joint, chosen),
    written(
        r"\mathcal{F}(q) = \mathrm{KL}(q(z) \| p(z|x)) - \log p(x)",
        r"\mathcal{F} = -\log p(x) + \mathrm{KL}(q(z) \| p(z|x))",
        letters=names,
    )
    + written(r"F = \mathrm{KL}(q(z) \| p(z|x)) - \log p(x)", letters=(("KL", "D"),))
    + written(r"\mathcal{L}(q) = \mathrm{KL}(q(z) \| p(z|x)) - \log p(x)", letters=losses),
    words,
    Source(friston, "box 1"),
)
named = Quantity("F", "variational free energy")
by_sum = rule(
    "Variational free energy as a sum over the latent values",
    named,
    summed(q(r) * log(q(r) / of_pair.symbol(x, r))),
    (table, chosen, of_pair, joint, observed),
    written(
        r"F(q) = \sum_z q(z) \log \frac{q(z)}{p(x, z)}",
        r"F(q) = \sum_z q(z) \log q(z) - \sum_z q(z) \log p(x, z)",
    )
    + written(r"\mathcal{F}(q) = \sum_z q(z) \log \frac{q(z)}{p(x, z)}", letters=(("calF", "F"),)),
    words,
    "the mean log-ratio of the chosen law and the joint",
    Source(friston, "box 1"),
)
by_mean = rule(
    "Variational free energy as a mean over the latent values",
    named,
    mean(log(law.symbol(z))) - mean(log(pair.symbol(x, z))),
    (pair, bumps[0], law, hills[1], observed, code),
    written(
        r"F(q) = \mathbb{E}_q[\log q(z)] - \mathbb{E}_q[\log p(x, z)]",
        r"F(q) = \mathbb{E}_q[\log q(z) - \log p(x, z)]",
    )
    + written(
        r"\mathcal{F}(q) = \mathbb{E}_{q(z)}\left[\log \frac{q(z)}{p(x, z)}\right]", letters=(("calF", "F"),)
    )
    + written(r"\mathcal{L}(q) = \mathbb{E}_{q(z)}[\log q(z) - \log p(x, z)]", letters=(("calL", "F"),)),
    words,
    "the mean log-ratio of the density of the code and the joint density",
    Source(blei, "section 2.2"),
)

TOPIC = Topic("Variational free energy", formulas=(split, energy_by_divergence, by_sum, by_mean))
