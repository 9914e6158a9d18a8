"""Torch models of `derivations.smooth_walks`: steps of `torch.optim.SGD` on quadratics, with gradients by autograd."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from derivations import smooth_walks
from derivations.vocabulary import Formula
from numerics.gradient_descent import gradient_step
from numerics.gradient_descent import slope as slope_of
from numerics.models import Model

Sides = tuple[Tensor, Tensor]


@dataclass(frozen=True)
class Walk:
    """Quadratics with their centres, and the points of gradient descent on them [batch, T + 1, d]."""

    curvature: Tensor
    centre: Tensor
    floor: Tensor
    rate: Tensor
    points: Tensor

    def value(self, x: Tensor) -> Tensor:  # [batch, d] -> [batch]
        """The objective."""
        return torch.addcmul(self.floor, self.curvature, (x - self.centre).square().sum(dim=1), value=0.5)

    @property
    def values(self) -> Tensor:
        """The objective at all points [batch, T + 1]."""
        return torch.stack([self.value(x) for x in self.points.unbind(dim=1)], dim=1)

    @property
    def squares(self) -> Tensor:
        """The squared gradients at all points but the last [batch, T]."""
        slopes = [slope_of(self.value, x) for x in self.points[:, :-1].unbind(dim=1)]
        return torch.stack(slopes, dim=1).square().sum(dim=2)

    @property
    def distances(self) -> Tensor:
        """The squared distances of all points from the centre [batch, T + 1]."""
        return (self.points - self.centre[:, None]).square().sum(dim=2)


def walk_of(
    x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, T: int, c: Tensor | None = None
) -> Walk:
    """T steps of gradient descent with the step size c/L."""
    curvature = torch.lerp(mu, mu + mu * q, s)
    rate = (torch.ones_like(mu) if c is None else c) / (mu + mu * q)
    walk = Walk(curvature, x_star, f_star, rate, x_b[:, None])
    points = [x_b]
    for _ in range(T):
        points.append(gradient_step(walk.value, points[-1], rate))
    return Walk(curvature, x_star, f_star, rate, torch.stack(points, dim=1))


def telescoping(
    x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, c: Tensor, T: int
) -> Tensor:
    """The sum of the falls."""
    return -walk_of(x_b, x_star, f_star, s, mu, q, T, c).values.diff(dim=1).sum(dim=1)


def squares_fall(
    x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, c: Tensor, T: int
) -> Sides:
    """Half the steps' squared lengths for each unit of step size, and the fall."""
    walk = walk_of(x_b, x_star, f_star, s, mu, q, T, c)
    moves = walk.points.diff(dim=1).square().sum(dim=(1, 2))
    return moves / (2 * walk.rate), walk.values[:, 0] - walk.values[:, -1]


def squares_room(
    x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, c: Tensor, T: int
) -> Sides:
    """The same, and the first gap."""
    walk = walk_of(x_b, x_star, f_star, s, mu, q, T, c)
    moves = walk.points.diff(dim=1).square().sum(dim=(1, 2))
    return moves / (2 * walk.rate), walk.values[:, 0] - walk.value(x_star)


def squares_total(
    x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, c: Tensor, T: int
) -> Sides:
    """The sum of the squared gradients, and the first gap over half the step size."""
    walk = walk_of(x_b, x_star, f_star, s, mu, q, T, c)
    return walk.squares.sum(dim=1), (walk.values[:, 0] - walk.value(x_star)) / (walk.rate / 2)


def unit_squares_fall(x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, T: int) -> Sides:
    """Half the steps' squared lengths for each unit of the step size 1/L, and the fall."""
    return squares_fall(x_b, x_star, f_star, s, mu, q, torch.ones_like(mu), T)


def unit_squares_room(x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, T: int) -> Sides:
    """The sum of the squared gradients, and the first gap over half of 1/L."""
    return squares_total(x_b, x_star, f_star, s, mu, q, torch.ones_like(mu), T)


def mean_square(
    x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, c: Tensor, T: int
) -> Sides:
    """The mean of the squared gradients."""
    left, right = squares_total(x_b, x_star, f_star, s, mu, q, c, T)
    return left / T, right / T


def unit_mean_square(x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, T: int) -> Sides:
    """The same with the step size 1/L."""
    return mean_square(x_b, x_star, f_star, s, mu, q, torch.ones_like(mu), T)


def smallest_mean(
    x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, c: Tensor, T: int
) -> Sides:
    """The smallest squared gradient, and the mean."""
    squares = walk_of(x_b, x_star, f_star, s, mu, q, T, c).squares
    return squares.amin(dim=1), squares.mean(dim=1)


def smallest_square(
    x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, c: Tensor, T: int
) -> Sides:
    """The smallest squared gradient, and the bound on the mean."""
    walk = walk_of(x_b, x_star, f_star, s, mu, q, T, c)
    return walk.squares.amin(dim=1), (walk.values[:, 0] - walk.value(x_star)) / (walk.rate / 2 * T)


def unit_smallest_square(
    x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, T: int
) -> Sides:
    """The same with the step size 1/L."""
    return smallest_square(x_b, x_star, f_star, s, mu, q, torch.ones_like(mu), T)


def smallest_length(
    x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, c: Tensor, T: int
) -> Sides:
    """The roots of both."""
    left, right = smallest_square(x_b, x_star, f_star, s, mu, q, c, T)
    return left.sqrt(), right.sqrt()


def unit_smallest_length(
    x_b: Tensor, x_star: Tensor, f_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, T: int
) -> Sides:
    """The roots of both with the step size 1/L."""
    return smallest_length(x_b, x_star, f_star, s, mu, q, torch.ones_like(mu), T)


MODELS: dict[Formula, Model] = {
    smooth_walks.telescoping: telescoping,
    smooth_walks.squares_fall: squares_fall,
    smooth_walks.squares_room: squares_room,
    smooth_walks.squares_total: squares_total,
    smooth_walks.unit_squares_fall: unit_squares_fall,
    smooth_walks.unit_squares_room: unit_squares_room,
    smooth_walks.mean_square: mean_square,
    smooth_walks.unit_mean_square: unit_mean_square,
    smooth_walks.smallest_mean: smallest_mean,
    smooth_walks.smallest_square: smallest_square,
    smooth_walks.unit_smallest_square: unit_smallest_square,
    smooth_walks.smallest_length: smallest_length,
    smooth_walks.unit_smallest_length: unit_smallest_length,
}
