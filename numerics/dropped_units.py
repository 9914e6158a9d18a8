"""Torch models of `derivations.dropped_units`: a unit that takes two values."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import dropped_units
from derivations.vocabulary import Formula
from numerics.dropout import kept, spread
from numerics.models import Model


def unbiased(x: Tensor) -> Tensor:  # [batch] -> [batch]
    """The activity itself."""
    return x


def variance(r: Tensor, x: Tensor, weights_r: Tensor) -> Tensor:  # -> [batch]
    """The variance of what is x over its probability, or 0."""
    chance = kept(r, weights_r)
    return spread(torch.zeros_like(x), x / chance, chance)


def plain_mean(r: Tensor, x: Tensor, weights_r: Tensor) -> Tensor:  # -> [batch]
    """The mean of what is x or 0."""
    return torch.lerp(torch.zeros_like(x), x, kept(r, weights_r))


def plain_variance(r: Tensor, x: Tensor, weights_r: Tensor) -> Tensor:  # -> [batch]
    """The variance of what is x or 0."""
    return spread(torch.zeros_like(x), x, kept(r, weights_r))


MODELS: dict[Formula, Model] = {
    dropped_units.unbiased: unbiased,
    dropped_units.variance: variance,
    dropped_units.plain_mean: plain_mean,
    dropped_units.plain_variance: plain_variance,
}
