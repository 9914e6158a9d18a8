"""Torch models of `derivations.attention`: torch's own attention of one query, and means over exact nodes."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import attention
from derivations.vocabulary import Formula
from numerics.gaussian_nodes import standard_nodes
from numerics.models import Model


def attended(xi: Tensor, x: Tensor, z: Tensor) -> Tensor:  # [batch, n], [batch, s, n], [batch, s, p] -> [batch, p]
    """What `scaled_dot_product_attention` returns for one query, without scaling."""
    return F.scaled_dot_product_attention(xi[:, None], x, z, scale=1.0)[:, 0]


def weights(xi: Tensor, x: Tensor) -> Tensor:  # [batch, n], [batch, s, n] -> [batch, s]
    """The weights: what attention returns where the values are the unit vectors."""
    return attended(xi, x, torch.eye(x.shape[1]).to(x).expand(len(x), -1, -1))


def sum_to_one(xi: Tensor, x: Tensor) -> Tensor:  # [batch, n], [batch, s, n] -> [batch]
    """What attention returns where all values are 1."""
    return attended(xi, x, torch.ones_like(x[:, :, :1]))[:, 0]


def upper_bound(xi: Tensor, x: Tensor, z: Tensor) -> tuple[Tensor, Tensor]:  # -> [batch, p] twice
    """What attention returns, and the largest values."""
    return attended(xi, x, z), z.amax(dim=1)


def _products(R: Tensor) -> Tensor:  # [batch, d, d] -> [batch, nodes]
    """All inner products of the nodes for two independent standard normal vectors, the first of them turned by R."""
    q, k = standard_nodes(R, R.shape[-1], R.shape[-1])
    return torch.einsum("bij,pj,pi->bp", R, q, k)


def variance(R: Tensor) -> Tensor:  # [batch, d, d] -> [batch]
    """The variance of the inner product of standard normal vectors, by a rule that is exact for it."""
    spread: Tensor = _products(R).var(dim=1, correction=0)
    return spread


def scaled_variance(R: Tensor, d: int) -> Tensor:  # [batch, d, d] -> [batch]
    """The variance of the scaled inner product."""
    spread: Tensor = (_products(R) / d**0.5).var(dim=1, correction=0)
    return spread


MODELS: dict[Formula, Model] = {
    attention.gating: weights,
    attention.sum_to_one: sum_to_one,
    attention.transfer: attended,
    attention.upper_bound: upper_bound,
    attention.variance: variance,
    attention.scaled_variance: scaled_variance,
}
