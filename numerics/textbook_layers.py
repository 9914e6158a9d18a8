"""Torch models of `derivations.textbook_layers`: linear layers, gates and activations of `torch.nn.functional`."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import textbook_layers as layers
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.temporal_differences import Pair


def preactivation(x: Tensor, h: Tensor, b: Tensor, U: Tensor, W: Tensor) -> Tensor:  # -> [batch, n]
    """One linear layer of input, state and a 1."""
    stacked = torch.cat([x, h, torch.ones_like(x[:, :1])], dim=1)
    weights = torch.cat([U, W, b[:, :, None]], dim=2)
    return torch.einsum("bnk,bk->bn", weights, stacked)


def gate_unit(x: Tensor, h: Tensor, b: Tensor, U: Tensor, W: Tensor) -> Tensor:  # -> [batch, n]
    """The logistic function by the hyperbolic tangent."""
    return (1 + torch.tanh(preactivation(x, h, b, U, W) / 2)) / 2


def cell(
    x: Tensor, h: Tensor, b: Tensor, U: Tensor, W: Tensor, s: Tensor, f: Tensor, g: Tensor
) -> Tensor:  # -> [batch, n]
    """An inner product of gates and what passes them."""
    return torch.linalg.vecdot(torch.stack([f, g]), torch.stack([s, gate_unit(x, h, b, U, W)]), dim=0)


def emitted(s: Tensor, q: Tensor) -> Tensor:  # [batch, n] twice -> [batch, n]
    """The hyperbolic tangent by the logistic function."""
    return q * (2 * torch.sigmoid(2 * s) - 1)


def perceptron(x: Tensor, W: Tensor, c: Tensor, w: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The sum over the units that are on."""
    nets = torch.einsum("bdn,bd->bn", W, x) + c
    return torch.where(nets > 0, nets * w, torch.zeros_like(w)).sum(dim=1) + b


def bump(x: Tensor, W: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, n]
    """By the distances of the input from the columns."""
    return (-(torch.cdist(W.transpose(1, 2), x[:, None])[:, :, 0] / sigma).square()).exp()


def rectified(a: Tensor, alpha: Tensor) -> Tensor:  # [batch, n] twice -> [batch, n]
    """One slope for each sign."""
    return torch.where(a > 0, a, alpha * a)


def scanned(F: Pair, A: Tensor, i: Tensor, j: Tensor, sign: int) -> Tensor:  # -> [batch]
    """The patch of the image, entry by entry, against the kernel."""
    patch = [
        torch.stack([F(i + sign * m, j + sign * k) for k in range(1, A.shape[2] + 1)], dim=1)
        for m in range(1, A.shape[1] + 1)
    ]
    return torch.einsum("bmk,bmk->b", torch.stack(patch, dim=1), A)


def gabor(
    alpha: Tensor, beta: Tensor, gamma: Tensor, x: Tensor, y: Tensor, f: Tensor, phi: Tensor
) -> Tensor:  # -> [batch]
    """The real part of a complex exponential."""
    return alpha * torch.complex(-beta * x.square() - gamma * y.square(), f * x + phi).exp().real


MODELS: dict[Formula, Model] = {
    layers.preactivation: preactivation,
    layers.gate_unit: gate_unit,
    layers.cell: cell,
    layers.emitted: emitted,
    layers.perceptron: perceptron,
    layers.bump: bump,
    layers.rectified: rectified,
    layers.flipped: lambda F, A, i, j: scanned(F, A, i, j, -1),
    layers.correlated: lambda F, A, i, j: scanned(F, A, i, j, 1),
    layers.gabor: gabor,
}
