"""Torch models of `derivations.softmax_batches`: `torch.nn.functional.cross_entropy` and automatic differentiation."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from derivations import softmax_batches as batches
from derivations.vocabulary import Formula
from numerics.models import Model


def losses(Z: Tensor, Y: Tensor) -> Tensor:  # [batch, n, k] twice -> [batch, n]
    """The loss of each sample, with the class as an index."""
    flat = functional.cross_entropy(Z.flatten(0, 1), Y.argmax(dim=2).flatten(), reduction="none")
    return flat.reshape(Z.shape[:2])


def total(X: Tensor, Y: Tensor, W: Tensor) -> Tensor:  # -> [batch]
    """The losses of all samples added up."""
    return losses(X @ W, Y).sum(dim=1)


def mean(X: Tensor, Y: Tensor, W: Tensor) -> Tensor:  # -> [batch]
    """The mean loss."""
    return losses(X @ W, Y).mean(dim=1)


def row_total(X: Tensor, Y: Tensor, W: Tensor) -> Tensor:  # -> [batch]
    """The losses of `torch.nn.functional.linear` for each sample, added up."""
    return losses(torch.einsum("bnd,bkd->bnk", X, W), Y).sum(dim=1)


def row_mean(X: Tensor, Y: Tensor, W: Tensor) -> Tensor:  # -> [batch]
    """The mean loss."""
    return losses(torch.einsum("bnd,bkd->bnk", X, W), Y).mean(dim=1)


def gradient_of(loss: Callable[[Tensor, Tensor, Tensor], Tensor]) -> Model:
    """The model that differentiates a loss by the weights."""

    def model(X: Tensor, Y: Tensor, W: Tensor) -> Tensor:
        at = W.clone().requires_grad_(True)
        return torch.autograd.grad(loss(X, Y, at).sum(), at)[0]

    return model


def score_gradient(Z: Tensor, Y: Tensor) -> Tensor:  # -> [batch, n, k]
    """By automatic differentiation of the mean."""
    at = Z.clone().requires_grad_(True)
    return torch.autograd.grad(losses(at, Y).mean(dim=1).sum(), at)[0]


def total_score_gradient(Z: Tensor, Y: Tensor) -> Tensor:  # -> [batch, n, k]
    """By automatic differentiation of the sum."""
    at = Z.clone().requires_grad_(True)
    return torch.autograd.grad(losses(at, Y).sum(), at)[0]


MODELS: dict[Formula, Model] = {
    batches.total: total,
    batches.mean: mean,
    batches.total_gradient: gradient_of(total),
    batches.mean_gradient: gradient_of(mean),
    batches.row_gradient: gradient_of(row_total),
    batches.mean_row_gradient: gradient_of(row_mean),
    batches.score_gradient: score_gradient,
    batches.total_score_gradient: total_score_gradient,
}
