"""Torch models of `derivations.gaussian_divergence`: the mean log-ratio of the densities of `torch.distributions`."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Independent, MultivariateNormal, Normal, kl_divergence

from derivations import gaussian_divergence
from numerics.gaussian_nodes import standard_nodes
from numerics.models import Model


def univariate(mu_1: Tensor, sigma_1: Tensor, mu_2: Tensor, sigma_2: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The mean of log q(x) - log p(x), which is quadratic in x, by a rule that is exact for it."""
    (nodes,) = standard_nodes(mu_1, 1)
    points = mu_1 + sigma_1 * nodes
    ratio = Normal(mu_1, sigma_1).log_prob(points) - Normal(mu_2, sigma_2).log_prob(points)
    return ratio.mean(dim=0)


def from_standard(mu: Tensor, sigma: Tensor) -> Tensor:  # [batch, dimensions] each -> [batch]
    """The divergence that `torch.distributions` registers for independent normal entries."""
    standard = Normal(torch.zeros_like(mu), torch.ones_like(sigma))
    return kl_divergence(Independent(Normal(mu, sigma), 1), Independent(standard, 1))


def multivariate(mu_0: Tensor, mu_1: Tensor, R: Tensor, Sigma_1: Tensor) -> Tensor:  # -> [batch]
    """The mean of log q(x) - log p(x), which is quadratic in x, by a rule that is exact for it."""
    (nodes,) = standard_nodes(R, R.shape[-1])
    points = mu_0 + torch.einsum("bij,pj->pbi", R, nodes)
    ratio = MultivariateNormal(mu_0, R @ R).log_prob(points) - MultivariateNormal(mu_1, Sigma_1).log_prob(points)
    return ratio.mean(dim=0)


MODELS: dict[object, Model] = {
    gaussian_divergence.univariate: univariate,
    gaussian_divergence.from_standard: from_standard,
    gaussian_divergence.multivariate: multivariate,
}
