"""Torch models of `derivations.tail_bounds`: all samples with their weights, listed."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import tail_bounds
from derivations.vocabulary import Formula
from numerics.hoeffding import chance, strayed, sums
from numerics.models import Model
from numerics.moments import mean_of, variance

Sides = tuple[Tensor, Tensor]  # [batch] each


def means(x: Tensor, n: int) -> tuple[Tensor, Tensor]:
    """How far the means [batch, samples] of n draws from the values x stray, and the weights of the samples."""
    equal = torch.full_like(x, 1 / x.shape[1])
    total, weight = sums([x] * n, [equal] * n)
    return total / n - x.mean(dim=-1, keepdim=True), weight


def two_sided(x: Tensor, t: Tensor, n: int) -> Sides:
    """The share of the samples that stray to either side, and the bound of one draw to the power n, twice."""
    away, weight = means(x, n)
    return chance(away.abs() >= t[:, None], weight), 2 * torch.exp(-2 * t.square()).pow(n)


def two_sided_sum(
    a: Tensor, w: Tensor, U_1: Tensor, U_2: Tensor, weights_U_1: Tensor, weights_U_2: Tensor, t: Tensor
) -> Sides:
    """The weight of the samples whose sum strays by t to either side, and the bound."""
    away, weight = strayed(a, w, (U_1, U_2), (weights_U_1, weights_U_2))
    return chance(away.abs() >= t[:, None], weight), 2 * torch.exp(-2 * (t / w.norm(dim=-1)).square())


def two_sided_mean(
    a: Tensor, w: Tensor, U_1: Tensor, U_2: Tensor, weights_U_1: Tensor, weights_U_2: Tensor, t: Tensor
) -> Sides:
    """The same for the mean, which strays by t where the sum strays by n t."""
    return two_sided_sum(a, w, U_1, U_2, weights_U_1, weights_U_2, t * a.shape[1])


def one_interval(x: Tensor, w: Tensor, t: Tensor, n: int) -> Sides:
    """The share of the samples, and the bound of one draw to the power n."""
    away, weight = means(x, n)
    return chance(away * w[:, None] >= t[:, None], weight), torch.exp(-2 * (t / w).square()).pow(n)


def two_sided_interval(x: Tensor, w: Tensor, t: Tensor, n: int) -> Sides:
    """The share of the samples that stray to either side, and the bound."""
    away, weight = means(x, n)
    return chance(away.abs() * w[:, None] >= t[:, None], weight), 2 * torch.exp(-2 * (t / w).square()).pow(n)


def cantelli(X: Tensor, t: Tensor, weights_x: Tensor) -> Sides:
    """The weight of the event, and the ratio from the variance of X / t."""
    away = X - mean_of(X, weights_x)[:, None]
    scaled = variance(X / t[:, None], weights_x)
    return chance(away >= t[:, None], weights_x), scaled / (1 + scaled)


def deviations(X: Tensor, k: Tensor, weights_x: Tensor) -> Sides:
    """The weight of the outcomes so many standard deviations away, and the bound."""
    away = X - mean_of(X, weights_x)[:, None]
    reach = (k * variance(X, weights_x).sqrt())[:, None]
    return chance(away.abs() >= reach, weights_x), k.pow(-2)


MODELS: dict[Formula, Model] = {
    tail_bounds.two_sided: two_sided,
    tail_bounds.two_sided_sum: two_sided_sum,
    tail_bounds.two_sided_mean: two_sided_mean,
    tail_bounds.one_interval: one_interval,
    tail_bounds.two_sided_interval: two_sided_interval,
    tail_bounds.cantelli: cantelli,
    tail_bounds.deviations: deviations,
}
