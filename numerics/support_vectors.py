"""Torch models of `derivations.support_vectors`: feet on planes, torch's hinge loss, automatic differentiation."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import support_vectors
from derivations.vocabulary import Formula
from numerics.least_squares import predictions
from numerics.models import Model


def foot(w: Tensor, x: Tensor, level: Tensor) -> Tensor:  # [batch, d] twice, [batch] -> [batch, d]
    """The point with w'u = level that is nearest to x: the conditions of Lagrange as a linear system."""
    d = w.shape[1]
    system = w.new_zeros(len(w), d + 1, d + 1)
    system[:, :d, :d] = torch.eye(d).to(w)
    system[:, :d, d] = system[:, d, :d] = w
    return torch.linalg.solve(system, torch.cat([x, level[:, None]], dim=1))[:, :d]


def point_distance(w: Tensor, x: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The length of the way to the nearest point of the plane."""
    return torch.linalg.vector_norm(x - foot(w, x, -b), dim=1)


def geometric_margin(y: Tensor, w: Tensor, x: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """That length, negative on the wrong side."""
    way = x - foot(w, x, -b)
    return y * torch.sign((way * w).sum(dim=1)) * torch.linalg.vector_norm(way, dim=1)


def margin_width(w: Tensor) -> Tensor:  # -> [batch]
    """How far the plane with score -1 lies from a point with score 1."""
    one = w.new_ones(len(w))
    start = foot(w, torch.zeros_like(w), one)
    return torch.linalg.vector_norm(start - foot(w, start, -one), dim=1)


def hinge(X: Tensor, y: Tensor, w: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """`hinge_embedding_loss` of the signed scores with the label -1."""
    margins = y * (predictions(X, w) + b[:, None])
    return functional.hinge_embedding_loss(margins, -torch.ones_like(margins), margin=1.0, reduction="none")


def soft_margin(X: Tensor, y: Tensor, w: Tensor, b: Tensor, C: Tensor) -> Tensor:  # -> [batch]
    """Half of the squared length and the priced hinge losses."""
    return torch.linalg.vector_norm(w, dim=1) ** 2 / 2 + C * hinge(X, y, w, b).sum(dim=1)


def mean_hinge(X: Tensor, y: Tensor, w: Tensor, b: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """The mean hinge loss and the penalty."""
    return mu * torch.linalg.vector_norm(w, dim=1) ** 2 + hinge(X, y, w, b).mean(dim=1)


def half_mean_hinge(X: Tensor, y: Tensor, w: Tensor, b: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """The mean hinge loss and half of the penalty."""
    return mean_hinge(X, y, w, b, mu / 2)


def subgradient(X: Tensor, y: Tensor, w: Tensor, b: Tensor, C: Tensor) -> Tensor:  # -> [batch, d]
    """By automatic differentiation."""
    at = w.clone().requires_grad_(True)
    return torch.autograd.grad(soft_margin(X, y, at, b, C).sum(), at)[0]


def lagrangian(X: Tensor, y: Tensor, w: Tensor, b: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """Half of the squared length and the priced gaps of the margins to 1."""
    gaps = 1 - y * (predictions(X, w) + b[:, None])
    return torch.linalg.vector_norm(w, dim=1) ** 2 / 2 + torch.einsum("bn,bn->b", alpha, gaps)


def lagrangian_gradient(X: Tensor, y: Tensor, w: Tensor, b: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, d]
    """By automatic differentiation."""
    at = w.clone().requires_grad_(True)
    return torch.autograd.grad(lagrangian(X, y, at, b, alpha).sum(), at)[0]


def lagrangian_offset(X: Tensor, y: Tensor, w: Tensor, b: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """By automatic differentiation."""
    at = b.clone().requires_grad_(True)
    return torch.autograd.grad(lagrangian(X, y, w, at, alpha).sum(), at)[0]


MODELS: dict[Formula, Model] = {
    support_vectors.point_distance: point_distance,
    support_vectors.geometric_margin: geometric_margin,
    support_vectors.margin_width: margin_width,
    support_vectors.soft_margin: soft_margin,
    support_vectors.mean_hinge: mean_hinge,
    support_vectors.half_mean_hinge: half_mean_hinge,
    support_vectors.subgradient: subgradient,
    support_vectors.lagrangian: lagrangian,
    support_vectors.lagrangian_gradient: lagrangian_gradient,
    support_vectors.lagrangian_offset: lagrangian_offset,
}
