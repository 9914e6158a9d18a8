"""Torch models of `derivations.softmax_steps`: `torch.nn.functional.cross_entropy` and automatic differentiation."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import softmax_steps
from derivations.vocabulary import Formula
from numerics.backward_pass import slope
from numerics.models import Model


def cross_entropy(z: Tensor, y: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """The cross-entropy with class probabilities."""
    return functional.cross_entropy(z, y, reduction="none")


def by_score(z: Tensor, y: Tensor) -> Tensor:  # [batch, n] twice -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: cross_entropy(at, y), z)


def shifted(z: Tensor, c: Tensor) -> Tensor:  # [batch, n], [batch] -> [batch, n]
    """The softmax of the moved scores."""
    return torch.softmax(z + c[:, None], dim=1)


def logistic_quotient(x: Tensor) -> Tensor:  # [batch] -> [batch]
    """By automatic differentiation."""
    return slope(torch.sigmoid, x)


MODELS: dict[Formula, Model] = {
    softmax_steps.slopes_line: by_score,
    softmax_steps.split_line: by_score,
    softmax_steps.cancelled_line: by_score,
    softmax_steps.multiplied_line: by_score,
    softmax_steps.gathered_line: by_score,
    softmax_steps.shifted: shifted,
    softmax_steps.written_out: cross_entropy,
    softmax_steps.simplified: cross_entropy,
    softmax_steps.subscripted: by_score,
    softmax_steps.logistic_quotient: logistic_quotient,
}
