"""Torch models of `derivations.transposed_convolution`: the sizes that `conv_transpose1d` returns."""

from __future__ import annotations

from functools import cache

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import transposed_convolution as topic
from numerics.convolution_arithmetic import each, numbers
from numerics.models import Model


@cache
def transposed(i: int, k: int, p: int = 0, s: int = 1, d: int = 1, a: int = 0) -> int:
    """The number of entries that `conv_transpose1d` returns for one channel of i entries."""
    x, w = torch.ones(1, 1, i), torch.ones(1, 1, k)
    return F.conv_transpose1d(x, w, stride=s, padding=p, dilation=d, output_padding=a).shape[-1]


def output_size(i: Tensor, k: Tensor, p: Tensor, s: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The size that `conv_transpose1d` returns."""
    return numbers([transposed(*row) for row in each(i, k, p, s)])


def unit_strides(i: Tensor, k: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The size that `conv_transpose1d` returns at stride 1 without padding."""
    return numbers([transposed(*row) for row in each(i, k)])


def with_output_padding(i: Tensor, k: Tensor, p: Tensor, s: Tensor, a: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The size that `conv_transpose1d` returns with output padding."""
    return numbers([transposed(size, taps, pad, step, 1, more) for size, taps, pad, step, more in each(i, k, p, s, a)])


def dilated(i: Tensor, k: Tensor, p: Tensor, s: Tensor, d: Tensor, a: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The size that a dilated `conv_transpose1d` returns with output padding."""
    return numbers([transposed(*row) for row in each(i, k, p, s, d, a)])


MODELS: dict[object, Model] = {
    topic.output_size: output_size,
    topic.unit_strides: unit_strides,
    topic.with_output_padding: with_output_padding,
    topic.dilated: dilated,
}
