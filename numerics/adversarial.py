"""Torch models of `derivations.adversarial`: largest corners, projections by bisection and clamping."""

from __future__ import annotations

from itertools import product

import torch
from torch import Tensor

from derivations import adversarial
from derivations.vocabulary import Formula
from numerics.gradient_descent import Map, slope
from numerics.models import Model


def corners(d: int) -> Tensor:  # -> [corners, d]
    """The corners of the unit cube."""
    return torch.tensor(list(product((-1.0, 1.0), repeat=d)), dtype=torch.float64)


def best_corner(z: Tensor) -> Tensor:  # [batch, d] -> [batch, d]
    """The corner at which a linear loss is largest."""
    every = corners(z.shape[1]).to(z.device)
    return every[torch.einsum("bd,cd->bc", z, every).argmax(dim=1)]


def fgsm(x: Tensor, L: Map, epsilon: Tensor) -> Tensor:  # -> [batch, d]
    """The corner of the cube around x at which the linear model of the loss is largest."""
    return x + epsilon[:, None] * best_corner(slope(L, x))


def sign_gain(z: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """The largest value of a linear loss over the corners of the cube."""
    every = corners(z.shape[1]).to(z.device) * epsilon[:, None, None]
    return torch.einsum("bd,bcd->bc", z, every).amax(dim=1)


def linear_bound(z: Tensor, u: Tensor, epsilon: Tensor) -> tuple[Tensor, Tensor]:  # -> [batch] each
    """The value at the perturbation, and the largest over the corners."""
    return torch.einsum("bd,bd->b", z, epsilon[:, None] * u), sign_gain(z, epsilon)


def ball_projection(v: Tensor, r: Tensor) -> Tensor:  # [batch, d], [batch] -> [batch, d]
    """The nearest point of the ball, as a share of the vector: the largest share inside, by bisection."""
    low, high = torch.zeros_like(r), torch.ones_like(r)
    for _ in range(60):
        middle = (low + high) / 2
        inside = torch.linalg.vector_norm(middle[:, None] * v, dim=1) <= r
        low, high = torch.where(inside, middle, low), torch.where(inside, high, middle)
    return high[:, None] * v


def cube_projection(x: Tensor, y: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch, d]
    """The difference from the clean input, clamped."""
    return x + torch.clamp(y - x, -epsilon[:, None], epsilon[:, None])


def pgd_step(x: Tensor, L: Map, x_0: Tensor, epsilon: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, d]
    """A step of length alpha up the slope, then the nearest point of the ball around the clean input."""
    up = torch.nn.functional.normalize(slope(L, x), dim=1, eps=0.0)
    return x_0 + ball_projection(x + alpha[:, None] * up - x_0, epsilon)


def pgd_cube_step(x: Tensor, L: Map, x_0: Tensor, epsilon: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, d]
    """The corner of the cube of size alpha that gains most on the linear loss, then torch's clamp."""
    up = x + alpha[:, None] * best_corner(slope(L, x))
    return up.clamp(x_0 - epsilon[:, None], x_0 + epsilon[:, None])


MODELS: dict[Formula, Model] = {
    adversarial.fgsm: fgsm,
    adversarial.linear_bound: linear_bound,
    adversarial.sign_gain: sign_gain,
    adversarial.ball_projection: ball_projection,
    adversarial.cube_projection: cube_projection,
    adversarial.pgd_step: pgd_step,
    adversarial.pgd_cube_step: pgd_cube_step,
}
