"""Torch models of `derivations.regression_losses`: the losses of `torch.nn.functional`."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import regression_losses
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def mean_squared(y: Tensor, y_hat: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """The mean squared error of torch."""
    return F.mse_loss(y_hat, y, reduction="none").mean(dim=-1)


def half_mean_squared(y: Tensor, y_hat: Tensor) -> Tensor:
    """Half of it."""
    return mean_squared(y, y_hat) / 2


def sum_of_squares(y: Tensor, y_hat: Tensor) -> Tensor:
    """The squared distance."""
    return torch.linalg.vector_norm(y - y_hat, dim=-1) ** 2


def half_squares(y: Tensor, y_hat: Tensor) -> Tensor:
    """Half the squared distance."""
    return sum_of_squares(y, y_hat) / 2


def root_mean_squared(y: Tensor, y_hat: Tensor) -> Tensor:
    """The distance over the root of the number of examples."""
    return torch.linalg.vector_norm(y - y_hat, dim=-1) / y.shape[-1] ** 0.5


def mean_absolute(y: Tensor, y_hat: Tensor) -> Tensor:
    """The mean absolute error of torch."""
    return F.l1_loss(y_hat, y, reduction="none").mean(dim=-1)


def sum_absolute(y: Tensor, y_hat: Tensor) -> Tensor:
    """The distance in the 1-norm."""
    return torch.linalg.vector_norm(y - y_hat, ord=1, dim=-1)


def single_square(y: Tensor, y_hat: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The squared error of torch."""
    return F.mse_loss(y_hat, y, reduction="none")


def half_single_square(y: Tensor, y_hat: Tensor) -> Tensor:
    """Half of it."""
    return single_square(y, y_hat) / 2


def prediction_slope(y: Tensor, y_hat: Tensor) -> Tensor:  # -> [batch, n]
    """The gradient of the mean squared error."""
    return batch_jacobian(lambda at: mean_squared(y, at), y_hat)


def absolute_slope(y: Tensor, y_hat: Tensor) -> Tensor:  # -> [batch, n]
    """The gradient of the mean absolute error."""
    return batch_jacobian(lambda at: mean_absolute(y, at), y_hat)


MODELS: dict[Formula, Model] = {
    regression_losses.mean_squared: mean_squared,
    regression_losses.half_mean_squared: half_mean_squared,
    regression_losses.half_squares: half_squares,
    regression_losses.sum_of_squares: sum_of_squares,
    regression_losses.root_mean_squared: root_mean_squared,
    regression_losses.mean_absolute: mean_absolute,
    regression_losses.sum_absolute: sum_absolute,
    regression_losses.single_square: single_square,
    regression_losses.half_single_square: half_single_square,
    regression_losses.prediction_slope: prediction_slope,
    regression_losses.absolute_slope: absolute_slope,
}
