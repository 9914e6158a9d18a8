"""Generative adversarial networks on a finite set: objective, optimal discriminator, and the value at the optimum.

Data have probabilities p, the generator has g; the discriminator gives a point the probability D of being data. The
value of the game is the sum of both means; as the likelihood of a balanced classification it has a factor 1/2.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Identity, Lambda, MatrixSymbol, Rational, Sum, log, sqrt

from derivations.information import divergence_of
from derivations.operators import at, at_least, at_most, column, equal, evaluated, mean, sigmoid, vector_sum
from derivations.vocabulary import (
    SIMPLEX,
    UNIT,
    Formula,
    Kind,
    Law,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    free_index,
)

outcomes = Size("n", "points", largest=2)
goodfellow = "Goodfellow et al. 2014, Generative Adversarial Nets"
data = Quantity("p", "probabilities of the data", shape=(outcomes,), domain=SIMPLEX)
model = Quantity("g", "probabilities of the generator", shape=(outcomes,), domain=SIMPLEX)
judge = Quantity("D", "probability of being data, by the discriminator", shape=(outcomes,), domain=UNIT)
n, p, g, D = outcomes.symbol, data.symbol, model.symbol, judge.symbol
i = bound_index("i")
each = free_index("x", outcomes)
x = each.symbol
half = Rational(1, 2)

inputs = Size("d", "entries of a point", largest=2)
codes = Size("k", "entries of a code", largest=2)
point = Quantity("x", "a random data point", shape=(inputs,), law=Law("x"))
code = Quantity("z", "a random code", shape=(codes,), law=Law("z"))
generator = Quantity("G", "the generator", shape=(inputs,), arguments=((codes,),))
score = Quantity("S", "score of the discriminator", arguments=((inputs,),))
where = MatrixSymbol("u", inputs.symbol, 1)
raw = score.symbol(where)
network = Quantity(
    "D",
    "the discriminator: a sigmoid of a score between -1 and 1",
    value=Lambda((where,), sigmoid(raw / sqrt(1 + raw**2))),
)
value_name = Quantity("V", "value of the game")
x_random, z_random = point.symbol, code.symbol
fake = evaluated(generator.symbol(z_random), inputs.symbol, 1)
game = mean(log(network.symbol(x_random))) + mean(log(1 - network.symbol(fake)))


def derive_objective() -> Iterator[Step]:
    """The log-likelihood of the labels: data 1, generated points 0."""
    yield Step(
        mean(log(network.symbol(x_random)) + log(1 - network.symbol(fake))),
        because="log-likelihood of the label 1 for a data point and 0 for a generated one",
    )
    yield Step(game, because="the mean of a sum; each part depends on one of the two points")


objective = Formula(
    title="Objective of generative adversarial networks",
    kind=Kind.DEFINITION,
    statement=equal(value_name.symbol, game),
    quantities=(value_name, network, score, generator, point, code),
    assumptions=(),
    notations=(
        Notation(
            r"V(D, G) = \mathbb{E}_{x \sim p(x)}[\log D(x)] + \mathbb{E}_{z \sim p_Z(z)}[\log(1 - D(G(z)))]"
        ),
        Notation(
            r"L(\theta, \phi) = \mathbb{E}_x[\ln D(x)] + \mathbb{E}_z[\ln\{1 - D(G(z))\}]",
            letters=(("L", "V"),),
        ),
    ),
    words=("gan", "generative adversarial", "discriminator", "generator", "minimax"),
    derivation=derive_objective,
    source=Source(goodfellow, "equation 1"),
)

best_name = Quantity("D_star", "the best discriminator", shape=(outcomes,))
best_form = at(p, x) / (at(p, x) + at(g, x))


def derive_optimal() -> Iterator[Step]:
    """Bayes' rule for a point that is data or generated, equally likely."""
    yield Step(
        sigmoid(log(at(p, x)) - log(at(g, x))),
        because="the posterior log-odds of two equally likely labels are the log-ratio of their probabilities",
    )
    yield Step(best_form, because="the sigmoid of log p - log g; multiply by p")


