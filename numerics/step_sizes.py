"""Torch models of `derivations.step_sizes`: the sums, added up step by step, and the areas by quadrature."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import step_sizes
from derivations.vocabulary import Formula
from numerics.models import Model

Sides = tuple[Tensor, Tensor]


def added(n: Tensor, power: int) -> Tensor:  # [batch] -> [batch]
    """The sum of 1/k^power over the first n integers, by a cumulative sum."""
    steps = torch.arange(1, int(n.max()) + 1, dtype=torch.float64, device=n.device) ** -power
    return steps.cumsum(dim=0)[n - 1]


def area(low: Tensor, high: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The area under 1/x, found as the exponent that carries low to high."""
    return torch.xlogy(torch.ones_like(high), high / low)


def sum_grows(n: Tensor) -> Sides:  # [batch] -> [batch] twice
    """The sum, and the area from 1 to n + 1."""
    high = n.double() + 1
    return added(n, 1), area(torch.ones_like(high), high)


def sum_ceiling(n: Tensor) -> Sides:  # [batch] -> [batch] twice
    """The sum, and its first term with the area from 1 to n."""
    high = n.double()
    return added(n, 1), 1 + area(torch.ones_like(high), high)


def squares_bounded(n: Tensor) -> Sides:  # [batch] -> [batch] twice
    """The sum of squares, and its first term with the telescoping sum above the others."""
    steps = torch.arange(1, int(n.max()) + 1, dtype=torch.float64, device=n.device)
    above = torch.cat([steps[:1], 1 / (steps[1:] * (steps[1:] - 1))]).cumsum(dim=0)
    return added(n, 2), above[n - 1]


MODELS: dict[Formula, Model] = {
    step_sizes.sum_grows: sum_grows,
    step_sizes.sum_ceiling: sum_ceiling,
    step_sizes.squares_bounded: squares_bounded,
}
