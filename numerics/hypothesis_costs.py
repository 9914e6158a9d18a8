"""Torch models of `derivations.hypothesis_costs`: `mse_loss`, automatic differentiation, plain gradient steps."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import hypothesis_costs
from derivations.vocabulary import Formula
from numerics.models import Model

Cost = Callable[[Tensor], Tensor]


def slope(cost: Cost, place: Tensor) -> Tensor:  # [batch, n] -> [batch, n]
    """The gradient of a batch of numbers."""
    place = place.detach().clone().requires_grad_(True)
    return torch.autograd.grad(cost(place).sum(), place)[0]


def scores(x: Tensor, theta: Tensor) -> Tensor:  # [batch, m, n], [batch, n] -> [batch, m]
    """The scores of all examples."""
    return torch.einsum("bmn,bn->bm", x, theta)


def total_cost(x: Tensor, y: Tensor, theta: Tensor) -> Tensor:  # -> [batch]
    """The sum of the squared errors."""
    return F.mse_loss(scores(x, theta), y, reduction="none").sum(dim=1)


def mean_cost(x: Tensor, y: Tensor, theta: Tensor) -> Tensor:  # -> [batch]
    """The mean of the squared errors."""
    return F.mse_loss(scores(x, theta), y, reduction="none").mean(dim=1)


def half_cost(x: Tensor, y: Tensor, theta: Tensor) -> Tensor:  # -> [batch]
    """Half the sum."""
    return total_cost(x, y, theta) / 2


def half_mean_cost(x: Tensor, y: Tensor, theta: Tensor) -> Tensor:  # -> [batch]
    """Half the mean."""
    return mean_cost(x, y, theta) / 2


def half_mean_slope(x: Tensor, y: Tensor, theta: Tensor) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: half_mean_cost(x, y, at), theta)


def half_slope(x: Tensor, y: Tensor, theta: Tensor) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: half_cost(x, y, at), theta)


def mean_slope(x: Tensor, y: Tensor, theta: Tensor) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: mean_cost(x, y, at), theta)


def stepped(cost: Cost, theta: Tensor, alpha: Tensor) -> Tensor:  # [batch, n], [batch] -> [batch, n]
    """One gradient step."""
    return theta - alpha[:, None] * slope(cost, theta)


def mean_step(x: Tensor, y: Tensor, theta: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, n]
    """A step on half the mean."""
    return stepped(lambda at: half_mean_cost(x, y, at), theta, alpha)


def total_step(x: Tensor, y: Tensor, theta: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, n]
    """A step on half the sum."""
    return stepped(lambda at: half_cost(x, y, at), theta, alpha)


def online_step(x: Tensor, y: Tensor, theta: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, m, n]
    """A step on half the squared error of each example alone."""
    singles = ((x[:, [i]], y[:, [i]]) for i in range(x.shape[1]))
    return torch.stack([total_step(*single, theta, alpha) for single in singles], dim=1)


def with_penalty(cost: Tensor, theta: Tensor, strength: Tensor, m: int) -> Tensor:  # -> [batch]
    """The cost, and the penalty's share of it."""
    return cost + strength * theta.square().mean(dim=1) * theta.shape[1] / (2 * m)


def ridge_cost(x: Tensor, y: Tensor, theta: Tensor, mu: Tensor, m: int) -> Tensor:  # -> [batch]
    """Half the mean, and the penalty."""
    return with_penalty(half_mean_cost(x, y, theta), theta, mu, m)


def ridge_slope(x: Tensor, y: Tensor, theta: Tensor, mu: Tensor, m: int) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: ridge_cost(x, y, at, mu, m), theta)


def ridge_step(x: Tensor, y: Tensor, theta: Tensor, mu: Tensor, alpha: Tensor, m: int) -> Tensor:  # -> [batch, n]
    """A step on the penalised cost."""
    return stepped(lambda at: ridge_cost(x, y, at, mu, m), theta, alpha)


MODELS: dict[Formula, Model] = {
    hypothesis_costs.half_mean_cost: half_mean_cost,
    hypothesis_costs.half_cost: half_cost,
    hypothesis_costs.mean_cost: mean_cost,
    hypothesis_costs.total_cost: total_cost,
    hypothesis_costs.half_mean_slope: half_mean_slope,
    hypothesis_costs.half_slope: half_slope,
    hypothesis_costs.mean_slope: mean_slope,
    hypothesis_costs.mean_step: mean_step,
    hypothesis_costs.total_step: total_step,
    hypothesis_costs.online_step: online_step,
    hypothesis_costs.ridge_cost: ridge_cost,
    hypothesis_costs.ridge_slope: ridge_slope,
    hypothesis_costs.ridge_step: ridge_step,
}
