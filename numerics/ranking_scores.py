"""Torch models of `derivations.ranking_scores`: areas by the trapezium of steps, listed examples, sorted pairs."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import ranking_scores as ranks
from derivations.vocabulary import Formula
from numerics.models import Model


def average_precision(R: Callable[[Tensor], Tensor], P: Tensor) -> Tensor:  # -> [batch]
    """The precisions, weighted by the differences of the recalls."""
    places = [torch.full_like(P[:, 0], place) for place in range(P.shape[1] + 1)]
    recalls = torch.stack([R(place) for place in places], dim=1)
    return torch.linalg.vecdot(recalls.diff(dim=1), P)


def area(p: Tensor, q: Tensor) -> Tensor:  # [batch, m], [batch, k] -> [batch]
    """How many negatives stand before each positive among the sorted negatives."""
    order = q.sort(dim=1).values
    return torch.searchsorted(order, p.contiguous()).to(p.dtype).mean(dim=1) / q.shape[1]


def micro(T: Tensor, F: Tensor) -> Tensor:  # [batch, C] twice -> [batch]
    """The ratios of the classes, weighted by their sizes."""
    sizes = T + F
    return torch.linalg.vecdot(T / sizes, sizes / sizes.sum(dim=1, keepdim=True))


def silhouette(A: Tensor, B: Tensor) -> Tensor:  # [batch, n] twice -> [batch, n]
    """1 less the ratio where the own cluster is nearer, else the ratio less 1."""
    return torch.where(A < B, 1 - A / B, B / A - 1)


def spearman(d: Tensor) -> Tensor:  # [batch, n] -> [batch]
    """From the variance of the ranks 1, …, n: half of the mean squared difference over it."""
    spread = torch.arange(1, d.shape[1] + 1, dtype=d.dtype, device=d.device).var(correction=0)
    return 1 - d.square().mean(dim=1) / (2 * spread)


def kendall(c: Tensor, d: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """Over the number of listed pairs."""
    pairs = torch.stack(
        [torch.tensor(float(len(torch.combinations(torch.arange(int(size))))), dtype=torch.float64) for size in n]
    )
    return (c - d) / pairs


def calinski(B: Tensor, W: Tensor, k: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """The ratio of the mean squares."""
    return (B / W) / ((k - 1) / (n - k).to(B.dtype))


MODELS: dict[Formula, Model] = {
    ranks.average_precision: average_precision,
    ranks.precision_at: lambda r: r.to(torch.float64).mean(dim=1),
    ranks.reciprocal_rank: lambda r: r.to(torch.float64).reciprocal().mean(dim=1),
    ranks.normalised_gain: lambda D, J: (D.log() - J.log()).exp(),
    ranks.area: area,
    ranks.negative_ratio: lambda a, b: torch.lerp(torch.ones_like(a), torch.zeros_like(a), a) / b,
    ranks.micro: micro,
    ranks.silhouette: silhouette,
    ranks.spearman: spearman,
    ranks.kendall: kendall,
    ranks.calinski: calinski,
}
