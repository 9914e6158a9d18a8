"""Normalisation of one example or of feature maps: layer norm as vectors, RMS norm, and the means of images x_nchw.

Images have axes n (examples), c (channels), h and w (rows and columns). Batch norm takes means over n, h and w,
instance norm over h and w, layer norm over c, h and w.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Sum, sqrt
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import at, equal, hadamard, norm
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

ba = "Ba, Kiros and Hinton 2016, Layer normalization"
zhang = "Zhang and Sennrich 2019, Root mean square layer normalization"
wu = "Wu and He 2018, Group normalization"

units = Size("d", "units", largest=4)
inputs = Quantity("x", "values of the units", shape=(units,))
gain = Quantity("gamma", "learned scale of each unit", shape=(units,))
shift = Quantity("beta", "learned shift of each unit", shape=(units,))
mean = Quantity("mu", "mean of the units")
spread = Quantity("sigma", "standard deviation of the units", domain=POSITIVE)
guard = Quantity("epsilon", "guard against a variance of 0", domain=POSITIVE)
output = Quantity("y", "output", shape=(units,))
d, x, gamma, beta, mu, sigma, epsilon, y = (
    q.symbol for q in (units, inputs, gain, shift, mean, spread, guard, output)
)
i = bound_index("i")
ones = OneMatrix(d, 1)
spread_over = (("the factor ones(d) is dropped", "a number subtracted from a vector is subtracted from each entry"),)
words = ("layer norm", "layernorm", "normalization", "normalisation", "transformer")
vectors = (output, inputs, gain, shift, mean, spread)


def derive_vector() -> Iterator[Step]:
    """The definition."""
    yield Step(vector_value, because="normalise every unit, then scale and shift it")


vector_value = hadamard(gamma, (x - mu * ones) / sqrt(sigma**2 + epsilon)) + beta

vector_form = Formula(
    title="Layer normalisation of a vector",
    kind=Kind.DEFINITION,
    statement=equal(y, vector_value),
    quantities=(*vectors, guard),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{LN}(x) = \gamma \odot \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta"),
        Notation(r"y = \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} \odot \gamma + \beta"),
        Notation(r"y = \frac{\gamma}{\sqrt{\sigma^2 + \epsilon}} \odot (x - \mu) + \beta"),
    ),
    words=words,
    derivation=derive_vector,
    source=Source(ba, "section 3"),
    survivors=spread_over,
)


def derive_plain() -> Iterator[Step]:
    """The definition."""
    yield Step(hadamard(gamma, (x - mu * ones) / sigma) + beta, because="normalise every unit, then scale and shift it")


plain_form = Formula(
    title="Layer normalisation of a vector, without a guard",
    kind=Kind.DEFINITION,
    statement=equal(y, hadamard(gamma, (x - mu * ones) / sigma) + beta),
    quantities=vectors,
    assumptions=(),
    notations=(
        Notation(r"\operatorname{LN}(x) = \gamma \odot \frac{x - \mu}{\sigma} + \beta"),
        Notation(r"y = \frac{\gamma}{\sigma} \odot (x - \mu) + \beta"),
        Notation(r"y = \frac{x - \mu}{\sigma} \odot \gamma + \beta"),
    ),
    words=words,
    derivation=derive_plain,
    source=Source(ba, "section 3.1, equation 4"),
    survivors=spread_over,
)


def derive_outside() -> Iterator[Step]:
    """The definition."""
    yield Step(
        hadamard(gamma, (x - mu * ones) / (sigma + epsilon)) + beta, because="the guard is added to the deviation"
    )


guarded_deviation = Formula(
    title="Layer normalisation of a vector, with the guard outside of the root",
    kind=Kind.DEFINITION,
    statement=equal(y, hadamard(gamma, (x - mu * ones) / (sigma + epsilon)) + beta),
    quantities=(*vectors, guard),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{LN}(x) = \gamma \odot \frac{x - \mu}{\sigma + \epsilon} + \beta"),
        Notation(r"y = \frac{x - \mu}{\sigma + \epsilon} \odot \gamma + \beta"),
    ),
    words=words,
    derivation=derive_outside,
    source=Source("Rush 2018, The annotated transformer", "encoder"),
    survivors=spread_over,
)

deviation = Quantity("s", "standard deviation of the units")
measured = Quantity("mu", "mean of the units", value=Sum(at(x, i), (i, 1, d)) / d)


def derive_deviation() -> Iterator[Step]:
    """The root of the mean squared deviation."""
    centred = x - measured.symbol * ones
    yield Step(norm(centred) / sqrt(d), because="the length of the deviations over the root of their number")
    yield Step(sqrt(Sum((at(x, i) - measured.symbol) ** 2, (i, 1, d)) / d), because="write the length out")


standard_deviation = Formula(
    title="Deviation of layer normalisation, without a guard",
    kind=Kind.DEFINITION,
    statement=equal(deviation.symbol, sqrt(Sum((at(x, i) - measured.symbol) ** 2, (i, 1, d)) / d)),
    quantities=(deviation, inputs, measured),
    assumptions=(),
    notations=(
        Notation(r"\sigma = \sqrt{\frac{1}{d} \sum_{i=1}^d (x_i - \mu)^2}", (("sigma", "s"),)),
        Notation(r"\sigma = \left(\frac{1}{d} \sum_{i=1}^d (x_i - \mu)^2\right)^{1/2}", (("sigma", "s"),)),
    ),
    words=words,
    derivation=derive_deviation,
    source=Source(ba, "section 3, equation 3"),
)

root_square = Quantity("r", "root mean square of the units")
scaled = free_index("j", units)
j = scaled.symbol


def derive_root_square() -> Iterator[Step]:
    """A length."""
    yield Step(norm(x) / sqrt(d), because="the length over the root of the number of entries")
    yield Step(sqrt(Sum(at(x, i) ** 2, (i, 1, d)) / d), because="write the length out")


root_mean_square = Formula(
    title="Root mean square of the units",
    kind=Kind.DEFINITION,
    statement=equal(root_square.symbol, sqrt(Sum(at(x, i) ** 2, (i, 1, d)) / d)),
    quantities=(root_square, inputs),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{RMS}(x) = \sqrt{\frac{1}{d} \sum_{i=1}^d x_i^2}"),
        Notation(r"r = \sqrt{\frac{\sum_{i=1}^d x_i^2}{d}}"),
    ),
    words=("rms", "root mean square", "normalization", "normalisation"),
    derivation=derive_root_square,
    source=Source(zhang, "section 4, equation 4"),
)


def derive_rms_norm() -> Iterator[Step]:
    """The definition."""
    yield Step(rms_value, because="divide by the root mean square, then scale")


rms_value = at(x, j) / sqrt(Sum(at(x, i) ** 2, (i, 1, d)) / d + epsilon) * at(gamma, j)

rms_norm = Formula(
    title="RMS normalisation",
    kind=Kind.DEFINITION,
    statement=equal(at(y, j), rms_value),
    quantities=(output, inputs, gain, guard, scaled),
    assumptions=(),
    notations=(
        Notation(r"y_j = \frac{x_j}{\sqrt{\frac{1}{d} \sum_{i=1}^d x_i^2 + \epsilon}} \gamma_j"),
        Notation(r"y_j = \gamma_j \frac{x_j}{\sqrt{\epsilon + \frac{1}{d} \sum_{i=1}^d x_i^2}}"),
    ),
    words=("rms", "root mean square", "normalization", "normalisation"),
    derivation=derive_rms_norm,
    source=Source(zhang, "section 4, equation 4"),
)

batch, channels, rows, columns = (
    Size(letter, axis, largest=largest)
    for letter, axis, largest in (("N", "examples", 2), ("C", "channels", 3), ("H", "rows", 4), ("W", "columns", 5))
)
images = Quantity("x", "feature maps", shape=(batch, channels, rows, columns))
X, N, C, H, W = (q.symbol for q in (images, batch, channels, rows, columns))
example, channel = free_index("n", batch), free_index("c", channels)
n, c = example.symbol, channel.symbol
a, b, h, w = bound_index("a b h w")
channel_means = Quantity("mu", "mean of each channel", shape=(channels,))
instance_means = Quantity("mu", "mean of each channel of each example", shape=(batch, channels))
example_means = Quantity("mu", "mean of each example", shape=(batch,))


def derive_channel_mean() -> Iterator[Step]:
    """The definition."""
    yield Step(over_batch, because="the mean over examples and places")


over_batch = Sum(at(X, a, c, h, w), (w, 1, W), (h, 1, H), (a, 1, N)) / (N * H * W)

channel_mean = Formula(
    title="Mean of batch normalisation of images: one for each channel",
    kind=Kind.DEFINITION,
    statement=equal(at(channel_means.symbol, c), over_batch),
    quantities=(channel_means, images, channel),
    assumptions=(),
    notations=(
        Notation(r"\mu_c = \frac{1}{N H W} \sum_{n=1}^N \sum_{h=1}^H \sum_{w=1}^W x_{nchw}"),
        Notation(r"\mu_c = \frac{1}{N \cdot H \cdot W} \sum_{n,h,w} x_{n,c,h,w}"),
    ),
    words=("batch norm", "batchnorm", "normalization", "normalisation", "channel"),
    derivation=derive_channel_mean,
    source=Source(wu, "section 3.1"),
)


def derive_instance_mean() -> Iterator[Step]:
    """The definition."""
    yield Step(over_places, because="the mean over the places of one map")


over_places = Sum(at(X, n, c, h, w), (w, 1, W), (h, 1, H)) / (H * W)

instance_mean = Formula(
    title="Mean of instance normalisation: one for each channel of each example",
    kind=Kind.DEFINITION,
    statement=equal(at(instance_means.symbol, n, c), over_places),
    quantities=(instance_means, images, example, channel),
    assumptions=(),
    notations=(
        Notation(r"\mu_{nc} = \frac{1}{H W} \sum_{h=1}^H \sum_{w=1}^W x_{nchw}"),
        Notation(r"\mu_{n,c} = \frac{1}{H W} \sum_{h} \sum_{w} x_{n,c,h,w}"),
    ),
    words=("instance norm", "normalization", "normalisation", "channel"),
    derivation=derive_instance_mean,
    source=Source("Ulyanov, Vedaldi and Lempitsky 2016, Instance normalization", "equation 3"),
)


def derive_example_mean() -> Iterator[Step]:
    """The definition."""
    yield Step(over_example, because="the mean over channels and places of one example")


over_example = Sum(at(X, n, b, h, w), (w, 1, W), (h, 1, H), (b, 1, C)) / (C * H * W)

example_mean = Formula(
    title="Mean of layer normalisation of images: one for each example",
    kind=Kind.DEFINITION,
    statement=equal(at(example_means.symbol, n), over_example),
    quantities=(example_means, images, example),
    assumptions=(),
    notations=(
        Notation(r"\mu_n = \frac{1}{C H W} \sum_{c=1}^C \sum_{h=1}^H \sum_{w=1}^W x_{nchw}"),
        Notation(r"\mu_n = \frac{1}{C H W} \sum_{c,h,w} x_{n,c,h,w}"),
    ),
    words=("layer norm", "normalization", "normalisation", "channel"),
    derivation=derive_example_mean,
    source=Source(wu, "section 3.1"),
)

TOPIC = Topic(
    "Normalisation of examples and feature maps",
    formulas=(
        vector_form,
        plain_form,
        guarded_deviation,
        standard_deviation,
        root_mean_square,
        rms_norm,
        channel_mean,
        instance_mean,
        example_mean,
    ),
)
