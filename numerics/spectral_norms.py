"""Torch models of `derivations.spectral_norms`: singular values, derivatives along lines, iterations."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import spectral_norms
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian
from numerics.vanishing_gradients import largest_singular_value

Map = Callable[[Tensor], Tensor]
Sides = tuple[Tensor, Tensor]


def linearisation(f: Map, x: Tensor, v: Tensor) -> Tensor:  # -> [batch, outputs]
    """The derivative of the outputs by the way made along the line, at its start."""
    zero = torch.zeros(len(x), 1, dtype=x.dtype, device=x.device)
    return batch_jacobian(lambda t: f(x + t * v), zero)[..., 0]


def local_stretch(f: Map, x: Tensor, v: Tensor) -> Sides:  # -> [batch] twice
    """The stretch of the direction by the Jacobian, and its largest singular value."""
    jacobian = batch_jacobian(f, x)
    unit = v / v.norm(dim=1, keepdim=True)
    return torch.einsum("bij,bj->bi", jacobian, unit).norm(dim=1), largest_singular_value(jacobian)


def assembled(s: Tensor, U: Tensor, V: Tensor) -> Tensor:  # [batch, n], [batch, n, n] twice -> [batch, n, n]
    """The matrix with these singular values and vectors."""
    return torch.einsum("bir,br,brj->bij", U, s, V)


def attained(s: Tensor, U: Tensor, V: Tensor) -> Tensor:  # -> [batch]
    """The largest singular value, computed anew."""
    return largest_singular_value(assembled(s, U, V))


def power_method(s: Tensor, U: Tensor, V: Tensor, x: Tensor, k: int) -> Tensor:  # -> [batch, n]
    """The components of the vector after k applications of the matrix and its transpose."""
    matrix = assembled(s, U, V)
    for _ in range(k):
        x = torch.einsum("bij,bi->bj", matrix, torch.einsum("bij,bj->bi", matrix, x))
    return torch.einsum("bij,bj->bi", V, x)


def power_estimate(A: Tensor, x: Tensor) -> Sides:  # [batch, k, n], [batch, n] -> [batch] twice
    """The lengths along two applications of the matrix, the inner two and the outer two multiplied."""
    first = torch.einsum("bij,bj->bi", A, x)
    second = torch.einsum("bij,bi->bj", A, first)
    third = torch.einsum("bij,bj->bi", A, second)
    return first.norm(dim=1) * second.norm(dim=1), third.norm(dim=1) * x.norm(dim=1)


MODELS: dict[Formula, Model] = {
    spectral_norms.linearisation: linearisation,
    spectral_norms.local_stretch: local_stretch,
    spectral_norms.attained: attained,
    spectral_norms.power_method: power_method,
    spectral_norms.power_estimate: power_estimate,
}
