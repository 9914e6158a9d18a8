"""Torch models of `derivations.matrix_facts`: eigenvalues, least squares and derivatives of `torch`."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import matrix_facts as facts
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian

Sides = tuple[Tensor, Tensor]
Map = Callable[[Tensor], Tensor]


def symmetric(Q: Tensor, lambda_: Tensor) -> Tensor:  # -> [batch, n, n]
    """The matrix that stretches along each eigenvector."""
    return torch.einsum("bik,bk,bjk->bij", Q, lambda_, Q)


def form(Q: Tensor, lambda_: Tensor, x: Tensor) -> Tensor:  # -> [batch]
    """The quadratic form of a vector."""
    return torch.einsum("bi,bij,bj->b", x, symmetric(Q, lambda_), x)


def upper(Q: Tensor, lambda_: Tensor, x: Tensor) -> Sides:
    """The form, and that of the eigenvector with the largest eigenvalue at the same length."""
    top = torch.linalg.eigvalsh(symmetric(Q, lambda_))[:, -1]
    return form(Q, lambda_, x), top * x.square().sum(dim=1)


def lower(Q: Tensor, lambda_: Tensor, x: Tensor) -> Sides:
    """That of the smallest eigenvalue, and the form."""
    bottom = torch.linalg.eigvalsh(symmetric(Q, lambda_))[:, 0]
    return bottom * x.square().sum(dim=1), form(Q, lambda_, x)


def projection(x: Tensor, u: Tensor) -> Tensor:  # -> [batch, n]
    """The fit of least squares by a multiple of u."""
    factor = torch.linalg.lstsq(u[:, :, None], x[:, :, None]).solution
    return (u[:, :, None] @ factor)[:, :, 0]


def slope(function: Map, x: Tensor) -> Tensor:  # -> [batch, n]
    """The gradient by autograd."""
    at = x.detach().requires_grad_(True)
    return torch.autograd.grad(function(at).sum(), at)[0]


def bend(function: Map, x: Tensor) -> Tensor:  # -> [batch, n, n]
    """The Hessian by autograd."""

    def first(point: Tensor) -> Tensor:
        return torch.autograd.grad(function(point).sum(), point, create_graph=True)[0]

    return batch_jacobian(first, x).detach()


def of_affine(phi: Map, A: Tensor, b: Tensor) -> Map:
    """A function of an affine map."""
    return lambda point: phi(torch.einsum("bij,bj->bi", A, point) + b)


def log_sum_exp(x: Tensor) -> Tensor:  # [batch, n] -> [batch]
    """The function of `torch`."""
    return torch.logsumexp(x, dim=1)


def lse_upper(x: Tensor) -> Sides:
    """The log-sum-exp, and that of a vector whose entries are all the largest."""
    return log_sum_exp(x), log_sum_exp(x.amax(dim=1, keepdim=True).expand_as(x))


MODELS: dict[Formula, Model] = {
    facts.expansion: symmetric,
    facts.upper: upper,
    facts.lower: lower,
    facts.projection: projection,
    facts.affine_gradient: lambda phi, A, b, x: slope(of_affine(phi, A, b), x),
    facts.affine_hessian: lambda phi, A, b, x: bend(of_affine(phi, A, b), x),
    facts.lse_value: log_sum_exp,
    facts.lse_gradient: lambda x: slope(log_sum_exp, x),
    facts.lse_hessian: lambda x: bend(log_sum_exp, x),
    facts.lse_upper: lse_upper,
}
