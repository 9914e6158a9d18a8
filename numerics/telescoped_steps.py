"""Torch models of `derivations.telescoped_steps`: steps of `torch.optim.SGD`, one after the other."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import telescoped_steps
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.step_squares import inner, stepped

Sides = tuple[Tensor, Tensor]


def iterates(x_b: Tensor, g: Tensor, gamma: Tensor) -> Tensor:  # -> [batch, T + 1, d]
    """The start, and the point after each step."""
    points = [x_b]
    for step in range(g.shape[1]):
        points.append(stepped(points[-1], g[:, step], gamma))
    return torch.stack(points, dim=1)


def telescoping(x_b: Tensor, x_star: Tensor, g: Tensor, gamma: Tensor) -> Tensor:  # -> [batch]
    """The sum of the falls of the squared distance."""
    far = (iterates(x_b, g, gamma) - x_star[:, None]).square().sum(dim=2)
    return (far[:, :-1] - far[:, 1:]).sum(dim=1)


def summed(x_b: Tensor, x_star: Tensor, g: Tensor, gamma: Tensor) -> Tensor:  # -> [batch]
    """The sum of the inner products."""
    return inner(g, iterates(x_b, g, gamma)[:, :-1] - x_star[:, None]).sum(dim=1)


def summed_bound(x_b: Tensor, x_star: Tensor, g: Tensor, gamma: Tensor) -> Sides:
    """The sum of the inner products; and the steps' half squares and the first distance, for each unit of step size."""
    moves = (gamma[:, None, None] * g).square().sum(dim=(1, 2))
    return summed(x_b, x_star, g, gamma), (moves + (x_b - x_star).square().sum(dim=1)) / (2 * gamma)


def mean_bound(x_b: Tensor, x_star: Tensor, g: Tensor, gamma: Tensor) -> Sides:
    """The same on average."""
    left, right = summed_bound(x_b, x_star, g, gamma)
    return left / g.shape[1], right / g.shape[1]


def averaged(x_b: Tensor, g: Tensor, gamma: Tensor) -> Tensor:  # -> [batch, d]
    """The mean of all iterates but the last."""
    return iterates(x_b, g, gamma)[:, :-1].mean(dim=1)


def weighted(x_b: Tensor, g: Tensor, gamma: Tensor) -> Tensor:  # -> [batch, d]
    """The mean of a list in which the iterate after t steps stands t times."""
    points = iterates(x_b, g, gamma)
    listed = [points[:, t] for t in range(points.shape[1]) for _ in range(t)]
    return torch.stack(listed, dim=1).mean(dim=1)


MODELS: dict[Formula, Model] = {
    telescoped_steps.telescoping: telescoping,
    telescoped_steps.summed: summed,
    telescoped_steps.summed_bound: summed_bound,
    telescoped_steps.mean_bound: mean_bound,
    telescoped_steps.averaged: averaged,
    telescoped_steps.weighted: weighted,
}
