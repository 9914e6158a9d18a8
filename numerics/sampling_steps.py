"""Torch models of `derivations.sampling_steps`: softmax of logarithms, autograd, triangular sums."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import sampling_steps as steps
from derivations.vocabulary import Formula
from numerics.gradient_descent import Map, gradient_step
from numerics.gradient_descent import slope as slope_of
from numerics.models import Model

Number = Callable[[Tensor], Tensor]


def normalised(r: Tensor) -> Tensor:  # [batch, L] -> [batch, L]
    """The softmax of the logarithms."""
    return torch.softmax(r.log(), dim=1)


def by_densities(p: Tensor, q: Tensor) -> Tensor:  # [batch, L] twice -> [batch, L]
    """The softmax of the differences of the logarithms."""
    return torch.softmax(p.log() - q.log(), dim=1)


def ratio(z: Tensor, h: Number, g: Number) -> Tensor:  # -> [batch]
    """The exponential of the difference."""
    return torch.exp(h(z) - g(z))


def metropolis(z: Tensor, z_star: Tensor, h: Number) -> Tensor:  # -> [batch]
    """One where the density is larger, else the ratio."""
    gain = h(z_star) - h(z)
    return torch.where(gain > 0, torch.ones_like(gain), gain.exp())


def kinetic(r: Tensor) -> Tensor:  # [batch, d] -> [batch]
    """The loss of torch against rest."""
    return torch.nn.functional.mse_loss(r, torch.zeros_like(r), reduction="none").sum(dim=1) / 2


def half_step(r: Tensor, x: Tensor, U: Map, epsilon: Tensor) -> Tensor:  # -> [batch, d]
    """A step of `torch.optim.SGD` from the momentum with the slope of the potential."""
    force = slope_of(U, x)
    return gradient_step(lambda at: (force * at).sum(dim=1), r, epsilon / 2)


def drift(r: Tensor, x: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch, d]
    """A step down the slope minus the momentum."""
    return gradient_step(lambda at: -(r * at).sum(dim=1), x, epsilon)


def total(E: Tensor, K: Tensor) -> Tensor:  # -> [batch]
    """The sum."""
    return torch.add(E, K)


def acceptance(H: Tensor, H_star: Tensor) -> Tensor:  # -> [batch]
    """One where the energy falls, else the exponential of minus the gain."""
    return torch.exp(-torch.relu(H_star - H))


def overrelaxed(z: Tensor, mu: Tensor, sigma: Tensor, alpha: Tensor, nu: Tensor) -> Tensor:  # -> [batch]
    """In standard units, the cosine of the old state and the sine of the fresh number."""
    angle = torch.acos(alpha)
    return mu + sigma * (angle.cos() * (z - mu) / sigma + angle.sin() * nu)


def preconditioned(z: Tensor, alpha: Tensor, nu: Tensor) -> Tensor:  # -> [batch]
    """The cosine of the old state and the sine of the fresh number."""
    angle = torch.asin(alpha)
    return angle.cos() * z + angle.sin() * nu


def transformed(mu: Tensor, C: Tensor, z: Tensor) -> Tensor:  # -> [batch, d]
    """The batched affine map of torch."""
    return torch.baddbmm(mu[:, :, None], C, z[:, :, None])[:, :, 0]


def polar(z_1: Tensor, s: Tensor) -> Tensor:  # -> [batch]
    """The cosine of the angle by the radius of Box and Muller."""
    return (z_1 / s.sqrt()) * torch.sqrt(2 * s.reciprocal().log())


def effective(n: Tensor, rho: Tensor) -> Tensor:  # -> [batch]
    """The number of draws over the sum of the correlations on both sides."""
    both = torch.cat((rho.flip(1), torch.ones_like(rho[:, :1]), rho), dim=1)
    return n / both.sum(dim=1)


MODELS: dict[Formula, Model] = {
    steps.normalised: normalised,
    steps.by_densities: by_densities,
    steps.ratio: ratio,
    steps.metropolis: metropolis,
    steps.kinetic: kinetic,
    steps.half_step: half_step,
    steps.drift: drift,
    steps.total: total,
    steps.acceptance: acceptance,
    steps.overrelaxed: overrelaxed,
    steps.preconditioned: preconditioned,
    steps.transformed: transformed,
    steps.polar: polar,
    steps.effective: effective,
}
