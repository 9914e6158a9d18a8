"""Torch models of `derivations.attention_heads`: `scaled_dot_product_attention`, with the scale taken out."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import attention_heads
from derivations.vocabulary import Formula
from numerics.models import Model


def additive_weights(xi: Tensor, x: Tensor, A: Tensor, B: Tensor, v: Tensor) -> Tensor:  # -> [batch, s]
    """The softmax of the answers of a network that sees query and key one after the other."""
    pairs = torch.cat([xi[:, None].expand(-1, x.shape[1], -1), x], dim=2)
    hidden = torch.tanh(torch.einsum("bhc,bsc->bsh", torch.cat([A, B], dim=2), pairs))
    return torch.softmax(torch.einsum("bsh,bh->bs", hidden, v), dim=1)


def head(  # -> [batch, q]
    xi: Tensor, x: Tensor, z: Tensor, W_q: Tensor, W_k: Tensor, W_v: Tensor
) -> Tensor:
    """Torch's attention of one projected query, without the scale."""
    query = torch.einsum("bkn,bn->bk", W_q, xi)[:, None]
    keys, values = torch.einsum("bkm,bsm->bsk", W_k, x), torch.einsum("bqp,bsp->bsq", W_v, z)
    return F.scaled_dot_product_attention(query, keys, values, scale=1.0)[:, 0]


def unscaled(X: Tensor, W_q: Tensor, W_k: Tensor, W_v: Tensor) -> Tensor:  # -> [batch, L, q]
    """Torch's attention of the tokens among themselves, without the scale."""
    return F.scaled_dot_product_attention(X @ W_q, X @ W_k, X @ W_v, scale=1.0)


MODELS: dict[Formula, Model] = {
    attention_heads.additive_weights: additive_weights,
    attention_heads.head: head,
    attention_heads.unscaled: unscaled,
}
