"""Torch models of `derivations.attention_pooling`: `torch.softmax`, sums key by key, concatenated layers."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import attention_pooling
from derivations.vocabulary import Formula
from numerics.models import Model

Pair = Callable[[Tensor, Tensor], Tensor]


def of_keys(function: Pair, q: Tensor, k: Tensor) -> Tensor:  # -> [batch, m]
    """The values of a function of query and key, key by key."""
    return torch.stack([function(q, key) for key in k.unbind(dim=1)], dim=1)


def pooled(alpha: Pair, q: Tensor, k: Tensor, v: Tensor) -> Tensor:  # -> [batch, r]
    """The weights times the table of values."""
    return torch.einsum("bm,bmr->br", of_keys(alpha, q, k), v)


def softmax_weight(a: Pair, q: Tensor, k: Tensor) -> Tensor:  # -> [batch, m]
    """`torch.softmax` of the scores."""
    return torch.softmax(of_keys(a, q, k), dim=1)


def normalised(alpha: Pair, q: Tensor, k: Tensor, v: Tensor) -> Tensor:  # -> [batch, r]
    """The weighted mean."""
    weights = of_keys(alpha, q, k)
    return torch.einsum("bm,bmr->br", weights, v) / weights.sum(dim=1, keepdim=True)


def distance(q: Tensor, k: Tensor) -> Tensor:  # -> [batch]
    """Minus half the squared length of the difference."""
    return -torch.linalg.vector_norm(q - k, dim=1).square() / 2


def scaled(q: Tensor, k: Tensor) -> Tensor:  # -> [batch]
    """The mean product, times the root of how many there are."""
    return (q * k).mean(dim=1) * q.shape[1] ** 0.5


def additive(w_v: Tensor, W_q: Tensor, q: Tensor, W_k: Tensor, k: Tensor) -> Tensor:  # -> [batch]
    """One linear layer of query and key, side by side, then another."""
    both = torch.einsum("bhd,bd->bh", torch.cat([W_q, W_k], dim=2), torch.cat([q, k], dim=1))
    return (w_v * torch.tanh(both)).sum(dim=1)


def gaussian(q: Tensor, k: Tensor) -> Tensor:  # -> [batch]
    """The product of bell curves, number by number."""
    return torch.exp(-(q - k).square() / 2).prod(dim=1)


MODELS: dict[Formula, Model] = {
    attention_pooling.pooled: pooled,
    attention_pooling.softmax_weight: softmax_weight,
    attention_pooling.normalised: normalised,
    attention_pooling.distance: distance,
    attention_pooling.expanded: distance,
    attention_pooling.scaled: scaled,
    attention_pooling.additive: additive,
    attention_pooling.gaussian: gaussian,
}
