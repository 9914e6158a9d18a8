"""Torch models of `derivations.rectified_units`: the activations of `torch.nn.functional` and elementary functions."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import rectified_units
from derivations.vocabulary import Formula
from numerics.models import Model


def value(x: Tensor, theta: Tensor) -> Tensor:  # [batch, n], [batch, n] -> [batch]
    """`torch.relu` of the inner product."""
    return torch.relu(torch.einsum("bn,bn->b", x, theta))


def rectified(z: Tensor) -> Tensor:  # [batch] -> [batch]
    """`torch.relu` itself."""
    return torch.relu(z)


def absolute(z: Tensor) -> Tensor:  # [batch] -> [batch]
    """`torch.abs` itself."""
    return torch.abs(z)


def same(z: Tensor) -> Tensor:  # [batch] -> [batch]
    """The number itself."""
    return z


def maximum(f: Tensor, g: Tensor) -> Tensor:  # [batch], [batch] -> [batch]
    """`torch.maximum` itself."""
    return torch.maximum(f, g)


def twice_maximum(f: Tensor, g: Tensor) -> Tensor:  # [batch], [batch] -> [batch]
    """`torch.maximum`, doubled."""
    return 2 * torch.maximum(f, g)


def homogeneity(z: Tensor, a: Tensor) -> Tensor:  # [batch], [batch] -> [batch]
    """`torch.relu` of the scaled number."""
    return torch.relu(a * z)


def leaky(z: Tensor, epsilon: Tensor) -> Tensor:  # [batch], [batch] -> [batch]
    """`torch.nn.functional.prelu` with one slope for each element."""
    return functional.prelu(z[None, :], epsilon)[0]


def exponential(z: Tensor) -> Tensor:  # [batch] -> [batch]
    """`torch.nn.functional.elu` itself."""
    return functional.elu(z)


MODELS: dict[Formula, Model] = {
    rectified_units.value: value,
    rectified_units.gated: rectified,
    rectified_units.from_absolute: rectified,
    rectified_units.absolute: absolute,
    rectified_units.two_units: absolute,
    rectified_units.parts: same,
    rectified_units.maximum: twice_maximum,
    rectified_units.maximum_by_relu: maximum,
    rectified_units.homogeneity: homogeneity,
    rectified_units.leaky: leaky,
    rectified_units.leaky_split: leaky,
    rectified_units.exponential: exponential,
}
