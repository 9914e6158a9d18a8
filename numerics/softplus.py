"""Torch models of `derivations.softplus`, written from the definitions."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

from derivations import softplus
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def value(z: Tensor) -> Tensor:  # [batch] -> [batch]
    """`torch.nn.functional.softplus` itself, without its linear branch for large arguments."""
    return functional.softplus(z, threshold=1000)


def derivative(z: Tensor) -> Tensor:  # [batch] -> [batch]
    """The slope of the softplus, by automatic differentiation."""
    return batch_jacobian(value, z)


def difference(z: Tensor) -> Tensor:  # [batch] -> [batch]
    """The softplus at z minus the softplus at -z."""
    return value(z) - value(-z)


def log_sigmoid(z: Tensor) -> Tensor:  # [batch] -> [batch]
    """`torch.nn.functional.logsigmoid` itself."""
    return functional.logsigmoid(z)


def log_sigmoid_derivative(z: Tensor) -> Tensor:  # [batch] -> [batch]
    """The slope of `logsigmoid`, by automatic differentiation."""
    return batch_jacobian(functional.logsigmoid, z)


MODELS: dict[Formula, Model] = {
    softplus.value: value,
    softplus.derivative: derivative,
    softplus.difference: difference,
    softplus.log_sigmoid: log_sigmoid,
    softplus.log_sigmoid_derivative: log_sigmoid_derivative,
}
