"""Torch models of `derivations.convex_walks`: steps of `torch.optim.SGD` on quadratics."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import convex_walks
from derivations.vocabulary import Formula
from numerics.gradient_descent import gradient_step
from numerics.gradient_descent import slope as slope_of
from numerics.models import Model
from numerics.smooth_walks import Sides, Walk, walk_of
from numerics.step_squares import inner


def product(walk: Walk) -> Tensor:  # -> [batch, T + 1]
    """The inner products of gradient and way at all points."""
    ways = (walk.points - walk.centre[:, None]).unbind(dim=1)
    slopes = [slope_of(walk.value, x) for x in walk.points.unbind(dim=1)]
    return torch.stack([inner(g, way) for g, way in zip(slopes, ways, strict=True)], dim=1)


def gaps_of(walk: Walk) -> Tensor:  # -> [batch, T + 1]
    """The gaps of all points."""
    return walk.values - walk.value(walk.centre)[:, None]


def gap_by_slope(x: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, c: Tensor) -> Sides:
    """The last gap, and the inner product there."""
    walk = walk_of(x, x_star, f_star, s, mu, q, 1, c)
    return gaps_of(walk)[:, 0], product(walk)[:, 0]


def gaps(x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, c: Tensor, T: int) -> Sides:
    """The sum of the gaps; the steps' squares and the first distance, for two units of step size."""
    walk = walk_of(x_b, x_star, f_star, s, mu, q, T, c)
    moves = walk.points.diff(dim=1).square().sum(dim=(1, 2))
    return gaps_of(walk)[:, :-1].sum(dim=1), (moves + walk.distances[:, 0]) / (2 * walk.rate)


def unit_gaps(x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, T: int) -> Sides:
    """The sum of the gaps after each step, and the first distance for two units of step size."""
    walk = walk_of(x_b, x_star, f_star, s, mu, q, T)
    return gaps_of(walk)[:, 1:].sum(dim=1), walk.distances[:, 0] / (2 * walk.rate)


def last_gap(x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, c: Tensor, T: int) -> Sides:
    """The last gap, and the mean of those after each step."""
    gaps = gaps_of(walk_of(x_b, x_star, f_star, s, mu, q, T, c))[:, 1:]
    return gaps[:, -1], gaps.mean(dim=1)


def unit_step(x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, T: int) -> Sides:
    """The last and the first squared distance."""
    far = walk_of(x_b, x_star, f_star, s, mu, q, T).distances
    return far[:, -1], far[:, 0]


def strong_slope(x: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, c: Tensor) -> Sides:
    """The last gap and the squared distance; the inner product."""
    walk = walk_of(x, x_star, f_star, s, mu, q, 1, c)
    return torch.addcmul(gaps_of(walk)[:, 0], mu, walk.distances[:, 0], value=0.5), product(walk)[:, 0]


def strong_step(x: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, c: Tensor) -> Sides:
    """The last squared distance; the move, the gap, and the distance before the last step."""
    walk = walk_of(x, x_star, f_star, s, mu, q, 1, c)
    move = walk.points.diff(dim=1)[:, -1].square().sum(dim=1)
    before = walk.distances[:, -2]
    return walk.distances[:, -1], move + before - walk.rate * (2 * gaps_of(walk)[:, -2] + mu * before)


def noise(x: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, c: Tensor) -> Sides:
    """The square of the next move less twice the gap for each unit of step size, and zero."""
    walk = walk_of(x, x_star, f_star, s, mu, q, 1, c)
    move = gradient_step(walk.value, walk.points[:, 0], walk.rate) - walk.points[:, 0]
    left = move.square().sum(dim=1) - 2 * walk.rate * gaps_of(walk)[:, 0]
    return left, torch.zeros_like(left)


def contraction(x: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, c: Tensor) -> Sides:
    """The last squared distance, and the one before less its share."""
    walk = walk_of(x, x_star, f_star, s, mu, q, 1, c)
    return walk.distances[:, -1], torch.addcmul(walk.distances[:, -2], mu * walk.rate, walk.distances[:, -2], value=-1)


def unit_contraction(x: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor) -> Sides:
    """The same with the step size 1/L."""
    return contraction(x, x_star, f_star, s, mu, q, torch.ones_like(mu))


def distance_gap(x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, T: int) -> Sides:
    """The last gap; the first squared distance, shrunk T times, over two units of step size."""
    walk = walk_of(x_b, x_star, f_star, s, mu, q, T)
    bound = walk.distances[:, 0] / (2 * walk.rate)
    for _ in range(T):
        bound = bound - mu * walk.rate * bound
    return gaps_of(walk)[:, -1], bound


def exponential_gap(x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, T: int) -> Sides:
    """The last gap; the first squared distance, decayed T times, over two units of step size."""
    walk = walk_of(x_b, x_star, f_star, s, mu, q, T)
    return gaps_of(walk)[:, -1], walk.distances[:, 0] / (2 * walk.rate) * (-mu * walk.rate).exp() ** T


MODELS: dict[Formula, Model] = {
    convex_walks.gap_by_slope: gap_by_slope,
    convex_walks.gaps: gaps,
    convex_walks.unit_gaps: unit_gaps,
    convex_walks.last_gap: last_gap,
    convex_walks.unit_step: unit_step,
    convex_walks.strong_slope: strong_slope,
    convex_walks.strong_step: strong_step,
    convex_walks.noise: noise,
    convex_walks.contraction: contraction,
    convex_walks.unit_contraction: unit_contraction,
    convex_walks.distance_gap: distance_gap,
    convex_walks.exponential_gap: exponential_gap,
}
