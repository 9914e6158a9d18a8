"""Torch models of `derivations.quadratic_functions`: derivatives by autograd, Newton steps, sums over entries."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import quadratic_functions as quadratics
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def value(A: Tensor, b: Tensor, x: Tensor) -> Tensor:  # -> [batch]
    """Half the quadratic form, entry by entry, and the linear term."""
    return (A * x[:, :, None] * x[:, None, :]).sum(dim=(1, 2)) / 2 + (b * x).sum(dim=1)


def gradient_more(A: Tensor, b: Tensor, x: Tensor) -> Tensor:  # -> [batch, n]
    """By autograd."""
    return batch_jacobian(lambda at: value(A, b, at), x).detach()


def gradient_less(A: Tensor, b: Tensor, x: Tensor) -> Tensor:  # -> [batch, n]
    """By autograd, with the other sign."""
    return gradient_more(A, -b, x)


def half_form(A: Tensor, x: Tensor) -> Tensor:  # -> [batch, n]
    """By autograd, without a linear term."""
    return gradient_more(A, torch.zeros_like(x), x)


def curvature(A: Tensor, b: Tensor, x: Tensor) -> Tensor:  # -> [batch, n, n]
    """By autograd twice."""

    def slope(at: Tensor) -> Tensor:
        (found,) = torch.autograd.grad(value(A, -b, at).sum(), at, create_graph=True)
        return found

    return batch_jacobian(slope, x).detach()


def minimiser_more(A: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """A Newton step from 0."""
    start = torch.zeros_like(b)
    root = torch.linalg.cholesky(curvature(A, b, start))
    return start - torch.cholesky_solve(gradient_more(A, b, start)[..., None], root)[..., 0]


def minimiser(A: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """The same with the other sign."""
    return minimiser_more(A, -b)


def least_value(A: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The value there."""
    return value(A, -b, minimiser(A, b))


def gap(A: Tensor, b: Tensor, x: Tensor) -> Tensor:  # -> [batch]
    """The value less the least one."""
    return value(A, -b, x) - least_value(A, b)


MODELS: dict[Formula, Model] = {
    quadratics.gradient_less: gradient_less,
    quadratics.gradient_more: gradient_more,
    quadratics.half_form: half_form,
    quadratics.curvature: curvature,
    quadratics.minimiser: minimiser,
    quadratics.minimiser_more: minimiser_more,
    quadratics.least_value: least_value,
    quadratics.least_number: least_value,
    quadratics.gap: gap,
    quadratics.gap_to_number: gap,
}
