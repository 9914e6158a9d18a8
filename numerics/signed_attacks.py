"""Torch models of `derivations.signed_attacks`: autograd, points of spheres, clamps."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import signed_attacks
from derivations.vocabulary import Formula
from numerics.bounded_perturbations import along
from numerics.models import Model, batch_jacobian

Map = Callable[[Tensor], Tensor]


def climb(L: Map, x: Tensor) -> Tensor:  # -> [batch, d]
    """The gradient of the loss, by automatic differentiation."""
    return batch_jacobian(L, x)


def sign_step(L: Map, x: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch, d]
    """Epsilon where the slope is positive, minus epsilon where it is negative."""
    g = climb(L, x)
    return torch.where(g > 0, epsilon[:, None], torch.where(g < 0, -epsilon[:, None], torch.zeros_like(g)))


def attack(J: Callable[..., Tensor], x: Tensor, *others: Tensor, way: float) -> Tensor:  # -> [batch, d]
    """By how much the input moves under a loss of several arguments: only its slope by the input counts."""
    *before, y = others
    return sign_step(lambda point: J(*before, point, y), x, torch.full_like(x[:, 0], way))


def cube_projection(delta: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch, d]
    """`torch.clamp`."""
    return torch.clamp(delta, -epsilon[:, None], epsilon[:, None])


MODELS: dict[Formula, Model] = {
    signed_attacks.gradient_step: lambda L, x, epsilon: along(climb(L, x), epsilon),
    signed_attacks.gradient_attack: lambda L, x, epsilon: x + along(climb(L, x), epsilon),
    signed_attacks.sign_step: sign_step,
    signed_attacks.targeted: lambda L, x, epsilon: x - sign_step(L, x, epsilon),
    signed_attacks.full_attack: lambda J, x, theta, y, epsilon: x + epsilon[:, None] * attack(J, x, theta, y, way=1.0),
    signed_attacks.full_step: lambda J, x, theta, y, epsilon: epsilon[:, None] * attack(J, x, theta, y, way=1.0),
    signed_attacks.paired_attack: lambda J, x, y, epsilon: x + epsilon[:, None] * attack(J, x, y, way=1.0),
    signed_attacks.paired_target: lambda J, x, y, epsilon: x + epsilon[:, None] * attack(J, x, y, way=-1.0),
    signed_attacks.cube_projection: cube_projection,
}
