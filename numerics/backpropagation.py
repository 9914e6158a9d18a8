"""Torch models of `derivations.backpropagation`: automatic differentiation of whole compositions."""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor

from derivations import backpropagation
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian

Map = Callable[..., Tensor]


def activations(x: Tensor, F_1: Map, F_2: Map, F_3: Map) -> Tensor:  # [batch, n] -> [batch, r]
    """The forward pass."""
    value = x
    for layer in (F_1, F_2, F_3):
        value = layer(value)
    return value


def composition(x: Tensor, F: Map, G: Map) -> Tensor:  # [batch, n] -> [batch, q, n]
    """The Jacobian of G after F."""
    return batch_jacobian(lambda at: G(F(at)), x)


def network_jacobian(x: Tensor, F_1: Map, F_2: Map, F_3: Map) -> Tensor:  # [batch, n] -> [batch, r, n]
    """The Jacobian of three layers."""
    return batch_jacobian(lambda at: F_3(F_2(F_1(at))), x)


def backward_start(z_3: Tensor, loss: Map) -> Tensor:  # [batch, r] -> [batch, r]
    """The gradient of the loss by the output."""
    return batch_jacobian(loss, z_3)


def backward_recursion(x: Tensor, F_1: Map, F_2: Map, F_3: Map, loss: Map) -> Tensor:  # [batch, n] -> [batch, m]
    """The gradient of the loss by the activations of the first layer."""
    return batch_jacobian(lambda at: loss(F_3(F_2(at))), F_1(x))


def own_parameters(x: Tensor, theta: Tensor, F_1: Map, F_2: Map) -> Tensor:  # -> [batch, q, t]
    """The Jacobian of two layers by the parameters of the second."""
    return batch_jacobian(lambda at: F_2(F_1(x), at), theta)


def parameter_jacobian(z_1: Tensor, theta: Tensor, F_2: Map, F_3: Map) -> Tensor:  # -> [batch, r, t]
    """The Jacobian of the output by the parameters of the second layer."""
    return batch_jacobian(lambda at: F_3(F_2(z_1, at)), theta)


def parameter_gradient(z_1: Tensor, theta: Tensor, F_2: Map, F_3: Map, loss: Map) -> Tensor:  # -> [batch, t]
    """The gradient of the loss by the parameters of the second layer."""
    return batch_jacobian(lambda at: loss(F_3(F_2(z_1, at))), theta)


MODELS: dict[Formula, Model] = {
    backpropagation.activations: activations,
    backpropagation.chain_rule: composition,
    backpropagation.chain_rule_entry: composition,
    backpropagation.network_jacobian: network_jacobian,
    backpropagation.backward_start: backward_start,
    backpropagation.backward_recursion: backward_recursion,
    backpropagation.own_parameters: own_parameters,
    backpropagation.parameter_jacobian: parameter_jacobian,
    backpropagation.parameter_gradient: parameter_gradient,
}
