"""Torch models of `derivations.hopfield_dynamics`: networks that are run, and the mean-field theory of a unit."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import hopfield_dynamics
from derivations.vocabulary import Formula
from numerics.models import Model


def updated(states: Tensor, weights: Tensor) -> Tensor:  # [batch, n], [batch, n, n] -> [batch, n]
    """All units at once, from the votes of the others."""
    votes = (weights * states[:, None, :]).sum(dim=2)
    return torch.where(votes > 0, torch.ones_like(votes), -torch.ones_like(votes))


def outer(x: Tensor) -> Tensor:  # [batch, n] -> [batch, n, n]
    """The products of the entries, without those of an entry with itself."""
    products = x[:, :, None] * x[:, None, :]
    return products.masked_fill(torch.eye(x.shape[1], dtype=torch.bool, device=x.device), 0)


def alternation(x: Tensor) -> Tensor:  # [batch, n] -> [batch, n]
    """One update under the opposing weights."""
    return updated(x.double(), -outer(x))


def two_cycle(x: Tensor) -> Tensor:  # [batch, n] -> [batch, n]
    """Two updates under the opposing weights."""
    return updated(alternation(x), -outer(x))


def recall(x: Tensor, x_hat: Tensor) -> Tensor:  # [batch, n] twice -> [batch, n]
    """One update of the state under the weights of the pattern."""
    return updated(x_hat.double(), outer(x))


def capacity(y: Tensor) -> tuple[Tensor, Tensor]:  # [batch] -> [batch] twice
    """The load at which the mean field of a unit is consistent, and 0.138.

    A unit sees its pattern with strength m and Gaussian crosstalk of the deviation d = m / (y sqrt 2). Its mean state
    is the overlap m, the derivative of that by the field the susceptibility C, and d^2 = load / (1 - C)^2.
    """
    overlap = 1 - 2 * torch.special.ndtr(-y * 2**0.5)
    deviation = overlap / (y * 2**0.5)
    field = overlap.clone().requires_grad_(True)
    response = 1 - 2 * torch.special.ndtr(-field / deviation)
    (susceptibility,) = torch.autograd.grad(response.sum(), field)
    return (deviation * (1 - susceptibility)).square(), torch.full_like(y, 0.138)


MODELS: dict[Formula, Model] = {
    hopfield_dynamics.alternation: alternation,
    hopfield_dynamics.two_cycle: two_cycle,
    hopfield_dynamics.recall: recall,
    hopfield_dynamics.capacity: capacity,
}
