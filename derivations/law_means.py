"""Entropies and divergences as means over random points, and as sums over laws that are functions of the point.

Densities of means are positive functions of a number; laws of sums have finitely many values, P(x) is that of a point.
"""

from __future__ import annotations

from sympy import Abs, Lambda, Rational, Sum, log, symbols

from derivations.operators import at, mean
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    SIMPLEX,
    Law,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    interval,
)

cover = "Cover and Thomas, Elements of Information Theory"
goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
half = Rational(1, 2)
u = symbols("u", real=True)
bumps = tuple(Quantity(name, "what shapes a density", arguments=((),)) for name in ("b", "c"))
first = Quantity("p", "first density", value=Lambda((u,), 1 / (1 + bumps[0].symbol(u) ** 2)))
second = Quantity("q", "second density", value=Lambda((u,), 1 / (1 + bumps[1].symbol(u) ** 2)))
drawn = Quantity("x", "a random point", law=Law("x"))
p, q, x = first.symbol, second.symbol, drawn.symbol
value = Quantity("D", "the value")
both = (first, second, *bumps, drawn)
kl = ("kl divergence", "kullback-leibler", "relative entropy")
named = (("D_KL", "D"), ("KL", "D"))
divergence = rule(
    "Kullback-Leibler divergence as a mean of the log-ratio",
    value,
    mean(log(p(x)) - log(q(x))),
    both,
    written(
        r"D_{KL}(p \| q) = \mathbb{E}_{x \sim p}[\log p(x) - \log q(x)]",
        r"D_{KL}(p \| q) = \mathbb{E}_{x \sim p}\left[\log \frac{p(x)}{q(x)}\right]",
        r"\mathrm{KL}(p \| q) = \mathbb{E}_{p}\left[\log \frac{p(x)}{q(x)}\right]",
        r"D_{KL}(p \| q) = -\mathbb{E}_{x \sim p}\left[\log \frac{q(x)}{p(x)}\right]",
        letters=named,
    )
    + written(
        r"D_{KL}(P \| Q) = \mathbb{E}_{x \sim P}\left[\log \frac{P(x)}{Q(x)}\right]",
        letters=(*named, ("P", "p"), ("Q", "q")),
    ),
    kl,
    "the mean surprise at the second law, less that at the first",
    Source(goodfellow, "equation 3.50"),
)
entropy = rule(
    "Entropy as a mean surprise",
    value,
    mean(-log(p(x))),
    (first, bumps[0], drawn),
    written(
        r"H(X) = \mathbb{E}[-\log p(X)]",
        r"H(X) = -\mathbb{E}[\log p(X)]",
        r"H(X) = \mathbb{E}\left[\log \frac{1}{p(X)}\right]",
        letters=(("X", "x"), ("H", "D")),
    )
    + written(r"H(p) = -\mathbb{E}_{x \sim p}[\log p(x)]", letters=(("H", "D"),)),
    ("entropy", "surprise", "information content"),
    "the mean of minus the log-probability",
    Source(cover, "section 2.1"),
)
cross = rule(
    "Cross-entropy as a mean surprise",
    value,
    -mean(log(q(x))),
    (second, bumps[1], drawn),
    written(
        r"H(p, q) = -\mathbb{E}_{x \sim p}[\log q(x)]",
        r"H(p, q) = \mathbb{E}_{x \sim p}[-\log q(x)]",
        letters=(("H", "D"),),
    ),
    ("cross-entropy", "cross entropy"),
    "the mean surprise at the second law",
    Source(goodfellow, "equation 3.51"),
)

