"""Torch models of `derivations.activation_functions`: the functions of `torch.nn.functional`."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import activation_functions
from derivations.vocabulary import Formula
from numerics.models import Model


def leaky(x: Tensor, alpha: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The leaky rectifier with a slope for each element of the batch."""
    return torch.where(x > 0, x, alpha * x)


def leaky_hundredth(x: Tensor) -> Tensor:
    """The leaky rectifier of torch, whose slope is 0.01."""
    return F.leaky_relu(x)


def elu(x: Tensor, alpha: Tensor) -> Tensor:
    """The exponential linear unit of torch on the negative part, scaled."""
    return torch.relu(x) + alpha * F.elu(-torch.relu(-x))


def selu(x: Tensor, lamda: Tensor, alpha: Tensor) -> Tensor:
    """The scaled exponential linear unit."""
    return lamda * elu(x, alpha)


def softsign(x: Tensor) -> Tensor:
    """The softsign of torch."""
    return F.softsign(x)


def smooth(x: Tensor) -> Tensor:
    """The softplus of torch."""
    return F.softplus(x)


def logistic(x: Tensor) -> Tensor:
    """The logistic function of torch."""
    return torch.sigmoid(x)


def hyperbolic(x: Tensor) -> Tensor:
    """The hyperbolic tangent of torch."""
    return torch.tanh(x)


MODELS: dict[Formula, Model] = {
    activation_functions.logistic: logistic,
    activation_functions.hyperbolic: hyperbolic,
    activation_functions.leaky: leaky,
    activation_functions.leaky_hundredth: leaky_hundredth,
    activation_functions.elu: elu,
    activation_functions.selu: selu,
    activation_functions.softsign: softsign,
    activation_functions.smooth: smooth,
}
