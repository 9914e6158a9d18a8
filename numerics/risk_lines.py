"""Torch models of `derivations.risk_lines`: one example at a time, accuracies, losses of torch."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import risk_lines
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[[Tensor], Tensor]
Loss = Callable[[Tensor, Tensor], Tensor]


def empirical(X: Tensor, y: Tensor, h: Map, l: Loss) -> Tensor:  # noqa: E741  -> [batch]
    """The mean over the examples."""
    losses = [l(h(x), target) for x, target in zip(X.unbind(dim=1), y.unbind(dim=1), strict=True)]
    return torch.stack(losses, dim=1).mean(dim=1)


def zero_one(y_hat: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """One less the accuracy."""
    return 1 - (y_hat == y).double().mean(dim=1)


def mistakes(X: Tensor, y: Tensor, a: Tensor) -> Tensor:  # -> [batch]
    """One less the accuracy of the half-space."""
    return zero_one((torch.einsum("bnd,bd->bn", X, a) > 0).to(y), y)


def swapped(X: Tensor, y: Tensor, h: Map, l: Loss) -> Tensor:  # noqa: E741  -> [batch]
    """The same for the loss with its arguments the other way round."""
    return empirical(X, y, h, lambda guess, target: l(target, guess))


def scores(X: Tensor, h: Map) -> Tensor:  # -> [batch, n]
    """The score of each example."""
    return torch.stack([h(x) for x in X.unbind(dim=1)], dim=1)


def not_positive(X: Tensor, y: Tensor, h: Map) -> Tensor:  # -> [batch]
    """One less the share of scores on the side of their class."""
    score = scores(X, h)
    return 1 - torch.where(y > 0, score > 0, score < 0).to(score).mean(dim=1)


def negative(X: Tensor, y: Tensor, h: Map) -> Tensor:  # -> [batch]
    """The share of scores on the other side."""
    score = scores(X, h)
    return torch.where(y > 0, score < 0, score > 0).to(score).mean(dim=1)


def squared(X: Tensor, y: Tensor, h: Map) -> Tensor:  # -> [batch]
    """The mean squared error of torch."""
    return torch.nn.functional.mse_loss(scores(X, h), y, reduction="none").mean(dim=1)


MODELS: dict[Formula, Model] = {
    risk_lines.empirical: empirical,
    risk_lines.swapped: swapped,
    risk_lines.zero_one: zero_one,
    risk_lines.mistakes: mistakes,
    risk_lines.not_positive: not_positive,
    risk_lines.negative: negative,
    risk_lines.squared: squared,
}
