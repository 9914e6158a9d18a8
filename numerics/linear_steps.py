"""Torch models of `derivations.linear_steps`: steps of `torch.optim.SGD`, losses and densities of torch."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import linear_steps
from derivations.vocabulary import Formula
from numerics.gradient_descent import gradient_step
from numerics.models import Model


def predicted(X: Tensor, w: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """The affine map of each row."""
    return torch.einsum("bnd,bd->bn", X, w) + b[:, None]


def mean_loss(X: Tensor, w: Tensor, y: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """Half of `mse_loss`."""
    return functional.mse_loss(predicted(X, w, b), y, reduction="none").mean(dim=1) / 2


def weight_step(X: Tensor, w: Tensor, y: Tensor, b: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """A step on the weights."""
    return gradient_step(lambda at: mean_loss(X, at, y, b), w, eta)


def bias_step(X: Tensor, w: Tensor, y: Tensor, b: Tensor, eta: Tensor) -> Tensor:  # -> [batch]
    """A step on the bias."""
    return gradient_step(lambda at: mean_loss(X, w, y, at[:, 0]), b[:, None], eta)[:, 0]


def decayed_step(X: Tensor, w: Tensor, y: Tensor, b: Tensor, eta: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """A step on the weights of the loss with half their squared length."""
    return gradient_step(lambda at: mean_loss(X, at, y, b) + mu / 2 * at.square().sum(dim=1), w, eta)


def one_loss(y_hat: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The Huber loss with a wide parabola."""
    return functional.huber_loss(y_hat, y, reduction="none", delta=1e6)


def density(y: Tensor, w: Tensor, x: Tensor, b: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """By `torch.distributions`."""
    centre = predicted(x[:, None], w, b)[:, 0]
    return torch.distributions.Normal(centre, sigma).log_prob(y).exp()


def surprise(X: Tensor, w: Tensor, y: Tensor, b: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """By `torch.distributions`."""
    return -torch.distributions.Normal(predicted(X, w, b), sigma[:, None]).log_prob(y).sum(dim=1)


MODELS: dict[Formula, Model] = {
    linear_steps.weight_step: weight_step,
    linear_steps.bias_step: bias_step,
    linear_steps.decayed_step: decayed_step,
    linear_steps.mean_loss: mean_loss,
    linear_steps.one_loss: one_loss,
    linear_steps.density: density,
    linear_steps.surprise: surprise,
}
