"""Torch models of `derivations.parameter_counts`: parameters of modules, products counted on ones."""

from __future__ import annotations

from functools import cache

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from derivations import parameter_counts as topic
from numerics.convolution_arithmetic import each, numbers
from numerics.models import Model


def parameters(module: nn.Module) -> int:
    """The number of entries of all parameters of a module."""
    return sum(parameter.numel() for parameter in module.parameters())


@cache
def convolution_parameters(k_h: int, k_w: int, c_in: int, c_out: int, bias: bool = True) -> int:
    """The number of parameters of `nn.Conv2d`."""
    return parameters(nn.Conv2d(c_in, c_out, (k_h, k_w), bias=bias))


@cache
def products(k: int, c_in: int, c_out: int, h: int, w: int, groups: int = 1) -> int:
    """The number of products in a convolution with an output of h × w places: the sum of the output, where all is 1."""
    x = torch.ones(1, c_in, h + k - 1, w + k - 1)
    return int(F.conv2d(x, torch.ones(c_out, c_in // groups, k, k), groups=groups).sum())


def convolution(k_h: Tensor, k_w: Tensor, c_in: Tensor, c_out: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The parameters of `nn.Conv2d`."""
    return numbers([convolution_parameters(*row) for row in each(k_h, k_w, c_in, c_out)])


def square_convolution(k: Tensor, c_in: Tensor, c_out: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The parameters of `nn.Conv2d` with square kernels."""
    return numbers([convolution_parameters(size, size, *channels) for size, *channels in each(k, c_in, c_out)])


def without_bias(k_h: Tensor, k_w: Tensor, c_in: Tensor, c_out: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The parameters of `nn.Conv2d` without bias."""
    return numbers([convolution_parameters(*row, bias=False) for row in each(k_h, k_w, c_in, c_out)])


def dense(n: Tensor, m: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The parameters of `nn.Linear`."""
    return numbers([parameters(nn.Linear(inputs, units)) for inputs, units in each(n, m)])


def convolution_cost(
    k: Tensor, c_in: Tensor, c_out: Tensor, h: Tensor, w: Tensor
) -> Tensor:  # [batch] each -> [batch]
    """The products of `conv2d`."""
    return numbers([products(*row) for row in each(k, c_in, c_out, h, w)])


def _separable(k: int, c_in: int, c_out: int, h: int, w: int) -> int:
    return products(k, c_in, c_in, h, w, groups=c_in) + products(1, c_in, c_out, h, w)


def separable_cost(k: Tensor, c_in: Tensor, c_out: Tensor, h: Tensor, w: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The products of a `conv2d` with as many groups as channels, then of one with 1 × 1 kernels."""
    return numbers([_separable(*row) for row in each(k, c_in, c_out, h, w)])


def separable_saving(
    k: Tensor, c_in: Tensor, c_out: Tensor, h: Tensor, w: Tensor
) -> Tensor:  # [batch] each -> [batch]
    """The quotient of the products of both kinds of convolution."""
    return separable_cost(k, c_in, c_out, h, w) / convolution_cost(k, c_in, c_out, h, w)


MODELS: dict[object, Model] = {
    topic.convolution: convolution,
    topic.square_convolution: square_convolution,
    topic.without_bias: without_bias,
    topic.dense: dense,
    topic.convolution_cost: convolution_cost,
    topic.separable_cost: separable_cost,
    topic.separable_saving: separable_saving,
}
