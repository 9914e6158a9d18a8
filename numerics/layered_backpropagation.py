"""Torch models of `derivations.layered_backpropagation`: automatic differentiation of networks of three layers."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import layered_backpropagation
from derivations.vocabulary import Formula
from numerics.layered_networks import affine
from numerics.models import Model, batch_jacobian

Map = Callable[..., Tensor]


def errors(z_1: Tensor, W: Tensor, b: Tensor, g: Map, cost: Map) -> Tensor:  # [batch, n] -> [batch, 2, n]
    """The gradients of the cost by the pre-activations of the two hidden layers."""

    def second(lower: Tensor) -> Tensor:
        return (W[:, 0] @ g(lower)[:, :, None])[:, :, 0]

    def rest(upper: Tensor) -> Tensor:
        return cost(affine(W[:, 1], g(upper), b[:, 1]))

    return torch.stack([batch_jacobian(lambda at: rest(second(at)), z_1), batch_jacobian(rest, second(z_1))], dim=1)


MODELS: dict[Formula, Model] = {
    layered_backpropagation.recursion: errors,
    layered_backpropagation.unit_recursion: errors,
    layered_backpropagation.outgoing_recursion: errors,
    layered_backpropagation.outgoing_unit_recursion: errors,
}
