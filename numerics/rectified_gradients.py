"""Torch models of `derivations.rectified_gradients`: automatic differentiation of torch's rectified units."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from derivations import rectified_gradients
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def derivative(z: Tensor) -> Tensor:  # [batch] -> [batch]
    """The slope of `torch.relu`."""
    return batch_jacobian(torch.relu, z)


def absolute_derivative(z: Tensor) -> Tensor:  # [batch] -> [batch]
    """The slope of `torch.abs`."""
    return batch_jacobian(torch.abs, z)


def leaky_derivative(z: Tensor, epsilon: Tensor) -> Tensor:  # [batch], [batch] -> [batch]
    """The slope of `torch.nn.functional.prelu` with one leak for each element."""
    return batch_jacobian(lambda at: functional.prelu(at[None, :], epsilon)[0], z)


def exponential_derivative(z: Tensor) -> Tensor:  # [batch] -> [batch]
    """The slope of `torch.nn.functional.elu`."""
    return batch_jacobian(functional.elu, z)


def jacobian_by_pre_activation(z: Tensor) -> Tensor:  # [batch, m] -> [batch, m, m]
    """The Jacobian of `torch.relu` on a vector."""
    return batch_jacobian(torch.relu, z)


def _layer(W: Tensor, x: Tensor) -> Tensor:
    return torch.relu(torch.einsum("bmn,bn->bm", W, x))


def weight_derivative(x: Tensor, W: Tensor) -> Tensor:  # [batch, n], [batch, m, n] -> [batch, i, j, k]
    """The derivatives of the units k of a rectified layer by its weights W_ij."""
    return batch_jacobian(lambda at: _layer(at, x), W).permute(0, 2, 3, 1)


def input_derivative(x: Tensor, W: Tensor) -> Tensor:  # [batch, n], [batch, m, n] -> [batch, m, n]
    """The Jacobian of a rectified layer by its input."""
    return batch_jacobian(lambda at: _layer(W, at), x)


def dead_unit(
    X: Tensor, theta: Tensor, b: Tensor, eta: Tensor, cost: Callable[[Tensor], Tensor]
) -> Tensor:  # [batch, s, n], [batch, n], [batch] twice -> [batch, n]
    """One step of `torch.optim.SGD` on the loss over all examples; the step size is in the loss."""
    weights = theta.clone().requires_grad_(True)
    optimiser = torch.optim.SGD([weights], lr=1.0)
    activations = torch.relu(torch.einsum("bsn,bn->bs", X, weights) + b[:, None])
    losses = torch.stack([cost(column) for column in activations.unbind(dim=1)])
    (eta * losses.sum(dim=0)).sum().backward()
    optimiser.step()
    return weights.detach()


MODELS: dict[Formula, Model] = {
    rectified_gradients.derivative: derivative,
    rectified_gradients.absolute_derivative: absolute_derivative,
    rectified_gradients.leaky_derivative: leaky_derivative,
    rectified_gradients.exponential_derivative: exponential_derivative,
    rectified_gradients.jacobian_by_pre_activation: jacobian_by_pre_activation,
    rectified_gradients.weight_derivative: weight_derivative,
    rectified_gradients.input_derivative: input_derivative,
    rectified_gradients.input_jacobian: input_derivative,
    rectified_gradients.dead_unit: dead_unit,
}
