"""Torch models of `derivations.inequalities`: `torch.linalg.vector_norm`, and the conjugate as a supremum."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.linalg import vector_norm

from derivations import inequalities
from numerics.models import Model

Sides = tuple[Tensor, Tensor]  # [batch] each


def p_norm(x: Tensor, p: Tensor) -> Tensor:  # [batch, n], [batch] -> [batch]
    """The p-norm, with the largest entry taken out so that only numbers up to 1 are raised to powers."""
    largest = vector_norm(x, ord=float("inf"), dim=-1, keepdim=True)
    scaled = torch.where(largest > 0, x.abs() / largest.clamp_min(1e-300), torch.zeros_like(x))
    norms: Tensor = largest[:, 0] * scaled.pow(p[:, None]).sum(dim=-1).pow(p.reciprocal())
    return norms


def conjugate(p: Tensor) -> Tensor:  # [batch] -> [batch]
    """The exponent q with 1/p + 1/q = 1."""
    return (1 - p.reciprocal()).reciprocal()


def inner(u: Tensor, v: Tensor) -> Tensor:  # [batch, n] each -> [batch]
    """The inner product."""
    return (u * v).sum(dim=-1)


def cauchy_schwarz(u: Tensor, v: Tensor) -> Sides:
    """The inner product, and the product of the lengths."""
    return inner(u, v), vector_norm(u, dim=-1) * vector_norm(v, dim=-1)


def cauchy_schwarz_absolute(u: Tensor, v: Tensor) -> Sides:
    """The larger of the inner products with v and -v, and the product of the lengths."""
    return torch.maximum(inner(u, v), inner(u, -v)), vector_norm(u, dim=-1) * vector_norm(v, dim=-1)


def young(a: Tensor, b: Tensor, p: Tensor) -> Sides:
    """The product, and a^p/p plus the convex conjugate of t^p/p at b: the largest t b - t^p/p, where b = t^(p-1)."""
    t = b.pow((p - 1).reciprocal())
    return a * b, a.pow(p) / p + t * b - t.pow(p) / p


def young_weighted(x: Tensor, y: Tensor, epsilon: Tensor) -> Sides:
    """The product, and half the squared length of (sqrt(e) x, y / sqrt(e))."""
    scaled = torch.stack((epsilon.sqrt() * x, y / epsilon.sqrt()), dim=-1)
    return x * y, scaled.square().mean(dim=-1)


def holder(u: Tensor, v: Tensor, p: Tensor) -> Sides:
    """The inner product, and the product of the norms."""
    return inner(u, v), p_norm(u, p) * p_norm(v, conjugate(p))


def holder_sum(u: Tensor, v: Tensor, p: Tensor) -> Sides:
    """The 1-norm of the product entry by entry, and the product of the norms."""
    return vector_norm(u * v, ord=1, dim=-1), p_norm(u, p) * p_norm(v, conjugate(p))


def holder_equality(u: Tensor, gamma: Tensor, p: Tensor) -> Tensor:  # [batch, n], [batch], [batch] -> [batch]
    """The inner product of u with a multiple of the gradient of its p-norm."""
    at = u.detach().requires_grad_(True)
    length = p_norm(at, p)
    direction = torch.autograd.grad(length.sum(), at)[0]
    scale = gamma.pow(1 - p.reciprocal()) * length.detach().pow(p - 1)
    return inner(u, scale[:, None] * direction)


def triangle(u: Tensor, v: Tensor) -> Sides:
    """The length of the sum, and the sum of the lengths."""
    return vector_norm(u + v, dim=-1), vector_norm(u, dim=-1) + vector_norm(v, dim=-1)


def reverse_triangle(u: Tensor, v: Tensor) -> Sides:
    """How much the lengths differ, and the length of the difference."""
    lengths = torch.stack((vector_norm(u, dim=-1), vector_norm(v, dim=-1)), dim=-1)
    return lengths.amax(dim=-1) - lengths.amin(dim=-1), vector_norm(u - v, dim=-1)


MODELS: dict[object, Model] = {
    inequalities.cauchy_schwarz: cauchy_schwarz,
    inequalities.cauchy_schwarz_absolute: cauchy_schwarz_absolute,
    inequalities.young: young,
    inequalities.young_weighted: young_weighted,
    inequalities.holder: holder,
    inequalities.holder_sum: holder_sum,
    inequalities.holder_equality: holder_equality,
    inequalities.triangle: triangle,
    inequalities.reverse_triangle: reverse_triangle,
}
