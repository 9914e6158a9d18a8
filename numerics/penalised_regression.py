"""Torch models of `derivations.penalised_regression`: torch's losses and norms, and automatic differentiation."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import penalised_regression as penalised
from derivations.vocabulary import Formula
from numerics import least_squares as losses
from numerics.models import Model
from numerics.ridge import augmented


def ridge_objective(X: Tensor, y: Tensor, w: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """The squared error with one more sample for each weight."""
    padded = torch.cat([y, y.new_zeros(len(y), X.shape[2])], dim=1)
    return losses.total(augmented(X, mu), padded, w)


def half_ridge_objective(X: Tensor, y: Tensor, w: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """Half of it."""
    padded = torch.cat([y, y.new_zeros(len(y), X.shape[2])], dim=1)
    return losses.half_total(augmented(X, mu), padded, w)


def mean_ridge_objective(X: Tensor, y: Tensor, w: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """The mean squared error and the penalty."""
    return losses.mean(X, y, w) + mu * torch.linalg.vector_norm(w, dim=1) ** 2


def scaled_ridge_objective(X: Tensor, y: Tensor, w: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """Half of it, divided by the number of samples."""
    return half_ridge_objective(X, y, w, mu) / X.shape[1]


def ridge_gradient(X: Tensor, y: Tensor, w: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """By automatic differentiation."""
    at = w.clone().requires_grad_(True)
    return torch.autograd.grad(ridge_objective(X, y, at, mu).sum(), at)[0]


def penalty(w: Tensor, mu: Tensor) -> Tensor:  # [batch, d], [batch] -> [batch]
    """The weighted distance from zero in the 1-norm."""
    return mu * torch.nn.functional.l1_loss(w, torch.zeros_like(w), reduction="none").sum(dim=1)


def lasso_objective(X: Tensor, y: Tensor, w: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """Half of the squared error and the penalty."""
    return losses.half_total(X, y, w) + penalty(w, mu)


def plain_lasso_objective(X: Tensor, y: Tensor, w: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """The squared error and the penalty."""
    return losses.total(X, y, w) + penalty(w, mu)


def half_mean_lasso_objective(X: Tensor, y: Tensor, w: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """Half of the mean squared error and the penalty."""
    return losses.half_mean(X, y, w) + penalty(w, mu)


MODELS: dict[Formula, Model] = {
    penalised.ridge_objective: ridge_objective,
    penalised.half_ridge_objective: half_ridge_objective,
    penalised.mean_ridge_objective: mean_ridge_objective,
    penalised.scaled_ridge_objective: scaled_ridge_objective,
    penalised.ridge_gradient: ridge_gradient,
    penalised.lasso_objective: lasso_objective,
    penalised.plain_lasso_objective: plain_lasso_objective,
    penalised.half_mean_lasso_objective: half_mean_lasso_objective,
}
