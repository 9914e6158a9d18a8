"""Torch models of `derivations.principal_components`: `torch.linalg.svd` of the inputs, and direct reconstruction."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import principal_components
from derivations.vocabulary import Formula
from numerics.models import Model


def inputs(u: Tensor, v: Tensor, g: Tensor) -> Tensor:  # [batch, n, n], [batch, s, s], [batch, n] -> [batch, n, s]
    """Inputs with the given singular vectors, and singular values that grow by the gaps from the last to the first."""
    strengths = g.flip(1).cumsum(dim=1).flip(1)
    return torch.einsum("bki,bk,bks->bis", u, strengths, v[:, : g.shape[1]])


def truncated(X: Tensor, m: int) -> Tensor:  # [batch, n, s] -> [batch, n, s]
    """The inputs without their singular values after the first m."""
    left, strengths, right = torch.linalg.svd(X, full_matrices=False)
    kept = strengths.clone()
    kept[:, m:] = 0
    return torch.einsum("bik,bk,bks->bis", left, kept, right)


def autoencoder_solution(u: Tensor, v: Tensor, g: Tensor, m: int) -> Tensor:  # -> [batch, n, s]
    """The truncated singular value decomposition."""
    return truncated(inputs(u, v, g), m)


def truncation_error(u: Tensor, v: Tensor, g: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """The squared distance of the inputs from their truncation, which keeps one term or two."""
    X = inputs(u, v, g)
    one, two = ((X - truncated(X, count)).square().sum(dim=(1, 2)) for count in (1, 2))
    return torch.where(m == 1, one, two)


def eckart_young(u: Tensor, v: Tensor, g: Tensor, C: Tensor, D: Tensor, m: int) -> tuple[Tensor, Tensor]:
    """The squared error of the truncation, and of a linear autoencoder."""
    X = inputs(u, v, g)
    decoded = torch.einsum("bnm,bmk,bks->bns", D, C, X)
    return (X - truncated(X, m)).square().sum(dim=(1, 2)), (X - decoded).square().sum(dim=(1, 2))


def low_rank(u: Tensor, v: Tensor, g: Tensor, D: Tensor, B: Tensor, m: int) -> tuple[Tensor, Tensor]:
    """The squared error of the truncation, and of a product with m columns in the middle."""
    X = inputs(u, v, g)
    return (X - truncated(X, m)).square().sum(dim=(1, 2)), torch.baddbmm(X, D, B, alpha=-1).square().sum(dim=(1, 2))


MODELS: dict[Formula, Model] = {
    principal_components.autoencoder_solution: autoencoder_solution,
    principal_components.truncation_error: truncation_error,
    principal_components.eckart_young: eckart_young,
    principal_components.low_rank: low_rank,
}
