"""Torch models of `derivations.two_dimensional_convolution`: `conv2d` and automatic differentiation."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import two_dimensional_convolution
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def convolution(x: Tensor, w: Tensor) -> Tensor:  # [batch, d, d], [batch, q, q] -> [batch, r, r]
    """`torch.nn.functional.conv2d` with the flipped kernel, each element of the batch as a group of its own."""
    flipped = torch.flip(w, dims=(-2, -1))
    return functional.conv2d(x[None], flipped[:, None], groups=x.shape[0])[0]


def rotation(w: Tensor) -> Tensor:  # [batch, q, q] -> [batch, q, q]
    """A quarter turn, twice."""
    return torch.rot90(w, k=2, dims=(-2, -1))


def local_gradient(x: Tensor, w: Tensor) -> Tensor:  # [batch, d, d], [batch, q, q] -> [batch, r, r, q, q]
    """The derivatives of the convolution by the kernel."""
    return batch_jacobian(lambda at: convolution(x, at), w)


def network(x: Tensor, w: Tensor, v: Tensor) -> Tensor:  # -> [batch]
    """The readout of the activations."""
    return torch.einsum("bkl,bkl->b", v, torch.sigmoid(convolution(x, w)))


def kernel_gradient(x: Tensor, w: Tensor, v: Tensor) -> Tensor:  # -> [batch, q, q]
    """The gradient of the network by the kernel."""
    return batch_jacobian(lambda at: network(x, at, v), w)


MODELS: dict[Formula, Model] = {
    two_dimensional_convolution.convolution: convolution,
    two_dimensional_convolution.correlation: convolution,
    two_dimensional_convolution.rotation: rotation,
    two_dimensional_convolution.local_gradient: local_gradient,
    two_dimensional_convolution.network: network,
    two_dimensional_convolution.kernel_gradient: kernel_gradient,
    two_dimensional_convolution.rotated_gradient: kernel_gradient,
}
