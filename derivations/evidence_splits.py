"""The evidence as lower bound and divergence, with both as names; the bound by the law of the code, in each form.

Latent values are counted: q holds their probabilities, J the joint probabilities with the observation. In means the
latent value is a random vector, and the densities are positive functions.
"""

from __future__ import annotations

from typing import Any

from sympy import Lambda, MatrixSymbol, Sum, log, symbols

from derivations.operators import at, mean
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    SIMPLEX,
    Formula,
    Law,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
)

Letters = tuple[tuple[str, str], ...]
bishop = "Bishop, Pattern Recognition and Machine Learning"
blei = "Blei, Kucukelbir and McAuliffe 2017, Variational inference: a review for statisticians"
values = Size("k", "latent values", largest=3)
k = values.symbol
r, c, e = bound_index("r c e")
joint = Quantity("J", "joint probabilities of observation and latent value", shape=(values,), domain=POSITIVE)
chosen = Quantity("Q", "probabilities of the latent values", shape=(values,), domain=SIMPLEX)
J, Q = joint.symbol, chosen.symbol


def summed(body: Any) -> Any:
    """The sum over the latent values."""
    return Sum(body, (r, 1, k))


mass = summed(at(J, r))
apart = summed(at(Q, r) * log(at(Q, r) * mass / at(J, r)))
below = summed(at(Q, r) * log(at(J, r) / at(Q, r)))
evidence = Quantity("p", "evidence", value=mass)
bound = Quantity("L", "lower bound", value=below)
p, L = evidence.symbol, bound.symbol
words = ("elbo", "evidence lower bound", "lower bound", "variational", "vae", "em algorithm",
         "expectation maximization", "expectation-maximization")  # fmt: skip
both = "the logarithms of joint over q, and of q over the posterior, add up to that of the evidence"
codes, numbers = Size("c", "entries of the code", largest=2), Size("d", "entries of the observation", largest=2)
latent = Quantity("z", "the code", shape=(codes,))
observed = Quantity("x", "the observation", shape=(numbers,))
first, second = symbols("a b", real=True)
as_function = Quantity("D", "divergence of the first law from the second", value=Lambda((first, second), apart))
as_number = Quantity("D", "divergence of the chosen law from the posterior", value=apart)
of_code = Quantity("q", "density of the code", arguments=((codes,),))
of_both = Quantity("q", "density of the code, the observation given", arguments=((codes,), (numbers,)))


def splits(
    name: str,
    D: Any,
    quantities: tuple[Quantity, ...],
    kl: str,
    others: tuple[str, ...],
    names: tuple[tuple[str, str], ...],
) -> tuple[Formula, Formula, Formula]:
    """The evidence, the lower bound and the divergence, each by the two others."""
    parts = (evidence, bound, *quantities, joint, chosen)

    def spelled(pattern: str) -> tuple[Notation, ...]:
        """The relation with each name of the bound."""
        found: tuple[Notation, ...] = ()
        for other in others:
            letter = "ELBO" if "ELBO" in other else "calL"
            for evidence_name in (r"\log p(x)", r"\ln p(X)") if "(q)" in other else (r"\log p(x)",):
                text = pattern.replace("<L>", other).replace("<KL>", kl).replace("<p>", evidence_name)
                found += written(text, letters=((letter, "L"), *names))
        return found

    return (
        identity(
            f"The log-evidence is the lower bound and the divergence from the posterior, {name}",
            log(p),
            (
                (summed(at(Q, r) * log(mass)), "the probabilities of the latent values add up to 1"),
                (
                    summed(at(Q, r) * (log(at(J, r) / at(Q, r)) + log(at(Q, r) * mass / at(J, r)))),
                    "multiply and divide by the joint and by q",
                ),
                (L + D, both),
            ),
            parts,
            (*spelled("<p> = <L> + <KL>"), *spelled("<p> = <KL> + <L>")),
            words,
            Source(bishop, "equation 9.70"),
        ),
        identity(
            f"The lower bound is the log-evidence less the divergence from the posterior, {name}",
            L,
            (
                (summed(at(Q, r) * (log(mass) - log(at(Q, r) * mass / at(J, r)))), "divide by the posterior"),
                (log(p) - D, "the probabilities of the latent values add up to 1"),
            ),
            parts,
            (*spelled("<L> = <p> - <KL>"), *spelled("<L> = -<KL> + <p>")),
            words,
            Source(blei, "equation 14"),
        ),
        identity(
            f"The divergence from the posterior is the log-evidence less the lower bound, {name}",
            D,
            (
                (summed(at(Q, r) * (log(mass) - log(at(J, r) / at(Q, r)))), "split the logarithm"),
                (log(p) - L, "the probabilities of the latent values add up to 1"),
            ),
            parts,
            (*spelled("<KL> = <p> - <L>"), *spelled("<KL> = -<L> + <p>")),
            words,
            Source(blei, "section 2.2"),
        ),
    )


