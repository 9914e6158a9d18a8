"""Torch models of `derivations.steepest_descent`: slopes along lines by automatic differentiation, and steps."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import steepest_descent
from derivations.vocabulary import Formula
from numerics.curvature_bounds import smoothness
from numerics.gradient_descent import quadratic, slope
from numerics.models import Model

Sides = tuple[Tensor, Tensor]
Map = Callable[[Tensor], Tensor]


def along(f: Map, x: Tensor, direction: Tensor) -> Tensor:  # [batch, d] twice -> [batch]
    """The derivative of f on the line through x, at x."""
    distance = torch.zeros(len(x), dtype=x.dtype, device=x.device, requires_grad=True)
    (rate,) = torch.autograd.grad(f(x + distance[:, None] * direction).sum(), distance)
    return rate


def steepest_slope(f: Map, x: Tensor) -> Tensor:  # -> [batch]
    """The derivative along the normalised gradient, downwards."""
    return along(f, x, -F.normalize(slope(f, x), dim=1))


def least_slope(f: Map, x: Tensor, v: Tensor) -> Sides:  # -> [batch] twice
    """The derivative along the direction, and along the normalised gradient, downwards."""
    return along(f, x, v), steepest_slope(f, x)


def short_steps(Q: Tensor, b: Tensor, s: Tensor, x: Tensor, v: Tensor, eta: Tensor) -> Sides:  # -> [batch] twice
    """The value after the step, and that after the step along the gradient less what curvature can do."""
    f = quadratic(Q, b)
    downhill = x - eta[:, None] * F.normalize(slope(f, x), dim=1)
    return f(x + eta[:, None] * v), torch.addcmul(f(downhill), smoothness(Q, s), eta.square(), value=-1)


MODELS: dict[Formula, Model] = {
    steepest_descent.steepest_slope: steepest_slope,
    steepest_descent.least_slope: least_slope,
    steepest_descent.short_steps: short_steps,
}
