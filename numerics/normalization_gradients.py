"""Torch models of `derivations.normalization_gradients`: `batch_norm` and its statistics, differentiated by torch."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import batch_norm

from derivations import normalization_gradients
from derivations.vocabulary import Formula
from numerics.gradient_descent import Map, slope
from numerics.models import Model, batch_jacobian


def normalised(z: Tensor, epsilon: Tensor) -> Tensor:  # [batch, n], [batch] -> [batch, n]
    """Batch normalisation with an epsilon of 1, of the values in units of the root of epsilon."""
    return batch_norm((z / epsilon.sqrt()[:, None]).T, None, None, training=True, eps=1.0).T


def mean_slope(z: Tensor) -> Tensor:  # [batch, n] -> [batch, n]
    """The gradient of the mean."""
    return slope(lambda at: at.mean(dim=1), z)


def deviation_slope(z: Tensor, epsilon: Tensor) -> Tensor:  # [batch, n], [batch] -> [batch, n]
    """The gradient of the root of the biased variance and epsilon."""
    return slope(lambda at: torch.sqrt(at.var(dim=1, correction=0) + epsilon), z)


def jacobian(z: Tensor, epsilon: Tensor) -> Tensor:  # [batch, n], [batch] -> [batch, n, n]
    """The Jacobian of batch normalisation."""
    return batch_jacobian(lambda at: normalised(at, epsilon), z)


def backward(z: Tensor, epsilon: Tensor, f: Map) -> Tensor:  # -> [batch, n]
    """The gradient of the loss by the values."""
    return slope(lambda at: f(normalised(at, epsilon)), z)


def output_loss(z: Tensor, epsilon: Tensor, alpha: Tensor, beta: Tensor, f: Map) -> Tensor:  # -> [batch]
    """The loss of batch normalisation with weight and bias."""
    unit = (z / epsilon.sqrt()[:, None]).T
    return f(batch_norm(unit, None, None, alpha, beta, training=True, eps=1.0).T)


def gain_gradient(z: Tensor, epsilon: Tensor, alpha: Tensor, beta: Tensor, f: Map) -> Tensor:  # -> [batch]
    """The derivative by the weight."""
    return slope(lambda weight: output_loss(z, epsilon, weight, beta, f), alpha)


def shift_gradient(z: Tensor, epsilon: Tensor, alpha: Tensor, beta: Tensor, f: Map) -> Tensor:  # -> [batch]
    """The derivative by the bias."""
    return slope(lambda bias: output_loss(z, epsilon, alpha, bias, f), beta)


MODELS: dict[Formula, Model] = {
    normalization_gradients.mean_slope: mean_slope,
    normalization_gradients.deviation_slope: deviation_slope,
    normalization_gradients.jacobian_entry: jacobian,
    normalization_gradients.jacobian_matrix: jacobian,
    normalization_gradients.backward: backward,
    normalization_gradients.gain_gradient: gain_gradient,
    normalization_gradients.shift_gradient: shift_gradient,
}
