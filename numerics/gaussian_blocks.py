"""Torch models of `derivations.gaussian_blocks`: blocks of inverses, conditioning of joint laws, whitening."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import gaussian_blocks as gaussians
from derivations.vocabulary import Formula
from numerics.gaussian_vectors import conditional_covariance, conditional_mean, joint_covariance
from numerics.models import Model


def corner(U: Tensor, V: Tensor) -> Tensor:  # -> [batch, wanted, wanted]
    """The block of the inverse of the whole covariance."""
    k = U.shape[1]
    return torch.linalg.inv(joint_covariance(U, V))[:, :k, :k]


def side(U: Tensor, V: Tensor) -> Tensor:  # -> [batch, wanted, given]
    """The block beside it."""
    k = U.shape[1]
    return torch.linalg.inv(joint_covariance(U, V))[:, :k, k:]


def plane_precision(sigma_1: Tensor, sigma_2: Tensor, rho: Tensor) -> Tensor:  # -> [batch, 2, 2]
    """The inverse of the covariance of both entries."""
    cross = rho * sigma_1 * sigma_2
    rows = [torch.stack([sigma_1.square(), cross], dim=1), torch.stack([cross, sigma_2.square()], dim=1)]
    return torch.linalg.inv(torch.stack(rows, dim=1))


def plane_mean(
    sigma_1: Tensor, sigma_2: Tensor, mu_1: Tensor, mu_2: Tensor, rho: Tensor, x_2: Tensor
) -> Tensor:  # -> [batch]
    """Where the joint log-density is stationary in the first entry."""
    precision = plane_precision(sigma_1, sigma_2, rho)
    return mu_1 - precision[:, 0, 1] / precision[:, 0, 0] * (x_2 - mu_2)


def plane_variance(sigma_1: Tensor, rho: Tensor) -> Tensor:  # -> [batch]
    """The curvature of the joint log-density in the first entry, inverted."""
    return 1 / plane_precision(sigma_1, torch.ones_like(sigma_1), rho)[:, 0, 0]


def mahalanobis(x: Tensor, mu: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch]
    """The length of what a triangular root of the covariance maps to the deviation."""
    root = torch.linalg.cholesky(Sigma)
    return torch.linalg.solve_triangular(root, (x - mu)[..., None], upper=False)[..., 0].norm(dim=1)


def mahalanobis_square(x: Tensor, mu: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch]
    """Its square."""
    return mahalanobis(x, mu, Sigma).square()


def cross_covariance(A: Tensor, B: Tensor, x: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch, m, l]
    """The weighted mean of products of both images, less the product of their means."""
    left, right = torch.einsum("bmn,bpn->bpm", A, x), torch.einsum("bln,bpn->bpl", B, x)
    together = torch.einsum("bp,bpm,bpl->bml", weights_x, left, right)
    means = torch.einsum("bp,bpm->bm", weights_x, left), torch.einsum("bp,bpl->bl", weights_x, right)
    return together - torch.einsum("bm,bl->bml", *means)


def linear_covariance(A: Tensor, x: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch, m, m]
    """The same with one image."""
    return cross_covariance(A, A, x, weights_x)


MODELS: dict[Formula, Model] = {
    gaussians.covariance: conditional_covariance,
    gaussians.corner: corner,
    gaussians.side: side,
    gaussians.covariance_of_precision: conditional_covariance,
    gaussians.mean_of_precision: conditional_mean,
    gaussians.plane_mean: plane_mean,
    gaussians.plane_variance: plane_variance,
    gaussians.mahalanobis_square: mahalanobis_square,
    gaussians.mahalanobis: mahalanobis,
    gaussians.linear_covariance: linear_covariance,
    gaussians.cross_covariance: cross_covariance,
}
