"""Torch models of `derivations.normalization`: `torch.nn.functional.batch_norm`, each point of a batch in a channel."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import batch_norm

from derivations import normalization
from derivations.vocabulary import Formula
from numerics.models import Model


def batch_mean(z: Tensor) -> Tensor:  # [batch, n] -> [batch]
    """The running mean after one update with full weight."""
    mean, spread = torch.zeros_like(z[:, 0]), torch.ones_like(z[:, 0])
    batch_norm(z.T, mean, spread, training=True, momentum=1.0)
    return mean


def batch_deviation(z: Tensor, delta: Tensor) -> Tensor:  # [batch, n], [batch] -> [batch]
    """The root of the biased variance and delta."""
    return torch.hypot(delta.sqrt(), z.std(dim=1, correction=0))


def normalised_value(z: Tensor, delta: Tensor) -> Tensor:  # [batch, n], [batch] -> [batch, n]
    """Batch normalisation with a delta of 1, of the values in units of the root of delta."""
    return batch_norm((z / delta.sqrt()[:, None]).T, None, None, training=True, eps=1.0).T


def affine_output(z: Tensor, delta: Tensor, alpha: Tensor, beta: Tensor) -> Tensor:  # -> [batch, n]
    """Batch normalisation with weight and bias."""
    return batch_norm((z / delta.sqrt()[:, None]).T, None, None, alpha, beta, training=True, eps=1.0).T


def zero_sum(z: Tensor, delta: Tensor) -> Tensor:  # -> [batch]
    """The sum of the normalised values."""
    return normalised_value(z, delta).sum(dim=1)


def normalised_variance(z: Tensor, delta: Tensor) -> Tensor:  # -> [batch]
    """The biased variance of the normalised values."""
    return normalised_value(z, delta).var(dim=1, correction=0)


def scale_invariance(z: Tensor) -> Tensor:  # -> [batch, n]
    """The values as multiples of their biased standard deviation."""
    spread, mean = torch.std_mean(z, dim=1, correction=0, keepdim=True)
    return (z - mean) / spread


MODELS: dict[Formula, Model] = {
    normalization.batch_mean: batch_mean,
    normalization.batch_deviation: batch_deviation,
    normalization.normalised_value: normalised_value,
    normalization.affine_output: affine_output,
    normalization.zero_sum: zero_sum,
    normalization.normalised_variance: normalised_variance,
    normalization.scale_invariance: scale_invariance,
}
