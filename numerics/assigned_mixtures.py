"""Torch models of `derivations.assigned_mixtures`: softmax of log-densities, weighted moments by products of tables."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import assigned_mixtures as mixtures
from derivations.vocabulary import Formula
from numerics.models import Model

Shape = Callable[[Tensor, Tensor, Tensor], Tensor]


def responsibility(X: Tensor, pi: Tensor, mu: Tensor, Sigma: Tensor, h: Shape) -> Tensor:  # -> [batch, N, K]
    """The softmax of the log-densities and the logarithms of the mixing coefficients."""
    parts = zip(mu.unbind(dim=1), Sigma.unbind(dim=1), strict=True)
    logs = [torch.stack([-torch.log1p(h(x, c, S).square()) for x in X.unbind(dim=1)], dim=1) for c, S in parts]
    return torch.softmax(torch.stack(logs, dim=2) + pi.log()[:, None, :], dim=2)


def effective(z: Tensor) -> Tensor:  # [batch, N, K] -> [batch, K]
    """The column sums."""
    return torch.einsum("bnk->bk", z)


def normalised(z: Tensor) -> Tensor:  # -> [batch, N, K]
    """Columns that sum to one."""
    return torch.nn.functional.normalize(z, p=1, dim=1)


def mean(z: Tensor, X: Tensor) -> Tensor:  # -> [batch, K, d]
    """The columns as weights of the inputs."""
    return normalised(z).transpose(1, 2) @ X


def share(z: Tensor) -> Tensor:  # -> [batch, K]
    """The mean of each column."""
    return z.mean(dim=1)


def covariance(z: Tensor, X: Tensor, mu: Tensor) -> Tensor:  # -> [batch, K, d, d]
    """The weighted second moments about the means."""
    away = X[:, None] - mu[:, :, None]
    return torch.einsum("bnk,bkni,bknj->bkij", normalised(z), away, away)


MODELS: dict[Formula, Model] = {
    mixtures.responsibility: responsibility,
    mixtures.effective: effective,
    mixtures.mean: mean,
    mixtures.share: share,
    mixtures.covariance: covariance,
}
