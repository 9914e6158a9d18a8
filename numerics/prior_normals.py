"""Torch models of `derivations.prior_normals`: independent coordinates, or `torch.distributions`."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import MultivariateNormal, Normal

from derivations import prior_normals as priors
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.named_normals import mapped


def spherical(x: Tensor, mean: Tensor, deviation: Tensor) -> Tensor:  # [batch, n] twice, [batch] -> [batch]
    """The product of the densities of the coordinates."""
    return Normal(mean, deviation[:, None]).log_prob(x).sum(dim=1).exp()


def full(x: Tensor, mean: Tensor, covariance: Tensor) -> Tensor:  # [batch, n] twice, [batch, n, n] -> [batch]
    """The density of torch."""
    return MultivariateNormal(mean, covariance).log_prob(x).exp()


def by_precision(y: Tensor, mu: Tensor, P: Tensor) -> Tensor:  # -> [batch]
    """The density of torch, by the precision."""
    return MultivariateNormal(mu, precision_matrix=P).log_prob(y).exp()


def standard(x: Tensor) -> Tensor:  # [batch, m] -> [batch]
    """Independent standard normal coordinates."""
    return spherical(x, torch.zeros_like(x), torch.ones_like(x[:, 0]))


def weight_prior(x: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """Independent coordinates."""
    return spherical(x, torch.zeros_like(x), alpha.rsqrt())


def weight_prior_of_variance(x: Tensor, tau: Tensor) -> Tensor:  # -> [batch]
    """Independent coordinates."""
    return spherical(x, torch.zeros_like(x), tau)


def class_density(y: Tensor, m: Tensor, V: Tensor) -> Tensor:  # -> [batch, K]
    """The density around each mean."""
    return torch.stack([full(y, mean, V) for mean in m.unbind(dim=1)], dim=1)


def block_marginal(y: Tensor, mu: Tensor, V: Tensor) -> Tensor:  # -> [batch]
    """The density of the part."""
    return full(y, mu, V)


def principal_output(y: Tensor, x: Tensor, W: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """Independent noise around the map of the code."""
    return spherical(y, mapped(W, x, mu), sigma)


def factor_output(y: Tensor, x: Tensor, W: Tensor, mu: Tensor, Psi: Tensor) -> Tensor:  # -> [batch]
    """Noise around the map of the code."""
    return full(y, mapped(W, x, mu), Psi)


def targets_density(y: Tensor, x: Tensor, A: Tensor, beta: Tensor) -> Tensor:  # -> [batch]
    """Independent noise around the predictions."""
    return spherical(y, mapped(A, x, torch.zeros_like(y)), beta.rsqrt())


def targets_density_of_variance(y: Tensor, x: Tensor, A: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """Independent noise around the predictions."""
    return spherical(y, mapped(A, x, torch.zeros_like(y)), sigma)


MODELS: dict[Formula, Model] = {
    priors.by_precision: by_precision,
    priors.standard: standard,
    priors.weight_prior: weight_prior,
    priors.weight_prior_of_variance: weight_prior_of_variance,
    priors.class_density: class_density,
    priors.block_marginal: block_marginal,
    priors.principal_output: principal_output,
    priors.factor_output: factor_output,
    priors.targets_density: targets_density,
    priors.targets_density_of_variance: targets_density_of_variance,
}
