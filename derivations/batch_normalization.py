"""Batch normalisation line by line, as in the paper: one unit over a batch of m examples, and the backward pass.

The batch has mean μ_B and variance σ_B^2; x̂ is normalised, y = γx̂ + β goes on to the loss. Derivatives by the mean pass
through the variance as well. At test time fixed statistics turn the layer into an affine map.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import KroneckerDelta, Rational, Sum, sqrt
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import at, equal, gradient, jacobian, partial
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
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

ioffe = "Ioffe and Szegedy 2015, Batch normalization: accelerating deep network training"
backward_pass = Source(ioffe, "section 3, backpropagation")

examples = Size("m", "examples of the batch", smallest=2, largest=4)
inputs = Quantity("x", "values of the unit", shape=(examples,))
guard = Quantity("epsilon", "guard against a variance of 0", domain=POSITIVE)
gain, shift = Quantity("gamma", "learned scale"), Quantity("beta", "learned shift")
loss = Quantity("loss", "loss as a function of the outputs", arguments=((examples,),))
m, x, epsilon, gamma, beta = (q.symbol for q in (examples, inputs, guard, gain, shift))
example = free_index("j", examples)
j = example.symbol
i = bound_index("i")

mean = Quantity("mu", "mean of the batch", value=Sum(at(x, i), (i, 1, m)) / m)
mu = mean.symbol
variance = Quantity("v", "variance of the batch", value=Sum((at(x, i) - mu) ** 2, (i, 1, m)) / m)
v = variance.symbol
normalised = Quantity(
    "x_hat", "normalised values", shape=(examples,), value=(x - mu * OneMatrix(m, 1)) / sqrt(v + epsilon)
)
x_hat = normalised.symbol
outputs = Quantity("y", "outputs", shape=(examples,), value=gamma * x_hat + beta * OneMatrix(m, 1))
y = outputs.symbol
total = Quantity("L", "loss", value=loss.symbol(y))
L = total.symbol
network = (inputs, guard, gain, shift, loss, mean, variance, normalised, outputs, total)
batch_letters = (("mu_B", "mu"), ("sigma_B^2", "v"))
plain = (("sigma^2", "v"), ("N", "m"))
calligraphic = (("mu_calB", "mu"), ("sigma_calB^2", "v"))
words = ("batch norm", "batchnorm", "normalization", "normalisation")
root = sqrt(v + epsilon)


def derive_normalised_slope() -> Iterator[Step]:
    """The output of an example depends on its own normalised value alone."""
    yield Step(
        Sum(at(gradient(L, y), i) * at(jacobian(y, x_hat), i, j), (i, 1, m)), because="chain rule over all outputs"
    )
    yield Step(
        Sum(at(gradient(L, y), i) * gamma * KroneckerDelta(i, j), (i, 1, m)),
        because="y_i = γ x̂_i + β, example by example",
    )
    yield Step(at(gradient(L, y), j) * gamma, because="the delta keeps the term i = j")


normalised_slope = Formula(
    title="Batch normalisation, backward: the normalised value",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(L, x_hat), j), at(gradient(L, y), j) * gamma),
    quantities=(*network, example),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial \hat{x}_j} = \frac{\partial L}{\partial y_j} \cdot \gamma"),
        Notation(r"\frac{\partial L}{\partial \hat{x}_i} = \gamma \frac{\partial L}{\partial y_i}", (("i", "j"),)),
    ),
    words=words,
    derivation=derive_normalised_slope,
    source=backward_pass,
)

through_variance = Sum(
    at(gradient(L, x_hat), i) * (at(x, i) - mu) * Rational(-1, 2) * (v + epsilon) ** Rational(-3, 2), (i, 1, m)
)


def derive_variance_slope() -> Iterator[Step]:
    """Chain rule over all examples."""
    yield Step(
        Sum(at(gradient(L, x_hat), i) * at(partial(x_hat, v), i), (i, 1, m)),
        because="chain rule: the variance enters the normalised value of every example",
    )
    yield Step(through_variance, because="x̂_i is (x_i - μ)(v + ε)^{-1/2}")


variance_slope = Formula(
    title="Batch normalisation, backward: the variance of the batch",
    kind=Kind.GRADIENT,
    statement=equal(partial(L, v), through_variance),
    quantities=network,
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial L}{\partial \sigma_B^2} = \sum_{i=1}^m \frac{\partial L}{\partial \hat{x}_i} \cdot "
            r"(x_i - \mu_B) \cdot \frac{-1}{2} (\sigma_B^2 + \epsilon)^{-3/2}",
            batch_letters,
        ),
        Notation(
            r"\frac{\partial L}{\partial \sigma_{\mathcal{B}}^2} = -\frac{1}{2} \sum_{i=1}^m "
            r"\frac{\partial L}{\partial \hat{x}_i} (x_i - \mu_{\mathcal{B}}) "
            r"(\sigma_{\mathcal{B}}^2 + \epsilon)^{-3/2}",
            calligraphic,
        ),
        Notation(
            r"\frac{\partial L}{\partial \sigma^2} = \sum_{i=1}^N \frac{\partial L}{\partial \hat{x}_i} "
            r"(x_i - \mu) \cdot \left(-\frac{1}{2}\right) (\sigma^2 + \epsilon)^{-3/2}",
            plain,
        ),
        Notation(
            r"\frac{\partial L}{\partial \sigma^2} = -\frac{1}{2} (\sigma^2 + \epsilon)^{-3/2} "
            r"\sum_{i=1}^N \frac{\partial L}{\partial \hat{x}_i} (x_i - \mu)",
            plain,
        ),
    ),
    words=words,
    derivation=derive_variance_slope,
    source=backward_pass,
)

direct = Sum(at(gradient(L, x_hat), i) * -1 / root, (i, 1, m))
through_deviations = partial(L, v) * Sum(-2 * (at(x, i) - mu), (i, 1, m)) / m


def derive_mean_slope() -> Iterator[Step]:
    """The mean enters every normalised value, and the variance."""
    yield Step(
        direct + partial(L, v) * partial(v, mu),
        because="directly, with slope -1/√(v + ε) in every normalised value, and through the variance",
    )
    yield Step(direct + through_deviations, because="the slope of a mean of squared deviations")


mean_slope = Formula(
    title="Batch normalisation, backward: the mean of the batch",
    kind=Kind.GRADIENT,
    statement=equal(partial(L, mu), direct + through_deviations),
    quantities=network,
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial L}{\partial \mu_B} = \left(\sum_{i=1}^m \frac{\partial L}{\partial \hat{x}_i} \cdot "
            r"\frac{-1}{\sqrt{\sigma_B^2 + \epsilon}}\right) + \frac{\partial L}{\partial \sigma_B^2} \cdot "
            r"\frac{\sum_{i=1}^m -2(x_i - \mu_B)}{m}",
            batch_letters,
        ),
        Notation(
            r"\frac{\partial L}{\partial \mu_{\mathcal{B}}} = \sum_{i=1}^m \frac{\partial L}{\partial \hat{x}_i} "
            r"\frac{-1}{\sqrt{\sigma_{\mathcal{B}}^2 + \epsilon}} "
            r"+ \frac{\partial L}{\partial \sigma_{\mathcal{B}}^2} \frac{1}{m} "
            r"\sum_{i=1}^m -2(x_i - \mu_{\mathcal{B}})",
            calligraphic,
        ),
        Notation(
            r"\frac{\partial L}{\partial \mu_B} = -\frac{1}{\sqrt{\sigma_B^2 + \epsilon}} \sum_{i=1}^m "
            r"\frac{\partial L}{\partial \hat{x}_i}",
            batch_letters,
        ),
        Notation(
            r"\frac{\partial L}{\partial \mu} = \sum_{i=1}^N \frac{\partial L}{\partial \hat{x}_i} \cdot "
            r"\frac{-1}{\sqrt{\sigma^2 + \epsilon}}",
            plain,
        ),
        Notation(
            r"\frac{\partial L}{\partial \mu} = -\frac{1}{\sqrt{\sigma^2 + \epsilon}} \sum_{i=1}^N "
            r"\frac{\partial L}{\partial \hat{x}_i}",
            plain,
        ),
    ),
    words=words,
    derivation=derive_mean_slope,
    source=backward_pass,
    survivors=tuple(
        (change, "the deviations from the mean add up to 0: what multiplies their sum does not matter")
        for change in (
            "the summand dL/dv",
            "a factor 2 in front of dL/dv",
            "a factor 1/2 in front of dL/dv",
            "the factor dL/dv",
            "the factor 1/m",
            "1/m becomes m",
            "the number 1 becomes 2 in 1/m",
            "the number 1 becomes 0 in 1/m",
            "m becomes m",
        )
    ),
)

input_terms = (
    at(gradient(L, x_hat), j) / root + partial(L, v) * 2 * (at(x, j) - mu) / m + partial(L, mu) / m
)


def derive_input_slope() -> Iterator[Step]:
    """Three ways lead from a value to the loss."""
    spread = Sum(2 * (at(x, i) - mu) * KroneckerDelta(i, j), (i, 1, m)) / m
    yield Step(
        at(gradient(L, x_hat), j) / root + partial(L, v) * spread + partial(L, mu) * at(gradient(mu, x), j),
        because="through its own normalised value, through the variance at a fixed mean, and through the mean",
    )
    yield Step(input_terms, because="one deviation holds x_j; the mean has the slope 1/m in each value")


input_slope = Formula(
    title="Batch normalisation, backward: the value itself",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(L, x), j), input_terms),
    quantities=(*network, example),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial L}{\partial x_j} = \frac{\partial L}{\partial \hat{x}_j} \cdot "
            r"\frac{1}{\sqrt{\sigma_B^2 + \epsilon}} + \frac{\partial L}{\partial \sigma_B^2} \cdot "
            r"\frac{2(x_j - \mu_B)}{m} + \frac{\partial L}{\partial \mu_B} \cdot \frac{1}{m}",
            batch_letters,
        ),
        Notation(
            r"\frac{\partial L}{\partial x_i} = \frac{\frac{\partial L}{\partial \hat{x}_i}}"
            r"{\sqrt{\sigma_{\mathcal{B}}^2 + \epsilon}} + \frac{2}{m} "
            r"\frac{\partial L}{\partial \sigma_{\mathcal{B}}^2} (x_i - \mu_{\mathcal{B}}) "
            r"+ \frac{1}{m} \frac{\partial L}{\partial \mu_{\mathcal{B}}}",
            (*calligraphic, ("i", "j")),
        ),
        Notation(
            r"\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial \hat{x}_i} "
            r"\frac{1}{\sqrt{\sigma^2 + \epsilon}} + \frac{\partial L}{\partial \sigma^2} "
            r"\frac{2(x_i - \mu)}{N} + \frac{\partial L}{\partial \mu} \frac{1}{N}",
            (*plain, ("i", "j")),
        ),
    ),
    words=words,
    derivation=derive_input_slope,
    source=backward_pass,
)

single = Quantity("x", "value of the unit for one example")
centre, spread = Quantity("mu", "mean"), Quantity("sigma", "standard deviation")
value = Quantity("y", "output for one example")
weight = Quantity("w", "normalised value for one example")
x_1, mu_1, sigma_1 = single.symbol, centre.symbol, spread.symbol
scale = sqrt(sigma_1**2 + epsilon)
statistics = (single, centre, spread, guard)
labelled = (("mu_B", "mu"), ("sigma_B", "sigma"))


def derive_normalise() -> Iterator[Step]:
    """The definition."""
    yield Step((x_1 - mu_1) / scale, because="subtract the mean, divide by the guarded standard deviation")


normalise = Formula(
    title="Batch normalisation of one value, from mean and variance",
    kind=Kind.DEFINITION,
    statement=equal(weight.symbol, (x_1 - mu_1) / scale),
    quantities=(weight, *statistics),
    assumptions=(),
    notations=(
        Notation(r"\hat{x} = \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}}", (("x_hat", "w"),)),
        Notation(
            r"\hat{x}_i = \frac{x_i - \mu_B}{\sqrt{\sigma_B^2 + \epsilon}}",
            (("x_hat_i", "w"), ("x_i", "x"), *labelled),
        ),
        Notation(
            r"z_{\text{norm}}^{(i)} = \frac{z^{(i)} - \mu}{\sqrt{\sigma^2 + \epsilon}}",
            (("z_norm^i", "w"), ("z^i", "x")),
        ),
    ),
    words=words,
    derivation=derive_normalise,
    source=Source(ioffe, "algorithm 1"),
)


def derive_folded() -> Iterator[Step]:
    """Sort the affine map by its argument."""
    yield Step(gamma * (x_1 - mu_1) / scale + beta, because="normalise, then scale and shift")
    yield Step(gamma / scale * x_1 + (beta - gamma * mu_1 / scale), because="with fixed statistics the map is affine")


folded = Formula(
    title="Batch normalisation at test time: an affine map",
    kind=Kind.DEFINITION,
    statement=equal(value.symbol, gamma / scale * x_1 + (beta - gamma * mu_1 / scale)),
    quantities=(value, gain, shift, *statistics),
    assumptions=(),
    notations=(
        Notation(
            r"y = \frac{\gamma}{\sqrt{\sigma^2 + \epsilon}} x "
            r"+ \left(\beta - \frac{\gamma \mu}{\sqrt{\sigma^2 + \epsilon}}\right)"
        ),
        Notation(r"y = \gamma \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta"),
        Notation(r"\operatorname{BN}(x) = \frac{\gamma (x - \mu)}{\sqrt{\sigma^2 + \epsilon}} + \beta"),
    ),
    words=(*words, "inference", "test time"),
    derivation=derive_folded,
    source=Source(ioffe, "algorithm 2"),
)

rate = Quantity("alpha", "share of the new statistics", domain=UNIT)
running = Quantity("r", "running statistic")
updated = Quantity("u", "running statistic after the batch")
alpha, r = rate.symbol, running.symbol


def derive_running() -> Iterator[Step]:
    """A moving average."""
    yield Step(r + alpha * (mu_1 - r), because="a step of share α towards the statistic of the batch")
    yield Step((1 - alpha) * r + alpha * mu_1, because="sort the terms")


running_average = Formula(
    title="Running statistic of batch normalisation, by the share of the new",
    kind=Kind.DEFINITION,
    statement=equal(updated.symbol, (1 - alpha) * r + alpha * mu_1),
    quantities=(updated, rate, running, centre),
    assumptions=(),
    notations=(
        Notation(
            r"\mu_{\text{run}} \leftarrow (1 - \alpha) \mu_{\text{run}} + \alpha \mu_B",
            (("mu_run", "r"), ("mu_B", "mu")),
        ),
        Notation(
            r"\hat{\mu}_{t+1} = (1 - \alpha) \hat{\mu}_t + \alpha \mu_B",
            (("mu_hat_t", "r"), ("mu_hat_t+1", "u"), ("mu_B", "mu")),
        ),
    ),
    words=(*words, "running", "moving average"),
    derivation=derive_running,
    source=Source(ioffe, "section 3.1"),
)


def derive_momentum() -> Iterator[Step]:
    """A moving average."""
    yield Step(mu_1 + alpha * (r - mu_1), because="the share α of the old statistic is kept")
    yield Step(alpha * r + (1 - alpha) * mu_1, because="sort the terms")


running_momentum = Formula(
    title="Running statistic of batch normalisation, by the share of the old",
    kind=Kind.DEFINITION,
    statement=equal(updated.symbol, alpha * r + (1 - alpha) * mu_1),
    quantities=(updated, rate, running, centre),
    assumptions=(),
    notations=(
        Notation(
            r"\mu_{\text{run}} \leftarrow \alpha \mu_{\text{run}} + (1 - \alpha) \mu_B",
            (("mu_run", "r"), ("mu_B", "mu")),
        ),
        Notation(
            r"\hat{\mu}_{t+1} = \alpha \hat{\mu}_t + (1 - \alpha) \mu_B",
            (("mu_hat_t", "r"), ("mu_hat_t+1", "u"), ("mu_B", "mu")),
        ),
    ),
    words=(*words, "running", "moving average", "momentum"),
    derivation=derive_momentum,
    source=Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "section 8.5.4"),
)

TOPIC = Topic(
    "Batch normalisation line by line",
    formulas=(
        normalised_slope,
        variance_slope,
        mean_slope,
        input_slope,
        normalise,
        folded,
        running_average,
        running_momentum,
    ),
)
