"""Torch models of `derivations.update_lines`: steps of `torch.optim`, recursions, interpolation."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import update_lines
from derivations.vocabulary import Formula
from numerics.models import Model


def scheduled(
    x: Tensor, m: Tensor, v: Tensor, eta: Tensor, alpha: Tensor, epsilon: Tensor, mu: Tensor
) -> Tensor:  # -> [batch]
    """First the decay, as `torch.optim.AdamW` does, then the step of Adam from the old weights' moments."""
    shrunk = x.mul(1 - eta * mu)
    return torch.addcdiv(shrunk, eta * alpha * m, v.sqrt() + epsilon, value=-1)


def lion(x: Tensor, c: Tensor, eta: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """Decay, then a step of fixed length."""
    return torch.where(c > 0, x - eta, torch.where(c < 0, x + eta, x)) - eta * mu * x


def trust(w: Tensor, u: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """The factor that makes the step as long as the weights."""
    step = torch.addcmul(u, mu[:, None], w)
    return (w.square().sum(dim=1) / step.square().sum(dim=1)).sqrt()


def lamb(w: Tensor, u: Tensor, r: Tensor, eta: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """The decay, then the scaled step."""
    length = (eta * r)[:, None]
    return torch.addcmul(w - mu[:, None] * length * w, length, u, value=-1)


def extrapolation_share(a: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """How much of the next coefficient is missing to 1."""
    return 1 / b - a / b


def root_rate(kappa: Tensor) -> Tensor:  # -> [batch]
    """The hyperbolic tangent of a quarter of the logarithm."""
    return (kappa.log() / 4).tanh()


def extrapolation(a: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The same with the other sign."""
    return -extrapolation_share(a, b)


def outer_products(g: Tensor) -> Tensor:  # [batch, T, d] -> [batch, d, d]
    """The Gram matrix of the columns."""
    return torch.bmm(g.transpose(1, 2), g)


def velocity(g: Tensor, beta: Tensor) -> Tensor:  # -> [batch, d]
    """The recursion, from 0 on."""
    v = torch.zeros_like(g[:, 0])
    for slope in g.unbind(dim=1):
        v = beta[:, None] * v + slope
    return v


def averaged_velocity(g: Tensor, beta: Tensor) -> Tensor:  # -> [batch, d]
    """The recursion of the average, from 0 on."""
    v = torch.zeros_like(g[:, 0])
    for slope in g.unbind(dim=1):
        v = torch.lerp(slope, v, beta[:, None])
    return v


def noise_scale(Sigma: Tensor, G: Tensor) -> Tensor:  # -> [batch]
    """The sum of the variances over the squared length."""
    return torch.linalg.eigvalsh(Sigma).sum(dim=1) / torch.linalg.vector_norm(G, dim=1) ** 2


def secant(x: Tensor, y: Tensor, f: Callable[[Tensor], Tensor]) -> Tensor:  # -> [batch]
    """The root of the line through both points, by Cramer's rule."""
    return (y * f(x) - x * f(y)) / (f(x) - f(y))


MODELS: dict[Formula, Model] = {
    update_lines.scheduled: scheduled,
    update_lines.lion: lion,
    update_lines.trust: trust,
    update_lines.lamb: lamb,
    update_lines.extrapolation_share: extrapolation_share,
    update_lines.extrapolation: extrapolation,
    update_lines.root_rate: root_rate,
    update_lines.outer_products: outer_products,
    update_lines.velocity: velocity,
    update_lines.averaged_velocity: averaged_velocity,
    update_lines.noise_scale: noise_scale,
    update_lines.secant: secant,
}