split, remainder, gap = splits(
    "as names",
    as_number.symbol,
    (as_number,),
    r"\mathrm{KL}(q \| p)",
    (r"\mathcal{L}(q)", r"\mathcal{L}(q, \theta)", r"\text{ELBO}"),
    (("KL", "D"),),
)
split_by_code, remainder_by_code, gap_by_code = splits(
    "by the density of the code",
    as_function.symbol(of_code.symbol(latent.symbol), p),
    (as_function, of_code, latent),
    r"\mathrm{KL}(q(z) \| p(z|x))",
    (r"\mathcal{L}(q)", r"\text{ELBO}(q)"),
    (("KL", "D"),),
)
split_by_both, remainder_by_both, gap_by_both = splits(
    "by the density of the code, the observation given",
    as_function.symbol(of_both.symbol(latent.symbol, observed.symbol), p),
    (as_function, of_both, latent, observed),
    r"D_{KL}(q_\phi(z|x) \| p(z|x))",
    (r"\mathcal{L}(\theta, \phi; x)", r"\text{ELBO}"),
    (("D_KL", "D"), ("q_phi", "q")),
)

table = Quantity("q", "law of the latent value", value=Lambda((c,), at(Q, c)))
X = MatrixSymbol("X", numbers.symbol, 1)
of_pair = Quantity("p", "joint probability of observation and latent value", value=Lambda((X, c), at(J, c)))
q, x = table.symbol, observed.symbol
value = Quantity("L", "lower bound")
by_sum = rule(
    "Lower bound on the evidence as a sum over the latent values",
    value,
    summed(q(r) * log(of_pair.symbol(x, r) / q(r))),
    (table, chosen, of_pair, joint, observed),
    written(
        r"\mathcal{L}(q) = \sum_z q(z) \log \frac{p(x, z)}{q(z)}",
        r"\mathcal{L}(q, \theta) = \sum_z q(z) \ln \frac{p(x, z)}{q(z)}",
        r"\mathcal{L}(q) = \sum_{z} q(z) \log p(x, z) - \sum_z q(z) \log q(z)",
        letters=(("calL", "L"),),
    ),
    words,
    "the mean log-ratio of the joint and the chosen law",
    Source(bishop, "equation 9.71"),
)
number = Quantity("theta", "parameter")
evidence_by_parameter = Quantity("p", "evidence", value=Lambda((X, e), mass))
with_parameter = Quantity("p", "joint probability of observation and latent value", value=Lambda((X, c, e), at(J, c)))
by_sum_with_parameter = rule(
    "Lower bound on the evidence as a sum over the latent values, with the parameter",
    value,
    summed(q(r) * log(with_parameter.symbol(x, r, number.symbol) / q(r))),
    (table, chosen, with_parameter, joint, observed, number),
    written(
        r"\mathcal{L}(q, \theta) = \sum_Z q(Z) \ln \frac{p(X, Z | \theta)}{q(Z)}",
        r"\mathcal{L}(q, \theta) = \sum_Z q(Z) \ln p(X, Z | \theta) - \sum_Z q(Z) \ln q(Z)",
        letters=(("calL", "L"), ("X", "x")),
    )
    + written(r"J(Q, \theta) = \sum_z Q(z) \log \frac{p(x, z; \theta)}{Q(z)}", letters=(("J", "L"), ("Q", "q"))),
    words,
    "the mean log-ratio of the joint and the chosen law",
    Source(bishop, "equation 9.71"),
)
share = Quantity("P", "posterior of the latent values", shape=(values,), domain=SIMPLEX)
of_posterior = Quantity("p", "posterior of the latent value", value=Lambda((c, X, e), at(share.symbol, c)))
posterior_sum = rule(
    "Divergence of the chosen law from the posterior as a sum over the latent values",
    Quantity("D", "divergence"),
    -summed(q(r) * log(of_posterior.symbol(r, x, number.symbol) / q(r))),
    (table, chosen, of_posterior, share, observed, number),
    written(
        r"\mathrm{KL}(q \| p) = -\sum_Z q(Z) \ln \frac{p(Z | X, \theta)}{q(Z)}",
        r"\mathrm{KL}(q \| p) = \sum_Z q(Z) \ln \frac{q(Z)}{p(Z | X, \theta)}",
        letters=(("KL", "D"), ("X", "x")),
    ),
    words,
    "the mean log-ratio of the chosen law and the posterior",
    Source(bishop, "equation 9.72"),
)

