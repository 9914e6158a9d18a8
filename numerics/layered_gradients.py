"""Torch models of `derivations.layered_gradients`: automatic differentiation of a network of two layers."""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor

from derivations import layered_gradients
from derivations.vocabulary import Formula
from numerics.layered_networks import affine
from numerics.models import Model, batch_jacobian

Map = Callable[..., Tensor]


def output(W: Tensor, b: Tensor, x: Tensor, g: Map, cost: Map) -> Tensor:  # -> [batch]
    """The cost of a network of two layers."""
    hidden = g(affine(W[:, 0], x, b[:, 0]))
    return cost(affine(W[:, 1], hidden, b[:, 1]))


def weight_gradient(x: Tensor, W: Tensor, b: Tensor, g: Map, cost: Map) -> Tensor:  # -> [batch, 2, n, n]
    """The gradient of the cost by all weights."""
    return batch_jacobian(lambda at: output(at, b, x, g, cost), W)


def bias_gradient(x: Tensor, W: Tensor, b: Tensor, g: Map, cost: Map) -> Tensor:  # -> [batch, 2, n]
    """The gradient of the cost by all biases."""
    return batch_jacobian(lambda at: output(W, at, x, g, cost), b)


MODELS: dict[Formula, Model] = {
    layered_gradients.weight_gradient: weight_gradient,
    layered_gradients.weight_derivative: weight_gradient,
    layered_gradients.bias_gradient: bias_gradient,
    layered_gradients.bias_derivative: bias_gradient,
    layered_gradients.outgoing_weight_gradient: weight_gradient,
    layered_gradients.outgoing_weight_derivative: weight_gradient,
    layered_gradients.outgoing_bias_gradient: bias_gradient,
    layered_gradients.outgoing_bias_derivative: bias_gradient,
}
