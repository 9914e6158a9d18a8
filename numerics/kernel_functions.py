"""Torch models of `derivations.kernel_functions`: distances of `torch`, least squares, mixtures of scales."""

from __future__ import annotations

from collections.abc import Callable
from math import pi

import torch
from torch import Tensor

from derivations import kernel_functions as kernels
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[[Tensor], Tensor]


def apart(x: Tensor, z: Tensor, p: float) -> Tensor:  # [batch, d] twice -> [batch]
    """The distance of `torch` in the p-norm."""
    return torch.cdist(x[:, None], z[:, None], p=p, compute_mode="donot_use_mm_for_euclid_dist")[:, 0, 0]


def linear(x: Tensor, z: Tensor) -> Tensor:  # -> [batch]
    """The bilinear map of `torch.nn.functional` with the identity."""
    identity = torch.eye(x.shape[1], dtype=x.dtype, device=x.device)[None]
    return torch.nn.functional.bilinear(x, z, identity)[:, 0]


def laplacian(x: Tensor, z: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """One factor for each coordinate."""
    return torch.exp(-(x - z).abs() / sigma[:, None]).prod(dim=1)


def exponential(x: Tensor, z: Tensor, r: Tensor) -> Tensor:  # -> [batch]
    """The exponential of minus the distance in units of the length scale."""
    return torch.exp(-apart(x / r[:, None], z / r[:, None], 2.0))


def sigmoidal(x: Tensor, z: Tensor, a: Tensor, c: Tensor) -> Tensor:  # -> [batch]
    """A unit of `torch` with the weights a x."""
    return torch.tanh(linear(a[:, None] * x, z) + c)


def squared_exponential(x: Tensor, z: Tensor, s: Tensor, r: Tensor) -> Tensor:  # -> [batch]
    """The ratio of normal densities of the distance and of 0, one factor for each coordinate, and the amplitude."""
    law = torch.distributions.Normal(torch.zeros_like(x), r[:, None].expand_as(x))
    return s.square() * (law.log_prob(x - z) - law.log_prob(torch.zeros_like(x))).sum(dim=1).exp()


def three_halves(x: Tensor, z: Tensor, r: Tensor) -> Tensor:  # -> [batch]
    """u - u du/dt at u = exp(-t), for the distance t in units of the length scale over the root of 3."""
    t = (3**0.5 * apart(x, z, 2.0) / r).detach().requires_grad_(True)
    u = torch.exp(-t)
    (slope,) = torch.autograd.grad(u.sum(), t)
    return u.detach() - t.detach() * slope


def rational(x: Tensor, z: Tensor, r: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """The moment generating function of a gamma distribution of the squared inverse length scale."""
    square = (apart(x, z, 2.0) / r).square() / 2
    return torch.exp(-alpha * torch.log1p(square / alpha))


def line_exponential(t: Tensor, u: Tensor, s: Tensor, r: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The same for vectors of one entry."""
    return squared_exponential(t[:, None], u[:, None], s, r)


def line_gaussian(t: Tensor, u: Tensor, sigma: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The same with amplitude 1."""
    return line_exponential(t, u, torch.ones_like(t), sigma)


def periodic(t: Tensor, u: Tensor, r: Tensor, p: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The squared exponential of the chord between two points on the unit circle."""
    first, second = (torch.stack([torch.cos(a), torch.sin(a)], dim=1) for a in (2 * pi * t / p, 2 * pi * u / p))
    return torch.exp(-(first - second).square().sum(dim=1) / (2 * r.square()))


def cauchy_schwarz(phi: Map, x: Tensor, z: Tensor) -> tuple[Tensor, Tensor]:  # -> [batch] twice
    """The squared inner product, and the product of the squared lengths, of the features."""
    a, b = phi(x), phi(z)
    return torch.linalg.vecdot(a, b).square(), a.norm(dim=1).square() * b.norm(dim=1).square()


def nadaraya_watson(k: Tensor, y: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """The constant that fits the targets best, stretched by the roots of the kernels."""
    root = k.sqrt()[..., None]
    fitted: Tensor = torch.linalg.lstsq(root, root * y[..., None]).solution
    return fitted[:, 0, 0]


def kernel_density(K: Map, x: Tensor, q: Tensor, h: Tensor) -> Tensor:  # -> [batch]
    """The mean height of the bumps, one after the other."""
    heights = torch.stack([K((q - x[:, i]) / h) for i in range(x.shape[1])], dim=1)
    return heights.mean(dim=1) / h


def random_feature(x: Tensor, omega: Tensor, b: Tensor, D: Tensor) -> Tensor:  # -> [batch]
    """The real part of a complex wave."""
    wave = torch.polar(torch.ones_like(b), linear(omega, x) + b)
    return wave.real * (D / 2).rsqrt()


MODELS: dict[Formula, Model] = {
    kernels.linear: linear,
    kernels.laplacian: laplacian,
    kernels.exponential: exponential,
    kernels.sigmoidal: sigmoidal,
    kernels.squared_exponential: squared_exponential,
    kernels.three_halves: three_halves,
    kernels.rational: rational,
    kernels.line_gaussian: line_gaussian,
    kernels.line_exponential: line_exponential,
    kernels.periodic: periodic,
    kernels.cauchy_schwarz: cauchy_schwarz,
    kernels.nadaraya_watson: nadaraya_watson,
    kernels.kernel_density: kernel_density,
    kernels.random_feature: random_feature,
}
