"""Torch models of `derivations.ensembles`: bootstrap samples and masks listed one by one, mixtures of categoricals."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import product

import torch
from torch import Tensor

from derivations import ensembles
from derivations.vocabulary import Formula
from numerics.convolution_arithmetic import each
from numerics.dropout import chances_of, masks, means
from numerics.models import Model

Sides = tuple[Tensor, Tensor]


@cache
def distinct(n: int, r: int) -> float:
    """The mean share of the examples, over all samples."""
    sizes = [len(set(sample)) for sample in product(range(n), repeat=r)]
    return sum(sizes) / len(sizes) / n


def distinct_share(n: Tensor, r: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The mean share of distinct examples, all samples listed."""
    return torch.tensor([distinct(*pair) for pair in each(n, r)], dtype=torch.float64)


@cache
def occupied(n: int) -> float:
    """The mean share of the examples in a sample of n: a chain over the number of distinct ones so far."""
    chances = [1.0] + [0.0] * n
    for _ in range(n):
        stay = [chances[k] * k / n for k in range(n + 1)]
        enter = [0.0] + [chances[k] * (n - k) / n for k in range(n)]
        chances = [a + b for a, b in zip(stay, enter, strict=True)]
    return sum(k * chance for k, chance in enumerate(chances)) / n


def share(n: Tensor) -> Tensor:  # [batch] -> [batch]
    """The mean share of distinct examples in as many draws as examples."""
    return torch.tensor([occupied(size) for (size,) in each(n)], dtype=torch.float64)


def distinct_lower(n: Tensor) -> Sides:  # [batch] -> [batch] twice
    """The share, and that of a Poisson number of draws of each example: the integral of exp(-t) from 0 to 1."""
    return share(n), -torch.expm1(-torch.ones(len(n), dtype=torch.float64))


def distinct_upper(n: Tensor) -> Sides:  # [batch] -> [batch] twice
    """The share, and the limit with its gap."""
    gap = torch.exp(-1 - n.double().log())
    return share(n), -torch.expm1(-torch.ones_like(gap)) + gap


def model_average(P: Tensor) -> Tensor:  # [batch, K, classes] -> [batch, classes]
    """The mean row."""
    return P.mean(dim=1)


def average_loss(P: Tensor) -> Sides:  # [batch, K, classes] -> [batch, classes] twice
    """The loss of the mean, by a stable sum of logarithms, and the mean of the losses."""
    logs = P.log()
    return torch.tensor(P.shape[1]).log() - torch.logsumexp(logs, dim=1), -logs.mean(dim=1)


def mask_ensemble(
    c_1: Tensor, c_2: Tensor, x: Tensor, p: Callable[[Tensor], Tensor], d: int, q: int
) -> Tensor:  # -> [batch]
    """The mean answer over all masks."""
    every, probabilities = masks(chances_of(d, q, c_1, c_2))
    answers = torch.stack([p(x * mask) for mask in every], dim=1)
    return means(answers, probabilities)


MODELS: dict[Formula, Model] = {
    ensembles.distinct_share: distinct_share,
    ensembles.distinct_lower: distinct_lower,
    ensembles.distinct_upper: distinct_upper,
    ensembles.model_average: model_average,
    ensembles.average_loss: average_loss,
    ensembles.mask_ensemble: mask_ensemble,
}
