"""Torch models of `derivations.least_squares_gradients`: automatic differentiation of torch's losses."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import least_squares_gradients as gradients
from derivations.vocabulary import Formula
from numerics import least_squares as losses
from numerics.models import Model, batch_jacobian

Loss = Callable[[Tensor, Tensor, Tensor], Tensor]


def gradient_of(loss: Loss) -> Model:
    """The model that differentiates a loss by the weights, [batch, d]."""

    def model(X: Tensor, y: Tensor, w: Tensor) -> Tensor:
        at = w.clone().requires_grad_(True)
        return torch.autograd.grad(loss(X, y, at).sum(), at)[0]

    return model


def hessian_of(loss: Loss) -> Model:
    """The model that differentiates a loss twice by the weights, [batch, d, d]."""

    def model(X: Tensor, y: Tensor, w: Tensor) -> Tensor:
        def slope(at: Tensor) -> Tensor:
            return torch.autograd.grad(loss(X, y, at).sum(), at, create_graph=True)[0]

        return batch_jacobian(slope, w)

    return model


MODELS: dict[Formula, Model] = {
    gradients.total_gradient: gradient_of(losses.total),
    gradients.half_gradient: gradient_of(losses.half_total),
    gradients.mean_gradient: gradient_of(losses.mean),
    gradients.half_mean_gradient: gradient_of(losses.half_mean),
    gradients.half_entry: gradient_of(losses.half_total),
    gradients.mean_entry: gradient_of(losses.mean),
    gradients.half_mean_entry: gradient_of(losses.half_mean),
    gradients.half_hessian: hessian_of(losses.half_total),
    gradients.half_mean_hessian: hessian_of(losses.half_mean),
}
