"""Torch models of `derivations.linear_regression`: least squares by QR, and torch's distributions."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Normal

from derivations import linear_regression
from derivations.vocabulary import Formula
from numerics.least_squares import solution
from numerics.models import Model


def fitted_values(X: Tensor, y: Tensor) -> Tensor:  # [batch, n, d], [batch, n] -> [batch, n]
    """What the least-squares weights predict."""
    return torch.einsum("bnd,bd->bn", X, solution(X, y))


def hat_matrix(X: Tensor) -> Tensor:  # [batch, n, d] -> [batch, n, n]
    """The fitted values for the basis vectors as targets."""
    n = X.shape[1]
    units = torch.eye(n, dtype=X.dtype, device=X.device).expand(len(X), -1, -1)
    return torch.stack([fitted_values(X, units[:, k]) for k in range(n)], dim=2)


def degrees_of_freedom(X: Tensor) -> Tensor:  # -> [batch]
    """The rank of the inputs."""
    return torch.linalg.matrix_rank(X).to(X)


def residual_maker(X: Tensor, y: Tensor) -> Tensor:  # -> [batch, n]
    """The part of the targets outside the span of the columns: all of it less its part along an orthonormal basis."""
    basis = torch.linalg.qr(X).Q
    return y - torch.einsum("bnk,bmk,bm->bn", basis, basis, y)


def orthogonality(X: Tensor) -> Tensor:  # -> [batch, d]
    """Zeros."""
    return torch.zeros_like(X[:, 0])


def residual_squares(X: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The squared length of the residuals."""
    return residual_maker(X, y).square().sum(dim=1)


def likelihood(X: Tensor, y: Tensor, beta: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The log-density of the targets by `torch.distributions`."""
    centre = torch.einsum("bnd,bd->bn", X, beta)
    return Normal(centre, sigma[:, None]).log_prob(y).sum(dim=1)


MODELS: dict[Formula, Model] = {
    linear_regression.hat_matrix: hat_matrix,
    linear_regression.idempotent: hat_matrix,
    linear_regression.degrees_of_freedom: degrees_of_freedom,
    linear_regression.fitted_values: fitted_values,
    linear_regression.residual_maker: residual_maker,
    linear_regression.orthogonality: orthogonality,
    linear_regression.residual_squares: residual_squares,
    linear_regression.likelihood: likelihood,
}
