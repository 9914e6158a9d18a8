"""Torch models of `derivations.weight_decay`: `torch.optim.SGD` on penalised losses, step by step."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import weight_decay
from derivations.vocabulary import Formula
from numerics.gradient_descent import gradient_step
from numerics.models import Model


def penalty_gradient(theta: Tensor, mu: Tensor) -> Tensor:  # [batch, m, d], [batch] -> [batch, m, d]
    """By automatic differentiation."""
    at = theta.clone().requires_grad_(True)
    penalty = mu / 2 * torch.linalg.matrix_norm(at) ** 2
    return torch.autograd.grad(penalty.sum(), at)[0]


def update(theta: Tensor, R: Callable[[Tensor], Tensor], eta: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """One step of `torch.optim.SGD` on the risk with its penalty."""
    return gradient_step(lambda at: R(at) + mu / 2 * at.square().sum(dim=1), theta, eta)


def descended(start: Tensor, Q: Tensor, h: Tensor, theta_star: Tensor, eta: Tensor, steps: int) -> Tensor:
    """The weights [batch, d] after some steps of `torch.optim.SGD` on the quadratic risk."""

    def risk(at: Tensor) -> Tensor:
        along = torch.einsum("bij,bi->bj", Q, at - theta_star)
        return (h * along.square()).sum(dim=1) / 2

    weights = start
    for _ in range(steps):
        weights = gradient_step(risk, weights, eta)
    return weights


def trajectory_error(
    theta_0: Tensor, Q: Tensor, h: Tensor, theta_star: Tensor, eta: Tensor, k: int
) -> Tensor:  # -> [batch, d]
    """The distance from the minimiser after k steps."""
    return descended(theta_0, Q, h, theta_star, eta, k) - theta_star


def trajectory_filter(Q: Tensor, h: Tensor, theta_star: Tensor, eta: Tensor, k: int) -> Tensor:  # -> [batch, d]
    """The weights after k steps from 0."""
    return descended(torch.zeros_like(theta_star), Q, h, theta_star, eta, k)


def stopping_bound(h: Tensor, eta: Tensor, mu: Tensor) -> tuple[Tensor, Tensor]:  # [batch] each
    """What is left of a unit error after the steps, by logarithms; and at the minimum of the penalised parabola."""
    left = torch.exp(torch.log1p(-eta * h) / (eta * mu))
    minimum = torch.linalg.solve((h + mu)[:, None, None], h[:, None])[:, 0]
    return left, 1 - minimum


def stopping_gap(h: Tensor, eta: Tensor, mu: Tensor) -> tuple[Tensor, Tensor]:  # [batch] each
    """The difference between the two, and the squared ratio of curvature and penalty."""
    stopped, penalised = stopping_bound(h, eta, mu)
    return penalised - stopped, torch.exp(2 * (h.log() - mu.log()))


MODELS: dict[Formula, Model] = {
    weight_decay.penalty_gradient: penalty_gradient,
    weight_decay.penalty_partial: penalty_gradient,
    weight_decay.update: update,
    weight_decay.trajectory_error: trajectory_error,
    weight_decay.trajectory_filter: trajectory_filter,
    weight_decay.stopping_bound: stopping_bound,
    weight_decay.stopping_gap: stopping_gap,
}
