"""Torch models of `derivations.receptive_fields`: the inputs that have a gradient, through convolutions of ones."""

from __future__ import annotations

from functools import cache

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import receptive_fields as topic
from numerics.convolution_arithmetic import numbers
from numerics.models import Model

Layer = tuple[int, int, int]
"""Kernel size, stride and dilation."""


@cache
def seen(layers: tuple[Layer, ...], unit: int = 0) -> tuple[int, int]:
    """The first and the last input position that one output of stacked convolutions depends on, by differentiation."""
    x = torch.ones(1, 1, 256, dtype=torch.float64, requires_grad=True)
    y = x
    for size, stride, dilation in layers:
        y = F.conv1d(y, kernel_of_ones(size), stride=stride, dilation=dilation)
    (slopes,) = torch.autograd.grad(y[0, 0, unit], x)
    positions = slopes.numpy().nonzero()[-1]
    return int(positions[0]), int(positions[-1])


@cache
def kernel_of_ones(size: int) -> Tensor:  # -> [1, 1, size]
    """The kernel of a convolution that adds."""
    return torch.ones(1, 1, size, dtype=torch.float64)


def extent(layers: tuple[Layer, ...]) -> int:
    """The number of positions from the first seen to the last."""
    first, last = seen(layers)
    return last - first + 1


def networks(k: Tensor, s: Tensor) -> list[tuple[Layer, ...]]:  # [batch, layers] each -> one network a point
    """The layers of each point of a batch, undilated."""
    rows = zip(k.tolist(), s.tolist(), strict=True)
    return [tuple((int(size), int(stride), 1) for size, stride in zip(*row, strict=True)) for row in rows]


def backward(k: Tensor, s: Tensor) -> Tensor:  # [batch, layers] each -> [batch, layers]
    """What one unit of the last layer sees in layer l - 1, for each l: the extent through layers l, …, L."""
    nets = networks(k, s)
    return torch.stack([numbers([extent(net[below:]) for net in nets]) for below in range(k.shape[1])], dim=-1)


def last(k: Tensor) -> Tensor:  # [batch, layers] -> [batch]
    """What a unit sees in its own layer: the extent through no layer at all."""
    return numbers([extent(())] * k.shape[0])


def closed(k: Tensor, s: Tensor) -> Tensor:  # [batch, layers] each -> [batch]
    """What one unit of the last layer sees in the input."""
    return numbers([extent(net) for net in networks(k, s)])


def forward(k: Tensor, s: Tensor) -> Tensor:  # [batch, layers] each -> [batch, layers]
    """What one unit of layer l sees in the input, for each l."""
    nets = networks(k, s)
    return torch.stack([numbers([extent(net[:depth]) for net in nets]) for depth in range(1, k.shape[1] + 1)], dim=-1)


def jump(s: Tensor) -> Tensor:  # [batch, layers] -> [batch, layers]
    """How far apart in the input the windows of two neighbours of layer l begin, for each l."""
    nets = networks(torch.ones_like(s), s)
    rows = [[seen(net[:depth], 1)[0] - seen(net[:depth], 0)[0] for depth in range(1, s.shape[1] + 1)] for net in nets]
    return torch.tensor(rows, dtype=torch.float64)


MODELS: dict[object, Model] = {
    topic.backward: backward,
    topic.last: last,
    topic.closed: closed,
    topic.forward: forward,
    topic.jump: jump,
}
