"""Torch models of `derivations.bayesian_regression`: conditioning of the joint normal law of weights and targets."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import bayesian_regression as bayes
from derivations.vocabulary import Formula
from numerics.models import Model


def conditioned(X: Tensor, prior: Tensor, noise: Tensor, surprise: Tensor) -> tuple[Tensor, Tensor]:
    """Change of the mean [batch, d] and covariance [batch, d, d] of the weights, given targets.

    `prior` [batch, d, d] is their covariance, `noise` [batch] the variance of the noise, `surprise` [batch, n] how far
    the targets lie from their prior mean.
    """
    d, n = X.shape[2], X.shape[1]
    loadings = torch.cat([torch.eye(d).to(X).expand(len(X), -1, -1), X], dim=1)
    joint = loadings @ prior @ loadings.mT
    joint[:, d:, d:] += noise[:, None, None] * torch.eye(n).to(X)
    precision_of_weights = torch.linalg.inv(joint)[:, :d, :d]
    gain = torch.linalg.solve(joint[:, d:, d:], joint[:, d:, :d]).mT
    return torch.einsum("bdn,bn->bd", gain, surprise), torch.linalg.inv(precision_of_weights)


def isotropic(X: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, d, d]
    """The covariance of a prior of that precision."""
    return torch.eye(X.shape[2]).to(X) / alpha[:, None, None]


def posterior_covariance(X: Tensor, alpha: Tensor, beta: Tensor) -> Tensor:  # -> [batch, d, d]
    """The inverse of the block of the joint precision."""
    return conditioned(X, isotropic(X, alpha), 1 / beta, X.new_zeros(X.shape[:2]))[1]


def posterior_mean(X: Tensor, y: Tensor, alpha: Tensor, beta: Tensor) -> Tensor:  # -> [batch, d]
    """The mean given the targets."""
    return conditioned(X, isotropic(X, alpha), 1 / beta, y)[0]


def predictive_variance(X: Tensor, alpha: Tensor, beta: Tensor, x: Tensor) -> Tensor:  # -> [batch]
    """The variance of one more target, given the others."""
    rows = torch.cat([X, x[:, None]], dim=1)
    joint = rows @ isotropic(X, alpha) @ rows.mT + torch.eye(rows.shape[1]).to(X) / beta[:, None, None]
    return 1 / torch.linalg.inv(joint)[:, -1, -1]


def posterior_precision(X: Tensor, S_0: Tensor, beta: Tensor) -> Tensor:  # -> [batch, d, d]
    """The inverse of the conditional covariance."""
    return torch.linalg.inv(conditioned(X, S_0, 1 / beta, X.new_zeros(X.shape[:2]))[1])


def general_mean(X: Tensor, y: Tensor, m_0: Tensor, S_0: Tensor, beta: Tensor) -> Tensor:  # -> [batch, d]
    """The prior mean, changed by the surprise of the targets."""
    return m_0 + conditioned(X, S_0, 1 / beta, y - torch.einsum("bnd,bd->bn", X, m_0))[0]


def map_is_ridge(X: Tensor, y: Tensor, sigma: Tensor, tau: Tensor) -> Tensor:  # -> [batch, d]
    """The mean given the targets, for these standard deviations."""
    return conditioned(X, isotropic(X, tau**-2), sigma**2, y)[0]


MODELS: dict[Formula, Model] = {
    bayes.posterior_covariance: posterior_covariance,
    bayes.posterior_mean: posterior_mean,
    bayes.predictive_variance: predictive_variance,
    bayes.posterior_precision: posterior_precision,
    bayes.general_mean: general_mean,
    bayes.map_is_ridge: map_is_ridge,
}
