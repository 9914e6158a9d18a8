"""Torch models of `derivations.transformer_layers`: attention of torch, additive and bilinear layers, masks."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import transformer_layers
from derivations.vocabulary import Formula
from numerics.models import Model


def attention(Q: Tensor, K: Tensor, V: Tensor) -> Tensor:  # [batch, L, d], [batch, M, d], [batch, M, p]
    """The attention of torch, [batch, L, p]."""
    return F.scaled_dot_product_attention(Q, K, V)


def masked(Q: Tensor, K: Tensor, V: Tensor, A: Tensor) -> Tensor:  # -> [batch, L, p]
    """The same with a mask that is added."""
    return F.scaled_dot_product_attention(Q, K, V, attn_mask=A)


def score(Q: Tensor, K: Tensor) -> Tensor:  # -> [batch, L, M]
    """All scaled inner products."""
    return Q @ K.mT / Q.shape[-1] ** 0.5


def weights(e: Tensor) -> Tensor:  # [batch, L, M] -> [batch, L, M]
    """The softmax of torch along the keys."""
    return torch.softmax(e, dim=-1)


def column_weights(e: Tensor) -> Tensor:  # [batch, L, M] -> [batch, L, M]
    """The softmax of torch down each column."""
    return torch.softmax(e, dim=-2)


def context(alpha: Tensor, V: Tensor) -> Tensor:  # [batch, L, M], [batch, M, p] -> [batch, L, p]
    """Weights times values."""
    return torch.bmm(alpha, V)


def additive(Q: Tensor, K: Tensor, W: Tensor, U: Tensor, v: Tensor) -> Tensor:  # -> [batch, L, M]
    """A hidden layer for every pair, and its readout."""
    hidden = torch.tanh((Q @ W.mT)[:, :, None] + (K @ U.mT)[:, None])
    return torch.einsum("blmh,bh->blm", hidden, v)


def bilinear(Q: Tensor, K: Tensor, W: Tensor) -> Tensor:  # -> [batch, L, M]
    """`torch.nn.functional.bilinear` of every pair, for each element of the batch."""
    found = [
        F.bilinear(q[:, None].expand(-1, len(k), -1), k[None].expand(len(q), -1, -1), w[None])[..., 0]
        for q, k, w in zip(Q, K, W, strict=True)
    ]
    return torch.stack(found)


def causal(e: Tensor) -> Tensor:  # [batch, M, M] -> [batch, M, M]
    """The softmax of scores that are minus infinity for later tokens."""
    hidden = torch.ones_like(e[0], dtype=torch.bool).triu(1)
    return torch.softmax(e.masked_fill(hidden, -torch.inf), dim=-1)


MODELS: dict[Formula, Model] = {
    transformer_layers.attention: attention,
    transformer_layers.masked: masked,
    transformer_layers.score: score,
    transformer_layers.weights: weights,
    transformer_layers.column_weights: column_weights,
    transformer_layers.context: context,
    transformer_layers.additive: additive,
    transformer_layers.additive_now: additive,
    transformer_layers.bilinear: bilinear,
    transformer_layers.causal: causal,
}
