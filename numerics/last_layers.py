"""Torch models of `derivations.last_layers`: the losses and activation functions of `torch.nn.functional`."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import last_layers
from derivations.vocabulary import Formula
from numerics.backward_pass import slope
from numerics.layer_lines import affine
from numerics.models import Model


def quadratic_cost(y: Tensor, a: Tensor) -> Tensor:  # [batch, n], [batch, n] -> [batch]
    """Half the summed squared error."""
    return functional.mse_loss(a, y, reduction="none").sum(dim=1) / 2


def quadratic_gradient(y: Tensor, a: Tensor) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: quadratic_cost(y, at), a)


def cross_entropy(W: Tensor, h: Tensor, b: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The cross-entropy of a linear layer's scores."""
    return functional.cross_entropy(affine(W, h, b), y, reduction="none")


def by_bias(h: Tensor, W: Tensor, b: Tensor, y: Tensor) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: cross_entropy(W, h, at, y), b)


def by_weight(h: Tensor, W: Tensor, b: Tensor, y: Tensor) -> Tensor:  # -> [batch, n, m]
    """By automatic differentiation."""
    return slope(lambda at: cross_entropy(at, h, b, y), W)


def binary_loss(y: Tensor, a: Tensor) -> Tensor:  # [batch], [batch] -> [batch]
    """The binary cross-entropy."""
    return functional.binary_cross_entropy(a, y, reduction="none")


def of_score(z: Tensor, y: Tensor) -> Tensor:  # [batch], [batch] -> [batch]
    """The binary cross-entropy by its score."""
    return functional.binary_cross_entropy_with_logits(z, y, reduction="none")


def binary_score(w: Tensor, h: Tensor, beta: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """By automatic differentiation."""
    return slope(lambda at: of_score(at, y), torch.einsum("bm,bm->b", w, h) + beta)


def binary_weights(h: Tensor, W: Tensor, b: Tensor, y: Tensor) -> Tensor:  # -> [batch, n, m]
    """By automatic differentiation."""
    return slope(lambda at: of_score(affine(at, h, b), y), W)


def logistic_line(z: Tensor) -> Tensor:  # [batch, n] -> [batch, n]
    """`torch.sigmoid`."""
    return torch.sigmoid(z)


def tanh_line(z: Tensor) -> Tensor:  # [batch, n] -> [batch, n]
    """`torch.tanh`."""
    return torch.tanh(z)


def relu_line(z: Tensor) -> Tensor:  # [batch, n] -> [batch, n]
    """`torch.nn.functional.relu`."""
    return functional.relu(z)


def softmax_line(z: Tensor) -> Tensor:  # [batch, n] -> [batch, n]
    """`torch.softmax`."""
    return torch.softmax(z, dim=1)


MODELS: dict[Formula, Model] = {
    last_layers.quadratic_cost: quadratic_cost,
    last_layers.quadratic_slope: quadratic_gradient,
    last_layers.quadratic_gradient: quadratic_gradient,
    last_layers.by_bias: by_bias,
    last_layers.by_weight: by_weight,
    last_layers.binary_loss: binary_loss,
    last_layers.binary_score: binary_score,
    last_layers.binary_weights: binary_weights,
    last_layers.logistic_line: logistic_line,
    last_layers.tanh_line: tanh_line,
    last_layers.relu_line: relu_line,
    last_layers.softmax_line: softmax_line,
}
