"""Torch models of `derivations.curvature_bounds`: both sides by automatic differentiation on quadratics."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import curvature_bounds
from numerics.gradient_descent import gradient_step, quadratic, slope
from numerics.models import Model

Sides = tuple[Tensor, Tensor]


def squared(x: Tensor) -> Tensor:  # [batch, d] -> [batch]
    """The squared Euclidean norm."""
    return torch.linalg.vector_norm(x, dim=1) ** 2


def smoothness(Q: Tensor, s: Tensor) -> Tensor:  # -> [batch]
    """The bound on the curvature: at least the norm of all singular values."""
    return torch.linalg.vector_norm(torch.linalg.svdvals(Q), dim=1) + s


def lipschitz_gradient(Q: Tensor, b: Tensor, s: Tensor, x: Tensor, y: Tensor) -> Sides:
    """The distance of the gradients, and L times that of the points."""
    f = quadratic(Q, b)
    left = torch.linalg.vector_norm(slope(f, x) - slope(f, y), dim=1)
    return left, smoothness(Q, s) * torch.linalg.vector_norm(x - y, dim=1)


def quadratic_upper_bound(Q: Tensor, b: Tensor, s: Tensor, x: Tensor, y: Tensor) -> Sides:
    """The value at x, and the parabola of curvature L that touches at y."""
    f = quadratic(Q, b)
    tangent = f(y) + (slope(f, y) * (x - y)).sum(dim=1)
    return f(x), torch.addcmul(tangent, smoothness(Q, s), squared(x - y), value=0.5)


def descent_lemma(Q: Tensor, b: Tensor, s: Tensor, x: Tensor, eta: Tensor) -> Sides:
    """The value after a step of `torch.optim.SGD`, and the parabola of curvature L along the step."""
    f = quadratic(Q, b)
    step = slope(f, x) * -eta[:, None]
    parabola = f(x) + (slope(f, x) * step).sum(dim=1) + smoothness(Q, s) * squared(step) / 2
    return f(gradient_step(f, x, eta)), parabola


def strong_hessian(B: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d, d]
    """A Hessian whose eigenvalues are at least mu."""
    return B.mT @ B + torch.diag_embed(mu[:, None].expand(-1, B.shape[2]))


def strong_convexity(B: Tensor, mu: Tensor, b: Tensor, x: Tensor, y: Tensor) -> Sides:
    """The value at x, and the parabola of curvature mu that touches at y."""
    f = quadratic(strong_hessian(B, mu), b)
    tangent = f(y) + (slope(f, y) * (x - y)).sum(dim=1)
    return f(x), torch.addcmul(tangent, mu, squared(x - y), value=0.5)


def polyak_lojasiewicz(B: Tensor, mu: Tensor, b: Tensor, x: Tensor) -> Sides:
    """Half the squared gradient, and mu times the distance to the smallest value."""
    hessian = strong_hessian(B, mu)
    f = quadratic(hessian, b)
    least = f(-torch.linalg.solve(hessian, b[..., None])[..., 0])
    return squared(slope(f, x)) / 2, mu * (f(x) - least)


MODELS: dict[object, Model] = {
    curvature_bounds.lipschitz_gradient: lipschitz_gradient,
    curvature_bounds.quadratic_upper_bound: quadratic_upper_bound,
    curvature_bounds.descent_lemma: descent_lemma,
    curvature_bounds.strong_convexity: strong_convexity,
    curvature_bounds.polyak_lojasiewicz: polyak_lojasiewicz,
}
