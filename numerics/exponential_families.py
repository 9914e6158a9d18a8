"""Torch models of `derivations.exponential_families`: `torch.softmax` with an offset, and automatic differentiation."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import exponential_families
from numerics.models import Model, batch_jacobian


def log_partition(h: Tensor, T: Tensor, v: Tensor) -> Tensor:  # [batch, n], [batch, n, d], [batch, d] -> [batch]
    """`torch.logsumexp` of the log-weights."""
    return torch.logsumexp(h.log() + torch.einsum("bnd,bd->bn", T, v), dim=-1)


def normalised(h: Tensor, T: Tensor, v: Tensor) -> Tensor:  # -> [batch]
    """The sum of the entries of `torch.softmax`."""
    return torch.softmax(h.log() + torch.einsum("bnd,bd->bn", T, v), dim=-1).sum(dim=-1)


def mean_statistics(h: Tensor, T: Tensor, v: Tensor) -> Tensor:  # -> [batch, d]
    """Automatic differentiation of the log-partition function."""
    return batch_jacobian(lambda at: log_partition(h, T, at), v)


def covariance_statistics(h: Tensor, T: Tensor, v: Tensor) -> Tensor:  # -> [batch, d, d]
    """Automatic differentiation, twice."""

    def slope(at: Tensor) -> Tensor:
        return torch.autograd.grad(log_partition(h, T, at).sum(), at, create_graph=True)[0]

    return batch_jacobian(slope, v)


def likelihood_gradient(h: Tensor, T: Tensor, v: Tensor, y: Tensor) -> Tensor:  # -> [batch, d]
    """Automatic differentiation of the negative log-likelihood."""
    return batch_jacobian(lambda at: log_partition(h, T, at) - (y * at).sum(dim=-1), v)


MODELS: dict[object, Model] = {
    exponential_families.normalised: normalised,
    exponential_families.mean_statistics: mean_statistics,
    exponential_families.covariance_statistics: covariance_statistics,
    exponential_families.likelihood_gradient: likelihood_gradient,
}
