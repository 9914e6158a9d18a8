"""Torch models of `derivations.barron`: layers of torch, automatic differentiation, units drawn in all ways."""

from __future__ import annotations

from itertools import product

import torch
from torch import Tensor

from derivations import barron
from derivations.vocabulary import Formula
from numerics.models import Model

Sides = tuple[Tensor, Tensor]


def network(x: Tensor, theta: Tensor, b: Tensor, beta: Tensor, b_0: Tensor) -> Tensor:  # -> [batch]
    """A hidden layer of sigmoid units, then a linear output."""
    hidden = torch.sigmoid(torch.baddbmm(b[..., None], theta, x[..., None]))
    return torch.baddbmm(b_0[:, None, None], beta[:, None, :], hidden)[:, 0, 0]


def fourier_gradient(x: Tensor, omega: Tensor, p: Tensor, q: Tensor) -> Tensor:  # -> [batch, n]
    """The gradient of the real part of a complex wave sum, by automatic differentiation."""
    place = x.detach().requires_grad_(True)
    waves = torch.polar(torch.ones_like(p), torch.einsum("bmn,bn->bm", omega, place))
    total = (torch.complex(p, -q) * waves).real.sum()
    return torch.autograd.grad(total, place)[0]


def gradient_bound(x: Tensor, omega: Tensor, p: Tensor, q: Tensor) -> Sides:  # -> [batch] twice
    """The length of the gradient, and that of all waves at their steepest."""
    steepest = torch.linalg.vector_norm(omega, dim=2) * torch.complex(p, q).abs()
    return torch.linalg.vector_norm(fourier_gradient(x, omega, p, q), dim=1), steepest.sum(dim=1)


def pairs(v: Tensor, a: Tensor) -> tuple[Tensor, Tensor]:  # [batch, K, d], [batch, K] -> [K^2, batch] twice
    """The squared distance of the average of each pair from the mixture, and the probability of the pair."""
    mixture = torch.einsum("bk,bkd->bd", a, v)
    distances, weights = [], []
    for j, k in product(range(v.shape[1]), repeat=2):
        distances.append((torch.stack([v[:, j], v[:, k]]).mean(dim=0) - mixture).square().sum(dim=1))
        weights.append(a[:, j] * a[:, k])
    return torch.stack(distances), torch.stack(weights)


def two_draws(v: Tensor, a: Tensor) -> Tensor:  # -> [batch]
    """The mean over all pairs."""
    distances, weights = pairs(v, a)
    return (distances * weights).sum(dim=0)


def best_pair(v: Tensor, a: Tensor) -> Sides:  # -> [batch] twice
    """The best pair, and half the mean squared distance of one member."""
    mixture = torch.einsum("bk,bkd->bd", a, v)
    single = (a * (v - mixture[:, None]).square().sum(dim=2)).sum(dim=1)
    return pairs(v, a)[0].amin(dim=0), single / 2


MODELS: dict[Formula, Model] = {
    barron.network: network,
    barron.fourier_gradient: fourier_gradient,
    barron.gradient_bound: gradient_bound,
    barron.two_draws: two_draws,
    barron.best_pair: best_pair,
}
