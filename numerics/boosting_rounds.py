"""Torch models of `derivations.boosting_rounds`: weighted means of mistakes, steps, quadratic forms."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import boosting_rounds as rounds
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.temporal_differences import Pair


def answers(c: Pair, x: Tensor) -> Tensor:  # [batch, n] -> [batch, n]
    """The signs of the curve."""
    return torch.stack([c(one) for one in x.unbind(dim=1)], dim=1).sign()


def summed_error(x: Tensor, y: Tensor, w: Tensor, c: Pair) -> Tensor:  # -> [batch]
    """The weights of the samples whose answer is not their class."""
    return torch.where(answers(c, x) == y, torch.zeros_like(w), w).sum(dim=1)


def error(x: Tensor, y: Tensor, w: Tensor, c: Pair) -> Tensor:  # -> [batch]
    """With weights that sum to 1."""
    return summed_error(x, y, torch.nn.functional.normalize(w, p=1, dim=1), c)


def reweighted(x: Tensor, y: Tensor, w: Tensor, c: Pair, alpha: Tensor) -> Tensor:  # -> [batch, n]
    """On the scale of logarithms."""
    return (w.log() - alpha[:, None] * (y * answers(c, x))).exp()


def shrunk(F: Pair, h: Pair, x: Tensor, gamma: Tensor, nu: Tensor) -> Tensor:  # -> [batch]
    """The share nu of the way to the full step."""
    return torch.lerp(F(x), F(x) + gamma * h(x), nu)


def decrease(E: Pair, t: Tensor, f: Tensor, r: Tensor, p: Tensor, q: Tensor) -> Tensor:  # -> [batch]
    """An inner product of impurities and signed shares."""
    return torch.stack([E(t), -p * E(f), -q * E(r)]).sum(dim=0)


def gram(k: Pair, x: Tensor) -> Tensor:  # [batch, n] -> [batch, n, n]
    """The kernels of all pairs."""
    return torch.stack([torch.stack([k(a, b) for b in x.unbind(dim=1)], dim=1) for a in x.unbind(dim=1)], dim=1)


def represented(alpha: Tensor, k: Pair, x: Tensor, z: Tensor) -> Tensor:  # -> [batch]
    """The last column of the kernels of samples and input, weighted."""
    column = gram(k, torch.cat([x, z[:, None]], dim=1))[:, :-1, -1]
    return torch.linalg.vecdot(column, alpha)


MODELS: dict[Formula, Model] = {
    rounds.error: error,
    rounds.summed_error: summed_error,
    rounds.reweighted: reweighted,
    rounds.searched: lambda F, h, x, gamma: shrunk(F, h, x, gamma, torch.ones_like(x)),
    rounds.shrunk: shrunk,
    rounds.decrease: decrease,
    rounds.squared_norm: lambda alpha, k, x: torch.einsum("bi,bij,bj->b", alpha, gram(k, x), alpha),
    rounds.represented: represented,
    rounds.capacity: lambda N: N / torch.log(N.to(torch.float64).square()),
    rounds.overlap: lambda b, s: (b * s).mean(dim=1),
}
