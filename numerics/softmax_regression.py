"""Torch models of `derivations.softmax_regression`, written from the definitions."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import softmax_regression
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def loss(z: Tensor, y: Tensor) -> Tensor:  # [batch, classes], [batch, classes] -> [batch]
    """`torch.nn.functional.cross_entropy` with probabilities as targets."""
    return functional.cross_entropy(z, y, reduction="none")


def _linear(Theta: Tensor, x: Tensor) -> Tensor:
    return torch.einsum("bkn,bn->bk", Theta, x)


def linear_loss(x: Tensor, Theta: Tensor, y: Tensor) -> Tensor:  # [batch, n], [batch, classes, n], [batch, classes]
    """`cross_entropy` of the output of a linear layer, [batch]."""
    return loss(_linear(Theta, x), y)


def logit_gradient(z: Tensor, y: Tensor) -> Tensor:  # [batch, classes], [batch, classes] -> [batch, classes]
    """The gradient of `cross_entropy` by the scores, by automatic differentiation."""
    return batch_jacobian(lambda scores: loss(scores, y), z)


def weight_gradient(x: Tensor, Theta: Tensor, y: Tensor) -> Tensor:  # -> [batch, classes, n]
    """The gradient of `cross_entropy` by the weights of the linear layer, by automatic differentiation."""
    return batch_jacobian(lambda weights: linear_loss(x, weights, y), Theta)


def class_losses(z: Tensor) -> Tensor:  # [batch, classes] -> [batch, classes]
    """`torch.nn.functional.nll_loss` for every class as the true one."""
    scores = functional.log_softmax(z, dim=-1)
    classes = torch.arange(z.shape[1], device=z.device)
    losses = [functional.nll_loss(scores, c.expand(z.shape[0]), reduction="none") for c in classes]
    return torch.stack(losses, dim=-1)


def class_gradients(z: Tensor) -> Tensor:  # [batch, classes] -> [batch, true class, classes]
    """The gradient of each class's loss by the scores, by automatic differentiation."""
    return batch_jacobian(class_losses, z)


MODELS: dict[Formula, Model] = {
    softmax_regression.loss: loss,
    softmax_regression.logit_loss: loss,
    softmax_regression.linear_loss: linear_loss,
    softmax_regression.logit_gradient: logit_gradient,
    softmax_regression.logit_derivative: logit_gradient,
    softmax_regression.row_gradient: weight_gradient,
    softmax_regression.weight_gradient: weight_gradient,
    softmax_regression.one_hot_loss: class_losses,
    softmax_regression.negative_log_likelihood: class_losses,
    softmax_regression.class_gradient: class_gradients,
}
