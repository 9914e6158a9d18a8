"""Torch models of `derivations.ridge_statistics`: augmented least squares, singular values, distances, autograd."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import ridge_statistics as statistics
from derivations.vocabulary import Formula
from numerics.models import Model


def augmented(X: Tensor, mu: Tensor) -> Tensor:  # -> [batch, n + d, d]
    """The inputs, and one more example for each weight."""
    extra = torch.eye(X.shape[2], dtype=X.dtype) * mu.sqrt()[:, None, None]
    return torch.cat((X, extra), dim=1)


def gram(X: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d, d]
    """The Gram matrix of the augmented inputs."""
    rows = augmented(X, mu)
    return rows.transpose(1, 2) @ rows


def estimator(X: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d, n]
    """The map from targets to weights, by the pseudo-inverse of the augmented inputs."""
    return torch.linalg.pinv(augmented(X, mu))[:, :, : X.shape[1]]


def estimate_mean(X: Tensor, w_star: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """The estimate from targets without noise."""
    return torch.einsum("bdn,bnk,bk->bd", estimator(X, mu), X, w_star)


def estimate_bias(X: Tensor, w_star: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """How far it lies from the true weights."""
    return estimate_mean(X, w_star, mu) - w_star


def estimate_covariance(X: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, d, d]
    """The covariance of the map of noise."""
    noise = estimator(X, mu) * sigma[:, None, None]
    return noise @ noise.transpose(1, 2)


def dual(X: Tensor, y: Tensor, mu: Tensor) -> Tensor:  # -> [batch, n]
    """The residuals of the ridge solution over the strength."""
    solution = torch.einsum("bdn,bn->bd", estimator(X, mu), y)
    return (y - torch.einsum("bnd,bd->bn", X, solution)) / mu[:, None]


def centred_covariance(X: Tensor) -> Tensor:  # -> [batch, d, d]
    """The mean over the rows."""
    return torch.einsum("bni,bnj->bnij", X, X).mean(dim=1)


def direction_variance(X: Tensor, u: Tensor) -> Tensor:  # -> [batch]
    """The mean square of the scores."""
    return torch.einsum("bnd,bd->bn", X, u).square().mean(dim=1)


def eigenvalue(s: Tensor, n: int) -> Tensor:  # [batch, r] -> [batch, r]
    """The eigenvalues of the mean square of a diagonal matrix."""
    return torch.diagonal(torch.linalg.matrix_power(torch.diag_embed(s), 2) / n, dim1=1, dim2=2)


def centre_objective(X: Tensor, c: Tensor) -> Tensor:  # -> [batch]
    """The squared distances to the nearest centres."""
    return torch.cdist(X, c, compute_mode="donot_use_mm_for_euclid_dist").amin(dim=2).square().sum(dim=1)


def subgradient(w: Tensor, x: Tensor, y: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """Automatic differentiation of penalty and hinge."""
    at = w.detach().requires_grad_(True)
    loss = mu / 2 * at.square().sum(dim=1) + torch.relu(1 - y * (at * x).sum(dim=1))
    return torch.autograd.grad(loss.sum(), at)[0]


MODELS: dict[Formula, Model] = {
    statistics.gram: gram,
    statistics.estimate_mean: estimate_mean,
    statistics.estimate_bias: estimate_bias,
    statistics.estimate_shift: estimate_bias,
    statistics.estimate_covariance: estimate_covariance,
    statistics.dual: dual,
    statistics.centred_covariance: centred_covariance,
    statistics.direction_variance: direction_variance,
    statistics.eigenvalue: eigenvalue,
    statistics.centre_objective: centre_objective,
    statistics.subgradient: subgradient,
}
