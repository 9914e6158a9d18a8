"""Torch models of `derivations.policy_ratios`: differences of log-probabilities, layer normalisation."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import policy_ratios
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.preference_losses import likely

Map = Callable[[Tensor], Tensor]
Pair = Callable[[Tensor, Tensor], Tensor]


def ratio(s_t: Tensor, a_t: Tensor, s: Pair, c: Pair) -> Tensor:  # -> [batch]
    """In the logarithmic scale."""
    return torch.exp(likely(s(a_t, s_t)) - likely(c(a_t, s_t)))


def group(r: Tensor) -> Tensor:  # [batch, G] -> [batch, G]
    """Layer normalisation without a guard."""
    return torch.nn.functional.layer_norm(r, r.shape[1:], eps=0.0)


def estimate(x: Tensor, y: Tensor, s: Pair, c: Pair) -> Tensor:  # -> [batch]
    """How far the exponential lies above its tangent."""
    lag = likely(c(y, x)) - likely(s(y, x))
    return torch.expm1(lag) - lag


MODELS: dict[Formula, Model] = {
    policy_ratios.ratio: ratio,
    policy_ratios.group: group,
    policy_ratios.estimate: estimate,
}
