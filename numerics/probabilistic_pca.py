"""Torch models of `derivations.probabilistic_pca`, from the general normal model with noise of equal variance."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import probabilistic_pca
from numerics.gaussian_nodes import standard_nodes
from numerics.latent_posterior import conditional_covariance, regression
from numerics.models import Model


def isotropic(W: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, observed, observed]
    """The covariance of noise with the same variance along each axis."""
    return torch.diag_embed((sigma**2)[:, None].expand(W.shape[:2]))


def marginal_covariance(W: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, observed, observed]
    """The covariance of W z + sigma epsilon, by quadrature that is exact for it."""
    z, epsilon = standard_nodes(W, W.shape[2], W.shape[1])
    points = torch.einsum("bnm,pm->bpn", W, z) + sigma[:, None, None] * epsilon
    return torch.einsum("bpi,bpj->bij", points, points) / len(z)


def posterior_mean(W: Tensor, sigma: Tensor, mu: Tensor, x: Tensor) -> Tensor:  # -> [batch, latent]
    """The conditional mean of z in the joint normal distribution of z and x."""
    return torch.einsum("bmn,bn->bm", regression(W, isotropic(W, sigma)), x - mu)


def posterior_covariance(W: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, latent, latent]
    """The conditional covariance of z in the joint normal distribution of z and x."""
    return conditional_covariance(W, isotropic(W, sigma))


MODELS: dict[object, Model] = {
    probabilistic_pca.marginal_covariance: marginal_covariance,
    probabilistic_pca.posterior_mean: posterior_mean,
    probabilistic_pca.posterior_covariance: posterior_covariance,
}
