"""Torch models of `derivations.approximation`: interpolation, binomial means and finite differences by torch."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.distributions import Binomial

from derivations import approximation
from derivations.vocabulary import Formula
from numerics.models import Model

Sides = tuple[Tensor, Tensor]


def sharp_softplus(z: Tensor, beta: Tensor) -> Sides:  # [batch] twice -> [batch] twice
    """How far `torch.nn.functional.softplus` lies above the rectifier, and how far at 0."""
    at_zero = F.softplus(torch.zeros_like(z)) / beta
    return (F.softplus(beta * z) - F.relu(beta * z)) / beta, at_zero


def bent(x: Tensor, w: Tensor, a: Tensor) -> Tensor:  # [batch, places], [batch, n] twice -> [batch, places]
    """The weighted distances from the bends."""
    return torch.einsum("bpn,bn->bp", torch.cdist(x[..., None], a[..., None], p=1.0), w)


def interpolation(w: Tensor, a: Tensor, x: Tensor, h: Tensor, t: Tensor) -> Sides:  # -> [batch] twice
    """The error of `torch.lerp` between two knots, and half of what the function can change from one to the other."""
    left, right, place = bent(torch.stack([x, x + h, x + t * h], dim=1), w, a).unbind(dim=1)
    return (torch.lerp(left, right, t) - place).abs(), w.abs().sum(dim=1) * h / 2


def bernstein(w: Tensor, a: Tensor, x: Tensor, N: Tensor) -> Sides:  # -> [batch] twice
    """The error of the mean over binomial shares, and L times the largest deviation of such a share."""
    counts = torch.arange(int(N.max()) + 1, dtype=torch.float64, device=x.device)
    inside = counts[None, :] <= N[:, None]
    law = Binomial(N[:, None].double(), x[:, None], validate_args=False)
    weights = torch.where(inside, law.log_prob(torch.where(inside, counts[None, :], 0.0)).exp(), 0.0)
    mean = (weights * bent(counts[None, :] / N[:, None], w, a)).sum(dim=1)
    deviation = Binomial(N.double(), torch.full_like(x, 0.5)).stddev / N
    return (mean - bent(x[:, None], w, a)[:, 0]).abs(), w.abs().sum(dim=1) * deviation


def slopes(b: Tensor) -> tuple[Tensor, Tensor]:  # [batch] -> [batch] twice
    """The first two derivatives of `torch.sigmoid`."""
    place = b.detach().requires_grad_(True)
    (first,) = torch.autograd.grad(torch.sigmoid(place).sum(), place, create_graph=True)
    (second,) = torch.autograd.grad(first.sum(), place)
    return first.detach(), second


def first_power(x: Tensor, b: Tensor, h: Tensor) -> Sides:  # [batch] each -> [batch] twice
    """The error of two units, and a sixth of the largest third derivative along the way."""
    units = torch.sigmoid(torch.stack([h * x + b, b - h * x]))
    return ((units[0] - units[1]) / (2 * h) - x * slopes(b)[0]).abs(), h.square() * x.abs().pow(3) / 8 / 6


def second_power(x: Tensor, b: Tensor, h: Tensor) -> Sides:  # [batch] each -> [batch] twice
    """The error of three units, and a twelfth of a bound on the fourth derivative along the way."""
    units = torch.sigmoid(torch.stack([h * x + b, b, b - h * x]))
    difference = (units[0] - 2 * units[1] + units[2]) / h.square()
    return (difference - x.square() * slopes(b)[1]).abs(), h.square() * x.pow(4) * (2 / 15) / 12


MODELS: dict[Formula, Model] = {
    approximation.sharp_softplus: sharp_softplus,
    approximation.interpolation: interpolation,
    approximation.bernstein: bernstein,
    approximation.first_power: first_power,
    approximation.second_power: second_power,
}
