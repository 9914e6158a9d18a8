"""Torch models of `derivations.rotary_positions`: complex numbers, biased scores, stores that are summed."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import rotary_positions as positions
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[[Tensor], Tensor]


def turned(m: Tensor, theta: Tensor, x_1: Tensor, x_2: Tensor) -> Tensor:  # -> [batch], complex
    """The pair as a complex number, times a point of the unit circle."""
    return torch.complex(x_1, x_2) * torch.polar(torch.ones_like(theta), theta * m)


def frequency(d: Tensor, p: int) -> Tensor:  # -> [batch, p]
    """Each angle is the last one over a fixed ratio."""
    ratio = 10000 ** (2 / d)
    return torch.ones(len(d), p, dtype=d.dtype) / ratio[:, None] ** torch.arange(p)


def frequency_from_nought(d: Tensor, p: int) -> Tensor:  # -> [batch, p]
    """The angles after the first."""
    return frequency(d, p + 1)[:, 1:]


def scores(q: Tensor, k: Tensor) -> Tensor:  # [batch, n, d] twice -> [batch, n, n]
    """The inner products of all queries and keys."""
    return torch.einsum("bid,bjd->bij", q, k)


def biased(q: Tensor, k: Tensor, b: Tensor) -> Tensor:  # -> [batch, n, n]
    """The scaled scores, with the bias."""
    return torch.baddbmm(b, q, k.mT, alpha=q.shape[2] ** -0.5)


def linear_bias(q: Tensor, k: Tensor, m: Tensor) -> Tensor:  # -> [batch, n, n]
    """The scores less the distances, as a bias."""
    place = torch.arange(q.shape[1], dtype=q.dtype)
    return scores(q, k) + m[:, None, None] * (place[None, :] - place[:, None])


def scaled_bias(q: Tensor, k: Tensor, m: Tensor) -> Tensor:  # -> [batch, n, n]
    """The same of queries that are shortened first."""
    return linear_bias(q / torch.tensor(q.shape[2], dtype=q.dtype).sqrt(), k, m)


def read_out(S: Tensor, z: Tensor, phi: Map, q: Tensor) -> Tensor:  # -> [batch, p]
    """The rows of the store, weighted by the features over their total weight."""
    weights = phi(q)
    return torch.einsum("br,brp->bp", weights, S) / torch.einsum("br,br->b", weights, z)[:, None]


def retention(S: Tensor, gamma: Tensor, k: Tensor, v: Tensor) -> Tensor:  # -> [batch, d, p]
    """The sum of the faded store and the new pair."""
    return torch.einsum("b,bdp->bdp", gamma, S) + torch.einsum("bd,bp->bdp", k, v)


def delta(S: Tensor, beta: Tensor, k: Tensor, v: Tensor) -> Tensor:  # -> [batch, p, d]
    """A gradient step on half of the squared error at the key, by automatic differentiation."""
    at = S.detach().requires_grad_(True)
    error = (torch.einsum("bpd,bd->bp", at, k) - v).square().sum() / 2
    return S - beta[:, None, None] * torch.autograd.grad(error, at)[0]


MODELS: dict[Formula, Model] = {
    positions.first_turned: lambda m, theta, x_1, x_2: turned(m, theta, x_1, x_2).real,
    positions.second_turned: lambda m, theta, x_1, x_2: turned(m, theta, x_1, x_2).imag,
    positions.frequency: frequency,
    positions.frequency_from_nought: frequency_from_nought,
    positions.biased: biased,
    positions.linear_bias: linear_bias,
    positions.scaled_bias: scaled_bias,
    positions.head_slope: lambda h, H: torch.exp2(-8.0 * h / H),
    positions.stored_state: lambda S, phi, k, v: S + torch.einsum("br,bp->brp", phi(k), v),
    positions.normaliser: lambda z, phi, k: torch.stack([z, phi(k)]).sum(dim=0),
    positions.read_out: read_out,
    positions.retention: retention,
    positions.delta: delta,
}