optimal_discriminator = Formula(
    title="Optimal discriminator",
    kind=Kind.DEFINITION,
    statement=equal(at(best_name.symbol, x), best_form),
    quantities=(best_name, data, model, each),
    assumptions=(),
    notations=(
        Notation(r"D^*_x = \frac{p_x}{p_x + g_x}"),
        Notation(r"q_i = \frac{p_i}{p_i + r_i}", letters=(("q", "D_star"), ("r", "g"), ("i", "x"))),
    ),
    words=("gan", "optimal discriminator", "bayes"),
    derivation=derive_optimal,
    source=Source(goodfellow, "proposition 1"),
)

best = Quantity(
    "D_star",
    "the best discriminator: entry i is p_i / (p_i + g_i)",
    shape=(outcomes,),
    value=vector_sum(at(p, i) / (at(p, i) + at(g, i)) * column(Identity(n), i), i, 1, n),
)
D_star = best.symbol


def value_of(D: Any) -> Any:
    """The mean log-likelihood of the labels, data and generated points added."""
    return Sum(at(p, i) * log(at(D, i)) + at(g, i) * log(1 - at(D, i)), (i, 1, n))


def derive_bound() -> Iterator[Step]:
    """Point by point the loss is the divergence of one coin from another."""
    weight, ratio = at(p, i) + at(g, i), at(D, i) / at(D_star, i)
    yield Step(
        value_of(D_star)
        + Sum(weight * (at(D_star, i) * log(ratio) + (1 - at(D_star, i)) * log((1 - at(D, i)) / (1 - at(D_star, i)))),
              (i, 1, n)),
        because="p = (p + g) D*, g = (p + g)(1 - D*): split the logarithms at the best discriminator",
    )  # fmt: skip
    yield Step(
        value_of(D_star), because="the divergence of the coin D* from the coin D is not negative", relation="<="
    )


discriminator_bound = Formula(
    title="No discriminator is better than the optimal one",
    kind=Kind.BOUND,
    statement=at_most(value_of(D), value_of(D_star)),
    quantities=(judge, data, model, best),
    assumptions=(),
    notations=(
        Notation(
            r"\sum_i (p_i \log D_i + g_i \log(1 - D_i)) \leq \sum_i (p_i \log D^*_i + g_i \log(1 - D^*_i))",
        ),
        Notation(
            r"\sum_{x=1}^{n} [p_x \ln q_x + r_x \ln(1 - q_x)] "
            r"\leq \sum_{x=1}^{n} \left[p_x \ln\frac{p_x}{p_x + r_x} + r_x \ln\frac{r_x}{p_x + r_x}\right]",
            letters=(("q", "D"), ("r", "g")),
        ),
    ),
    words=("gan", "optimal discriminator", "bayes classifier"),
    derivation=derive_bound,
    source=Source(goodfellow, "proposition 1"),
)

mixture = Quantity("m", "the mixture of data and generator", shape=(outcomes,), value=(p + g) / 2)
js_value = Quantity(
    "J",
    "Jensen-Shannon divergence of data and generator",
    value=half * divergence_of(p, mixture.symbol) + half * divergence_of(g, mixture.symbol),
)
J = js_value.symbol


def halved(p: Any) -> Any:
    """The mean under p of the logarithm of p over the sum of both, as half of p over the mixture."""
    return Sum(at(p, i) * log(half * at(p, i) / at(mixture.symbol, i)), (i, 1, n))


def derive_value() -> Iterator[Step]:
    """The best discriminator is half the ratio of p and the mixture."""
    yield Step(halved(p) + halved(g), because="D* = p / (2 m), and 1 - D* = g / (2 m)")
    yield Step(
        divergence_of(p, mixture.symbol) - log(2) + divergence_of(g, mixture.symbol) - log(2),
        because="log(1/2) comes out: p and g add up to 1",
    )
    yield Step(-2 * log(2) + 2 * J, because="definition of the Jensen-Shannon divergence")


