"""Torch models of `derivations.squared_distances`: sums over the entries."""

from __future__ import annotations

from torch import Tensor

from derivations import squared_distances
from derivations.vocabulary import Formula
from numerics.models import Model


def squared_distance(x: Tensor, y: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """The squares of the differences, added up."""
    return (x - y).square().sum(dim=1)


def squared_sum(x: Tensor, y: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """The squares of the sums, added up."""
    return (x + y).square().sum(dim=1)


def parallelogram(x: Tensor, y: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """The squares of the two diagonals."""
    return squared_sum(x, y) + squared_distance(x, y)


def inner_product(x: Tensor, y: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """The products of the entries, added up."""
    return (x * y).sum(dim=1)


MODELS: dict[Formula, Model] = {
    squared_distances.squared_distance: squared_distance,
    squared_distances.squared_sum: squared_sum,
    squared_distances.parallelogram: parallelogram,
    squared_distances.polarisation: inner_product,
    squared_distances.half_polarisation: inner_product,
}
