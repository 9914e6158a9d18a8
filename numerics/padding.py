"""Torch models of `derivations.padding`: sizes of what `conv1d` returns, and paddings found by trial."""

from __future__ import annotations

from functools import cache

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import padding
from numerics.convolution_arithmetic import convolved, each, numbers
from numerics.models import Model


@cache
def overlaps(i: int, k: int) -> int:
    """The number of relative places at which k taps overlap i entries in at least one position."""
    places = range(-k - i, k + i + 1)
    return sum(any(0 <= place + tap < i for tap in range(k)) for place in places)


@cache
def padding_that_keeps(i: int, k: int) -> int:
    """The padding for which `conv1d` at stride 1 returns as many entries as it gets, by trial."""
    return next(p for p in range(k) if i + 2 * p >= k and convolved(i, k, p) == i)


def unit_strides(i: Tensor, k: Tensor, p: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The size that `conv1d` returns at stride 1."""
    return numbers([convolved(*row) for row in each(i, k, p)])


def valid(i: Tensor, k: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The size that `conv1d` returns without padding."""
    return numbers([convolved(*row) for row in each(i, k)])


def full(i: Tensor, k: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The number of overlaps of kernel and input, by trial."""
    return numbers([overlaps(*row) for row in each(i, k)])


def half(i: Tensor, k: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The size that `conv1d` returns when half of the kernel's taps, rounded down, are added on each side."""
    return numbers([convolved(size, taps, len(range(1, taps, 2))) for size, taps in each(i, k)])


def half_keeps_size(i: Tensor, k: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The size that `conv1d` returns under torch's own `padding="same"`."""
    return numbers([_same(*row) for row in each(i, k)])


@cache
def _same(i: int, k: int) -> int:
    return F.conv1d(torch.ones(1, 1, i), torch.ones(1, 1, k), padding="same").shape[-1]


def same_padding(i: Tensor, k: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The padding that keeps the size, by trial."""
    return numbers([padding_that_keeps(*row) for row in each(i, k)])


def same_strided(i: Tensor, k: Tensor, s: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The size that a strided `conv1d` returns with the padding that keeps the size at stride 1."""
    return numbers([convolved(size, taps, padding_that_keeps(size, taps), step) for size, taps, step in each(i, k, s)])


MODELS: dict[object, Model] = {
    padding.unit_strides: unit_strides,
    padding.valid: valid,
    padding.full: full,
    padding.half: half,
    padding.half_keeps_size: half_keeps_size,
    padding.same_padding: same_padding,
    padding.same_strided: same_strided,
}
