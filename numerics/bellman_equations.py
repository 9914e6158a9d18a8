"""Torch models of `derivations.bellman_equations`: contractions and maxima of whole tables.

Tables: A [state, action, next] of the moves, B [state, next] of a chain, C [state, action] of the policy, rewards
D [state, action, next], F [state, action], G [state], values H [state], M [state, action].
"""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import bellman_equations as bellman
from derivations.vocabulary import Formula
from numerics.models import Model


def backed_up(A: Tensor, D: Tensor, H: Tensor, gamma: Tensor) -> Tensor:  # -> [batch, state, action]
    """The value of each action, rewards of moves."""
    ahead = D + (gamma[:, None] * H)[:, None, None, :]
    return torch.einsum("bsaj,bsaj->bsa", A, ahead)


def backed_up_mean(A: Tensor, F: Tensor, H: Tensor, gamma: Tensor) -> Tensor:  # -> [batch, state, action]
    """The value of each action, mean rewards."""
    return F + gamma[:, None, None] * torch.einsum("bsaj,bj->bsa", A, H)


def under(C: Tensor, merits: Tensor) -> Tensor:  # [batch, state, action] twice -> [batch, state]
    """The value of each state under the policy: the diagonal of a product of matrices."""
    return torch.diagonal(merits @ C.transpose(1, 2), dim1=1, dim2=2)


def best(merits: Tensor) -> Tensor:  # [batch, state, action] -> [batch, state]
    """The value of the best action."""
    return merits.amax(dim=2)


def reward_process(B: Tensor, G: Tensor, H: Tensor, gamma: Tensor) -> Tensor:  # -> [batch, state]
    """The reward, and the value after a move."""
    return G + gamma[:, None] * torch.einsum("bsj,bj->bs", B, H)


def best_value_place(A: Tensor, G: Tensor, H: Tensor, gamma: Tensor) -> Tensor:  # -> [batch, state]
    """The best of actions that all bring the reward of the state."""
    shared = G[:, :, None].expand(-1, -1, A.shape[2])
    return best(backed_up_mean(A, shared, H, gamma))


MODELS: dict[Formula, Model] = {
    bellman.of_policy: lambda C, A, D, H, gamma: under(C, backed_up(A, D, H, gamma)),
    bellman.of_policy_mean: lambda C, A, F, H, gamma: under(C, backed_up_mean(A, F, H, gamma)),
    bellman.of_actions: lambda C, M: under(C, M),
    bellman.action_move: backed_up,
    bellman.action_mean: backed_up_mean,
    bellman.action_chain: lambda A, D, C, M, gamma: backed_up(A, D, under(C, M), gamma),
    bellman.action_chain_mean: lambda A, F, C, M, gamma: backed_up_mean(A, F, under(C, M), gamma),
    bellman.best_value: lambda A, D, H, gamma: best(backed_up(A, D, H, gamma)),
    bellman.best_value_mean: lambda A, F, H, gamma: best(backed_up_mean(A, F, H, gamma)),
    bellman.best_value_place: best_value_place,
    bellman.best_action: lambda A, D, M, gamma: backed_up(A, D, best(M), gamma),
    bellman.best_action_mean: lambda A, F, M, gamma: backed_up_mean(A, F, best(M), gamma),
    bellman.reward_process: reward_process,
}
