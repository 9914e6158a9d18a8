"""Backpropagation through a two-dimensional convolution: a d×d image x, a q×q kernel w and one linear output.

The convolution c = x * w keeps the positions where the turned kernel lies inside the image, so that c is r×r with
r = d - q + 1. The output is f = Σ v_kl σ(c_kl) for the logistic function σ; the readout v is written as an r×r matrix.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Eq, KroneckerDelta, Sum

from derivations.logistic import logistic, sigma
from derivations.operators import at, convolve, dot, entrywise, entrywise_slope, equal, gradient, hadamard, rotated
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

image_side = Size("d", "rows of the image", smallest=4, largest=4)
kernel_side = Size("q", "rows of the kernel", smallest=2, largest=3)
output_side = Size("r", "rows of the output", smallest=2, largest=3)
d, q, r = image_side.symbol, kernel_side.symbol, output_side.symbol
fits = Eq(r, d - q + 1)

image = Quantity("x", "image", shape=(image_side, image_side))
kernel = Quantity("w", "kernel", shape=(kernel_side, kernel_side))
readout = Quantity("v", "weights of the output, as a matrix", shape=(output_side, output_side))
x, w, v = image.symbol, kernel.symbol, readout.symbol
feature_map = Quantity("c", "convolution of image and kernel", shape=(output_side, output_side), value=convolve(x, w))
c = feature_map.symbol
output = Quantity("f", "output of the network", value=dot(v, entrywise(sigma, c)))
unnamed = Quantity("f", "output of the network")
f = output.symbol

a, b = free_index("a", kernel_side), free_index("b", kernel_side)
i, j = free_index("i", output_side), free_index("j", output_side)
k, s = bound_index("k s")

goodfellow = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 9.1")
gradients = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 9.5")


def derive_convolution() -> Iterator[Step]:
    """The kernel is turned and slid over the image."""
    yield Step(
        Sum(at(x, i.symbol + q - k, j.symbol + q - s) * at(w, k, s), (k, 1, q), (s, 1, q)),
        because="entry (k, l) of the kernel meets the pixel that lies q - k rows and q - l columns further on",
    )


convolution = Formula(
    title="Two-dimensional convolution",
    kind=Kind.DEFINITION,
    statement=equal(
        at(c, i.symbol, j.symbol),
        Sum(at(x, i.symbol + q - k, j.symbol + q - s) * at(w, k, s), (k, 1, q), (s, 1, q)),
    ),
    quantities=(image, kernel, feature_map, i, j),
    assumptions=(fits,),
    notations=(
        Notation(r"c_{ij} = \sum_{k=1}^q \sum_{l=1}^q x_{i+q-k, j+q-l} w_{k,l}"),
        Notation(r"y_{ij} = \sum_{k,l=1}^q x_{i+q-k, j+q-l} w_{kl}", letters=(("y", "c"),)),
    ),
    words=("convolution", "kernel", "image"),
    derivation=derive_convolution,
    source=goodfellow,
)


def derive_correlation() -> Iterator[Step]:
    """Turn the kernel and count its entries from the other end."""
    yield Step(
        Sum(at(x, i.symbol + q - k, j.symbol + q - s) * at(w, k, s), (k, 1, q), (s, 1, q)),
        because="definition of the convolution",
    )
    yield Step(
        Sum(at(x, i.symbol + k - 1, j.symbol + s - 1) * at(rotated(w), k, s), (k, 1, q), (s, 1, q)),
        because="count k and l from the other end: the turned kernel has the entry (q + 1 - k, q + 1 - l) of w there",
    )


correlation = Formula(
    title="A convolution is a cross-correlation with the turned kernel",
    kind=Kind.IDENTITY,
    statement=equal(
        at(c, i.symbol, j.symbol),
        Sum(at(x, i.symbol + k - 1, j.symbol + s - 1) * at(rotated(w), k, s), (k, 1, q), (s, 1, q)),
    ),
    quantities=(image, kernel, feature_map, i, j),
    assumptions=(fits,),
    notations=(
        Notation(r"c_{ij} = \sum_{k=1}^q \sum_{l=1}^q x_{i+k-1, j+l-1} \operatorname{rot}(w)_{kl}"),
        Notation(
            r"y_{ij} = \sum_{k,l=1}^q x_{i+k-1, j+l-1} w_{q+1-k, q+1-l}",
            letters=(("y", "c"),),
        ),
    ),
    words=("convolution", "cross-correlation", "kernel"),
    derivation=derive_correlation,
    source=goodfellow,
)


def derive_rotation() -> Iterator[Step]:
    """Rows and columns count from the other end."""
    yield Step(at(w, q + 1 - a.symbol, q + 1 - b.symbol), because="the first row is the last one, and so for columns")


rotation = Formula(
    title="A matrix turned by 180 degrees",
    kind=Kind.DEFINITION,
    statement=equal(at(rotated(w), a.symbol, b.symbol), at(w, q + 1 - a.symbol, q + 1 - b.symbol)),
    quantities=(kernel, a, b),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{rot}(w)_{ab} = w_{q+1-a, q+1-b}"),
        Notation(
            r"\operatorname{rot}(A)_{ij} = A_{n-i+1, n-j+1}",
            letters=(("A", "w"), ("n", "q"), ("i", "a"), ("j", "b")),
        ),
    ),
    words=("rotation", "flip", "kernel"),
    derivation=derive_rotation,
    source=goodfellow,
)


def derive_local_gradient() -> Iterator[Step]:
    """The convolution is linear in the kernel."""
    pixel = at(x, i.symbol + q - k, j.symbol + q - s)
    yield Step(
        Sum(pixel * at(gradient(at(w, k, s), w), a.symbol, b.symbol), (k, 1, q), (s, 1, q)),
        because="the convolution is a sum of pixels times entries of the kernel",
    )
    yield Step(
        Sum(pixel * KroneckerDelta(k, a.symbol) * KroneckerDelta(s, b.symbol), (k, 1, q), (s, 1, q)),
        because="the entries of the kernel do not depend on each other",
    )
    yield Step(
        at(x, i.symbol + q - a.symbol, j.symbol + q - b.symbol), because="the pixel that entry (a, b) meets is left"
    )


local_gradient = Formula(
    title="Derivative of a convolution by the kernel",
    kind=Kind.GRADIENT,
    statement=equal(
        at(gradient(at(c, i.symbol, j.symbol), w), a.symbol, b.symbol),
        at(x, i.symbol + q - a.symbol, j.symbol + q - b.symbol),
    ),
    quantities=(image, kernel, feature_map, i, j, a, b),
    assumptions=(fits,),
    notations=(
        Notation(r"\frac{\partial c_{ij}}{\partial w_{ab}} = x_{i+q-a, j+q-b}"),
        Notation(r"\frac{\partial y_{ij}}{\partial w_{ab}} = x_{i+q-a, j+q-b}", letters=(("y", "c"),)),
    ),
    words=("convolution", "kernel", "gradient"),
    derivation=derive_local_gradient,
    source=gradients,
)


def derive_output() -> Iterator[Step]:
    """The definition of the network."""
    yield Step(
        Sum(at(v, k, s) * sigma(at(c, k, s)), (k, 1, r), (s, 1, r)),
        because="weigh the activations of the feature map",
    )


network = Formula(
    title="Network of one convolution with a linear output",
    kind=Kind.DEFINITION,
    statement=equal(f, Sum(at(v, k, s) * sigma(at(c, k, s)), (k, 1, r), (s, 1, r))),
    quantities=(image, kernel, readout, logistic, feature_map, unnamed),
    assumptions=(fits,),
    notations=(
        Notation(r"f = \sum_{k=1}^r \sum_{l=1}^r v_{kl} \sigma(c_{kl})"),
        Notation(r"f = \langle v, \sigma(c) \rangle"),
    ),
    words=("convolution", "network", "readout"),
    derivation=derive_output,
    source=gradients,
)


def derive_kernel_gradient() -> Iterator[Step]:
    """Chain rule over all positions that share the weight."""
    yield Step(
        Sum(
            at(v, k, s) * at(entrywise_slope(sigma, c), k, s) * at(gradient(at(c, k, s), w), a.symbol, b.symbol),
            (k, 1, r),
            (s, 1, r),
        ),
        because="chain rule: every position of the output uses the weight w_ab",
    )
    yield Step(
        Sum(
            at(v, k, s) * at(entrywise_slope(sigma, c), k, s) * at(x, k + q - a.symbol, s + q - b.symbol),
            (k, 1, r),
            (s, 1, r),
        ),
        because="derivative of a convolution by the kernel",
    )


kernel_gradient = Formula(
    title="Derivative of the network by a weight of the kernel",
    kind=Kind.GRADIENT,
    statement=equal(
        at(gradient(f, w), a.symbol, b.symbol),
        Sum(
            at(v, k, s) * at(entrywise_slope(sigma, c), k, s) * at(x, k + q - a.symbol, s + q - b.symbol),
            (k, 1, r),
            (s, 1, r),
        ),
    ),
    quantities=(image, kernel, readout, logistic, feature_map, output, a, b),
    assumptions=(fits,),
    notations=(
        Notation(r"\frac{\partial f}{\partial w_{ab}} = \sum_{k,l=1}^r v_{kl} \sigma'(c_{kl}) x_{k+q-a, l+q-b}"),
        Notation(
            r"\frac{\partial f}{\partial w_{ab}} = "
            r"\sum_{k=1}^r \sum_{l=1}^r v_{kl} \sigma(y_{kl})(1 - \sigma(y_{kl})) x_{k+q-a, l+q-b}",
            letters=(("y", "c"),),
        ),
    ),
    words=("convolution", "backpropagation", "kernel gradient", "weight sharing"),
    derivation=derive_kernel_gradient,
    source=gradients,
)


def derive_rotated_gradient() -> Iterator[Step]:
    """Read the sum as a convolution over the turned image."""
    errors = hadamard(v, entrywise_slope(sigma, c))
    yield Step(
        Sum(at(errors, k, s) * at(x, k + q - a.symbol, s + q - b.symbol), (k, 1, r), (s, 1, r)),
        because="derivative of the network by a weight of the kernel",
    )
    yield Step(
        Sum(at(errors, k, s) * at(rotated(x), a.symbol + r - k, b.symbol + r - s), (k, 1, r), (s, 1, r)),
        because="entry (i, j) of x is entry (d + 1 - i, d + 1 - j) of the turned image, and d + 1 - q is r",
    )
    yield Step(
        at(convolve(rotated(x), errors), a.symbol, b.symbol),
        because="definition of the convolution, with the errors as an r×r kernel",
    )


rotated_gradient = Formula(
    title="Gradient by the kernel as a convolution of the turned image with the errors",
    kind=Kind.GRADIENT,
    statement=equal(
        at(gradient(f, w), a.symbol, b.symbol),
        at(convolve(rotated(x), hadamard(v, entrywise_slope(sigma, c))), a.symbol, b.symbol),
    ),
    quantities=(image, kernel, readout, logistic, feature_map, output, a, b),
    assumptions=(fits,),
    notations=(
        Notation(
            r"\frac{\partial f}{\partial w_{ab}} = "
            r"\sum_{k,l=1}^r \operatorname{rot}(x)_{a+r-k, b+r-l} v_{kl} \sigma'(c_{kl})"
        ),
        Notation(
            r"\frac{\partial f}{\partial w_{ij}} = "
            r"\sum_{k=1}^r \sum_{l=1}^r \operatorname{rot}(x)_{i+r-k, j+r-l} (v \odot \sigma'(c))_{kl}",
            letters=(("i", "a"), ("j", "b")),
        ),
    ),
    words=("convolution", "backpropagation", "kernel gradient", "rotation"),
    derivation=derive_rotated_gradient,
    source=gradients,
)

TOPIC = Topic(
    "Backpropagation through a two-dimensional convolution",
    formulas=(convolution, correlation, rotation, local_gradient, network, kernel_gradient, rotated_gradient),
)