points = Size("n", "points", largest=3)
n = points.symbol
r, c = bound_index("r c")
chances = tuple(Quantity(name, "probabilities", shape=(points,), domain=SIMPLEX) for name in ("s", "t"))
s, t = (quantity.symbol for quantity in chances)
P_table = Quantity("P", "first law", value=Lambda((c,), at(s, c)))
Q_table = Quantity("Q", "second law", value=Lambda((c,), at(t, c)))
P, Q = P_table.symbol, Q_table.symbol
tables = (P_table, Q_table, *chances)
negative = rule(
    "Minus the Kullback-Leibler divergence as a sum over the points",
    value,
    -Sum(P(r) * log(Q(r) / P(r)), (r, 1, n)),
    tables,
    written(
        r"D_{KL}(P \| Q) = -\sum_x P(x) \log \frac{Q(x)}{P(x)}",
        r"D_{KL}(P \| Q) = \sum_x P(x) [\log P(x) - \log Q(x)]",
        r"D_{KL}(P \| Q) = \sum_{x} P(x) \log P(x) - \sum_{x} P(x) \log Q(x)",
        letters=named,
    ),
    kl,
    "the logarithm of the inverse ratio",
    Source(cover, "section 2.3"),
)
apart = Sum(P(r) * log(P(r) / Q(r)), (r, 1, n))
valued = Quantity("D", "divergence of the first law from the second", value=apart)
minus = identity(
    "Minus the Kullback-Leibler divergence: the mean log of the inverse ratio",
    -valued.symbol,
    (
        (-Sum(P(r) * (log(P(r)) - log(Q(r))), (r, 1, n)), "the logarithm of a quotient"),
        (Sum(P(r) * log(Q(r) / P(r)), (r, 1, n)), "turn the sign inside"),
    ),
    (valued, *tables),
    written(
        r"-D_{KL}(P \| Q) = \sum_x P(x) \log \frac{Q(x)}{P(x)}",
        r"-D_{KL}(P \| Q) = -\sum_x P(x) \log \frac{P(x)}{Q(x)}",
        letters=named,
    )
    + written(
        r"-D_{KL}(p \| q) = \sum_x p(x) \log \frac{q(x)}{p(x)}", letters=(*named, ("p", "P"), ("q", "Q"))
    ),
    kl,
    Source(cover, "theorem 2.6.3"),
)
variation = rule(
    "Total variation as a sum over the points",
    value,
    half * Sum(Abs(P(r) - Q(r)), (r, 1, n)),
    tables,
    written(
        r"\mathrm{TV}(P, Q) = \frac{1}{2} \sum_x |P(x) - Q(x)|",
        r"d_{TV}(P, Q) = \frac{1}{2} \sum_x |P(x) - Q(x)|",
        r"\delta(P, Q) = \frac{1}{2} \sum_x |P(x) - Q(x)|",
        letters=(("TV", "D"), ("d_TV", "D"), ("delta", "D")),
    ),
    ("total variation",),
    "half the sum of the differences",
    Source("Boucheron, Lugosi and Massart, Concentration Inequalities", "section 4.8"),
)
order = Quantity("alpha", "order", domain=interval(Rational(3, 2), 4))
renyi = rule(
    "Rényi divergence as a sum over the points",
    value,
    1 / (order.symbol - 1) * log(Sum(P(r) ** order.symbol * Q(r) ** (1 - order.symbol), (r, 1, n))),
    (*tables, order),
    written(
        r"D_\alpha(P \| Q) = \frac{1}{\alpha - 1} \log \sum_x P(x)^\alpha Q(x)^{1 - \alpha}",
        r"D_\alpha(P \| Q) = \frac{1}{\alpha - 1} \log \left(\sum_{x} P(x)^\alpha Q(x)^{1 - \alpha}\right)",
        letters=(("D_alpha", "D"),),
    ),
    ("rényi", "renyi", "alpha-divergence"),
    "the divergence of Kullback and Leibler at order 1",
    Source("van Erven and Harremoës 2014, Rényi Divergence and Kullback-Leibler Divergence", "equation 1"),
)
bend = Quantity("f", "a function", arguments=((),))
ratio = rule(
    "f-divergence as a sum over the points",
    value,
    Sum(Q(r) * bend.symbol(P(r) / Q(r)), (r, 1, n)),
    (*tables, bend),
    written(
        r"D_f(P \| Q) = \sum_x Q(x) f\left(\frac{P(x)}{Q(x)}\right)",
        r"D_f(P \| Q) = \sum_{x} Q(x) f(P(x) / Q(x))",
        letters=(("D_f", "D"),),
    ),
    ("f-divergence", "f-gan"),
    "the mean of a function of the ratio",
    Source("Csiszár and Shields, Information Theory and Statistics: A Tutorial", "section 4"),
)
TOPIC = Topic(
    "Entropies and divergences as means and sums",
    formulas=(divergence, entropy, cross, negative, minus, variation, renyi, ratio),
)
