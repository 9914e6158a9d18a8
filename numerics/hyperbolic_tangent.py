"""Torch models of `derivations.hyperbolic_tangent`, written from the definitions."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import hyperbolic_tangent
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def value(z: Tensor) -> Tensor:  # [batch] -> [batch]
    """`torch.tanh` itself."""
    return torch.tanh(z)


def logistic(z: Tensor) -> Tensor:  # [batch] -> [batch]
    """`torch.sigmoid` itself."""
    return torch.sigmoid(z)


def derivative(z: Tensor) -> Tensor:  # [batch] -> [batch]
    """The slope of `torch.tanh`, by automatic differentiation."""
    return batch_jacobian(torch.tanh, z)


MODELS: dict[Formula, Model] = {
    hyperbolic_tangent.value: value,
    hyperbolic_tangent.logistic_form: value,
    hyperbolic_tangent.logistic_from_tanh: logistic,
    hyperbolic_tangent.derivative: derivative,
}
