"""Torch models of `derivations.matrix_norms`: norms, singular values and least squares of `torch.linalg`."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import matrix_norms
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.smooth_walks import Sides

length = torch.linalg.vector_norm


def sum_by_length(x: Tensor) -> Sides:
    """The inner products with the signs, and the product of the lengths."""
    return length(x, ord=1, dim=1), length(x, dim=1) * length(torch.ones_like(x), dim=1)


def length_by_largest(x: Tensor) -> Sides:
    """The length, and that of a vector whose entries are all the largest."""
    return length(x, dim=1), length(x.abs().amax(dim=1, keepdim=True).expand_as(x), dim=1)


def sum_by_largest(x: Tensor) -> Sides:
    """The sum, and that of a vector whose entries are all the largest."""
    return length(x, ord=1, dim=1), x.abs().amax(dim=1, keepdim=True).expand_as(x).sum(dim=1)


def largest_by_length(x: Tensor) -> Sides:
    """The infinity norm, and the length."""
    return length(x, ord=float("inf"), dim=1), length(x, dim=1)


def length_by_sum(x: Tensor) -> Sides:
    """The length, and the sum."""
    return length(x, dim=1), length(x, ord=1, dim=1)


def frobenius_sum(A: Tensor) -> Tensor:  # -> [batch]
    """The length of the singular values."""
    return length(torch.linalg.svdvals(A), dim=1)


def product_frobenius(A: Tensor, B: Tensor) -> Sides:
    """The norm of the product, and that of all products of two entries."""
    return torch.linalg.matrix_norm(A @ B), length(A.flatten(1)[:, :, None] * B.flatten(1)[:, None], dim=(1, 2))


def product_spectral(A: Tensor, B: Tensor) -> Sides:
    """The largest singular values."""
    first = [torch.linalg.svdvals(M)[:, 0] for M in (A @ B, A, B)]
    return first[0], first[1] * first[2]


def spectral_frobenius(A: Tensor) -> Sides:
    """The largest singular value, and the length of all."""
    values = torch.linalg.svdvals(A)
    return values[:, 0], length(values, dim=1)


def image_length(A: Tensor, x: Tensor) -> Sides:
    """The length of the image, and the largest singular value times the length."""
    return length(torch.einsum("bij,bj->bi", A, x), dim=1), torch.linalg.svdvals(A)[:, 0] * length(x, dim=1)


def svd(U: Tensor, Sigma: Tensor, V: Tensor) -> Tensor:  # -> [batch, n, n]
    """The sum of the outer products of the singular vectors."""
    return torch.einsum("bik,bk,bjk->bij", U, Sigma.diagonal(dim1=1, dim2=2), V)


def eigen(Q: Tensor, Lambda: Tensor) -> Tensor:  # -> [batch, n, n]
    """The sum of the outer products of the eigenvectors."""
    return svd(Q, Lambda, Q)


def schur(A: Tensor, B: Tensor, C: Tensor, D: Tensor) -> Tensor:  # -> [batch, m, m]
    """The lower right block after the elimination by a linear solve."""
    return D - C @ torch.linalg.solve(A, B)


def projector(A: Tensor) -> Tensor:  # -> [batch, k, k]
    """The matrix times its pseudo-inverse."""
    return A @ torch.linalg.pinv(A)


def solution(A: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """`torch.linalg.lstsq`."""
    return torch.linalg.lstsq(A, b[..., None]).solution[..., 0]


MODELS: dict[Formula, Model] = {
    matrix_norms.sum_by_length: sum_by_length,
    matrix_norms.length_by_largest: length_by_largest,
    matrix_norms.sum_by_largest: sum_by_largest,
    matrix_norms.largest_by_length: largest_by_length,
    matrix_norms.length_by_sum: length_by_sum,
    matrix_norms.frobenius_sum: frobenius_sum,
    matrix_norms.product_frobenius: product_frobenius,
    matrix_norms.product_spectral: product_spectral,
    matrix_norms.spectral_frobenius: spectral_frobenius,
    matrix_norms.image_length: image_length,
    matrix_norms.svd: svd,
    matrix_norms.eigen: eigen,
    matrix_norms.schur: schur,
    matrix_norms.projector: projector,
    matrix_norms.solution: solution,
}
