"""Torch models of `derivations.adaptive_methods`: the optimisers of `torch.optim`, with gradients set by hand.

An optimiser has one step size and one delta for all: it runs with a step size of 1, on gradients in units of delta.
"""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import adaptive_methods
from derivations.vocabulary import Formula
from numerics.gradient_descent import Map, slope
from numerics.models import Model


def adagrad(gradient: Tensor, before: Tensor) -> tuple[Tensor, Tensor]:  # -> how far it moves, the accumulator after
    """One step of `torch.optim.Adagrad` with step size 1 and a delta of 1."""
    parameters = torch.zeros_like(gradient).requires_grad_(True)
    optimiser = torch.optim.Adagrad([parameters], lr=1.0, eps=1.0)
    optimiser.state[parameters]["sum"] = before.clone()
    parameters.grad = gradient.clone()
    optimiser.step()
    return parameters.detach(), optimiser.state[parameters]["sum"]


def adagrad_total(g: Tensor) -> Tensor:  # [batch, T, d] -> [batch, d]
    """The accumulator of `torch.optim.Adagrad` after all gradients."""
    total = torch.zeros_like(g[:, 0])
    for gradient in g.unbind(dim=1):
        _, total = adagrad(gradient, total)
    return total


def adagrad_accumulator(f: Map, x: Tensor, gamma: Tensor) -> Tensor:  # -> [batch, d]
    """The accumulator of `torch.optim.Adagrad` after one gradient."""
    return adagrad(slope(f, x), gamma)[1]


def accumulator_grows(f: Map, x: Tensor, gamma: Tensor) -> tuple[Tensor, Tensor]:  # -> [batch, d] twice
    """The accumulator of `torch.optim.Adagrad` before and after one gradient."""
    return gamma, adagrad_accumulator(f, x, gamma)


def pulled(gradient: Tensor, gamma: Tensor, delta: Tensor) -> Tensor:  # -> [batch, d]
    """How far `torch.optim.Adagrad` moves when the accumulator has become gamma."""
    unit = delta[:, None]
    before = gamma / unit**2 - (gradient / unit) ** 2
    return adagrad(gradient / unit, before)[0]


def adagrad_scale(gamma: Tensor, delta: Tensor) -> Tensor:  # [batch, d], [batch] -> [batch, d]
    """How far it moves under a gradient of -1."""
    return pulled(-torch.ones_like(gamma), gamma, delta)


def adagrad_step(f: Map, x: Tensor, gamma: Tensor, eta: Tensor, delta: Tensor) -> Tensor:  # -> [batch, d]
    """The parameters moved by `torch.optim.Adagrad`."""
    return x + eta[:, None] * pulled(slope(f, x), gamma, delta)


def rmsprop_accumulator(f: Map, x: Tensor, gamma: Tensor, rho: Tensor) -> Tensor:  # -> [batch, d]
    """The point between the squares and the accumulator."""
    return torch.lerp(slope(f, x).square(), gamma, rho[:, None])


def rmsprop_step(f: Map, x: Tensor, gamma: Tensor, eta: Tensor, delta: Tensor) -> Tensor:  # -> [batch, d]
    """Each gradient over the length of the vector of both roots."""
    gradient = slope(f, x)
    length = torch.hypot(gamma.sqrt(), delta.sqrt()[:, None])
    return torch.addcdiv(x, eta[:, None] * gradient, length, value=-1)


def signsgd_step(f: Map, x: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """The corner of the cube of half width eta around x at which the linear model of f is least."""
    downhill = slope(f, x) > 0
    return torch.where(downhill, x - eta[:, None], x + eta[:, None])


MODELS: dict[Formula, Model] = {
    adaptive_methods.adagrad_total: adagrad_total,
    adaptive_methods.adagrad_accumulator: adagrad_accumulator,
    adaptive_methods.accumulator_grows: accumulator_grows,
    adaptive_methods.adagrad_scale: adagrad_scale,
    adaptive_methods.adagrad_step: adagrad_step,
    adaptive_methods.rmsprop_accumulator: rmsprop_accumulator,
    adaptive_methods.rmsprop_step: rmsprop_step,
    adaptive_methods.signsgd_step: signsgd_step,
}
