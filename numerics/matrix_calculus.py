"""Torch models of `derivations.matrix_calculus`: automatic differentiation of each function."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import matrix_calculus
from numerics.models import Model, batch_jacobian


def form(x: Tensor, A: Tensor, y: Tensor) -> Tensor:  # [batch, m], [batch, m, n], [batch, n] -> [batch]
    """The bilinear form x'Ay."""
    return torch.einsum("bi,bij,bj->b", x, A, y)


def inner_product(x: Tensor, a: Tensor) -> Tensor:  # [batch, n] each -> [batch, n]
    """Of the summed products."""
    return batch_jacobian(lambda at: (a * at).sum(dim=-1), x)


def quadratic(x: Tensor, A: Tensor) -> Tensor:  # [batch, n], [batch, n, n] -> [batch, n]
    """Of the quadratic form."""
    return batch_jacobian(lambda at: form(at, A, at), x)


def quadratic_hessian(x: Tensor, A: Tensor) -> Tensor:  # [batch, n], [batch, n, n] -> [batch, n, n]
    """Of the quadratic form, twice."""

    def slope(at: Tensor) -> Tensor:
        return torch.autograd.grad(form(at, A, at).sum(), at, create_graph=True)[0]

    return batch_jacobian(slope, x)


def norm_gradient(x: Tensor) -> Tensor:  # [batch, n] -> [batch, n]
    """Of `torch.linalg.vector_norm`."""
    return batch_jacobian(lambda at: torch.linalg.vector_norm(at, dim=-1), x)


def least_squares(A: Tensor, x: Tensor, b: Tensor) -> Tensor:  # [batch, m, n], [batch, n], [batch, m] -> [batch, n]
    """Of the summed squares of the residual."""
    return batch_jacobian(lambda at: (torch.einsum("bmn,bn->bm", A, at) - b).square().sum(dim=-1), x)


def matrix_least_squares(W: Tensor, X: Tensor, Y: Tensor) -> Tensor:  # -> [batch, m, n]
    """Of the squared Frobenius norm of the residual."""
    return batch_jacobian(lambda at: torch.linalg.matrix_norm(at @ X - Y).square(), W)


def trace_gradient(A: Tensor, B: Tensor) -> Tensor:  # [batch, m, n], [batch, n, m] -> [batch, m, n]
    """Of the sum of the diagonal of the product."""
    return batch_jacobian(lambda at: torch.diagonal(at @ B, dim1=1, dim2=2).sum(dim=-1), A)


def bilinear(A: Tensor, a: Tensor, b: Tensor) -> Tensor:  # [batch, m, n], [batch, m], [batch, n] -> [batch, m, n]
    """Of the bilinear form, by its matrix."""
    return batch_jacobian(lambda at: form(a, at, b), A)


def inverse_form(A: Tensor, a: Tensor, b: Tensor) -> Tensor:  # [batch, n, n], [batch, n] twice -> [batch, n, n]
    """Of the inner product of a with the solution of A x = b."""
    return batch_jacobian(lambda at: (a * torch.linalg.solve(at, b)).sum(dim=-1), A)


MODELS: dict[object, Model] = {
    matrix_calculus.inner_product: inner_product,
    matrix_calculus.quadratic: quadratic,
    matrix_calculus.symmetric_quadratic: quadratic,
    matrix_calculus.quadratic_hessian: quadratic_hessian,
    matrix_calculus.norm_gradient: norm_gradient,
    matrix_calculus.least_squares: least_squares,
    matrix_calculus.matrix_least_squares: matrix_least_squares,
    matrix_calculus.trace_gradient: trace_gradient,
    matrix_calculus.bilinear: bilinear,
    matrix_calculus.inverse_form: inverse_form,
}
