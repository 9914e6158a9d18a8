"""Torch models of `derivations.reconstruction_losses`: squared errors of torch, Bernoulli laws, interpolation."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Bernoulli, kl_divergence
from torch.nn.functional import mse_loss

from derivations import reconstruction_losses
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[[Tensor], Tensor]
Pair = Callable[[Tensor, Tensor], Tensor]


def entry_by_entry_denoising(x: Tensor, x_tilde: Tensor, g: Map, f: Map) -> Tensor:  # -> [batch, D]
    """The mean squared error of each entry."""
    back = torch.stack([f(g(one)) for one in x_tilde.unbind(dim=1)], dim=1)
    return mse_loss(back, x, reduction="none").mean(dim=1)


def denoising(x: Tensor, x_tilde: Tensor, g: Map, f: Map) -> Tensor:  # [batch, n, D] twice -> [batch]
    """The mean squared errors of all entries together."""
    return entry_by_entry_denoising(x, x_tilde, g, f).sum(dim=1)


def squared_denoising(x: Tensor, x_tilde: Tensor, g: Map, f: Map) -> Tensor:  # [batch, n] twice -> [batch]
    """The mean squared error."""
    back = torch.stack([f(g(one)) for one in x_tilde.unbind(dim=1)], dim=1)
    return mse_loss(back, x, reduction="none").mean(dim=1)


def coin(rho: Tensor, r: Tensor) -> Tensor:  # [batch], [batch, k] -> [batch, k]
    """The divergence of two Bernoulli laws."""
    return kl_divergence(Bernoulli(probs=rho[:, None].expand_as(r)), Bernoulli(probs=r))


MODELS: dict[Formula, Model] = {
    reconstruction_losses.reconstruction: lambda x, g, f: denoising(x, x, g, f),
    reconstruction_losses.denoising: denoising,
    reconstruction_losses.entry_by_entry: lambda x, g, f: entry_by_entry_denoising(x, x, g, f),
    reconstruction_losses.entry_by_entry_denoising: entry_by_entry_denoising,
    reconstruction_losses.squared: lambda x, g, f: squared_denoising(x, x, g, f),
    reconstruction_losses.squared_denoising: squared_denoising,
    reconstruction_losses.coin: coin,
    reconstruction_losses.count: lambda N_old, n, gamma: torch.lerp(n, N_old, gamma),
    reconstruction_losses.gathered: lambda m, z, gamma: torch.lerp(z.sum(dim=1), m, gamma[:, None]),
}
