"""Torch models of `derivations.self_attention`: torch's own attention, and one matrix product of all heads."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import self_attention
from derivations.vocabulary import Formula
from numerics.models import Model


def attended(Q: Tensor, K: Tensor, V: Tensor) -> Tensor:  # [batch, L, d], [batch, M, d], [batch, M, p] -> [batch, L, p]
    """`scaled_dot_product_attention` itself."""
    return F.scaled_dot_product_attention(Q, K, V)


def attention_weights(Q: Tensor, K: Tensor) -> Tensor:  # [batch, L, d], [batch, M, d] -> [batch, L, M]
    """What attention returns where the values are the unit vectors."""
    return attended(Q, K, torch.eye(K.shape[1]).to(K).expand(len(K), -1, -1))


def projected(X: Tensor, W_q: Tensor, W_k: Tensor, W_v: Tensor) -> Tensor:  # -> [..., L, p]
    """The attention of queries, keys and values projected from one sequence [..., L, n]."""
    return attended(X @ W_q, X @ W_k, X @ W_v)


def equivariance(X: Tensor, W_q: Tensor, W_k: Tensor, W_v: Tensor) -> Tensor:  # -> [batch, L, L, L, p]
    """The self-attention of the sequence with tokens i and j exchanged, for all i and j."""
    count = X.shape[1]
    found = []
    for i in range(count):
        for j in range(count):
            order = list(range(count))
            order[i], order[j] = order[j], order[i]
            found.append(projected(X[:, order], W_q, W_k, W_v))
    return torch.stack(found, dim=1).reshape(len(X), count, count, count, W_v.shape[2])


def multi_head(W: Tensor, F: Tensor) -> Tensor:  # [batch, q, c], [batch, c] -> [batch, q]
    """A linear layer of the concatenated heads."""
    return torch.einsum("bqc,bc->bq", W, F)


MODELS: dict[Formula, Model] = {
    self_attention.attention_weights: attention_weights,
    self_attention.row_form: attended,
    self_attention.matrix_entry: attended,
    self_attention.self_attention: projected,
    self_attention.equivariance: equivariance,
    self_attention.multi_head: multi_head,
}
