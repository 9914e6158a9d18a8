"""Torch models of `derivations.function_rates`: runs of `torch.optim.SGD`, bisection, all outcomes of a noisy step."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import function_rates
from derivations.vocabulary import Formula
from numerics.accelerated_rates import both
from numerics.convergence_rates import problem, shrunk
from numerics.curvature_bounds import Sides
from numerics.gradient_descent import gradient_step
from numerics.models import Model
from numerics.step_counts import lipschitz_best, reached
from numerics.step_squares import inner
from numerics.stochastic_steps import Step, moment_bound, step_of


def shrinking(B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x_0: Tensor, k: Tensor) -> Sides:
    """The first gap, shrunk step by step, and shrunk at once."""
    f, L, minimiser = problem(B, mu, b, s)
    gap = f(x_0) - f(minimiser)
    return shrunk(gap, mu / L, k), gap * torch.exp(-(k * mu) / L)


def gained(B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x: Tensor) -> Sides:
    """The gap less what a parabola of curvature L gains, and the gap shrunk by a step."""
    gap, steepness, _, L = both(B, mu, b, s, x)
    return gap - steepness / L / 2, shrunk(gap, mu / L, torch.ones_like(mu).long())


def square_first(B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x: Tensor) -> Sides:
    """What a parabola of curvature L gains, and the gap."""
    gap, steepness, _, L = both(B, mu, b, s, x)
    return steepness / L / 2, gap


def gap_count(K: Tensor, epsilon: Tensor, B: Tensor, mu: Tensor, b: Tensor, s: Tensor, x_0: Tensor) -> Sides:
    """The number, and where the falling bound reaches the accuracy."""
    f, L, minimiser = problem(B, mu, b, s)
    gap = f(x_0) - f(minimiser)
    return K, reached(lambda steps: gap * torch.exp(-(steps * mu) / L), epsilon)


def averaged(x_b: Tensor, x_star: Tensor, b: Tensor, a: Tensor, r: Tensor, m: Tensor, T: int) -> Sides:
    """The value at the mean of the iterates, and the bound."""
    bound = lipschitz_best(x_b, x_star, b, r, m, T)[1]
    lengths = torch.linalg.vector_norm(torch.stack([x_b - x_star, b]), dim=2)
    rate = (lengths[0] + r) / (lengths[1] + m) / T**0.5
    x, seen = x_b, []
    for _ in range(T):
        seen.append(x)
        x = gradient_step(lambda at: inner(b, at) + a, x, rate)
    return inner(b, torch.stack(seen).mean(dim=0) - x_star), bound


def telescope(
    w: Tensor,
    w_star: Tensor,
    F_star: Tensor,
    s: Tensor,
    mu: Tensor,
    q: Tensor,
    n: Tensor,
    weights_n: Tensor,
    alpha: Tensor,
    r: Tensor,
) -> Sides:
    """Twice the step size times the gap; the fall of the squared distance, and the squared step."""
    step: Step = step_of(w, w_star, F_star, s, mu, q, n, weights_n)
    away = (step.after(alpha) - w_star[:, None]).square().sum(dim=2)
    fall = (w - w_star).square().sum(dim=1) - step.mean(away)
    return 2 * alpha * (step.value(w) - F_star), fall + alpha.square() * (step.second + r)


MODELS: dict[Formula, Model] = {
    function_rates.shrinking: shrinking,
    function_rates.gained: gained,
    function_rates.square_first: square_first,
    function_rates.gap_count: gap_count,
    function_rates.averaged: averaged,
    function_rates.second_bound: moment_bound,
    function_rates.telescope: telescope,
}
