"""Label smoothing: a share ε of the target is spread evenly over the k classes before the cross-entropy is taken."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Eq, Sum, log
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import at, dot, entrywise, equal, gradient, indicator, logsumexp
from derivations.softmax import classes, first, hat, i, k, logits, m, p, probabilities, z
from derivations.vocabulary import (
    ONE_HOT,
    PROBABILITY,
    Formula,
    Kind,
    Notation,
    Quantity,
    Source,
    Step,
    Topic,
    position_in,
)

label = Quantity("y", "one-hot target class", shape=(classes,), domain=ONE_HOT)
share = Quantity("epsilon", "share of the target that is spread over all classes", domain=PROBABILITY)
y, epsilon = label.symbol, share.symbol
unnamed = Quantity("y_tilde", "smoothed target", shape=(classes,))
smoothed = Quantity(
    "y_tilde", "smoothed target", shape=(classes,), value=(1 - epsilon) * y + epsilon / k * OneMatrix(k, 1)
)
y_tilde = smoothed.symbol
cross_entropy = Quantity("L", "cross-entropy with the smoothed target", value=-dot(y_tilde, entrywise(log, p)))
L = cross_entropy.symbol

szegedy = Source("Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, Rethinking the Inception Architecture", "section 7")


def derive_target() -> Iterator[Step]:
    """A mixture of the label and the uniform distribution."""
    yield Step((1 - epsilon) * at(y, i) + epsilon / k, because="mix the one-hot label with the uniform distribution")


target = Formula(
    title="Smoothed target",
    kind=Kind.DEFINITION,
    statement=equal(at(y_tilde, i), (1 - epsilon) * at(y, i) + epsilon / k),
    quantities=(label, share, unnamed, first),
    assumptions=(),
    notations=(
        Notation(r"\tilde{y}_i = (1 - \epsilon) y_i + \frac{\epsilon}{k}"),
        Notation(
            r"y_i^{LS} = y_i (1 - \alpha) + \alpha / K",
            letters=(("y^LS", "y_tilde"), ("alpha", "epsilon"), ("K", "k")),
        ),
    ),
    words=("label smoothing", "smoothed target"),
    derivation=derive_target,
    source=szegedy,
)


correct = Quantity("c", "the correct class", domain=position_in(classes))


def derive_indicated() -> Iterator[Step]:
    """A mixture of the label and the uniform distribution."""
    yield Step(
        (1 - epsilon) * indicator(Eq(i, correct.symbol)) + epsilon / k,
        because="mix the one-hot label with the uniform distribution",
    )


indicated = Formula(
    title="Smoothed target, with an indicator of the class",
    kind=Kind.DEFINITION,
    statement=equal(at(y_tilde, i), (1 - epsilon) * indicator(Eq(i, correct.symbol)) + epsilon / k),
    quantities=(correct, share, unnamed, first),
    assumptions=(),
    notations=(
        Notation(
            r"q_i = (1 - \epsilon) \mathbb{1}[i = y] + \frac{\epsilon}{K}",
            letters=(("q", "y_tilde"), ("y", "c"), ("K", "k")),
        ),
        Notation(
            r"q_i = (1 - \epsilon) \delta_{i,y} + \frac{\epsilon}{K}",
            letters=(("q", "y_tilde"), ("y", "c"), ("K", "k")),
        ),
    ),
    words=("label smoothing", "smoothed target"),
    derivation=derive_indicated,
    source=szegedy,
)


def derive_loss() -> Iterator[Step]:
    """The cross-entropy is linear in the target."""
    yield Step(
        -Sum(((1 - epsilon) * at(y, m) + epsilon / k) * log(at(p, m)), (m, 1, k)),
        because="definition of the smoothed target",
    )
    yield Step(
        -(1 - epsilon) * Sum(at(y, m) * log(at(p, m)), (m, 1, k)) - epsilon / k * Sum(log(at(p, m)), (m, 1, k)),
        because="the cross-entropy is linear in the target",
    )


loss = Formula(
    title="Cross-entropy with a smoothed target",
    kind=Kind.IDENTITY,
    statement=equal(
        -Sum(at(y_tilde, m) * log(at(p, m)), (m, 1, k)),
        -(1 - epsilon) * Sum(at(y, m) * log(at(p, m)), (m, 1, k)) - epsilon / k * Sum(log(at(p, m)), (m, 1, k)),
    ),
    quantities=(logits, probabilities, label, share, smoothed),
    assumptions=(),
    notations=(
        Notation(
            r"-\sum_{i=1}^k \tilde{y}_i \log p_i = "
            r"-(1 - \epsilon) \sum_{i=1}^k y_i \log p_i - \frac{\epsilon}{k} \sum_{i=1}^k \log p_i"
        ),
        Notation(
            r"-\sum_i \tilde{y}_i \log \hat{y}_i = "
            r"-(1 - \alpha) \sum_i y_i \log \hat{y}_i - \frac{\alpha}{K} \sum_i \log \hat{y}_i",
            letters=(*hat, ("alpha", "epsilon"), ("K", "k")),
        ),
    ),
    words=("label smoothing", "cross-entropy"),
    derivation=derive_loss,
    source=szegedy,
)


def derive_gradient() -> Iterator[Step]:
    """The gradient p - y of the cross-entropy holds for every target that sums to one."""
    yield Step(at(gradient(logsumexp(z) - dot(y_tilde, z), z), i), because="the smoothed target sums to one")
    yield Step(at(p, i) - (1 - epsilon) * at(y, i) - epsilon / k, because="gradient of the log-sum-exp")


logit_gradient = Formula(
    title="Gradient of the cross-entropy with a smoothed target",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(L, z), i), at(p, i) - (1 - epsilon) * at(y, i) - epsilon / k),
    quantities=(logits, probabilities, label, share, smoothed, cross_entropy, first),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial z_i} = p_i - (1 - \epsilon) y_i - \frac{\epsilon}{k}"),
        Notation(r"\frac{\partial L}{\partial z_i} = p_i - \tilde{y}_i"),
    ),
    words=("label smoothing", "gradient"),
    derivation=derive_gradient,
    source=szegedy,
)

TOPIC = Topic("Label smoothing", formulas=(target, indicated, loss, logit_gradient))
