"""Torch models of `derivations.shrinkage`: minimisers from least squares, steps of `torch.optim`, autograd."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import shrinkage
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian

Sides = tuple[Tensor, Tensor]


def decay(theta: Tensor, eta: Tensor, mu: Tensor) -> Tensor:  # [batch, d], [batch] twice -> [batch]
    """The length of the weights after a step of `torch.optim.SGD` on the penalty alone."""
    at = theta.clone().requires_grad_(True)
    optimiser = torch.optim.SGD([at], lr=1.0)
    (eta * mu * at.square().sum(dim=1) / 2).sum().backward()
    optimiser.step()
    return at.detach().norm(dim=1)


def minimiser(h: Tensor, mu: Tensor, theta_star: Tensor) -> Tensor:  # [batch] each -> [batch]
    """Least squares with two rows: the risk, and the penalty."""
    rows = torch.stack([h.sqrt(), mu.sqrt()], dim=1)[..., None]
    wanted = torch.stack([h.sqrt() * theta_star, torch.zeros_like(mu)], dim=1)[..., None]
    return torch.linalg.lstsq(rows, wanted).solution[:, 0, 0]


def stiff_direction(h: Tensor, mu: Tensor, theta_star: Tensor) -> Sides:  # -> [batch] twice
    """How far the minimiser moves, and the bound."""
    return (minimiser(h, mu, theta_star) - theta_star).abs(), mu * theta_star.abs() / h


def flat_direction(h: Tensor, mu: Tensor, theta_star: Tensor) -> Sides:  # -> [batch] twice
    """How large the minimiser is, and the bound."""
    return minimiser(h, mu, theta_star).abs(), h * theta_star.abs() / mu


def factor_slope(h: Tensor, mu: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The derivative of the minimiser of a risk with its minimum at 1, by automatic differentiation."""
    return batch_jacobian(lambda curvature: minimiser(curvature, mu, torch.ones_like(mu)), h)


def left_by_decay(h: Tensor, mu: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The share of the error that weight decay leaves."""
    return 1 - minimiser(h, mu, torch.ones_like(h))


def matched(h: Tensor, mu: Tensor, eta: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The number of steps of gradient descent that leave as much, from the logarithm of what one step leaves."""
    return torch.log(mu / (h + mu)) / torch.log1p(-eta * h)


def matching_steps(h: Tensor, mu: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """What weight decay leaves."""
    return left_by_decay(h, mu)


def matching_slope(h: Tensor, mu: Tensor, eta: Tensor) -> Tensor:  # [batch] each -> [batch]
    """By automatic differentiation."""
    return batch_jacobian(lambda strength: matched(h, strength, eta), mu)


def matching_bound(h: Tensor, mu: Tensor, eta: Tensor) -> Sides:  # [batch] each -> [batch] twice
    """The number of steps, and the bound."""
    return matched(h, mu, eta), (eta * mu).reciprocal()


MODELS: dict[Formula, Model] = {
    shrinkage.decay: decay,
    shrinkage.stiff_direction: stiff_direction,
    shrinkage.flat_direction: flat_direction,
    shrinkage.factor_slope: factor_slope,
    shrinkage.matching_steps: matching_steps,
    shrinkage.matching_slope: matching_slope,
    shrinkage.matching_bound: matching_bound,
}
