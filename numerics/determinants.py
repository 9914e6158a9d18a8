"""Torch models of `derivations.determinants`, from the sum over all permutations, and its automatic differentiation."""

from __future__ import annotations

from itertools import permutations

import torch
from torch import Tensor

from derivations import determinants
from numerics.models import Model, batch_jacobian


def leibniz(matrix: Tensor) -> Tensor:  # [batch, n, n] -> [batch]
    """The determinant by its definition: signed products over all permutations."""
    n = matrix.shape[-1]
    rows = torch.arange(n)
    total = torch.zeros_like(matrix[..., 0, 0])
    for order in permutations(range(n)):
        inversions = sum(order[a] > order[b] for a in range(n) for b in range(a + 1, n))
        total = total + (-1) ** inversions * matrix[..., rows, list(order)].prod(dim=-1)
    return total


def identity(like: Tensor, size: int) -> Tensor:  # -> [size, size]
    """The identity matrix with the precision and the device of another tensor."""
    return torch.eye(size).to(like)


def transpose(A: Tensor) -> Tensor:  # [batch, n, n] -> [batch]
    """Columns in the place of rows."""
    return leibniz(A.mT)


def product(A: Tensor, B: Tensor) -> Tensor:  # [batch, n, n] each -> [batch]
    """Of the matrix product."""
    return leibniz(A @ B)


def inverse(A: Tensor) -> Tensor:  # [batch, n, n] -> [batch]
    """Of the inverse that `torch.linalg` finds."""
    return torch.linalg.det(torch.linalg.inv(A))


def scaling(c: Tensor, A: Tensor) -> Tensor:  # [batch], [batch, n, n] -> [batch]
    """Of the scaled matrix."""
    return leibniz(c[:, None, None] * A)


def triangular(L: Tensor) -> Tensor:  # [batch, n, n] -> [batch]
    """Of the triangular matrix, by all permutations."""
    return leibniz(L)


def orthogonal(s: Tensor, R: Tensor) -> Tensor:  # [batch, n], [batch, n, n] -> [batch]
    """The square of the determinant of a rotation with some of its rows reflected."""
    return leibniz(s[:, :, None] * R) ** 2


def sylvester(A: Tensor, B: Tensor) -> Tensor:  # [batch, n, m], [batch, m, n] -> [batch]
    """Of the matrix of n rows."""
    return leibniz(identity(A, A.shape[1]) + A @ B)


def rank_one(A: Tensor, u: Tensor, v: Tensor) -> Tensor:  # -> [batch]
    """Of the changed matrix."""
    return leibniz(A + u[:, :, None] * v[:, None, :])


def gradient_entry(A: Tensor) -> Tensor:  # [batch, n, n] -> [batch, n, n]
    """Automatic differentiation of the sum over permutations."""
    return batch_jacobian(leibniz, A)


def log_gradient(A: Tensor) -> Tensor:  # [batch, n, n] -> [batch, n, n]
    """Automatic differentiation of the logarithm of the absolute sum over permutations."""
    return batch_jacobian(lambda matrix: leibniz(matrix).abs().log(), A)


MODELS: dict[object, Model] = {
    determinants.transpose: transpose,
    determinants.product: product,
    determinants.inverse: inverse,
    determinants.scaling: scaling,
    determinants.triangular: triangular,
    determinants.orthogonal: orthogonal,
    determinants.sylvester: sylvester,
    determinants.rank_one: rank_one,
    determinants.gradient_entry: gradient_entry,
    determinants.log_gradient: log_gradient,
}
