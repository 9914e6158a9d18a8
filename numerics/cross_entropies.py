"""Torch models of `derivations.cross_entropies`: the losses of `torch.nn.functional`, and automatic differentiation."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import cross_entropies
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def binary(y: Tensor, y_hat: Tensor) -> Tensor:  # of one shape -> the same shape
    """The binary cross-entropy of torch."""
    return F.binary_cross_entropy(y_hat, y, reduction="none")


def probability_slope(y: Tensor, y_hat: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """Its derivative by the probability."""
    return batch_jacobian(lambda at: -(torch.xlogy(y, at) + torch.xlogy(1 - y, 1 - at)), y_hat)


def from_logit(y: Tensor, z: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The loss of torch that takes scores."""
    return F.binary_cross_entropy_with_logits(z, y, reduction="none")


def score_slope(y: Tensor, z: Tensor) -> Tensor:
    """Its derivative by the score."""
    return batch_jacobian(lambda at: from_logit(y, at), z)


def mean_binary(y: Tensor, y_hat: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """The mean over the examples."""
    return binary(y, y_hat).mean(dim=-1)


def sum_binary(y: Tensor, y_hat: Tensor) -> Tensor:
    """The sum over the examples."""
    return binary(y, y_hat).sum(dim=-1)


def rows(y: Tensor, y_hat: Tensor) -> Tensor:  # [batch, n, K] twice -> [batch, n]
    """The cross-entropy of each example: an inner product with the log-probabilities."""
    return -torch.einsum("bnk,bnk->bn", y, torch.log(y_hat))


def mean_categorical(y: Tensor, y_hat: Tensor) -> Tensor:
    """The mean over the examples."""
    return rows(y, y_hat).mean(dim=-1)


def sum_categorical(y: Tensor, y_hat: Tensor) -> Tensor:
    """The sum over the examples."""
    return rows(y, y_hat).sum(dim=-1)


def class_slope(y: Tensor, y_hat: Tensor) -> Tensor:  # [batch, K] twice -> [batch, K]
    """The gradient by the class probabilities."""
    return batch_jacobian(lambda at: rows(y[:, None], at[:, None])[:, 0], y_hat)


MODELS: dict[Formula, Model] = {
    cross_entropies.binary: binary,
    cross_entropies.probability_slope: probability_slope,
    cross_entropies.score_slope: score_slope,
    cross_entropies.from_logit: from_logit,
    cross_entropies.mean_binary: mean_binary,
    cross_entropies.sum_binary: sum_binary,
    cross_entropies.mean_categorical: mean_categorical,
    cross_entropies.sum_categorical: sum_categorical,
    cross_entropies.class_slope: class_slope,
}
