"""Torch models of `derivations.noise_and_penalties`: Gaussians of torch, maps of draws."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Normal
from torch.nn.functional import mse_loss

from derivations import noise_and_penalties as penalties
from derivations.vocabulary import Formula
from numerics.models import Model


def predicted(X: Tensor, w: Tensor) -> Tensor:  # [batch, n, d], [batch, d] -> [batch, n]
    """The predictions."""
    return torch.einsum("bnd,bd->bn", X, w)


def noise_level(X: Tensor, y: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """The mean squared error of torch."""
    return mse_loss(predicted(X, w), y, reduction="none").mean(dim=1)


def half_mean_objective(X: Tensor, y: Tensor, w: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """Minus a log-density of the samples and of the weights, up to its normalisers."""
    return half_mean_whole_penalty(X, y, w, mu / 2)


def half_mean_whole_penalty(X: Tensor, y: Tensor, w: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """Half of the sum of squares of scaled residuals and scaled weights, in one vector."""
    residuals = (predicted(X, w) - y) / X.shape[1] ** 0.5
    return torch.cat([residuals, (2 * mu).sqrt()[:, None] * w], dim=1).norm(dim=1).square() / 2


def mean_half_penalty(X: Tensor, y: Tensor, w: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """Twice the objective with halves and with half of the strength."""
    return 2 * half_mean_objective(X, y, w, mu / 2)


def strength_of_prior(sigma: Tensor, tau: Tensor) -> Tensor:  # -> [batch]
    """The curvature of the log-prior over that of the log-likelihood of one residual."""
    return curvature(tau) / curvature(sigma)


def curvature(scale: Tensor) -> Tensor:  # [batch] -> [batch]
    """The second derivative of a normal log-density at 0, by the drop to one and its symmetry."""
    peak = Normal(torch.zeros_like(scale), scale)
    return 2 * (peak.log_prob(torch.ones_like(scale)) - peak.log_prob(torch.zeros_like(scale)))


def strength_of_prior_for_mean(sigma: Tensor, tau: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """The same for the log-likelihood of n equal residuals."""
    return curvature(tau) / (n * curvature(sigma))


def log_posterior(X: Tensor, y: Tensor, w: Tensor, alpha: Tensor, beta: Tensor, c: Tensor) -> Tensor:  # -> [batch]
    """The drop of both log-densities from their peaks, and the constant."""
    residual, weight = Normal(0 * beta, beta.rsqrt()), Normal(0 * alpha, alpha.rsqrt())
    errors = (y - predicted(X, w)).mT
    fit = (residual.log_prob(errors) - residual.log_prob(0 * errors)).sum(dim=0)
    return fit + (weight.log_prob(w.mT) - weight.log_prob(0 * w.mT)).sum(dim=0) + c


def targets_covariance(X: Tensor, alpha: Tensor, beta: Tensor) -> Tensor:  # -> [batch, n, n]
    """Of a linear map of independent draws: the weights, then the noise."""
    n = X.shape[1]
    noise = beta.rsqrt()[:, None, None] * torch.eye(n, dtype=X.dtype)
    mixed = torch.cat([X * alpha.rsqrt()[:, None, None], noise], dim=2)
    return torch.einsum("bik,bjk->bij", mixed, mixed)


MODELS: dict[Formula, Model] = {
    penalties.noise_level: noise_level,
    penalties.half_mean_objective: half_mean_objective,
    penalties.half_mean_whole_penalty: half_mean_whole_penalty,
    penalties.mean_half_penalty: mean_half_penalty,
    penalties.strength_of_prior: strength_of_prior,
    penalties.strength_of_prior_for_mean: strength_of_prior_for_mean,
    penalties.log_posterior: log_posterior,
    penalties.targets_covariance: targets_covariance,
}
