"""Torch models of `derivations.graph_laplacians`: edges one by one, matrices of degrees, `torch` normalisation."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import graph_laplacians as graphs
from derivations.vocabulary import Formula
from numerics.models import Model


def definition(A: Tensor) -> Tensor:  # [batch, n, n] -> [batch, n, n]
    """Edge by edge: each adds a two by two block; the diagonal of A cancels."""
    n = A.shape[1]
    found = torch.zeros_like(A)
    for i in range(n):
        for j in range(n):
            found[:, i, i] += A[:, i, j]
            found[:, i, j] -= A[:, i, j]
    return found


def entry(A: Tensor, f: Tensor) -> Tensor:  # [batch, n, n], [batch, n] -> [batch, n]
    """What the Laplacian makes of the signal."""
    return torch.einsum("bij,bj->bi", definition(A), f)


def form(A: Tensor, f: Tensor) -> Tensor:  # -> [batch]
    """The inner product of the signal with that."""
    return torch.linalg.vecdot(f, entry(A, f))


def normalised_entry(P: Tensor) -> Tensor:  # [batch, n, n] -> [batch, n, n]
    """Rows and columns scaled by the roots of the degrees of the rows."""
    scale = torch.diag_embed(P.sum(dim=2).rsqrt())
    return scale @ P @ scale


def walk(P: Tensor) -> Tensor:  # -> [batch, n, n]
    """The rows, normalised to a sum of 1."""
    return torch.nn.functional.normalize(P, p=1, dim=2)


def mean_message(P: Tensor, h: Tensor) -> Tensor:  # [batch, n, n], [batch, n, m] -> [batch, n, m]
    """A step of the random walk, averaged over the features."""
    return walk(P) @ h


def sum_message(P: Tensor, h: Tensor) -> Tensor:  # -> [batch, n, m]
    """The features, edge by edge."""
    return torch.stack([(P[:, k, :, None] * h).sum(dim=1) for k in range(P.shape[1])], dim=1)


MODELS: dict[Formula, Model] = {
    graphs.definition: definition,
    graphs.form: form,
    graphs.entry: entry,
    graphs.normalised_entry: normalised_entry,
    graphs.walk: walk,
    graphs.mean_message: mean_message,
    graphs.sum_message: sum_message,
}
