"""Torch models of `derivations.single_neurons`: small networks in torch, differentiated by autograd."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import single_neurons as neurons
from derivations.vocabulary import Formula
from numerics.models import Model

Activation = Callable[[Tensor], Tensor]


def error(w: Tensor, x: Tensor, b: Tensor, t: Tensor, activation: Activation) -> Tensor:  # -> [batch]
    """Half the squared error, by `torch.nn.functional`."""
    output = activation((w * x).sum(dim=1) + b)
    return torch.nn.functional.mse_loss(output, t, reduction="none") / 2


def by_offset(activation: Activation) -> Model:
    """The derivative of the error by the offset."""

    def derivative(w: Tensor, x: Tensor, b: Tensor, t: Tensor) -> Tensor:  # -> [batch]
        at = b.detach().requires_grad_(True)
        (found,) = torch.autograd.grad(error(w, x, at, t, activation).sum(), at)
        return found

    return derivative


def by_weights(activation: Activation) -> Model:
    """The gradient of the error by the weights."""

    def derivative(w: Tensor, x: Tensor, b: Tensor, t: Tensor) -> Tensor:  # -> [batch, d]
        at = w.detach().requires_grad_(True)
        (found,) = torch.autograd.grad(error(at, x, b, t, activation).sum(), at)
        return found

    return derivative


def output_delta(o: Tensor, t: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """Minus the derivative of the error by the score at which the output has this value."""
    score = torch.logit(o).detach().requires_grad_(True)
    loss = torch.nn.functional.mse_loss(torch.sigmoid(score), t, reduction="none") / 2
    (found,) = torch.autograd.grad(loss.sum(), score)
    return -found


def hidden_delta(o: Tensor, w: Tensor, e: Tensor) -> Tensor:  # [batch], [batch, m] twice -> [batch]
    """The derivative by the score of what the next layer gets, weighted by its error terms."""
    score = torch.logit(o).detach().requires_grad_(True)
    sent = torch.sigmoid(score)[:, None] * w
    (found,) = torch.autograd.grad((sent * e).sum(), score)
    return found


def delta_rule(eta: Tensor, t: Tensor, o: Tensor, x: Tensor) -> Tensor:  # -> [batch, d]
    """What a step of size eta down half the squared error adds to the weights, from weights 0."""
    at = torch.zeros_like(x).requires_grad_(True)
    loss = ((at * x).sum(dim=1) + o - t).square() / 2
    (found,) = torch.autograd.grad(loss.sum(), at)
    return -eta[:, None] * found


def layer_loss(W: Tensor, x: Tensor, t: Tensor) -> Tensor:  # -> []
    """Half the squared error of the layer, all examples together."""
    return torch.nn.functional.mse_loss(torch.einsum("bnd,bd->bn", W, x), t, reduction="sum") / 2


def layer_weights(W: Tensor, x: Tensor, t: Tensor) -> Tensor:  # -> [batch, n, d]
    """By autograd."""
    at = W.detach().requires_grad_(True)
    (found,) = torch.autograd.grad(layer_loss(at, x, t), at)
    return found


def layer_inputs(W: Tensor, x: Tensor, t: Tensor) -> Tensor:  # -> [batch, d]
    """By autograd."""
    at = x.detach().requires_grad_(True)
    (found,) = torch.autograd.grad(layer_loss(W, at, t), at)
    return found


MODELS: dict[Formula, Model] = {
    neurons.logistic_offset: by_offset(torch.sigmoid),
    neurons.logistic_weights: by_weights(torch.sigmoid),
    neurons.hyperbolic_offset: by_offset(torch.tanh),
    neurons.hyperbolic_weights: by_weights(torch.tanh),
    neurons.output_delta: output_delta,
    neurons.hidden_delta: hidden_delta,
    neurons.delta_rule: delta_rule,
    neurons.layer_weights: layer_weights,
    neurons.layer_inputs: layer_inputs,
}
