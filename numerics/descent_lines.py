"""Torch models of `derivations.descent_lines`: steps of `torch.optim.SGD`, gradients by automatic differentiation."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import descent_lines
from derivations.vocabulary import Formula
from numerics.curvature_bounds import squared
from numerics.gradient_descent import Map, gradient_step
from numerics.gradient_descent import slope as slope_of
from numerics.models import Model
from numerics.smooth_walks import Sides, Walk, walk_of
from numerics.step_squares import inner


def one_line(f: Map, x: Tensor, x_star: Tensor) -> Tensor:  # -> [batch]
    """How fast the function falls along the way."""
    return inner(slope_of(f, x), x - x_star)


def short_fall(x: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, c: Tensor) -> Sides:
    """The change of the objective, and half of the change to first order."""
    walk = walk_of(x, x_star, f_star, s, mu, q, 1, c)
    return walk.values.diff(dim=1)[:, 0], -walk.rate / 2 * walk.squares[:, 0]


def unit_fall(x: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor) -> Sides:
    """The same with the step size 1/L."""
    return short_fall(x, x_star, f_star, s, mu, q, torch.ones_like(mu))


def letter_gaps(
    x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, c: Tensor, T: int
) -> Sides:
    """The sum of the gaps; the steps' squares and the first distance, for two units of step size."""
    walk = walk_of(x_b, x_star, f_star, s, mu, q, T, c)
    moves = walk.points.diff(dim=1).square().sum(dim=(1, 2))
    gaps = (walk.values - walk.value(walk.centre)[:, None])[:, :-1]
    return gaps.sum(dim=1), (moves + walk.distances[:, 0]) / (2 * walk.rate)


def bowl(x: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor) -> Walk:
    """The quadratic and one point."""
    return walk_of(x, x_star, f_star, s, mu, q, 0)


def strong_chord(
    x: Tensor, y: Tensor, t: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor
) -> Sides:
    """The value between; the mean of both values less the curvature mu of the parabola through both points."""
    walk = bowl(x, x_star, f_star, s, mu, q)
    between = torch.lerp(y, x, t[:, None])
    spread = t * squared(x - between) + (1 - t) * squared(y - between)
    return walk.value(between), torch.lerp(walk.value(y), walk.value(x), t) - mu / 2 * spread


def lengths(x: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor) -> Sides:
    """The distance from the minimiser, and the length of the gradient."""
    walk = bowl(x, x_star, f_star, s, mu, q)
    return torch.linalg.vector_norm(x - x_star, dim=1), torch.linalg.vector_norm(slope_of(walk.value, x), dim=1)


def near(x: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor) -> Sides:
    """The distance, and the gradient's length for each unit of mu."""
    distance, steepness = lengths(x, x_star, f_star, s, mu, q)
    return distance, steepness / mu


def far(x: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor) -> Sides:
    """The gradient's length, and L times the distance."""
    distance, steepness = lengths(x, x_star, f_star, s, mu, q)
    return steepness, (mu + mu * q) * distance


def best_walk(
    x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, T: int
) -> tuple[Walk, Tensor]:
    """T steps at the step size halfway between the inverse curvatures, harmonically; and the factor of each."""
    walk = bowl(x_b, x_star, f_star, s, mu, q)
    rate = 1 / (mu + mu * q / 2)
    points = [x_b]
    for _ in range(T):
        points.append(gradient_step(walk.value, points[-1], rate))
    return Walk(walk.curvature, x_star, f_star, rate, torch.stack(points, dim=1)), 1 - rate * mu


def best_distance(x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, T: int) -> Sides:
    """The last distance; the first one, shrunk T times."""
    walk, factor = best_walk(x_b, x_star, f_star, s, mu, q, T)
    distances = walk.distances.sqrt()
    bound = distances[:, 0]
    for _ in range(T):
        bound = factor * bound
    return distances[:, -1], bound


def best_contraction(x: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor) -> Sides:
    """The same for one step."""
    return best_distance(x, x_star, f_star, s, mu, q, 1)


def best_gap(x: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor) -> Sides:
    """The gap after a step; the gap before, shrunk twice."""
    walk, factor = best_walk(x, x_star, f_star, s, mu, q, 1)
    gaps = walk.values - walk.value(x_star)[:, None]
    return gaps[:, 1], factor * (factor * gaps[:, 0])


MODELS: dict[Formula, Model] = {
    descent_lines.one_line: one_line,
    descent_lines.short_fall: short_fall,
    descent_lines.unit_fall: unit_fall,
    descent_lines.letter_gaps: letter_gaps,
    descent_lines.strong_chord: strong_chord,
    descent_lines.near: near,
    descent_lines.far: far,
    descent_lines.best_contraction: best_contraction,
    descent_lines.best_condition: best_contraction,
    descent_lines.best_gap: best_gap,
    descent_lines.best_distance: best_distance,
    descent_lines.best_condition_distance: best_distance,
}
