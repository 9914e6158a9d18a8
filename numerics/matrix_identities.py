"""Torch models of `derivations.matrix_identities`: sums over indices, linear systems, automatic differentiation."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import matrix_identities
from numerics.models import Model, batch_jacobian


def solved(matrix: Tensor) -> Tensor:  # [batch, n, n] -> [batch, n, n]
    """The solution X of the linear system M X = I."""
    identity = torch.eye(matrix.shape[-1]).to(matrix)
    return torch.linalg.solve(matrix, identity.expand_as(matrix))


def product_transpose(A: Tensor, B: Tensor) -> Tensor:  # [batch, n, m], [batch, m, k] -> [batch, k, n]
    """The sums over the shared index, laid out by column and row."""
    return torch.einsum("bnm,bmk->bkn", A, B)


def trace_product(A: Tensor, B: Tensor) -> Tensor:  # [batch, n, m], [batch, m, n] -> [batch]
    """The sum over both indices."""
    return torch.einsum("bnm,bmn->b", A, B)


def trace_cycle(A: Tensor, B: Tensor, C: Tensor) -> Tensor:  # -> [batch]
    """The sum over all three indices."""
    return torch.einsum("bnm,bmk,bkn->b", A, B, C)


def frobenius_inner(A: Tensor, B: Tensor) -> Tensor:  # [batch, n, m] each -> [batch]
    """The inner product of the entries in a row."""
    return (A.flatten(1) * B.flatten(1)).sum(dim=-1)


def frobenius_norm(A: Tensor) -> Tensor:  # [batch, n, m] -> [batch]
    """The sum of the squared singular values."""
    return torch.linalg.svdvals(A).square().sum(dim=-1)


def quadratic_trace(A: Tensor, x: Tensor) -> Tensor:  # [batch, n, n], [batch, n] -> [batch]
    """The quadratic form."""
    return torch.einsum("bi,bij,bj->b", x, A, x)


def product_inverse(A: Tensor, B: Tensor) -> Tensor:  # [batch, n, n] each -> [batch, n, n]
    """The solution for the product."""
    return solved(A @ B)


def sherman_morrison(A: Tensor, u: Tensor, v: Tensor) -> Tensor:  # -> [batch, n, n]
    """The solution for the changed matrix."""
    return solved(A + u[:, :, None] * v[:, None, :])


def woodbury(A: Tensor, U: Tensor, C: Tensor, V: Tensor) -> Tensor:  # -> [batch, n, n]
    """The solution for the changed matrix."""
    return solved(A + U @ C @ V)


def determinant_slope(A: Tensor) -> Tensor:  # [batch, n, n] -> [batch]
    """Automatic differentiation of `torch.linalg.det` along A, at the identity."""
    identity = torch.eye(A.shape[-1]).to(A)
    return batch_jacobian(lambda t: torch.linalg.det(identity + t[:, None, None] * A), A.new_zeros(len(A)))


MODELS: dict[object, Model] = {
    matrix_identities.product_transpose: product_transpose,
    matrix_identities.trace_product: trace_product,
    matrix_identities.trace_cycle: trace_cycle,
    matrix_identities.frobenius_inner: frobenius_inner,
    matrix_identities.frobenius_norm: frobenius_norm,
    matrix_identities.quadratic_trace: quadratic_trace,
    matrix_identities.product_inverse: product_inverse,
    matrix_identities.sherman_morrison: sherman_morrison,
    matrix_identities.woodbury: woodbury,
    matrix_identities.determinant_slope: determinant_slope,
}
