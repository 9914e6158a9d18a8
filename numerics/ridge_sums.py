"""Torch models of `derivations.ridge_sums`: networks with one hidden layer, products, and units along a direction."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import ridge_sums
from derivations.vocabulary import Formula
from numerics import approximation
from numerics.models import Model

Sides = tuple[Tensor, Tensor]


def polynomial_units(
    x: Tensor, h: Tensor, p: Tensor, q: Tensor, r: Tensor, c: Tensor, a: Tensor, b: Tensor
) -> Tensor:  # [batch], …, [batch, m] -> [batch]
    """The network three steps on."""
    place = torch.addcmul(b, a, (x + 3 * h)[:, None])
    powers = torch.stack([place.square(), place, torch.ones_like(place)], dim=2)
    return torch.einsum("bm,bmk,bk->b", c, powers, torch.stack([p, q, r], dim=1))


def two_inputs(x: Tensor, y: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The product."""
    return torch.mul(x, y)


def three_inputs(x: Tensor, y: Tensor, z: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The product."""
    return torch.stack([x, y, z]).prod(dim=0)


def lifted_units(x: Tensor, theta: Tensor, b: Tensor, h: Tensor) -> Sides:  # [batch, n] twice, [batch] twice
    """The error of two units of one variable, and its bound at the longest input along the direction."""
    longest = torch.linalg.vector_norm(x, dim=1) * torch.linalg.vector_norm(theta, dim=1)
    error, _ = approximation.first_power(torch.linalg.vecdot(x, theta), b, h)
    return error, approximation.first_power(longest, b, h)[1]


MODELS: dict[Formula, Model] = {
    ridge_sums.polynomial_units: polynomial_units,
    ridge_sums.two_inputs: two_inputs,
    ridge_sums.three_inputs: three_inputs,
    ridge_sums.lifted_units: lifted_units,
}
