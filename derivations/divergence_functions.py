"""Divergences as functions of two distributions: D_KL(p ‖ q), D_JS(p ‖ q), f-divergences, and the value of a GAN.

The same written out as sums stands in `information`, `divergences`, `distances` and `adversarial_networks`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Integer, Lambda, MatrixSymbol, Rational, Sum, log, symbols

from derivations.operators import at, at_least, at_most
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    SIMPLEX,
    UNIT,
    Formula,
    Kind,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
)

cover = "Cover and Thomas, Elements of Information Theory"
goodfellow = "Goodfellow et al. 2014, Generative adversarial nets"
lin = "Lin 1991, Divergence measures based on the Shannon entropy"
half = Rational(1, 2)
outcomes = Size("n", "outcomes", largest=4)
n = outcomes.symbol
i = bound_index("i")
first = Quantity("p", "a distribution", shape=(outcomes,), domain=SIMPLEX)
second = Quantity("q", "another distribution", shape=(outcomes,), domain=SIMPLEX)
p, q = first.symbol, second.symbol
A, B = MatrixSymbol("A", n, 1), MatrixSymbol("B", n, 1)


def summed(body: Any) -> Any:
    """The sum over the outcomes."""
    return Sum(body, (i, 1, n))


def kullback_leibler(a: Any, b: Any) -> Any:
    """The divergence of one distribution from another."""
    return summed(at(a, i) * log(at(a, i) / at(b, i)))


divergence = Quantity(
    "K", "the divergence of one distribution from another", value=Lambda((A, B), kullback_leibler(A, B))
)
shannon = Quantity("H", "the entropy of a distribution", value=Lambda((A,), -summed(at(A, i) * log(at(A, i)))))
K, H = divergence.symbol, shannon.symbol
middle = Quantity("m", "the mean of both distributions", shape=(outcomes,), value=(p + q) / 2)
m = middle.symbol
both = (first, second, divergence)
kl = (("D_KL", "K"),)
dkl = (("KL", "K"),)
kl_words = ("kl divergence", "kullback-leibler", "divergence", "relative entropy")
js_words = ("jensen-shannon", "js divergence", "gan", "generative adversarial", *kl_words)
jensen_shannon = rule(
    "Jensen-Shannon divergence by divergences from the mean",
    Quantity("J", "the Jensen-Shannon divergence"),
    half * K(p, m) + half * K(q, m),
    (*both, middle),
    (
        *written(
            r"D_{JS}(p \| q) = \frac{1}{2} D_{KL}(p \| m) + \frac{1}{2} D_{KL}(q \| m)",
            r"\mathrm{JSD}(p \| q) = \frac{1}{2} D_{KL}(p \| m) + \frac{1}{2} D_{KL}(q \| m)",
            r"D_{JS}(p \| q) = \frac{1}{2} \left(D_{KL}(p \| \tfrac{p + q}{2}) + D_{KL}(q \| \tfrac{p + q}{2})\right)",
            letters=kl,
        ),
        *written(
            r"D_{JS}(p_r \| p_g) = \frac{1}{2} D_{KL}\left(p_r \| \frac{p_r + p_g}{2}\right) + "
            r"\frac{1}{2} D_{KL}\left(p_g \| \frac{p_r + p_g}{2}\right)",
            letters=(*kl, ("p_r", "p"), ("p_g", "q")),
        ),
        *written(
            r"D_{JS}(p_{data} \| p_g) = \frac{1}{2} D_{KL}\left(p_{data} \| \frac{p_{data} + p_g}{2}\right) + "
            r"\frac{1}{2} D_{KL}\left(p_g \| \frac{p_{data} + p_g}{2}\right)",
            letters=(*kl, ("p_data", "p"), ("p_g", "q")),
        ),
    ),
    js_words,
    "the mean divergence from the mean of both",
    Source(lin, "section III"),
)
by_halves = Quantity("J", "the Jensen-Shannon divergence of two distributions",
                     value=Lambda((A, B), half * kullback_leibler(A, (A + B) / 2)
                                  + half * kullback_leibler(B, (A + B) / 2)))  # fmt: skip
J = by_halves.symbol


def derive_nonnegative() -> Iterator[Step]:
    """Jensen's inequality for the logarithm."""
    yield Step(-log(summed(at(p, i) * at(q, i) / at(p, i))), because="Jensen's inequality", relation=">=")
    yield Step(Integer(0), because="the probabilities q add up to 1")


