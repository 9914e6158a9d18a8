"""Torch models of `derivations.adapted_weights`: stacked columns, penalties entry by entry, weighted means."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import linear

from derivations import adapted_weights as weights
from derivations.vocabulary import Formula
from numerics.models import Model


def change(B: Tensor, A: Tensor) -> Tensor:  # -> [batch, d, k]
    """The outer products of columns and rows, summed."""
    return torch.einsum("bdr,brk->bdk", B, A)


def output(W_0: Tensor, B: Tensor, A: Tensor, x: Tensor) -> Tensor:  # -> [batch, d]
    """`linear` for each layer, the input through the thin matrices first."""
    return torch.stack(
        [linear(point, fixed) + linear(linear(point, lower), upper)
         for point, fixed, lower, upper in zip(x, W_0, A, B, strict=True)]
    )  # fmt: skip


def residual(x: Tensor, U: Tensor, D: Tensor, f: Callable[[Tensor], Tensor]) -> Tensor:  # -> [batch, k]
    """The bent entries of the narrow layer, each with its column."""
    narrow = torch.einsum("brk,bk->br", D, x)
    bent = torch.stack([f(narrow[:, r]) for r in range(narrow.shape[1])], dim=1)
    return x + torch.einsum("bkr,br->bk", U, bent)


def consolidated(
    L_B: Callable[[Tensor], Tensor], F: Tensor, theta: Tensor, theta_star: Tensor, c: Tensor
) -> Tensor:  # -> [batch]
    """The energy of the springs: the length of a scaled move."""
    moved = (theta - theta_star) * (c[:, None] * F / 2).sqrt()
    return L_B(theta) + torch.linalg.vector_norm(moved, dim=1) ** 2


def averaged(n: Tensor, W: Tensor) -> Tensor:  # -> [batch, n]
    """The weighted mean of the rows."""
    return torch.einsum("bk,bkn->bn", torch.nn.functional.normalize(n, p=1.0, dim=1), W)


def joint(p: Tensor, F: Tensor) -> Tensor:  # -> [batch]
    """A product of a row and a column."""
    return (p[:, None, :] @ F[:, :, None])[:, 0, 0]


def reptile(theta: Tensor, a: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch, n]
    """`torch.lerp`."""
    return torch.lerp(theta, a, epsilon[:, None])


def normal_noise(Delta: Tensor, epsilon: Tensor, delta: Tensor) -> Tensor:  # -> [batch]
    """The place at which a normal density falls to the fraction delta / 1.25 of its top, scaled."""
    place = torch.sqrt(-2 * torch.log(delta / 1.25))
    return torch.exp(place.log() + Delta.log() - epsilon.log())


MODELS: dict[Formula, Model] = {
    weights.adapted: lambda W_0, B, A: torch.baddbmm(W_0, B, A),
    weights.output: output,
    weights.change: change,
    weights.residual: residual,
    weights.consolidated: consolidated,
    weights.unhalved: lambda L_B, F, theta, theta_star, c: consolidated(L_B, F, theta, theta_star, 2 * c),
    weights.averaged: averaged,
    weights.joint: joint,
    weights.reptile: reptile,
    weights.normal_noise: normal_noise,
    weights.laplace_noise: lambda Delta, epsilon: torch.exp(Delta.log() - epsilon.log()),
    weights.composed: lambda k, epsilon: torch.stack([epsilon * (step < k) for step in range(20)]).sum(dim=0),
}
