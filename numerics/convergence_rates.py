"""Torch models of `derivations.convergence_rates`: steps of `torch.optim.SGD`, the best step by search."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import convergence_rates
from derivations.vocabulary import Formula
from numerics.curvature_bounds import Sides, smoothness, squared, strong_hessian
from numerics.gradient_descent import Map, gradient_step, quadratic, slope
from numerics.models import Model


def worst(eta: Tensor, mu: Tensor, q: Tensor) -> Tensor:  # -> [batch]
    """The largest factor of an error along the directions of least and largest curvature."""
    return torch.maximum((1 - eta * mu).abs(), (1 - eta * mu * (1 + q)).abs())


def best_step(mu: Tensor, q: Tensor) -> Tensor:  # -> [batch]
    """Where the factors of both directions are opposite numbers, by bisection."""
    low, high = torch.zeros_like(mu), 4 / mu
    for _ in range(80):
        middle = (low + high) / 2
        falling = (1 - middle * mu) + (1 - middle * mu * (1 + q)) > 0
        low, high = torch.where(falling, middle, low), torch.where(falling, high, middle)
    return (low + high) / 2


def best_factor(mu: Tensor, q: Tensor) -> Tensor:  # -> [batch]
    """The factor at the step size found by search."""
    return worst(best_step(mu, q), mu, q)


def problem(B: Tensor, mu: Tensor, b: Tensor, s: Tensor) -> tuple[Map, Tensor, Tensor]:
    """The quadratic, the bound on its curvature [batch] and its minimiser [batch, d]."""
    Q = strong_hessian(B, mu)
    return quadratic(Q, b), smoothness(Q, s), -torch.linalg.solve(Q, b)


def one_step(B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x: Tensor, eta: Tensor) -> Sides:
    """The value after a step, and the parabola of curvature L along it."""
    f, L, _ = problem(B, mu, b, s)
    move = -eta[:, None] * slope(f, x)
    return f(gradient_step(f, x, eta)), f(x) + (slope(f, x) * move).sum(dim=1) + L / 2 * squared(move)


def short_gain(B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x: Tensor) -> Sides:
    """The same with the step size 1/L."""
    return one_step(B, mu, b, s, x, 1 / problem(B, mu, b, s)[1])


def descended(f: Map, x: Tensor, eta: Tensor, k: Tensor) -> Tensor:  # -> [batch, d]
    """The iterate after k steps."""
    for number in range(int(k.max())):
        x = torch.where((number < k)[:, None], gradient_step(f, x, eta), x)
    return x


def run(
    B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x_0: Tensor, c: Tensor, k: Tensor
) -> tuple[Map, Tensor, Tensor, Tensor]:
    """The function, its minimiser, the iterate after k steps and the step size."""
    f, L, minimiser = problem(B, mu, b, s)
    return f, minimiser, descended(f, x_0, c / L, k), c / L


def sublinear(B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x_0: Tensor, c: Tensor, k: Tensor) -> Sides:
    """The gap, and the squared distance over twice the time."""
    f, minimiser, x, eta = run(B, mu, b, s, x_0, c, k)
    return f(x) - f(minimiser), squared(x_0 - minimiser) / (2 * eta * k)


def sublinear_short(B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x_0: Tensor, k: Tensor) -> Sides:
    """The same with the step size 1/L."""
    return sublinear(B, mu, b, s, x_0, torch.ones_like(mu), k)


def linear_distance(B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x_0: Tensor, c: Tensor, k: Tensor) -> Sides:
    """The squared distance, and that of the start shrunk at each step."""
    _, minimiser, x, eta = run(B, mu, b, s, x_0, c, k)
    return squared(x - minimiser), shrunk(squared(x_0 - minimiser), eta * mu, k)


def linear_gap(B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x_0: Tensor, c: Tensor, k: Tensor) -> Sides:
    """The gap, and that of the start shrunk at each step."""
    f, minimiser, x, eta = run(B, mu, b, s, x_0, c, k)
    return f(x) - f(minimiser), shrunk(f(x_0) - f(minimiser), eta * mu, k)


def shrunk(value: Tensor, part: Tensor, k: Tensor) -> Tensor:  # -> [batch]
    """What is left when a part is taken away k times."""
    for number in range(int(k.max())):
        value = torch.where(number < k, value - part * value, value)
    return value


def gap_bound(B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x: Tensor) -> Sides:
    """The gap times the least curvature, and half the squared gradient."""
    f, _, minimiser = problem(B, mu, b, s)
    return mu * (f(x) - f(minimiser)), squared(slope(f, x)) / 2


MODELS: dict[Formula, Model] = {
    convergence_rates.best_step: best_step,
    convergence_rates.best_factor: best_factor,
    convergence_rates.one_step: one_step,
    convergence_rates.short_gain: short_gain,
    convergence_rates.sublinear: sublinear,
    convergence_rates.sublinear_short: sublinear_short,
    convergence_rates.linear_distance: linear_distance,
    convergence_rates.linear_gap: linear_gap,
    convergence_rates.gap_bound: gap_bound,
}
