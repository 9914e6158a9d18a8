"""Torch models of `derivations.distance_kernels`: `torch.distributions`, exponentials of polynomials, quadrature."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.distributions import Exponential, Normal

from derivations import distance_kernels as kernels
from derivations.vocabulary import Formula
from numerics.models import Model


def squared(r: Tensor, h: Tensor) -> Tensor:  # -> [batch]
    """The normal density against that of its peak."""
    law = Normal(torch.zeros_like(r), h)
    return (law.log_prob(r) - law.log_prob(torch.zeros_like(r))).exp()


def squared_scaled(r: Tensor, h: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """Times the squared amplitude."""
    return sigma.square() * squared(r, h)


def exponential(r: Tensor, h: Tensor) -> Tensor:  # -> [batch]
    """The probability that an exponential number exceeds the distance."""
    return 1 - Exponential(h.reciprocal(), validate_args=False).cdf(r)


def line_exponential(x: Tensor, z: Tensor, h: Tensor) -> Tensor:  # -> [batch]
    """The same at the distance of two numbers."""
    return exponential((x - z).abs(), h)


def waiting(r: Tensor, h: Tensor, steps: int) -> Tensor:  # -> [batch, steps + 1]
    """Powers of the scaled distance over factorials, times the exponential: probabilities of Poisson counts."""
    counts = torch.arange(steps + 1, dtype=r.dtype)
    scaled = (r * math.sqrt(2 * steps + 1) / h)[:, None]
    return scaled**counts * torch.exp(-scaled - torch.lgamma(counts + 1))


def three_halves(r: Tensor, h: Tensor) -> Tensor:  # -> [batch]
    """The probability of at most one event."""
    return waiting(r, h, 1).sum(dim=1)


def three_halves_scaled(r: Tensor, h: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """Times the squared amplitude."""
    return sigma.square() * three_halves(r, h)


def five_halves(r: Tensor, h: Tensor) -> Tensor:  # -> [batch]
    """The probabilities of none, one, and two thirds of two events."""
    weights = torch.tensor([1.0, 1.0, 2.0 / 3.0], dtype=r.dtype)
    return (waiting(r, h, 2) * weights).sum(dim=1)


def five_halves_scaled(r: Tensor, h: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """Times the squared amplitude."""
    return sigma.square() * five_halves(r, h)


def rational(r: Tensor, h: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """By logarithms."""
    return torch.exp(-alpha * torch.log1p((r / h).square() / (2 * alpha)))


def periodic(r: Tensor, h: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """The squared exponential kernel at the chord of the angle."""
    angle = 2 * math.pi * r / p
    chord = torch.hypot(angle.cos() - 1, angle.sin())
    return squared(chord, h)


def bishop_kernel(
    x: Tensor, z: Tensor, theta_0: Tensor, theta_1: Tensor, theta_2: Tensor, theta_3: Tensor
) -> Tensor:  # -> [batch]
    """The bell at the distance, and the rest."""
    distance = torch.linalg.vector_norm(x - z, dim=1)
    return squared_scaled(distance, theta_1.rsqrt(), theta_0.sqrt()) + theta_2 + theta_3 * torch.linalg.vecdot(x, z)


def expected(mu: Tensor, sigma: Tensor, f: Tensor) -> Tensor:  # -> [batch]
    """In standard units, the integral of the distribution function: z times it, and the density of torch."""
    z = (mu - f) / sigma
    slope = torch.special.ndtr(z)
    return sigma * (z * slope + Normal(torch.zeros_like(z), torch.ones_like(z)).log_prob(z).exp())


def improved(mu: Tensor, sigma: Tensor, f: Tensor, xi: Tensor) -> Tensor:  # -> [batch]
    """The distribution function of torch, from the other side."""
    return 1 - Normal(mu, sigma).cdf(f + xi)


MODELS: dict[Formula, Model] = {
    kernels.squared: squared,
    kernels.squared_scaled: squared_scaled,
    kernels.exponential: exponential,
    kernels.line_exponential: line_exponential,
    kernels.three_halves: three_halves,
    kernels.three_halves_scaled: three_halves_scaled,
    kernels.five_halves: five_halves,
    kernels.five_halves_scaled: five_halves_scaled,
    kernels.rational: rational,
    kernels.periodic: periodic,
    kernels.bishop_kernel: bishop_kernel,
    kernels.expected: expected,
    kernels.improved: improved,
}
