"""Torch models of `derivations.deep_reinforcement`: torch losses, softmaxes of logarithms, interpolation, sorting.

Tables: A [state, action] of the values, B [state, action] of the advantages, C [state] of the values of states.
"""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import deep_reinforcement as deep
from derivations.vocabulary import Formula
from numerics.models import Model


def total_loss(P: Tensor, V: Tensor, H: Tensor, c: Tensor, e: Tensor) -> Tensor:  # -> [batch]
    """An inner product of terms and signed weights."""
    return torch.linalg.vecdot(torch.stack([P, V, H]), torch.stack([torch.ones_like(c), c, -e]), dim=0)


def bootstrapped(r: Tensor, d: Tensor, gamma: Tensor, value: Tensor) -> Tensor:  # -> [batch, …]
    """The reward alone at the end, else with the discounted value."""
    reward, end, factor = (one.reshape(-1, *(1 for _ in value.shape[1:])) for one in (r, d, gamma))
    return torch.where(end == 1, reward, reward + factor * value)


def ended_target(A: Tensor, r: Tensor, d: Tensor, gamma: Tensor) -> Tensor:  # -> [batch, states]
    """With the best action of each state."""
    return bootstrapped(r, d, gamma, A.amax(dim=2))


def double_target(A: Tensor, r: Tensor, gamma: Tensor) -> Tensor:  # -> [batch, states, actions]
    """Of all actions of all states."""
    return bootstrapped(r, torch.zeros_like(r), gamma, A)


def dueling(B: Tensor, C: Tensor) -> Tensor:  # -> [batch, states, actions]
    """The advantages without their mean."""
    return C[:, :, None] + B - B.mean(dim=2, keepdim=True)


def priority(p: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, samples]
    """The softmax of the scaled logarithms."""
    return torch.softmax(alpha[:, None] * p.log(), dim=1)


def correction(n: Tensor, p: Tensor, beta: Tensor) -> Tensor:  # -> [batch]
    """By logarithms."""
    return (-beta * (n.to(p).log() + p.log())).exp()


def clipped(r: Tensor, gamma: Tensor, d: Tensor, q: Tensor, e: Tensor) -> Tensor:  # -> [batch]
    """With the first of both values in order."""
    return bootstrapped(r, d, gamma, torch.stack([q, e], dim=1).sort(dim=1).values[:, 0])


def soft_target(
    r: Tensor, gamma: Tensor, d: Tensor, q: Tensor, e: Tensor, alpha: Tensor, h: Tensor
) -> Tensor:  # -> [batch]
    """The bonus lifts both values."""
    return clipped(r, gamma, d, q - alpha * h, e - alpha * h)


MODELS: dict[Formula, Model] = {
    deep.total_loss: total_loss,
    deep.total_objective: lambda P, V, H, c, e: -total_loss(-P, V, H, c, e),
    deep.ended_target: ended_target,
    deep.double_target: double_target,
    deep.mean_loss: lambda y, q: torch.nn.functional.mse_loss(q, y, reduction="none").mean(dim=1),
    deep.dueling: dueling,
    deep.dueling_best: lambda B, C: C[:, :, None] - (B.amax(dim=2, keepdim=True) - B),
    deep.priority: priority,
    deep.correction: correction,
    deep.soft_update: lambda w, v, tau: torch.lerp(v, w, tau),
    deep.polyak_update: lambda w, v, rho: torch.lerp(w, v, rho),
    deep.clipped: clipped,
    deep.soft_target: soft_target,
}
