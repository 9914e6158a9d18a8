"""Torch models of `derivations.gated_layers`: `torch.nn.functional.glu` and its activations on batched affine maps."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from derivations import gated_layers as layers
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[[Tensor], Tensor]


def gated(activation: Map) -> Model:
    """The unit whose gate has the given activation."""

    def model(x: Tensor, W: Tensor, V: Tensor, b: Tensor, c: Tensor) -> Tensor:  # -> [batch, 1, hidden]
        return activation(torch.baddbmm(b, x, W)) * torch.baddbmm(c, x, V)

    return model


def layer(activation: Map) -> Model:
    """The feed-forward layer whose gate has the given activation."""

    def model(x: Tensor, W: Tensor, V: Tensor, W_2: Tensor) -> Tensor:  # -> [batch, 1, d]
        return torch.bmm(activation(torch.bmm(x, W)) * torch.bmm(x, V), W_2)

    return model


def glu(x: Tensor, W: Tensor, V: Tensor, b: Tensor, c: Tensor) -> Tensor:  # -> [batch, 1, hidden]
    """The gated linear unit of torch on one affine map of twice the width."""
    return functional.glu(torch.baddbmm(torch.cat([c, b], dim=2), x, torch.cat([V, W], dim=2)), dim=2)


def added(*maps: Map) -> Map:
    """The residual layer of a chain of maps, as one module."""

    def model(x: Tensor) -> Tensor:
        found = x
        for part in maps:
            found = part(found)
        return torch.add(found, x)

    return model


MODELS: dict[Formula, Model] = {
    layers.glu: glu,
    layers.glu_layer: layer(torch.sigmoid),
    layers.reglu: gated(functional.relu),
    layers.reglu_layer: layer(functional.relu),
    layers.geglu: gated(functional.gelu),
    layers.geglu_layer: layer(functional.gelu),
    layers.swiglu: gated(functional.silu),
    layers.swiglu_layer: layer(functional.silu),
    layers.before_attention: lambda x, A, N: added(N, A)(x),
    layers.before_feeding: lambda h, F, N: added(N, F)(h),
    layers.pre_norm: lambda x, F, N: added(N, F)(x),
    layers.post_norm: lambda x, F, N: N(added(F)(x)),
}
