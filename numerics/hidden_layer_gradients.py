"""Torch models of `derivations.hidden_layer_gradients`: automatic differentiation of `baddbmm`."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import hidden_layer_gradients
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[..., Tensor]


def affine(W: Tensor, x: Tensor, b: Tensor) -> Tensor:  # [batch, m, n], [batch, n], [batch, m] -> [batch, m]
    """W x + b."""
    return torch.baddbmm(b[:, :, None], W, x[:, :, None])[:, :, 0]


def slope(of: Callable[[Tensor], Tensor], place: Tensor) -> Tensor:  # -> the shape of the place
    """The gradient of a batch of numbers."""
    place = place.detach().clone().requires_grad_(True)
    return torch.autograd.grad(of(place).sum(), place)[0]


def network(W: Tensor, x: Tensor, b: Tensor, v: Tensor, c: Tensor, phi: Map) -> Tensor:  # -> [batch]
    """The output of the network."""
    return torch.einsum("bm,bm->b", v, phi(affine(W, x, b))) + c


def error(W: Tensor, x: Tensor, b: Tensor, v: Tensor, c: Tensor, y: Tensor, phi: Map) -> Tensor:  # -> [batch]
    """Half the squared error of the network."""
    return F.mse_loss(network(W, x, b, v, c, phi), y, reduction="none") / 2


def outer_gradient(W: Tensor, x: Tensor, b: Tensor, v: Tensor, c: Tensor, y: Tensor, phi: Map) -> Tensor:  # -> as v
    """By automatic differentiation."""
    return slope(lambda at: error(W, x, b, at, c, y, phi), v)


def offset_gradient(W: Tensor, x: Tensor, b: Tensor, v: Tensor, c: Tensor, y: Tensor, phi: Map) -> Tensor:  # -> as c
    """By automatic differentiation."""
    return slope(lambda at: error(W, x, b, v, at, y, phi), c)


def bias_gradient(W: Tensor, x: Tensor, b: Tensor, v: Tensor, c: Tensor, y: Tensor, phi: Map) -> Tensor:  # -> as b
    """By automatic differentiation."""
    return slope(lambda at: error(W, x, at, v, c, y, phi), b)


def weight_gradient(W: Tensor, x: Tensor, b: Tensor, v: Tensor, c: Tensor, y: Tensor, phi: Map) -> Tensor:  # -> as W
    """By automatic differentiation."""
    return slope(lambda at: error(at, x, b, v, c, y, phi), W)


def input_gradient(W: Tensor, x: Tensor, b: Tensor, v: Tensor, c: Tensor, y: Tensor, phi: Map) -> Tensor:  # -> as x
    """By automatic differentiation."""
    return slope(lambda at: error(W, at, b, v, c, y, phi), x)


def output_weights(W: Tensor, x: Tensor, b: Tensor, v: Tensor, c: Tensor, phi: Map) -> Tensor:  # -> as v
    """By automatic differentiation."""
    return slope(lambda at: network(W, x, b, at, c, phi), v)


def hidden_weights(W: Tensor, x: Tensor, b: Tensor, v: Tensor, c: Tensor, phi: Map) -> Tensor:  # -> as W
    """By automatic differentiation; its entries and rows are the derivatives by single weights and units."""
    return slope(lambda at: network(at, x, b, v, c, phi), W)


def input_map(W: Tensor, x: Tensor, b: Tensor, v: Tensor, c: Tensor, phi: Map) -> Tensor:  # -> as x
    """By automatic differentiation."""
    return slope(lambda at: network(W, at, b, v, c, phi), x)


MODELS: dict[Formula, Model] = {
    hidden_layer_gradients.outer_gradient: outer_gradient,
    hidden_layer_gradients.offset_gradient: offset_gradient,
    hidden_layer_gradients.bias_gradient: bias_gradient,
    hidden_layer_gradients.weight_gradient: weight_gradient,
    hidden_layer_gradients.input_gradient: input_gradient,
    hidden_layer_gradients.output_weights: output_weights,
    hidden_layer_gradients.hidden_weights: hidden_weights,
    hidden_layer_gradients.hidden_entry: hidden_weights,
    hidden_layer_gradients.unit_gradient: hidden_weights,
    hidden_layer_gradients.input_map: input_map,
}
