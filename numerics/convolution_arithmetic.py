"""Torch models of `derivations.convolution_arithmetic`: the sizes of what torch's convolutions and pooling return."""

from __future__ import annotations

from functools import cache

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import convolution_arithmetic as topic
from numerics.models import Model


@cache
def convolved(i: int, k: int, p: int = 0, s: int = 1, d: int = 1) -> int:
    """The number of entries that `conv1d` returns for one channel of i entries."""
    kept = F.conv1d(torch.ones(1, 1, i), torch.ones(1, 1, k), stride=s, padding=p, dilation=d)
    return kept.shape[-1]


@cache
def pooled(i: int, k: int, s: int) -> int:
    """The number of entries that `max_pool1d` returns for one channel of i entries."""
    return F.max_pool1d(torch.ones(1, 1, i), kernel_size=k, stride=s).shape[-1]


def each(*columns: Tensor) -> list[tuple[int, ...]]:
    """The rows of a batch of integers, one tuple a point."""
    return [tuple(int(entry) for entry in row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def numbers(values: list[int]) -> Tensor:
    """A batch of integers as float64 [batch]."""
    return torch.tensor(values, dtype=torch.float64)


def output_size(i: Tensor, k: Tensor, p: Tensor, s: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The size that `conv1d` returns."""
    return numbers([convolved(*row) for row in each(i, k, p, s)])


def output_size_total_padding(i: Tensor, k: Tensor, p: Tensor, s: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The size that `conv1d` returns for an input that was padded by p entries beforehand."""
    return numbers([convolved(size + extra, taps, 0, step) for size, taps, extra, step in each(i, k, p, s)])


def dilated_output_size(i: Tensor, k: Tensor, p: Tensor, s: Tensor, d: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The size that a dilated `conv1d` returns."""
    return numbers([convolved(*row) for row in each(i, k, p, s, d)])


def valid_strided(i: Tensor, k: Tensor, s: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The size that a strided `conv1d` returns without padding."""
    return numbers([convolved(size, taps, 0, step) for size, taps, step in each(i, k, s)])


def pooled_size(i: Tensor, k: Tensor, s: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The size that `max_pool1d` returns."""
    return numbers([pooled(*row) for row in each(i, k, s)])


MODELS: dict[object, Model] = {
    topic.output_size: output_size,
    topic.output_size_exact: output_size,
    topic.output_size_total_padding: output_size_total_padding,
    topic.dilated_output_size: dilated_output_size,
    topic.valid_strided: valid_strided,
    topic.pooled_size: pooled_size,
    topic.pooled_size_exact: pooled_size,
}
