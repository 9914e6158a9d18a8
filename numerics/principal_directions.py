"""Torch models of `derivations.principal_directions`: `torch.cov`, least squares, automatic differentiation."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import principal_directions as directions
from derivations.vocabulary import Formula
from numerics.least_squares import solution
from numerics.models import Model


def covariance(X: Tensor) -> Tensor:  # [batch, n, d] -> [batch, d, d]
    """`torch.cov` of each data set, without correction."""
    return torch.stack([torch.cov(inputs.T, correction=0) for inputs in X])


def unbiased_covariance(X: Tensor) -> Tensor:  # [batch, n, d] -> [batch, d, d]
    """`torch.cov` of each data set, with its correction."""
    return torch.stack([torch.cov(inputs.T) for inputs in X])


def direction_variance(X: Tensor, u: Tensor) -> Tensor:  # -> [batch]
    """The variance of the projections."""
    return torch.einsum("bnd,bd->bn", X, u).var(dim=1, correction=0)


def lagrangian_gradient(S: Tensor, u: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """By automatic differentiation."""
    at = u.clone().requires_grad_(True)
    value = torch.einsum("bi,bij,bj->b", at, S, at) + mu * (1 - at.square().sum(dim=1))
    return torch.autograd.grad(value.sum(), at)[0]


def reconstruction(Q: Tensor, x: Tensor, c: Tensor, m: int) -> Tensor:  # -> [batch, d]
    """The nearest point of the plane through the mean, by least squares."""
    basis = Q[:, :, :m]
    return c + torch.einsum("bdm,bm->bd", basis, solution(basis, x - c))


def reconstruction_error(Q: Tensor, x: Tensor, m: int) -> Tensor:  # -> [batch]
    """The squared length along the directions that are left out."""
    return torch.einsum("bdk,bd->bk", Q[:, :, m:], x).square().sum(dim=1)


MODELS: dict[Formula, Model] = {
    directions.covariance: covariance,
    directions.unbiased_covariance: unbiased_covariance,
    directions.direction_variance: direction_variance,
    directions.lagrangian_gradient: lagrangian_gradient,
    directions.reconstruction: reconstruction,
    directions.by_parts: reconstruction,
    directions.reconstruction_error: reconstruction_error,
}
