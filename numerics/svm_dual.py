"""Torch models of `derivations.svm_dual`: least values of the Lagrangian, and kernels one pair at a time."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import svm_dual
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.support_vectors import lagrangian, lagrangian_gradient

Kernel = Callable[[Tensor, Tensor], Tensor]


def weights(X: Tensor, y: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, d]
    """The minimum of the Lagrangian in w: its gradient there is 0, and grows like w."""
    start = torch.zeros_like(X[:, 0])
    return start - lagrangian_gradient(X, y, start, torch.zeros_like(start[:, 0]), alpha)


def dual(X: Tensor, y: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """The least value of the Lagrangian over w, at offset 0."""
    best = weights(X, y, alpha)
    return lagrangian(X, y, best, torch.zeros_like(best[:, 0]), alpha)


def kernel_dual(X: Tensor, y: Tensor, alpha: Tensor, k: Kernel) -> Tensor:  # -> [batch]
    """The sum of the multipliers, less half of the quadratic form of the matrix of kernels."""
    n = X.shape[1]
    gram = torch.stack([torch.stack([k(X[:, p], X[:, q]) for q in range(n)], dim=1) for p in range(n)], dim=1)
    signed = alpha * y
    return alpha.sum(dim=1) - torch.einsum("bp,bpq,bq->b", signed, gram, signed) / 2


def linear_score(X: Tensor, y: Tensor, alpha: Tensor, x: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The score of the weights at the minimum."""
    return (weights(X, y, alpha) * x).sum(dim=1) + b


def kernel_score(X: Tensor, y: Tensor, alpha: Tensor, k: Kernel, x: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The votes of all inputs, and the offset."""
    votes = torch.stack([k(x, X[:, p]) for p in range(X.shape[1])], dim=1)
    return torch.einsum("bp,bp->b", alpha * y, votes) + b


MODELS: dict[Formula, Model] = {
    svm_dual.weights: weights,
    svm_dual.dual: dual,
    svm_dual.kernel_dual: kernel_dual,
    svm_dual.linear_score: linear_score,
    svm_dual.kernel_score: kernel_score,
}
