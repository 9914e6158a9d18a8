"""Torch models of `derivations.convolution_gradients`: automatic differentiation of `conv2d`."""

from __future__ import annotations

from torch import Tensor

from derivations import convolution_gradients
from derivations.vocabulary import Formula
from numerics.cross_correlations import planar
from numerics.models import Model, batch_jacobian


def total(x: Tensor, w: Tensor, b: Tensor, g: Tensor, first: int = 0) -> Tensor:  # -> [batch]
    """The loss of three rows and columns of the layer's output, from the place `first` on."""
    places = slice(first, first + 3)
    return (g * (planar(x, w)[:, places, places] + b[:, None, None])).sum(dim=(1, 2))


def kernel_gradient(x: Tensor, w: Tensor, b: Tensor, g: Tensor) -> Tensor:  # -> [batch, k, k]
    """The gradient by the kernel."""
    return batch_jacobian(lambda at: total(x, at, b, g), w)


def offset_kernel_gradient(x: Tensor, w: Tensor, b: Tensor, g: Tensor) -> Tensor:  # -> [batch, k, k]
    """The same, without the windows that start in the first row or column."""
    return batch_jacobian(lambda at: total(x, at, b, g, 1), w)


def bias_gradient(x: Tensor, w: Tensor, b: Tensor, g: Tensor) -> Tensor:  # -> [batch]
    """The derivative by the bias."""
    return batch_jacobian(lambda at: total(x, w, at, g), b)


MODELS: dict[Formula, Model] = {
    convolution_gradients.kernel_gradient: kernel_gradient,
    convolution_gradients.offset_kernel_gradient: offset_kernel_gradient,
    convolution_gradients.bias_gradient: bias_gradient,
}
