"""Torch models of `derivations.gaussian_vectors`: sample covariances, and conditioning of a joint distribution."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import gaussian_vectors
from numerics.gaussian_nodes import standard_nodes
from numerics.models import Model


def covariance(points: Tensor, weights: Tensor) -> Tensor:  # [batch, points, k], [batch, points] -> [batch, k, k]
    """The covariance of weighted points."""
    centred = points - torch.einsum("bp,bpk->bk", weights, points)[:, None, :]
    return torch.einsum("bp,bpi,bpj->bij", weights, centred, centred)


def affine_covariance(A: Tensor, b: Tensor, x: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch, outputs, outputs]
    """The covariance of the images of all points of the sample space."""
    return covariance(torch.einsum("bmn,bpn->bpm", A, x) + b[:, None, :], weights_x)


def reparametrised_covariance(mu: Tensor, L: Tensor) -> Tensor:  # -> [batch, inputs, inputs]
    """The covariance of mu + L epsilon over standard normal noise, by a rule that is exact for it."""
    (noise,) = standard_nodes(L, L.shape[-1])
    points = mu[:, None, :] + torch.einsum("bij,pj->bpi", L, noise)
    return covariance(points, points.new_full(points.shape[:2], 1 / len(noise)))


def joint_covariance(U: Tensor, V: Tensor) -> Tensor:  # -> [batch, wanted + given, wanted + given]
    """The covariance of all entries: common factors and independent noise of variance 1."""
    loadings = torch.cat([U, V], dim=1)
    return loadings @ loadings.mT + torch.eye(loadings.shape[1]).to(U)


def conditional_mean(U: Tensor, V: Tensor, mu_a: Tensor, mu_b: Tensor, x_b: Tensor) -> Tensor:  # -> [batch, wanted]
    """The wanted entries at which the joint log-density is stationary, the others fixed."""
    k = U.shape[1]
    precision = torch.linalg.inv(joint_covariance(U, V))
    pull = torch.einsum("bij,bj->bi", precision[:, :k, k:], x_b - mu_b)
    return mu_a - torch.linalg.solve(precision[:, :k, :k], pull)


def conditional_covariance(U: Tensor, V: Tensor) -> Tensor:  # -> [batch, wanted, wanted]
    """The inverse of the block of the joint precision."""
    k = U.shape[1]
    return torch.linalg.inv(torch.linalg.inv(joint_covariance(U, V))[:, :k, :k])


MODELS: dict[object, Model] = {
    gaussian_vectors.affine_covariance: affine_covariance,
    gaussian_vectors.reparametrised_covariance: reparametrised_covariance,
    gaussian_vectors.conditional_mean: conditional_mean,
    gaussian_vectors.conditional_covariance: conditional_covariance,
}
