"""Torch models of `derivations.soft_policies`: `Categorical` distributions over actions, running means."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import soft_policies
from derivations.vocabulary import Formula
from numerics.models import Model


def by_values(M: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, state, action]
    """The probabilities of `Categorical`."""
    return torch.distributions.Categorical(logits=M / alpha[:, None, None]).probs


def soft_maximum(M: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, state]
    """`torch.logsumexp`, scaled."""
    return alpha[:, None] * torch.logsumexp(M / alpha[:, None, None], dim=2)


def soft_mean(C: Tensor, M: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, state]
    """The mean value, and the entropy of the weights."""
    return torch.einsum("bsa,bsa->bs", C, M) + alpha[:, None] * torch.special.entr(C).sum(dim=2)


def greedy(epsilon: Tensor, m: int) -> Tensor:  # -> [batch, action, best action]
    """Part of the uniform policy and the rest of the greedy one."""
    one = torch.eye(m, dtype=epsilon.dtype, device=epsilon.device)
    return torch.lerp(one.expand(len(epsilon), m, m), torch.full_like(one, 1 / m), epsilon[:, None, None])


def averaged(H: Tensor, B: Tensor, G: Tensor) -> Tensor:  # -> [batch, state]
    """Towards the return by the share of one visit."""
    return torch.lerp(H, G[:, None].expand_as(H), B.reciprocal())


MODELS: dict[Formula, Model] = {
    soft_policies.by_preferences: lambda K: by_values(K, torch.ones_like(K[:, 0, 0])),
    soft_policies.by_values: by_values,
    soft_policies.soft_maximum: soft_maximum,
    soft_policies.soft_mean: soft_mean,
    soft_policies.greedy: greedy,
    soft_policies.averaged: averaged,
}
