"""Torch models of `derivations.gradient_flow`: the matrix exponential for the flow, and steps that are taken."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import gradient_flow
from derivations.vocabulary import Formula
from numerics.gradient_descent import quadratic, slope
from numerics.models import Model

Sides = tuple[Tensor, Tensor]


def reached(h: Tensor, x_0: Tensor, t: Tensor) -> Tensor:  # [batch, d] twice, [batch] -> [batch, d]
    """Where the linear differential equation x' = -H x has led, by the exponential of its matrix."""
    return torch.einsum("bij,bj->bi", torch.matrix_exp(torch.diag_embed(-h * t[:, None])), x_0)


def flow(h: Tensor, x_0: Tensor, t: Tensor) -> Tensor:  # -> [batch, d]
    """Minus the gradient at the point that the flow has reached."""
    return -slope(quadratic(torch.diag_embed(h), torch.zeros_like(h)), reached(h, x_0, t))


def fall(h: Tensor, x_0: Tensor, t: Tensor) -> Tensor:  # -> [batch]
    """The derivative of the value by the time, by automatic differentiation."""
    f = quadratic(torch.diag_embed(h), torch.zeros_like(h))
    moment = t.clone().requires_grad_(True)
    (rate,) = torch.autograd.grad(f(reached(h, x_0, moment)).sum(), moment)
    return rate


def gap(eta: Tensor, c: Tensor, k: Tensor) -> Sides:  # [batch] each -> [batch] twice
    """The distance of k steps of gradient descent from the flow, and k times the error of the second order of one."""
    place = torch.ones_like(eta)
    descended = place.clone()
    for step in range(int(k.max())):
        place = place - eta * c * place
        descended = torch.where(k == step + 1, place, descended)
    return (descended - torch.exp(-eta * k).pow(c)).abs(), k * torch.square(eta * c) / 2


MODELS: dict[Formula, Model] = {
    gradient_flow.flow: flow,
    gradient_flow.fall: fall,
    gradient_flow.gap: gap,
}
