"""Torch models of `derivations.projections`: least squares, decompositions of `torch.linalg`."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import projections
from derivations.vocabulary import Formula
from numerics.models import Model


def orthonormal_projection(Q: Tensor, x: Tensor) -> Tensor:  # [batch, m, r], [batch, m] -> [batch, m]
    """The columns one by one, each times its inner product with x."""
    components = [(Q[:, :, k] * x).sum(dim=1, keepdim=True) * Q[:, :, k] for k in range(Q.shape[2])]
    return torch.stack(components).sum(dim=0)


def basis_expansion(u: Tensor, x: Tensor) -> Tensor:  # [batch, r, m], [batch, m] -> [batch, m]
    """The same with the vectors in rows."""
    return orthonormal_projection(u.mT, x)


def mirror(u: Tensor) -> Tensor:  # [batch, n] -> [batch, n, n]
    """The images of the unit vectors: each goes twice the way to the plane orthogonal to u."""
    units = torch.eye(u.shape[1], dtype=u.dtype, device=u.device).expand(len(u), -1, -1)
    distance = torch.einsum("bij,bj->bi", units, u)
    return (units - 2 * distance[:, :, None] * u[:, None, :]).mT


def reflector_orthogonal(u: Tensor) -> Tensor:  # [batch, n] -> [batch, n, n]
    """The inner products of the images of the unit vectors."""
    images = mirror(u)
    return torch.einsum("bki,bkj->bij", images, images)


def centring(n: int) -> Tensor:  # -> [1, n, n]
    """The unit vectors, each less its mean."""
    units = torch.eye(n, dtype=torch.float64)
    return (units - units.mean(dim=0, keepdim=True))[None]


def centring_idempotent(n: int) -> Tensor:  # -> [1, n, n]
    """The unit vectors, less their means twice."""
    once = centring(n)
    return once - once.mean(dim=1, keepdim=True)


def penrose_outer(A: Tensor) -> Tensor:  # [batch, m, r] -> [batch, m, r]
    """The columns, each fitted by all of them."""
    return A @ torch.linalg.lstsq(A, A).solution


def penrose_inner(A: Tensor) -> Tensor:  # -> [batch, r, m]
    """The pseudo-inverse by singular values."""
    return torch.linalg.pinv(A)


def penrose_columns(A: Tensor) -> Tensor:  # -> [batch, m, m]
    """The projector onto the columns, from an orthonormal basis of them."""
    basis = torch.linalg.qr(A).Q
    return basis @ basis.mT


def penrose_rows(A: Tensor) -> Tensor:  # -> [batch, r, r]
    """The weights that fit each column by all of them."""
    return torch.linalg.lstsq(A, A).solution


def pythagoras(x: Tensor) -> Tensor:  # [batch, m] -> [batch]
    """The sum of the squares of the entries."""
    return x.square().sum(dim=1)


MODELS: dict[Formula, Model] = {
    projections.orthonormal_projection: orthonormal_projection,
    projections.basis_expansion: basis_expansion,
    projections.unit_reflector: mirror,
    projections.reflector_orthogonal: reflector_orthogonal,
    projections.centring: centring,
    projections.centring_idempotent: centring_idempotent,
    projections.penrose_outer: penrose_outer,
    projections.penrose_inner: penrose_inner,
    projections.penrose_columns: penrose_columns,
    projections.penrose_rows: penrose_rows,
    projections.pythagoras: pythagoras,
}
