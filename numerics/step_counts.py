"""Torch models of `derivations.step_counts`: steps on linear functions; numbers of steps by bisection of the error."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import step_counts
from derivations.vocabulary import Formula
from numerics.gradient_descent import gradient_step
from numerics.models import Model
from numerics.smooth_walks import Sides
from numerics.step_squares import inner


def linear_sides(x_b: Tensor, x_star: Tensor, b: Tensor, r: Tensor, m: Tensor, gamma: Tensor | None, T: int) -> Sides:
    """The sum of the gaps of a linear function, and the bound by R and B; without a step size at the best one."""
    lengths = torch.linalg.vector_norm(torch.stack([x_b - x_star, b]), dim=2)
    radius, slope = lengths[0] + r, lengths[1] + m
    rate = radius / slope / T**0.5 if gamma is None else gamma
    x, gaps = x_b, []
    for _ in range(T):
        gaps.append(inner(b, x) - inner(b, x_star))
        x = gradient_step(lambda at: inner(b, at), x, rate)
    return torch.stack(gaps).sum(dim=0), ((rate * slope).square() * T + radius.square()) / (2 * rate)


def lipschitz_gaps(x_b: Tensor, x_star: Tensor, b: Tensor, r: Tensor, m: Tensor, gamma: Tensor, T: int) -> Sides:
    """The sum of the gaps, and the bound."""
    return linear_sides(x_b, x_star, b, r, m, gamma, T)


def lipschitz_mean(x_b: Tensor, x_star: Tensor, b: Tensor, r: Tensor, m: Tensor, gamma: Tensor, T: int) -> Sides:
    """The mean gap, and the bound."""
    left, right = linear_sides(x_b, x_star, b, r, m, gamma, T)
    return left / T, right / T


def lipschitz_best(x_b: Tensor, x_star: Tensor, b: Tensor, r: Tensor, m: Tensor, T: int) -> Sides:
    """The mean gap, and the bound at the best step size."""
    left, right = linear_sides(x_b, x_star, b, r, m, None, T)
    return left / T, right / T


def reached(error: Callable[[Tensor], Tensor], epsilon: Tensor) -> Tensor:  # [batch] -> [batch]
    """The number at which a falling error reaches the accuracy; negative where it lies below it from the start."""
    low, high = torch.full_like(epsilon, -1e9), torch.full_like(epsilon, 1e9)
    for _ in range(120):
        middle = (low + high) / 2
        above = error(middle) > epsilon
        low, high = torch.where(above, middle, low), torch.where(above, high, middle)
    return (low + high) / 2


def lipschitz_count(T: Tensor, epsilon: Tensor, R: Tensor, B: Tensor) -> Sides:
    """The square of the number of roots."""
    return T, reached(lambda root: R * B / root.clamp(min=1e-30), epsilon).square()


def smooth_count(T: Tensor, epsilon: Tensor, R: Tensor, L: Tensor) -> Sides:
    """Where half of L R^2 over the number is the accuracy."""
    return T, reached(lambda number: L * R.square() / number.clamp(min=1e-30) / 2, epsilon)


def strong_count(T: Tensor, epsilon: Tensor, R: Tensor, L: Tensor, mu: Tensor) -> Sides:
    """Where the decay has brought half of L R^2 down to the accuracy."""
    return T, L / mu * reached(lambda time: L * R.square() / 2 * torch.exp(-time), epsilon)


def condition_count(T: Tensor, epsilon: Tensor, D: Tensor, kappa: Tensor) -> Sides:
    """Where the decay has brought the gap down to the accuracy."""
    return T, kappa * reached(lambda time: D * torch.exp(-time), epsilon)


def accelerated_count(T: Tensor, epsilon: Tensor, D: Tensor, kappa: Tensor) -> Sides:
    """The same at the root of the condition number."""
    return condition_count(T, epsilon, D, kappa.sqrt())


def stationary_count(T: Tensor, epsilon: Tensor, L: Tensor, D: Tensor) -> Sides:
    """The square of the number of roots."""
    return T, reached(lambda root: (L * D + L * D).sqrt() / root.clamp(min=1e-30), epsilon).square()


MODELS: dict[Formula, Model] = {
    step_counts.lipschitz_gaps: lipschitz_gaps,
    step_counts.lipschitz_mean: lipschitz_mean,
    step_counts.lipschitz_best: lipschitz_best,
    step_counts.lipschitz_count: lipschitz_count,
    step_counts.smooth_count: smooth_count,
    step_counts.strong_count: strong_count,
    step_counts.condition_count: condition_count,
    step_counts.accelerated_count: accelerated_count,
    step_counts.stationary_count: stationary_count,
}
