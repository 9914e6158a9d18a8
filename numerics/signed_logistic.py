"""Torch models of `derivations.signed_logistic`: torch's soft-margin loss, and automatic differentiation."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import signed_logistic
from derivations.vocabulary import Formula
from numerics.least_squares import predictions
from numerics.least_squares_gradients import gradient_of
from numerics.models import Model, batch_jacobian


def signed_total(X: Tensor, y: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """`soft_margin_loss` of each data set, summed."""
    return functional.soft_margin_loss(predictions(X, w), y.double(), reduction="none").sum(dim=1)


def signed_mean(X: Tensor, y: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """`soft_margin_loss` of each data set, averaged."""
    return functional.soft_margin_loss(predictions(X, w), y.double(), reduction="none").mean(dim=1)


def signed_mean_hessian(X: Tensor, y: Tensor, w: Tensor) -> Tensor:  # -> [batch, d, d]
    """The Jacobian of the gradient."""

    def slope(at: Tensor) -> Tensor:
        return torch.autograd.grad(signed_mean(X, y, at).sum(), at, create_graph=True)[0]

    return batch_jacobian(slope, w).detach()


MODELS: dict[Formula, Model] = {
    signed_logistic.signed_total: signed_total,
    signed_logistic.signed_mean: signed_mean,
    signed_logistic.signed_gradient: gradient_of(signed_total),
    signed_logistic.signed_mean_gradient: gradient_of(signed_mean),
    signed_logistic.signed_mean_hessian: signed_mean_hessian,
}
