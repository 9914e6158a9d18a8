"""Torch models of `derivations.log_softmax`, written from the definitions."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import log_softmax
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def log_probabilities(z: Tensor) -> Tensor:  # [batch, classes] -> [batch, classes]
    """`torch.nn.functional.log_softmax` itself."""
    return functional.log_softmax(z, dim=-1)


def log_probability_gradient(z: Tensor) -> Tensor:  # [batch, classes] -> [batch, classes, classes]
    """The Jacobian of `log_softmax`, by automatic differentiation."""
    return batch_jacobian(log_probabilities, z)


def _logsumexp(z: Tensor) -> Tensor:  # [batch, classes] -> [batch, 1]
    return torch.logsumexp(z, dim=-1, keepdim=True)


def logsumexp_gradient(z: Tensor) -> Tensor:  # [batch, classes] -> [batch, classes]
    """The gradient of `torch.logsumexp`, by automatic differentiation."""
    return batch_jacobian(_logsumexp, z)[:, 0]


def logsumexp_hessian(z: Tensor) -> Tensor:  # [batch, classes] -> [batch, classes, classes]
    """The second derivatives of `torch.logsumexp`, by differentiating twice."""
    return batch_jacobian(_gradient, z)


def _gradient(z: Tensor) -> Tensor:
    return torch.autograd.grad(torch.logsumexp(z, dim=-1).sum(), z, create_graph=True)[0]


def logsumexp_value(z: Tensor) -> Tensor:  # [batch, classes] -> [batch]
    """`torch.logsumexp` itself."""
    return torch.logsumexp(z, dim=-1)


MODELS: dict[Formula, Model] = {
    log_softmax.log_softmax: log_probabilities,
    log_softmax.log_softmax_gradient: log_probability_gradient,
    log_softmax.logsumexp_gradient: logsumexp_gradient,
    log_softmax.logsumexp_derivative: logsumexp_gradient,
    log_softmax.logsumexp_hessian: logsumexp_hessian,
    log_softmax.logsumexp_curvature: logsumexp_hessian,
    log_softmax.logsumexp_shift: logsumexp_value,
}
