"""Torch models of `derivations.attention_scores`: products, `bilinear`, `scaled_dot_product_attention`."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import attention_scores
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def dot_score(s: Tensor, h: Tensor) -> Tensor:  # [batch, T, d], [batch, N, d] -> [batch, T, N]
    """The matrix of all inner products."""
    return s @ h.mT


def single_score(q: Tensor, h: Tensor) -> Tensor:  # [batch, d], [batch, N, d] -> [batch, N]
    """The same with one query."""
    return dot_score(q[:, None], h)[:, 0]


def scaled_score(q: Tensor, h: Tensor) -> Tensor:  # -> [batch, N]
    """Both sides shrunk by the fourth root of the width."""
    shrink = q.shape[1] ** -0.25
    return single_score(shrink * q, shrink * h)


def named_dot(q: Tensor, k: Tensor) -> Tensor:  # [batch, d] twice -> [batch]
    """The sum over the entries."""
    return (q * k).sum(dim=1)


def named_scaled(q: Tensor, k: Tensor) -> Tensor:  # [batch, d] twice -> [batch]
    """The score of a single key."""
    return scaled_score(q, k[:, None])[:, 0]


def named_general(q: Tensor, k: Tensor, W: Tensor) -> Tensor:  # -> [batch]
    """`bilinear`, one matrix a point."""
    return torch.cat([F.bilinear(a[None], b[None], w[None])[0] for a, b, w in zip(q, k, W, strict=True)])


def named_additive(q: Tensor, k: Tensor, W: Tensor, U: Tensor, v: Tensor) -> Tensor:  # -> [batch]
    """One hidden layer on the query and the key, put one after the other."""
    both = torch.cat([q, k], dim=1)[:, :, None]
    return (v[:, None] @ (torch.cat([W, U], dim=2) @ both).tanh())[:, 0, 0]


def additive(s: Tensor, h: Tensor, W: Tensor, U: Tensor, v: Tensor) -> Tensor:  # -> [batch, T, N]
    """The additive score of all pairs."""
    return torch.stack(
        [
            torch.stack([named_additive(s[:, a], h[:, b], W, U, v) for b in range(h.shape[1])], dim=1)
            for a in range(s.shape[1])
        ],
        dim=1,
    )


def weights_of_scores(e: Tensor) -> Tensor:  # [batch, N] -> [batch, N]
    """`softmax`."""
    return F.softmax(e, dim=1)


def weighted_sum(e: Tensor, v: Tensor) -> Tensor:  # [batch, N], [batch, N, d] -> [batch, d]
    """`softmax`, and a product."""
    return torch.einsum("bn,bnd->bd", F.softmax(e, dim=1), v)


def from_query(q: Tensor, h: Tensor, v: Tensor) -> Tensor:  # -> [batch, d]
    """`scaled_dot_product_attention`."""
    return F.scaled_dot_product_attention(q[:, None], h, v)[:, 0]


def weight_slope(e: Tensor) -> Tensor:  # [batch, N] -> [batch, N, N]
    """By automatic differentiation."""
    return batch_jacobian(weights_of_scores, e)


def context_slope(e: Tensor, h: Tensor) -> Tensor:  # [batch, N], [batch, N, d] -> [batch, d, N]
    """By automatic differentiation."""
    return batch_jacobian(lambda at: weighted_sum(at, h), e)


MODELS: dict[Formula, Model] = {
    attention_scores.dot_score: dot_score,
    attention_scores.single_score: single_score,
    attention_scores.scaled_score: scaled_score,
    attention_scores.named_dot: named_dot,
    attention_scores.named_scaled: named_scaled,
    attention_scores.named_general: named_general,
    attention_scores.named_additive: named_additive,
    attention_scores.additive: additive,
    attention_scores.weights_of_scores: weights_of_scores,
    attention_scores.weighted_sum: weighted_sum,
    attention_scores.from_query: from_query,
    attention_scores.weight_slope: weight_slope,
    attention_scores.context_slope: context_slope,
}
