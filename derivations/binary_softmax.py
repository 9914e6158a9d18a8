"""The softmax of two classes: the logistic function of the difference of their scores."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import exp

from derivations.operators import at, dot, equal, row, sigmoid, softmax
from derivations.softmax import features, goodfellow, inputs, sigma_max, x
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Step, Topic

classes = Size("k", "classes", smallest=2, largest=2)
logits = Quantity("z", "scores of two classes", shape=(classes,))
probabilities = Quantity("p", "the two class probabilities", shape=(classes,), value=softmax(logits.symbol))
class_weights = Quantity("Theta", "the weights of two classes, one row each", shape=(classes, features))
z, p, Theta = logits.symbol, probabilities.symbol, class_weights.symbol
linear_probabilities = Quantity("p", "class probabilities of linear scores", shape=(classes,), value=softmax(Theta * x))


def derive_two_classes() -> Iterator[Step]:
    """Divide both parts of the quotient by the first exponential."""
    yield Step(exp(at(z, 1)) / (exp(at(z, 1)) + exp(at(z, 2))), because="the softmax of two scores")
    yield Step(1 / (1 + exp(at(z, 2) - at(z, 1))), because="divide numerator and denominator by exp(z_1)")
    yield Step(sigmoid(at(z, 1) - at(z, 2)), because="this is the logistic function of the difference")


two_classes = Formula(
    title="The softmax of two classes is the logistic function of the difference of their scores",
    kind=Kind.IDENTITY,
    statement=equal(at(p, 1), sigmoid(at(z, 1) - at(z, 2))),
    quantities=(logits, probabilities),
    assumptions=(),
    notations=(
        Notation(r"p_1 = \sigma(z_1 - z_2)"),
        Notation(r"\frac{e^{z_1}}{e^{z_1} + e^{z_2}} = \frac{1}{1 + e^{-(z_1 - z_2)}}"),
        Notation(r"\operatorname{softmax}(z)_1 = \sigma(z_1 - z_2)"),
    ),
    words=("softmax", "sigmoid", "two classes"),
    derivation=derive_two_classes,
    source=goodfellow,
)


def derive_two_linear_classes() -> Iterator[Step]:
    """The scores are linear, so their difference is the score of the difference of the weights."""
    one, other = dot(x, row(Theta, 1)), dot(x, row(Theta, 2))
    yield Step(exp(one) / (exp(one) + exp(other)), because="the softmax of two linear scores")
    yield Step(sigmoid(one - other), because="divide by the first exponential")
    yield Step(
        sigmoid(dot(x, row(Theta, 1) - row(Theta, 2))),
        because="the inner product is linear in the weights",
    )


two_linear_classes = Formula(
    title="Softmax regression with two classes is logistic regression on the difference of the weights",
    kind=Kind.IDENTITY,
    statement=equal(
        at(linear_probabilities.symbol, 1),
        sigmoid(dot(x, row(Theta, 1) - row(Theta, 2))),
    ),
    quantities=(inputs, class_weights, linear_probabilities),
    assumptions=(),
    notations=(
        Notation(
            r"\sigma_1^{\max} = \sigma(x \cdot (\theta_1 - \theta_2))",
            letters=(*sigma_max, ("theta", "Theta")),
        ),
        Notation(
            r"p_1 = \frac{1}{1 + \exp(-(w_1 - w_2)^\top x)}",
            letters=(("w", "Theta"),),
        ),
    ),
    words=("softmax", "sigmoid", "logistic regression"),
    derivation=derive_two_linear_classes,
    source=Source("Murphy, Machine Learning: A Probabilistic Perspective", "section 8.3.7"),
)


TOPIC = Topic("Softmax of two classes", formulas=(two_classes, two_linear_classes))
