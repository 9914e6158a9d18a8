"""Torch models of `derivations.least_squares`: `torch.nn.functional`, and QR decompositions."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import least_squares
from derivations.vocabulary import Formula
from numerics.models import Model


def predictions(X: Tensor, w: Tensor) -> Tensor:  # [batch, n, d], [batch, d] -> [batch, n]
    """The outputs of a linear unit."""
    return torch.einsum("bnd,bd->bn", X, w)


def total(X: Tensor, y: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """The mean squared error of each data set as torch computes it, times the number of samples."""
    return functional.mse_loss(predictions(X, w), y, reduction="none").sum(dim=1)


def half_total(X: Tensor, y: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """The smooth absolute loss far inside its quadratic range, summed."""
    return functional.huber_loss(predictions(X, w), y, reduction="none", delta=1e6).sum(dim=1)


def mean(X: Tensor, y: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """`mse_loss` of each data set, averaged."""
    return functional.mse_loss(predictions(X, w), y, reduction="none").mean(dim=1)


def half_mean(X: Tensor, y: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """The mean of Huber's loss far inside its quadratic range."""
    return functional.huber_loss(predictions(X, w), y, reduction="none", delta=1e6).mean(dim=1)


def solution(X: Tensor, y: Tensor) -> Tensor:  # -> [batch, d]
    """By a QR decomposition."""
    found: Tensor = torch.linalg.lstsq(X, y[..., None]).solution
    return found[..., 0]


def normal_equations(X: Tensor, y: Tensor) -> Tensor:  # -> [batch, d]
    """The inner products of the columns of the inputs with the targets."""
    return torch.einsum("bnd,bn->bd", X, y)


def weighted_solution(X: Tensor, y: Tensor, r: Tensor) -> Tensor:  # -> [batch, d]
    """Least squares on samples that are stretched by the roots of their weights."""
    stretch = r.sqrt()
    return solution(stretch[..., None] * X, stretch * y)


MODELS: dict[Formula, Model] = {
    least_squares.total: total,
    least_squares.half_total: half_total,
    least_squares.mean: mean,
    least_squares.half_mean: half_mean,
    least_squares.expanded: total,
    least_squares.solution: solution,
    least_squares.normal_equations: normal_equations,
    least_squares.weighted_solution: weighted_solution,
}
