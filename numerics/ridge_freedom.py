"""Torch models of `derivations.ridge_freedom`: hat matrices of diagonal inputs, least squares with penalty rows."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import ridge_freedom as ridges
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.ridge import least_squares


def plain(d: Tensor, mu: Tensor) -> Tensor:  # [batch, p], [batch] -> [batch]
    """The trace of the hat matrix of inputs that are diagonal: the fit of each unit vector, by least squares."""
    inputs = torch.diag_embed(d)
    total = torch.zeros_like(mu)
    for k in range(d.shape[1]):
        unit = torch.zeros_like(d)
        unit[:, k] = 1
        total = total + d[:, k] * least_squares(inputs, unit, mu)[:, k]
    return total


def of_mean(d: Tensor, mu: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """The same with n times the penalty."""
    return plain(d, n * mu)


def by_eigenvalues(d: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """The same with roots of eigenvalues as singular values."""
    return plain(d.sqrt(), mu)


def dual_of_mean(X: Tensor, y: Tensor, mu: Tensor) -> Tensor:  # -> [batch, r]
    """Least squares with n times the penalty."""
    return least_squares(X, y, X.shape[1] * mu)


def spectral_solution(d: Tensor, mu: Tensor, u: Tensor, v: Tensor, y: Tensor) -> Tensor:  # -> [batch, r]
    """Diagonal inputs fitted to the coordinates of the targets, taken back along the right vectors."""
    coordinates = torch.einsum("bjn,bn->bj", u, y)
    return torch.einsum("bj,bjr->br", least_squares(torch.diag_embed(d), coordinates, mu), v)


MODELS: dict[Formula, Model] = {
    ridges.plain: plain,
    ridges.of_mean: of_mean,
    ridges.by_eigenvalues: by_eigenvalues,
    ridges.dual_of_mean: dual_of_mean,
    ridges.dual_solution: dual_of_mean,
    ridges.plain_dual_solution: least_squares,
    ridges.spectral_solution: spectral_solution,
}
