"""Torch models of `derivations.softmax`, written from the definitions."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import softmax
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def value(z: Tensor) -> Tensor:  # [batch, classes] -> [batch, classes]
    """`torch.softmax` itself."""
    return torch.softmax(z, dim=-1)


def linear_value(x: Tensor, Theta: Tensor) -> Tensor:  # [batch, n], [batch, classes, n] -> [batch, classes]
    """The softmax of a linear layer's output."""
    return torch.softmax(torch.einsum("bkn,bn->bk", Theta, x), dim=-1)


def sum_to_one(z: Tensor) -> Tensor:  # [batch, classes] -> [batch]
    """The sum of the entries of `torch.softmax`."""
    return torch.softmax(z, dim=-1).sum(dim=-1)


def shift_invariance(z: Tensor, c: Tensor) -> Tensor:  # [batch, classes], [batch] -> [batch, classes]
    """The softmax of the scores moved by c."""
    return torch.softmax(z + c[:, None], dim=-1)


def weight_shift(x: Tensor, Theta: Tensor, c: Tensor) -> Tensor:  # [batch, n], [batch, classes, n], [batch, n]
    """The softmax of the moved weights, [batch, classes]."""
    return linear_value(x, Theta + c[:, None, :])


def jacobian(z: Tensor) -> Tensor:  # [batch, classes] -> [batch, classes, classes]
    """The Jacobian of `torch.softmax`, by automatic differentiation."""
    return batch_jacobian(lambda scores: torch.softmax(scores, dim=-1), z)


def saturation(z: Tensor) -> tuple[Tensor, Tensor]:  # [batch, classes] -> [batch, classes, classes, classes] twice
    """The sizes of the derivatives, and for each class the odds against it."""
    slopes = jacobian(z).abs()[..., None]
    probabilities = torch.softmax(z, dim=-1)
    odds = (1 - probabilities) / probabilities
    return torch.broadcast_tensors(slopes, odds[:, None, None])


MODELS: dict[Formula, Model] = {
    softmax.value: value,
    softmax.linear_value: linear_value,
    softmax.sum_to_one: sum_to_one,
    softmax.shift_invariance: shift_invariance,
    softmax.weight_shift: weight_shift,
    softmax.jacobian_entry: jacobian,
    softmax.jacobian_cases: jacobian,
    softmax.jacobian_matrix: jacobian,
    softmax.saturation: saturation,
}
