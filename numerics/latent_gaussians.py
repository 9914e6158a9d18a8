"""Torch models of `derivations.latent_gaussians`: conditioning of the joint law of code and input."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import MultivariateNormal

from derivations import latent_gaussians as latent
from derivations.vocabulary import Formula
from numerics.models import Model


def joint(W: Tensor, noise: Tensor) -> Tensor:  # [batch, D, m], [batch, D, D] -> [batch, m + D, m + D]
    """The covariance of code and input together."""
    identity = torch.eye(W.shape[2], dtype=W.dtype, device=W.device).expand(len(W), -1, -1)
    top = torch.cat([identity, W.mT], dim=2)
    return torch.cat([top, torch.cat([W, W @ W.mT + noise], dim=2)], dim=1)


def equal_noise(W: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, D, D]
    """The same noise in each direction."""
    return torch.diag_embed(sigma.square()[:, None].expand(-1, W.shape[1]))


def code_covariance(W: Tensor, noise: Tensor) -> Tensor:  # -> [batch, m, m]
    """The inverse of the block of the joint precision that belongs to the code."""
    m = W.shape[2]
    return torch.linalg.inv(torch.linalg.inv(joint(W, noise))[:, :m, :m])


def code_mean(W: Tensor, noise: Tensor, away: Tensor) -> Tensor:  # -> [batch, m]
    """The regression of the code on the input."""
    covariance = W @ W.mT + noise
    return torch.einsum("bDm,bD->bm", W, torch.linalg.solve(covariance, away))


def inner_matrix(W: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, m, m]
    """The noise variance over the covariance of the code, the input given."""
    return sigma.square()[:, None, None] * torch.linalg.inv(code_covariance(W, equal_noise(W, sigma)))


def inverse_covariance(W: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, D, D]
    """The inverse of the covariance of the input, by elimination."""
    return torch.linalg.inv(torch.einsum("bik,bjk->bij", W, W) + equal_noise(W, sigma))


def posterior_mean(W: Tensor, sigma: Tensor, x: Tensor, x_bar: Tensor) -> Tensor:  # -> [batch, m]
    """The regression of the code on the input, equal noise."""
    return code_mean(W, equal_noise(W, sigma), x - x_bar)


def posterior_square(W: Tensor, sigma: Tensor, z_bar: Tensor) -> Tensor:  # -> [batch, m, m]
    """Covariance and outer product of the mean."""
    return code_covariance(W, equal_noise(W, sigma)) + torch.einsum("bi,bj->bij", z_bar, z_bar)


def left_out(lambda_: Tensor, M: Tensor) -> Tensor:  # [batch, D], [batch] -> [batch]
    """All eigenvalues, less the first ones."""
    kept = torch.arange(lambda_.shape[1], device=lambda_.device) < M[:, None]
    return lambda_.sum(dim=1) - torch.where(kept, lambda_, torch.zeros_like(lambda_)).sum(dim=1)


def noise_level(lambda_: Tensor, M: Tensor) -> Tensor:  # -> [batch]
    """The mean of those that are left."""
    return left_out(lambda_, M) / (lambda_.shape[1] - M)


def log_likelihood(N: Tensor, S: Tensor, C: Tensor) -> Tensor:  # [batch], [batch, D, D] twice -> [batch]
    """The mean log-density of `torch` at points that have the sample covariance, times their number."""
    D = S.shape[1]
    root = torch.linalg.cholesky(S) * D**0.5
    law = MultivariateNormal(torch.zeros_like(S[:, 0]), C)
    logs = torch.stack([law.log_prob(root[:, :, k]) for k in range(D)], dim=1)
    return N * logs.mean(dim=1)


def factor_mean(W: Tensor, Psi: Tensor, x: Tensor, x_bar: Tensor) -> Tensor:  # -> [batch, m]
    """The regression of the code on the input."""
    return code_mean(W, Psi, x - x_bar)


def factor_covariance(W: Tensor, Psi: Tensor) -> Tensor:  # -> [batch, m, m]
    """The covariance of the code, the input given."""
    return code_covariance(W, Psi)


MODELS: dict[Formula, Model] = {
    latent.inner_matrix: inner_matrix,
    latent.inverse_covariance: inverse_covariance,
    latent.posterior_mean: posterior_mean,
    latent.posterior_square: posterior_square,
    latent.noise_level: noise_level,
    latent.left_out: left_out,
    latent.log_likelihood: log_likelihood,
    latent.factor_covariance: factor_covariance,
    latent.factor_mean: factor_mean,
}
