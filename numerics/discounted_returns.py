"""Torch models of `derivations.discounted_returns`: rewards collected backwards, fixed points, mixtures of returns."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import discounted_returns
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.reinforcement import collected, finite_return, finite_return_now


def episode_return(r: Tensor, gamma: Tensor) -> Tensor:  # -> [batch]
    """What is collected from the first step on."""
    return collected(r, gamma)[:, 0]


def endless_advantage(delta: Tensor, t: Tensor, gamma: Tensor, lambda_: Tensor) -> Tensor:  # -> [batch]
    """The errors, collected backwards."""
    return finite_return_now(delta, t, gamma * lambda_)


def mixed_return(G: Tensor, lambda_: Tensor) -> Tensor:  # -> [batch]
    """Return on return mixed in from behind: of what is left, the share lambda goes on."""
    total = torch.zeros_like(lambda_)
    for gain in reversed(G.unbind(dim=1)):
        total = torch.lerp(gain, total, lambda_)
    return total


def constant_return(r: Tensor, gamma: Tensor) -> Tensor:  # -> [batch]
    """The fixed point of y = r + gamma y, by a linear solve."""
    return torch.linalg.solve((1 - gamma)[:, None, None], r[:, None])[:, 0]


def unit_return(gamma: Tensor) -> Tensor:  # -> [batch]
    """The fixed point of y = 1 + gamma y."""
    return constant_return(torch.ones_like(gamma), gamma)


MODELS: dict[Formula, Model] = {
    discounted_returns.endless_return: finite_return,
    discounted_returns.endless_return_now: finite_return_now,
    discounted_returns.episode_return: episode_return,
    discounted_returns.endless_advantage: endless_advantage,
    discounted_returns.mixed_return: mixed_return,
    discounted_returns.constant_return: constant_return,
    discounted_returns.unit_return: unit_return,
}
