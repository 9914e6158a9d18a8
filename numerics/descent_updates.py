"""Torch models of `derivations.descent_updates`: `torch.optim.SGD`, automatic differentiation, linear solves."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import descent_updates
from derivations.vocabulary import Formula
from numerics.gradient_descent import Map, gradient_step, hessian, quadratic, slope
from numerics.models import Model


def ascent(w: Tensor, f: Map, eta: Tensor) -> Tensor:  # -> [batch, d]
    """Descent of the negative function."""
    return gradient_step(lambda at: -f(at), w, eta)


def descent(w: Tensor, f: Map, eta: Tensor) -> Tensor:  # -> [batch, d]
    """A step of `torch.optim.SGD`."""
    return gradient_step(f, w, eta)


def batch_mean(w: Tensor, L: Map, eta: Tensor) -> Tensor:  # -> [batch, d]
    """Descent of the mean loss."""
    return gradient_step(lambda at: L(at).mean(dim=1), w, eta)


def batch_sum(w: Tensor, L: Map, eta: Tensor) -> Tensor:  # -> [batch, d]
    """Descent of the summed loss."""
    return gradient_step(lambda at: L(at).sum(dim=1), w, eta)


def decayed(w: Tensor, f: Map, eta: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """Descent of the function with half the squared norm."""
    return gradient_step(lambda at: f(at) + mu / 2 * at.square().sum(dim=1), w, eta)


def doubled(w: Tensor, f: Map, eta: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """Descent of the function with the squared norm."""
    return gradient_step(lambda at: f(at) + mu * at.square().sum(dim=1), w, eta)


def newton(w: Tensor, f: Map, H: Tensor) -> Tensor:  # -> [batch, d]
    """The minimum of the quadratic model with that Hessian."""
    return w - torch.cholesky_solve(slope(f, w)[..., None], torch.linalg.cholesky(H))[..., 0]


def newton_function(w: Tensor, H: Tensor, h: Map) -> Tensor:  # -> [batch, d]
    """The stationary point of the second-order Taylor model."""

    def f(at: Tensor) -> Tensor:
        return quadratic(H, torch.zeros_like(at))(at) + h(at)

    return w - torch.linalg.solve(hessian(f, w), slope(f, w))


def damped(w: Tensor, f: Map, eta: Tensor, H: Tensor) -> Tensor:  # -> [batch, d]
    """The part of the way to the minimum of the quadratic model."""
    return torch.lerp(w, newton(w, f, H), eta[:, None])


def exact_line_search(g: Tensor, H: Tensor) -> Tensor:  # -> [batch]
    """A Newton step on the function of the step size, by automatic differentiation."""
    at = torch.zeros_like(g[:, 0]).requires_grad_(True)
    moved = -at[:, None] * g
    value = (g * moved).sum(dim=1) + torch.einsum("bi,bij,bj->b", moved, H, moved) / 2
    first = torch.autograd.grad(value.sum(), at, create_graph=True)[0]
    second = torch.autograd.grad(first.sum(), at)[0]
    return -first.detach() / second


def norm_clipping(g: Tensor, c: Tensor) -> Tensor:  # -> [batch, d]
    """The gradient of the length of the threshold, where it is longer."""
    longer = g.square().sum(dim=1) > c.square()
    return torch.where(longer[:, None], norm_rescaling(g, c), g)


def norm_rescaling(g: Tensor, c: Tensor) -> Tensor:  # -> [batch, d]
    """The gradient of that length."""
    return c[:, None] * torch.nn.functional.normalize(g, dim=1, eps=0.0)


def levenberg(J: Tensor, e: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """The least squares solution with the damping as further rows."""
    extra = mu.sqrt()[:, None, None] * torch.eye(J.shape[2], dtype=J.dtype, device=J.device)
    target = torch.cat([-e, torch.zeros_like(J[:, 0])], dim=1)
    return torch.linalg.lstsq(torch.cat([J, extra], dim=1), target[..., None]).solution[..., 0]


def bfgs(B: Tensor, s: Tensor, y: Tensor) -> Tensor:  # -> [batch, d, d]
    """The inverse of the inverse update (Sherman-Morrison-Woodbury), as optimisers keep it."""
    rho = 1 / (y * s).sum(dim=1)[:, None, None]
    eye = torch.eye(B.shape[1], dtype=B.dtype, device=B.device)
    left = eye - rho * s[:, :, None] * y[:, None, :]
    inverse = left @ torch.linalg.inv(B) @ left.mT + rho * s[:, :, None] * s[:, None, :]
    return torch.linalg.inv(inverse)


def fletcher_reeves(g: Tensor, q: Tensor) -> Tensor:  # -> [batch]
    """The squared ratio of the lengths."""
    return (torch.linalg.vector_norm(g, dim=1) / torch.linalg.vector_norm(q, dim=1)).square()


MODELS: dict[Formula, Model] = {
    descent_updates.descent: descent,
    descent_updates.ascent: ascent,
    descent_updates.batch_mean: batch_mean,
    descent_updates.batch_sum: batch_sum,
    descent_updates.decayed: decayed,
    descent_updates.doubled: doubled,
    descent_updates.newton: newton,
    descent_updates.newton_function: newton_function,
    descent_updates.damped: damped,
    descent_updates.exact_line_search: exact_line_search,
    descent_updates.norm_clipping: norm_clipping,
    descent_updates.norm_rescaling: norm_rescaling,
    descent_updates.levenberg: levenberg,
    descent_updates.bfgs: bfgs,
    descent_updates.fletcher_reeves: fletcher_reeves,
}
