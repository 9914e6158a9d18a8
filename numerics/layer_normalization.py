"""Torch models of `derivations.layer_normalization`: `layer_norm`, `normalize`, automatic differentiation."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import layer_norm, normalize

from derivations import layer_normalization
from derivations.vocabulary import Formula
from numerics.gradient_descent import Map
from numerics.models import Model


def layer_mean(z: Tensor) -> Tensor:  # [batch, s, m] -> [batch, s]
    """The means of the rows."""
    return z.mean(dim=2)


def layer_deviation(z: Tensor, delta: Tensor) -> Tensor:  # [batch, s, m], [batch] -> [batch, s]
    """The root of the biased variance of the rows and delta."""
    return torch.hypot(delta.sqrt()[:, None], z.std(dim=2, correction=0))


def layer_output(z: Tensor, delta: Tensor) -> Tensor:  # [batch, s, m], [batch] -> [batch, s, m]
    """Layer normalisation with a delta of 1, of the activities in units of the root of delta."""
    return layer_norm(z / delta.sqrt()[:, None, None], z.shape[2:], eps=1.0)


def weight_normalisation(v: Tensor, g: Tensor) -> Tensor:  # [batch, n], [batch] -> [batch, n]
    """The unit vector along v, times g."""
    return g[:, None] * normalize(v, dim=1, eps=0.0)


def weight_length(v: Tensor, g: Tensor) -> Tensor:  # -> [batch]
    """The length of the weights."""
    return torch.linalg.vector_norm(weight_normalisation(v, g), dim=1)


def slopes(v: Tensor, g: Tensor, f: Map) -> tuple[Tensor, Tensor]:  # -> [batch, n], [batch]
    """The gradients of the loss by direction and length, by automatic differentiation."""
    direction, length = v.clone().requires_grad_(True), g.clone().requires_grad_(True)
    loss = f(weight_normalisation(direction, length))
    by_direction, by_length = torch.autograd.grad(loss.sum(), (direction, length))
    return by_direction, by_length


def length_gradient(v: Tensor, g: Tensor, f: Map) -> Tensor:  # -> [batch]
    """The derivative of the loss by the length."""
    return slopes(v, g, f)[1]


def direction_gradient(v: Tensor, g: Tensor, f: Map) -> Tensor:  # -> [batch, n]
    """The gradient of the loss by the direction."""
    return slopes(v, g, f)[0]


MODELS: dict[Formula, Model] = {
    layer_normalization.layer_mean: layer_mean,
    layer_normalization.layer_deviation: layer_deviation,
    layer_normalization.layer_output: layer_output,
    layer_normalization.weight_normalisation: weight_normalisation,
    layer_normalization.weight_length: weight_length,
    layer_normalization.scale_invariance: weight_normalisation,
    layer_normalization.length_gradient: length_gradient,
    layer_normalization.direction_gradient: direction_gradient,
}
