"""Softmax regression: the cross-entropy of a target distribution y and the softmax p of scores z, and its gradients.

Targets y are a probability vector, in classification the one-hot vector of a class c. Linear scores are z_i = x·θ_i,
with the weights of class i as row θ_i of Θ.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Identity, KroneckerDelta, Sum, exp, log

from derivations.operators import at, column, dot, entrywise, equal, gradient, logsumexp, row
from derivations.softmax import (
    Theta,
    class_weights,
    classes,
    first,
    hat,
    i,
    inputs,
    k,
    linear_probabilities,
    logits,
    m,
    normaliser,
    p,
    probabilities,
    x,
    z,
)
from derivations.vocabulary import SIMPLEX, Formula, Kind, Notation, Quantity, Source, Step, Topic, free_index

targets = Quantity("y", "target distribution over the classes", shape=(classes,), domain=SIMPLEX)
y = targets.symbol
cross_entropy = Quantity("L", "cross-entropy", value=-dot(y, entrywise(log, p)))
unnamed = Quantity("L", "cross-entropy of the targets and the class probabilities")
L = cross_entropy.symbol
true_class = free_index("c", classes)
c = true_class.symbol
one_hot = Quantity("y", "one-hot vector of the class c", shape=(classes,), value=column(Identity(k), c))

bishop = Source("Bishop, Pattern Recognition and Machine Learning", "section 4.3.4")
q = linear_probabilities.symbol
ell = (("l", "L"),)


def derive_loss() -> Iterator[Step]:
    """The definition of the cross-entropy."""
    yield Step(-Sum(at(y, m) * log(at(p, m)), (m, 1, k)), because="the mean of -log p under the targets")


loss = Formula(
    title="Cross-entropy loss of the softmax",
    kind=Kind.DEFINITION,
    statement=equal(L, -Sum(at(y, m) * log(at(p, m)), (m, 1, k))),
    quantities=(logits, probabilities, targets, unnamed),
    assumptions=(),
    notations=(
        Notation(r"L = -\sum_{i=1}^k y_i \log p_i"),
        Notation(r"\ell = -\sum_{j} y_j \log \hat{y}_j", letters=(*ell, *hat)),
        Notation(r"\mathcal{L} = -y^\top \log p", letters=(("calL", "L"),)),
    ),
    words=("cross-entropy", "softmax regression", "loss"),
    derivation=derive_loss,
    source=bishop,
)


def derive_logit_loss() -> Iterator[Step]:
    """Put the log-softmax into the cross-entropy."""
    yield Step(-Sum(at(y, m) * log(at(p, m)), (m, 1, k)), because="definition of the cross-entropy")
    yield Step(-Sum(at(y, m) * (at(z, m) - logsumexp(z)), (m, 1, k)), because="logarithm of the softmax")


logit_loss = Formula(
    title="Cross-entropy loss of the softmax from the scores",
    kind=Kind.IDENTITY,
    statement=equal(L, -Sum(at(y, m) * (at(z, m) - logsumexp(z)), (m, 1, k))),
    quantities=(logits, probabilities, targets, cross_entropy),
    assumptions=(),
    notations=(
        Notation(r"L = -\sum_{i=1}^k y_i \left[z_i - \log \sum_{j=1}^k \exp(z_j)\right]"),
        Notation(r"-\sum_{i=1}^k y_i \log p_i = -\sum_{i=1}^k y_i \left(z_i - \log \sum_{j=1}^k e^{z_j}\right)"),
        Notation(r"\ell = \log \sum_{j} \exp(o_j) - \sum_{j} y_j o_j", letters=(*ell, ("o", "z"))),
    ),
    words=("cross-entropy", "softmax regression", "loss", "logits"),
    derivation=derive_logit_loss,
    source=Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "section 4.1"),
)

linear_cross_entropy = Quantity("L", "cross-entropy", value=-dot(y, entrywise(log, linear_probabilities.symbol)))


def derive_linear_loss() -> Iterator[Step]:
    """The same with the scores of a linear layer."""
    yield Step(
        -Sum(at(y, m) * (at(Theta * x, m) - logsumexp(Theta * x)), (m, 1, k)),
        because="cross-entropy from the scores, which are Θx",
    )
    yield Step(
        -Sum(at(y, i) * (dot(x, row(Theta, i)) - log(Sum(exp(dot(x, row(Theta, m))), (m, 1, k)))), (i, 1, k)),
        because="each score is the inner product of the input with a row of the weights",
    )


linear_loss = Formula(
    title="Cross-entropy loss of softmax regression",
    kind=Kind.IDENTITY,
    statement=equal(
        L,
        -Sum(at(y, i) * (dot(x, row(Theta, i)) - log(Sum(exp(dot(x, row(Theta, m))), (m, 1, k)))), (i, 1, k)),
    ),
    quantities=(inputs, class_weights, linear_probabilities, targets, linear_cross_entropy),
    assumptions=(),
    notations=(
        Notation(
            r"L = -\sum_{i=1}^k y_i "
            r"\left[x \cdot \theta_i - \log\left(\sum_{j=1}^k \exp[x \cdot \theta_j]\right)\right]",
            letters=(("theta", "Theta"),),
        ),
        Notation(
            r"\ell = -\sum_{i=1}^k y_i \log \frac{\exp(w_i^\top x)}{\sum_{j=1}^k \exp(w_j^\top x)}",
            letters=(*ell, ("w", "Theta")),
        ),
    ),
    words=("cross-entropy", "softmax regression", "loss"),
    derivation=derive_linear_loss,
    source=Source("Murphy, Machine Learning: A Probabilistic Perspective", "section 8.3.7"),
)


def derive_logit_gradient() -> Iterator[Step]:
    """Differentiate the loss from the scores."""
    yield Step(gradient(logsumexp(z) - dot(y, z), z), because="the targets sum to one")
    yield Step(p - y, because="the gradient of the log-sum-exp is the softmax")


logit_gradient = Formula(
    title="Gradient of the softmax cross-entropy by the scores",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, z), p - y),
    quantities=(logits, probabilities, targets, cross_entropy),
    assumptions=(),
    notations=(
        Notation(r"\nabla_z L = p - y"),
        Notation(r"\frac{\partial L}{\partial z} = \operatorname{softmax}(z) - y"),
    ),
    words=("cross-entropy", "softmax", "gradient", "logits"),
    derivation=derive_logit_gradient,
    source=bishop,
)


def derive_logit_derivative() -> Iterator[Step]:
    """Differentiate the loss from the scores, one score at a time."""
    yield Step(exp(at(z, i)) / normaliser - at(y, i), because="chain rule on the log-sum-exp; the targets sum to one")
    yield Step(at(p, i) - at(y, i), because="the quotient is a class probability")


logit_derivative = Formula(
    title="Derivative of the softmax cross-entropy by one score",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(L, z), i), at(p, i) - at(y, i)),
    quantities=(logits, probabilities, targets, cross_entropy, first),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial z_i} = p_i - y_i"),
        Notation(r"\frac{\partial \ell}{\partial o_i} = \hat{y}_i - y_i", letters=(*ell, *hat, ("o", "z"))),
        Notation(r"\frac{\partial L}{\partial z_i} = \operatorname{softmax}(z)_i - y_i"),
    ),
    words=("cross-entropy", "softmax", "derivative", "logits"),
    derivation=derive_logit_derivative,
    source=bishop,
)


def derive_row_gradient() -> Iterator[Step]:
    """Chain rule through the score z_i = x·θ_i, the only one that depends on θ_i."""
    yield Step(row((q - y) * x.T, i), because="gradient p - y by the scores, and each score has the gradient x")
    yield Step((at(q, i) - at(y, i)) * x, because="row i of the outer product")


row_gradient = Formula(
    title="Gradient of softmax regression by the weights of one class",
    kind=Kind.GRADIENT,
    statement=equal(row(gradient(L, Theta), i), (at(q, i) - at(y, i)) * x),
    quantities=(inputs, class_weights, linear_probabilities, targets, linear_cross_entropy, first),
    assumptions=(),
    notations=(
        Notation(
            r"\nabla_{\theta_i} L = (\sigma_i^{\max} - y_i) x",
            letters=(("theta", "Theta"), ("sigma^max", "p")),
        ),
        Notation(r"\nabla_{w_i} \ell = (p_i - y_i) x", letters=(*ell, ("w", "Theta"))),
        Notation(r"\frac{\partial L}{\partial \theta_i} = (\hat{y}_i - y_i) x", letters=(*hat, ("theta", "Theta"))),
    ),
    words=("softmax regression", "gradient", "cross-entropy"),
    derivation=derive_row_gradient,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "eq. 4.109"),
)


def derive_weight_gradient() -> Iterator[Step]:
    """All rows at once."""
    yield Step(gradient(logsumexp(Theta * x) - dot(y, Theta * x), Theta), because="the targets sum to one")
    yield Step((q - y) * x.T, because="chain rule: each score is linear in its row of the weights, with the slope x")


weight_gradient = Formula(
    title="Gradient of softmax regression by the weights",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, Theta), (q - y) * x.T),
    quantities=(inputs, class_weights, linear_probabilities, targets, linear_cross_entropy),
    assumptions=(),
    notations=(
        Notation(r"\nabla_\Theta L = (p - y) x^\top"),
        Notation(r"\frac{\partial L}{\partial W} = (\hat{y} - y) x^T", letters=(*hat, ("W", "Theta"))),
    ),
    words=("softmax regression", "gradient", "cross-entropy"),
    derivation=derive_weight_gradient,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "eq. 4.109"),
)


def derive_one_hot_loss() -> Iterator[Step]:
    """A one-hot target picks one term of the cross-entropy."""
    yield Step(-Sum(KroneckerDelta(m, c) * log(at(p, m)), (m, 1, k)), because="the target is 1 for the class c, else 0")
    yield Step(-log(at(p, c)), because="only the term of the class c is left")


one_hot_loss = Formula(
    title="Cross-entropy with a one-hot target: the negative log-probability of the class",
    kind=Kind.IDENTITY,
    statement=equal(-Sum(at(y, m) * log(at(p, m)), (m, 1, k)), -log(at(p, c))),
    quantities=(logits, probabilities, true_class, one_hot),
    assumptions=(),
    notations=(
        Notation(r"-\sum_{i=1}^k y_i \log p_i = -\log p_c"),
        Notation(r"-\sum_j y_j \log \hat{y}_j = -\log \hat{y}_c", letters=hat),
    ),
    words=("negative log-likelihood", "one-hot", "cross-entropy"),
    derivation=derive_one_hot_loss,
    source=bishop,
    survivors=(("the index m becomes c in p[m]", "the target is zero for all classes but c"),),
)


def derive_negative_log_likelihood() -> Iterator[Step]:
    """The log-softmax with its sign reversed."""
    yield Step(-log(exp(at(z, c)) / normaliser), because="definition of the softmax")
    yield Step(-at(z, c) + log(normaliser), because="the logarithm of a quotient")


negative_log_likelihood = Formula(
    title="Negative log-likelihood of the class",
    kind=Kind.IDENTITY,
    statement=equal(-log(at(p, c)), -at(z, c) + log(normaliser)),
    quantities=(logits, probabilities, true_class),
    assumptions=(),
    notations=(
        Notation(r"-\log p_c = -z_c + \log \sum_{j=1}^k e^{z_j}"),
        Notation(r"-\log \operatorname{softmax}(z)_c = \log \sum_j \exp(z_j) - z_c"),
    ),
    words=("negative log-likelihood", "softmax", "cross-entropy"),
    derivation=derive_negative_log_likelihood,
    source=Source("Goodfellow, Bengio and Courville, Deep Learning", "section 6.2.2.3"),
)

surprise = Quantity("L", "negative log-probability of the class", value=-log(at(p, c)))


def derive_class_gradient() -> Iterator[Step]:
    """Differentiate the negative log-likelihood."""
    yield Step(
        exp(at(z, i)) / normaliser - KroneckerDelta(i, c),
        because="chain rule on the log-sum-exp; the score of the class depends on z_i only for i = c",
    )
    yield Step(at(p, i) - KroneckerDelta(i, c), because="the quotient is a class probability")


class_gradient = Formula(
    title="Gradient of the negative log-likelihood of the class by the scores",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(L, z), i), at(p, i) - KroneckerDelta(i, c)),
    quantities=(logits, probabilities, true_class, surprise, first),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial z_i} = p_i - \mathbb{1}[i = c]"),
        Notation(r"\frac{\partial}{\partial z_i} (-\log p_c) = p_i - \delta_{ic}"),
    ),
    words=("negative log-likelihood", "softmax", "gradient"),
    derivation=derive_class_gradient,
    source=bishop,
)

TOPIC = Topic(
    "Softmax regression",
    formulas=(
        loss,
        logit_loss,
        linear_loss,
        logit_gradient,
        logit_derivative,
        row_gradient,
        weight_gradient,
        one_hot_loss,
        negative_log_likelihood,
        class_gradient,
    ),
)
