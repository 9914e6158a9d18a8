"""Torch models of `derivations.quadratic_models`: steps of `torch.optim`, automatic differentiation along lines."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import quadratic_models
from derivations.vocabulary import Formula
from numerics.gradient_descent import gradient_step, hessian, slope
from numerics.models import Model

Sides = tuple[Tensor, Tensor]
Map = Callable[[Tensor], Tensor]


def isotropic_step(f: Map, x: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """One step of `torch.optim.SGD`."""
    return gradient_step(f, x, eta)


def model_minimum(f: Map, x: Tensor, y: Tensor, eta: Tensor) -> Sides:  # -> [batch] twice
    """The model at y, and at the point after one step of `torch.optim.SGD`."""
    value, fall = f(x), slope(f, x)

    def model(place: Tensor) -> Tensor:
        move = place - x
        return value + torch.linalg.vecdot(fall, move) + torch.linalg.vecdot(move, move) / (2 * eta)

    return model(y), model(gradient_step(f, x, eta))


def step_length(f: Map, x: Tensor, eta: Tensor) -> Tensor:  # -> [batch]
    """How far one step of `torch.optim.SGD` leads."""
    return torch.linalg.vector_norm(gradient_step(f, x, eta) - x, dim=1)


def directional_curvature(f: Map, x: Tensor, v: Tensor) -> Tensor:  # -> [batch]
    """The second derivative on the line, by differentiating twice."""
    distance = torch.zeros(len(x), dtype=x.dtype, device=x.device, requires_grad=True)
    (rate,) = torch.autograd.grad(f(x + distance[:, None] * v).sum(), distance, create_graph=True)
    (bend,) = torch.autograd.grad(rate.sum(), distance)
    return bend


def taylor_remainder(omega: Tensor, x: Tensor, v: Tensor) -> Sides:  # -> [batch] twice
    """The error of the model by automatic differentiation, and the integral of the largest third derivative."""

    def wave(place: Tensor) -> Tensor:
        return torch.cos(torch.linalg.vecdot(omega, place))

    model = wave(x) + torch.linalg.vecdot(slope(wave, x), v) + torch.einsum("bi,bij,bj->b", v, hessian(wave, x), v) / 2
    return (wave(x + v) - model).abs(), torch.linalg.vecdot(omega, v).pow(3).abs() / 6


def bumpy(z: Tensor) -> Tensor:  # [batch] -> [batch]
    """A parabola with waves."""
    return z.square() + 3 * torch.sin(z).square()


def derivatives(z: Tensor) -> tuple[Tensor, Tensor]:  # [batch] -> [batch] twice
    """The first two derivatives, by automatic differentiation."""
    place = z.detach().requires_grad_(True)
    (first,) = torch.autograd.grad(bumpy(place).sum(), place, create_graph=True)
    (second,) = torch.autograd.grad(first.sum(), place)
    return first.detach(), second


def without_convexity(z: Tensor) -> Sides:  # [batch] -> [batch] twice
    """Half the squared slope, and a part of the height above the minimum."""
    return derivatives(z)[0].square() / 2, (bumpy(z) - bumpy(torch.zeros_like(z))) / 32


def concave_place(z: Tensor) -> Tensor:  # [batch] -> [batch]
    """The second derivative."""
    return derivatives(z)[1]


MODELS: dict[Formula, Model] = {
    quadratic_models.isotropic_step: isotropic_step,
    quadratic_models.model_minimum: model_minimum,
    quadratic_models.step_length: step_length,
    quadratic_models.directional_curvature: directional_curvature,
    quadratic_models.taylor_remainder: taylor_remainder,
    quadratic_models.without_convexity: without_convexity,
    quadratic_models.concave_place: concave_place,
}
