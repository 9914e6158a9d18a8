"""Torch models of `derivations.gaussian_processes`: the joint covariance and its inverse, torch's distributions."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import MultivariateNormal

from derivations import gaussian_processes
from derivations.vocabulary import Formula
from numerics.models import Model


def noisy(K: Tensor, sigma: Tensor) -> Tensor:  # [batch, n, n], [batch] -> [batch, n, n]
    """The covariance of the targets."""
    return K + torch.diag_embed(sigma[:, None].expand(-1, K.shape[1]) ** 2)


def precision(K: Tensor, sigma: Tensor, cross: Tensor, prior: Tensor) -> Tensor:  # -> [batch, n + q, n + q]
    """The inverse of the covariance of targets and values at queries; `cross` [batch, q, n], `prior` [batch, q, q]."""
    above = torch.cat([noisy(K, sigma), cross.mT], dim=2)
    below = torch.cat([cross, prior], dim=2)
    return torch.linalg.inv(torch.cat([above, below], dim=1))


def joint_mean(K: Tensor, B: Tensor, A: Tensor, y: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, q]
    """The values at which the joint log-density is stationary, the targets fixed."""
    n = K.shape[1]
    inverse = precision(K, sigma, B, A)
    pull = torch.einsum("bqn,bn->bq", inverse[:, n:, :n], y)
    return -torch.linalg.solve(inverse[:, n:, n:], pull)


def joint_covariance(K: Tensor, B: Tensor, A: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, q, q]
    """The inverse of the queries' block of the precision."""
    n = K.shape[1]
    return torch.linalg.inv(precision(K, sigma, B, A)[:, n:, n:])


def posterior_mean(K: Tensor, k: Tensor, kappa: Tensor, y: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The same for one query."""
    return joint_mean(K, k[:, None], kappa[:, None, None], y, sigma)[:, 0]


def posterior_variance(K: Tensor, k: Tensor, kappa: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The same for one query."""
    return joint_covariance(K, k[:, None], kappa[:, None, None], sigma)[:, 0, 0]


def posterior_weights(K: Tensor, y: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, n]
    """By Cholesky's decomposition."""
    factor = torch.linalg.cholesky(noisy(K, sigma))
    return torch.cholesky_solve(y[..., None], factor)[..., 0]


def marginal_likelihood(K: Tensor, y: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The log-density of the targets by `torch.distributions`."""
    return MultivariateNormal(torch.zeros_like(y), noisy(K, sigma)).log_prob(y)


MODELS: dict[Formula, Model] = {
    gaussian_processes.posterior_mean: posterior_mean,
    gaussian_processes.posterior_variance: posterior_variance,
    gaussian_processes.posterior_weights: posterior_weights,
    gaussian_processes.marginal_likelihood: marginal_likelihood,
    gaussian_processes.joint_mean: joint_mean,
    gaussian_processes.joint_covariance: joint_covariance,
}
