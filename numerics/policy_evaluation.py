"""Torch models of `derivations.policy_evaluation`: linear systems, and states visited one by one."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import policy_evaluation
from derivations.vocabulary import Formula
from numerics.models import Model


def solved(P: Tensor, R: Tensor, gamma: Tensor) -> Tensor:  # -> [batch, n]
    """The values, by elimination."""
    system = torch.eye(P.shape[1], dtype=P.dtype, device=P.device) - gamma[:, None, None] * P
    return torch.linalg.solve(system, R)


def backed_up(P: Tensor, R: Tensor, gamma: Tensor, V: Tensor) -> Tensor:  # -> [batch, n]
    """The reward of each state, and the discounted mean value of the states that follow it."""
    return R + gamma[:, None] * (P * V[:, None, :]).sum(dim=2)


def contraction(P: Tensor, R: Tensor, gamma: Tensor, V: Tensor, U: Tensor) -> tuple[Tensor, Tensor]:  # [batch] each
    """The largest distance after and before the backup, the second one discounted."""
    after = (backed_up(P, R, gamma, V) - backed_up(P, R, gamma, U)).abs().amax(dim=1)
    return after, gamma * (V - U).abs().amax(dim=1)


MODELS: dict[Formula, Model] = {
    policy_evaluation.bellman: solved,
    policy_evaluation.closed_form: solved,
    policy_evaluation.contraction: contraction,
}
