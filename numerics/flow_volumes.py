"""Torch models of `derivations.flow_volumes`: whole layers by automatic differentiation, eigenvalues."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import flow_volumes
from derivations.vocabulary import Formula
from numerics.flow_layers import coupling_volume, planar_determinant
from numerics.generative_forms import Map, affine_mass
from numerics.models import Model


def named_determinant(x_a: Tensor, x_b: Tensor, U: Tensor, t: Map) -> Tensor:  # -> [batch]
    """The volume of the whole layer, which keeps its orientation."""
    return coupling_volume(x_a, x_b, U, t).exp()


def planar(z: Tensor, u: Tensor, w: Tensor, b: Tensor, h: Map) -> Tensor:  # -> [batch]
    """The determinant by automatic differentiation."""
    return planar_determinant(z, u, w, b, h)


def scaled_mass(h: Map, x: Tensor, a: Tensor) -> Tensor:  # -> [batch]
    """The size of the slope of the distribution function."""
    return affine_mass(h, x, a, torch.zeros_like(a)).abs()


def trace_estimate(A: Tensor) -> Tensor:  # [batch, n, n] -> [batch]
    """The sum of the eigenvalues."""
    return torch.linalg.eigvals(A).sum(dim=1).real


MODELS: dict[Formula, Model] = {
    flow_volumes.named_volume: coupling_volume,
    flow_volumes.named_determinant: named_determinant,
    flow_volumes.planar_determinant: planar,
    flow_volumes.scaled_mass: scaled_mass,
    flow_volumes.trace_estimate: trace_estimate,
}
