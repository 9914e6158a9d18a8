"""Torch models of `derivations.gaussian`: densities of `torch.distributions`, means over exact nodes."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import MultivariateNormal, Normal

from derivations import gaussian
from numerics.gaussian_nodes import standard_nodes
from numerics.models import Model


def density(x: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The density of `torch.distributions.Normal`."""
    return Normal(mu, sigma).log_prob(x).exp()


def log_density(x: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The log-density of `torch.distributions.Normal`."""
    return Normal(mu, sigma).log_prob(x)


def entropy(sigma: Tensor) -> Tensor:  # [batch] -> [batch]
    """Minus the mean log-density, which is quadratic, by a rule that is exact for it."""
    (nodes,) = standard_nodes(sigma, 1)
    law = Normal(sigma * 0, sigma)
    return -law.log_prob(nodes * sigma).mean(dim=0)


def multivariate_log_density(x: Tensor, mu: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch]
    """The log-density of `torch.distributions.MultivariateNormal`."""
    return MultivariateNormal(mu, Sigma).log_prob(x)


def multivariate_entropy(R: Tensor) -> Tensor:  # [batch, dimensions, dimensions] -> [batch]
    """Minus the mean log-density of R epsilon, which is quadratic, by a rule that is exact for it."""
    (nodes,) = standard_nodes(R, R.shape[-1])
    law = MultivariateNormal(R.new_zeros(R.shape[:2]), R @ R)
    points = torch.einsum("bij,pj->pbi", R, nodes)
    return -law.log_prob(points).mean(dim=0)


MODELS: dict[object, Model] = {
    gaussian.density: density,
    gaussian.log_density: log_density,
    gaussian.entropy: entropy,
    gaussian.multivariate_log_density: multivariate_log_density,
    gaussian.multivariate_entropy: multivariate_entropy,
}
