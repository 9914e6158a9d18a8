"""Torch models of `derivations.short_step_rates`: steps of `torch.optim.SGD` with the step size 1/L."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import short_step_rates
from derivations.vocabulary import Formula
from numerics.convergence_rates import linear_distance, linear_gap, problem
from numerics.curvature_bounds import Sides
from numerics.models import Model


def distance(B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x_0: Tensor, k: Tensor) -> Sides:
    """The squared distance, and that of the start shrunk at each step."""
    return linear_distance(B, mu, b, s, x_0, torch.ones_like(mu), k)


def exponential(B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x_0: Tensor, k: Tensor) -> Sides:
    """The gap, and that of the start after k units of the exponential decay."""
    f, L, minimiser = problem(B, mu, b, s)
    reached, _ = linear_gap(B, mu, b, s, x_0, torch.ones_like(mu), k)
    return reached, (f(x_0) - f(minimiser)) / (mu / L).exp() ** k


MODELS: dict[Formula, Model] = {
    short_step_rates.distance: distance,
    short_step_rates.exponential: exponential,
}
