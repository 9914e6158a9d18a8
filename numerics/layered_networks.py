"""Torch models of `derivations.layered_networks`: `torch.nn.functional.linear` and loops over layers."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import layered_networks
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[[Tensor], Tensor]


def affine(W: Tensor, a: Tensor, b: Tensor) -> Tensor:  # [batch, n, k], [batch, k], [batch, n] -> [batch, n]
    """One affine layer."""
    return torch.baddbmm(b[:, :, None], W, a[:, :, None])[:, :, 0]


def pre_activation(W: Tensor, a: Tensor, b: Tensor) -> Tensor:  # [batch, L, n, n], [batch, L, n] twice
    """The affine maps of all layers, [batch, L, n]."""
    return torch.stack([affine(W[:, k], a[:, k], b[:, k]) for k in range(W.shape[1])], dim=1)


def incoming_pre_activation(W: Tensor, a: Tensor, b: Tensor) -> Tensor:  # -> [batch, L, n]
    """Rows times matrices."""
    return torch.einsum("bli,blij->blj", a, W) + b


def activation(z: Tensor, g: Map) -> Tensor:  # [batch, L, n] -> [batch, L, n]
    """The activation function at each pre-activation."""
    return g(z)


def forward(W: Tensor, b: Tensor, x: Tensor, phi: Map) -> Tensor:  # -> [batch, L, n]
    """The activations of all layers, one after the other."""
    found = [x]
    for k in range(W.shape[1]):
        found.append(phi(affine(W[:, k], found[-1], b[:, k])))
    return torch.stack(found[1:], dim=1)


def layer(W: Tensor, b: Tensor, x: Tensor, g: Map) -> Tensor:  # -> [batch, L, n]
    """The forward pass with an arbitrary activation function."""
    return forward(W, b, x, g)


def rectified_layer(W: Tensor, b: Tensor, x: Tensor) -> Tensor:  # -> [batch, L, n]
    """The forward pass of rectified units."""
    return forward(W, b, x, torch.relu)


def squashed_layer(W: Tensor, b: Tensor, x: Tensor) -> Tensor:  # -> [batch, L, n]
    """The forward pass of tanh units."""
    return forward(W, b, x, torch.tanh)


def batch_pre_activation(W: Tensor, A: Tensor, b: Tensor) -> Tensor:  # -> [batch, L, n, m]
    """The affine map of each example by itself: a column of A [batch, L, n, m]."""
    single = [pre_activation(W, A[..., example], b) for example in range(A.shape[-1])]
    return torch.stack(single, dim=-1)


def broadcast_pre_activation(W: Tensor, A: Tensor, beta: Tensor) -> Tensor:  # -> [batch, L, n, m]
    """The affine map of each example by itself."""
    return batch_pre_activation(W, A, beta)


MODELS: dict[Formula, Model] = {
    layered_networks.pre_activation: pre_activation,
    layered_networks.unit_pre_activation: pre_activation,
    layered_networks.incoming_pre_activation: incoming_pre_activation,
    layered_networks.activation: activation,
    layered_networks.layer: layer,
    layered_networks.rectified_layer: rectified_layer,
    layered_networks.squashed_layer: squashed_layer,
    layered_networks.unit: layer,
    layered_networks.batch_pre_activation: batch_pre_activation,
    layered_networks.broadcast_pre_activation: broadcast_pre_activation,
}
