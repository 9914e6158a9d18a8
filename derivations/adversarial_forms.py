"""The value of an adversarial game by densities: at the best discriminator, as divergences, as odds; squares, codes.

Densities of data and generator are positive functions of a number; for divergences both are laws of finitely many
values. Means over data and generated points are taken at points of one random sample.
"""

from __future__ import annotations

from typing import Any

from sympy import Lambda, log, sqrt, symbols

from derivations.information import divergence_of
from derivations.operators import mean, sigmoid
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import SIMPLEX, Law, Quantity, Size, Source, Topic

goodfellow = "Goodfellow et al. 2014, Generative Adversarial Nets"
mao = "Mao et al. 2017, Least Squares Generative Adversarial Networks"
u = symbols("u", real=True)
bumps = tuple(Quantity(name, "what shapes a density", arguments=((),)) for name in ("b", "c"))
data = Quantity("p", "density of the data", value=Lambda((u,), 1 + 1 / (1 + bumps[0].symbol(u) ** 2)))
model = Quantity("q", "density of the generator", value=Lambda((u,), 1 + 1 / (1 + bumps[1].symbol(u) ** 2)))
point = Quantity("x", "a point")
drawn = Quantity("x", "a random point", law=Law("x"))
p, q, x, r = data.symbol, model.symbol, point.symbol, drawn.symbol
words = ("gan", "adversarial", "discriminator", "generator", "optimal discriminator")
densities = (data, model, *bumps)
NAMES = (
    (r"p_{data}", r"p_g", (("p_data", "p"), ("p_g", "q"))),
    (r"p_r", r"p_g", (("p_r", "p"), ("p_g", "q"))),
    (r"p_{\text{data}}", r"p_\theta", (("p_data", "p"), ("p_theta", "q"))),
)


def spelled(*patterns: str, more: tuple[tuple[str, str], ...] = ()) -> Any:
    """The relation with each pair of names of the densities, P and Q in the pattern."""
    return tuple(
        notation
        for first, second, letters in NAMES
        for pattern in patterns
        for notation in written(pattern.replace("<P>", first).replace("<Q>", second), letters=(*letters, *more))
    )


