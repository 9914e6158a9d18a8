"""Torch models of `derivations.layer_gradients`: automatic differentiation of affine maps and activations."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import layer_gradients
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian

Map = Callable[..., Tensor]


def _affine(W: Tensor, x: Tensor, b: Tensor) -> Tensor:  # [batch, m, n], [batch, n], [batch, m] -> [batch, m]
    return torch.baddbmm(b[:, :, None], W, x[:, :, None])[:, :, 0]


def affine_jacobian(x: Tensor, W: Tensor, b: Tensor) -> Tensor:  # -> [batch, m, n]
    """The Jacobian of the affine map by its input."""
    return batch_jacobian(lambda at: _affine(W, at, b), x)


def activation_jacobian(z: Tensor, phi: Map) -> Tensor:  # [batch, m] -> [batch, m, m]
    """The Jacobian of the activation."""
    return batch_jacobian(phi, z)


def layer_jacobian(x: Tensor, W: Tensor, b: Tensor, phi: Map) -> Tensor:  # -> [batch, m, n]
    """The Jacobian of the whole layer by its input."""
    return batch_jacobian(lambda at: phi(_affine(W, at, b)), x)


def weight_gradient(x: Tensor, W: Tensor, b: Tensor, loss: Map) -> Tensor:  # -> [batch, m, n]
    """The gradient of the loss by the weights."""
    return batch_jacobian(lambda at: loss(_affine(at, x, b)), W)


def bias_gradient(x: Tensor, W: Tensor, b: Tensor, loss: Map) -> Tensor:  # -> [batch, m]
    """The gradient of the loss by the biases."""
    return batch_jacobian(lambda at: loss(_affine(W, x, at)), b)


def input_gradient(x: Tensor, W: Tensor, b: Tensor, loss: Map) -> Tensor:  # -> [batch, n]
    """The gradient of the loss by the input."""
    return batch_jacobian(lambda at: loss(_affine(W, at, b)), x)


def output_error(z: Tensor, phi: Map, loss: Map) -> Tensor:  # [batch, m] -> [batch, m]
    """The gradient of the loss by the pre-activation."""
    return batch_jacobian(lambda at: loss(phi(at)), z)


def error_recursion(z_1: Tensor, W_2: Tensor, b_2: Tensor, phi: Map, loss: Map) -> Tensor:  # -> [batch, m]
    """The gradient of the loss by the pre-activation of the layer before."""
    return batch_jacobian(lambda at: loss(_affine(W_2, phi(at), b_2)), z_1)


MODELS: dict[Formula, Model] = {
    layer_gradients.affine_jacobian: affine_jacobian,
    layer_gradients.activation_jacobian: activation_jacobian,
    layer_gradients.layer_jacobian: layer_jacobian,
    layer_gradients.weight_derivative: weight_gradient,
    layer_gradients.weight_gradient: weight_gradient,
    layer_gradients.bias_gradient: bias_gradient,
    layer_gradients.input_gradient: input_gradient,
    layer_gradients.output_error: output_error,
    layer_gradients.error_recursion: error_recursion,
}
