"""Torch models of `derivations.cross_correlations`: the convolutions of `torch.nn.functional`."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import cross_correlations
from derivations.vocabulary import Formula
from numerics.models import Model


def planar(x: Tensor, w: Tensor, stride: int = 1) -> Tensor:  # [batch, n, n], [batch, k, k] -> [batch, m, m]
    """`conv2d`, each element of the batch as a group."""
    return F.conv2d(x[None], w[:, None], stride=stride, groups=len(x))[0]


def from_one(x: Tensor, w: Tensor) -> Tensor:  # -> [batch, m, m]
    """All windows."""
    return planar(x, w)


def from_zero(x: Tensor, w: Tensor) -> Tensor:  # -> [batch, m, m]
    """All windows but those that start in row or column 0."""
    return planar(x, w)[:, 1:, 1:]


def with_bias(x: Tensor, w: Tensor, b: Tensor) -> Tensor:  # -> [batch, m, m]
    """The same, moved."""
    return from_zero(x, w) + b[:, None, None]


def offset(x: Tensor, w: Tensor) -> Tensor:  # -> [batch, m, m]
    """All windows but those that start in the first row or column."""
    return planar(x, w)[:, 1:, 1:]


def centred(x: Tensor, w: Tensor) -> Tensor:  # [batch, n, n], [batch, 3, 3] -> [batch, n - 2, n - 2]
    """All windows: the first lies around place (1, 1)."""
    return planar(x, w)


def turned(x: Tensor, w: Tensor) -> Tensor:
    """The same with the kernel turned by 180 degrees."""
    return planar(x, w.flip(-1, -2))


def strided(x: Tensor, w: Tensor, s: Tensor, m: int) -> Tensor:  # -> [batch, m, m]
    """The convolutions with stride 1 and with stride 2, each where it is asked for."""
    found = [planar(x, w, stride)[:, 1 : m + 1, 1 : m + 1] for stride in (1, 2)]
    return torch.where(s[:, None, None] == 1, found[0], found[1])


def linear(x: Tensor, w: Tensor, spread: int = 1) -> Tensor:  # [batch, n], [batch, k] -> [batch, places]
    """`conv1d`, each element of the batch as a group."""
    return F.conv1d(x[None], w[:, None], dilation=spread, groups=len(x))[0]


def line(x: Tensor, w: Tensor, m: int) -> Tensor:  # -> [batch, m]
    """The windows that start at entries 1 to m."""
    return linear(x, w)[:, 1 : m + 1]


def line_from_one(x: Tensor, w: Tensor) -> Tensor:  # -> [batch, m]
    """All windows."""
    return linear(x, w)


def dilated(x: Tensor, w: Tensor, d: Tensor, m: int) -> Tensor:  # -> [batch, m]
    """The convolutions with dilation 1 and 2, each where it is asked for."""
    found = [linear(x, w, spread)[:, 1 : m + 1] for spread in (1, 2)]
    return torch.where(d[:, None] == 1, found[0], found[1])


MODELS: dict[Formula, Model] = {
    cross_correlations.from_one: from_one,
    cross_correlations.from_zero: from_zero,
    cross_correlations.with_bias: with_bias,
    cross_correlations.offset: offset,
    cross_correlations.centred: centred,
    cross_correlations.turned: turned,
    cross_correlations.strided: strided,
    cross_correlations.line: line,
    cross_correlations.line_from_one: line_from_one,
    cross_correlations.dilated: dilated,
}
