"""Torch models of `derivations.integer_formats`: grids, `torch.floor`, `torch.clamp` and distributions."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Uniform

from derivations import integer_formats as formats
from derivations.vocabulary import Formula
from numerics.models import Model


def steps(b: Tensor) -> Tensor:  # [batch] -> [batch]
    """How many steps lie between the integers of b bits, in binary: b ones."""
    return torch.stack([(b > place) * 2.0**place for place in range(int(b.max()))]).sum(dim=0).double()


def origin_between(q_min: Tensor, x_min: Tensor, s: Tensor) -> Tensor:  # -> [batch]
    """The nearest integer to where the line through both ends meets 0, halves upwards."""
    return torch.floor(torch.addcdiv(q_min, x_min, s, value=-1) + 0.5)


def stored_number(x: Tensor, s: Tensor, z: Tensor) -> Tensor:  # -> [batch]
    """The last integer that is not above the number, half a step further, in units of the scale."""
    return torch.div(x + s / 2 + s * z, s, rounding_mode="floor")


def clipped_number(x: Tensor, s: Tensor, z: Tensor, q_min: Tensor, q_max: Tensor) -> Tensor:  # -> [batch]
    """The integer, clamped."""
    return torch.clamp(stored_number(x, s, z), q_min, q_max)


def error(s: Tensor) -> Tensor:  # -> [batch]
    """The variance of a uniform law as wide as a step."""
    return Uniform(-s / 2, s / 2).variance


MODELS: dict[Formula, Model] = {
    formats.step: lambda x_min, x_max, b: (x_max - x_min) / steps(b),
    formats.step_between: lambda x_min, x_max, q_min, q_max: (x_min - x_max) / (q_min - q_max),
    formats.origin: lambda x_min, s: torch.ceil(-x_min / s - 0.5),
    formats.origin_between: origin_between,
    formats.stored_number: stored_number,
    formats.clipped_number: clipped_number,
    formats.back: lambda s, x_q, z: torch.einsum("b,b->b", s, x_q) - s * z,
    formats.symmetric: lambda x, b: torch.linalg.vector_norm(x, ord=torch.inf, dim=1) / steps(b - 1),
    formats.symmetric_extent: lambda a, b: a / steps(b - 1),
    formats.memory: lambda N, b: torch.stack([N / 8] * 8).mul(b > torch.arange(8)[:, None]).sum(dim=0),
    formats.error: error,
}
