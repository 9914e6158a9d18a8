"""Torch models of `derivations.rectified_batches`: automatic differentiation of layers, units and cross-entropies."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import rectified_batches
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian

Loss = Callable[[Tensor], Tensor]


def whole_penalty(X: Tensor, W: Tensor, b: Tensor, loss: Loss, mu: Tensor) -> Tensor:  # -> [batch, D, M]
    """The gradient of the loss and the penalty."""
    return batch_jacobian(lambda at: loss(X @ at + b[:, None]) + mu * at.square().sum(dim=(1, 2)), W)


def half_penalty(X: Tensor, W: Tensor, b: Tensor, loss: Loss, mu: Tensor) -> Tensor:  # -> [batch, D, M]
    """The same with half the penalty."""
    return whole_penalty(X, W, b, loss, mu / 2)


def row_bias(X: Tensor, W: Tensor, b: Tensor, loss: Loss) -> Tensor:  # -> [batch, M]
    """The gradient by the biases."""
    return batch_jacobian(lambda at: loss(X @ W + at[:, None]), b)


def named_bias(X: Tensor, W: Tensor, b: Tensor, G: Tensor) -> Tensor:  # -> [batch, M]
    """The gradient of a linear loss by the biases."""
    return row_bias(X, W, b, lambda Y: (G * Y).sum(dim=(1, 2)))


def rectified(A: Tensor, loss: Loss) -> Tensor:  # -> [batch, N, M]
    """The gradient by the pre-activations."""
    return batch_jacobian(lambda at: loss(torch.relu(at)), A)


def named_weights(X: Tensor, dH: Tensor, H: Tensor) -> Tensor:  # -> [batch, D, M]
    """The gradient by weights whose pre-activations are added to those that are given."""
    nothing = torch.zeros(len(X), X.shape[2], H.shape[2], dtype=X.dtype, device=X.device)
    return batch_jacobian(lambda at: (dH * torch.relu(X @ at + H)).sum(dim=(1, 2)), nothing)


def named_inputs(W: Tensor, dH: Tensor, H: Tensor) -> Tensor:  # -> [batch, N, D]
    """The gradient by inputs, likewise."""
    nothing = torch.zeros(len(W), H.shape[1], W.shape[1], dtype=W.dtype, device=W.device)
    return batch_jacobian(lambda at: (dH * torch.relu(at @ W + H)).sum(dim=(1, 2)), nothing)


def half_softmax(X: Tensor, P: Tensor, T: Tensor, W: Tensor, mu: Tensor) -> Tensor:  # -> [batch, D, M]
    """The gradient of a mean loss that is linear in the scores, with half the penalty."""

    def objective(at: Tensor) -> Tensor:
        return ((P - T) * (X @ at)).sum(dim=2).mean(dim=1) + mu / 2 * at.square().sum(dim=(1, 2))

    return batch_jacobian(objective, W)


def whole_softmax(X: Tensor, P: Tensor, T: Tensor, W: Tensor, mu: Tensor) -> Tensor:  # -> [batch, D, M]
    """The same with the whole penalty."""
    return half_softmax(X, P, T, W, 2 * mu)


MODELS: dict[Formula, Model] = {
    rectified_batches.whole_penalty: whole_penalty,
    rectified_batches.half_penalty: half_penalty,
    rectified_batches.row_bias: row_bias,
    rectified_batches.named_bias: named_bias,
    rectified_batches.rectified: rectified,
    rectified_batches.named_weights: named_weights,
    rectified_batches.named_inputs: named_inputs,
    rectified_batches.whole_softmax: whole_softmax,
    rectified_batches.half_softmax: half_softmax,
}
