"""Torch models of `derivations.activation_slopes`: automatic differentiation of the functions of torch."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import activation_slopes
from derivations.vocabulary import Formula
from numerics import activation_functions
from numerics.models import Model, batch_jacobian


def slope_of(function: Callable[[Tensor], Tensor]) -> Callable[[Tensor], Tensor]:
    """The derivative of an entrywise function of torch."""

    def slope(x: Tensor) -> Tensor:
        return batch_jacobian(function, x)

    return slope


def leaky_slope(x: Tensor, alpha: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The slope of the leaky rectifier."""
    return batch_jacobian(lambda at: activation_functions.leaky(at, alpha), x)


def exponential_slope(x: Tensor, alpha: Tensor) -> Tensor:
    """The slope of the exponential linear unit."""
    return batch_jacobian(lambda at: activation_functions.elu(at, alpha), x)


MODELS: dict[Formula, Model] = {
    activation_slopes.logistic_slope: slope_of(torch.sigmoid),
    activation_slopes.hyperbolic_slope: slope_of(torch.tanh),
    activation_slopes.rectifier_slope: slope_of(torch.relu),
    activation_slopes.leaky_slope: leaky_slope,
    activation_slopes.exponential_slope: exponential_slope,
    activation_slopes.softsign_slope: slope_of(F.softsign),
    activation_slopes.smooth_slope: slope_of(F.softplus),
    activation_slopes.bell_slope: slope_of(lambda x: torch.exp(-(x**2))),
}
