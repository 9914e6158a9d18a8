"""Torch models of `derivations.cheap_convolutions`: the parameters of modules are counted."""

from __future__ import annotations

from functools import cache

from torch import Tensor, nn

from derivations import cheap_convolutions
from derivations.vocabulary import Formula
from numerics.convolution_arithmetic import each, numbers
from numerics.models import Model
from numerics.parameter_counts import parameters


@cache
def conv(k_h: int, k_w: int, c_in: int, c_out: int, groups: int = 1) -> int:
    """The parameters of `nn.Conv2d` without bias."""
    return parameters(nn.Conv2d(c_in, c_out, (k_h, k_w), groups=groups, bias=False))


def standard(k: Tensor, c_in: Tensor, c_out: Tensor) -> Tensor:  # [batch] each -> [batch]
    """`nn.Conv2d`."""
    return numbers([conv(size, size, *ends) for size, *ends in each(k, c_in, c_out)])


def grouped(k: Tensor, c_in: Tensor, c_out: Tensor, g: Tensor) -> Tensor:  # [batch] each -> [batch]
    """`nn.Conv2d` with groups."""
    return numbers([conv(size, size, *rest) for size, *rest in each(k, c_in, c_out, g)])


def depthwise(k: Tensor, c_in: Tensor) -> Tensor:  # [batch] each -> [batch]
    """`nn.Conv2d` with as many groups as channels."""
    return numbers([conv(size, size, ends, ends, ends) for size, ends in each(k, c_in)])


def separable(k: Tensor, c_in: Tensor, c_out: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The same, and a convolution with 1 × 1 kernels."""
    return depthwise(k, c_in) + numbers([conv(1, 1, *ends) for ends in each(c_in, c_out)])


def ratio(k: Tensor, c_in: Tensor, c_out: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The quotient of both."""
    return separable(k, c_in, c_out) / standard(k, c_in, c_out)


def factored(k: Tensor, C: Tensor) -> Tensor:  # [batch] each -> [batch]
    """A high and a wide kernel."""
    return numbers([conv(size, 1, width, width) + conv(1, size, width, width) for size, width in each(k, C)])


def stacked(n: Tensor, k: Tensor, C: Tensor) -> Tensor:  # [batch] each -> [batch]
    """Layers in a row."""
    return numbers([sum(conv(size, size, width, width) for _ in range(deep)) for deep, size, width in each(n, k, C)])


def bottleneck(C: Tensor, m: Tensor, k: Tensor) -> Tensor:  # [batch] each -> [batch]
    """Three layers in a row."""
    return numbers([conv(1, 1, a, b) + conv(size, size, b, b) + conv(1, 1, b, a) for a, b, size in each(C, m, k)])


def normalised(C: Tensor) -> Tensor:  # [batch] -> [batch]
    """`nn.BatchNorm2d`."""
    return numbers([parameters(nn.BatchNorm2d(width)) for (width,) in each(C)])


MODELS: dict[Formula, Model] = {
    cheap_convolutions.standard: standard,
    cheap_convolutions.grouped: grouped,
    cheap_convolutions.separable: separable,
    cheap_convolutions.depthwise: depthwise,
    cheap_convolutions.ratio: ratio,
    cheap_convolutions.factored: factored,
    cheap_convolutions.stacked: stacked,
    cheap_convolutions.bottleneck: bottleneck,
    cheap_convolutions.normalised: normalised,
}