optimal_value = Formula(
    title="Value of the game at the optimal discriminator",
    kind=Kind.IDENTITY,
    statement=equal(value_of(D_star), -2 * log(2) + 2 * J),
    quantities=(data, model, best, js_value, mixture),
    assumptions=(),
    notations=(
        Notation(
            r"\sum_i (p_i \log D^*_i + g_i \log(1 - D^*_i)) = -2 \log 2 + 2 \operatorname{JS}(p \| g)",
            letters=(("JS", "J"),),
        ),
        Notation(
            r"\sum_i p_i \log D^*_i + \sum_i g_i \log(1 - D^*_i) = -\log 4 + 2 J",
        ),
        Notation(
            r"\sum_i p_i \log\frac{p_i}{p_i + g_i} + \sum_i g_i \log\frac{g_i}{p_i + g_i} = -\log 4 "
            r"+ \operatorname{KL}\left(p \| \frac{p + g}{2}\right) + \operatorname{KL}\left(g \| \frac{p + g}{2}\right)"
        ),
    ),
    words=("gan", "jensen-shannon", "optimal discriminator", "log 4"),
    derivation=derive_value,
    source=Source(goodfellow, "theorem 1, equation 5"),
)

balanced = half * Sum(at(p, i) * log(at(D_star, i)), (i, 1, n)) + half * Sum(
    at(g, i) * log(1 - at(D_star, i)), (i, 1, n)
)


def derive_balanced() -> Iterator[Step]:
    """Half the value of the game."""
    yield Step(half * halved(p) + half * halved(g), because="D* = p / (2 m), and 1 - D* = g / (2 m)")
    yield Step(J - log(2), because="log(1/2) comes out: p and g add up to 1")


balanced_value = Formula(
    title="Likelihood of the balanced classification at the optimal discriminator",
    kind=Kind.IDENTITY,
    statement=equal(balanced, J - log(2)),
    quantities=(data, model, best, js_value, mixture),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{1}{2}\sum_i p_i \log D^*_i + \frac{1}{2}\sum_i g_i \log(1 - D^*_i) "
            r"= \operatorname{JS}(p, g) - \log 2",
            letters=(("JS", "J"),),
        ),
        Notation(
            r"\sum_i \frac{p_i}{2} \ln\frac{p_i}{p_i + r_i} + \sum_i \frac{r_i}{2} \ln\frac{r_i}{p_i + r_i} "
            r"= J - \ln 2",
            letters=(("r", "g"),),
        ),
    ),
    words=("gan", "jensen-shannon", "balanced classification", "log 2"),
    derivation=derive_balanced,
    source=Source(goodfellow, "theorem 1, halved"),
)


def derive_minimum() -> Iterator[Step]:
    """The divergence is not negative."""
    yield Step(-2 * log(2) + 2 * J, because="value at the optimal discriminator")
    yield Step(-2 * log(2), because="the Jensen-Shannon divergence is not negative", relation=">=")


generator_minimum = Formula(
    title="The best generator reaches -log 4",
    kind=Kind.BOUND,
    statement=at_least(value_of(D_star), -2 * log(2)),
    quantities=(data, model, best, js_value, mixture),
    assumptions=(),
    notations=(
        Notation(r"\sum_i (p_i \log D^*_i + g_i \log(1 - D^*_i)) \geq -2\log 2"),
        Notation(r"\sum_i p_i \log\frac{p_i}{p_i + g_i} + \sum_i g_i \log\frac{g_i}{p_i + g_i} \geq -\log 4"),
    ),
    words=("gan", "global minimum", "log 4", "generator"),
    derivation=derive_minimum,
    source=Source(goodfellow, "theorem 1"),
)

TOPIC = Topic(
    "Generative adversarial networks",
    formulas=(
        objective,
        optimal_discriminator,
        discriminator_bound,
        optimal_value,
        balanced_value,
        generator_minimum,
    ),
)
