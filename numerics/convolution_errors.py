"""Torch models of `derivations.convolution_errors`: automatic differentiation of `conv1d` and `conv2d`."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import convolution_errors
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def loss(x: Tensor, w: Tensor, b: Tensor, delta: Tensor) -> Tensor:  # -> [batch]
    """The outputs of a convolution along one or two axes, each example with its own kernel, weighted by the errors."""
    layer = functional.conv1d if x.dim() == 2 else functional.conv2d
    y = layer(x[None], w[:, None], groups=len(x))[0] + b.reshape(-1, *[1] * (x.dim() - 1))
    last = tuple(slice(-size, None) for size in delta.shape[1:])
    return (delta * y[(slice(None), *last)]).flatten(1).sum(dim=1)


def kernel(x: Tensor, w: Tensor, b: Tensor, delta: Tensor) -> Tensor:  # -> [batch, F] or [batch, F, F]
    """The gradient by the kernel; the windows begin one place further on."""
    return batch_jacobian(lambda at: loss(x, at, b, delta), w)


def bias(x: Tensor, w: Tensor, b: Tensor, delta: Tensor) -> Tensor:  # -> [batch]
    """The derivative by the bias."""
    return batch_jacobian(lambda at: loss(x, w, at, delta), b)


def inputs(x: Tensor, w: Tensor, delta: Tensor) -> Tensor:  # -> [batch, q] or [batch, q, q]
    """The gradient by the input, with zeros around it for each window that meets it."""
    sides = (w.shape[-1] - 1,) * (2 * x.dim() - 2)
    nothing = torch.zeros_like(x).flatten(1)[:, 0]
    return batch_jacobian(lambda at: loss(functional.pad(at, sides), w, nothing, delta), x)


MODELS: dict[Formula, Model] = {
    convolution_errors.line_kernel: kernel,
    convolution_errors.plane_kernel: kernel,
    convolution_errors.plane_bias: bias,
    convolution_errors.line_input: inputs,
    convolution_errors.line_whole: inputs,
    convolution_errors.plane_input: inputs,
    convolution_errors.plane_whole: inputs,
}
