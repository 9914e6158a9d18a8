"""Torch models of `derivations.perceptron_rule`: the rule case by case, automatic differentiation."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import perceptron_rule
from derivations.vocabulary import Formula
from numerics.least_squares import predictions
from numerics.least_squares_gradients import gradient_of
from numerics.models import Model


def bit_weights(w: Tensor, x: Tensor, eta: Tensor, t: Tensor, o: Tensor) -> Tensor:  # -> [batch, d]
    """Add the input where a 1 was missed, take it away where a 0 was missed."""
    missed_one, missed_zero = (t == 1) & (o == 0), (t == 0) & (o == 1)
    step = eta[:, None] * x
    return torch.where(missed_one[:, None], w + step, torch.where(missed_zero[:, None], w - step, w))


def bit_offset(b: Tensor, eta: Tensor, t: Tensor, o: Tensor) -> Tensor:  # -> [batch]
    """The same for an input that is always 1."""
    return bit_weights(b[:, None], torch.ones_like(b)[:, None], eta, t, o)[:, 0]


def sign_weights(w: Tensor, x: Tensor, b: Tensor, eta: Tensor, y: Tensor) -> Tensor:  # -> [batch, d]
    """A gradient step on the hinge at 0, where the answer is wrong."""
    at = w.clone().requires_grad_(True)
    loss = functional.relu(-y * ((at * x).sum(dim=1) + b))
    return w - eta[:, None] * torch.autograd.grad(loss.sum(), at)[0]


def sign_offset(w: Tensor, x: Tensor, b: Tensor, eta: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The same for the bias."""
    at = b.clone().requires_grad_(True)
    loss = functional.relu(-y * ((w * x).sum(dim=1) + at))
    return b - eta * torch.autograd.grad(loss.sum(), at)[0]


def criterion(X: Tensor, y: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """`hinge_embedding_loss` with margin 0."""
    margins = y * predictions(X, w)
    missed = functional.hinge_embedding_loss(margins, -torch.ones_like(margins), margin=0.0, reduction="none")
    return missed.sum(dim=1)


MODELS: dict[Formula, Model] = {
    perceptron_rule.bit_weights: bit_weights,
    perceptron_rule.bit_offset: bit_offset,
    perceptron_rule.sign_weights: sign_weights,
    perceptron_rule.sign_offset: sign_offset,
    perceptron_rule.criterion: criterion,
    perceptron_rule.criterion_gradient: gradient_of(criterion),
}
