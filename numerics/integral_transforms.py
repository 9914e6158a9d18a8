"""Torch models of `derivations.integral_transforms`: quadrature of the integrals themselves."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from derivations import integral_transforms
from derivations.vocabulary import Formula
from numerics.calculus import polynomial
from numerics.models import Model

REACH = 4.0
NODES = 400


def line(centre: Tensor, width: Tensor) -> tuple[Tensor, Tensor]:  # [batch] twice -> [batch, nodes], [batch]
    """Equally spaced places around the centre of a bell curve, and their distance: the sum times it is the integral."""
    places = torch.linspace(-REACH, REACH, NODES, dtype=centre.dtype, device=centre.device)
    return centre[:, None] + width[:, None] * places, width * (2 * REACH / (NODES - 1))


def bell(t: Tensor, centre: Tensor, width: Tensor) -> Tensor:  # [batch, nodes], [batch] twice -> [batch, nodes]
    """The values of a bell curve."""
    return torch.exp(-torch.pi * ((t - centre[:, None]) / width[:, None]).square())


def fourier(u: Tensor, m: Tensor, s: Tensor) -> Tensor:  # [batch] each -> [batch], complex
    """The integral of the curve times exp(-2 pi i t u)."""
    t, step = line(m, s)
    waves = torch.polar(bell(t, m, s), -2 * torch.pi * t * u[:, None])
    return waves.sum(dim=1) * step


def fourier_real(u: Tensor, m: Tensor, s: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The real part."""
    return fourier(u, m, s).real


def fourier_imaginary(u: Tensor, m: Tensor, s: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The imaginary part."""
    return fourier(u, m, s).imag


def bell_curves(u: Tensor, m: Tensor, g: Tensor, s: Tensor, r: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The integral of one curve at t times the other at u - t, on the width of the narrower one."""
    first = s <= r
    centre, width = torch.where(first, m, u - g), torch.minimum(s, r)
    t, step = line(centre, width)
    return (bell(t, m, s) * bell(u[:, None] - t, g, r)).sum(dim=1) * step


def convolved(f: Tensor, h: Tensor, u: Tensor, a: Tensor, b: Tensor, shift: Tensor) -> Tensor:  # -> [batch]
    """The integral of f(t + shift) h(u - t) from a to b by Gauss-Legendre quadrature."""
    nodes, weights = (torch.as_tensor(part, device=u.device) for part in np.polynomial.legendre.leggauss(4))
    t = torch.lerp(a[:, None], b[:, None], (nodes[None] + 1) / 2)
    values = polynomial(f, t + shift[:, None]) * polynomial(h, u[:, None] - t)
    return (weights * values).sum(dim=1) * (b - a) / 2


def substitution(f: Tensor, h: Tensor, u: Tensor, a: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The integral of f(t) h(u - t)."""
    return convolved(f, h, u, a, b, torch.zeros_like(u))


def shift_equivariance(f: Tensor, h: Tensor, u: Tensor, a: Tensor, b: Tensor, Delta: Tensor) -> Tensor:  # -> [batch]
    """The integral of f(t + Delta) h(u - t)."""
    return convolved(f, h, u, a, b, Delta)


MODELS: dict[Formula, Model] = {
    integral_transforms.fourier_real: fourier_real,
    integral_transforms.fourier_imaginary: fourier_imaginary,
    integral_transforms.bell_curves: bell_curves,
    integral_transforms.substitution: substitution,
    integral_transforms.shift_equivariance: shift_equivariance,
}
