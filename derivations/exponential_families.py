"""Exponential families on a finite set: p_k = h_k exp(t_k·v - psi(v)), with statistics t_k as rows of a matrix T.

The log-partition function psi normalises; its derivatives are the moments of the statistics.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Integer, Sum, exp, log

from derivations.operators import at, dot, entrywise, equal, gradient, hadamard, hessian, row, total, vector_sum
from derivations.vocabulary import POSITIVE, Formula, Kind, Notation, Quantity, Size, Source, Step, Topic, bound_index

wainwright = "Wainwright and Jordan 2008, Graphical Models, Exponential Families, and Variational Inference"
outcomes = Size("n", "outcomes", largest=3)
dimensions = Size("d", "statistics", largest=2)
statistics = Quantity("T", "statistics, one row for each outcome", shape=(outcomes, dimensions))
base = Quantity("h", "base measure", shape=(outcomes,), domain=POSITIVE)
parameters = Quantity("v", "natural parameters", shape=(dimensions,))
n, d, T, h, v = outcomes.symbol, dimensions.symbol, statistics.symbol, base.symbol, parameters.symbol
k = bound_index("k")
weights = hadamard(h, entrywise(exp, T * v))
partition = Sum(at(h, k) * exp(dot(row(T, k), v)), (k, 1, n))
log_partition = Quantity("psi", "log-partition function", value=log(partition))
probabilities = Quantity("p", "probabilities of the outcomes", shape=(outcomes,), value=weights / total(weights))
psi, p = log_partition.symbol, probabilities.symbol
named = (("A", "psi"), ("eta", "v"), ("phi", "T"))
average = vector_sum(at(p, k) * row(T, k), k, 1, n)


def derive_normalised() -> Iterator[Step]:
    """The partition function comes out of the sum."""
    yield Step(partition * exp(-psi), because="exp(-psi) is the same in every term")
    yield Step(Integer(1), because="psi is the logarithm of the partition function")


normalised = Formula(
    title="Normalisation of an exponential family",
    kind=Kind.IDENTITY,
    statement=equal(Sum(at(h, k) * exp(dot(row(T, k), v) - psi), (k, 1, n)), Integer(1)),
    quantities=(base, statistics, parameters, log_partition),
    assumptions=(),
    notations=(
        Notation(r"\sum_{k=1}^{n} h_k \exp[T_k \cdot v - \psi] = 1"),
        Notation(r"\sum_k h_k e^{\eta^\top \phi_k - A} = 1", letters=named),
    ),
    words=("exponential family", "log-partition", "normalisation"),
    derivation=derive_normalised,
    source=Source(wainwright, "section 3.2"),
)


def derive_gradient() -> Iterator[Step]:
    """Chain rule on the logarithm."""
    yield Step(gradient(partition, v) / partition, because="chain rule on the logarithm")
    yield Step(
        vector_sum(at(h, k) * exp(dot(row(T, k), v)) * row(T, k), k, 1, n) / partition,
        because="each exponential has its statistics as a factor",
    )
    yield Step(average, because="each term over the sum of all is a probability")


mean_statistics = Formula(
    title="The gradient of the log-partition function is the mean of the statistics",
    kind=Kind.GRADIENT,
    statement=equal(gradient(psi, v), average),
    quantities=(log_partition, base, statistics, parameters, probabilities),
    assumptions=(),
    notations=(
        Notation(r"\nabla_v \psi = \sum_{k=1}^{n} p_k T_k"),
        Notation(r"\nabla_\eta A = \sum_k p_k \phi_k", letters=named),
        Notation(r"\nabla_v \log \sum_{k=1}^{n} h_k \exp(T_k \cdot v) = T^\top p"),
    ),
    words=("exponential family", "log-partition", "mean"),
    derivation=derive_gradient,
    source=Source(wainwright, "proposition 3.1"),
)


def derive_hessian() -> Iterator[Step]:
    """Quotient rule on the gradient."""
    centred = row(T, k) - average
    yield Step(
        vector_sum(at(p, k) * centred * row(T, k).T, k, 1, n),
        because="the derivative of p_k is p_k times the deviation of its statistics from their mean",
    )
    yield Step(
        vector_sum(at(p, k) * row(T, k) * row(T, k).T, k, 1, n) - average * average.T, because="take the mean out"
    )


covariance_statistics = Formula(
    title="The Hessian of the log-partition function is the covariance of the statistics",
    kind=Kind.GRADIENT,
    statement=equal(
        hessian(psi, v), vector_sum(at(p, k) * row(T, k) * row(T, k).T, k, 1, n) - average * average.T
    ),
    quantities=(log_partition, base, statistics, parameters, probabilities),
    assumptions=(),
    notations=(
        Notation(
            r"\nabla_v^2 \psi = \sum_{k=1}^{n} p_k T_k T_k^\top "
            r"- \left(\sum_{k=1}^{n} p_k T_k\right)\left(\sum_{k=1}^{n} p_k T_k\right)^\top"
        ),
        Notation(
            r"\nabla_\eta^2 A = \sum_k p_k \phi_k \phi_k^T - \phi^T p p^T \phi",
            letters=named,
        ),
    ),
    words=("exponential family", "log-partition", "covariance", "fisher information"),
    derivation=derive_hessian,
    source=Source(wainwright, "proposition 3.1"),
)

observed = Quantity("y", "observed statistics", shape=(dimensions,))
y = observed.symbol


def derive_likelihood() -> Iterator[Step]:
    """Differentiate both terms."""
    yield Step(gradient(psi, v) - y, because="the gradient of an inner product with v is the other factor")
    yield Step(average - y, because="gradient of the log-partition function")


likelihood_gradient = Formula(
    title="Gradient of the negative log-likelihood of an exponential family",
    kind=Kind.GRADIENT,
    statement=equal(gradient(psi - dot(y, v), v), average - y),
    quantities=(log_partition, base, statistics, parameters, probabilities, observed),
    assumptions=(),
    notations=(
        Notation(r"\nabla_v (\psi - y \cdot v) = \sum_{k=1}^{n} p_k T_k - y"),
        Notation(
            r"\frac{\partial}{\partial \eta} (A - \eta^\top t) = \sum_k p_k \phi_k - t", letters=(*named, ("t", "y"))
        ),
    ),
    words=("exponential family", "log-likelihood", "gradient"),
    derivation=derive_likelihood,
    source=Source(wainwright, "section 6.1"),
)

TOPIC = Topic(
    "Exponential families",
    formulas=(normalised, mean_statistics, covariance_statistics, likelihood_gradient),
)
