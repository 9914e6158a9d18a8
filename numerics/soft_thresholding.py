"""Torch models of `derivations.soft_thresholding`: `softshrink`, least squares with rows for the penalty."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import soft_thresholding
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.ridge import least_squares


def shrunk(z: Tensor, mu: Tensor) -> Tensor:  # [batch, …], [batch] -> [batch, …]
    """What is left of numbers when the nearest point of the interval [-mu, mu] is taken away."""
    reach = mu.reshape(-1, *([1] * (z.dim() - 1)))
    return z - torch.clamp(z, -reach, reach)


def orthonormal_lasso(w_ols: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """Entry by entry."""
    return shrunk(w_ols, mu)


def orthonormal_ridge(w_ols: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """Ridge regression with the identity as inputs."""
    units = torch.eye(w_ols.shape[1]).to(mu).expand(len(mu), -1, -1)
    return least_squares(units, w_ols, mu)


def proximal_step(w: Tensor, g: Tensor, eta: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """A step of `torch.optim.SGD` for each point, then shrunk."""
    moved = []
    for start, slope, rate in zip(w, g, eta.tolist(), strict=True):
        parameter = torch.nn.Parameter(start.clone())
        parameter.grad = slope.clone()
        torch.optim.SGD([parameter], lr=rate).step()
        moved.append(parameter.detach())
    return shrunk(torch.stack(moved), eta * mu)


def inputs(U_all: Tensor, V: Tensor, s: Tensor) -> Tensor:  # -> [batch, n, r]
    """The inputs with these singular vectors and values."""
    return torch.einsum("bnr,br,bkr->bnk", U_all[:, :, : s.shape[1]], s, V)


def ridge_fit(U_all: Tensor, V: Tensor, s: Tensor, mu: Tensor, y: Tensor) -> Tensor:  # -> [batch, n]
    """What the ridge solution predicts."""
    X = inputs(U_all, V, s)
    return torch.einsum("bnr,br->bn", X, least_squares(X, y, mu))


def effective_freedom(U_all: Tensor, V: Tensor, s: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """The fitted values of the basis vectors at their own sample, added up."""
    n = U_all.shape[1]
    units = torch.eye(n).to(mu)
    return sum((ridge_fit(U_all, V, s, mu, units[k].expand(len(mu), -1))[:, k] for k in range(n)), torch.zeros_like(mu))


MODELS: dict[Formula, Model] = {
    soft_thresholding.threshold: shrunk,
    soft_thresholding.orthonormal_lasso: orthonormal_lasso,
    soft_thresholding.orthonormal_ridge: orthonormal_ridge,
    soft_thresholding.proximal_step: proximal_step,
    soft_thresholding.ridge_fit: ridge_fit,
    soft_thresholding.effective_freedom: effective_freedom,
}
