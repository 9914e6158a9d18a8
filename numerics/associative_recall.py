"""Torch models of `derivations.associative_recall`: pairs one by one, flips before and after, normal distributions."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import associative_recall as recall
from derivations.vocabulary import Formula
from numerics.models import Model


def over_pairs(G: Tensor, s: Tensor) -> Tensor:  # [batch, N, N], [batch, N] -> [batch]
    """Each pair of units once."""
    first, second = torch.triu_indices(s.shape[1], s.shape[1], offset=1)
    return -(G[:, first, second] * s[:, first] * s[:, second]).sum(dim=1)


def with_thresholds(G: Tensor, s: Tensor, theta: Tensor) -> Tensor:  # -> [batch]
    """Each pair of units once, and each threshold."""
    return over_pairs(G, s) + torch.einsum("bn,bn->b", theta, s.double())


def flipped(G: Tensor, s: Tensor) -> Tensor:  # -> [batch, N]
    """The energy after the flip of each unit, less that before."""
    after = []
    for unit in range(s.shape[1]):
        turned = s.double().clone()
        turned[:, unit] = -turned[:, unit]
        after.append(over_pairs(G, turned))
    return torch.stack(after, dim=1) - over_pairs(G, s.double())[:, None]


def field(G: Tensor, s: Tensor) -> Tensor:  # -> [batch, N]
    """Half the change of the energy by a flip, on the side of the state."""
    return flipped(G, s) * s / 2


def plain_hebb(xi: Tensor) -> Tensor:  # [batch, P, N] -> [batch, N, N]
    """The product of the matrix of patterns with itself, by the number of units."""
    return xi.double().transpose(1, 2) @ xi.double() / xi.shape[2]


def scaled_hebb(xi: Tensor) -> Tensor:  # -> [batch, N, N]
    """The same, the diagonal put to 0."""
    full = plain_hebb(xi)
    return full - torch.diag_embed(torch.diagonal(full, dim1=1, dim2=2))


def by_overlaps(xi: Tensor, s: Tensor) -> Tensor:  # -> [batch]
    """Half the quadratic form of the couplings of Hebb's rule."""
    return -torch.einsum("bi,bij,bj->b", s.double(), plain_hebb(xi), s.double()) / 2


def misses(N: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """The upper tail of `torch.distributions.Normal` with variance p / N, from 1 on."""
    spread = (p.double() / N.double()).sqrt()
    return torch.distributions.Normal(torch.zeros_like(spread), spread).cdf(-torch.ones_like(spread))


def hamming(N: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """From all units at the overlap -1 to none at 1."""
    return torch.lerp(N.double(), torch.zeros_like(m), (m + 1) / 2)


def mean_field(beta: Tensor, G: Tensor, m: Tensor) -> Tensor:  # -> [batch, N]
    """The mean of a sign with log odds of twice the field."""
    n = m.shape[1]
    hollow = G * (1 - torch.eye(n, dtype=G.dtype, device=G.device))
    odds = 2 * beta[:, None] * torch.einsum("bij,bj->bi", hollow, m)
    return torch.sigmoid(odds) - torch.sigmoid(-odds)


def dense(F: Callable[[Tensor], Tensor], xi: Tensor, s: Tensor) -> Tensor:  # -> [batch]
    """The function of each overlap."""
    products = xi.double() @ s.double()[:, :, None]
    return -torch.stack([F(products[:, k, 0]) for k in range(xi.shape[1])]).sum(dim=0)


MODELS: dict[Formula, Model] = {
    recall.with_thresholds: with_thresholds,
    recall.over_pairs: over_pairs,
    recall.field: field,
    recall.flipped: flipped,
    recall.by_overlaps: by_overlaps,
    recall.scaled_hebb: scaled_hebb,
    recall.plain_hebb: plain_hebb,
    recall.misses: misses,
    recall.hamming: hamming,
    recall.mean_field: mean_field,
    recall.glauber: lambda beta, h: torch.softmax(torch.stack([beta * h, -beta * h]), dim=0)[0],
    recall.warm_unit: lambda h, T: torch.softmax(torch.stack([h / T, torch.zeros_like(h)]), dim=0)[0],
    recall.dense: dense,
}
