"""Torch models of `derivations.recurrent_networks`: the network run step by step, and differentiated."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import recurrent_networks
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian

Objective = Callable[..., Tensor]


def step(state: Tensor, given: Tensor, W: Tensor, U: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """One step of the network."""
    return torch.tanh(torch.einsum("bij,bj->bi", W, state) + torch.einsum("bij,bj->bi", U, given) + b)


def run(state: Tensor, inputs: Tensor, W: Tensor, U: Tensor, b: Tensor) -> list[Tensor]:
    """The states [batch, n] after each of the inputs [batch, steps, m]."""
    states = []
    for given in inputs.unbind(dim=1):
        state = step(state, given, W, U, b)
        states.append(state)
    return states


def update(h_0: Tensor, x: Tensor, W: Tensor, U: Tensor, b: Tensor) -> Tensor:  # -> [batch, steps, n]
    """All states of the network."""
    return torch.stack(run(h_0, x, W, U, b), dim=1)


def two_steps(h_0: Tensor, x: Tensor, W: Tensor, U: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """The second state of the network."""
    return run(h_0, x, W, U, b)[1]


def transition(h_1: Tensor, x: Tensor, W: Tensor, U: Tensor, b: Tensor) -> Tensor:  # -> [batch, n, n]
    """The Jacobian of the second step."""
    return batch_jacobian(lambda state: run(state, x[:, 1:2], W, U, b)[-1], h_1)


def product_of_jacobians(h_1: Tensor, W: Tensor, c: Tensor) -> Tensor:  # -> [batch, n, n]
    """The Jacobian of the last two steps."""
    identity = torch.eye(h_1.shape[1]).to(h_1).expand_as(W)
    return batch_jacobian(lambda state: run(state, c[:, 1:], W, identity, torch.zeros_like(h_1))[-1], h_1)


def recurrent_gradient(  # -> [batch, n, n]
    h_0: Tensor, x: Tensor, W: Tensor, U: Tensor, b: Tensor, loss: Objective
) -> Tensor:
    """The gradient of the loss of a whole run by the recurrent weights."""
    return batch_jacobian(lambda weights: loss(*run(h_0, x, weights, U, b)), W)


def input_gradient(  # -> [batch, n, m]
    h_0: Tensor, x: Tensor, W: Tensor, U: Tensor, b: Tensor, loss: Objective
) -> Tensor:
    """The gradient of the loss of a whole run by the input weights."""
    return batch_jacobian(lambda weights: loss(*run(h_0, x, W, weights, b)), U)


def bias_gradient(  # -> [batch, n]
    h_0: Tensor, x: Tensor, W: Tensor, U: Tensor, b: Tensor, loss: Objective
) -> Tensor:
    """The gradient of the loss of a whole run by the bias."""
    return batch_jacobian(lambda shift: loss(*run(h_0, x, W, U, shift)), b)


MODELS: dict[Formula, Model] = {
    recurrent_networks.update: update,
    recurrent_networks.two_steps: two_steps,
    recurrent_networks.transition: transition,
    recurrent_networks.product_of_jacobians: product_of_jacobians,
    recurrent_networks.recurrent_gradient: recurrent_gradient,
    recurrent_networks.input_gradient: input_gradient,
    recurrent_networks.bias_gradient: bias_gradient,
}
