"""Torch models of `derivations.convolutional_layers`: torch's own convolutions, differentiated automatically."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import convolutional_layers
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian

Map = Callable[[Tensor], Tensor]


def scores(x: Tensor, w: Tensor) -> Tensor:  # [batch, n], [batch, q] -> [batch, m]
    """The preactivations: `conv1d`, with one group for each element of the batch."""
    return F.conv1d(x[None], w[:, None], groups=len(x))[0]


def values(x: Tensor, w: Tensor, sigma: Map) -> Tensor:  # -> [batch, m]
    """The outputs of the layer."""
    found = scores(x, w)
    return torch.stack([sigma(found[:, k]) for k in range(found.shape[1])], dim=1)


def sparse_jacobian(x: Tensor, w: Tensor, sigma: Map) -> Tensor:  # -> [batch, m, n]
    """The Jacobian of the outputs by the inputs."""
    return batch_jacobian(lambda at: values(at, w, sigma), x)


def kernel_gradient(x: Tensor, w: Tensor, sigma: Map, loss: Map) -> Tensor:  # -> [batch, q]
    """The gradient of the risk by the kernel."""
    return batch_jacobian(lambda kernel: loss(values(x, kernel, sigma)), w)


def stacked(x: Tensor, w: Tensor) -> Tensor:  # [batch, a, n, n], [batch, b, a, q, q] -> [batch, b, m, m]
    """`conv2d`, one element of the batch in each group."""
    batch, b, a, q = w.shape[:4]
    found = F.conv2d(x.reshape(1, batch * a, *x.shape[2:]), w.reshape(batch * b, a, q, q), groups=batch)
    return found.reshape(batch, b, *found.shape[2:])


MODELS: dict[Formula, Model] = {
    convolutional_layers.sparse_jacobian: sparse_jacobian,
    convolutional_layers.weight_sharing: kernel_gradient,
    convolutional_layers.kernel_gradient: kernel_gradient,
    convolutional_layers.stacked: stacked,
}
