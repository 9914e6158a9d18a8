"""Torch models of `derivations.gradient_descent`: `torch.optim`, automatic differentiation, momentum as a velocity."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import gradient_descent
from numerics.models import Model, batch_jacobian

Map = Callable[[Tensor], Tensor]


def slope(f: Map, x: Tensor) -> Tensor:  # [batch, d] -> [batch, d]
    """The gradient of a function of one point, by automatic differentiation."""
    at = x.detach().requires_grad_(True)
    return torch.autograd.grad(f(at).sum(), at)[0]


def hessian(f: Map, x: Tensor) -> Tensor:  # [batch, d] -> [batch, d, d]
    """The second derivatives, by differentiating twice."""
    return batch_jacobian(lambda at: torch.autograd.grad(f(at).sum(), at, create_graph=True)[0], x).detach()


def quadratic(Q: Tensor, b: Tensor, c: Tensor | float = 0.0) -> Map:
    """The function x'Qx / 2 + b'x + c of a batch of points."""
    return lambda x: torch.einsum("bi,bij,bj->b", x, Q, x) / 2 + (b * x).sum(dim=1) + c


def gradient_step(f: Map, x: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """One step of `torch.optim.SGD`; the step size is in the loss, as the optimiser has one for all."""
    parameters = x.clone().requires_grad_(True)
    optimiser = torch.optim.SGD([parameters], lr=1.0)
    (eta * f(parameters)).sum().backward()
    optimiser.step()
    return parameters.detach()


def newton_step(x: Tensor, Q: Tensor, h: Map) -> Tensor:  # -> [batch, d]
    """The stationary point of the second-order Taylor model."""

    def f(at: Tensor) -> Tensor:
        return quadratic(Q, torch.zeros_like(at))(at) + h(at)

    return x - torch.linalg.solve(hessian(f, x), slope(f, x)[..., None])[..., 0]


def quadratic_model(Q: Tensor, b: Tensor, c: Tensor, x: Tensor, v: Tensor) -> Tensor:  # -> [batch]
    """The value of the quadratic after the move."""
    return quadratic(Q, b, c)(x + v)


def error_recursion(Q: Tensor, b: Tensor, x: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """A gradient step, less the solution of Q x = -b."""
    return gradient_step(quadratic(Q, b), x, eta) + torch.linalg.solve(Q, b[..., None])[..., 0]


def last_two(x: Tensor, k: Tensor) -> tuple[Tensor, Tensor]:  # [batch, T, d], [batch] -> [batch, d] each
    """Iterate number k, counted from 1, and the one before."""
    every = torch.arange(len(x))
    return x[every, k - 1], x[every, k - 2]


def heavy_ball(f: Map, x: Tensor, k: Tensor, eta: Tensor, beta: Tensor) -> Tensor:  # -> [batch, d]
    """The position after the velocity has been shrunk and pulled along the gradient."""
    now, before = last_two(x, k)
    velocity = beta[:, None] * (now - before) - eta[:, None] * slope(f, now)
    return now + velocity


def nesterov_step(f: Map, x: Tensor, k: Tensor, eta: Tensor, beta: Tensor) -> Tensor:  # -> [batch, d]
    """The position after the velocity has been shrunk and pulled along the gradient where it leads."""
    now, before = last_two(x, k)
    velocity = beta[:, None] * (now - before)
    return now + velocity - eta[:, None] * slope(f, now + velocity)


MODELS: dict[object, Model] = {
    gradient_descent.gradient_step: gradient_step,
    gradient_descent.newton_step: newton_step,
    gradient_descent.quadratic_model: quadratic_model,
    gradient_descent.error_recursion: error_recursion,
    gradient_descent.heavy_ball: heavy_ball,
    gradient_descent.nesterov_step: nesterov_step,
}
