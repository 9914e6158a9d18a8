"""Torch models of `derivations.ridge`: augmented least squares, automatic differentiation, linear solves."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import ridge
from derivations.vocabulary import Formula
from numerics.models import Model


def augmented(X: Tensor, mu: Tensor) -> Tensor:  # [batch, s, d], [batch] -> [batch, s + d, d]
    """The inputs with one more row for each weight, whose squared error is the penalty."""
    d = X.shape[2]
    rows = torch.eye(d, dtype=X.dtype, device=X.device) * mu.sqrt()[:, None, None]
    return torch.cat([X, rows], dim=1)


def least_squares(X: Tensor, y: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """The weights with the least |X theta - y|^2 + mu |theta|^2, by a QR decomposition of the augmented inputs."""
    padded = torch.cat([y, y.new_zeros(len(y), X.shape[2])], dim=1)
    return torch.linalg.lstsq(augmented(X, mu), padded[..., None]).solution[..., 0]


def objective_gradient(X: Tensor, y: Tensor, mu: Tensor, theta: Tensor) -> Tensor:  # -> [batch, d]
    """By automatic differentiation."""
    at = theta.clone().requires_grad_(True)
    error = torch.einsum("bsd,bd->bs", X, at) - y
    objective = (error.square().sum(dim=1) + mu * at.square().sum(dim=1)) / 2
    return torch.autograd.grad(objective.sum(), at)[0]


def solution(X: Tensor, y: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """Least squares with rows for the penalty."""
    return least_squares(X, y, mu)


def mean_solution(X: Tensor, y: Tensor, mu: Tensor, s: int) -> Tensor:  # -> [batch, d]
    """Least squares on inputs and targets that are divided by the root of their number."""
    return least_squares(X / s**0.5, y / s**0.5, mu)


def normal_equations(X: Tensor, y: Tensor) -> Tensor:  # -> [batch, d]
    """The inner products of the inputs' columns with the targets."""
    return torch.einsum("bsd,bs->bd", X, y)


def push_through(X: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d, s]
    """The linear map from targets to weights: the solutions for the basis vectors as targets."""
    s = X.shape[1]
    units = torch.eye(s, dtype=X.dtype, device=X.device).expand(len(X), -1, -1)
    return torch.stack([least_squares(X, units[:, k], mu) for k in range(s)], dim=2)


def shrinkage(Q: Tensor, h: Tensor, theta_star: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """The point where the gradients of the quadratic risk and of the penalty cancel."""
    hessian = torch.einsum("bij,bj,bkj->bik", Q, h, Q)
    pull = torch.einsum("bij,bj->bi", hessian, theta_star)
    return torch.linalg.solve(hessian + torch.diag_embed(mu[:, None].expand_as(theta_star)), pull)


def shrinkage_factor(Q: Tensor, h: Tensor, theta_star: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """The coordinates of that point along the eigenvectors."""
    return torch.einsum("bji,bj->bi", Q, shrinkage(Q, h, theta_star, mu))


MODELS: dict[Formula, Model] = {
    ridge.objective_gradient: objective_gradient,
    ridge.solution: solution,
    ridge.mean_solution: mean_solution,
    ridge.normal_equations: normal_equations,
    ridge.push_through: push_through,
    ridge.shrinkage: shrinkage,
    ridge.shrinkage_factor: shrinkage_factor,
}
