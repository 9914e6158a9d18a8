"""Torch models of `derivations.wide_networks`: the network as two products, and automatic differentiation."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import wide_networks
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[..., Tensor]


def plain(a: Tensor, W: Tensor, x: Tensor, sigma: Map) -> Tensor:  # [batch, m], [batch, m, d], [batch, d] -> [batch]
    """The output weights times the hidden layer."""
    return torch.einsum("bm,bm->b", a, sigma((W @ x[:, :, None])[:, :, 0]))


def tangent(a: Tensor, W: Tensor, x: Tensor, sigma: Map) -> Tensor:  # -> [batch]
    """The same over the root of the width."""
    return plain(a, W, x, sigma) / a.shape[1] ** 0.5


def mean_field(a: Tensor, W: Tensor, x: Tensor, sigma: Map) -> Tensor:  # -> [batch]
    """The same over the width."""
    return plain(a, W, x, sigma) / a.shape[1]


def with_offsets(W: Tensor, b: Tensor, x: Tensor) -> tuple[Tensor, Tensor]:
    """Offsets as the weights of one more input, which is 1."""
    return torch.cat([W, b[:, :, None]], dim=2), torch.cat([x, torch.ones(len(x), 1).to(x)], dim=1)


def offset_plain(a: Tensor, W: Tensor, b: Tensor, x: Tensor, sigma: Map) -> Tensor:  # -> [batch]
    """The network on the longer input."""
    return plain(a, *with_offsets(W, b, x), sigma)


def offset_tangent(a: Tensor, W: Tensor, b: Tensor, x: Tensor, sigma: Map) -> Tensor:  # -> [batch]
    """The network on the longer input."""
    return tangent(a, *with_offsets(W, b, x), sigma)


def offset_mean_field(a: Tensor, W: Tensor, b: Tensor, x: Tensor, sigma: Map) -> Tensor:  # -> [batch]
    """The network on the longer input."""
    return mean_field(a, *with_offsets(W, b, x), sigma)


def slope(of: Callable[[Tensor], Tensor], place: Tensor) -> Tensor:  # -> the shape of the place
    """The gradient of a batch of numbers."""
    place = place.detach().clone().requires_grad_(True)
    return torch.autograd.grad(of(place).sum(), place)[0]


def weight_gradient(a: Tensor, W: Tensor, x: Tensor, sigma: Map) -> Tensor:  # -> [batch, m, d]
    """By automatic differentiation."""
    return slope(lambda at: plain(a, at, x, sigma), W)


def tangent_weight_gradient(a: Tensor, W: Tensor, x: Tensor, sigma: Map) -> Tensor:  # -> [batch, m, d]
    """By automatic differentiation."""
    return slope(lambda at: tangent(a, at, x, sigma), W)


def mean_weight_gradient(a: Tensor, W: Tensor, x: Tensor, sigma: Map) -> Tensor:  # -> [batch, m, d]
    """By automatic differentiation."""
    return slope(lambda at: mean_field(a, at, x, sigma), W)


def outer_slope(a: Tensor, W: Tensor, x: Tensor, sigma: Map) -> Tensor:  # -> [batch, m]
    """By automatic differentiation."""
    return slope(lambda at: plain(at, W, x, sigma), a)


def tangent_outer_slope(a: Tensor, W: Tensor, x: Tensor, sigma: Map) -> Tensor:  # -> [batch, m]
    """By automatic differentiation."""
    return slope(lambda at: tangent(at, W, x, sigma), a)


def mean_outer_slope(a: Tensor, W: Tensor, x: Tensor, sigma: Map) -> Tensor:  # -> [batch, m]
    """By automatic differentiation."""
    return slope(lambda at: mean_field(at, W, x, sigma), a)


MODELS: dict[Formula, Model] = {
    wide_networks.plain: plain,
    wide_networks.tangent: tangent,
    wide_networks.mean_field: mean_field,
    wide_networks.offset_plain: offset_plain,
    wide_networks.offset_tangent: offset_tangent,
    wide_networks.offset_mean_field: offset_mean_field,
    wide_networks.weight_gradient: weight_gradient,
    wide_networks.tangent_weight_gradient: tangent_weight_gradient,
    wide_networks.mean_weight_gradient: mean_weight_gradient,
    wide_networks.outer_slope: outer_slope,
    wide_networks.tangent_outer_slope: tangent_outer_slope,
    wide_networks.mean_outer_slope: mean_outer_slope,
}
