"""Torch models of `derivations.least_squares_columns`: those for inputs in rows, on the transposed inputs."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import least_squares_columns as columns
from derivations.vocabulary import Formula
from numerics import least_squares as losses
from numerics.least_squares_gradients import Loss
from numerics.models import Model
from numerics.ridge import least_squares as penalised_least_squares


def solution(X: Tensor, y: Tensor) -> Tensor:  # [batch, d, n], [batch, n] -> [batch, d]
    """By a QR decomposition."""
    return losses.solution(X.transpose(1, 2), y)


def ridge_solution(X: Tensor, y: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """Least squares with rows for the penalty."""
    return penalised_least_squares(X.transpose(1, 2), y, mu)


def gradient_of(loss: Loss) -> Model:
    """The model that differentiates a loss by the weights, [batch, d]."""

    def model(X: Tensor, y: Tensor, w: Tensor) -> Tensor:
        at = w.clone().requires_grad_(True)
        return torch.autograd.grad(loss(X.transpose(1, 2), y, at).sum(), at)[0]

    return model


MODELS: dict[Formula, Model] = {
    columns.solution: solution,
    columns.ridge_solution: ridge_solution,
    columns.half_gradient: gradient_of(losses.half_total),
    columns.mean_gradient: gradient_of(losses.mean),
    columns.half_mean_gradient: gradient_of(losses.half_mean),
    columns.half_entry: gradient_of(losses.half_total),
    columns.mean_entry: gradient_of(losses.mean),
    columns.half_mean_entry: gradient_of(losses.half_mean),
}
