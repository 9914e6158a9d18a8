"""Torch models of `derivations.class_gradients`: automatic differentiation of torch's cross-entropy."""

from __future__ import annotations

from torch import Tensor
from torch.autograd import grad
from torch.nn.functional import cross_entropy

from derivations import class_gradients as gradients
from derivations.vocabulary import Formula
from numerics.models import Model


def summed(X: Tensor, Y: Tensor, W: Tensor) -> Tensor:  # -> [batch, k, d]
    """One row for each class."""
    weights = W.clone().requires_grad_()
    loss = cross_entropy((X @ weights.mT).flatten(0, 1), Y.flatten(0, 1), reduction="sum")
    return grad(loss, weights)[0]


def averaged(X: Tensor, Y: Tensor, W: Tensor) -> Tensor:  # -> [batch, k, d]
    """The same over the number of samples."""
    return summed(X, Y, W) / X.shape[1]


MODELS: dict[Formula, Model] = {gradients.summed: summed, gradients.averaged: averaged}
