"""Torch models of `derivations.normalization_errors`: automatic differentiation of `batch_norm`."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import normalization_errors
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def loss(x: Tensor, mu: Tensor, v: Tensor, epsilon: Tensor, gamma: Tensor, g: Tensor) -> Tensor:  # -> [batch]
    """The slopes times the outputs; the shift adds what does not depend on the rest."""
    return (g * (x - mu[:, None]) * torch.rsqrt(v + epsilon)[:, None]).sum(dim=1) * gamma


def moments(x: Tensor) -> tuple[Tensor, Tensor]:  # [batch, m] -> [batch] twice
    """Mean and variance."""
    return x.mean(dim=1), x.var(dim=1, correction=0)


def gain_slope(x: Tensor, epsilon: Tensor, gamma: Tensor, beta: Tensor, g: Tensor) -> Tensor:  # -> [batch]
    """The derivative by the scale."""
    return batch_jacobian(lambda at: loss(x, *moments(x), epsilon, at, g), gamma)


def variance_slope(x: Tensor, epsilon: Tensor, gamma: Tensor, beta: Tensor, g: Tensor) -> Tensor:  # -> [batch]
    """The derivative by the variance."""
    mean, variance = moments(x)
    return batch_jacobian(lambda at: loss(x, mean, at, epsilon, gamma, g), variance)


def input_slope(x: Tensor, epsilon: Tensor, gamma: Tensor, beta: Tensor, g: Tensor) -> Tensor:  # -> [batch, m]
    """The gradient by the input, through mean and variance."""
    return batch_jacobian(lambda at: loss(at, *moments(at), epsilon, gamma, g), x)


MODELS: dict[Formula, Model] = {
    normalization_errors.gain_slope: gain_slope,
    normalization_errors.variance_slope: variance_slope,
    normalization_errors.input_slope: input_slope,
}
