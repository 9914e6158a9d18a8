"""Torch models of `derivations.average_losses`: means, norms and roots of products, computed in other ways."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import average_losses
from derivations.vocabulary import Formula
from numerics.models import Model


def listed(y_hat: Tensor, y: Tensor, ell: Callable[[Tensor, Tensor], Tensor]) -> Tensor:  # -> [batch, m]
    """The loss of each example."""
    return torch.stack([ell(guess, truth) for guess, truth in zip(y_hat.unbind(1), y.unbind(1), strict=True)], dim=1)


def mean_cost(y_hat: Tensor, y: Tensor, ell: Callable[[Tensor, Tensor], Tensor]) -> Tensor:  # -> [batch]
    """The number with the least squared distances from all losses."""
    values = listed(y_hat, y, ell)
    return torch.linalg.lstsq(torch.ones_like(values)[..., None], values[..., None]).solution[:, 0, 0]


def total_cost(y_hat: Tensor, y: Tensor, ell: Callable[[Tensor, Tensor], Tensor]) -> Tensor:  # -> [batch]
    """The last of the running sums."""
    return listed(y_hat, y, ell).cumsum(dim=1)[:, -1]


def layers_penalised(J: Tensor, W: Tensor, mu: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """The squared singular values of the weights, layer by layer."""
    return J + mu * torch.linalg.svdvals(W).square().sum(dim=(1, 2)) / (m + m)


def perplexity_of_losses(J: Tensor) -> Tensor:  # [batch, T] -> [batch]
    """The geometric mean of the reciprocal probabilities."""
    return J.neg().exp().reciprocal().log2().mean(dim=1).exp2()


MODELS: dict[Formula, Model] = {
    average_losses.mean_cost: mean_cost,
    average_losses.total_cost: total_cost,
    average_losses.layers_penalised: layers_penalised,
    average_losses.perplexity_of_losses: perplexity_of_losses,
}
