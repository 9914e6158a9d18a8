"""Lower bounds on the evidence by densities of input and code, with the divergence as a function of two laws.

q(z | x) is the law of the encoder, p(x | z) the density of the decoder, p(z) the prior. The divergence is that of two
laws with finitely many values; the mean is over any law of the code. L_K averages K weights p(x, z) / q(z | x), whose
mean is the evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Lambda, MatrixSymbol, Sum, Symbol, log

from derivations.operators import at, at_least, at_most, mean
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    SIMPLEX,
    Formula,
    Kind,
    Law,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
)

kingma = "Kingma and Welling 2014, Auto-encoding variational Bayes"
higgins = "Higgins et al. 2017, beta-VAE: Learning Basic Visual Concepts with a Constrained Variational Framework"
burda = "Burda, Grosse and Salakhutdinov 2016, Importance Weighted Autoencoders"
entries, codes = Size("D", "entries", largest=2), Size("c", "codes", largest=2)
X, Z = MatrixSymbol("X", entries.symbol, 1), MatrixSymbol("Z", codes.symbol, 1)
a = Symbol("a", real=True)
point = Quantity("x", "the input", shape=(entries,))
code = Quantity("z", "a random code", shape=(codes,), law=Law("z"))
x, z = point.symbol, code.symbol
shapes = tuple(Quantity(name, "what shapes a density", arguments=((entries,), (codes,))) for name in ("f_p", "f_q"))
decoder = Quantity("p_theta", "density by input and code", value=Lambda((X, Z), 1 / (1 + shapes[0].symbol(X, Z) ** 2)))
encoder = Quantity(
    "q", "density of the code, the input given", value=Lambda((Z, X), 1 / (1 + shapes[1].symbol(X, Z) ** 2))
)
values = Size("k", "values of the code", largest=3)
chosen = Quantity("e", "probabilities of the values under the encoder", shape=(values,), domain=SIMPLEX)
usual = Quantity("o", "probabilities of the values under the prior", shape=(values,), domain=SIMPLEX)
tables = (
    Quantity("q", "law of the code, the input given", shape=(values,), value=Lambda((Z, X), chosen.symbol)),
    Quantity("p", "prior law of the code", shape=(values,), value=Lambda((Z,), usual.symbol)),
    chosen,
    usual,
)
r = bound_index("r")
A, B = MatrixSymbol("A", values.symbol, 1), MatrixSymbol("B", values.symbol, 1)


def kullback_leibler(first: Any, second: Any) -> Any:
    """The divergence of one law of finitely many values from another."""
    return Sum(at(first, r) * log(at(first, r) / at(second, r)), (r, 1, values.symbol))


divergence = Quantity("K", "divergence of one law from another", value=Lambda((A, B), kullback_leibler(A, B)))
weight = Quantity("beta", "weight of the divergence", domain=POSITIVE)
loss = Quantity("L", "the bound or loss")
seen: Any = log(decoder.symbol(x, z))
apart = kullback_leibler(chosen.symbol, usual.symbol)
model = (decoder, shapes[0], *tables, divergence, point, code)
words = ("elbo", "evidence lower bound", "vae", "variational", "lower bound", "beta-vae", "β-vae", "evidence")
kl = (("q_phi", "q"), ("calL", "L"), ("D_KL", "K"))
E_CODE = r"\mathbb{E}_{q_\phi(z|x)}"
FIT = rf"{E_CODE}[\log p_\theta(x|z)]"
GAP = r"\mathrm{KL}(q_\phi(z|x) \| p(z))"
DKL = r"D_{KL}(q_\phi(z|x) \| p(z))"
split = rule(
    "Evidence lower bound: reconstruction less the divergence of the encoder's density from the prior's",
    loss,
    mean(seen) - apart,
    model,
    written(
        rf"\mathcal{{L}}(x) = {FIT} - {GAP}",
        rf"\mathcal{{L}}(\theta, \phi; x) = {FIT} - {DKL}",
        rf"\text{{ELBO}} = {FIT} - {DKL}",
        rf"\mathcal{{L}}(x) = -{GAP} + {FIT}",
        letters=(*kl, ("ELBO", "L")),
    ),
    words,
    "the mean log-likelihood, and what the code tells",
    Source(kingma, "equation 3"),
)
negative = rule(
    "Loss of a variational autoencoder: the negative lower bound by densities",
    loss,
    apart - mean(seen),
    model,
    written(
        rf"\mathcal{{L}}(x) = -{FIT} + {GAP}",
        rf"\mathcal{{L}}(\theta, \phi; x) = -{FIT} + {DKL}",
        rf"L = {DKL} - {FIT}",
        letters=kl,
    ),
    words,
    "turn all signs of the lower bound",
    Source(kingma, "equation 3"),
)
weighted = rule(
    "Lower bound of a beta-VAE, by densities",
    loss,
    mean(seen) - weight.symbol * apart,
    (*model, weight),
    written(
        rf"\mathcal{{L}}_\beta = {FIT} - \beta {GAP}",
        rf"\mathcal{{L}}(x) = {FIT} - \beta {DKL}",
        letters=(*kl, ("calL_beta", "L")),
    ),
    words,
    "the divergence counts more",
    Source(higgins, "equation 4"),
)
joint = rule(
    "Evidence lower bound by the joint density of input and code",
    loss,
    mean(seen - log(encoder.symbol(z, x))),
    (decoder, encoder, *shapes, point, code),
    written(
        rf"\mathcal{{L}}(x) = {E_CODE}[\log p_\theta(x, z) - \log q_\phi(z|x)]",
        rf"\mathcal{{L}}(\theta, \phi; x) = {E_CODE}\left[\log \frac{{p_\theta(x, z)}}{{q_\phi(z|x)}}\right]",
        letters=kl,
    ),
    words,
    "the mean log-ratio of the joint density and that of the encoder",
    Source(kingma, "equation 2"),
)
iwae = ("iwae", "importance weighted", "importance-weighted", *words)
more = Size("m", "weights of one code more", smallest=2, largest=2)
m = more.symbol
k, i = bound_index("k i")
sample = Quantity("w", "importance weights of one code more", shape=(more,), domain=POSITIVE, law=Law("w"))
w = sample.symbol
total = Sum(at(w, k), (k, 1, m))
of_more = mean(log(total / m))
of_one = mean(Sum(log(at(w, i)), (i, 1, m)) / m)
single = Quantity("L_1", "bound by one code", value=of_one)
fuller = Quantity("L_more", "bound by all codes", value=of_more)
evidence = Quantity("p_theta", "density of the input: the mean weight", value=Lambda((X,), mean(total / m)))


def derive_below() -> Iterator[Step]:
    """The mean of a weight is the evidence."""
    yield Step(log(mean(total / m)), because="Jensen's inequality for the logarithm", relation="<=")
    yield Step(log(evidence.symbol(x)), because="the mean weight is the density of the input")


below_evidence = Formula(
    title="The importance-weighted bound is at most the log-evidence",
    kind=Kind.BOUND,
    statement=at_most(fuller.symbol, log(evidence.symbol(x))),
    quantities=(fuller, evidence, sample, point),
    assumptions=(),
    notations=written(
        r"\mathcal{L}_K \leq \log p_\theta(x)",
        r"\mathcal{L}_{K+1} \leq \log p_\theta(x)",
        letters=(("calL_K", "L_more"), ("calL_K+1", "L_more")),
    ),
    words=iwae,
    derivation=derive_below,
    source=Source(burda, "theorem 1"),
)


def derive_evidence() -> Iterator[Step]:
    """The mean of logarithms is at most the logarithm of the mean."""
    yield Step(log(mean(Sum(at(w, i), (i, 1, m)) / m)), because="the mean weight is the density of the input")
    yield Step(single.symbol, because="Jensen's inequality for the logarithm", relation=">=")


evidence_bound = Formula(
    title="The log-evidence is at least its lower bound",
    kind=Kind.BOUND,
    statement=at_least(log(evidence.symbol(x)), single.symbol),
    quantities=(single, evidence, sample, point),
    assumptions=(),
    notations=written(
        r"\log p_\theta(x) \geq \mathcal{L}(x)",
        r"\log p_\theta(x) \geq \mathcal{L}(\theta, \phi; x)",
        r"\log p_\theta(x) \geq \text{ELBO}(x)",
        r"\log p_\theta(x) \geq \text{ELBO}",
        letters=(("calL", "L_1"), ("ELBO", "L_1")),
    ),
    words=words,
    derivation=derive_evidence,
    source=Source(kingma, "section 2.2"),
)

TOPIC = Topic(
    "Lower bounds on the evidence",
    formulas=(split, negative, weighted, joint, below_evidence, evidence_bound),
)
