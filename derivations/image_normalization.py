r"""Normalisation of images line by line, channels first: x_{nchw} is channel c of example n at the place (h, w).

Means and variances of batch normalisation are taken for each channel over all examples and places; the means of the
channels alone are what global average pooling returns.
"""

from __future__ import annotations

from sympy import Sum, sqrt

from derivations.operators import at
from derivations.stanzas import rule
from derivations.vocabulary import (
    POSITIVE,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
)

ioffe = Source("Ioffe and Szegedy 2015, Batch Normalization", "section 3.2 and algorithm 1")
lin = Source("Lin, Chen and Yan 2014, Network In Network", "section 3.2")
batch = Size("N", "examples", largest=2)
channels = Size("C", "channels", largest=3)
rows = Size("H", "rows", largest=4)
columns = Size("W", "columns", largest=5)
N, C, H, W = (size.symbol for size in (batch, channels, rows, columns))
everywhere = (batch, channels, rows, columns)
images = Quantity("x", "values before", shape=everywhere)
x = images.symbol
means = Quantity("mu", "mean of each channel", shape=(channels,))
deviations = Quantity("sigma", "standard deviation of each channel", shape=(channels,), domain=POSITIVE)
gains = Quantity("gamma", "learned scale of each channel", shape=(channels,))
shifts = Quantity("beta", "learned shift of each channel", shape=(channels,))
guard = Quantity("epsilon", "guard against a variance of 0", domain=POSITIVE)
mu, sigma, gamma, beta, eps = (q.symbol for q in (means, deviations, gains, shifts, guard))
example, channel = free_index("n", batch), free_index("c", channels)
line, place = free_index("h", rows), free_index("w", columns)
n, c, h, w = (q.symbol for q in (example, channel, line, place))
a, s, t = bound_index("a s t")
here = (example, channel, line, place)
words = ("batch norm", "batchnorm", "batch normali", "batch-norm", "per channel", "normali")
pooling_words = ("global average pooling", "gap", "global pooling", "squeeze", "average pooling")
INDICES = (("nchw", "n,h,w"), ("n,c,h,w", "n,h,w"), ("n,c,i,j", "n,i,j"))
"""The subscripts of a value, and what a sum over examples and places runs over."""


def everywhere_spelled(pattern: str, *letters: tuple[str, str]) -> tuple[Notation, ...]:
    """A spelling with `<all>` for the subscripts of a value and `<over>` for what a sum runs over."""
    found = []
    for subscripts, over in INDICES:
        named = (("i", "h"), ("j", "w")) if "i" in subscripts and "<all>" in pattern.split("=")[0] else ()
        found.append(Notation(pattern.replace("<all>", subscripts).replace("<over>", over), (*letters, *named)))
    return tuple(found)


over_batch = Sum((at(x, a, c, s, t) - at(mu, c)) ** 2, (t, 1, W), (s, 1, H), (a, 1, N)) / (N * H * W)
channel_variance = rule(
    "Variance of batch normalisation of images, from its mean: one for each channel",
    Quantity("v", "variance of the channel"),
    over_batch,
    (images, means, channel),
    (
        *everywhere_spelled(r"\sigma_c^2 = \frac{1}{N H W} \sum_{<over>} (x_{<all>} - \mu_c)^2", ("sigma_c^2", "v")),
        Notation(
            r"\sigma_c^2 = \frac{1}{N H W} \sum_{n=1}^N \sum_{h=1}^H \sum_{w=1}^W (x_{nchw} - \mu_c)^2",
            (("sigma_c^2", "v"),),
        ),
    ),
    words,
    "the mean squared distance from the mean",
    ioffe,
)
normalised = Quantity("x_hat", "normalised value")
normalise = rule(
    "Batch normalisation of images: the normalised value",
    normalised,
    (at(x, n, c, h, w) - at(mu, c)) / sqrt(at(sigma, c) ** 2 + eps),
    (images, means, deviations, guard, *here),
    everywhere_spelled(
        r"\hat{x}_{<all>} = \frac{x_{<all>} - \mu_c}{\sqrt{\sigma_c^2 + \epsilon}}",
    ),
    words,
    "less the mean of its channel, over the deviation",
    ioffe,
)
unit = Quantity("x_hat", "normalised values", shape=everywhere)
u = unit.symbol
output = Quantity("y", "value after")
rescale = rule(
    "Batch normalisation of images: learned scale and shift of each channel",
    output,
    at(gamma, c) * at(u, n, c, h, w) + at(beta, c),
    (unit, gains, shifts, *here),
    everywhere_spelled(r"y_{<all>} = \gamma_c \hat{x}_{<all>} + \beta_c"),
    words,
    "an affine map for each channel",
    ioffe,
)
whole = rule(
    "Batch normalisation of images in one line",
    output,
    at(gamma, c) * (at(x, n, c, h, w) - at(mu, c)) / sqrt(at(sigma, c) ** 2 + eps) + at(beta, c),
    (images, means, deviations, gains, shifts, guard, *here),
    everywhere_spelled(r"y_{<all>} = \gamma_c \frac{x_{<all>} - \mu_c}{\sqrt{\sigma_c^2 + \epsilon}} + \beta_c"),
    words,
    "normalise, then an affine map for each channel",
    ioffe,
)
single = Quantity("x", "an image, channels first", shape=(channels, rows, columns))
pooled = Quantity("z", "mean of the channel")
global_average = rule(
    "Global average pooling: the mean of each channel",
    pooled,
    Sum(at(single.symbol, c, s, t), (t, 1, W), (s, 1, H)) / (H * W),
    (single, channel),
    tuple(
        Notation(rf"z_c = {mean} {sums} {value}")
        for mean in (r"\frac{1}{H W}", r"\frac{1}{H \times W}")
        for sums in (r"\sum_{i=1}^H \sum_{j=1}^W", r"\sum_{i,j}")
        for value in (r"x_{c,i,j}", r"x_{cij}")
    ),
    pooling_words,
    "the mean over all places",
    lin,
)

TOPIC = Topic(
    "Normalisation of images",
    formulas=(channel_variance, normalise, rescale, whole, global_average),
)
