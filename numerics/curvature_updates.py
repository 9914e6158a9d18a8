"""Torch models of `derivations.curvature_updates`: linear solves, differences of quadratics, autograd."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import curvature_updates
from derivations.vocabulary import Formula
from numerics.gradient_descent import Map, slope
from numerics.models import Model


def solved(H: Tensor, g: Tensor) -> Tensor:  # [batch, d, d], [batch, d] -> [batch, d]
    """The solution of a linear system, by Cholesky factors."""
    return torch.cholesky_solve(g[..., None], torch.linalg.cholesky(H))[..., 0]


def newton(w: Tensor, H: Tensor, g: Tensor) -> Tensor:  # -> [batch, d]
    """The solution of H (x - w) = -g for x."""
    return solved(H, torch.einsum("bij,bj->bi", H, w) - g)


def damped(w: Tensor, H: Tensor, g: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """The part of the way to the minimum of the quadratic model."""
    return torch.lerp(w, newton(w, H, g), eta[:, None])


def direction(H: Tensor, g: Tensor) -> Tensor:  # -> [batch, d]
    """Newton's step from the origin."""
    return newton(torch.zeros_like(g), H, g)


def model(c: Tensor, g: Tensor, H: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """The value at the stationary point, and half the squared distance from it in the norm of H."""
    away = p - direction(H, g)
    least = c - (g * solved(H, g)).sum(dim=1) / 2
    return least + torch.einsum("bi,bij,bj->b", away, H, away) / 2


def model_of_function(f: Map, w: Tensor, g: Tensor, H: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """The same, with the value of the function at the point as level."""
    return model(f(w), g, H, p)


def gauss_newton(J: Tensor, r: Tensor) -> Tensor:  # -> [batch, d]
    """The least squares solution by orthogonal factors."""
    return torch.linalg.lstsq(J, -r[..., None]).solution[..., 0]


def gauss_newton_step(w: Tensor, J: Tensor, r: Tensor) -> Tensor:  # -> [batch, d]
    """The least squares solution of J x = J w - r."""
    return gauss_newton(J, r - torch.einsum("bij,bj->bi", J, w))


def half_squares(r: Map, w: Tensor) -> Tensor:  # -> [batch, d]
    """By automatic differentiation, through the residuals."""
    return slope(lambda at: r(at).square().sum(dim=1) / 2, w)


def levenberg_step(w: Tensor, J: Tensor, r: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """The least squares solution with the damping as further rows."""
    extra = mu.sqrt()[:, None, None] * torch.eye(J.shape[2], dtype=J.dtype, device=J.device)
    target = torch.cat([-r, torch.zeros_like(w)], dim=1)
    return w + torch.linalg.lstsq(torch.cat([J, extra], dim=1), target[..., None]).solution[..., 0]


def scale(s: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The reciprocal of the trace of the outer product."""
    return torch.einsum("bi,bj->bij", s, y).diagonal(dim1=1, dim2=2).sum(dim=1).reciprocal()


def inverse_bfgs(B: Tensor, s: Tensor, y: Tensor) -> Tensor:  # -> [batch, d, d]
    """The inverse of the update of the Hessian, as `derivations.descent_updates` states it."""
    hessian = torch.linalg.inv(B)
    along = torch.einsum("bij,bj->bi", hessian, s)
    taken = along[:, :, None] * along[:, None, :] / (s * along).sum(dim=1)[:, None, None]
    put = y[:, :, None] * y[:, None, :] / (s * y).sum(dim=1)[:, None, None]
    return torch.linalg.inv(hessian - taken + put)


def inverse_secant(B: Tensor, s: Tensor, y: Tensor) -> Tensor:  # -> [batch, d]
    """The updated inverse times the change of the gradient."""
    return torch.einsum("bij,bj->bi", inverse_bfgs(B, s, y), y)


MODELS: dict[Formula, Model] = {
    curvature_updates.newton: newton,
    curvature_updates.damped: damped,
    curvature_updates.direction: direction,
    curvature_updates.model: model,
    curvature_updates.model_of_function: model_of_function,
    curvature_updates.gauss_newton: gauss_newton,
    curvature_updates.gauss_newton_step: gauss_newton_step,
    curvature_updates.half_squares: half_squares,
    curvature_updates.named_half_squares: half_squares,
    curvature_updates.levenberg_step: levenberg_step,
    curvature_updates.scale: scale,
    curvature_updates.inverse_bfgs: inverse_bfgs,
    curvature_updates.inverse_secant: inverse_secant,
}
