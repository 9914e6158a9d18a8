"""Torch models of `derivations.loss_fields`: losses of `torch`, and their derivatives by automatic differentiation."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from derivations import loss_fields as fields
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian

Loss = Callable[[Tensor, Tensor, Tensor], Tensor]


def squares(X: Tensor, y: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """The summed squared errors."""
    return functional.mse_loss(torch.einsum("bnd,bd->bn", X, w), y, reduction="none").sum(dim=1)


def slope(loss: Loss) -> Callable[[Tensor, Tensor, Tensor], Tensor]:
    """The gradient of a loss by the weights, [batch, d]."""

    def model(X: Tensor, y: Tensor, w: Tensor) -> Tensor:
        point = w.detach().requires_grad_(True)
        return torch.autograd.grad(loss(X, y, point).sum(), point)[0]

    return model


def bend(loss: Loss) -> Callable[[Tensor, Tensor, Tensor], Tensor]:
    """The Hessian of a loss by the weights, [batch, d, d]."""

    def model(X: Tensor, y: Tensor, w: Tensor) -> Tensor:
        def first(point: Tensor) -> Tensor:
            return torch.autograd.grad(loss(X, y, point).sum(), point, create_graph=True)[0]

        return batch_jacobian(first, w).detach()

    return model


def scaled(loss: Loss, factor: float, mean: bool = False) -> Loss:
    """A multiple of a loss, or of its mean over the rows."""
    return lambda X, y, w: factor * loss(X, y, w) / (X.shape[1] if mean else 1)


def penalised(base: Loss, factor: float, derivative: Callable[[Loss], Callable[..., Tensor]]) -> Callable[..., Tensor]:
    """A derivative of the loss and a multiple of the squared length of the weights."""

    def model(X: Tensor, y: Tensor, w: Tensor, mu: Tensor) -> Tensor:
        def loss(rows: Tensor, goals: Tensor, point: Tensor) -> Tensor:
            return base(rows, goals, point) + factor * mu * point.square().sum(dim=1)

        return derivative(loss)(X, y, w)

    return model


MODELS: dict[Formula, Model] = {
    fields.whole_gradient: slope(squares),
    fields.half_gradient: slope(scaled(squares, 0.5)),
    fields.mean_gradient: slope(scaled(squares, 1, mean=True)),
    fields.half_mean_gradient: slope(scaled(squares, 0.5, mean=True)),
    fields.whole_hessian: bend(squares),
    fields.half_hessian: bend(scaled(squares, 0.5)),
    fields.ridge_gradient: penalised(squares, 1, slope),
    fields.half_ridge_gradient: penalised(scaled(squares, 0.5), 0.5, slope),
    fields.mean_ridge_gradient: penalised(scaled(squares, 1, mean=True), 1, slope),
    fields.ridge_hessian: penalised(squares, 1, bend),
    fields.half_ridge_hessian: penalised(scaled(squares, 0.5), 0.5, bend),
}
