"""Torch models of `derivations.channel_convolutions`: convolutions and statistics of torch."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import channel_convolutions
from derivations.vocabulary import Formula
from numerics.models import Model


def strided(x: Tensor, w: Tensor, b: Tensor, S: Tensor) -> Tensor:  # -> [batch, m, m, K]
    """Windows cut out of the input at the places 1 and 2, times the stride, and contracted with the kernels."""
    windows = x.unfold(1, w.shape[1], 1).unfold(2, w.shape[2], 1)
    placed = [windows[:, step : 2 * step + 1 : step, step : 2 * step + 1 : step] for step in (1, 2)]
    chosen = torch.where((S == 1).reshape(-1, 1, 1, 1, 1, 1), *placed)
    return torch.einsum("bijcuv,buvck->bijk", chosen, w) + b[:, None, None]


def channel_mean(x: Tensor) -> Tensor:  # [batch, N, H, W, C] -> [batch, C]
    """The mean over examples and places."""
    return x.mean(dim=(1, 2, 3))


def channel_variance(x: Tensor, mu: Tensor) -> Tensor:  # -> [batch, C]
    """The variance of torch, and the squared distance of its mean."""
    return x.var(dim=(1, 2, 3), correction=0) + (channel_mean(x) - mu).square()


MODELS: dict[Formula, Model] = {
    channel_convolutions.strided: strided,
    channel_convolutions.channel_mean: channel_mean,
    channel_convolutions.channel_variance: channel_variance,
}
