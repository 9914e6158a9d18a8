"""Batch normalisation of one unit: statistics, normalised values, their moments, and what they do not see.

The values z_1, …, z_n are those of one unit over a batch of at least two samples. Their deviation is sqrt(delta +
variance); the invariance under scale holds for delta = 0 only.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Integer, Lambda, MatrixSymbol, Sum, sqrt
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import at, dot, equal, evaluated, norm, total
from derivations.vocabulary import (
    POSITIVE,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    free_index,
)

ioffe = Source("Ioffe and Szegedy 2015, Batch Normalization", "algorithm 1")
batch = Size("n", "values", smallest=2, largest=5)
n = batch.symbol
j = bound_index("j")
position = free_index("i", batch)
i = position.symbol
ones = OneMatrix(n, 1)
values = Quantity("z", "the values of one unit over a batch", shape=(batch,))
guard = Quantity("delta", "a small number under the root", domain=POSITIVE)
z, delta = values.symbol, guard.symbol
average = Sum(at(z, j), (j, 1, n)) / n
mean_value = Quantity("mu", "mean over the batch", value=average)
mu = mean_value.symbol
spread = Sum((at(z, j) - mu) ** 2, (j, 1, n)) / n
deviation = Quantity("sigma", "deviation over the batch", value=sqrt(delta + spread))
sigma = deviation.symbol
normalised = Quantity("z_tilde", "the normalised values", shape=(batch,), value=(z - mu * ones) / sigma)
z_tilde = normalised.symbol
statistics = (deviation, mean_value, values, guard)
papers = (("x", "z"), ("m", "n"), ("epsilon", "delta"), ("x_hat", "z_tilde"))


def derive_mean() -> Iterator[Step]:
    """The sum over the number."""
    yield Step(dot(ones, z) / n, because="the inner product with ones adds the values")
    yield Step(average, because="entry by entry")


batch_mean = Formula(
    title="Mean of batch normalisation",
    kind=Kind.DEFINITION,
    statement=equal(mu, average),
    quantities=(Quantity("mu", "mean over the batch"), values),
    assumptions=(),
    notations=(
        Notation(r"\mu = \frac{1}{n} \sum_{i=1}^n z_i"),
        Notation(r"\mu_B = \frac{1}{m} \sum_{i=1}^m x_i", letters=(("x", "z"), ("m", "n"), ("mu_B", "mu"))),
    ),
    words=("batch norm", "mean"),
    derivation=derive_mean,
    source=ioffe,
)


def derive_deviation() -> Iterator[Step]:
    """The squared length of the deviations from the mean."""
    yield Step(sqrt(delta + norm(z - mu * ones) ** 2 / n), because="the variance is the mean squared deviation")
    yield Step(sqrt(delta + spread), because="entry by entry")


batch_deviation = Formula(
    title="Deviation of batch normalisation",
    kind=Kind.DEFINITION,
    statement=equal(sigma, sqrt(delta + spread)),
    quantities=(Quantity("sigma", "deviation over the batch"), mean_value, values, guard),
    assumptions=(),
    notations=(
        Notation(r"\sigma = \sqrt{\delta + \frac{1}{n} \sum_{i=1}^n (z_i - \mu)^2}"),
        Notation(
            r"\hat{\sigma}_B = \sqrt{\frac{1}{m} \sum_{x=1}^m (z_x - \hat{\mu}_B)^2 + \epsilon}",
            letters=(("m", "n"), ("epsilon", "delta"), ("mu_hat_B", "mu"), ("sigma_hat_B", "sigma")),
        ),
    ),
    words=("batch norm", "standard deviation", "variance"),
    derivation=derive_deviation,
    source=ioffe,
)


def derive_normalised() -> Iterator[Step]:
    """Subtract the mean, divide by the deviation."""
    yield Step(at((z - mu * ones) / sigma, i), because="the vector of normalised values")
    yield Step((at(z, i) - mu) / sigma, because="entry by entry")


normalised_value = Formula(
    title="Value after batch normalisation",
    kind=Kind.DEFINITION,
    statement=equal(at(z_tilde, i), (at(z, i) - mu) / sigma),
    quantities=(normalised, *statistics, position),
    assumptions=(),
    notations=(
        Notation(r"\tilde{z}_i = \frac{z_i - \mu}{\sigma}"),
        Notation(
            r"\hat{x}_i = \frac{x_i - \mu}{\sqrt{\frac{1}{m} \sum_{j=1}^m (x_j - \mu)^2 + \epsilon}}", letters=papers
        ),
    ),
    words=("batch norm", "normalize", "z-score"),
    derivation=derive_normalised,
    source=ioffe,
)

gain = Quantity("alpha", "learned scale")
shift = Quantity("beta", "learned shift")
alpha, beta = gain.symbol, shift.symbol
restored = Quantity("z_hat", "the output", shape=(batch,))


def derive_affine() -> Iterator[Step]:
    """Scale and shift the normalised value."""
    yield Step(alpha * (at(z, i) - mu) / sigma + beta, because="scale the normalised value and shift it")
    yield Step(alpha * at(z_tilde, i) + beta, because="the normalised value")


affine_output = Formula(
    title="Batch normalisation with learned scale and shift",
    kind=Kind.DEFINITION,
    statement=equal(at(restored.symbol, i), alpha * at(z_tilde, i) + beta),
    quantities=(restored, normalised, *statistics, gain, shift, position),
    assumptions=(),
    notations=(
        Notation(r"\hat{z}_i = \alpha \tilde{z}_i + \beta"),
        Notation(r"y_i = \gamma \hat{x}_i + \beta", letters=(*papers, ("gamma", "alpha"), ("y", "z_hat"))),
    ),
    words=("batch norm", "scale", "shift", "expressivity"),
    derivation=derive_affine,
    source=ioffe,
)


def derive_zero_sum() -> Iterator[Step]:
    """The deviations from the mean add up to zero."""
    yield Step((Sum(at(z, j), (j, 1, n)) - n * mu) / sigma, because="the deviation is the same for all values")
    yield Step(Integer(0), because="the sum is n times the mean")


zero_sum = Formula(
    title="Normalised values have mean 0",
    kind=Kind.IDENTITY,
    statement=equal(Sum(at(z_tilde, j), (j, 1, n)), Integer(0)),
    quantities=(normalised, *statistics),
    assumptions=(),
    notations=(
        Notation(r"\frac{1}{n} \sum_{i=1}^n \tilde{z}_i = 0"),
        Notation(r"\sum_{i=1}^m \hat{x}_i = 0", letters=papers),
    ),
    words=("batch norm", "zero mean"),
    derivation=derive_zero_sum,
    source=Source("Ioffe and Szegedy 2015, Batch Normalization", "section 3"),
    survivors=(("a factor", "a multiple of zero is zero"), ("the sign", "the opposite of zero is zero")),
)
variance = Quantity("V", "variance over the batch", value=spread)
V = variance.symbol


def derive_variance() -> Iterator[Step]:
    """Divide the variance by the squared deviation."""
    yield Step(Sum((at(z, j) - mu) ** 2, (j, 1, n)) / (n * sigma**2), because="take the squared deviation out")
    yield Step(V / (V + delta), because="the squared deviation is delta plus the variance")


normalised_variance = Formula(
    title="Normalised values have a variance below 1: V / (V + delta)",
    kind=Kind.IDENTITY,
    statement=equal(Sum(at(z_tilde, j) ** 2, (j, 1, n)) / n, V / (V + delta)),
    quantities=(normalised, variance, *statistics),
    assumptions=(),
    notations=(
        Notation(r"\frac{1}{n} \sum_{i=1}^n \tilde{z}_i^2 = \frac{V}{V + \delta}"),
        Notation(
            r"\frac{1}{m} \sum_{i=1}^m \hat{x}_i^2 = \frac{\sigma^2}{\sigma^2 + \epsilon}",
            letters=(*papers, ("sigma^2", "V")),
        ),
    ),
    words=("batch norm", "variance", "unit variance"),
    derivation=derive_variance,
    source=Source("Ioffe and Szegedy 2015, Batch Normalization", "section 3"),
)

u = MatrixSymbol("u", n, 1)
centred = u - total(u) / n * ones
plain = Quantity("N", "normalisation without delta", value=Lambda((u,), centred / sqrt(norm(centred) ** 2 / n)))
factor = Quantity("a", "a positive factor", domain=POSITIVE)
N, a = plain.symbol, factor.symbol


def derive_invariance() -> Iterator[Step]:
    """The factor goes with the mean and with the deviation."""
    moved = z - total(z) / n * ones
    yield Step(a * moved / sqrt(norm(a * moved) ** 2 / n), because="the mean grows by the same factor")
    yield Step(evaluated(N(z), n, 1), because="the norm takes the positive factor out, and it cancels")


scale_invariance = Formula(
    title="Normalisation without delta does not see the scale of its values",
    kind=Kind.IDENTITY,
    statement=equal(evaluated(N(a * z), n, 1), evaluated(N(z), n, 1)),
    quantities=(plain, values, factor),
    assumptions=(),
    notations=(
        Notation(r"\mathrm{BN}(a z) = \mathrm{BN}(z)", letters=(("BN", "N"),)),
        Notation(r"\operatorname{LN}(\alpha z) = \operatorname{LN}(z)", letters=(("LN", "N"), ("alpha", "a"))),
    ),
    words=("batch norm", "layer norm", "scale-invariant", "invariance"),
    derivation=derive_invariance,
    source=Source("Ba, Kiros and Hinton 2016, Layer Normalization", "section 5.1"),
    survivors=(("the factor a is dropped", "1 is a positive factor too"),),
)

TOPIC = Topic(
    "Batch normalisation",
    formulas=(
        batch_mean,
        batch_deviation,
        normalised_value,
        affine_output,
        zero_sum,
        normalised_variance,
        scale_invariance,
    ),
)
