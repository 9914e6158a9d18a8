"""Torch models of `derivations.labelled_layers`: forward passes, and automatic differentiation of the cost."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import labelled_layers
from derivations.vocabulary import Formula
from numerics.layered_networks import affine
from numerics.models import Model, batch_jacobian

Map = Callable[..., Tensor]


def activation(z: Tensor, g: Map) -> Tensor:  # [batch, n] -> [batch, n]
    """The activation function at each pre-activation."""
    return g(z)


def layer(W: Tensor, x: Tensor, b: Tensor, g: Map) -> Tensor:  # [batch, n, m], [batch, m], [batch, n] -> [batch, n]
    """Affine map and activation function."""
    return g(affine(W, x, b))


def output_error(z: Tensor, g: Map, cost: Map) -> Tensor:  # [batch, n] -> [batch, n]
    """The gradient of the cost by the pre-activations."""
    return batch_jacobian(lambda at: cost(g(at)), z)


def quadratic_error(z: Tensor, g: Map, y: Tensor) -> Tensor:  # [batch, n] -> [batch, n]
    """The gradient of half the squared error of torch."""
    return batch_jacobian(lambda at: F.mse_loss(g(at), y, reduction="none").sum(dim=-1) / 2, z)


def softmax_error(z: Tensor, y: Tensor) -> Tensor:  # [batch, n] twice -> [batch, n]
    """The gradient of the cross-entropy of torch."""
    return batch_jacobian(lambda at: F.cross_entropy(at, y, reduction="none"), z)


def two_layers(  # -> [batch, q]
    x: Tensor, W_1: Tensor, b_1: Tensor, W_2: Tensor, b_2: Tensor, g: Map
) -> Tensor:
    """A hidden layer and an affine map."""
    return affine(W_2, layer(W_1, x, b_1, g), b_2)


def logistic_output(  # -> [batch, q]
    x: Tensor, W_1: Tensor, b_1: Tensor, W_2: Tensor, b_2: Tensor, g: Map
) -> Tensor:
    """The logistic function of torch over it."""
    return torch.sigmoid(two_layers(x, W_1, b_1, W_2, b_2, g))


MODELS: dict[Formula, Model] = {
    labelled_layers.activation: activation,
    labelled_layers.layer: layer,
    labelled_layers.output_error: output_error,
    labelled_layers.output_unit_error: output_error,
    labelled_layers.quadratic_error: quadratic_error,
    labelled_layers.softmax_error: softmax_error,
    labelled_layers.two_layers: two_layers,
    labelled_layers.logistic_output: logistic_output,
}
