"""Convolutional layers counted as programs do, with channels last, and the statistics of images.

Places of inputs and kernels count from 0, channels from 1. Windows lie inside the input.
"""

from __future__ import annotations

from sympy import Sum

from derivations.operators import at, equal
from derivations.vocabulary import (
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
    integers,
)

cs231n = Source("Li, Karpathy and Johnson, CS231n: Convolutional Neural Networks", "convolutional networks")
ioffe = Source("Ioffe and Szegedy 2015, Batch Normalization", "section 3.2")
words = ("convolution", "cross-correlation", "conv", "kernel", "filter", "cnn")
u, v, c = bound_index("u v c")
batch, rows, columns, channels = (
    Size(letter, axis, largest=largest)
    for letter, axis, largest in (("N", "examples", 2), ("H", "rows", 4), ("W", "columns", 5), ("C", "channels", 3))
)
images = Quantity("x", "feature maps, channels last", shape=(batch, rows, columns, channels))
means = Quantity("mu", "mean of each channel", shape=(channels,))
spreads = Quantity("V", "variance of each channel", shape=(channels,))
X, mu, V = images.symbol, means.symbol, spreads.symbol
N, H, W = batch.symbol, rows.symbol, columns.symbol
channel = free_index("c", channels)
b, h, k = bound_index("b h k")
picked = channel.symbol
mean_value = Sum(at(X, b, h, k, picked), (k, 1, W), (h, 1, H), (b, 1, N)) / (N * H * W)
spread_value = Sum((at(X, b, h, k, picked) - at(mu, picked)) ** 2, (k, 1, W), (h, 1, H), (b, 1, N)) / (N * H * W)
norm_words = ("batch norm", "batchnorm", "normalization", "normalisation", "channel")
channel_mean = Formula(
    title="Mean of batch normalisation of images, channels last",
    kind=Kind.DEFINITION,
    statement=equal(at(mu, picked), mean_value),
    quantities=(means, images, channel),
    assumptions=(),
    notations=(
        Notation(r"\mu_c = \frac{1}{N H W} \sum_{n,h,w} x_{nhwc}"),
        Notation(r"\mu_c = \frac{1}{N H W} \sum_{n=1}^N \sum_{h=1}^H \sum_{w=1}^W x_{n,h,w,c}"),
    ),
    words=norm_words,
    derivation=lambda: iter((Step(mean_value, because="the mean over examples and places"),)),
    source=ioffe,
)
channel_variance = Formula(
    title="Variance of batch normalisation of images, channels last",
    kind=Kind.DEFINITION,
    statement=equal(at(V, picked), spread_value),
    quantities=(spreads, means, images, channel),
    assumptions=(),
    notations=(
        Notation(r"\sigma_c^2 = \frac{1}{N H W} \sum_{n,h,w} (x_{nhwc} - \mu_c)^2", (("sigma^2", "V"),)),
        Notation(
            r"v_c = \frac{1}{N H W} \sum_{n=1}^N \sum_{h=1}^H \sum_{w=1}^W (x_{n,h,w,c} - \mu_c)^2", (("v", "V"),)
        ),
    ),
    words=(*norm_words, "variance"),
    derivation=lambda: iter((Step(spread_value, because="the mean squared distance from the mean of the channel"),)),
    source=ioffe,
)

side = Size("n", "rows and columns of the input", smallest=6, largest=6)
window = Size("F", "rows and columns of the kernel", smallest=2, largest=2)
outer_side = Size("m", "rows and columns of the output", smallest=2, largest=2)
depth = Size("D", "channels of the input", largest=2)
filters = Size("K", "filters", largest=2)
volume = Quantity("x", "input, channels last", shape=(side, side, depth), origins=(0, 0, 1))
weights = Quantity("w", "kernels", shape=(window, window, depth, filters), origins=(0, 0, 1, 1))
biases = Quantity("b", "biases", shape=(filters,))
maps = Quantity("y", "output, channels last", shape=(outer_side, outer_side, filters))
stride = Quantity("S", "stride", domain=integers(1, 2))
i, j, f = free_index("i", outer_side), free_index("j", outer_side), free_index("k", filters)
at_place = (i.symbol * stride.symbol + u, j.symbol * stride.symbol + v, c)
edge = window.symbol - 1
strided_value = at(biases.symbol, f.symbol) + Sum(
    at(weights.symbol, u, v, c, f.symbol) * at(volume.symbol, *at_place),
    *((c, 1, depth.symbol), (v, 0, edge), (u, 0, edge)),
)
strided = Formula(
    title="Convolutional layer with channels last, a stride and biases",
    kind=Kind.DEFINITION,
    statement=equal(at(maps.symbol, i.symbol, j.symbol, f.symbol), strided_value),
    quantities=(maps, volume, weights, biases, stride, i, j, f),
    assumptions=(),
    notations=(
        Notation(
            r"y_{i,j,k} = b_k + \sum_{u=0}^{F-1} \sum_{v=0}^{F-1} \sum_{c=1}^D w_{u,v,c,k} x_{iS+u,jS+v,c}"
        ),
        Notation(
            r"y_{ijk} = \sum_{c=1}^D \sum_{u=0}^{F-1} \sum_{v=0}^{F-1} x_{i \cdot S+u, j \cdot S+v, c} w_{uvck} + b_k"
        ),
    ),
    words=(*words, "stride", "activation map", "feature map"),
    derivation=lambda: iter((Step(strided_value, because="the window of place (i, j) starts at (iS, jS)"),)),
    source=cs231n,
)

TOPIC = Topic(
    "Convolutional layers with channels last, statistics of images",
    formulas=(strided, channel_mean, channel_variance),
)
