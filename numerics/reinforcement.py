"""Torch models of `derivations.reinforcement`: rewards collected step by step, backwards; clamped ratios."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import reinforcement
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.temporal_differences import Pair, at_step


def after(r: Tensor, G: Tensor, t: Tensor, gamma: Tensor, ahead: int) -> Tensor:  # -> [batch]
    """A reward, `ahead` steps on, and the discounted return of the next step."""
    return torch.addcmul(at_step(r, t + ahead), gamma, at_step(G, t + 1))


def return_recursion(r: Tensor, G: Tensor, t: Tensor, gamma: Tensor) -> Tensor:  # -> [batch]
    """With the reward after the step."""
    return after(r, G, t, gamma, 1)


def return_recursion_now(r: Tensor, G: Tensor, t: Tensor, gamma: Tensor) -> Tensor:  # -> [batch]
    """With the reward of the step."""
    return after(r, G, t, gamma, 0)


def collected(r: Tensor, gamma: Tensor) -> Tensor:  # [batch, T] -> [batch, T + 1]
    """The returns of all steps, and the 0 after the last, backwards."""
    total = torch.zeros_like(r[:, 0])
    found = [total]
    for reward in reversed(r.unbind(dim=1)):
        total = reward + gamma * total
        found.append(total)
    return torch.stack(found[::-1], dim=1)


def finite_return(r: Tensor, t: Tensor, gamma: Tensor) -> Tensor:  # -> [batch]
    """What is collected from the next step on."""
    return at_step(collected(r, gamma), t + 1)


def finite_return_now(r: Tensor, t: Tensor, gamma: Tensor) -> Tensor:  # -> [batch]
    """What is collected from this step on."""
    return at_step(collected(r, gamma), t)


def advantage(s: Tensor, a: Tensor, Q: Pair, V: Pair) -> Tensor:  # -> [batch]
    """The baseline that makes up for the value."""
    return -(V(s) - Q(s, a))


def gae_recursion(delta: Tensor, A: Tensor, t: Tensor, gamma: Tensor, lambda_: Tensor) -> Tensor:  # -> [batch]
    """The return of errors as rewards."""
    return after(delta, A, t, gamma * lambda_, 0)


def gae_sum(delta: Tensor, t: Tensor, gamma: Tensor, lambda_: Tensor) -> Tensor:  # -> [batch]
    """The errors, collected backwards."""
    return finite_return_now(delta, t, gamma * lambda_)


def clipped(p: Tensor, B: Tensor, epsilon: Tensor, weights_p: Tensor) -> Tensor:  # -> [batch]
    """The gain where the ratio may move: above where the advantage is positive, below where it is negative."""
    width = epsilon[:, None]
    held = torch.where(B > 0, torch.minimum(p, 1 + width), torch.maximum(p, 1 - width))
    return (weights_p * held * B).sum(dim=1)


def incremental_mean(q: Tensor, x: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """The sum of all rewards over their number."""
    return ((n - 1) * q + x) / n


MODELS: dict[Formula, Model] = {
    reinforcement.return_recursion: return_recursion,
    reinforcement.return_recursion_now: return_recursion_now,
    reinforcement.finite_return: finite_return,
    reinforcement.finite_return_now: finite_return_now,
    reinforcement.advantage: advantage,
    reinforcement.gae_recursion: gae_recursion,
    reinforcement.gae_sum: gae_sum,
    reinforcement.clipped: clipped,
    reinforcement.incremental_mean: incremental_mean,
}
