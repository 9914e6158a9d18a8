"""Torch models of `derivations.principal_spectrum`: products of the inputs, eigenvalues, running sums."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import principal_spectrum as spectrum
from derivations.vocabulary import Formula
from numerics.models import Model


def inputs(A: Tensor, V: Tensor, s: Tensor) -> Tensor:  # -> [batch, n, d]
    """The inputs with these singular vectors and values."""
    return torch.einsum("bnk,bk,bdk->bnd", A[:, :, : s.shape[1]], s, V)


def mean_covariance_by_svd(A: Tensor, V: Tensor, s: Tensor) -> Tensor:  # -> [batch, d, d]
    """The mean outer product of the inputs."""
    X = inputs(A, V, s)
    return torch.einsum("bni,bnj->bnij", X, X).mean(dim=1)


def covariance_by_svd(A: Tensor, V: Tensor, s: Tensor, n: int) -> Tensor:  # -> [batch, d, d]
    """The same, with Bessel's correction."""
    return mean_covariance_by_svd(A, V, s) * (n / (n - 1))


def scores_by_svd(A: Tensor, V: Tensor, s: Tensor) -> Tensor:  # -> [batch, n, d]
    """The inner products of the inputs with the right singular vectors."""
    return torch.bmm(inputs(A, V, s), V)


def explained_variance(mu: Tensor) -> Tensor:  # [batch, d] -> [batch, d]
    """The softmax of the logarithms."""
    return torch.softmax(mu.log(), dim=1)


def total_explained_variance(mu: Tensor, m: Tensor) -> Tensor:  # [batch, d], [batch] -> [batch]
    """A running sum of the shares."""
    running = torch.softmax(mu.log(), dim=1).cumsum(dim=1)
    return running.gather(1, m[:, None] - 1)[:, 0]


MODELS: dict[Formula, Model] = {
    spectrum.covariance_by_svd: covariance_by_svd,
    spectrum.mean_covariance_by_svd: mean_covariance_by_svd,
    spectrum.scores_by_svd: scores_by_svd,
    spectrum.explained_variance: explained_variance,
    spectrum.total_explained_variance: total_explained_variance,
}
