"""Torch models of `derivations.hopfield`: weights learned pattern by pattern, fields, and Hamming distances."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import hopfield
from derivations.vocabulary import Formula
from numerics.models import Model


def hebb_weights(x: Tensor) -> Tensor:  # [batch, s, n] -> [batch, n, n]
    """Each pattern strengthens the connections of units that agree, and weakens the others; none to itself."""
    batch, _, n = x.shape
    weights = torch.zeros(batch, n, n, dtype=torch.float64, device=x.device)
    for pattern in x.unbind(dim=1):
        agree = pattern[:, :, None] == pattern[:, None, :]
        weights += torch.where(agree, 1.0, -1.0)
    weights.diagonal(dim1=1, dim2=2).zero_()
    return weights


def zero_diagonal(x: Tensor) -> Tensor:  # [batch, s, n] -> [batch, n]
    """The self-connections."""
    return hebb_weights(x).diagonal(dim1=1, dim2=2)


def crosstalk(x: Tensor) -> Tensor:  # [batch, s, n] -> [batch, s, n], by pattern and unit
    """The fields of all units at all stored patterns."""
    return torch.einsum("bij,bsj->bsi", hebb_weights(x), x.double())


def overlap(x: Tensor, x_hat: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """What agrees minus what differs, less 1."""
    differing = torch.ne(x, x_hat).double().sum(dim=1)
    agreeing = torch.eq(x, x_hat).double().sum(dim=1)
    return agreeing - differing - 1


def single_pattern(x: Tensor) -> Tensor:  # [batch, n] -> [batch, n]
    """The field at the only stored pattern."""
    return crosstalk(x[:, None])[:, 0]


MODELS: dict[Formula, Model] = {
    hopfield.hebb_weights: hebb_weights,
    hopfield.zero_diagonal: zero_diagonal,
    hopfield.crosstalk: crosstalk,
    hopfield.overlap: overlap,
    hopfield.single_pattern: single_pattern,
}
