"""Torch models of `derivations.temporal_differences`: transitions out of an episode, steps down squared errors."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import temporal_differences
from derivations.vocabulary import Formula
from numerics.models import Model

Pair = Callable[..., Tensor]


def at_step(sequence: Tensor, t: Tensor) -> Tensor:  # [batch, T], [batch] -> [batch]
    """The entry of step t, counted from 1."""
    return sequence.gather(1, (t - 1)[:, None])[:, 0]


def towards(value: Tensor, target: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """A gradient step of size alpha on half the squared distance to the target, which is held fixed."""
    at = value.detach().requires_grad_(True)
    slope = torch.autograd.grad(((target.detach() - at).square() / 2).sum(), at)[0]
    return value - alpha * slope


def bootstrapped(r: Tensor, s: Tensor, V: Pair, t: Tensor, gamma: Tensor, ahead: int) -> Tensor:  # -> [batch]
    """The reward `ahead` steps on, and the discounted value of the next state."""
    return at_step(r, t + ahead) + gamma * V(at_step(s, t + 1))


def td_error(r: Tensor, s: Tensor, V: Pair, t: Tensor, gamma: Tensor) -> Tensor:  # -> [batch]
    """The whole way from the value to its target, with the reward after the step."""
    return bootstrapped(r, s, V, t, gamma, 1) - V(at_step(s, t))


def td_error_now(r: Tensor, s: Tensor, V: Pair, t: Tensor, gamma: Tensor) -> Tensor:  # -> [batch]
    """The same with the reward of the step."""
    return bootstrapped(r, s, V, t, gamma, 0) - V(at_step(s, t))


def td_error_once(r: Tensor, s: Tensor, s_b: Tensor, V: Pair, gamma: Tensor) -> Tensor:  # -> [batch]
    """The error in an episode of two states."""
    pair = torch.stack([s, s_b], dim=1)
    return td_error_now(torch.stack([r, r], dim=1), pair, V, torch.ones_like(r, dtype=torch.int64), gamma)


def monte_carlo(G: Tensor, s: Tensor, V: Pair, t: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """Towards the return."""
    return towards(V(at_step(s, t)), at_step(G, t), alpha)


def td_update(r: Tensor, s: Tensor, V: Pair, t: Tensor, gamma: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """Towards the bootstrapped target, with the reward after the step."""
    return towards(V(at_step(s, t)), bootstrapped(r, s, V, t, gamma, 1), alpha)


def td_update_now(r: Tensor, s: Tensor, V: Pair, t: Tensor, gamma: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """Towards the bootstrapped target, with the reward of the step."""
    return towards(V(at_step(s, t)), bootstrapped(r, s, V, t, gamma, 0), alpha)


def td_update_once(r: Tensor, s: Tensor, s_b: Tensor, V: Pair, gamma: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """Towards the bootstrapped target of one transition."""
    return towards(V(s), r + gamma * V(s_b), alpha)


def taken(
    r: Tensor, s: Tensor, a: Tensor, Q: Pair, t: Tensor, gamma: Tensor, alpha: Tensor, ahead: int
) -> Tensor:  # -> [batch]
    """Towards the value of the action that is taken next."""
    target = at_step(r, t + ahead) + gamma * Q(at_step(s, t + 1), at_step(a, t + 1))
    return towards(Q(at_step(s, t), at_step(a, t)), target, alpha)


def sarsa(r: Tensor, s: Tensor, a: Tensor, Q: Pair, t: Tensor, gamma: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """With the reward after the step."""
    return taken(r, s, a, Q, t, gamma, alpha, 1)


def sarsa_now(
    r: Tensor, s: Tensor, a: Tensor, Q: Pair, t: Tensor, gamma: Tensor, alpha: Tensor
) -> Tensor:  # -> [batch]
    """With the reward of the step."""
    return taken(r, s, a, Q, t, gamma, alpha, 0)


def sarsa_once(
    r: Tensor, s: Tensor, a: Tensor, s_b: Tensor, a_b: Tensor, Q: Pair, gamma: Tensor, alpha: Tensor
) -> Tensor:  # -> [batch]
    """In an episode of two states."""
    rewards, states, actions = (torch.stack(pair, dim=1) for pair in ((r, r), (s, s_b), (a, a_b)))
    return sarsa_now(rewards, states, actions, Q, torch.ones_like(r, dtype=torch.int64), gamma, alpha)


MODELS: dict[Formula, Model] = {
    temporal_differences.td_error: td_error,
    temporal_differences.td_error_now: td_error_now,
    temporal_differences.td_error_once: td_error_once,
    temporal_differences.monte_carlo: monte_carlo,
    temporal_differences.td_update: td_update,
    temporal_differences.td_update_now: td_update_now,
    temporal_differences.td_update_once: td_update_once,
    temporal_differences.sarsa: sarsa,
    temporal_differences.sarsa_now: sarsa_now,
    temporal_differences.sarsa_once: sarsa_once,
}
