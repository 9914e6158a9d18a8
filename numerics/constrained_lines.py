"""Torch models of `derivations.constrained_lines`: nearest points, linear systems of the conditions, autograd."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import constrained_lines
from derivations.vocabulary import Formula
from numerics.gradient_descent import Map, slope
from numerics.models import Model

Sides = tuple[Tensor, Tensor]


def nearest(a: Tensor, c: Tensor, v: Tensor) -> Tensor:  # [batch, d], [batch], [batch, d] -> [batch, d]
    """The point of the half-space itself, or its foot on the border."""
    height = torch.einsum("bd,bd->b", a, v)
    foot = v - torch.einsum("bd,be,be->bd", a, a, v) + c[:, None] * a
    return torch.where((height > c)[:, None], foot, v)


def nonexpansive(a: Tensor, c: Tensor, x: Tensor, y: Tensor) -> Sides:
    """The distances after and before."""
    return (nearest(a, c, x) - nearest(a, c, y)).norm(dim=1), (x - y).norm(dim=1)


def obtuse(z: Tensor, a: Tensor, c: Tensor, y: Tensor) -> Sides:
    """The inner product at the projection, and zero."""
    foot = nearest(a, c, y)
    product = ((y - foot) * (nearest(a, c, z) - foot)).sum(dim=1)
    return product, torch.zeros_like(product)


def pythagoras(z: Tensor, a: Tensor, c: Tensor, y: Tensor) -> Sides:
    """The squares of both legs, and that of the direct way."""
    foot, x = nearest(a, c, y), nearest(a, c, z)
    legs = torch.cat([x - foot, y - foot], dim=1)
    return legs.square().sum(dim=1), (x - y).square().sum(dim=1)


def nearer(z: Tensor, a: Tensor, c: Tensor, y: Tensor) -> Sides:
    """The distances of projection and point from a point of the set."""
    x = nearest(a, c, z)
    return (nearest(a, c, y) - x).norm(dim=1), (y - x).norm(dim=1)


def box(w: Tensor, l: Tensor, h: Tensor) -> Tensor:  # noqa: E741  -> [batch, d]
    """`torch.clamp` to the box."""
    return torch.clamp(w, min=l, max=l + h)


def unit_lagrangian(A: Tensor, u: Tensor, lamda: Tensor) -> Tensor:  # -> [batch]
    """The quadratic form of the shifted matrix, and the multiplier."""
    shifted = A - torch.diag_embed(lamda[:, None].expand(-1, A.shape[1]))
    return torch.einsum("bi,bij,bj->b", u, shifted, u) + lamda


def unit_stationary(A: Tensor, u: Tensor, lamda: Tensor) -> Tensor:  # -> [batch, n]
    """Automatic differentiation."""
    return slope(lambda at: unit_lagrangian(A, at, lamda), u)


def multipliers(A: Tensor, b: Tensor, curvature: float) -> Tensor:  # -> [batch, m]
    """The multipliers in the solution of the conditions of Karush, Kuhn and Tucker."""
    batch, m, n = A.shape
    top = torch.cat([curvature * torch.eye(n, dtype=A.dtype, device=A.device).expand(batch, n, n), A.mT], dim=2)
    bottom = torch.cat([A, A.new_zeros(batch, m, m)], dim=2)
    right = torch.cat([b.new_zeros(batch, n), b], dim=1)
    return torch.linalg.solve(torch.cat([top, bottom], dim=1), right)[:, n:]


def least_norm_price(A: Tensor, b: Tensor) -> Tensor:  # -> [batch, m]
    """For half of the squared norm."""
    return multipliers(A, b, 1.0)


def double_price(A: Tensor, b: Tensor) -> Tensor:  # -> [batch, m]
    """For the squared norm."""
    return multipliers(A, b, 2.0)


def l2_half(w: Tensor, alpha: Tensor, J: Map) -> Tensor:  # -> [batch]
    """The objective, and the penalty by its integral along the weights."""
    return J(w) + alpha * torch.einsum("bd,bd->b", w / 2, w)


def l2_whole(w: Tensor, alpha: Tensor, J: Map) -> Tensor:  # -> [batch]
    """The objective, and the penalty of weights that the root of the strength scales."""
    return J(w) + (alpha.sqrt()[:, None] * w).square().sum(dim=1)


def l1_penalty(w: Tensor, alpha: Tensor, J: Map) -> Tensor:  # -> [batch]
    """The objective, and the priced absolute weights."""
    return J(w) + torch.linalg.vector_norm(alpha[:, None] * w, ord=1, dim=1)


def elastic(w: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """Between the squared length and the l1 norm."""
    return torch.lerp(w.square().sum(dim=1), w.abs().sum(dim=1), alpha)


def square_share(w: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """Between the l1 norm and the squared length."""
    return elastic(w, 1 - alpha)


def half_elastic(w: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """Between half of the squared length and the l1 norm."""
    return torch.lerp(w.square().sum(dim=1) / 2, w.abs().sum(dim=1), alpha)


MODELS: dict[Formula, Model] = {
    constrained_lines.nonexpansive: nonexpansive,
    constrained_lines.obtuse: obtuse,
    constrained_lines.pythagoras: pythagoras,
    constrained_lines.nearer: nearer,
    constrained_lines.box: box,
    constrained_lines.unit_lagrangian: unit_lagrangian,
    constrained_lines.unit_stationary: unit_stationary,
    constrained_lines.least_norm_price: least_norm_price,
    constrained_lines.double_price: double_price,
    constrained_lines.l2_half: l2_half,
    constrained_lines.l2_whole: l2_whole,
    constrained_lines.l1_penalty: l1_penalty,
    constrained_lines.elastic: elastic,
    constrained_lines.square_share: square_share,
    constrained_lines.half_elastic: half_elastic,
}
