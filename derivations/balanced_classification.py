"""Data against generated points as a balanced classification, and the gradient that the generator gets from it.

A label y is 1 for data and 0 for generated points, both with probability 1/2. Data have probabilities p, the generator
has g; the discriminator gives a point the probability D of being data. The last formulas take D as the sigmoid of a
score that depends on the parameters of the generator.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Rational, Sum, log, sqrt

from derivations.adversarial_networks import D, data, each, g, goodfellow, i, judge, model, n, p, x
from derivations.operators import at, equal, gradient, sigmoid
from derivations.vocabulary import BIT, Formula, Kind, Notation, Quantity, Size, Source, Step, Topic, bound_index

half = Rational(1, 2)
label = Quantity("y", "1 for data, 0 for a generated point", domain=BIT)
joint = Quantity("P", "probability of the point and the label")
y = label.symbol
r = bound_index("r")


def mixed(where: Any, which: Any) -> Any:
    """The probability of a point with a label."""
    return half * (which * at(p, where) + (1 - which) * at(g, where))


def derive_joint() -> Iterator[Step]:
    """First the label, then the point."""
    yield Step(
        half * y * at(p, x) + half * (1 - y) * at(g, x), because="a label by a fair coin, then a point of that label"
    )
    yield Step(mixed(x, y), because="take out the coin's probability")


joint_distribution = Formula(
    title="Joint distribution of points and labels, data and generated points alike",
    kind=Kind.DEFINITION,
    statement=equal(joint.symbol, mixed(x, y)),
    quantities=(joint, label, data, model, each),
    assumptions=(),
    notations=(
        Notation(r"P = \frac{1}{2} (y p_x + (1 - y) g_x)"),
        Notation(r"P = \frac{y p_i + (1 - y) q_i}{2}", letters=(("q", "g"), ("i", "x"))),
    ),
    words=("gan", "joint distribution", "label", "classification"),
    derivation=derive_joint,
    source=Source(goodfellow, "section 3"),
)


def derive_balance() -> Iterator[Step]:
    """Both distributions add up to 1."""
    yield Step(half * (y * Sum(at(p, i), (i, 1, n)) + (1 - y) * Sum(at(g, i), (i, 1, n))), because="sum over points")
    yield Step(half, because="both distributions add up to 1")


balance = Formula(
    title="The classification of data and generated points is balanced",
    kind=Kind.IDENTITY,
    statement=equal(Sum(mixed(i, y), (i, 1, n)), half),
    quantities=(label, data, model),
    assumptions=(),
    notations=(
        Notation(r"\sum_{i=1}^n \frac{1}{2} (y p_i + (1 - y) g_i) = \frac{1}{2}"),
        Notation(r"\frac{1}{2} \sum_x (y p_x + (1 - y) q_x) = \frac{1}{2}", letters=(("q", "g"),)),
    ),
    words=("gan", "balanced", "classification", "label"),
    derivation=derive_balance,
    source=Source(goodfellow, "section 3"),
)


def derive_objective() -> Iterator[Step]:
    """One term for each label."""
    yield Step(
        Sum(mixed(i, 1) * log(at(D, i)) + mixed(i, 0) * log(1 - at(D, i)), (i, 1, n)),
        because="for y = 1 the first logarithm counts, for y = 0 the second",
    )
    yield Step(
        half * Sum(at(p, i) * log(at(D, i)), (i, 1, n)) + half * Sum(at(g, i) * log(1 - at(D, i)), (i, 1, n)),
        because="put the labels into the joint distribution",
    )


objective = Formula(
    title="Mean log-likelihood of the labels: half the value of the game",
    kind=Kind.IDENTITY,
    statement=equal(
        Sum(mixed(i, r) * (r * log(at(D, i)) + (1 - r) * log(1 - at(D, i))), (r, 0, 1), (i, 1, n)),
        half * Sum(at(p, i) * log(at(D, i)), (i, 1, n)) + half * Sum(at(g, i) * log(1 - at(D, i)), (i, 1, n)),
    ),
    quantities=(judge, data, model),
    assumptions=(),
    notations=(
        Notation(
            r"\sum_{i=1}^n \sum_{y=0}^1 \frac{1}{2} (y p_i + (1 - y) g_i) "
            r"\left(y \log D_i + (1 - y) \log(1 - D_i)\right) "
            r"= \frac{1}{2} \sum_{i=1}^n p_i \log D_i + \frac{1}{2} \sum_{i=1}^n g_i \log(1 - D_i)"
        ),
        Notation(
            r"\sum_{x=1}^n \sum_{y=0}^1 \frac{y p_x + (1 - y) r_x}{2} [y \ln q_x + (1 - y) \ln(1 - q_x)] "
            r"= \frac{1}{2} \left(\sum_{x=1}^n p_x \ln q_x + \sum_{x=1}^n r_x \ln(1 - q_x)\right)",
            letters=(("q", "D"), ("r", "g")),
        ),
    ),
    words=("gan", "objective", "log-likelihood", "classification"),
    derivation=derive_objective,
    source=Source(goodfellow, "section 3"),
)

entries = Size("k", "parameters of the generator", largest=3)
parameters = Quantity("theta", "parameters of the generator", shape=(entries,))
score = Quantity("s", "score of a generated point, as a function of the parameters", arguments=((entries,),))
theta, s = parameters.symbol, score.symbol
limited = Quantity("a", "the score, between -1 and 1", value=s(theta) / sqrt(1 + s(theta) ** 2))
a = limited.symbol
verdict = Quantity("D", "probability of being data that a generated point gets", value=sigmoid(a))
fake = verdict.symbol
generator = (verdict, limited, score, parameters)


def derive_saturating() -> Iterator[Step]:
    """The derivative of the sigmoid."""
    yield Step(-gradient(fake, theta) / (1 - fake), because="chain rule")
    yield Step(-fake * gradient(a, theta), because="the derivative of the sigmoid is D (1 - D)")


saturating_gradient = Formula(
    title="Vanishing gradient of the generator: it is proportional to D, small where the discriminator is sure",
    kind=Kind.GRADIENT,
    statement=equal(gradient(log(1 - fake), theta), -fake * gradient(a, theta)),
    quantities=generator,
    assumptions=(),
    notations=(
        Notation(r"\nabla_\theta \log(1 - D) = -D \nabla_\theta a"),
        Notation(
            r"\frac{\partial \ln(1 - \sigma(a))}{\partial \theta} = -\sigma(a) \frac{\partial a}{\partial \theta}"
        ),
    ),
    words=("gan", "vanishing gradient", "saturation", "generator"),
    derivation=derive_saturating,
    source=Source(goodfellow, "section 3"),
)


def derive_lively() -> Iterator[Step]:
    """The derivative of the sigmoid."""
    yield Step(-gradient(fake, theta) / fake, because="chain rule")
    yield Step(-(1 - fake) * gradient(a, theta), because="the derivative of the sigmoid is D (1 - D)")


non_saturating_gradient = Formula(
    title="Non-saturating loss of the generator: its gradient does not vanish where the discriminator is sure",
    kind=Kind.GRADIENT,
    statement=equal(gradient(-log(fake), theta), -(1 - fake) * gradient(a, theta)),
    quantities=generator,
    assumptions=(),
    notations=(
        Notation(r"\nabla_\theta (-\log D) = -(1 - D) \nabla_\theta a"),
        Notation(
            r"-\frac{\partial \ln \sigma(a)}{\partial \theta} = -(1 - \sigma(a)) \frac{\partial a}{\partial \theta}"
        ),
    ),
    words=("gan", "non-saturating", "generator", "gradient"),
    derivation=derive_lively,
    source=Source(goodfellow, "section 3"),
)

TOPIC = Topic(
    "Data against generated points",
    formulas=(joint_distribution, balance, objective, saturating_gradient, non_saturating_gradient),
)
