"""Torch models of `derivations.line_searches`: values and slopes of quadratics by autograd, steps by line searches."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import line_searches
from derivations.vocabulary import Formula
from numerics.gradient_descent import Map
from numerics.gradient_descent import slope as slope_of
from numerics.models import Model
from numerics.smooth_walks import Sides
from numerics.step_squares import inner


def bowl(c: Tensor, h: Tensor, m: Tensor) -> Map:
    """A quadratic with one curvature."""
    return lambda at: torch.addcmul(m, h, (at - c).square().sum(dim=1), value=0.5)


def slope_along(f: Map, x: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """The derivative along a direction."""
    return inner(slope_of(f, x), p)


def armijo(x: Tensor, c: Tensor, h: Tensor, m: Tensor, s: Tensor, q: Tensor, c_1: Tensor) -> Sides:
    """The value after the step, and that of the raised tangent."""
    f = bowl(c, h, m)
    p = -s[:, None] * slope_of(f, x)
    size = q * (2 - 2 * c_1) / (h * s)
    return f(x + size[:, None] * p), f(x) + size * c_1 * slope_along(f, x, p)


def wolfe(x: Tensor, c: Tensor, h: Tensor, m: Tensor, s: Tensor, q: Tensor, c_2: Tensor) -> Sides:
    """The slope after the step, and the share of that before."""
    f = bowl(c, h, m)
    p = -s[:, None] * slope_of(f, x)
    size = (1 - c_2 + q) / (h * s)
    return slope_along(f, x + size[:, None] * p, p), c_2 * slope_along(f, x, p)


def strong_wolfe(x: Tensor, c: Tensor, h: Tensor, m: Tensor, s: Tensor, q: Tensor, c_2: Tensor) -> Sides:
    """The lengths of both slopes."""
    f = bowl(c, h, m)
    p = -s[:, None] * slope_of(f, x)
    size = torch.lerp(1 - c_2, 1 + c_2, q) / (h * s)
    return slope_along(f, x + size[:, None] * p, p).abs(), -c_2 * slope_along(f, x, p)


def backtracking(x: Tensor, c: Tensor, h: Tensor, m: Tensor, q: Tensor, c_1: Tensor) -> Sides:
    """The Armijo condition along minus the gradient."""
    return armijo(x, c, h, m, torch.ones_like(h), q, c_1)


def angle(g: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """The cosine similarity of minus the gradient and the direction."""
    return torch.cosine_similarity(-g, p, dim=1, eps=0.0)


def cauchy_direction(g: Tensor, Delta: Tensor) -> Tensor:  # -> [batch, n]
    """Minus the gradient, with its length changed."""
    return -Delta[:, None] * torch.nn.functional.normalize(g, dim=1, eps=0.0)


def unconstrained(g: Tensor, B: Tensor) -> Tensor:  # -> [batch, n]
    """A Newton step along the line of the gradient."""

    def model(size: Tensor) -> Tensor:
        step = -size * g
        return inner(g, step) + torch.einsum("bi,bij,bj->b", step, B, step) / 2

    start = torch.zeros_like(g[:, :1])
    bend = slope_of(model, start + 1) - slope_of(model, start)
    return slope_of(model, start) / bend * g


MODELS: dict[Formula, Model] = {
    line_searches.armijo: armijo,
    line_searches.wolfe: wolfe,
    line_searches.strong_wolfe: strong_wolfe,
    line_searches.backtracking: backtracking,
    line_searches.angle: angle,
    line_searches.cauchy_direction: cauchy_direction,
    line_searches.unconstrained: unconstrained,
}
