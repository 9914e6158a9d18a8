"""Torch models of `derivations.step_squares`: steps of `torch.optim.SGD` on linear losses."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import step_squares
from derivations.vocabulary import Formula
from numerics.gradient_descent import gradient_step
from numerics.models import Model


def inner(a: Tensor, b: Tensor) -> Tensor:
    """Inner products along the last axis."""
    return torch.einsum("...d,...d->...", a, b)


def stepped(x: Tensor, g: Tensor, gamma: Tensor) -> Tensor:  # -> [batch, d]
    """A step of `torch.optim.SGD` on a linear loss."""
    return gradient_step(lambda at: inner(g, at), x, gamma)


def inner_of_pair(x: Tensor, g: Tensor) -> Tensor:  # -> [batch]
    """The inner product by `torch.bmm`."""
    return torch.bmm(x[:, None], g[:, :, None])[:, 0, 0]


def twice(x: Tensor, g: Tensor) -> Tensor:  # -> [batch]
    """Twice the inner product."""
    return inner(x, g) + inner(g, x)


def parallelogram(x: Tensor, g: Tensor) -> Tensor:  # -> [batch]
    """The squared lengths of the diagonals, with the vectors side by side."""
    return torch.stack([x + g, x - g], dim=1).square().sum(dim=(1, 2))


def from_step(x: Tensor, g: Tensor, gamma: Tensor) -> Tensor:  # -> [batch, d]
    """The move along the negative gradient, for each unit of step size."""
    return (x - stepped(x, g, gamma)) / gamma[:, None]


def product(x: Tensor, x_star: Tensor, g: Tensor) -> Tensor:  # -> [batch]
    """The inner product of the gradient and the way from the goal."""
    return inner(g, x - x_star)


MODELS: dict[Formula, Model] = {
    step_squares.polarised: twice,
    step_squares.halved: inner_of_pair,
    step_squares.sum_polarised: inner_of_pair,
    step_squares.parallelogram: parallelogram,
    step_squares.from_step: from_step,
    step_squares.by_step: product,
    step_squares.three_squares: product,
    step_squares.one_line: product,
}
