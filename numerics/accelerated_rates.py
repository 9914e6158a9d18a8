"""Torch models of `derivations.accelerated_rates`: automatic differentiation, `torch.optim.SGD`, recursions, search."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import accelerated_rates
from derivations.vocabulary import Formula
from numerics.convergence_rates import problem, run, shrunk, sublinear_short
from numerics.curvature_bounds import Sides, squared
from numerics.gradient_descent import Map, gradient_step, slope
from numerics.models import Model


def both(B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The gap at x, the squared gradient, the squared distance from the minimiser, and L."""
    f, L, minimiser = problem(B, mu, b, s)
    return f(x) - f(minimiser), squared(slope(f, x)), squared(x - minimiser), L


def gradient_gap(B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x: Tensor) -> Sides:
    """Half the squared gradient, and mu times the gap."""
    gap, steepness, _, _ = both(B, mu, b, s, x)
    return steepness / 2, mu * gap


def growth(B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x: Tensor) -> Sides:
    """The gap, and the parabola of curvature mu."""
    gap, _, distance, _ = both(B, mu, b, s, x)
    return gap, torch.lerp(torch.zeros_like(mu), mu, 0.5) * distance


def smooth_gap(B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x: Tensor) -> Sides:
    """The gap, and the parabola of curvature L."""
    gap, _, distance, L = both(B, mu, b, s, x)
    return gap, torch.lerp(torch.zeros_like(L), L, 0.5) * distance


def gradient_bound(B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x: Tensor) -> Sides:
    """The squared gradient, and 2L times the gap."""
    gap, steepness, _, L = both(B, mu, b, s, x)
    return steepness, gap * (L + L)


def left_over(B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x: Tensor) -> Tensor:  # -> [batch]
    """The gap after a step of size 1/L."""
    f, L, minimiser = problem(B, mu, b, s)
    return f(gradient_step(f, x, 1 / L)) - f(minimiser)


def one_rate(B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x: Tensor) -> Sides:
    """The gap after a step, and the share that may be left of it."""
    gap, _, _, L = both(B, mu, b, s, x)
    return left_over(B, mu, b, s, x), gap - gap * mu / L


def short_rate(B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x_0: Tensor, k: Tensor) -> Sides:
    """The gap after k steps of size 1/L, and that of the start shrunk at each step."""
    f, minimiser, x, eta = run(B, mu, b, s, x_0, torch.ones_like(mu), k)
    return f(x) - f(minimiser), shrunk(f(x_0) - f(minimiser), eta * mu, k)


def accelerate(f: Map, L: Tensor, x_0: Tensor, k: Tensor) -> Tensor:  # -> [batch, d]
    """The iterate after k accelerated steps, coefficient by coefficient."""
    x, ahead, result = x_0, x_0, x_0
    t = torch.ones(())
    for number in range(int(k.max())):
        after = gradient_step(f, ahead, 1 / L)
        following = (1 + (1 + 4 * t.double() ** 2).sqrt()) / 2
        x, ahead, t = after, after + (t - 1) / following * (after - x), following
        result = torch.where((number < k)[:, None], x, result)
    return result


def accelerated_rate(B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x_0: Tensor, k: Tensor) -> Sides:
    """The gap after k accelerated steps; the bound of plain descent, times 4k over (k + 1)^2."""
    f, L, minimiser = problem(B, mu, b, s)
    plain = sublinear_short(B, mu, b, s, x_0, k)[1]
    return f(accelerate(f, L, x_0, k)) - f(minimiser), plain * 4 * k / (k + 1).square()


def heavy_rate(mu: Tensor, q: Tensor) -> Tensor:  # -> [batch]
    """The step size at which both ends of the spectrum have the same critical momentum (1 - sqrt(eta h))^2."""
    low, high = torch.zeros_like(mu), 4 / mu
    for _ in range(80):
        middle = (low + high) / 2
        short = (1 - (middle * mu).sqrt()) + (1 - (middle * mu * (1 + q)).sqrt()) > 0
        low, high = torch.where(short, middle, low), torch.where(short, high, middle)
    return (low + high) / 2


def heavy_momentum(mu: Tensor, q: Tensor) -> Tensor:  # -> [batch]
    """The critical momentum at that step size."""
    return (1 - (heavy_rate(mu, q) * mu).sqrt()).square()


MODELS: dict[Formula, Model] = {
    accelerated_rates.gradient_gap: gradient_gap,
    accelerated_rates.growth: growth,
    accelerated_rates.smooth_gap: smooth_gap,
    accelerated_rates.gradient_bound: gradient_bound,
    accelerated_rates.one_rate: one_rate,
    accelerated_rates.short_rate: short_rate,
    accelerated_rates.accelerated_rate: accelerated_rate,
    accelerated_rates.heavy_rate: heavy_rate,
    accelerated_rates.heavy_momentum: heavy_momentum,
}
