"""Torch models of `derivations.biased_least_squares`: torch's losses and their automatic differentiation."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import biased_least_squares
from derivations.vocabulary import Formula
from numerics.least_squares import predictions
from numerics.models import Model


def with_bias(X: Tensor, y: Tensor, w: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """`mse_loss` of the moved predictions, averaged."""
    return functional.mse_loss(predictions(X, w) + b[:, None], y, reduction="none").mean(dim=1)


def half_with_bias(X: Tensor, y: Tensor, w: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The mean of Huber's loss of the moved predictions, far inside its quadratic range."""
    return functional.huber_loss(predictions(X, w) + b[:, None], y, reduction="none", delta=1e6).mean(dim=1)


def biased_gradient(X: Tensor, y: Tensor, w: Tensor, b: Tensor) -> Tensor:  # -> [batch, d]
    """By automatic differentiation."""
    at = w.clone().requires_grad_(True)
    return torch.autograd.grad(with_bias(X, y, at, b).sum(), at)[0]


def bias_derivative(X: Tensor, y: Tensor, w: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """By automatic differentiation."""
    at = b.clone().requires_grad_(True)
    return torch.autograd.grad(with_bias(X, y, w, at).sum(), at)[0]


def half_bias_derivative(X: Tensor, y: Tensor, w: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """By automatic differentiation."""
    at = b.clone().requires_grad_(True)
    return torch.autograd.grad(half_with_bias(X, y, w, at).sum(), at)[0]


MODELS: dict[Formula, Model] = {
    biased_least_squares.with_bias: with_bias,
    biased_least_squares.half_with_bias: half_with_bias,
    biased_least_squares.biased_gradient: biased_gradient,
    biased_least_squares.bias_derivative: bias_derivative,
    biased_least_squares.half_bias_derivative: half_bias_derivative,
}
