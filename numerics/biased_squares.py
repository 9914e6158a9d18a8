"""Torch models of `derivations.biased_squares`: torch's losses with an input of ones, and automatic differentiation."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import biased_squares
from derivations.vocabulary import Formula
from numerics.least_squares import half_mean, half_total, mean, total
from numerics.models import Model


def stacked(X: Tensor, w: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """The inputs with a column of ones, and the weights with the bias."""
    return torch.cat([X, torch.ones_like(X[:, :, :1])], dim=2), torch.cat([w, b[:, None]], dim=1)


def slopes(loss: Model, X: Tensor, y: Tensor, w: Tensor, b: Tensor) -> Tensor:  # -> [batch, d + 1]
    """The derivatives by all weights and the bias."""
    inputs, weights = stacked(X, w, b)
    at = weights.detach().requires_grad_(True)
    return torch.autograd.grad(loss(inputs, y, at).sum(), at)[0]


def objective(loss: Model) -> Model:
    """The loss of torch."""

    def model(X: Tensor, y: Tensor, w: Tensor, b: Tensor) -> Tensor:
        inputs, weights = stacked(X, w, b)
        value: Tensor = loss(inputs, y, weights)
        return value

    return model


def by_bias(loss: Model) -> Model:
    """The derivative by the bias."""

    def model(X: Tensor, y: Tensor, w: Tensor, b: Tensor) -> Tensor:
        return slopes(loss, X, y, w, b)[:, -1]

    return model


def by_weights(loss: Model) -> Model:
    """The derivatives by the weights."""

    def model(X: Tensor, y: Tensor, w: Tensor, b: Tensor) -> Tensor:
        return slopes(loss, X, y, w, b)[:, :-1]

    return model


MODELS: dict[Formula, Model] = {
    biased_squares.total_loss: objective(total),
    biased_squares.half_loss: objective(half_total),
    biased_squares.total_bias: by_bias(total),
    biased_squares.half_bias: by_bias(half_total),
    biased_squares.total_weight: by_weights(total),
    biased_squares.half_weight: by_weights(half_total),
    biased_squares.mean_weight: by_weights(mean),
    biased_squares.half_mean_weight: by_weights(half_mean),
    biased_squares.total_weights: by_weights(total),
    biased_squares.half_weights: by_weights(half_total),
    biased_squares.half_mean_weights: by_weights(half_mean),
}
