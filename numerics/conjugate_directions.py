"""Torch models of `derivations.conjugate_directions`: residuals of moved points, projections, conjugacy as a system."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import conjugate_directions
from derivations.vocabulary import Formula
from numerics.models import Model


def residual_step(r: Tensor, A: Tensor, p: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, d]
    """b - A x at the moved point, where x is 0 and b the residual."""
    return r - torch.einsum("bij,bj->bi", A, alpha[:, None] * p)


def gradient_residual_step(r: Tensor, A: Tensor, p: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, d]
    """Minus the residual of the negative right side."""
    return -residual_step(-r, A, p, alpha)


def next_direction(r: Tensor, p: Tensor, beta: Tensor) -> Tensor:  # -> [batch, d]
    """The combination of both vectors, as a product of matrices."""
    return torch.einsum("bik,bk->bi", torch.stack([r, p], dim=2), torch.stack([torch.ones_like(beta), beta], dim=1))


def next_descent(g: Tensor, p: Tensor, beta: Tensor) -> Tensor:  # -> [batch, d]
    """The same with minus the gradient."""
    return next_direction(-g, p, beta)


def polak_ribiere(g: Tensor, h: Tensor) -> Tensor:  # -> [batch]
    """The squared ratio of lengths less the share of the last gradient in the new one."""
    ratio = torch.linalg.vector_norm(g, dim=1) / torch.linalg.vector_norm(h, dim=1)
    return ratio.square() - torch.linalg.lstsq(h[..., None], g[..., None]).solution[:, 0, 0]


def hestenes_stiefel(g: Tensor, h: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """The share for which the next direction is orthogonal to the change of the gradient."""
    change = (g - h)[:, None, :]
    return torch.linalg.solve(change @ p[..., None], change @ g[..., None])[:, 0, 0]


MODELS: dict[Formula, Model] = {
    conjugate_directions.residual_step: residual_step,
    conjugate_directions.gradient_residual_step: gradient_residual_step,
    conjugate_directions.next_direction: next_direction,
    conjugate_directions.next_descent: next_descent,
    conjugate_directions.polak_ribiere: polak_ribiere,
    conjugate_directions.hestenes_stiefel: hestenes_stiefel,
}
