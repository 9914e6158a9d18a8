"""Torch models of `derivations.matrix_rank`: `torch.linalg.matrix_rank`."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import matrix_rank
from derivations.vocabulary import Formula
from numerics.models import Model

Sides = tuple[Tensor, Tensor]


def rank(matrix: Tensor) -> Tensor:  # [batch, rows, columns] -> [batch]
    """The number of singular values above rounding, as float64."""
    return torch.linalg.matrix_rank(matrix.double(), atol=1e-6).double()


def product_rank(D: Tensor, C: Tensor) -> Sides:  # [batch, n, m], [batch, m, n] -> [batch] twice
    """The rank of the product, and the smaller of the ranks of its factors."""
    return rank(D.double() @ C.double()), torch.minimum(rank(D), rank(C))


def bottleneck_rank(D: Tensor, C: Tensor, X: Tensor) -> Sides:  # -> [batch] twice
    """The rank of the outputs, and the number of columns of the decoder."""
    outputs = D.double() @ (C.double() @ X.double())
    return rank(outputs), torch.full((len(D),), float(D.shape[2]), dtype=torch.float64)


MODELS: dict[Formula, Model] = {
    matrix_rank.product_rank: product_rank,
    matrix_rank.bottleneck_rank: bottleneck_rank,
}
