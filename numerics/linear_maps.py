"""Torch models of `derivations.linear_maps`: layers of `torch.nn.functional`, one example after the other."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import linear_maps
from derivations.vocabulary import Formula
from numerics.models import Model


def layer(x: Tensor, A: Tensor, b: Tensor | None = None) -> Tensor:  # [batch, n], [batch, m, n] -> [batch, m]
    """`torch.nn.functional.linear`, with weights of its own for each example."""
    offsets = [None] * len(x) if b is None else list(b)
    return torch.stack([F.linear(*parts) for parts in zip(x, A, offsets, strict=True)])


def homogeneity(A: Tensor, alpha: Tensor, x: Tensor) -> Tensor:  # -> [batch, m]
    """The layer on a multiple of the input."""
    return layer(alpha[:, None] * x, A)


def additivity(A: Tensor, x: Tensor, y: Tensor) -> Tensor:  # -> [batch, m]
    """The layer on the sum of the inputs."""
    return layer(x + y, A)


def superposition(A: Tensor, alpha: Tensor, beta: Tensor, x: Tensor, y: Tensor) -> Tensor:  # -> [batch, m]
    """The layer on a combination of the inputs."""
    return layer(alpha[:, None] * x + beta[:, None] * y, A)


def basis(A: Tensor, x: Tensor) -> Tensor:  # -> [batch, m]
    """The layer on the input."""
    return layer(x, A)


def composition(B: Tensor, A: Tensor, alpha: Tensor, beta: Tensor, x: Tensor, y: Tensor) -> Tensor:  # -> [batch, m]
    """Two layers, one after the other, on a combination of the inputs."""
    return layer(layer(alpha[:, None] * x + beta[:, None] * y, B), A)


def affine_combination(A: Tensor, b: Tensor, alpha: Tensor, x: Tensor, y: Tensor) -> Tensor:  # -> [batch, m]
    """The layer with a bias on the point between the inputs."""
    return layer(torch.lerp(y, x, alpha[:, None]), A, b)


MODELS: dict[Formula, Model] = {
    linear_maps.homogeneity: homogeneity,
    linear_maps.additivity: additivity,
    linear_maps.superposition: superposition,
    linear_maps.basis: basis,
    linear_maps.composition: composition,
    linear_maps.affine_combination: affine_combination,
}
