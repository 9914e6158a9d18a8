"""Torch models of `derivations.binary_softmax`, written from the definitions."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import binary_softmax
from derivations.vocabulary import Formula
from numerics.models import Model


def two_classes(z: Tensor) -> Tensor:  # [batch, 2] -> [batch]
    """The first of two class probabilities."""
    return torch.softmax(z, dim=-1)[:, 0]


def two_linear_classes(x: Tensor, Theta: Tensor) -> Tensor:  # [batch, features], [batch, 2, features] -> [batch]
    """The first of two class probabilities of linear scores."""
    return torch.softmax(torch.einsum("bkn,bn->bk", Theta, x), dim=-1)[:, 0]


MODELS: dict[Formula, Model] = {
    binary_softmax.two_classes: two_classes,
    binary_softmax.two_linear_classes: two_linear_classes,
}
