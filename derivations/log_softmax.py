"""The logarithm of the softmax and the log-sum-exp: values, gradients and curvature.

log p_i = z_i - log Σ_j exp(z_j), so that the log-sum-exp is the cumulant function whose gradient is the softmax.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import KroneckerDelta, Sum, exp, log

from derivations.operators import (
    at,
    diagonal_matrix,
    entrywise,
    equal,
    gradient,
    hessian,
    jacobian,
    logsumexp,
    total,
)
from derivations.softmax import (
    bishop,
    c,
    first,
    goodfellow,
    hat,
    i,
    j,
    k,
    logits,
    m,
    normaliser,
    p,
    probabilities,
    second,
    shift,
    z,
)
from derivations.vocabulary import Formula, Kind, Notation, Source, Step, Topic

boyd = Source("Boyd and Vandenberghe, Convex Optimization", "section 3.1.5")


def derive_log_softmax() -> Iterator[Step]:
    """The logarithm of a quotient."""
    yield Step(log(exp(at(z, i)) / normaliser), because="definition of the softmax")
    yield Step(at(z, i) - log(normaliser), because="the logarithm of a quotient, and of an exponential")


log_softmax = Formula(
    title="Logarithm of the softmax",
    kind=Kind.IDENTITY,
    statement=equal(log(at(p, i)), at(z, i) - log(normaliser)),
    quantities=(logits, probabilities, first),
    assumptions=(),
    notations=(
        Notation(r"\log p_i = z_i - \log \sum_{j=1}^k \exp(z_j)"),
        Notation(r"\log \operatorname{softmax}(z)_i = z_i - \log \sum_j e^{z_j}"),
        Notation(r"\log \hat{y}_i = o_i - \log \sum_j \exp(o_j)", letters=(*hat, ("o", "z"))),
    ),
    words=("softmax", "log-softmax", "logarithm"),
    derivation=derive_log_softmax,
    source=goodfellow,
)


def derive_log_gradient() -> Iterator[Step]:
    """Differentiate the score and the log-sum-exp."""
    yield Step(
        KroneckerDelta(i, j) - exp(at(z, j)) / normaliser,
        because="the score z_i depends on z_j only for i = j; chain rule on the logarithm of the normaliser",
    )
    yield Step(KroneckerDelta(i, j) - at(p, j), because="the quotient is a class probability")


log_softmax_gradient = Formula(
    title="Derivative of the log-softmax",
    kind=Kind.GRADIENT,
    statement=equal(at(jacobian(entrywise(log, p), z), i, j), KroneckerDelta(i, j) - at(p, j)),
    quantities=(logits, probabilities, first, second),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial \log p_i}{\partial z_j} = \delta_{ij} - p_j"),
        Notation(
            r"\frac{\partial}{\partial a_j} \log \hat{y}_i = \mathbb{1}[i = j] - \hat{y}_j",
            letters=(*hat, ("a", "z")),
        ),
    ),
    words=("softmax", "log-softmax", "derivative"),
    derivation=derive_log_gradient,
    source=bishop,
)


def derive_logsumexp_gradient() -> Iterator[Step]:
    """Chain rule on the logarithm."""
    yield Step(gradient(total(entrywise(exp, z)), z) / total(entrywise(exp, z)), because="chain rule on the logarithm")
    yield Step(entrywise(exp, z) / total(entrywise(exp, z)), because="each exponential is its own derivative")
    yield Step(p, because="this is the softmax")


logsumexp_gradient = Formula(
    title="The gradient of the log-sum-exp is the softmax",
    kind=Kind.GRADIENT,
    statement=equal(gradient(logsumexp(z), z), p),
    quantities=(logits, probabilities),
    assumptions=(),
    notations=(
        Notation(r"\nabla_z \log \sum_{i=1}^k e^{z_i} = \operatorname{softmax}(z)"),
        Notation(r"\nabla_z \operatorname{logsumexp}(z) = p"),
    ),
    words=("log-sum-exp", "softmax", "gradient"),
    derivation=derive_logsumexp_gradient,
    source=boyd,
)


def derive_logsumexp_derivative() -> Iterator[Step]:
    """Chain rule on the logarithm, one score at a time."""
    yield Step(exp(at(z, i)) / normaliser, because="chain rule; only one term of the sum depends on z_i")
    yield Step(at(p, i), because="this is the softmax")


logsumexp_derivative = Formula(
    title="Derivative of the log-sum-exp by one score",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(logsumexp(z), z), i), at(p, i)),
    quantities=(logits, probabilities, first),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial}{\partial z_i} \log \sum_{j=1}^k \exp(z_j) = p_i"),
        Notation(
            r"\frac{\partial}{\partial a_i} \ln \sum_j e^{a_j} = \frac{e^{a_i}}{\sum_j e^{a_j}}",
            letters=(("a", "z"),),
        ),
        Notation(r"\frac{\partial \operatorname{logsumexp}(z)}{\partial z_i} = \operatorname{softmax}(z)_i"),
    ),
    words=("log-sum-exp", "softmax", "derivative"),
    derivation=derive_logsumexp_derivative,
    source=boyd,
)


def derive_logsumexp_hessian() -> Iterator[Step]:
    """The Hessian is the Jacobian of the gradient."""
    yield Step(jacobian(p, z), because="the gradient of the log-sum-exp is the softmax")
    yield Step(diagonal_matrix(p) - p * p.T, because="Jacobian of the softmax")


logsumexp_hessian = Formula(
    title="Hessian of the log-sum-exp",
    kind=Kind.GRADIENT,
    statement=equal(hessian(logsumexp(z), z), diagonal_matrix(p) - p * p.T),
    quantities=(logits, probabilities),
    assumptions=(),
    notations=(
        Notation(r"\nabla_z^2 \operatorname{logsumexp}(z) = \operatorname{diag}(p) - p p^\top"),
        Notation(r"\nabla_z^2 \log \sum_{i=1}^k e^{z_i} = \operatorname{diag}(p) - p p^T"),
    ),
    words=("log-sum-exp", "softmax", "Hessian"),
    derivation=derive_logsumexp_hessian,
    source=boyd,
)


def derive_logsumexp_curvature() -> Iterator[Step]:
    """Differentiate the softmax."""
    yield Step(at(jacobian(p, z), i, j), because="the gradient of the log-sum-exp is the softmax")
    yield Step(at(p, i) * (KroneckerDelta(i, j) - at(p, j)), because="entry of the Jacobian of the softmax")


logsumexp_curvature = Formula(
    title="Second derivatives of the log-sum-exp",
    kind=Kind.GRADIENT,
    statement=equal(at(hessian(logsumexp(z), z), i, j), at(p, i) * (KroneckerDelta(i, j) - at(p, j))),
    quantities=(logits, probabilities, first, second),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial^2}{\partial z_i \partial z_j} \log \sum_{l=1}^k e^{z_l} = p_i (\delta_{ij} - p_j)"),
        Notation(r"\frac{\partial^2}{\partial z_i \partial z_j} \log \sum_l \exp(z_l) = \delta_{ij} p_i - p_i p_j"),
    ),
    words=("log-sum-exp", "softmax", "Hessian"),
    derivation=derive_logsumexp_curvature,
    source=boyd,
)


def derive_logsumexp_shift() -> Iterator[Step]:
    """Pull the constant out of the sum."""
    yield Step(log(exp(c) * Sum(exp(at(z, m) - c), (m, 1, k))), because="exp(z_i) is exp(c) times exp(z_i - c)")
    yield Step(c + log(Sum(exp(at(z, m) - c), (m, 1, k))), because="the logarithm of a product")


logsumexp_shift = Formula(
    title="The log-sum-exp can be computed from shifted scores",
    kind=Kind.IDENTITY,
    statement=equal(log(normaliser), c + log(Sum(exp(at(z, m) - c), (m, 1, k)))),
    quantities=(logits, shift),
    assumptions=(),
    notations=(
        Notation(r"\log \sum_{i=1}^k e^{z_i} = c + \log \sum_{i=1}^k e^{z_i - c}"),
        Notation(
            r"\log \sum_j \exp(o_j) = \bar{o} + \log \sum_j \exp(o_j - \bar{o})",
            letters=(("o", "z"), ("o_bar", "c")),
        ),
    ),
    words=("log-sum-exp", "numerical stability", "log-sum-exp trick"),
    derivation=derive_logsumexp_shift,
    source=Source("Murphy, Machine Learning: A Probabilistic Perspective", "section 3.5.3"),
)

TOPIC = Topic(
    "Log-softmax and log-sum-exp",
    formulas=(
        log_softmax,
        log_softmax_gradient,
        logsumexp_gradient,
        logsumexp_derivative,
        logsumexp_hessian,
        logsumexp_curvature,
        logsumexp_shift,
    ),
)
