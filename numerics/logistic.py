"""Torch models of `derivations.logistic`, written from the definitions."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import logistic
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def value(z: Tensor) -> Tensor:  # [batch] -> [batch]
    """`torch.sigmoid` itself."""
    return torch.sigmoid(z)


def opposite(z: Tensor) -> Tensor:  # [batch] -> [batch]
    """`torch.sigmoid` at -z."""
    return torch.sigmoid(-z)


def derivative(z: Tensor) -> Tensor:  # [batch] -> [batch]
    """The slope of `torch.sigmoid`, by automatic differentiation."""
    return batch_jacobian(torch.sigmoid, z)


def curvature(z: Tensor) -> Tensor:  # [batch] -> [batch]
    """The second derivative of `torch.sigmoid`, by differentiating twice."""
    return batch_jacobian(lambda at: torch.autograd.grad(torch.sigmoid(at).sum(), at, create_graph=True)[0], z)


def power_derivative(z: Tensor, k: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The slope of a power of `torch.sigmoid`, by automatic differentiation."""
    return batch_jacobian(lambda at: torch.sigmoid(at).pow(k.double()), z)


def saturation(z: Tensor) -> tuple[Tensor, Tensor]:  # [batch] -> [batch] twice
    """The slope of `torch.sigmoid`, and the density of a decay at the rate 1."""
    return derivative(z), torch.exp(-z.abs())


def inverse(t: Tensor) -> Tensor:  # [batch] -> [batch]
    """The number whose `torch.sigmoid` is t, by bisection between -64 and 64."""
    low, high = torch.full_like(t, -64.0), torch.full_like(t, 64.0)
    for _ in range(80):
        middle = (low + high) / 2
        above = torch.sigmoid(middle) > t
        low, high = torch.where(above, low, middle), torch.where(above, middle, high)
    return (low + high) / 2


def round_trip(t: Tensor) -> Tensor:  # [batch] -> [batch]
    """`torch.sigmoid` of `torch.logit`."""
    return torch.sigmoid(torch.logit(t))


def inverse_derivative(t: Tensor) -> Tensor:  # [batch] -> [batch]
    """The slope of `torch.logit`, by automatic differentiation."""
    return batch_jacobian(torch.logit, t)


MODELS: dict[Formula, Model] = {
    logistic.value: value,
    logistic.exponential_form: value,
    logistic.symmetry: opposite,
    logistic.derivative: derivative,
    logistic.symmetric_derivative: derivative,
    logistic.curvature: curvature,
    logistic.power_derivative: power_derivative,
    logistic.saturation: saturation,
    logistic.inverse: inverse,
    logistic.round_trip: round_trip,
    logistic.inverse_derivative: inverse_derivative,
}
