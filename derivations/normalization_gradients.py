"""Backpropagation through batch normalisation of one unit.

The values z_1, …, z_n of a batch of at least two samples have the mean mu, the deviation sigma = sqrt(epsilon +
variance) and the normalised values z~; the output is alpha z~ + beta. A loss depends on the output or on the
normalised values.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Identity, KroneckerDelta, Sum, sqrt
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import at, dot, equal, gradient, jacobian, norm, partial, total
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

ioffe = Source("Ioffe and Szegedy 2015, Batch Normalization", "section 3")
batch = Size("n", "values", smallest=2, largest=4)
n = batch.symbol
k = bound_index("k")
first, second = free_index("i", batch), free_index("j", batch)
i, j = first.symbol, second.symbol
ones = OneMatrix(n, 1)
values = Quantity("z", "the values of one unit over a batch", shape=(batch,))
guard = Quantity("epsilon", "a small number under the root", domain=POSITIVE)
z, epsilon = values.symbol, guard.symbol
mean_value = Quantity("mu", "mean over the batch", value=total(z) / n)
mu = mean_value.symbol
deviation = Quantity("sigma", "deviation over the batch", value=sqrt(epsilon + norm(z - mu * ones) ** 2 / n))
sigma = deviation.symbol
normalised = Quantity("z_tilde", "the normalised values", shape=(batch,), value=(z - mu * ones) / sigma)
z_tilde = normalised.symbol
statistics = (normalised, deviation, mean_value, values, guard)
papers = (("x_hat", "z_tilde"), ("x", "z"), ("m", "n"))


def derive_mean_slope() -> Iterator[Step]:
    """Each value has the same share."""
    yield Step(at(ones / n, i), because="the mean is linear in the values")
    yield Step(1 / n, because="each value has the weight 1/n")


mean_slope = Formula(
    title="Derivative of the batch mean",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(mu, z), i), 1 / n),
    quantities=(mean_value, values, first),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial \mu}{\partial z_i} = \frac{1}{n}"),
        Notation(r"\frac{\partial \mu_B}{\partial x_i} = \frac{1}{m}", letters=(*papers, ("mu_B", "mu"))),
    ),
    words=("batch norm", "backpropagation", "mean"),
    derivation=derive_mean_slope,
    source=ioffe,
)


def derive_deviation_slope() -> Iterator[Step]:
    """Chain rule through the root; the mean drops out."""
    yield Step(
        at(gradient(norm(z - mu * ones) ** 2, z), i) / (2 * n * sigma), because="chain rule through the root"
    )
    yield Step((at(z, i) - mu) / (n * sigma), because="the derivative through the mean is the sum of deviations, 0")
    yield Step(at(z_tilde, i) / n, because="a normalised value")


deviation_slope = Formula(
    title="Derivative of the batch deviation",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(sigma, z), i), at(z_tilde, i) / n),
    quantities=(*statistics, first),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial \sigma}{\partial z_i} = \frac{z_i - \mu}{n \sigma}"),
        Notation(r"\frac{\partial \sigma}{\partial x_i} = \frac{\hat{x}_i}{m}", letters=papers),
    ),
    words=("batch norm", "backpropagation", "deviation"),
    derivation=derive_deviation_slope,
    source=ioffe,
)


def derive_entry() -> Iterator[Step]:
    """Quotient rule."""
    yield Step(
        (KroneckerDelta(i, j) - at(gradient(mu, z), j)) / sigma - at(z_tilde, i) * at(gradient(sigma, z), j) / sigma,
        because="quotient rule on (z_i - mu) / sigma",
    )
    yield Step(
        (KroneckerDelta(i, j) - 1 / n - at(z_tilde, i) * at(z_tilde, j) / n) / sigma,
        because="the derivatives of mean and deviation",
    )


jacobian_entry = Formula(
    title="Jacobian of batch normalisation",
    kind=Kind.GRADIENT,
    statement=equal(
        at(jacobian(z_tilde, z), i, j),
        (KroneckerDelta(i, j) - 1 / n - at(z_tilde, i) * at(z_tilde, j) / n) / sigma,
    ),
    quantities=(*statistics, first, second),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial \tilde{z}_i}{\partial z_j} = \frac{1}{\sigma} "
            r"\left(\delta_{ij} - \frac{1}{n} - \frac{\tilde{z}_i \tilde{z}_j}{n}\right)"
        ),
        Notation(
            r"\frac{\partial \hat{x}_i}{\partial x_j} = \frac{m \mathbb{1}[i = j] - 1 - \hat{x}_i \hat{x}_j}{m \sigma}",
            letters=papers,
        ),
    ),
    words=("batch norm", "jacobian", "backpropagation"),
    derivation=derive_entry,
    source=ioffe,
)


def derive_matrix() -> Iterator[Step]:
    """Quotient rule in vectors."""
    yield Step(
        (Identity(n) - ones * gradient(mu, z).T - z_tilde * gradient(sigma, z).T) / sigma,
        because="quotient rule on (z - mu 1) / sigma",
    )
    yield Step(
        (Identity(n) - ones * ones.T / n - z_tilde * z_tilde.T / n) / sigma,
        because="the derivatives of mean and deviation",
    )


jacobian_matrix = Formula(
    title="Jacobian of batch normalisation as a matrix",
    kind=Kind.GRADIENT,
    statement=equal(jacobian(z_tilde, z), (Identity(n) - ones * ones.T / n - z_tilde * z_tilde.T / n) / sigma),
    quantities=statistics,
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial \tilde{z}}{\partial z} = \frac{1}{\sigma} "
            r"\left(I - \frac{1}{n} \mathbf{1} \mathbf{1}^\top - \frac{1}{n} \tilde{z} \tilde{z}^\top\right)"
        ),
        Notation(
            r"\frac{\partial \hat{x}}{\partial x} = \frac{1}{\sigma} "
            r"\left(I - \frac{\mathbf{1} \mathbf{1}^T + \hat{x} \hat{x}^T}{m}\right)",
            letters=papers,
        ),
    ),
    words=("batch norm", "jacobian", "projection"),
    derivation=derive_matrix,
    source=ioffe,
    survivors=(
        ("the factor ones(n)*ones(n)", "a number subtracted from a matrix is subtracted from each entry"),
    ),
)

loss = Quantity("f", "the loss as a function of the normalised values", arguments=((batch,),))
value = Quantity("L", "the loss", value=loss.symbol(z_tilde))
error = Quantity("g", "gradient by the normalised values", shape=(batch,), value=gradient(value.symbol, z_tilde))
L, g = value.symbol, error.symbol


def derive_backward() -> Iterator[Step]:
    """Multiply the error with the Jacobian, which is symmetric."""
    yield Step(at(jacobian(z_tilde, z).T * g, i), because="chain rule")
    yield Step(
        (n * at(g, i) - Sum(at(g, k), (k, 1, n)) - at(z_tilde, i) * Sum(at(g, k) * at(z_tilde, k), (k, 1, n)))
        / (n * sigma),
        because="the Jacobian of batch normalisation; n sigma as the denominator",
    )


backward = Formula(
    title="Backward pass of batch normalisation",
    kind=Kind.GRADIENT,
    statement=equal(
        at(gradient(L, z), i),
        (n * at(g, i) - Sum(at(g, k), (k, 1, n)) - at(z_tilde, i) * Sum(at(g, k) * at(z_tilde, k), (k, 1, n)))
        / (n * sigma),
    ),
    quantities=(value, error, loss, *statistics, first),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial L}{\partial z_i} = \frac{1}{n \sigma} "
            r"\left(n g_i - \sum_{j=1}^n g_j - \tilde{z}_i \sum_{j=1}^n g_j \tilde{z}_j\right)"
        ),
        Notation(
            r"\frac{\partial L}{\partial x_i} = \frac{1}{m \sigma} \left(m \frac{\partial L}{\partial \hat{x}_i} "
            r"- \sum_{j=1}^m \frac{\partial L}{\partial \hat{x}_j} "
            r"- \hat{x}_i \sum_{j=1}^m \frac{\partial L}{\partial \hat{x}_j} \hat{x}_j\right)",
            letters=papers,
        ),
    ),
    words=("batch norm", "backward pass", "backpropagation", "gradient"),
    derivation=derive_backward,
    source=ioffe,
)

gain = Quantity("alpha", "learned scale")
shift = Quantity("beta", "learned shift")
alpha, beta = gain.symbol, shift.symbol
output = Quantity("z_hat", "the output", shape=(batch,), value=alpha * z_tilde + beta * ones)
z_hat = output.symbol
output_loss = Quantity("f", "the loss as a function of the output", arguments=((batch,),))
output_value = Quantity("L", "the loss", value=output_loss.symbol(z_hat))
output_error = Quantity("g", "gradient by the output", shape=(batch,), value=gradient(output_value.symbol, z_hat))
trained = (output_value, output_error, output_loss, output, *statistics, gain, shift)
learned = (*papers, ("gamma", "alpha"), ("y", "z_hat"))


def derive_gain() -> Iterator[Step]:
    """The output is linear in the scale."""
    yield Step(dot(g, z_tilde), because="chain rule: the derivative of the output by the scale is the normalised value")
    yield Step(Sum(at(g, k) * at(z_tilde, k), (k, 1, n)), because="entry by entry")


gain_gradient = Formula(
    title="Derivative by the learned scale of batch normalisation",
    kind=Kind.GRADIENT,
    statement=equal(partial(L, alpha), Sum(at(g, k) * at(z_tilde, k), (k, 1, n))),
    quantities=trained,
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial \alpha} = \sum_{i=1}^n g_i \tilde{z}_i"),
        Notation(
            r"\frac{\partial L}{\partial \gamma} = \sum_{i=1}^m \frac{\partial L}{\partial y_i} \hat{x}_i",
            letters=learned,
        ),
    ),
    words=("batch norm", "backpropagation", "scale"),
    derivation=derive_gain,
    source=ioffe,
)


def derive_shift() -> Iterator[Step]:
    """The output moves with the shift."""
    yield Step(dot(g, ones), because="chain rule: the derivative of the output by the shift is 1")
    yield Step(Sum(at(g, k), (k, 1, n)), because="entry by entry")


shift_gradient = Formula(
    title="Derivative by the learned shift of batch normalisation",
    kind=Kind.GRADIENT,
    statement=equal(partial(L, beta), Sum(at(g, k), (k, 1, n))),
    quantities=trained,
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial \beta} = \sum_{i=1}^n g_i"),
        Notation(r"\frac{\partial L}{\partial \beta} = \sum_{i=1}^m \frac{\partial L}{\partial y_i}", letters=learned),
    ),
    words=("batch norm", "backpropagation", "shift"),
    derivation=derive_shift,
    source=ioffe,
)

TOPIC = Topic(
    "Backpropagation through batch normalisation",
    formulas=(
        mean_slope,
        deviation_slope,
        jacobian_entry,
        jacobian_matrix,
        backward,
        gain_gradient,
        shift_gradient,
    ),
)
