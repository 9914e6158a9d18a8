"""Torch models of `derivations.subgradients`: one-sided slopes of torch's functions, mixed at a kink."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import subgradients
from derivations.vocabulary import Formula
from numerics.models import Model

Sides = tuple[Tensor, Tensor]
STEP = 0.5


def line(f: Callable[[Tensor], Tensor], z: Tensor, z_0: Tensor, share: Tensor) -> Tensor:  # [batch] each -> [batch]
    """A line through (z_0, f(z_0)) whose slope lies between those on the left and on the right, less f(z_0)."""
    origin = z_0.double()
    left, right = (f(origin) - f(origin - STEP)) / STEP, (f(origin + STEP) - f(origin)) / STEP
    return torch.lerp(left, right, share) * (z - origin)


def rectifier(z: Tensor, z_0: Tensor, g: Tensor) -> Sides:  # [batch] each -> [batch] twice
    """The rise of the rectifier, and that of the line."""
    return torch.relu(z) - torch.relu(z_0.double()), line(torch.relu, z, z_0, g)


def absolute(z: Tensor, z_0: Tensor, g: Tensor) -> Sides:  # [batch] each -> [batch] twice
    """The rise of the absolute value, and that of the line."""
    return z.abs() - z_0.double().abs(), line(torch.abs, z, z_0, (g + 1) / 2)


def worst(f: Callable[[Tensor], Tensor], c: Tensor) -> Sides:  # [batch] -> [batch] twice
    """The function and the line of slope c, at whichever of -1 and 1 the line is higher above the function."""
    ends = torch.stack([-torch.ones_like(c), torch.ones_like(c)])
    place = ends.gather(0, (c * ends - f(ends)).argmax(dim=0, keepdim=True))[0]
    return f(place), c * place


def no_other_of_rectifier(c: Tensor) -> Sides:  # [batch] -> [batch] twice
    """The rectifier and the line."""
    return worst(torch.relu, c)


def no_other_of_absolute(c: Tensor) -> Sides:  # [batch] -> [batch] twice
    """The absolute value and the line."""
    return worst(torch.abs, c)


MODELS: dict[Formula, Model] = {
    subgradients.rectifier: rectifier,
    subgradients.no_other_of_rectifier: no_other_of_rectifier,
    subgradients.absolute: absolute,
    subgradients.no_other_of_absolute: no_other_of_absolute,
}
