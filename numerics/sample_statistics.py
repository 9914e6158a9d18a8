"""Torch models of `derivations.sample_statistics`: `torch.mean`, `torch.var`, and sums over all pairs."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import sample_statistics
from derivations.vocabulary import Formula
from numerics.models import Model


def sample_mean(x: Tensor) -> Tensor:  # [batch, examples] -> [batch]
    """`torch.mean`."""
    return x.mean(dim=-1)


def sample_variance(x: Tensor) -> Tensor:  # [batch, examples] -> [batch]
    """`torch.var` with Bessel's correction."""
    return x.var(dim=-1, correction=1)


def sample_deviation(x: Tensor) -> Tensor:  # [batch, examples] -> [batch]
    """`torch.std` with Bessel's correction."""
    return x.std(dim=-1, correction=1)


def mean_squared_deviation(x: Tensor) -> Tensor:  # [batch, examples] -> [batch]
    """`torch.var` without a correction."""
    return x.var(dim=-1, correction=0)


def sum_of_squares(x: Tensor, n: int) -> Tensor:  # [batch, examples] -> [batch]
    """n times `torch.var`."""
    return n * mean_squared_deviation(x)


def around_a_point(x: Tensor, c: Tensor) -> Tensor:  # [batch, examples], [batch] -> [batch]
    """The squared distance of the sample from the sample that is c throughout."""
    return torch.cdist(x[:, None, :], c[:, None, None].expand(-1, 1, x.shape[1]))[:, 0, 0].square()


def pairwise_differences(x: Tensor) -> Tensor:  # [batch, examples] -> [batch]
    """The squared differences, pair by pair."""
    return (x[:, :, None] - x[:, None, :]).square().sum(dim=(1, 2))


def deviations(x: Tensor) -> Tensor:  # [batch, examples] -> [batch]
    """Nothing is left."""
    return torch.zeros_like(x[:, 0])


MODELS: dict[Formula, Model] = {
    sample_statistics.sample_mean: sample_mean,
    sample_statistics.sample_variance: sample_variance,
    sample_statistics.sample_deviation: sample_deviation,
    sample_statistics.mean_squared_deviation: mean_squared_deviation,
    sample_statistics.sum_of_squares: sum_of_squares,
    sample_statistics.mean_of_squares: mean_squared_deviation,
    sample_statistics.around_a_point: around_a_point,
    sample_statistics.pairwise_differences: pairwise_differences,
    sample_statistics.deviations: deviations,
}
