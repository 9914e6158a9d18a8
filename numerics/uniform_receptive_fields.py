"""Torch models of `derivations.uniform_receptive_fields`: extents of gradients through convolutions."""

from __future__ import annotations

from torch import Tensor

from derivations import uniform_receptive_fields as topic
from numerics.convolution_arithmetic import each, numbers
from numerics.models import Model
from numerics.receptive_fields import extent


def unit_strides(k: Tensor) -> Tensor:  # [batch, layers] -> [batch]
    """The extent of the gradient through layers of stride 1."""
    return numbers([extent(tuple((int(size), 1, 1) for size in row)) for row in k.tolist()])


def equal_kernels(k: Tensor, L: int) -> Tensor:  # [batch] -> [batch]
    """The extent of the gradient through L layers of stride 1."""
    return numbers([extent(((size, 1, 1),) * L) for (size,) in each(k)])


def equal_layers(k: Tensor, s: Tensor, L: int) -> Tensor:  # [batch] each -> [batch]
    """The extent of the gradient through L layers of one stride."""
    return numbers([extent(((size, stride, 1),) * L) for size, stride in each(k, s)])


def effective_kernel(k: Tensor, d: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The extent of the gradient through one dilated layer."""
    return numbers([extent(((size, 1, dilation),)) for size, dilation in each(k, d)])


def dilated(k: Tensor, d: Tensor) -> Tensor:  # [batch, layers] each -> [batch]
    """The extent of the gradient through dilated layers of stride 1."""
    rows = zip(k.tolist(), d.tolist(), strict=True)
    nets = [tuple((int(size), 1, int(dilation)) for size, dilation in zip(*row, strict=True)) for row in rows]
    return numbers([extent(net) for net in nets])


def doubling(k: Tensor, L: int) -> Tensor:  # [batch] -> [batch]
    """The extent of the gradient through L layers with dilations 1, 2, 4, …"""
    return numbers([extent(tuple((size, 1, 1 << below) for below in range(L))) for (size,) in each(k)])


MODELS: dict[object, Model] = {
    topic.unit_strides: unit_strides,
    topic.equal_kernels: equal_kernels,
    topic.equal_layers: equal_layers,
    topic.effective_kernel: effective_kernel,
    topic.dilated: dilated,
    topic.doubling: doubling,
}
