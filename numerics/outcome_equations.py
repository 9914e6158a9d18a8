"""Torch models of `derivations.outcome_equations`: mean rewards and margins of the joint table, then one backup.

Tables: T [state, action, next, reward] of the outcomes, C [state, action] of the policy, values H [state],
M [state, action].
"""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import outcome_equations as outcomes
from derivations.vocabulary import Formula
from numerics.bellman_equations import best, under
from numerics.models import Model


def backed_up(T: Tensor, H: Tensor, gamma: Tensor) -> Tensor:  # -> [batch, state, action]
    """The mean reward of each action, and the discounted mean value of the next state."""
    numbers = torch.arange(1, T.shape[4] + 1, dtype=T.dtype, device=T.device)
    reward = T.sum(dim=3) @ numbers
    return reward + gamma[:, None, None] * torch.einsum("bsaj,bj->bsa", T.sum(dim=4), H)


MODELS: dict[Formula, Model] = {
    outcomes.of_policy: lambda T, C, H, gamma: under(C, backed_up(T, H, gamma)),
    outcomes.of_actions: backed_up,
    outcomes.of_pairs: lambda T, C, M, gamma: backed_up(T, under(C, M), gamma),
    outcomes.best_value: lambda T, H, gamma: best(backed_up(T, H, gamma)),
    outcomes.best_action: lambda T, M, gamma: backed_up(T, best(M), gamma),
}
