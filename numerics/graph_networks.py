"""Torch models of `derivations.graph_networks`: messages along edges, and dense layers."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import graph_networks
from derivations.vocabulary import Formula
from numerics.models import Model


def with_loops(A: Tensor) -> Tensor:  # [batch, n, n] -> [batch, n, n]
    """The adjacency matrix after 1 was added to its diagonal."""
    looped = A.clone()
    looped.diagonal(dim1=1, dim2=2).add_(1)
    return looped


def degree(A: Tensor) -> Tensor:  # [batch, n, n] -> [batch, n]
    """The row sums of the matrix with self-loops."""
    return with_loops(A).sum(dim=2)


def normalised(A: Tensor) -> Tensor:  # [batch, n, n] -> [batch, n, n]
    """The rows divided by the roots of the degrees, then the columns."""
    roots = degree(A).sqrt()
    return with_loops(A) / roots[:, :, None] / roots[:, None, :]


def mixed_entry(X: Tensor, Q: Tensor) -> Tensor:  # [batch, d, n], [batch, n, n] -> [batch, d, n]
    """The product of the two matrices."""
    return torch.bmm(X, Q)


def mixed_column(X: Tensor, Q: Tensor) -> Tensor:  # [batch, d, n], [batch, n, n] -> [batch, n, d]
    """For each node what arrives from all nodes."""
    messages = X.mT[:, :, None, :] * Q[:, :, :, None]
    return messages.sum(dim=1)


def layer(W: Tensor, X: Tensor, Q: Tensor) -> Tensor:  # [batch, m, d], [batch, d, n], [batch, n, n] -> [batch, m, n]
    """A dense layer with ReLU of what arrives at each node."""
    arrived = mixed_column(X, Q)
    return torch.relu(arrived @ W.mT).mT


MODELS: dict[Formula, Model] = {
    graph_networks.degree: degree,
    graph_networks.normalisation: normalised,
    graph_networks.entry: normalised,
    graph_networks.mixed_entry: mixed_entry,
    graph_networks.mixed_column: mixed_column,
    graph_networks.layer: layer,
}
