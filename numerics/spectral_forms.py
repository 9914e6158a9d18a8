"""Torch models of `derivations.spectral_forms`: matrices as sums of outer products, and elimination."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import spectral_forms
from derivations.vocabulary import Formula
from numerics.models import Model


def made_of(U: Tensor, V: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, n, n]
    """The matrix with these singular vectors and values, as a sum of outer products."""
    return torch.einsum("bik,bk,bjk->bij", U, sigma, V)


def gram_by_svd(U: Tensor, V: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, n, n]
    """The inner products of the columns."""
    matrix = made_of(U, V, sigma)
    return torch.einsum("bki,bkj->bij", matrix, matrix)


def outer_by_svd(U: Tensor, V: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, n, n]
    """The inner products of the rows."""
    matrix = made_of(U, V, sigma)
    return torch.einsum("bik,bjk->bij", matrix, matrix)


def inverse_by_svd(U: Tensor, V: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, n, n]
    """The inverse, by elimination."""
    return torch.linalg.inv(made_of(U, V, sigma))


def inverse_spectrum(Q: Tensor, e: Tensor) -> Tensor:  # -> [batch, n, n]
    """The inverse, by elimination."""
    return torch.linalg.inv(made_of(Q, Q, e))


def square_spectrum(Q: Tensor, e: Tensor) -> Tensor:  # -> [batch, n, n]
    """The matrix, multiplied by itself."""
    return torch.linalg.matrix_power(made_of(Q, Q, e), 2)


MODELS: dict[Formula, Model] = {
    spectral_forms.gram_by_svd: gram_by_svd,
    spectral_forms.outer_by_svd: outer_by_svd,
    spectral_forms.inverse_by_svd: inverse_by_svd,
    spectral_forms.inverse_spectrum: inverse_spectrum,
    spectral_forms.square_spectrum: square_spectrum,
}
