"""Torch models of `derivations.pooling`: torch's pooling with stride 1, and its automatic differentiation."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor

from derivations import pooling
from numerics.models import Model, batch_jacobian


def max_value(x: Tensor, r: int, m: int) -> Tensor:  # [batch, n] -> [batch, m]
    """The first m values of `max_pool1d`."""
    return F.max_pool1d(x[:, None], kernel_size=r, stride=1)[:, 0, :m]


def max_gradient(x: Tensor, r: int, m: int) -> Tensor:  # [batch, n] -> [batch, m, n]
    """The Jacobian of `max_pool1d`."""
    return batch_jacobian(lambda signal: max_value(signal, r, m), x)


def max_value_2d(x: Tensor, r: int, m: int, q: int) -> Tensor:  # [batch, h, w] -> [batch, m, q]
    """The first m × q values of `max_pool2d`."""
    return F.max_pool2d(x[:, None], kernel_size=r, stride=1)[:, 0, :m, :q]


def average_value(x: Tensor, r: int, m: int) -> Tensor:  # [batch, n] -> [batch, m]
    """The first m values of `avg_pool1d`."""
    return F.avg_pool1d(x[:, None], kernel_size=r, stride=1)[:, 0, :m]


def average_gradient(x: Tensor, r: int, m: int) -> Tensor:  # [batch, n] -> [batch, m, n]
    """The Jacobian of `avg_pool1d`."""
    return batch_jacobian(lambda signal: average_value(signal, r, m), x)


MODELS: dict[object, Model] = {
    pooling.max_value: max_value,
    pooling.max_gradient: max_gradient,
    pooling.max_value_2d: max_value_2d,
    pooling.average_value: average_value,
    pooling.average_gradient: average_gradient,
}
