"""Torch models of `derivations.preference_losses`: losses of `torch.nn.functional` on the logits of preferences."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import logsigmoid, mse_loss

from derivations import preference_losses as preferences
from derivations.vocabulary import Formula
from numerics.adversarial_networks import bounded
from numerics.models import Model

Map = Callable[[Tensor], Tensor]
Pair = Callable[[Tensor, Tensor], Tensor]


def first_of(one: Tensor, other: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The weight of the first in a softmax of both."""
    return torch.softmax(torch.stack([one, other]), dim=0)[0]


def likely(score: Tensor) -> Tensor:  # -> like score
    """The logarithm of a probability from a score."""
    return logsigmoid(bounded(score))


def bradley_terry(r: Pair, x: Tensor, y_w: Tensor, y_l: Tensor) -> Tensor:  # -> [batch]
    """The softmax of both rewards."""
    return first_of(r(x, y_w), r(x, y_l))


def elo(R_A: Tensor, R_B: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The softmax of ratings in units of 400, to the base 10."""
    scale = torch.log(torch.tensor(10.0, dtype=R_A.dtype)) / 400
    return first_of(R_A * scale, R_B * scale)


def lost(ahead: Tensor, weights: Tensor) -> Tensor:  # [batch, outcomes] twice -> [batch]
    """The cross-entropy of logits with the label 1."""
    losses = torch.nn.functional.binary_cross_entropy_with_logits(ahead, torch.ones_like(ahead), reduction="none")
    return torch.einsum("bo,bo->b", losses, weights)


def reward_loss(r: Pair, x: Tensor, y_w: Tensor, y_l: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch]
    """The cross-entropy of the differences of rewards."""
    return lost(r(x, y_w) - r(x, y_l), weights_x)


def penalised(r: Pair, x: Tensor, y: Tensor, s: Pair, c: Pair, beta: Tensor) -> Tensor:  # -> [batch]
    """The reward and the logits of both policies, in one sum."""
    return torch.stack([r(x, y), beta * likely(c(y, x)), -beta * likely(s(y, x))]).sum(dim=0)


def optimal_policy(g: Pair, x: Tensor, y: Tensor, c: Pair, beta: Tensor, h: Map) -> Tensor:  # -> [batch]
    """In the logarithmic scale."""
    return torch.exp(torch.stack([bounded(g(x, y)) / beta, likely(c(y, x)), -likely(h(x))]).sum(dim=0))


def implicit(x: Tensor, y: Tensor, s: Pair, c: Pair, beta: Tensor, h: Map) -> Tensor:  # -> [batch]
    """From logits alone."""
    return torch.einsum("b,kb->b", beta, torch.stack([likely(s(y, x)), -likely(c(y, x)), likely(h(x))]))


def implicit_hat(x: Tensor, y: Tensor, s: Pair, c: Pair, beta: Tensor) -> Tensor:  # -> [batch]
    """From logits alone."""
    return beta * (likely(s(y, x)) - likely(c(y, x)))


def ahead(x: Tensor, y_w: Tensor, y_l: Tensor, s: Pair, c: Pair) -> Tensor:  # -> like x
    """How much more the policy gained for the winner than for the loser."""
    return likely(s(y_w, x)) - likely(s(y_l, x)) + likely(c(y_l, x)) - likely(c(y_w, x))


def dpo(x: Tensor, y_w: Tensor, y_l: Tensor, s: Pair, c: Pair, beta: Tensor, weights_x: Tensor) -> Tensor:
    """The cross-entropy of what the policy gained."""
    return lost(beta[:, None] * ahead(x, y_w, y_l, s, c), weights_x)


def one_pair(x: Tensor, y_w: Tensor, y_l: Tensor, s: Pair, c: Pair, beta: Tensor) -> Tensor:  # -> [batch]
    """The log-probability of the preference, turned."""
    return -logsigmoid(beta * ahead(x, y_w, y_l, s, c))


def ipo(h: Tensor, beta: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The squared error with half of the temperature as target."""
    return mse_loss(h, beta.reciprocal() / 2, reduction="none")


MODELS: dict[Formula, Model] = {
    preferences.bradley_terry: bradley_terry,
    preferences.strengths: lambda beta_i, beta_j: first_of(beta_i, beta_j),
    preferences.elo: elo,
    preferences.reward_loss: reward_loss,
    preferences.penalised: penalised,
    preferences.optimal_policy: optimal_policy,
    preferences.implicit: implicit,
    preferences.implicit_hat: implicit_hat,
    preferences.dpo: dpo,
    preferences.one_pair: one_pair,
    preferences.ipo: ipo,
}
