"""Torch models of `derivations.outgoing_layers`: the forward pass of two layers."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import outgoing_layers
from derivations.vocabulary import Formula
from numerics.layered_networks import affine
from numerics.models import Model

Map = Callable[[Tensor], Tensor]


def passed(W: Tensor, b: Tensor, x: Tensor, g: Map) -> tuple[list[Tensor], list[Tensor]]:
    """Pre-activations and activations of both layers, [batch, n] each."""
    scores, values = [], [x]
    for k in range(W.shape[1]):
        scores.append(affine(W[:, k], values[-1], b[:, k]))
        values.append(g(scores[-1]))
    return scores, values[1:]


def pre_activation(W: Tensor, b: Tensor, x: Tensor, g: Map) -> Tensor:  # -> [batch, L, n]
    """The pre-activations."""
    return torch.stack(passed(W, b, x, g)[0], dim=1)


def layer(W: Tensor, b: Tensor, x: Tensor, g: Map) -> Tensor:  # -> [batch, L, n]
    """The activations."""
    return torch.stack(passed(W, b, x, g)[1], dim=1)


MODELS: dict[Formula, Model] = {
    outgoing_layers.pre_activation: pre_activation,
    outgoing_layers.activation: layer,
    outgoing_layers.layer: layer,
    outgoing_layers.unit_pre_activation: pre_activation,
    outgoing_layers.entered_pre_activation: pre_activation,
    outgoing_layers.entered_layer: layer,
}
