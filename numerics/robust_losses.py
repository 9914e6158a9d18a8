"""Torch models of `derivations.robust_losses`: losses of `torch.nn.functional`, antiderivatives and derivatives."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import robust_losses
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def huber_residual(r: Tensor, delta: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The Huber loss of torch with threshold 1, stretched: δ² times the loss of r/δ."""
    scaled = r / delta
    return delta**2 * F.huber_loss(scaled, torch.zeros_like(scaled), reduction="none")


def huber(y: Tensor, y_hat: Tensor, delta: Tensor) -> Tensor:
    """The same of a difference."""
    return huber_residual(y - y_hat, delta)


def huber_slope(r: Tensor, delta: Tensor) -> Tensor:
    """Its derivative."""
    return batch_jacobian(lambda at: huber_residual(at, delta), r)


def log_cosh(y: Tensor, y_hat: Tensor) -> Tensor:
    """The logarithm of cosh."""
    return torch.log(torch.cosh(y - y_hat))


def log_cosh_slope(y: Tensor, y_hat: Tensor) -> Tensor:
    """Its derivative by the prediction."""
    return batch_jacobian(lambda at: log_cosh(y, at), y_hat)


def quantile(y: Tensor, y_hat: Tensor, tau: Tensor) -> Tensor:
    """Both sides of the target, each with its own slope."""
    return tau * torch.relu(y - y_hat) + (1 - tau) * torch.relu(y_hat - y)


def poisson(y: Tensor, y_hat: Tensor) -> Tensor:
    """The Poisson loss of torch, of a rate."""
    return F.poisson_nll_loss(y_hat, y, log_input=False, eps=0.0, reduction="none")


MODELS: dict[Formula, Model] = {
    robust_losses.huber: huber,
    robust_losses.huber_residual: huber_residual,
    robust_losses.huber_slope: huber_slope,
    robust_losses.log_cosh: log_cosh,
    robust_losses.log_cosh_slope: log_cosh_slope,
    robust_losses.quantile: quantile,
    robust_losses.poisson: poisson,
}
