"""Torch models of `derivations.kernels`: distances, features listed one by one, quadratic minimisation."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import kernels
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def gaussian(x: Tensor, z: Tensor, sigma: Tensor) -> Tensor:  # [batch, d] twice, [batch] -> [batch]
    """The normal density at z over its largest value: one independent factor for each feature."""
    bell = torch.distributions.Normal(x, sigma[:, None])
    return (bell.log_prob(z) - bell.log_prob(x)).sum(dim=1).exp()


def rbf(x: Tensor, z: Tensor, gamma: Tensor) -> Tensor:  # -> [batch]
    """From the distance by `torch.cdist`."""
    distance = torch.cdist(x[:, None], z[:, None], compute_mode="donot_use_mm_for_euclid_dist")[:, 0, 0]
    return torch.exp(-gamma * distance**2)


def polynomial(x: Tensor, z: Tensor, c: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """Repeated products of the inner product of inputs that carry the root of the constant as one more feature."""
    root = c.sqrt()[:, None]
    base = torch.bmm(torch.cat([x, root], dim=1)[:, None], torch.cat([z, root], dim=1)[..., None])[:, 0, 0]
    value = torch.ones_like(base)
    for power in range(1, int(p.max()) + 1):
        value = torch.where(p >= power, value * base, value)
    return value


def quadratic_features(x: Tensor, z: Tensor) -> Tensor:  # -> [batch]
    """The inner product of the outer products."""
    return (torch.einsum("bi,bj->bij", x, x) * torch.einsum("bi,bj->bij", z, z)).sum(dim=(1, 2))


def feature_distance(x: Tensor, z: Tensor, phi: Callable[[Tensor], Tensor]) -> Tensor:  # -> [batch]
    """The squared distance of the images."""
    return torch.linalg.vector_norm(phi(x) - phi(z), dim=1) ** 2


def kernel_ridge(K: Tensor, y: Tensor, mu: Tensor) -> Tensor:  # [batch, n, n], [batch, n], [batch] -> [batch, n]
    """Newton's step on |K a - y|^2 + mu a'K a, derivatives by automatic differentiation."""

    def slope(a: Tensor) -> Tensor:
        scores = torch.einsum("bij,bj->bi", K, a)
        objective = (scores - y).square().sum(dim=1) + mu * (a * scores).sum(dim=1)
        return torch.autograd.grad(objective.sum(), a, create_graph=True)[0]

    start = torch.zeros_like(y).requires_grad_(True)
    return -torch.linalg.solve(batch_jacobian(slope, start), slope(start)).detach()


def kernel_ridge_prediction(q: Tensor, K: Tensor, y: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """The votes of the inputs."""
    return (q * kernel_ridge(K, y, mu)).sum(dim=1)


def centred_kernel(K: Tensor) -> Tensor:  # [batch, n, n] -> [batch, n, n]
    """Features by Cholesky's decomposition, their mean taken away, and their inner products."""
    rows = torch.linalg.cholesky(K)
    away = rows - rows.mean(dim=1, keepdim=True)
    return away @ away.mT


MODELS: dict[Formula, Model] = {
    kernels.gaussian: gaussian,
    kernels.rbf: rbf,
    kernels.polynomial: polynomial,
    kernels.quadratic_features: quadratic_features,
    kernels.plane_features: quadratic_features,
    kernels.feature_distance: feature_distance,
    kernels.kernel_ridge: kernel_ridge,
    kernels.kernel_ridge_prediction: kernel_ridge_prediction,
    kernels.centred_kernel: centred_kernel,
}
