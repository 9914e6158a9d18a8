"""Torch models of `derivations.function_steps`: steps of `torch.optim.SGD`, gradients by automatic differentiation."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import function_steps
from derivations.vocabulary import Formula
from numerics.convexity import inner
from numerics.curvature_bounds import Sides, squared
from numerics.gradient_descent import Map, gradient_step, slope
from numerics.models import Model


def expanded(f: Map, x: Tensor, x_star: Tensor, eta: Tensor) -> Tensor:  # -> [batch]
    """The squared distance after a step."""
    return squared(gradient_step(f, x, eta) - x_star)


def gap_below(f: Map, x: Tensor, x_star: Tensor) -> Sides:
    """How fast the function falls along the way, and how far in all."""
    return inner(slope(f, x), x - x_star), f(x) - f(x_star)


def fletcher_reeves(f: Map, x: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The square of the ratio of both lengths."""
    lengths = (torch.linalg.vector_norm(slope(f, place), dim=1) for place in (x, y))
    return torch.div(*lengths).square()


def polak_ribiere(f: Map, x: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The ratio of squares, less the coefficient of this gradient along the last one."""
    here, there = slope(f, x), slope(f, y)
    along = torch.linalg.lstsq(there[:, :, None], here[:, :, None]).solution[:, 0, 0]
    return fletcher_reeves(f, x, y) - along


def svrg(h: Map, f: Map, x: Tensor, x_tilde: Tensor) -> Tensor:  # -> [batch, d]
    """The slope at 0 of the part moved to x, less the part and plus the whole moved to the snapshot."""

    def moved(by: Tensor) -> Tensor:
        return h(x + by) - h(x_tilde + by) + f(x_tilde + by)

    return slope(moved, torch.zeros_like(x))


MODELS: dict[Formula, Model] = {
    function_steps.expanded: expanded,
    function_steps.gap_below: gap_below,
    function_steps.gap_below_letter: gap_below,
    function_steps.fletcher_reeves: fletcher_reeves,
    function_steps.polak_ribiere: polak_ribiere,
    function_steps.svrg: svrg,
}
