"""Torch models of `derivations.sample_covariances`: means over pairs of examples, without a centre."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import sample_covariances
from derivations.vocabulary import Formula
from numerics.models import Model


def pair_covariance(x: Tensor, y: Tensor) -> Tensor:  # [batch, examples, …] each -> [batch, …, …]
    """Half the mean product of the differences of two examples, over all pairs: the covariance with the divisor n."""
    apart_x, apart_y = x[:, :, None] - x[:, None, :], y[:, :, None] - y[:, None, :]
    pairs = 2 * x.shape[1] ** 2
    if x.dim() == 2:
        return (apart_x * apart_y).sum(dim=(1, 2)) / pairs
    return torch.einsum("bstj,bstk->bjk", apart_x, apart_y) / pairs


def mean_covariance(x: Tensor, y: Tensor) -> Tensor:  # [batch, examples] each -> [batch]
    """From all pairs of examples."""
    return pair_covariance(x, y)


def covariance(x: Tensor, y: Tensor, n: int) -> Tensor:  # [batch, examples] each -> [batch]
    """From all pairs of two different examples."""
    return pair_covariance(x, y) * n / (n - 1)


def correlation(x: Tensor, y: Tensor) -> Tensor:  # [batch, examples] each -> [batch]
    """`torch.cosine_similarity` of the differences of all pairs of examples."""
    apart_x, apart_y = (array[:, :, None] - array[:, None, :] for array in (x, y))
    return torch.cosine_similarity(apart_x.flatten(1), apart_y.flatten(1), eps=0)


def mean_vector(X: Tensor) -> Tensor:  # [batch, examples, features] -> [batch, features]
    """`torch.mean`."""
    return X.mean(dim=1)


def covariance_matrix(X: Tensor, n: int) -> Tensor:  # [batch, examples, features] -> [batch, features, features]
    """From all pairs of two different examples."""
    return pair_covariance(X, X) * n / (n - 1)


def mean_covariance_matrix(X: Tensor) -> Tensor:  # [batch, examples, features] -> [batch, features, features]
    """From all pairs of examples."""
    return pair_covariance(X, X)


def centred_data(X: Tensor) -> Tensor:  # [batch, examples, features] -> [batch, examples, features]
    """`torch.mean` taken away."""
    return X - X.mean(dim=1, keepdim=True)


MODELS: dict[Formula, Model] = {
    sample_covariances.covariance: covariance,
    sample_covariances.mean_covariance: mean_covariance,
    sample_covariances.correlation: correlation,
    sample_covariances.mean_vector: mean_vector,
    sample_covariances.covariance_matrix: covariance_matrix,
    sample_covariances.mean_covariance_matrix: mean_covariance_matrix,
    sample_covariances.covariance_entry: covariance_matrix,
    sample_covariances.centred_data: centred_data,
}
