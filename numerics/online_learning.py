"""Torch models of `derivations.online_learning`: the games played round by round."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from derivations import online_learning
from derivations.vocabulary import Formula
from numerics.models import Model

Sides = tuple[Tensor, Tensor]  # [batch] each


def update(w: Tensor, c: Tensor, eta: Tensor) -> Tensor:  # [batch, rounds, experts] twice, [batch] -> likewise
    """The weights by their logarithms."""
    return torch.exp(w.log() - eta[:, None, None] * c)


def probability(L: Tensor, eta: Tensor) -> Tensor:  # [batch, experts], [batch] -> [batch, experts]
    """`torch.softmax` of the losses, with a temperature."""
    return torch.softmax(-eta[:, None] * L, dim=-1)


def played(c: Tensor, eta: Tensor) -> Tensor:  # [batch, rounds, experts], [batch] -> [batch]
    """The regret against the best expert, with the probabilities updated after each round."""
    shares = torch.full_like(c[:, 0], 1 / c.shape[2])
    loss = torch.zeros_like(c[:, 0, 0])
    for now in c.unbind(dim=1):
        loss = loss + (shares * now).sum(dim=1)
        shares = shares * torch.exp(-eta[:, None] * now)
        shares = shares / shares.sum(dim=1, keepdim=True)
    return loss - c.sum(dim=1).amin(dim=1)


def regret(c: Tensor, eta: Tensor) -> Sides:
    """The regret of the game, and its bound, round by round."""
    return played(c, eta), math.log(c.shape[2]) / eta + sum(eta / 8 for _ in c.unbind(dim=1))


def tuned(c: Tensor, T: int, N: int) -> Sides:
    """The regret at the best rate, and the geometric mean of the terms of the bound, twice."""
    rate = torch.full_like(c[:, 0, 0], math.sqrt(8 * math.log(N) / T))
    return played(c, rate), torch.full_like(rate, 2 * math.sqrt(math.log(N) * T / 8))


def tuning(T: int, N: int) -> Tensor:
    """The smallest value of the bound over all rates, by its geometric mean."""
    return torch.full((1,), 2 * math.sqrt(math.log(N) * T / 8), dtype=torch.float64)


def gradient_descent(g: Tensor, x: Tensor, u: Tensor, eta: Tensor) -> Sides:
    """The descent, step by step, and the bound."""
    place, loss, squares = x, torch.zeros_like(eta), torch.zeros_like(eta)
    for gradient in g.unbind(dim=1):
        loss = loss + (gradient * (place - u)).sum(dim=1)
        squares = squares + gradient.square().sum(dim=1)
        place = place - eta[:, None] * gradient
    return loss, ((x - u).square().sum(dim=1) / eta + eta * squares) / 2


MODELS: dict[Formula, Model] = {
    online_learning.update: update,
    online_learning.probability: probability,
    online_learning.regret: regret,
    online_learning.tuned: tuned,
    online_learning.tuning: tuning,
    online_learning.gradient_descent: gradient_descent,
}
