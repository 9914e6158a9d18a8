"""Torch models of `derivations.momentum_updates`: the momentum buffer of `torch.optim.SGD`, for each convention."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.optim.sgd import sgd

from derivations import momentum_updates
from derivations.vocabulary import Formula
from numerics.gradient_descent import Map, slope
from numerics.models import Model


def buffer_after(v: Tensor, g: Tensor, beta: Tensor, dampening: Tensor) -> Tensor:  # -> [batch, d]
    """The momentum buffer of `torch.optim.SGD` after one step, one optimiser for each point of the batch."""
    found = []
    for position in range(len(v)):
        buffer = v[position].clone()
        sgd(
            [torch.zeros_like(buffer)],
            [g[position].clone()],
            [buffer],
            foreach=False,
            weight_decay=0.0,
            momentum=float(beta[position]),
            lr=1.0,
            dampening=float(dampening[position]),
            nesterov=False,
            maximize=False,
        )
        found.append(buffer)
    return torch.stack(found)


def plain(v: Tensor, g: Tensor, beta: Tensor) -> Tensor:  # -> [batch, d]
    """The buffer without dampening."""
    return buffer_after(v, g, beta, torch.zeros_like(beta))


def averaged(v: Tensor, g: Tensor, beta: Tensor) -> Tensor:  # -> [batch, d]
    """The point between the gradient and the velocity."""
    return torch.lerp(g, v, beta[:, None])


def uphill(v: Tensor, g: Tensor, beta: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """The buffer under the gradient times the step size."""
    return torch.addcmul(eta[:, None] * g, v, beta[:, None])


def descending(v: Tensor, g: Tensor, beta: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """The velocity of the mirrored motion, mirrored."""
    return -uphill(-v, g, beta, eta)


def dampened(v: Tensor, g: Tensor, beta: Tensor, tau: Tensor) -> Tensor:  # -> [batch, d]
    """The buffer of `torch.optim.SGD` with its dampening."""
    return buffer_after(v, g, beta, tau)


def plain_of_function(v: Tensor, x: Tensor, f: Map, beta: Tensor) -> Tensor:  # -> [batch, d]
    """The buffer under the gradient by automatic differentiation."""
    return torch.addcmul(slope(f, x), v, beta[:, None])


def averaged_of_function(v: Tensor, x: Tensor, f: Map, beta: Tensor) -> Tensor:  # -> [batch, d]
    """The point between the gradient and the velocity."""
    return averaged(v, slope(f, x), beta)


def uphill_of_function(v: Tensor, x: Tensor, f: Map, beta: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """The buffer under the gradient times the step size."""
    return uphill(v, slope(f, x), beta, eta)


def downhill_of_function(v: Tensor, x: Tensor, f: Map, beta: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """The velocity of the mirrored motion, mirrored."""
    return -uphill_of_function(-v, x, f, beta, eta)


def moved(x: Tensor, v: Tensor, share: Tensor) -> Tensor:  # -> [batch, d]
    """Where a motion with velocity v is after the time `share` [batch]."""
    return torch.addcmul(x, share[:, None], v)


def against(x: Tensor, v: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """The motion run backwards for the time eta."""
    return moved(x, -v, eta)


def along(x: Tensor, v: Tensor) -> Tensor:  # -> [batch, d]
    """The motion run for a unit of time."""
    return moved(x, v, torch.ones_like(x[:, 0]))


def back(x: Tensor, v: Tensor) -> Tensor:  # -> [batch, d]
    """The motion run backwards for a unit of time."""
    return moved(x, -v, torch.ones_like(x[:, 0]))


def nesterov_velocity(v: Tensor, x: Tensor, f: Map, beta: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """How far the parameters come when they coast, and then take a gradient step."""
    coasted = moved(x, v, beta)
    return torch.addcmul(coasted, eta[:, None], slope(f, coasted), value=-1) - x


def nesterov_uphill(v: Tensor, x: Tensor, f: Map, beta: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """The same with the velocity mirrored."""
    return -nesterov_velocity(-v, x, f, beta, eta)


def nesterov_library(x: Tensor, v: Tensor, g: Tensor, beta: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """A step of `torch.optim.SGD` with Nesterov's momentum, whose buffer has just become v."""
    before = (v - g) / beta[:, None]
    found = []
    for position in range(len(x)):
        parameters = x[position].clone()
        sgd(
            [parameters],
            [g[position].clone()],
            [before[position].clone()],
            foreach=False,
            weight_decay=0.0,
            momentum=float(beta[position]),
            lr=float(eta[position]),
            dampening=0.0,
            nesterov=True,
            maximize=False,
        )
        found.append(parameters)
    return torch.stack(found)


def accelerating_coefficient(s: Tensor) -> Tensor:  # -> [batch]
    """The larger eigenvalue of the matrix with the characteristic polynomial u^2 - u - s^2."""
    matrix = torch.stack([torch.stack([torch.ones_like(s), s], -1), torch.stack([s, torch.zeros_like(s)], -1)], -2)
    return torch.linalg.eigvalsh(matrix)[:, -1]


def fading_extrapolation(x: Tensor, k: Tensor) -> Tensor:  # [batch, T, d], [batch] -> [batch, d]
    """The line through the last two iterates, beyond the last one."""
    every = torch.arange(len(x))
    share = (k - 1).to(x.dtype) / (k + 2).to(x.dtype)
    return torch.lerp(x[every, k - 2], x[every, k - 1], (1 + share)[:, None])


MODELS: dict[Formula, Model] = {
    momentum_updates.plain: plain,
    momentum_updates.averaged: averaged,
    momentum_updates.uphill: uphill,
    momentum_updates.descending: descending,
    momentum_updates.dampened: dampened,
    momentum_updates.plain_of_function: plain_of_function,
    momentum_updates.averaged_of_function: averaged_of_function,
    momentum_updates.uphill_of_function: uphill_of_function,
    momentum_updates.downhill_of_function: downhill_of_function,
    momentum_updates.against: against,
    momentum_updates.along: along,
    momentum_updates.back: back,
    momentum_updates.nesterov_velocity: nesterov_velocity,
    momentum_updates.nesterov_uphill: nesterov_uphill,
    momentum_updates.nesterov_library: nesterov_library,
    momentum_updates.accelerating_coefficient: accelerating_coefficient,
    momentum_updates.fading_extrapolation: fading_extrapolation,
}