Z = MatrixSymbol("Z", codes.symbol, 1)
code = Quantity("z", "a random code", shape=(codes,), law=Law("z"))
z = code.symbol
bumps = tuple(Quantity(name, "what shapes a density", arguments=((numbers,), (codes,))) for name in ("f_p", "f_q"))
hills = tuple(Quantity(name, "what shapes a density", arguments=((codes,),)) for name in ("g_p", "g_q"))
pair = Quantity("p", "joint density", value=Lambda((X, Z), 1 / (1 + bumps[0].symbol(X, Z) ** 2)))
law = Quantity("q", "density of the code", value=Lambda((Z,), 1 / (1 + hills[1].symbol(Z) ** 2)))
mean_joint = rule(
    "Lower bound on the evidence: mean log-joint less mean log-density of the code",
    value,
    mean(log(pair.symbol(x, z))) - mean(log(law.symbol(z))),
    (pair, bumps[0], law, hills[1], observed, code),
    written(
        r"\text{ELBO}(q) = \mathbb{E}_q[\log p(x, z)] - \mathbb{E}_q[\log q(z)]",
        r"\text{ELBO} = \mathbb{E}_{q(z)}[\log p(x, z) - \log q(z)]",
        letters=(("ELBO", "L"),),
    )
    + written(
        r"\mathcal{L}(q) = \mathbb{E}_{q(z)}[\log p(x, z)] - \mathbb{E}_{q(z)}[\log q(z)]",
        r"\mathcal{L}(q) = \mathbb{E}_q\left[\log \frac{p(x, z)}{q(z)}\right]",
        letters=(("calL", "L"),),
    ),
    words,
    "the mean log-ratio of the joint density and that of the code",
    Source(blei, "equation 13"),
)
split_by_parameter = identity(
    "The log-evidence by its parameter is the lower bound and the divergence from the posterior",
    log(evidence_by_parameter.symbol(observed.symbol, number.symbol)),
    (
        (summed(at(Q, r) * log(mass)), "the probabilities of the latent values add up to 1"),
        (L + as_number.symbol, both),
    ),
    (evidence_by_parameter, bound, as_number, joint, chosen, observed, number),
    written(
        r"\ln p(X | \theta) = \mathcal{L}(q, \theta) + \mathrm{KL}(q \| p)",
        r"\log p(X | \theta) = \mathrm{KL}(q \| p) + \mathcal{L}(q, \theta)",
        letters=(("calL", "L"), ("KL", "D"), ("X", "x")),
    ),
    words,
    Source(bishop, "equation 9.70"),
)

TOPIC = Topic(
    "The evidence as bound and divergence",
    formulas=(
        split,
        remainder,
        gap,
        split_by_code,
        remainder_by_code,
        gap_by_code,
        split_by_both,
        remainder_by_both,
        gap_by_both,
        by_sum,
        by_sum_with_parameter,
        posterior_sum,
        mean_joint,
        split_by_parameter,
    ),
)