nonnegative = Formula(
    title="The Kullback-Leibler divergence of two distributions is not negative",
    kind=Kind.BOUND,
    statement=at_least(K(p, q), 0),
    quantities=both,
    assumptions=(),
    notations=(*written(r"D_{KL}(p \| q) \geq 0", letters=kl), *written(r"\mathrm{KL}(p \| q) \geq 0")),
    words=("gibbs", *kl_words),
    derivation=derive_nonnegative,
    source=Source(cover, "theorem 2.6.3"),
)


def derive_bound() -> Iterator[Step]:
    """The mean is at least half of each distribution."""
    yield Step(
        half * summed(at(p, i) * log(Integer(2))) + half * summed(at(q, i) * log(Integer(2))),
        because="the mean of both is at least half of each",
        relation="<=",
    )
    yield Step(log(2), because="the probabilities add up to 1")


bounded = Formula(
    title="The Jensen-Shannon divergence of two distributions is at most log 2",
    kind=Kind.BOUND,
    statement=at_most(J(p, q), log(2)),
    quantities=(first, second, by_halves),
    assumptions=(),
    notations=written(r"D_{JS}(p \| q) \leq \log 2", r"\mathrm{JSD}(p \| q) \leq \ln 2",
                      letters=(("D_JS", "J"), ("JSD", "J"), ("JS", "J"))),
    words=js_words,
    derivation=derive_bound,
    source=Source(lin, "theorem 4"),
)  # fmt: skip
symmetric = rule(
    "Symmetric divergence (Jeffreys) as a sum of divergences",
    Quantity("S", "the symmetric divergence"),
    K(p, q) + K(q, p),
    both,
    written(r"J(p, q) = D_{KL}(p \| q) + D_{KL}(q \| p)", r"D_{sym}(p \| q) = D_{KL}(q \| p) + D_{KL}(p \| q)",
            letters=kl),
    ("jeffreys", "symmetric", *kl_words),
    "both directions",
    Source("Jeffreys 1946, An invariant form for the prior probability in estimation problems", "equation 1"),
)  # fmt: skip
shape = Quantity("f", "a function of the ratio", arguments=((),))
f_divergence = rule(
    "f-divergence of two distributions",
    Quantity("D_f", "the f-divergence"),
    summed(at(q, i) * shape.symbol(at(p, i) / at(q, i))),
    (first, second, shape),
    (
        *written(r"D_f(p \| q) = \sum_{i=1}^n q_i f\left(\frac{p_i}{q_i}\right)",
                 r"D_f = \sum_{i} q_i f(p_i / q_i)"),
    ),
    ("f-divergence", "f -divergence", "csiszár", "csiszar", *kl_words),
    "the mean of a function of the ratio",
    Source("Csiszár 1967, Information-type measures of difference of probability distributions", "section 1"),
)  # fmt: skip
table_p = Quantity("a", "probabilities", shape=(outcomes,), domain=SIMPLEX)
table_q = Quantity("b", "probabilities", shape=(outcomes,), domain=SIMPLEX)
u = symbols("u")
mass_p = Quantity("p", "probability function", value=Lambda((u,), at(table_p.symbol, u)))
mass_q = Quantity("q", "probability function", value=Lambda((u,), at(table_q.symbol, u)))
f_mass = rule(
    "f-divergence by probability functions",
    Quantity("D_f", "the f-divergence"),
    summed(mass_q.symbol(i) * shape.symbol(mass_p.symbol(i) / mass_q.symbol(i))),
    (mass_p, table_p, mass_q, table_q, shape),
    written(r"D_f(p \| q) = \sum_{x=1}^n q(x) f\left(\frac{p(x)}{q(x)}\right)",
            r"D_f(p, q) = \sum_{x} q(x) f(p(x) / q(x))"),
    ("f-divergence", "f -divergence", "csiszár", "csiszar", *kl_words),
    "the mean of a function of the ratio",
    Source("Csiszár 1967, Information-type measures of difference of probability distributions", "section 1"),
)  # fmt: skip
order = Quantity("alpha", "order", domain=UNIT)
alpha = order.symbol
renyi = rule(
    "Rényi divergence of two distributions",
    Quantity("R", "the Rényi divergence"),
    log(summed(at(p, i) ** alpha * at(q, i) ** (1 - alpha))) / (alpha - 1),
    (first, second, order),
    written(r"D_\alpha(p \| q) = \frac{1}{\alpha - 1} \log \sum_{i=1}^n p_i^\alpha q_i^{1 - \alpha}",
            r"R_\alpha = \frac{1}{\alpha - 1} \ln\left(\sum_{i} p_i^{\alpha} q_i^{1 - \alpha}\right)"),
    ("rényi", "renyi", *kl_words),
    "the logarithm of a mean power of the ratio",
    Source("Rényi 1961, On measures of entropy and information", "equation 3.3"),
)  # fmt: skip
likelihood = identity(
    "The divergence of a model from the data is minus their entropy less the mean log-likelihood",
    K(p, q),
    (
        (summed(at(p, i) * log(at(p, i))) - summed(at(p, i) * log(at(q, i))), "the logarithm of a quotient"),
        (-H(p) - summed(at(p, i) * log(at(q, i))), "the first sum is minus the entropy"),
    ),
    (*both, shannon),
    (
        *written(r"D_{KL}(p \| q) = -H(p) - \sum_{i=1}^n p_i \log q_i", letters=kl),
        *written(r"\mathrm{KL}(p \| q) = -H(p) - \sum_i p_i \ln q_i"),
    ),
    ("maximum likelihood", "cross-entropy", "entropy", *kl_words),
    Source(cover, "equation 2.26"),
)

