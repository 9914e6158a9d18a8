"""Torch models of `derivations.value_iteration`: backups as means over next states, values by elimination."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import value_iteration
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.policy_evaluation import backed_up, solved


def farthest(a: Tensor, b: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """The largest distance of two entries."""
    return (a - b).abs().amax(dim=1)


def contraction(P: Tensor, R: Tensor, gamma: Tensor, U: Tensor, V: Tensor) -> tuple[Tensor, Tensor]:  # [batch] each
    """Distances after and before the backup."""
    return farthest(backed_up(P, R, gamma, U), backed_up(P, R, gamma, V)), gamma * farthest(U, V)


def operator_contraction(P: Tensor, gamma: Tensor, U: Tensor, V: Tensor) -> tuple[Tensor, Tensor]:  # [batch] each
    """The same for any rewards, so for none."""
    return contraction(P, torch.zeros_like(U), gamma, U, V)


def iterates(V_0: Tensor, V_star: Tensor, M: Tensor, k: Tensor, gamma: Tensor) -> tuple[Tensor, Tensor]:  # [batch] each
    """The discounted mean of the first errors over the states k steps on."""
    factor = torch.exp(k * torch.log(gamma))
    errors = backed_up(M, torch.zeros_like(V_0), factor, V_0 - V_star)
    return errors.abs().amax(dim=1), factor * farthest(V_0, V_star)


def step_nearer(V: Tensor, V_star: Tensor, P: Tensor, gamma: Tensor) -> tuple[Tensor, Tensor]:  # [batch] each
    """A backup whose rewards make `V_star` its fixed point."""
    rewards = V_star - backed_up(P, torch.zeros_like(V), gamma, V_star)
    return farthest(backed_up(P, rewards, gamma, V), V_star), gamma * farthest(V, V_star)


def bounded_value(P: Tensor, R: Tensor, gamma: Tensor) -> tuple[Tensor, Tensor]:  # [batch, n] each
    """The values, and the value of the largest reward for ever."""
    values = solved(P, R, gamma).abs()
    return values, (R.abs().amax(dim=1) / (1 - gamma))[:, None].expand_as(values)


MODELS: dict[Formula, Model] = {
    value_iteration.contraction: contraction,
    value_iteration.operator_contraction: operator_contraction,
    value_iteration.iterates: iterates,
    value_iteration.step_nearer: step_nearer,
    value_iteration.bounded_value: bounded_value,
}
