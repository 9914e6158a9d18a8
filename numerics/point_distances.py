"""Torch models of `derivations.point_distances`: norms of `torch.linalg`, comparisons."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import point_distances as points
from derivations.vocabulary import Formula
from numerics.models import Model


def minkowski(x: Tensor, y: Tensor, p: Tensor) -> Tensor:  # [batch, n] twice, [batch] -> [batch]
    """From the logarithms of the differences; 0 is far below all others."""
    logs = (x - y).abs().log()
    return (torch.logsumexp(p[:, None] * logs, dim=1) / p).exp()


def chebyshev(x: Tensor, y: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """The norm of infinite order."""
    return torch.linalg.vector_norm(x - y, ord=torch.inf, dim=1)


def weighted(x: Tensor, y: Tensor, w: Tensor) -> Tensor:  # [batch, n] three times -> [batch]
    """The distance of points whose coordinates are stretched."""
    return torch.cdist((w.sqrt() * x)[:, None], (w.sqrt() * y)[:, None])[:, 0, 0]


MODELS: dict[Formula, Model] = {
    points.minkowski: minkowski,
    points.euclidean: lambda x, y: torch.linalg.vector_norm(x - y, dim=1),
    points.manhattan: lambda x, y: torch.linalg.vector_norm(x - y, ord=1, dim=1),
    points.chebyshev: chebyshev,
    points.weighted: weighted,
    points.hamming: lambda x, y: torch.count_nonzero(x - y, dim=1),
    points.share: lambda x, y: (x != y).to(torch.float64).mean(dim=1),
}
