"""Torch models of `derivations.flow_layers`: the layers, and their Jacobians by automatic differentiation."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import flow_layers
from numerics.flows import log_volume
from numerics.models import Model, batch_jacobian

Map = Callable[[Tensor], Tensor]


def planar_jacobian(z: Tensor, u: Tensor, w: Tensor, b: Tensor, sigma: Map) -> Tensor:  # -> [batch, n, n]
    """The Jacobian of the layer by automatic differentiation."""
    return batch_jacobian(lambda at: at + u * sigma((w * at).sum(dim=1) + b)[:, None], z)


def planar_determinant(z: Tensor, u: Tensor, w: Tensor, b: Tensor, sigma: Map) -> Tensor:  # -> [batch]
    """The determinant of that Jacobian."""
    return torch.linalg.det(planar_jacobian(z, u, w, b, sigma))


def planar_monotone(  # -> [batch] twice
    z: Tensor, y: Tensor, u: Tensor, w: Tensor, b: Tensor
) -> tuple[Tensor, Tensor]:
    """How the layer moves along w between two points, and the least that it can."""
    ends = [at + u * torch.tanh(torch.einsum("bn,bn->b", w, at) + b)[:, None] for at in (z, y)]
    before, after = (w * (z - y)).sum(dim=1), (w * (ends[0] - ends[1])).sum(dim=1)
    least = (1 + (u * w).sum(dim=1)).clamp(max=1)
    return after * before, least * before.square()


def radial_determinant(z: Tensor, z_0: Tensor, alpha: Tensor, beta: Tensor) -> Tensor:  # -> [batch]
    """The determinant of the Jacobian of the layer by automatic differentiation."""

    def layer(at: Tensor) -> Tensor:
        away = at - z_0
        distance = torch.linalg.vector_norm(away, dim=1)
        return at + (beta / (alpha + distance))[:, None] * away

    return torch.linalg.det(batch_jacobian(layer, z))


def coupling_volume(x_a: Tensor, x_b: Tensor, U: Tensor, t: Map) -> Tensor:  # -> [batch]
    """The log-volume of the whole layer, which keeps the first entries and moves the others."""
    kept = x_a.shape[1]

    def layer(at: Tensor) -> Tensor:
        first, second = at[:, :kept], at[:, kept:]
        scale = torch.tanh(torch.einsum("bkm,bm->bk", U, first)).exp()
        return torch.cat([first, second * scale + t(first)], dim=1)

    return log_volume(layer, torch.cat([x_a, x_b], dim=1))


def masked_layer(m: Tensor, U: Tensor, t: Map) -> Map:
    """The layer that moves the entries whose mask is 0."""
    mask = m.to(U)

    def layer(at: Tensor) -> Tensor:
        scale = torch.tanh(torch.einsum("bij,bj->bi", U, mask * at)).exp()
        return torch.where(mask == 1, at, at * scale + t(mask * at))

    return layer


def masked_volume(x: Tensor, m: Tensor, U: Tensor, t: Map) -> Tensor:  # -> [batch]
    """The log-volume of the layer by automatic differentiation."""
    return log_volume(masked_layer(m, U, t), x)


def inverse_jacobian(x: Tensor, m: Tensor, U: Tensor, t: Map) -> Tensor:  # -> [batch]
    """The determinant of the inverse of the layer's Jacobian matrix."""
    return torch.linalg.det(torch.linalg.inv(batch_jacobian(masked_layer(m, U, t), x)))


MODELS: dict[object, Model] = {
    flow_layers.planar_jacobian: planar_jacobian,
    flow_layers.planar_determinant: planar_determinant,
    flow_layers.planar_monotone: planar_monotone,
    flow_layers.radial_determinant: radial_determinant,
    flow_layers.coupling_volume: coupling_volume,
    flow_layers.masked_volume: masked_volume,
    flow_layers.inverse_jacobian: inverse_jacobian,
}
