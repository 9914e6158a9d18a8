"""Torch models of `derivations.calculus`: automatic differentiation, and quadrature for the integrals."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from derivations import calculus
from derivations.vocabulary import Formula
from numerics.models import Model


def log_remainder(x: Tensor) -> tuple[Tensor, Tensor]:  # [batch] -> [batch] twice
    """What the tangent misses, and the area of a square of side x."""
    return (torch.log1p(x) - x).abs(), x.square()


def polynomial(coefficients: Tensor, x: Tensor) -> Tensor:  # [batch, n], [batch, nodes] -> [batch, nodes]
    """The value of a polynomial by Horner's rule."""
    value = torch.zeros_like(x)
    for coefficient in coefficients.flip(1).unbind(dim=1):
        value = value * x + coefficient[:, None]
    return value


def by_parts(x: Tensor, a: Tensor, b: Tensor) -> Tensor:  # [batch], [batch, n], [batch, m] -> [batch]
    """The integral of f g' from 0 to x by Gauss-Legendre quadrature, g' by automatic differentiation."""
    nodes, weights = (torch.as_tensor(part, device=x.device) for part in np.polynomial.legendre.leggauss(6))
    places = (x[:, None] * (nodes + 1) / 2).requires_grad_(True)
    (slopes,) = torch.autograd.grad(polynomial(b, places).sum(), places)
    return (weights * polynomial(a, places).detach() * slopes).sum(dim=1) * x / 2


MODELS: dict[Formula, Model] = {
    calculus.log_remainder: log_remainder,
    calculus.by_parts: by_parts,
}
