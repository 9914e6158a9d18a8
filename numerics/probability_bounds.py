"""Torch models of `derivations.probability_bounds`: sums over the outcomes, weight by weight."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import probability_bounds
from numerics.models import Model
from numerics.moments import mean_of, variance

Sides = tuple[Tensor, Tensor]  # [batch] each


def chance(event: Tensor, weights: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """The weights of the outcomes at which the event happens, added up."""
    return torch.where(event, weights, torch.zeros_like(weights)).sum(dim=-1)


def jensen(f: Callable[[Tensor], Tensor], X: Tensor, weights_x: Tensor) -> Sides:
    """The function at the mean, and the mean of the function."""
    return f(mean_of(X, weights_x)), mean_of(f(X), weights_x)


def jensen_weights(f: Callable[[Tensor], Tensor], x: Tensor, alpha: Tensor) -> Sides:
    """The function at the combination, and the combination of its values."""
    return jensen(f, x, alpha)


def jensen_log(X: Tensor, weights_x: Tensor) -> Sides:
    """The mean logarithm by the product of powers, and the logarithm of the mean."""
    return X.pow(weights_x).prod(dim=-1).log(), mean_of(X, weights_x).log()


def markov(X: Tensor, a: Tensor, weights_x: Tensor) -> Sides:
    """The weight of the event, and the mean of X / a."""
    return chance(a[:, None] <= X, weights_x), mean_of(X / a[:, None], weights_x)


def chebyshev(X: Tensor, t: Tensor, weights_x: Tensor) -> Sides:
    """The weight of the event, and the variance of X / t from all pairs of outcomes."""
    away = X - mean_of(X, weights_x)[:, None]
    event = (away >= t[:, None]) | (away <= -t[:, None])
    return chance(event, weights_x), variance(X / t[:, None], weights_x)


def chernoff(X: Tensor, a: Tensor, s: Tensor, weights_x: Tensor) -> Sides:
    """The weight of the event, and the mean of exp(s (X - a))."""
    return chance(a[:, None] <= X, weights_x), mean_of(torch.exp(s[:, None] * (X - a[:, None])), weights_x)


def union_bound(A: Tensor, weights_x: Tensor) -> Sides:  # [batch, outcomes, events], [batch, outcomes]
    """The weight of the outcomes with some event, and the mean number of events."""
    return chance((A == 1).any(dim=-1), weights_x), mean_of(A.sum(dim=-1).double(), weights_x)


MODELS: dict[object, Model] = {
    probability_bounds.jensen: jensen,
    probability_bounds.jensen_weights: jensen_weights,
    probability_bounds.jensen_log: jensen_log,
    probability_bounds.markov: markov,
    probability_bounds.chebyshev: chebyshev,
    probability_bounds.chernoff: chernoff,
    probability_bounds.union_bound: union_bound,
}
