"""Torch models of `derivations.momentum`: recursions run step by step, eigenvalues, automatic differentiation."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import momentum
from derivations.vocabulary import Formula
from numerics.curvature_bounds import smoothness, squared, strong_hessian
from numerics.gradient_descent import Map, gradient_step, heavy_ball, quadratic
from numerics.models import Model


def velocity_update(v: Tensor, x: Tensor, f: Map, eta: Tensor, beta: Tensor) -> Tensor:  # -> [batch, d]
    """How far the heavy ball moves, when it came to x with the velocity v."""
    path = torch.stack([x - v, x], dim=1)
    second = torch.full((len(x),), 2, device=x.device)
    return heavy_ball(f, path, second, eta, beta) - x


def velocity_sum(g: Tensor, beta: Tensor) -> Tensor:  # [batch, T, d], [batch] -> [batch, d]
    """The velocity from rest, gradient after gradient."""
    velocity = torch.zeros_like(g[:, 0])
    for slope in g.unbind(dim=1):
        velocity = beta[:, None] * velocity + slope
    return velocity


def constant_gradient(eta: Tensor, beta: Tensor, n: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The velocity after n steps from rest under a gradient of eta."""
    velocity = torch.zeros_like(eta)
    for step in range(int(n.max())):
        velocity = torch.where(step < n, beta * velocity + eta, velocity)
    return velocity


def extrapolation(x: Tensor, k: Tensor, beta: Tensor) -> Tensor:  # [batch, T, d], [batch], [batch] -> [batch, d]
    """The line through two iterates, at 1 + beta if it is at 0 and at 1 in them."""
    every = torch.arange(len(x), device=x.device)
    return torch.lerp(x[every, k - 2], x[every, k - 1], 1 + beta[:, None])


def momentum_parameter(q: Tensor) -> Tensor:  # [batch] -> [batch]
    """The momentum where the eigenvalues of Nesterov's recursion meet in the least curved direction, by bisection."""
    shrink = q / (1 + q)
    low, high = torch.zeros_like(q), torch.ones_like(q)
    for _ in range(100):
        middle = (low + high) / 2
        oscillates = ((1 + middle) * shrink) ** 2 < 4 * middle * shrink
        above = oscillates | (shrink == 0)
        low, high = torch.where(above, low, middle), torch.where(above, middle, high)
    return (low + high) / 2


def eigenvalues(eta: Tensor, beta: Tensor, h: Tensor) -> Tensor:  # [batch] each -> [batch, 2]
    """Those of the heavy ball's recursion for two successive errors."""
    first = torch.stack([1 + beta - eta * h, -beta], dim=1)
    second = torch.tensor([1.0, 0.0], dtype=beta.dtype, device=beta.device).expand_as(first)
    return torch.linalg.eigvals(torch.stack([first, second], dim=1))


def heavy_ball_radius(eta: Tensor, beta: Tensor, h: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The largest modulus of an eigenvalue."""
    return eigenvalues(eta, beta, h).abs().amax(dim=1)


def critical_damping(mu: Tensor, q: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The sum of the eigenvalues in the least curved direction, with Polyak's optimal step size and momentum."""
    L = mu * (1 + q)
    roots = L.sqrt() + mu.sqrt()
    return eigenvalues(4 / roots**2, (1 - 2 * mu.sqrt() / roots) ** 2, mu).sum(dim=1).real


def nesterov_rate(
    B: Tensor, mu: Tensor, s: Tensor, b: Tensor, x_0: Tensor, k: Tensor
) -> tuple[Tensor, Tensor]:  # -> [batch] each
    """The gap after k steps of size 1 / L with `torch.optim.SGD` from extrapolated points; and the bound."""
    curvature = strong_hessian(B, mu)
    L = smoothness(curvature, s)
    f = quadratic(curvature, b)
    least = -torch.linalg.solve(curvature, b[..., None])[..., 0]
    beta = momentum_parameter(L / mu - 1)
    now = before = x_0
    gaps = [f(x_0)]
    for _ in range(int(k.max())):
        ahead = now + beta[:, None] * (now - before)
        now, before = gradient_step(f, ahead, 1 / L), now
        gaps.append(f(now))
    gap = torch.stack(gaps, dim=1).gather(1, k[:, None])[:, 0] - f(least)
    return gap, L * (1 - (mu / L).sqrt()) ** k * squared(x_0 - least)


MODELS: dict[Formula, Model] = {
    momentum.velocity_update: velocity_update,
    momentum.velocity_sum: velocity_sum,
    momentum.constant_gradient: constant_gradient,
    momentum.extrapolation: extrapolation,
    momentum.momentum_parameter: momentum_parameter,
    momentum.heavy_ball_radius: heavy_ball_radius,
    momentum.critical_damping: critical_damping,
    momentum.nesterov_rate: nesterov_rate,
}
