"""Torch models of `derivations.simple_regression`: least squares with a column of ones, and autograd."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import simple_regression
from derivations.vocabulary import Formula
from numerics.gaussian_nodes import standard_nodes
from numerics.least_squares import solution
from numerics.models import Model


def line(x: Tensor, y: Tensor) -> Tensor:  # [batch, n] twice -> [batch, 2]
    """Slope and intercept, by a QR decomposition."""
    return solution(torch.stack([x, torch.ones_like(x)], dim=2), y)


def slope(x: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The first of the two weights."""
    return line(x, y)[:, 0]


def intercept(x: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The second of the two weights."""
    return line(x, y)[:, 1]


def derivatives(x: Tensor, y: Tensor, m: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:  # -> [batch] twice
    """Those of the summed squared error by slope and intercept, by automatic differentiation."""
    at, over = m.clone().requires_grad_(True), b.clone().requires_grad_(True)
    errors = torch.nn.functional.mse_loss(at[:, None] * x + over[:, None], y, reduction="sum")
    by_slope, by_intercept = torch.autograd.grad(errors, (at, over))
    return by_slope, by_intercept


def total_slope(x: Tensor, y: Tensor, m: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The derivative by the slope."""
    return derivatives(x, y, m, b)[0]


def total_intercept(x: Tensor, y: Tensor, m: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The derivative by the intercept."""
    return derivatives(x, y, m, b)[1]


def mean_slope(x: Tensor, y: Tensor, m: Tensor, b: Tensor, n: int) -> Tensor:  # -> [batch]
    """The derivative of the mean by the slope."""
    return derivatives(x, y, m, b)[0] / n


def mean_intercept(x: Tensor, y: Tensor, m: Tensor, b: Tensor, n: int) -> Tensor:  # -> [batch]
    """The derivative of the mean by the intercept."""
    return derivatives(x, y, m, b)[1] / n


def sample_correlation(x: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The cosine of the angle between the centred vectors."""
    return torch.cosine_similarity(x - x.mean(dim=1, keepdim=True), y - y.mean(dim=1, keepdim=True), dim=1)


def variation(y: Tensor, n: int) -> Tensor:  # -> [batch]
    """The variance of the targets, times their number."""
    return y.var(dim=1, correction=0) * n


def slope_variance(x: Tensor, m: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The variance of the slopes of lines through noisy targets, over a rule that is exact for normal noise."""
    (noise,) = standard_nodes(x, x.shape[1])
    targets = m[:, None] * x + sigma[:, None] * noise[:, None, :]
    return torch.stack([slope(x, row) for row in targets]).var(dim=0, correction=0)


MODELS: dict[Formula, Model] = {
    simple_regression.slope: slope,
    simple_regression.intercept: intercept,
    simple_regression.total_slope: total_slope,
    simple_regression.total_intercept: total_intercept,
    simple_regression.mean_slope: mean_slope,
    simple_regression.mean_intercept: mean_intercept,
    simple_regression.sample_correlation: sample_correlation,
    simple_regression.variation: variation,
    simple_regression.slope_variance: slope_variance,
}
