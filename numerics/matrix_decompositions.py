"""Torch models of `derivations.matrix_decompositions`: the decompositions of `torch.linalg`, outer products."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import cosine_similarity, normalize

from derivations import matrix_decompositions
from derivations.vocabulary import Formula
from numerics.models import Model


def symmetric(e: Tensor, q: Tensor) -> Tensor:  # [batch, n], [batch, n, n] -> [batch, n, n]
    """The matrix that stretches each row of q by its eigenvalue: it maps the rows to their multiples."""
    return torch.linalg.solve(q, e[:, :, None] * q)


def trace(e: Tensor, q: Tensor) -> Tensor:  # -> [batch]
    """The sum of the diagonal."""
    return symmetric(e, q).diagonal(dim1=1, dim2=2).sum(dim=1)


def determinant(e: Tensor, q: Tensor) -> Tensor:  # -> [batch]
    """The determinant of the matrix."""
    return torch.linalg.det(symmetric(e, q))


def power_trace(e: Tensor, q: Tensor) -> Tensor:  # -> [batch]
    """The sum of the squares of all entries, as the matrix is symmetric."""
    return symmetric(e, q).square().sum(dim=(1, 2))


def inverse_sum(e: Tensor, q: Tensor) -> Tensor:  # -> [batch, n, n]
    """The matrix that shrinks each row of q by its eigenvalue."""
    return symmetric(1 / e, q)


def singular_sum(sigma: Tensor, u: Tensor, v: Tensor) -> Tensor:  # -> [batch, n, m]
    """The sum of the outer products of rows, one weight each."""
    return torch.einsum("bi,bij,bik->bjk", sigma, u, v)


def frobenius(U: Tensor, V: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The sum of the squares of the entries of the product."""
    return (U @ torch.diag_embed(sigma) @ V.mT).square().sum(dim=(1, 2))


def pseudo_inverse(B: Tensor) -> Tensor:  # [batch, m, r] -> [batch, r, m]
    """The pseudo-inverse by singular values."""
    return torch.linalg.pinv(B)


def householder(v: Tensor) -> Tensor:  # [batch, n] -> [batch, n, n]
    """The reflector of `torch.linalg.householder_product`, of a vector scaled to a first entry of 1."""
    scaled = v / v[:, :1]
    tau = 2 / scaled.square().sum(dim=1, keepdim=True)
    columns = torch.eye(v.shape[1], dtype=v.dtype, device=v.device).repeat(len(v), 1, 1)
    columns[:, :, 0] = scaled
    return torch.linalg.householder_product(columns, tau)


def line_projection(v: Tensor) -> Tensor:  # [batch, n] -> [batch, n, n]
    """What the pseudo-inverse of the one column leaves of each unit vector."""
    return v[:, :, None] @ torch.linalg.pinv(v[:, :, None])


def rayleigh(A: Tensor, x: Tensor) -> Tensor:  # -> [batch]
    """The multiple of x that is nearest to A x, by least squares."""
    return torch.linalg.lstsq(x[:, :, None], (A @ x[:, :, None])).solution[:, 0, 0]


def power_step(A: Tensor, x: Tensor) -> Tensor:  # -> [batch, n]
    """The image of x, normalised."""
    return normalize(torch.einsum("bij,bj->bi", A, x), dim=1, eps=0.0)


def angle(x: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The similarity of `torch.nn.functional`."""
    return cosine_similarity(x, y, dim=1, eps=0.0)


def quadratic_mean(x: Tensor, A: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch]
    """The mean of the form over the outcomes."""
    return (weights_x * torch.einsum("boi,bij,boj->bo", x, A, x)).sum(dim=1)


MODELS: dict[Formula, Model] = {
    matrix_decompositions.trace: trace,
    matrix_decompositions.determinant: determinant,
    matrix_decompositions.power_trace: power_trace,
    matrix_decompositions.spectral_sum: symmetric,
    matrix_decompositions.inverse_sum: inverse_sum,
    matrix_decompositions.singular_sum: singular_sum,
    matrix_decompositions.frobenius: frobenius,
    matrix_decompositions.left_inverse: pseudo_inverse,
    matrix_decompositions.right_inverse: pseudo_inverse,
    matrix_decompositions.householder: householder,
    matrix_decompositions.line_projection: line_projection,
    matrix_decompositions.rayleigh: rayleigh,
    matrix_decompositions.power_step: power_step,
    matrix_decompositions.angle: angle,
    matrix_decompositions.quadratic_mean: quadratic_mean,
}
