"""Torch models of `derivations.value_functions`: tables one state or action at a time, steps down squared errors."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import value_functions
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.temporal_differences import towards


def shares(weights: Tensor) -> Tensor:  # [batch, ..., k] -> [batch, ..., k]
    """Positive weights as probabilities."""
    return torch.nn.functional.normalize(weights, p=1, dim=-1)


def value_of_policy(q: Tensor, w: Tensor) -> Tensor:  # [batch, n, m] twice -> [batch, n]
    """The mean of each row of values, weighted by the probabilities of its actions."""
    chosen = shares(q)
    return torch.stack([torch.linalg.vecdot(chosen[:, s], w[:, s]) for s in range(q.shape[1])], dim=1)


def action_value(g: Tensor, p: Tensor, v: Tensor, gamma: Tensor) -> Tensor:  # -> [batch, n, m]
    """The reward, and the mean value of the states that follow."""
    return g + gamma[:, None, None] * torch.matmul(shares(p), v[:, None, :, None])[..., 0]


def expectation(q: Tensor, g: Tensor, p: Tensor, v: Tensor, gamma: Tensor) -> Tensor:  # -> [batch, n]
    """The reward under the policy, and the value after a step of the chain under the policy."""
    chain = torch.einsum("bsa,bsat->bst", shares(q), shares(p))
    reward = torch.einsum("bsa,bsa->bs", shares(q), g)
    return reward + gamma[:, None] * torch.einsum("bst,bt->bs", chain, v)


def best_value(g: Tensor, p: Tensor, v: Tensor, gamma: Tensor) -> Tensor:  # -> [batch, n]
    """The best of the values of the actions."""
    return action_value(g, p, v, gamma).amax(dim=2)


def greedy_value(w: Tensor) -> Tensor:  # [batch, n, m] -> [batch, n]
    """The last of the sorted values of the actions."""
    return w.sort(dim=2).values[:, :, -1]


def q_target(w: Tensor, R: Tensor, gamma: Tensor) -> Tensor:  # -> [batch, n]
    """The reward, and the discounted value of the best action, for each next state."""
    return R[:, None] + gamma[:, None] * w.max(dim=2).values


def moved(w: Tensor, target: Tensor, alpha: Tensor) -> Tensor:  # [batch, n, m], [batch, n] -> [batch, n, m, n]
    """Each value after a step down its squared distance to each of the targets."""
    before = w[..., None].expand(*w.shape, target.shape[1])
    return towards(before, target[:, None, None, :].expand_as(before), alpha[:, None, None, None])


def q_learning(w: Tensor, R: Tensor, gamma: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, n, m, n]
    """Towards the value of the best next action."""
    return moved(w, q_target(w, R, gamma), alpha)


def expected_sarsa(w: Tensor, q: Tensor, R: Tensor, gamma: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, n, m, n]
    """Towards the mean value of the next action."""
    return moved(w, R[:, None] + gamma[:, None] * value_of_policy(q, w), alpha)


def mean_advantage(q: Tensor, w: Tensor) -> Tensor:  # -> [batch, n]
    """The mean of the centred values."""
    centred = w - value_of_policy(q, w)[:, :, None]
    return value_of_policy(q, centred)


def bounded_return(R: Tensor, gamma: Tensor) -> tuple[Tensor, Tensor]:  # [batch, k], [batch] -> [batch] twice
    """The return by Horner's rule, and that of the largest reward for ever."""
    gain = torch.zeros_like(gamma)
    for reward in R.unbind(dim=1)[::-1]:
        gain = reward + gamma * gain
    return gain.abs(), R.abs().amax(dim=1) / (1 - gamma)


MODELS: dict[Formula, Model] = {
    value_functions.value_of_policy: value_of_policy,
    value_functions.action_value: action_value,
    value_functions.expectation: expectation,
    value_functions.best_value: best_value,
    value_functions.greedy_value: greedy_value,
    value_functions.q_learning: q_learning,
    value_functions.expected_sarsa: expected_sarsa,
    value_functions.q_target: q_target,
    value_functions.mean_advantage: mean_advantage,
    value_functions.bounded_return: bounded_return,
}
