"""Densities without parameters: histograms, neighbours and normal kernels in several dimensions."""

from __future__ import annotations

from sympy import Rational, Sum, exp, pi

from derivations.operators import norm, row
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    integers,
    interval,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
value = Quantity("v", "likelihood or estimate")
examples = Size("N", "examples", largest=4)
N = examples.symbol
n = bound_index("n")
number = Quantity("N", "number of examples", domain=integers(1, 9))
bandwidth = Quantity("h", "width", domain=interval(Rational(1, 2), 3))
axes = Size("D", "dimensions", largest=2)
place = Quantity("x", "where the density is sought", shape=(axes,))
points = Quantity("z", "the examples", shape=(examples, axes))
h = bandwidth.symbol
near = norm(place.symbol - row(points.symbol, n)) ** 2 / (2 * h**2)
parzen = ("parzen", "kernel density", "nonparametric", "non-parametric", "density estimat")
gaussian_density = rule(
    "Kernel density estimate with normal kernels in D dimensions",
    value,
    Sum((2 * pi * h**2) ** (-axes.symbol / 2) * exp(-near), (n, 1, N)) / N,
    (place, points, bandwidth),
    written(
        r"p(x) = \frac{1}{N} \sum_{n=1}^N \frac{1}{(2\pi h^2)^{D/2}} "
        r"\exp\left\{-\frac{\|x - z_n\|^2}{2h^2}\right\}",
        r"p(x) = \frac{1}{N (2\pi h^2)^{D/2}} \sum_{n=1}^N \exp\left(-\frac{\|x - z_n\|^2}{2h^2}\right)",
    ),
    parzen,
    "a normal density around each example",
    Source(bishop, "equation 2.250"),
)
cell = Quantity("c", "number of examples in the cell", domain=POSITIVE)
wide = Quantity("Delta", "width of the cell", domain=POSITIVE)
histogram = rule(
    "Density by a histogram",
    value,
    cell.symbol / (number.symbol * wide.symbol),
    (cell, number, wide),
    written(r"p_i = \frac{n_i}{N \Delta_i}", letters=(("n_i", "c"), ("Delta_i", "Delta")))
    + written(r"\hat{f}(x) = \frac{n_j}{n h}", letters=(("n_j", "c"), ("n", "N"), ("h", "Delta"))),
    ("histogram", "nonparametric", "bin width", "density estimat"),
    "the share of the cell over its width",
    Source(bishop, "equation 2.241"),
)
volume = Quantity("V", "volume", domain=POSITIVE)
local_density = rule(
    "Density by the number of examples in a volume",
    value,
    cell.symbol / (number.symbol * volume.symbol),
    (cell, number, volume),
    written(r"p(x) = \frac{K}{N V}", r"p(x) = K / (N V)", letters=(("K", "c"),)),
    ("nonparametric", "neighbour", "neighbor", "parzen", "density estimat", "volume"),
    "the share of the volume over its size",
    Source(bishop, "equation 2.246"),
)

TOPIC = Topic(
    "Estimates of densities",
    formulas=(
        gaussian_density,
        histogram,
        local_density,
    ),
)
