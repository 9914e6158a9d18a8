"""Torch models of `derivations.linear_network_gradients`: automatic differentiation of `mse_loss`."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import linear_network_gradients as topic
from derivations.vocabulary import Formula
from numerics.models import Model


def squares(prediction: Tensor, target: Tensor) -> Tensor:  # [batch, rows, columns] twice -> [batch]
    """The sum of the squared differences."""
    return F.mse_loss(prediction, target, reduction="none").sum(dim=(1, 2))


def slope(of: Callable[[Tensor], Tensor], place: Tensor) -> Tensor:  # -> the shape of the place
    """The gradient of a batch of numbers."""
    place = place.detach().clone().requires_grad_(True)
    return torch.autograd.grad(of(place).sum(), place)[0]


def network(second: Tensor, first: Tensor, inputs: Tensor) -> Tensor:  # [batch, rows, columns] each
    """The product of three matrices."""
    return torch.einsum("bij,bjk,bkl->bil", second, first, inputs)


def first_half(X: Tensor, Y: Tensor, W_1: Tensor, W_2: Tensor) -> Tensor:  # -> [batch, m, d]
    """By automatic differentiation."""
    return slope(lambda at: squares(network(W_2, at, X), Y) / 2, W_1)


def second_half(X: Tensor, Y: Tensor, W_1: Tensor, W_2: Tensor) -> Tensor:  # -> [batch, k, m]
    """By automatic differentiation."""
    return slope(lambda at: squares(network(at, W_1, X), Y) / 2, W_2)


def balance(X: Tensor, Y: Tensor, W_1: Tensor, W_2: Tensor) -> Tensor:  # -> [batch, m, m]
    """How the loss changes with a matrix between both layers."""
    between = torch.eye(W_1.shape[1]).to(W_1).expand(len(W_1), -1, -1)
    return slope(lambda at: squares(network(W_2, at, W_1 @ X), Y) / 2, between)


def layer_half(X: Tensor, Y: Tensor, W: Tensor) -> Tensor:  # -> [batch, k, d]
    """By automatic differentiation."""
    return slope(lambda at: squares(at @ X, Y) / 2, W)


def layer_total(X: Tensor, Y: Tensor, W: Tensor) -> Tensor:  # -> [batch, k, d]
    """The same without the factor 1/2."""
    return slope(lambda at: squares(at @ X, Y), W)


def layer_mean(X: Tensor, Y: Tensor, W: Tensor, n: int) -> Tensor:  # -> [batch, k, d]
    """The same for half the mean."""
    return slope(lambda at: squares(at @ X, Y) / (2 * n), W)


def layer_double(X: Tensor, Y: Tensor, W: Tensor, n: int) -> Tensor:  # -> [batch, k, d]
    """The same for the mean."""
    return slope(lambda at: squares(at @ X, Y) / n, W)


def row_half(X: Tensor, Y: Tensor, W: Tensor) -> Tensor:  # -> [batch, d, k]
    """By automatic differentiation."""
    return slope(lambda at: squares(X @ at, Y) / 2, W)


def row_total(X: Tensor, Y: Tensor, W: Tensor) -> Tensor:  # -> [batch, d, k]
    """The same without the factor 1/2."""
    return slope(lambda at: squares(X @ at, Y), W)


def row_mean(X: Tensor, Y: Tensor, W: Tensor, n: int) -> Tensor:  # -> [batch, d, k]
    """The same for half the mean."""
    return slope(lambda at: squares(X @ at, Y) / (2 * n), W)


def row_double(X: Tensor, Y: Tensor, W: Tensor, n: int) -> Tensor:  # -> [batch, d, k]
    """The same for the mean."""
    return slope(lambda at: squares(X @ at, Y) / n, W)


MODELS: dict[Formula, Model] = {
    topic.first_half: first_half,
    topic.second_half: second_half,
    topic.balance: balance,
    topic.layer_half: layer_half,
    topic.layer_total: layer_total,
    topic.layer_mean: layer_mean,
    topic.layer_double: layer_double,
    topic.row_half: row_half,
    topic.row_total: row_total,
    topic.row_mean: row_mean,
    topic.row_double: row_double,
}
