"""Torch models of `derivations.residual`: residual layers, run and differentiated."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import residual
from derivations.vocabulary import Formula
from numerics.gradient_descent import Map, slope
from numerics.models import Model, batch_jacobian


def layer(f: Map, x: Tensor) -> Tensor:  # [batch, n] -> [batch, n]
    """The input, and what the layer adds."""
    return torch.stack([x, f(x)]).sum(dim=0)


def identity_shortcut(f: Map, x: Tensor) -> Tensor:  # -> [batch, n, n]
    """The Jacobian of the layer."""
    return batch_jacobian(lambda at: layer(f, at), x)


def projection_shortcut(f: Map, W: Tensor, x: Tensor) -> Tensor:  # -> [batch, m, n]
    """The Jacobian of the layer with a matrix as shortcut."""
    return batch_jacobian(lambda at: torch.baddbmm(f(at)[..., None], W, at[..., None])[..., 0], x)


def backward(f: Map, loss: Map, x: Tensor) -> Tensor:  # -> [batch, n]
    """The gradient of the loss after the layer."""
    return slope(lambda at: loss(layer(f, at)), x)


def stacked_layers(f_1: Map, f_2: Map, x: Tensor) -> Tensor:  # -> [batch, n]
    """One layer after the other."""
    return layer(f_2, layer(f_1, x))


def stacked_jacobian(f_1: Map, f_2: Map, x: Tensor) -> Tensor:  # -> [batch, n, n]
    """The Jacobian of both layers together."""
    return batch_jacobian(lambda at: stacked_layers(f_1, f_2, at), x)


MODELS: dict[Formula, Model] = {
    residual.identity_shortcut: identity_shortcut,
    residual.projection_shortcut: projection_shortcut,
    residual.backward: backward,
    residual.stacked_layers: stacked_layers,
    residual.stacked_jacobian: stacked_jacobian,
}