value = Quantity("v", "value of the game")
at_best = rule(
    "Value of the game at the best discriminator, as means of log-ratios",
    value,
    mean(log(p(r) / (p(r) + q(r)))) + mean(log(q(r) / (p(r) + q(r)))),
    (*densities, drawn),
    spelled(
        r"C(G) = \mathbb{E}_{x \sim <P>}\left[\log \frac{<P>(x)}{<P>(x) + <Q>(x)}\right] + "
        r"\mathbb{E}_{x \sim <Q>}\left[\log \frac{<Q>(x)}{<P>(x) + <Q>(x)}\right]"
    ),
    words,
    "the best discriminator in the objective",
    Source(goodfellow, "equation 4"),
)
best = Quantity("D_star", "the best discriminator", value=Lambda((u,), p(u) / (p(u) + q(u))))
D = best.symbol
odds = identity(
    "Ratio of the densities: the odds of the best discriminator",
    p(x) / q(x),
    (
        (1 / ((p(x) + q(x)) / p(x) - 1), "one over the inverse probability less one"),
        (D(x) / (1 - D(x)), "the best discriminator and its complement"),
    ),
    (*densities, best, point),
    spelled(r"\frac{<P>(x)}{<Q>(x)} = \frac{D^*(x)}{1 - D^*(x)}")
    + written(r"\frac{p(x)}{q(x)} = \frac{D^*(x)}{1 - D^*(x)}"),
    ("density ratio", "odds", *words),
    Source("Mohamed and Lakshminarayanan 2016, Learning in Implicit Generative Models", "section 3.1"),
)
complement = identity(
    "Probability of being generated, by the best discriminator",
    1 - D(x),
    (
        (1 - 1 / (1 + q(x) / p(x)), "divide by the density of the data"),
        (q(x) / (p(x) + q(x)), "a common denominator"),
    ),
    (*densities, best, point),
    spelled(r"1 - D^*(x) = \frac{<Q>(x)}{<P>(x) + <Q>(x)}"),
    words,
    Source(goodfellow, "theorem 1"),
)
logit = rule(
    "Logit of the best discriminator: the log-ratio of the densities",
    value,
    log(p(x) / q(x)),
    (*densities, point),
    spelled(
        r"a^*(x) = \log \frac{<P>(x)}{<Q>(x)}",
        r"a^*(x) = \log <P>(x) - \log <Q>(x)",
    ),
    ("logit", "density ratio", *words),
    "the logarithm of the odds",
    Source("Mohamed and Lakshminarayanan 2016, Learning in Implicit Generative Models", "section 3.1"),
)
by_logit = identity(
    "The best discriminator is the logistic function of the log-ratio of the densities",
    D(x),
    (
        (1 / (1 + q(x) / p(x)), "divide by the density of the data"),
        (sigmoid(log(p(x) / q(x))), "the ratio as an exponential"),
    ),
    (*densities, best, point),
    spelled(
        r"D^*(x) = \sigma\left(\log \frac{<P>(x)}{<Q>(x)}\right)",
        r"D^*(x) = \sigma(\log <P>(x) - \log <Q>(x))",
        r"D^*(x) = \frac{1}{1 + \frac{<Q>(x)}{<P>(x)}}",
    ),
    ("logit", "density ratio", *words),
    Source("Mohamed and Lakshminarayanan 2016, Learning in Implicit Generative Models", "section 3.1"),
)
true, fake = Quantity("b", "target for data"), Quantity("a", "target for generated points")
shapes = tuple(Quantity(name, "what shapes a density", arguments=((),)) for name in ("c_p", "c_q"))
of_data = Quantity("p", "density of the data", value=Lambda((u,), 1 + 1 / (1 + shapes[0].symbol(u) ** 2)))
of_model = Quantity("q", "density of the generator", value=Lambda((u,), 1 + 1 / (1 + shapes[1].symbol(u) ** 2)))
P, Q = of_data.symbol, of_model.symbol
squared = rule(
    "Best discriminator of least-squares adversarial networks",
    value,
    (true.symbol * P(x) + fake.symbol * Q(x)) / (P(x) + Q(x)),
    (of_data, of_model, *shapes, true, fake, point),
    spelled(
        r"D^*(x) = \frac{b <P>(x) + a <Q>(x)}{<P>(x) + <Q>(x)}",
        r"D^*(x) = \frac{a <Q>(x) + b <P>(x)}{<Q>(x) + <P>(x)}",
    ),
    ("lsgan", "least squares", "least-squares", *words),
    "the mean of the targets at the point",
    Source(mao, "equation 5"),
)
outcomes = Size("n", "points", largest=3)
first = Quantity("p", "probabilities of the data", shape=(outcomes,), domain=SIMPLEX)
second = Quantity("q", "probabilities of the generator", shape=(outcomes,), domain=SIMPLEX)
s, t = first.symbol, second.symbol
middle = (s + t) / 2
as_divergences = rule(
    "Value of the game at the best discriminator, as divergences from the mixture",
    value,
    -log(4) + divergence_of(s, middle) + divergence_of(t, middle),
    (first, second),
    spelled(
        r"C(G) = -\log 4 + \mathrm{KL}\left(<P> \| \frac{<P> + <Q>}{2}\right) + "
        r"\mathrm{KL}\left(<Q> \| \frac{<P> + <Q>}{2}\right)",
        r"C(G) = -\log(4) + \mathrm{KL}\left(<P> \Big\| \frac{<P> + <Q>}{2}\right) + "
        r"\mathrm{KL}\left(<Q> \Big\| \frac{<P> + <Q>}{2}\right)",
    ),
    ("jensen-shannon", "log 4", *words),
    "twice the mixture stands in the denominators",
    Source(goodfellow, "equation 5"),
)
judge = Quantity("S", "score of the discriminator", arguments=((),))
raw: Any = judge.symbol(u)
network = Quantity("D", "the discriminator", value=Lambda((u,), sigmoid(raw / sqrt(1 + raw**2))))
guess = network.symbol
contrastive = rule(
    "Objective of noise-contrastive estimation",
    value,
    mean(log(guess(r))) + mean(log(1 - guess(r))),
    (network, judge, drawn),
    written(
        r"J(\theta) = \mathbb{E}_{p_d}[\log D(x)] + \mathbb{E}_{p_n}[\log(1 - D(x))]",
        r"J = \mathbb{E}_{x \sim p_d}[\log D(x)] + \mathbb{E}_{x \sim p_n}[\log(1 - D(x))]",
        r"V(D) = \mathbb{E}_{x \sim p}[\log D(x)] + \mathbb{E}_{x \sim q}[\log(1 - D(x))]",
    ),
    ("noise-contrastive", "noise contrastive", "nce", *words),
    "the log-likelihood of data against noise",
    Source("Gutmann and Hyvärinen 2010, Noise-contrastive estimation", "equation 3"),
)

TOPIC = Topic(
    "Adversarial games by densities",
    formulas=(
        at_best,
        odds,
        complement,
        logit,
        by_logit,
        squared,
        as_divergences,
        contrastive,
    ),
)
