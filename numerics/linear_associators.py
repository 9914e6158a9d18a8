"""Torch models of `derivations.linear_associators`: batched sums over all pairs."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import linear_associators
from derivations.vocabulary import Formula
from numerics.models import Model


def associator(X: Tensor, Y: Tensor) -> Tensor:  # -> [batch, m, N]
    """All outer products, summed."""
    return torch.einsum("bpm,bpn->bmn", Y, X)


def recalled(X: Tensor, Y: Tensor) -> Tensor:  # -> [batch, P, m]
    """The memory times each key."""
    return torch.einsum("bmn,bqn->bqm", associator(X, Y), X)


def oja(eta: Tensor, y: Tensor, x: Tensor, v: Tensor) -> Tensor:  # -> [batch, N]
    """The step to what the linear unit rebuilds of its input."""
    return (eta * y)[:, None] * torch.sub(x, v * y[:, None])


MODELS: dict[Formula, Model] = {
    linear_associators.associator: associator,
    linear_associators.recalled: recalled,
    linear_associators.oja: oja,
}