verdict = Quantity("D_star", "the best discriminator", shape=(outcomes,))
D_best = at(p, i) / (at(p, i) + at(q, i))
game = Quantity("V", "value of the game at the best discriminator",
                value=summed(at(p, i) * log(D_best)) + summed(at(q, i) * log(1 - D_best)))  # fmt: skip
gan = (("D_JS", "J"), ("p_data", "p"), ("p_g", "q"))
game_value = identity(
    "Value of the game at the best discriminator, by the Jensen-Shannon divergence",
    game.symbol,
    (
        (kullback_leibler(p, (p + q) / 2) + kullback_leibler(q, (p + q) / 2) - 2 * log(2), "take the factor 1/2 out"),
        (-log(4) + 2 * J(p, q), "both divergences from the mean"),
    ),
    (first, second, game, by_halves, verdict),
    (
        *written(r"V(D^*, G) = -\log 4 + 2 D_{JS}(p_{data} \| p_g)",
                 r"V(G, D^*) = 2 D_{JS}(p_{\text{data}} \| p_g) - 2 \log 2", letters=gan),
        *written(r"V = -\log 4 + 2 \cdot D_{JS}(p \| q)", letters=gan[:1]),
        *written(r"L(G, D^*) = 2 D_{JS}(p_r \| p_g) - 2 \log 2",
                 letters=(("D_JS", "J"), ("p_r", "p"), ("p_g", "q"), ("L", "V"))),
        *written(r"V(D^*, G) = -\log 4 + 2 \mathrm{JS}(p_{data} \| p_g)", letters=(("JS", "J"), *gan[1:])),
        *written(r"C(G) = -\log 4 + 2 \mathrm{JSD}(p_{data} \| p_g)", letters=(("JS", "J"), ("C", "V"), *gan[1:])),
    ),
    ("gan", "generative adversarial", "discriminator", "generator", "jensen-shannon"),
    Source(goodfellow, "theorem 1"),
)  # fmt: skip

TOPIC = Topic(
    "Divergences as functions of two distributions",
    formulas=(
        jensen_shannon,
        nonnegative,
        bounded,
        symmetric,
        f_divergence,
        f_mass,
        renyi,
        likelihood,
        game_value,
    ),
)
