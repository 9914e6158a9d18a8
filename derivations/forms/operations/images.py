"""Matrices as images: rotation and convolution."""

from __future__ import annotations

from derivations.forms.calculus import Calculus
from derivations.forms.facts import Unprovable
from derivations.forms.forms import ONE, Form
from derivations.forms.grids import Grid, remembered, summed_over


def rotate(calculus: Calculus, a: Grid) -> Grid:
    """The matrix turned by 180 degrees."""
    if a.rank != 2:
        raise Unprovable("a rotation of something that is not a matrix")
    return Grid(a.shape, lambda p: a.entry(tuple(_turned(calculus, i, n) for i, n in zip(p, a.shape, strict=True))))


def _turned(calculus: Calculus, index: Form, size: Form) -> Form:
    return calculus.add(size, ONE, calculus.scale(index, -1))


def convolve(calculus: Calculus, a: Grid, b: Grid) -> Grid:
    """The two-dimensional convolution of an image with a kernel that lies wholly inside it."""
    if a.rank != 2 or b.rank != 2:
        raise Unprovable("a two-dimensional convolution of something that is not a matrix")
    shape = tuple(_turned(calculus, kernel, image) for image, kernel in zip(a.shape, b.shape, strict=True))

    def entry(place: tuple[Form, ...]) -> Form:
        def term(within: tuple[Form, ...]) -> Form:
            moved = (
                calculus.add(i, calculus.subtract(n, k)) for i, n, k in zip(place, b.shape, within, strict=True)
            )
            return calculus.multiply(a.entry(tuple(moved)), b.entry(within))

        return summed_over(calculus, b.shape, term)

    return Grid(shape, remembered(entry))
