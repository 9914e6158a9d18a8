"""Torch models of `derivations.backward_pass`: automatic differentiation of a cost with the given slopes."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import backward_pass
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[[Tensor], Tensor]


def slope(cost: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """The slope of a cost by x, by automatic differentiation."""
    x = x.detach().clone().requires_grad_(True)
    return torch.autograd.grad(cost(x).sum(), x)[0]


def weights_sum(dZ: Tensor, A: Tensor) -> Tensor:  # [batch, n, m], [batch, p, m] -> [batch, n, p]
    """The slope of a cost that has the slopes dZ by the pre-activations W A."""
    start = torch.zeros(dZ.shape[0], dZ.shape[1], A.shape[1]).to(dZ)
    return slope(lambda W: dZ * (W @ A), start)


def weights_mean(dZ: Tensor, A: Tensor) -> Tensor:  # -> [batch, n, p]
    """The same for the mean over the examples."""
    return weights_sum(dZ, A) / dZ.shape[2]


def biases_mean(dZ: Tensor) -> Tensor:  # [batch, n, m] -> [batch, n]
    """The slope by biases that are added to every column."""
    start = torch.zeros(dZ.shape[0], dZ.shape[1]).to(dZ)
    return slope(lambda b: (dZ * b[:, :, None].expand_as(dZ)).mean(dim=2), start)


def biases_listed(dz: Tensor) -> Tensor:  # [batch, m, n] -> [batch, n]
    """The same with the examples as rows."""
    return biases_mean(dz.transpose(1, 2))


def inputs(W: Tensor, dZ: Tensor) -> Tensor:  # [batch, n, p], [batch, n, m] -> [batch, p, m]
    """The slope by the activations below."""
    start = torch.zeros(W.shape[0], W.shape[2], dZ.shape[2]).to(dZ)
    return slope(lambda A: dZ * (W @ A), start)


def through(dA: Tensor, g: Map, Z: Tensor) -> Tensor:  # -> [batch, p, m]
    """The slope by what an activation function acts on."""
    return slope(lambda at: dA * g(at), Z)


def recursion(W: Tensor, dZ: Tensor, g: Map, Z: Tensor) -> Tensor:  # -> [batch, p, m]
    """The slope by the pre-activations of the layer below."""
    return slope(lambda at: dZ * (W @ g(at)), Z)


def hyperbolic(W: Tensor, dZ: Tensor, A: Tensor) -> Tensor:  # -> [batch, p, m]
    """The derivative of tanh, continued as a polynomial of its value, along the slopes that come back."""
    back = inputs(W, dZ)
    return slope(lambda a: back * (a - a**3 / 3), A)


def logistic(dA: Tensor, A: Tensor) -> Tensor:  # -> [batch, p, m]
    """The derivative of the logistic function as the antiderivative of a - a^2 gives it."""
    return slope(lambda a: dA * (a.square() / 2 - a**3 / 3), A)


def regularised(dW: Tensor, W: Tensor, mu: Tensor, m: Tensor) -> Tensor:  # -> [batch, n, p]
    """The slope of a cost with the slope dW, plus the penalty."""
    strength = (mu / (2 * m))[:, None, None]
    return slope(lambda at: dW * at + strength * at.square(), W)


MODELS: dict[Formula, Model] = {
    backward_pass.weights_mean: weights_mean,
    backward_pass.weights_sum: weights_sum,
    backward_pass.biases_mean: biases_mean,
    backward_pass.biases_listed: biases_listed,
    backward_pass.inputs: inputs,
    backward_pass.through: through,
    backward_pass.recursion: recursion,
    backward_pass.hyperbolic: hyperbolic,
    backward_pass.logistic: logistic,
    backward_pass.regularised: regularised,
}
