"""Torch models of `derivations.logistic_newton`: torch's losses, automatic differentiation, linear solves."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import logistic_newton as newton
from derivations.vocabulary import Formula
from numerics.least_squares_gradients import gradient_of, hessian_of
from numerics.logistic_batches import mean, total
from numerics.models import Model


def probability(w: Tensor, x: Tensor, b: Tensor) -> Tensor:  # [batch, d] twice, [batch] -> [batch]
    """The second of two classes whose scores are 0 and the score."""
    score = (w * x).sum(dim=1) + b
    return torch.softmax(torch.stack([torch.zeros_like(score), score], dim=1), dim=1)[:, 1]


def plain_probability(w: Tensor, x: Tensor) -> Tensor:  # [batch, d] twice -> [batch]
    """The same with the bias 0."""
    return probability(w, x, torch.zeros_like(x[:, 0]))


def log_odds(w: Tensor, x: Tensor) -> Tensor:  # [batch, d] twice -> [batch]
    """The score of a linear unit."""
    return torch.bmm(w[:, None, :], x[:, :, None])[:, 0, 0]


def newton_step(X: Tensor, y: Tensor, w: Tensor) -> Tensor:  # -> [batch, d]
    """A linear solve with derivatives from automatic differentiation."""
    slope, bend = gradient_of(total)(X, y, w), hessian_of(total)(X, y, w)
    return w - torch.linalg.solve(bend, slope)


MODELS: dict[Formula, Model] = {
    newton.probability: probability,
    newton.plain_probability: plain_probability,
    newton.log_odds: log_odds,
    newton.total_hessian: hessian_of(total),
    newton.mean_hessian: hessian_of(mean),
    newton.newton_step: newton_step,
    newton.reweighted: newton_step,
}
