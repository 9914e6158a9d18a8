"""Torch models of `derivations.gated_activations`: the functions of `torch.nn.functional`, and their derivatives."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor

from derivations import gated_activations
from derivations.vocabulary import Formula
from numerics.activation_slopes import slope_of
from numerics.models import Model, batch_jacobian


def silu(x: Tensor) -> Tensor:
    """The sigmoid linear unit of torch."""
    return F.silu(x)


def swish(x: Tensor, beta: Tensor) -> Tensor:
    """The sigmoid linear unit of torch, stretched."""
    return F.silu(beta * x) / beta


def gelu(x: Tensor) -> Tensor:
    """The Gaussian error linear unit of torch."""
    return F.gelu(x)


def gelu_tanh(x: Tensor) -> Tensor:
    """Its approximation in torch."""
    return F.gelu(x, approximate="tanh")


def gelu_sigmoid(x: Tensor) -> Tensor:
    """A stretched sigmoid linear unit."""
    return F.silu(1.702 * x) / 1.702


def mish(x: Tensor) -> Tensor:
    """The mish of torch."""
    return F.mish(x)


def swish_slope(x: Tensor, beta: Tensor) -> Tensor:
    """The slope of the swish."""
    return batch_jacobian(lambda at: swish(at, beta), x)


MODELS: dict[Formula, Model] = {
    gated_activations.silu: silu,
    gated_activations.swish: swish,
    gated_activations.gelu: gelu,
    gated_activations.gelu_tanh: gelu_tanh,
    gated_activations.gelu_sigmoid: gelu_sigmoid,
    gated_activations.mish: mish,
    gated_activations.silu_slope: slope_of(F.silu),
    gated_activations.swish_slope: swish_slope,
    gated_activations.gelu_slope: slope_of(F.gelu),
    gated_activations.mish_slope: slope_of(F.mish),
}
