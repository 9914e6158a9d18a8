"""Torch models of `derivations.hoeffding`: all samples with their weights, listed."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from derivations import hoeffding
from numerics.models import Model
from numerics.moments import mean_of

Sides = tuple[Tensor, Tensor]  # [batch] each


def lemma(a: Tensor, w: Tensor, U: Tensor, s: Tensor, weights_u: Tensor) -> Sides:
    """The mean exponential, and that of a normal number with the largest variance that the interval allows."""
    moved = w[:, None] * (U - mean_of(U, weights_u)[:, None])
    largest_variance = (a + w - a).square() / 4
    return mean_of(torch.exp(s[:, None] * moved), weights_u), torch.exp(s.square() * largest_variance / 2)


def sums(numbers: Sequence[Tensor], weights: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """The sums [batch, samples] of independent numbers [batch, outcomes] over all samples, and their weights."""
    total, weight = numbers[0], weights[0]
    for number, own in zip(numbers[1:], weights[1:], strict=True):
        total = (total[:, :, None] + number[:, None, :]).flatten(1)
        weight = (weight[:, :, None] * own[:, None, :]).flatten(1)
    return total, weight


def chance(event: Tensor, weights: Tensor) -> Tensor:  # [batch, samples] each -> [batch]
    """The weights of the samples at which the event happens, added up."""
    return torch.where(event, weights, torch.zeros_like(weights)).sum(dim=-1)


def identical(x: Tensor, t: Tensor, n: int) -> Sides:
    """The share of the samples with a large mean, and the bound of one draw to the power n."""
    equal = torch.full_like(x, 1 / x.shape[1])
    total, weight = sums([x] * n, [equal] * n)
    away = total / n - x.mean(dim=-1, keepdim=True)
    return chance(away >= t[:, None], weight), torch.exp(-2 * t.square()).pow(n)


def strayed(a: Tensor, w: Tensor, places: Sequence[Tensor], weights: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """The deviations [batch, samples] of the sum of a_i + w_i U_i from its mean, and the weights of the samples."""
    count = a.shape[1]
    numbers = [a[:, k, None] + w[:, k, None] * places[k] for k in range(count)]
    total, weight = sums(numbers, weights[:count])
    return total - mean_of(total, weight)[:, None], weight


def sum_bound(
    a: Tensor, w: Tensor, U_1: Tensor, U_2: Tensor, weights_U_1: Tensor, weights_U_2: Tensor, t: Tensor
) -> Sides:
    """The weight of the samples whose sum strays by t, and the bound from the length of the vector of intervals."""
    away, weight = strayed(a, w, (U_1, U_2), (weights_U_1, weights_U_2))
    return chance(away >= t[:, None], weight), torch.exp(-2 * (t / w.norm(dim=-1)).square())


def general(
    a: Tensor, w: Tensor, U_1: Tensor, U_2: Tensor, weights_U_1: Tensor, weights_U_2: Tensor, t: Tensor
) -> Sides:
    """The same for the mean, which strays by t where the sum strays by n t."""
    far = t * a.shape[1]
    return sum_bound(a, w, U_1, U_2, weights_U_1, weights_U_2, far)


MODELS: dict[object, Model] = {
    hoeffding.lemma: lemma,
    hoeffding.identical: identical,
    hoeffding.general: general,
    hoeffding.sum_bound: sum_bound,
}
