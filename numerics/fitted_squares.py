"""Torch models of `derivations.fitted_squares`: least squares by a solver, with samples left out."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import fitted_squares
from derivations.vocabulary import Formula
from numerics.least_squares import solution, total
from numerics.linear_regression import hat_matrix
from numerics.models import Model, batch_jacobian


def total_entry(X: Tensor, y: Tensor, w: Tensor) -> Tensor:  # -> [batch, d]
    """Automatic differentiation of the sum of the squared errors."""
    return batch_jacobian(lambda weights: total(X, y, weights), w)


def split(y: Tensor) -> Tensor:  # [batch, n] -> [batch]
    """The squared length of the targets."""
    return torch.linalg.vector_norm(y, dim=1) ** 2


def least(X: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The squared error of the solver's weights."""
    return total(X, y, solution(X, y))


def excess(X: Tensor, y: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """The squared error of given weights above the least."""
    return total(X, y, w) - least(X, y)


def around_fit(X: Tensor, y: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """The squared error of given weights."""
    return total(X, y, w)


def leverages(X: Tensor) -> Tensor:  # [batch, n, d] -> [batch, n]
    """How much each fitted value moves with its own target."""
    return torch.diagonal(hat_matrix(X), dim1=1, dim2=2)


MODELS: dict[Formula, Model] = {
    fitted_squares.total_entry: total_entry,
    fitted_squares.split: split,
    fitted_squares.split_residuals: split,
    fitted_squares.remaining: least,
    fitted_squares.by_estimate: least,
    fitted_squares.named_squares: least,
    fitted_squares.by_projection: least,
    fitted_squares.excess: excess,
    fitted_squares.around_fit: around_fit,
    fitted_squares.leverages: leverages,
    fitted_squares.leverage_entry: leverages,
}
