"""Torch models of `derivations.flow_rules`: transforms of `torch.distributions`, Jacobians by autograd."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import AffineTransform

from derivations import flow_rules
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian

Map = Callable[[Tensor], Tensor]


def forward(u: Tensor, alpha: Tensor, mu: Tensor) -> Tensor:  # [batch, n] each -> [batch, n]
    """The affine transform of `torch.distributions`."""
    return torch.as_tensor(AffineTransform(mu, alpha.exp())(u))


def backward(x: Tensor, alpha: Tensor, mu: Tensor) -> Tensor:  # [batch, n] each -> [batch, n]
    """Its inverse."""
    return torch.as_tensor(AffineTransform(mu, alpha.exp()).inv(x))


def stretched(J: Tensor) -> Tensor:  # [batch, n, n] -> [batch]
    """The product of the singular values."""
    return torch.linalg.svdvals(J).prod(dim=1)


def volume(x: Tensor, mu: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """The volume of the inverse transform's Jacobian by autograd."""
    return stretched(batch_jacobian(lambda point: backward(point, alpha, mu), x).detach())


def forward_volume(u: Tensor, mu: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """The volume of the transform's Jacobian by autograd."""
    return stretched(batch_jacobian(lambda point: forward(point, alpha, mu), u).detach())


def gated(z: Tensor, sigma: Tensor, m: Tensor) -> Tensor:  # -> [batch, n]
    """Linear interpolation from the proposal to the code."""
    return torch.lerp(m, z, sigma)


def planar_volume(z: Tensor, u: Tensor, w: Tensor, b: Tensor, h: Map) -> Tensor:  # -> [batch]
    """The volume of the layer's Jacobian by autograd."""

    def layer(point: Tensor) -> Tensor:
        return point + u * h((w * point).sum(dim=1) + b)[:, None]

    return stretched(batch_jacobian(layer, z).detach())


def bounded(u: Tensor, w: Tensor) -> Tensor:  # [batch, n] twice -> [batch, n]
    """The part across w is kept, that along w becomes a softplus less one."""
    length = torch.linalg.vector_norm(w, dim=1, keepdim=True)
    unit = w / length
    inner = (w * u).sum(dim=1, keepdim=True)
    across = u - (unit * u).sum(dim=1, keepdim=True) * unit
    return across + unit * (torch.nn.functional.softplus(inner) - 1) / length


def radial(z: Tensor, beta: Tensor, alpha: Tensor, r: Tensor, z_0: Tensor) -> Tensor:  # -> [batch, n]
    """The step away from the centre, scaled."""
    return torch.addcdiv(z, beta[:, None] * (z - z_0), (alpha + r)[:, None])


def elementwise_volume(h: Map, x: Tensor) -> Tensor:  # -> [batch]
    """The logarithm of the volume of the Jacobian by autograd."""
    jacobians = batch_jacobian(lambda point: torch.stack([h(entry) for entry in point.unbind(dim=1)], dim=1), x)
    return torch.linalg.slogdet(jacobians.detach()).logabsdet


def activation_norm(h: Tensor, w: Tensor, s: Tensor) -> Tensor:  # -> [batch]
    """The logarithm of the volume of one pixel's scaling, for each pixel."""
    return h * w * torch.linalg.slogdet(torch.diag_embed(s)).logabsdet


def field(x_1: Tensor, x: Tensor, t: Tensor, sigma_min: Tensor) -> Tensor:  # -> [batch, n]
    """The derivative in time of the path of the noise that is at x at that time, by autograd."""
    shrink = (1 - (1 - sigma_min) * t)[:, None]
    noise = (x - t[:, None] * x_1) / shrink
    return x_1 - (1 - sigma_min)[:, None] * noise


def gaussian_field(x: Tensor, m: Tensor, sigma: Tensor, r: Tensor, c: Tensor) -> Tensor:  # -> [batch, n]
    """The derivative in time of the mean and of the scaled noise that is at x."""
    noise = (x - m) / sigma[:, None]

    def path(time: Tensor) -> Tensor:
        return m + time * c + (sigma[:, None] + time * r[:, None]) * noise

    start = torch.zeros(len(x), 1, dtype=x.dtype, device=x.device)
    return torch.func.jvp(path, (start,), (torch.ones_like(start),))[1]


MODELS: dict[Formula, Model] = {
    flow_rules.forward: forward,
    flow_rules.backward: backward,
    flow_rules.volume: volume,
    flow_rules.forward_volume: forward_volume,
    flow_rules.gated: gated,
    flow_rules.planar_volume: planar_volume,
    flow_rules.positive_part: lambda a: torch.nn.functional.softplus(a) - 1,
    flow_rules.bounded: bounded,
    flow_rules.radial: radial,
    flow_rules.elementwise_volume: elementwise_volume,
    flow_rules.activation_norm: activation_norm,
    flow_rules.field: field,
    flow_rules.gaussian_field: gaussian_field,
}
