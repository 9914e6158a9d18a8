"""Convolution in other forms: as a product with a Toeplitz matrix, in frequencies, and in two dimensions.

Frequencies are written with real numbers: the cosine and the sine sums of a sequence are the real part and minus the
imaginary part of its discrete Fourier transform. Positions on a circle count from 0, entries of vectors from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Eq, KroneckerDelta, Lambda, Mod, Sum, cos, pi, sin

from derivations.discrete_convolution import convolved, f, goodfellow, h, kernel, length, n, oppenheim, signal, t, total
from derivations.operators import at, equal, tabulated
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
)

inputs = Size("n", "entries of the input", smallest=4, largest=5)
taps = Size("q", "entries of the kernel", smallest=2, largest=3)
outputs = Size("m", "entries of the output", smallest=2, largest=4)
N, q, m = inputs.symbol, taps.symbol, outputs.symbol
fits = Eq(m, N - q + 1)
given = Quantity("x", "input", shape=(inputs,))
weights = Quantity("w", "kernel", shape=(taps,))
x, w = given.symbol, weights.symbol
r, s, k = bound_index("r s k")
row_index, column_index = free_index("i", outputs), free_index("j", inputs)
i, j = row_index.symbol, column_index.symbol
banded = Quantity(
    "T",
    "Toeplitz matrix: the kernel in each row, one entry further to the right",
    shape=(outputs, inputs),
    value=tabulated(Sum(at(w, k) * KroneckerDelta(s, r + k - 1), (k, 1, q)), r, m, s, N),
)
T = banded.symbol


def derive_entry() -> Iterator[Step]:
    """The entry of the kernel that stands there, if any."""
    yield Step(Sum(at(w, k) * KroneckerDelta(j, i + k - 1), (k, 1, q)), because="row i has w_k in column i + k - 1")
    yield Step(Sum(at(w, k) * KroneckerDelta(k, j - i + 1), (k, 1, q)), because="solve j = i + k - 1 for k")


toeplitz_entry = Formula(
    title="Entry of the Toeplitz matrix of a kernel: it depends on the difference of the subscripts alone",
    kind=Kind.IDENTITY,
    statement=equal(at(T, i, j), Sum(at(w, k) * KroneckerDelta(k, j - i + 1), (k, 1, q))),
    quantities=(banded, weights, row_index, column_index),
    assumptions=(fits,),
    notations=(
        Notation(r"T_{ij} = \sum_{k=1}^q w_k \delta_{k, j-i+1}"),
        Notation(
            r"H_{ij} = \begin{cases} w_{j-i+1} & 1 \leq j - i + 1 \leq q \\ 0 & \text{otherwise} \end{cases}",
            (("H", "T"),),
        ),
    ),
    words=("toeplitz", "convolution", "matrix"),
    derivation=derive_entry,
    source=Source(goodfellow, "section 9.1"),
)


def derive_toeplitz() -> Iterator[Step]:
    """Each row picks the entries under the kernel."""
    yield Step(
        Sum(Sum(at(w, k) * KroneckerDelta(s, i + k - 1), (k, 1, q)) * at(x, s), (s, 1, N)),
        because="write the product out",
    )
    yield Step(Sum(at(w, k) * at(x, i + k - 1), (k, 1, q)), because="of the sum over s one term is left for each k")


toeplitz_form = Formula(
    title="A one-dimensional convolutional layer as a dense layer",
    kind=Kind.IDENTITY,
    statement=equal(at(T * x, i), Sum(at(w, k) * at(x, i + k - 1), (k, 1, q))),
    quantities=(banded, weights, given, row_index),
    assumptions=(fits,),
    notations=(
        Notation(r"(T x)_i = \sum_{k=1}^q w_k x_{i+k-1}"),
        Notation(r"[H x]_i = \sum_{k=1}^{q} w_k \, x_{i+k-1}", (("H", "T"),)),
    ),
    words=("toeplitz", "convolution", "dense layer", "convolutional layer"),
    derivation=derive_toeplitz,
    source=Source(goodfellow, "section 9.1"),
)

frequency = free_index("k", length)
z = frequency.symbol
a, v, p = bound_index("a v p")


def angle(where: Any, often: Any) -> Any:
    """The angle of a position at a frequency."""
    return 2 * pi * often * where / n


def cosines(sequence: Any) -> Any:
    """The cosine sums of a sequence, by frequency."""
    return Lambda((a,), total(at(sequence, t) * cos(angle(t, a))))


def sines(sequence: Any) -> Any:
    """The sine sums of a sequence, by frequency."""
    return Lambda((a,), total(at(sequence, t) * sin(angle(t, a))))


output = Quantity("c", "convolution of signal and kernel", value=Lambda((a,), convolved(f, h, a)))
c = output.symbol
A, B, C, D = (
    Quantity("A", "cosine sums of the signal", value=cosines(f)),
    Quantity("B", "sine sums of the signal", value=sines(f)),
    Quantity("C", "cosine sums of the kernel", value=cosines(h)),
    Quantity("D", "sine sums of the kernel", value=sines(h)),
)
spectra = (output, A, B, C, D, signal, kernel, frequency)


def shifted(wave: Any) -> Any:
    """The double sum over positions of signal and kernel, with a wave of the sum of the positions."""
    body = at(f, t) * at(h, v) * wave(angle(t, z) + angle(v, z))
    return Sum(body, (t, 0, n - 1), (v, 0, n - 1))


def derive_cosine_theorem() -> Iterator[Step]:
    """A wave of a sum of angles."""
    yield Step(shifted(cos), because="substitute u = t + v; the wave has the same value n positions further on")
    yield Step(
        A.symbol(z) * C.symbol(z) - B.symbol(z) * D.symbol(z), because="the addition theorem of the cosine"
    )


cosine_theorem = Formula(
    title="Convolution theorem: the cosine sums of a convolution",
    kind=Kind.IDENTITY,
    statement=equal(
        Sum(c(p) * cos(angle(p, z)), (p, 0, n - 1)),
        A.symbol(z) * C.symbol(z) - B.symbol(z) * D.symbol(z),
    ),
    quantities=spectra,
    assumptions=(),
    notations=(
        Notation(r"\sum_{u=0}^{n-1} c_u \cos\left(\frac{2\pi k u}{n}\right) = A_k C_k - B_k D_k"),
        Notation(
            r"\sum_{u=0}^{N-1} y(u) \cos(2\pi k u / N) = a(k) c(k) - b(k) d(k)",
            (("N", "n"), ("y", "c"), ("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")),
        ),
    ),
    words=("convolution theorem", "fourier", "dft", "frequency"),
    derivation=derive_cosine_theorem,
    source=Source(oppenheim, "section 8.6.5"),
)


def derive_sine_theorem() -> Iterator[Step]:
    """A wave of a sum of angles."""
    yield Step(shifted(sin), because="substitute u = t + v; the wave has the same value n positions further on")
    yield Step(A.symbol(z) * D.symbol(z) + B.symbol(z) * C.symbol(z), because="the addition theorem of the sine")


sine_theorem = Formula(
    title="Convolution theorem: the sine sums of a convolution",
    kind=Kind.IDENTITY,
    statement=equal(
        Sum(c(p) * sin(angle(p, z)), (p, 0, n - 1)),
        A.symbol(z) * D.symbol(z) + B.symbol(z) * C.symbol(z),
    ),
    quantities=spectra,
    assumptions=(),
    notations=(
        Notation(r"\sum_{u=0}^{n-1} c_u \sin\left(\frac{2\pi k u}{n}\right) = A_k D_k + B_k C_k"),
        Notation(
            r"\sum_{u=0}^{N-1} y(u) \sin(2\pi k u / N) = a(k) d(k) + b(k) c(k)",
            (("N", "n"), ("y", "c"), ("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")),
        ),
    ),
    words=("convolution theorem", "fourier", "dft", "frequency"),
    derivation=derive_sine_theorem,
    source=Source(oppenheim, "section 8.6.5"),
    survivors=(
        ("the upper bound (-1) + n becomes (-1) + n + 1 in sum_{p", "the sine is 0 at position n"),
        ("the lower bound 0 becomes 1 in sum_{p", "the sine is 0 at position 0"),
    ),
)

height = Size("m", "rows", largest=3)
width = Size("n", "columns", largest=4)
H, W = height.symbol, width.symbol
image = Quantity("F", "image", shape=(height, width), origins=(0, 0))
filter_ = Quantity("G", "kernel", shape=(height, width), origins=(0, 0))
F, G = image.symbol, filter_.symbol
down, across = free_index("i", height), free_index("j", width)
value = Quantity("c", "value of the convolution at row i and column j")


def planar(first: Any, second: Any) -> Any:
    """The convolution of two images whose edges are joined, at row i and column j."""
    above, left = (
        Mod(down.symbol - k, H, evaluate=False),
        Mod(across.symbol - s, W, evaluate=False),
    )
    return Sum(at(first, above, left) * at(second, k, s), (k, 0, H - 1), (s, 0, W - 1))


def derive_planar() -> Iterator[Step]:
    """Substitute the other position, in rows and in columns."""
    yield Step(planar(G, F), because="k and i - k run over the same rows, l and j - l over the same columns")
    yield Step(planar(F, G), because="and the other way round")


planar_convolution = Formula(
    title="Two-dimensional convolution of images with joined edges",
    kind=Kind.DEFINITION,
    statement=equal(value.symbol, planar(F, G)),
    quantities=(value, image, filter_, down, across),
    assumptions=(),
    notations=(
        Notation(
            r"(F * G)[i, j] = \sum_{k=0}^{m-1} \sum_{l=0}^{n-1} F[(i - k) \bmod m, (j - l) \bmod n] \, G[k, l]"
        ),
        Notation(
            r"y_{ij} = \sum_{k=0}^{m-1} \sum_{l=0}^{n-1} x_{(i - k) \bmod m, (j - l) \bmod n} w_{k, l}",
            (("x", "F"), ("w", "G"), ("y", "c")),
        ),
    ),
    words=("convolution", "two-dimensional", "image", "kernel"),
    derivation=derive_planar,
    source=Source(goodfellow, "section 9.1, equation 9.5"),
)

TOPIC = Topic(
    "Forms of convolution",
    formulas=(toeplitz_entry, toeplitz_form, cosine_theorem, sine_theorem, planar_convolution),
)
