"""Torch models of `derivations.proximal_operators`: minimisers by bisection and linear solves."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import proximal_operators
from derivations.vocabulary import Formula
from numerics.models import Model


def shrink(x: Tensor, mu: Tensor) -> Tensor:  # [batch, d], [batch] -> [batch, d]
    """`torch.nn.functional.softshrink`, each row with its own threshold."""
    threshold = mu[:, None].expand_as(x)
    return torch.nn.functional.softshrink(x / threshold, 1.0) * threshold


def soft(x: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """The soft threshold of torch."""
    return shrink(x, mu)


def square(x: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """The zero of the slope by one Newton step, which solves a quadratic."""
    u = torch.zeros_like(x).requires_grad_(True)
    objective = u.square().sum(dim=1) / 2 + (u - x).square().sum(dim=1) / (2 * mu)
    gradient = torch.autograd.grad(objective.sum(), u)[0]
    return -gradient / (1 + 1 / mu)[:, None]


def group(x: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """Along x: the length that is left is the soft threshold of the length, and it is found by bisection."""
    length = torch.linalg.vector_norm(x, dim=1)
    low, high = torch.zeros_like(length), length
    for _ in range(80):
        middle = (low + high) / 2
        rising = mu + middle - length > 0
        low, high = torch.where(rising, low, middle), torch.where(rising, middle, high)
    return x * (high / length)[:, None]


def ball(x: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """The projection onto a box."""
    return torch.clamp(x, -mu[:, None], mu[:, None])


def least_squares(x: Tensor, mu: Tensor, A: Tensor, b: Tensor) -> Tensor:  # -> [batch, d]
    """The least squares solution of stacked equations."""
    root = mu.sqrt()[:, None]
    eye = torch.eye(x.shape[1]).to(x).expand(x.shape[0], -1, -1)
    stacked = torch.cat([root[..., None] * A, eye], dim=1)
    return torch.linalg.lstsq(stacked, torch.cat([root * b, x], dim=1)[..., None]).solution[..., 0]


def landweber_step(A: Tensor, b: Tensor, x: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """A gradient step by automatic differentiation."""
    at = x.detach().clone().requires_grad_(True)
    residuals = torch.einsum("bnd,bd->bn", A, at) - b
    return x - eta[:, None] * torch.autograd.grad(residuals.square().sum() / 2, at)[0]


def ista(A: Tensor, b: Tensor, x: Tensor, eta: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """The soft threshold of torch after a gradient step."""
    return shrink(landweber_step(A, b, x, eta), eta * mu)


def positive_root(t: Tensor) -> Tensor:  # -> [batch]
    """The positive root of u^2 - u = t^2, as an eigenvalue of the companion matrix."""
    ones, zeros = torch.ones_like(t), torch.zeros_like(t)
    companion = torch.stack([torch.stack([ones, t], dim=1), torch.stack([t, zeros], dim=1)], dim=1)
    return torch.linalg.eigvalsh(companion)[:, 1]


def fista(x: Tensor, y: Tensor, t: Tensor) -> Tensor:  # -> [batch, d]
    """The point on the line through the last two."""
    return torch.lerp(y, x, (1 + (t - 1) / positive_root(t))[:, None])


def coefficients(t: Tensor) -> Tensor:  # -> [batch]
    """What the root leaves of its equation."""
    root = positive_root(t)
    return root * (root - 1)


def mapping(x: Tensor, p: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """The gradient of |u - p|^2 / (2 eta) at x."""
    at = x.detach().clone().requires_grad_(True)
    return torch.autograd.grad(((at - p).square().sum(dim=1) / (2 * eta)).sum(), at)[0]


MODELS: dict[Formula, Model] = {
    proximal_operators.soft: soft,
    proximal_operators.square: square,
    proximal_operators.group: group,
    proximal_operators.ball: ball,
    proximal_operators.least_squares: least_squares,
    proximal_operators.ista: ista,
    proximal_operators.landweber_step: landweber_step,
    proximal_operators.fista: fista,
    proximal_operators.coefficients: coefficients,
    proximal_operators.mapping: mapping,
}
